"""Ai giữ vai trò hôm nay: the people whom steps of a route ask, and who stands in for them.

``RoutingParty.objects.asking`` finds the same rows the other way round, for one person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.timezone import localdate

from campaigns.models import StandIn
from campaigns.models.routes import Asked
from units.models import Membership, User
from units.models.managers import is_in_force

Capacity = Membership.Capacity


@dataclass(frozen=True)
class Holder:
    """Một người xem xét được: by a role of their own, or in the place of ``absent``."""

    user: User
    membership: Membership
    absent: User | None = None

    @property
    def words(self) -> str:
        """ "Trưởng phòng", "thay Hồ Thị Lan, Trưởng phòng"."""
        title = self.membership.own_title or self.membership.get_role_display()
        return f"thay {self.absent}, {title}" if self.absent else title

    def __str__(self):
        return f"{self.user} (thay {self.absent})" if self.absent else f"{self.user}"


@dataclass(frozen=True)
class Roster:
    """Danh sách: today's roles in some units, and who stands in there; two queries."""

    held: list[Membership]
    instead: list[StandIn]

    @classmethod
    def of(cls, asked: Iterable[Asked]) -> Self:
        units = {one.unit_id for one in asked}
        if not units:
            return cls([], [])
        held = Membership.objects.on().in_units(units)
        held = held.filter(user__is_active=True).select_related(
            "user", "unit", "delegation__giver"
        )
        instead = StandIn.objects.on().filter(unit__in=units, deputy__is_active=True)
        return cls(
            list(held.order_by("capacity_rank", "user__sort_name", "pk")),
            list(instead.select_related("absent", "deputy")),
        )

    def holders(self, asked: Asked, kind: str) -> list[Holder]:
        """Whoever may act there today, for a paper of that kind; who is away comes last."""
        own = [one for one in self.held if _is_asked(asked, one, kind)]
        found = []
        for one in own:
            found += [
                Holder(row.deputy, one, one.user)
                for row in self.instead
                if (row.unit_id, row.absent_id) == (one.unit_id, one.user_id)
            ]
            found.append(Holder(one.user, one))
        return found

    def people(self, asked: Asked, kind: str) -> list[User]:
        """The holders by their own roles, each once."""
        own = [one.user for one in self.holders(asked, kind) if not one.absent]
        return list(dict.fromkeys(own))


def _is_asked(asked, held, kind) -> bool:
    if (held.unit_id, held.role) != (asked.unit_id, asked.role):
        return False
    wanted = asked.title.casefold()
    if not wanted or held.title.casefold() == wanted:
        return True
    if held.capacity == Capacity.ACTING:
        return held.unit.head_title.casefold() == wanted
    delegation = getattr(held, "delegation", None)
    return (
        delegation is not None
        and is_in_force(delegation.giver, localdate())
        and (not delegation.kinds or kind in delegation.kinds)
        and delegation.giver.title.casefold() == wanted
    )
