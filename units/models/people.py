"""Người dùng và vai trò: a role is a dated membership, never a flag on the person."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from units import search
from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager, scoped
from units.models.paths import ids_on, is_one_of
from units.models.tree import COUNCIL, Unit, reached
from units.models.ways import FactorRule, proven
from units.vietnamese import composed

if TYPE_CHECKING:
    from units.models.support import SupportView

WIDE = 2000  # units


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


class UserQuerySet(models.QuerySet):
    @scoped
    def reached_by(self, user):
        """Whom an administrator sees: at home in the branch, or with a role there, also to come."""
        roles = Membership.objects.reaching(localdate()).administered_by(user)
        if user.administers_widely:
            # Nearly all belong: they are walked through by name until a page is full.
            role = Exists(roles.filter(user=OuterRef("pk")))
            return self.filter(reached(user, "home__") | role)
        # Few belong: they are gathered by index.
        at_home = self.model.objects.filter(reached(user, "home__")).values("pk")
        ids = at_home.union(roles.values("user"))
        return self.filter(pk__in=ids)

    def named(self, text):
        """Whose name or account holds every word of ``text``, without diacritics.

        At the beginning of a word, as with units.
        """
        found = self
        for word in search.key(text[: search.LONGEST]).split():
            found = found.filter(folded_name__contains=f" {word}")
        return found

    @scoped
    def holding(self, role, *, seen_by):
        """Who has the role today somewhere in the branch of the administrator ``seen_by``."""
        return self.filter(_held_in_branch(seen_by, role))

    @scoped
    def holding_none(self, *, seen_by):
        """Who has no role there today."""
        if not seen_by.administered_paths:
            return self.none()
        return self.filter(~_held_in_branch(seen_by))

    def in_use(self):
        return self.filter(is_active=True)

    def closed(self):
        return self.filter(is_active=False)

    def within(self, ids):
        return self.filter(pk__in=ids)

    def at_home_or(self, units, users):
        """Who works in one of ``units``, and ``users`` (ids) besides."""
        return self.filter(Q(home__in=units) | Q(pk__in=users))

    def called(self, usernames):
        return self.filter(username__in=usernames)

    def for_list(self):
        """By given name, as Vietnamese do."""
        return self.select_related("home").order_by("sort_name", "pk")


def _held_in_branch(user, role=None):
    roles = Membership.objects.on().administered_by(user).filter(user=OuterRef("pk"))
    return Exists(roles.filter(role=role) if role else roles)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username):
        return self.get(username=username.lower())


class User(AbstractBaseUser):
    """Tài khoản. What a person may do comes from memberships alone."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    # With a blank before each, so that every word begins with one.
    folded_name = models.GeneratedField(
        expression=search.Folded(
            Concat(Value(" "), "full_name", Value(" "), "username")
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    # The database's twin of ``units.vietnamese.name_sort_key``.
    sort_name = models.GeneratedField(
        expression=search.NameOrder("full_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    email = models.EmailField("thư điện tử", blank=True)
    # Where the person works: whose administrator looks after the account.
    home = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị công tác",
        related_name="+",
    )  # fmt: skip
    is_active = models.BooleanField("đang dùng", default=True)
    # Made by the demonstration; logs in nowhere else (``units.backends``).
    is_demonstration = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    # Xem với vai: the ``SupportView`` in which somebody looks on as this person, and the one
    # role of nobody real (``in_role``).
    seen_by: "SupportView | None" = None
    assumed: "Membership | None" = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        indexes = [
            GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="user_folded_name"
            ),
            models.Index(fields=["sort_name", "id"], name="user_sort_name"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def initials(self) -> str:
        """Chữ cái đầu của họ và tên: "Hồ Thị Lan" → "HL"."""
        words = self.full_name.split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()

    def set_password(self, raw_password):
        super().set_password(raw_password and composed(raw_password))

    def check_password(self, raw_password):
        """However the keyboard puts a letter and its mark together, it is one password."""
        return super().check_password(composed(raw_password or ""))

    @cached_property
    def _held(self) -> list[HeldRole]:
        """Today's roles, with all that follows from them: one query."""
        if not self.is_active:
            return []
        kept = Unit.objects.filter(heir=OuterRef("unit")).order_by("pk").values("pk")
        held = self.memberships.on().annotate(
            kept=ArraySubquery(kept), is_proven=proven("user")
        )
        columns = ("unit_id", "role", "kept", "valid_from", "unit__path", "is_proven")
        return [HeldRole(*row) for row in held.values_list(*columns)]

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

    @property
    def has_second_factor(self) -> bool:
        return User.objects.filter(proven("pk"), pk=self.pk).exists()

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
        tops = [path for path in self.kept_paths if path.count("/") == 2]
        others = Unit.objects.filter(parent=None).exclude(path__in=tops)
        return bool(tops) and not others.exists()

    @property
    def kept_paths(self) -> list[str]:
        """Where those branches begin."""
        return sorted({path for path, *_ in self.kept_branches})

    @cached_property
    def administers_widely(self) -> bool:
        """More than a few communes: ways of reading that suit a commune no longer do."""
        units = Unit.objects.filter(reached(self)).order_by()
        return units[:WIDE].count() == WIDE

    @cached_property
    def chain_of_units(self) -> list[int]:
        """Ids of the person's units, of all above them, and of what those inherited from.

        The issued papers of all these reach the person.
        """
        found = Unit.objects.filter(pk__in=self.units_as()).annotate(
            above=ids_on(F("path")),
            kept=ArraySubquery(
                Unit.objects.filter(is_one_of("heir", ids_on(OuterRef("path"))))
                .order_by("pk")
                .values("pk")
            ),
        )
        ids = found.values_list("above", "kept")
        return sorted({pk for above, kept in ids for pk in (*above, *kept)})

    @classmethod
    def in_role(cls, role: str, unit: Unit) -> "User":
        """Nobody real, with that one role in that unit: whose own things there are none."""
        name = f"{Membership.Role(role).label}, {unit}"
        user = cls(pk=0, username="", full_name=name, home=unit)
        kept = (
            Unit.objects.filter(heir=unit).order_by("pk").values_list("pk", flat=True)
        )
        user._held = [
            HeldRole(unit.pk, role, list(kept), unit.valid_from, unit.path, True)
        ]
        user.assumed = Membership(user=user, unit=unit, role=role)
        return user

    def units_as(self, *roles: str) -> list[int]:
        """Ids of the units where the person holds one of ``roles`` today (any, when none named)."""
        return [unit for unit, role in self.roles if not roles or role in roles]


class MembershipQuerySet(DatedQuerySet):
    def reaching(self, day):
        """Memberships that are in force on ``day`` or begin after it."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    @scoped
    def administered_by(self, user):
        """Roles in the units that the person administers."""
        return self.filter(reached(user, "unit__"))

    @scoped
    def elsewhere_than(self, user):
        """Roles outside the branch of an administrator."""
        if not user.administered_paths:
            return self.none()
        return self.exclude(reached(user, "unit__"))

    def for_page(self):
        return self.select_related("user", "unit", "delegation")

    def of_users(self, users):
        return self.filter(user__in=users)

    def in_units(self, units):
        return self.filter(unit__in=units)

    def without_second_factor(self):
        """Whose holder must, or would, set up two steps."""
        held = self.filter(role__in=TWO_STEP_ROLES, user__is_active=True)
        return held.filter(~proven("user"))

    def signers_of(self, unit, kind=""):
        """Leaders who may sign for ``unit`` today, the head first; papers of ``kind`` only.

        Who signs by delegation may within what its writing says, while its giver is in office.
        """
        scope = Q(delegation__isnull=False)
        if kind:
            scope = Q(delegation__kinds=[]) | Q(delegation__kinds__contains=[kind])
        scope &= Q(delegation__giver__in=Membership.objects.on())
        return (
            self.on()
            .filter(unit=unit, role=Membership.Role.LEADER)
            .filter(~Q(capacity=Membership.Capacity.DELEGATED) | scope)
            .exclude(capacity="")
            .select_related("user", "unit")
            .order_by("capacity_rank", "user__full_name")
        )


class Membership(models.Model):
    """Vai trò có thời hạn: user, unit, role, from, to.

    A leader's ``capacity`` decides the authority lines of the signature block (R64); it is
    stored here with its dates, so the block is derived and never typed.
    """

    class Role(models.TextChoices):
        OFFICER = "officer", "Cán bộ soạn thảo"
        REPORTER = "reporter", "Đơn vị tham gia"
        SECRETARY = "secretary", "Thư ký Hội đồng"
        MEMBER = "member", "Ủy viên Hội đồng"
        LEADER = "leader", "Lãnh đạo"
        CLERK = "clerk", "Văn thư"
        ADMINISTRATOR = "administrator", "Quản trị đơn vị"

    class Capacity(models.TextChoices):
        HEAD = "head", "Người đứng đầu"
        ACTING = "acting", "Quyền (Q.)"
        DEPUTY = "deputy", "Ký thay (KT.)"
        BY_ORDER = "by_order", "Thừa lệnh (TL.)"
        DELEGATED = "delegated", "Thừa ủy quyền (TUQ.)"

    # Who signs for another stands on the paper with a title of their own.
    TITLED = (Capacity.DEPUTY, Capacity.BY_ORDER, Capacity.DELEGATED)
    TITLE_WANTED = "Người ký thay, thừa lệnh phải có chức vụ."

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    title = models.CharField("chức vụ", max_length=100, blank=True)
    capacity = models.CharField(
        "tư cách ký", max_length=20, choices=Capacity, blank=True
    )
    capacity_rank = models.GeneratedField(
        expression=models.Case(
            models.When(capacity="head", then=0),
            models.When(capacity="acting", then=1),
            models.When(capacity="deputy", then=2),
            default=3,
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    # Chức vụ ở cơ quan (ô 7b): printed above the name where a council uses the agency's seal.
    title_below = models.CharField("chức vụ ở cơ quan", max_length=100, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = "vai trò"
        constraints = [
            in_order(
                "valid_from",
                "valid_to",
                name="membership_ends_after_it_starts",
                message="Ngày thôi giữ vai trò phải sau ngày nhận.",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "officer", "reporter", "secretary", "member", "leader", "clerk",
                        "administrator",
                    ]
                ),
                name="membership_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(capacity="") | Q(role="leader"),
                name="only_leaders_have_a_signing_capacity",
                violation_error_message="Chỉ lãnh đạo mới có tư cách ký.",
            ),
            one_at_a_time(
                "user",
                "unit",
                "role",
                name="one_membership_at_a_time",
                message="Người này đã giữ vai trò đó trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} – {self.get_role_display()} – {self.unit}"

    def clean(self):
        # PostgreSQL makes no range of dates in the wrong order, so that the exclusion
        # constraint must not be asked about them.
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            message = "ngày thôi giữ vai trò phải sau ngày nhận."
            raise ValidationError({"valid_to": message})


# Lãnh đạo, văn thư, Hội đồng: who signs, issues or votes signs in with two steps.
TWO_STEP_ROLES = frozenset(
    {
        Membership.Role.LEADER,
        Membership.Role.CLERK,
        Membership.Role.SECRETARY,
        Membership.Role.MEMBER,
    }
)
