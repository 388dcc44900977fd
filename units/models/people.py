"""Người dùng: the account with which somebody signs in."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.timezone import localdate

from units import search
from units.models.managers import scoped
from units.models.memberships import Membership
from units.models.standing import HeldRole, Standing
from units.models.tree import Unit, reached
from units.models.ways import proven
from units.vietnamese import composed

if TYPE_CHECKING:
    from units.models.support import SupportView


class UserQuerySet(models.QuerySet):
    @scoped
    def reached_by(self, user):
        """Whom an administrator sees: at home in the branch, or with a role there, also to come.

        Who administers all there is sees also an account without home and role: nobody else does.
        """
        if user.is_authenticated and user.administers_everybody:
            return self.all()
        roles = Membership.objects.reaching(localdate()).administered_by(user)
        if user.administers_widely:
            # Nearly all belong: they are walked through by name until a page is full.
            role = Exists(roles.filter(user=OuterRef("pk")))
            return self.filter(reached(user, "home_path") | role)
        # Few belong: they are gathered by index.
        at_home = self.model.objects.filter(reached(user, "home_path")).values("pk")
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
        """Of whom an administrator sees: who has no role anywhere, today or to come."""
        none = Q(role_until=None) | Q(role_until__lt=localdate())
        return self.filter(none).reached_by(seen_by)

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

    def place_of(self, username):
        """Id of the account and of the unit whose administrators look after it; None: of nobody.

        Where somebody works, else the first unit in which they hold a role today.
        """
        roles = Membership.objects.on().filter(user=OuterRef("pk"))
        first = Subquery(roles.order_by("unit").values("unit")[:1])
        unit = Coalesce("home", first, output_field=models.BigIntegerField())
        return self.filter(username=username).values_list("pk", unit).first()

    def for_list(self):
        """By given name, as Vietnamese do."""
        return self.select_related("home").order_by("sort_name", "pk")


def _held_in_branch(user, role):
    roles = Membership.objects.on().administered_by(user).filter(user=OuterRef("pk"))
    return Exists(roles.filter(role=role))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username):
        return self.get(username=username.lower())


class User(Standing, AbstractBaseUser):
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
    # What the database keeps here, so that a province's list costs what a commune's does: the
    # path of that unit; the last day of the last role (9999-12-31: no end), None without any.
    home_path = models.TextField(db_collation="C", default="", editable=False)
    role_until = models.DateField(null=True, default=None, editable=False)
    is_active = models.BooleanField("đang dùng", default=True)
    # Made by the demonstration; logs in nowhere else (``units.backends``).
    is_demonstration = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    KEPT_BY_DATABASE = ("home_path", "role_until")

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
            models.Index(
                fields=["home_path", "sort_name", "id"], name="user_of_branch"
            ),
            models.Index(fields=["role_until"], name="user_role_until"),
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

    @property
    def has_second_factor(self) -> bool:
        return User.objects.filter(proven("pk"), pk=self.pk).exists()

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
