"""Vị thế của một người hôm nay: what follows from the roles that are held today."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef
from django.utils.timezone import localdate

from units.models.memberships import TWO_STEP_ROLES
from units.models.paths import ids_on, is_one_of
from units.models.tree import COUNCIL, Unit, reached, within_paths
from units.models.ways import FactorRule

WIDE = 2000  # units
# Asked on every page: put together by the ORM it took several times as long as its answer.
HELD = """
SELECT role.unit_id, role.role,
    ARRAY(SELECT kept.id FROM units_unit AS kept WHERE kept.heir_id = role.unit_id
        ORDER BY kept.id),
    role.valid_from, unit.path,
    EXISTS(SELECT FROM units_authenticatorapp AS app WHERE app.user_id = role.user_id)
        OR EXISTS(SELECT FROM units_passkey AS key WHERE key.user_id = role.user_id)
FROM units_membership AS role JOIN units_unit AS unit ON unit.id = role.unit_id
WHERE role.user_id = %s AND role.valid_from <= %s
    AND (role.valid_to IS NULL OR role.valid_to >= %s)
"""


class HeldRole(NamedTuple):
    """Vai trò đang giữ: where, since when; the ended units whose papers that unit keeps."""

    unit_id: int
    role: str
    kept: list[int]
    since: date
    path: str
    is_proven: bool  # the account has a second factor

    @property
    def chain(self) -> list[int]:
        return [int(part) for part in self.path.strip("/").split("/")]


@dataclass(frozen=True)
class FactorDuty:
    """Phải bật xác thực hai bước: for which role, and from which day it acts no more without."""

    unit_id: int
    role: str
    due_on: date

    @property
    def is_overdue(self) -> bool:
        return self.due_on <= localdate()


class Standing:
    """Vị thế: a part of ``User``, looked up once a request and kept."""

    pk: int
    is_active: bool

    @cached_property
    def _held(self) -> list[HeldRole]:
        """Today's roles, with all that follows from them: one query."""
        if not self.is_active:
            return []
        today = localdate()
        with connection.cursor() as cursor:
            cursor.execute(HELD, [self.pk, today, today])
            return [HeldRole(*row) for row in cursor.fetchall()]

    @cached_property
    def roles(self) -> frozenset[tuple[int, str]]:
        """Pairs (unit id, role) held today: one query a request."""
        return frozenset((held.unit_id, held.role) for held in self._held)

    @cached_property
    def units_read(self) -> list[int]:
        """Ids of the person's units and of those whose papers they keep (``Unit.heir``).

        To be in this list lets one read, never write.
        """
        kept = {pk for held in self._held for pk in held.kept}
        return [*self.units_as(), *sorted(kept)]

    @cached_property
    def factor_duties(self) -> list[FactorDuty]:
        """Roles of today that ask for a second factor which the account has not."""
        return self._asked([held for held in self._held if not held.is_proven])

    @property
    def must_keep_factor(self) -> bool:
        """A role of today asks for a second factor, now or after its days of grace."""
        return bool(self._asked(self._held))

    def _asked(self, held: list[HeldRole]) -> list[FactorDuty]:
        lacking = [row for row in held if row.role in TWO_STEP_ROLES]
        if not lacking:
            return []
        above = {pk for row in lacking for pk in row.chain}
        rules = {
            rule.unit_id: rule for rule in FactorRule.objects.on().of_chains(above)
        }
        duties = []
        for row in lacking:
            near = [rules[pk] for pk in row.chain if pk in rules]
            due = near[-1].due_on(row.since) if near else row.since
            if due is not None:
                duties.append(FactorDuty(row.unit_id, row.role, due))
        return sorted(duties, key=lambda duty: duty.due_on)

    def may_act_as(self, role: str, unit_id: int) -> bool:
        """Holds the role there today and, where it asks for a second factor, has one."""
        return (unit_id, role) in self.roles and not any(
            duty.is_overdue and (duty.unit_id, duty.role) == (unit_id, role)
            for duty in self.factor_duties
        )

    @property
    def held_paths(self) -> list[str]:
        """Paths of the units in which a role is held today."""
        return sorted({held.path for held in self._held})

    @cached_property
    def administered_paths(self) -> list[str]:
        """Paths of the units that the person administers today; all below them is reached."""
        own = self.units_as("administrator")
        if not own:
            return []
        return list(Unit.objects.filter(pk__in=own).values_list("path", flat=True))

    @cached_property
    def kept_branches(self) -> list[tuple[str, str, int]]:
        """Branches whose people (those who can be honoured) the person looks after.

        Each with the role that grants it and the unit where that is held. An
        administrator's is the own one; a secretary's is that of the authority which the
        council serves, the unit that the council stands under.
        """
        granting = ("administrator", "secretary")
        held = sorted((unit, role) for unit, role in self.roles if role in granting)
        rows = Unit.objects.filter(pk__in=[unit for unit, _ in held]).values_list(
            "pk", "path", "kind__code", "parent__path"
        )
        units = {pk: rest for pk, *rest in rows} if held else {}
        branches = []
        for unit, role in held:
            path, kind, above = units[unit]
            serves = role == "secretary" and kind == COUNCIL and above
            branches.append((above if serves else path, role, unit))
        return branches

    @cached_property
    def keeps_everybody(self) -> bool:
        """Those branches are all there is: then nobody need be asked where they are."""
        return _is_everything(self.kept_paths)

    @cached_property
    def administers_everybody(self) -> bool:
        """The same of the units that the person administers."""
        return _is_everything(self.administered_paths)

    @cached_property
    def served_authorities(self) -> list[int]:
        """Ids of the authorities whose councils (Hội đồng TĐKT) are units of the person."""
        councils = Unit.objects.of_kind(COUNCIL).filter(pk__in=self.units_as())
        return sorted(councils.exclude(parent=None).values_list("parent", flat=True))

    @property
    def units_near(self) -> list[int]:
        """Ids of what lies near the person's work: what they read, whom their council serves."""
        return [*self.units_read, *self.served_authorities]

    @property
    def kept_paths(self) -> list[str]:
        """Where those branches begin."""
        return sorted({path for path, *_ in self.kept_branches})

    @cached_property
    def administers_widely(self) -> bool:
        """More than a few communes: ways of reading that suit a commune no longer do."""
        return _are_many(reached(self))

    @cached_property
    def keeps_widely(self) -> bool:
        """The same of the branches whose people the person looks after."""
        return _are_many(within_paths(self.kept_paths))

    @cached_property
    def chain_of_units(self) -> list[int]:
        """Ids of the person's units, of all above them, of the councils that serve these, and of
        what those inherited from.

        The issued papers of all these reach the person: what a council (Hội đồng TĐKT) starts it
        starts for the whole branch of the authority to which it is attached.
        """
        found = Unit.objects.filter(pk__in=self.units_as()).annotate(
            above=ids_on(F("path")),
            kept=ArraySubquery(
                Unit.objects.filter(is_one_of("heir", ids_on(OuterRef("path"))))
                .order_by("pk")
                .values("pk")
            ),
            councils=ArraySubquery(
                Unit.objects.of_kind(COUNCIL)
                .filter(is_one_of("parent", ids_on(OuterRef("path"))))
                .order_by("pk")
                .values("pk")
            ),
        )
        ids = found.values_list("above", "kept", "councils")
        return sorted({pk for row in ids for part in row for pk in part})

    def units_as(self, *roles: str) -> list[int]:
        """Ids of the units where the person holds one of ``roles`` today (any, when none named)."""
        return [unit for unit, role in self.roles if not roles or role in roles]


def _are_many(units) -> bool:
    """Whether at least ``WIDE`` units meet that condition; never counts further."""
    return Unit.objects.filter(units).order_by()[:WIDE].count() == WIDE


def _is_everything(paths) -> bool:
    """Whether no tree of units stands outside the branches that begin with these paths."""
    tops = [path for path in paths if path.count("/") == 2]
    return (
        bool(tops)
        and not Unit.objects.filter(parent=None).exclude(path__in=tops).exists()
    )
