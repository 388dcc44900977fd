"""Xem với vai: an administrator sees the product as somebody of the branch does, for a while."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import now

from units.models.managers import PeersManager, scoped
from units.models.memberships import Membership
from units.models.people import User
from units.models.tree import Unit


class SupportViewQuerySet(models.QuerySet):
    @scoped
    def open_of(self, user: User):
        return self.filter(supporter=user, ended_at=None)

    def overdue(self):
        """Whose time is over without anybody having ended them."""
        return self.filter(ended_at=None, ends_at__lte=Now())

    def for_page(self):
        return self.select_related("supporter", "person", "unit")


class SupportView(models.Model):
    """Một lần xem với vai: who, as whom (a person, or a role in a unit), why, until when.

    ``unit`` is that of the role, or where the person works: its administrators read of it.
    """

    supporter = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người hỗ trợ",
    )
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="xem như người",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    role = models.CharField(
        "xem như vai trò", max_length=20, choices=Membership.Role, blank=True
    )
    reason = models.CharField("lý do", max_length=300)
    started_at = models.DateTimeField("bắt đầu", db_default=Now(), editable=False)
    ends_at = models.DateTimeField("hết hạn")
    ended_at = models.DateTimeField("kết thúc", null=True, editable=False)

    objects = PeersManager.from_queryset(SupportViewQuerySet)()

    class Meta:
        verbose_name = "lần xem với vai"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, role="")
                | (Q(person__isnull=True) & ~Q(role="")),
                name="support_sees_as_a_person_or_in_a_role",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="support_has_its_reason",
                violation_error_message="Ghi lý do xem với vai.",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=models.F("supporter")),
                name="nobody_supports_themselves",
            ),
            models.UniqueConstraint(
                fields=["supporter"],
                condition=Q(ended_at=None),
                name="one_support_view_at_a_time",
                violation_error_message="Anh/chị đang xem với một vai khác.",
            ),
        ]

    def __str__(self):
        return self.whom

    @property
    def whom(self) -> str:
        """ "Lê Thị Mẫu"; "Văn thư, UBND phường Đông"."""
        if self.person:
            return self.person.full_name
        return f"{Membership.Role(self.role).label}, {self.unit}"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or self.ends_at <= now()

    def as_user(self) -> User:
        """Whoever the pages take for the visitor; of a role nobody real, with that role alone."""
        user = self.person or User.in_role(self.role, self.unit)
        user.seen_by = self
        return user
