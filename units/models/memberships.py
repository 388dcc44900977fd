"""Vai trò có thời hạn: a role is a dated membership, never a flag on the person."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager, scoped
from units.models.tree import Unit, reached
from units.models.ways import proven

_IN_ORDER = "Ngày thôi giữ vai trò không được trước ngày nhận."


class MembershipQuerySet(DatedQuerySet):
    @scoped
    def administered_by(self, user):
        """Roles in the units that the person administers."""
        return self.filter(reached(user, "unit_path"))

    @scoped
    def elsewhere_than(self, user):
        """Roles outside the branch of an administrator."""
        if not user.administered_paths:
            return self.none()
        return self.exclude(reached(user, "unit_path"))

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

    def may_sign(self, paper):
        """Whether the signer whom a plan or a paper names is one of its signers today."""
        signers = self.signers_of(paper.issuer, paper.kind)
        return signers.filter(pk=paper.signer_id).exists()


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
    IN_ORDER = _IN_ORDER
    LEADERS_SIGN = (
        "Chỉ vai trò Lãnh đạo mới có tư cách ký. Bỏ tư cách ký, hoặc đổi vai trò."
    )
    TITLE_WANTED = "Người ký thay, thừa lệnh phải có chức vụ."

    user = models.ForeignKey("units.User", models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    # The unit's path, which the database keeps here: a branch is found by one index.
    unit_path = models.TextField(db_collation="C", default="", editable=False)
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

    KEPT_BY_DATABASE = ("unit_path",)

    class Meta:
        verbose_name = "vai trò"
        constraints = [
            in_order(
                "valid_from",
                "valid_to",
                name="membership_ends_after_it_starts",
                message=_IN_ORDER,
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
            one_at_a_time(
                "unit",
                name="one_head_at_a_time",
                message="Cơ quan đã có người đứng đầu trong thời gian này.",
                condition=Q(capacity="head"),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["unit_path", "user"],
                include=["role", "valid_from", "valid_to"],
                name="membership_of_branch",
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()} – {self.unit}"

    @property
    def own_title(self) -> str:
        """The title where it says more than the role: "Quản trị đơn vị" is said once."""
        return "" if self.title == self.get_role_display() else self.title

    def clean(self):
        # PostgreSQL makes no range of dates in the wrong order, so that the exclusion
        # constraint must not be asked about them.
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": self.IN_ORDER})


# Lãnh đạo, văn thư, Hội đồng: who signs, issues or votes signs in with two steps.
TWO_STEP_ROLES = frozenset(
    {
        Membership.Role.LEADER,
        Membership.Role.CLERK,
        Membership.Role.SECRETARY,
        Membership.Role.MEMBER,
    }
)
