"""Nhật ký truy cập: who came in, who looked at personal data, who took files away."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Now

from units import search
from units.models.books import BookQuerySet
from units.models.memberships import Membership
from units.models.people import User
from units.models.support import SupportView
from units.models.tree import Unit


class What(models.TextChoices):
    """Việc của một lượt truy cập."""

    VIEWED = "viewed", "Xem"
    DOWNLOADED = "downloaded", "Tải về"
    EXPORTED = "exported", "Xuất danh sách"
    SIGNED_IN = "signed_in", "Đăng nhập"
    # Of these two ``user`` is whose name was typed: who typed it is not known.
    FAILED = "failed", "Đăng nhập sai"
    LOCKED = "locked", "Bị khóa tạm"
    SIGNED_OUT = "signed_out", "Đăng xuất"


AT_THE_DOOR = (What.SIGNED_IN, What.FAILED, What.LOCKED, What.SIGNED_OUT)


class AccessQuerySet(BookQuerySet):
    def older_than(self, age):
        return self.filter(at__lt=Now() - age)

    def at_the_door(self):
        """Vào, ra: sign-ins, failed ones, waits, sign-outs."""
        return self.filter(what__in=AT_THE_DOOR)

    def of_person(self, person):
        return self.filter(user=person)


class Access(models.Model):
    """Một lượt truy cập: who, in what capacity, from where, came in, looked at or took what.

    Kept apart from the audit book, which tells what was changed: this one grows faster, holds
    who read about whom, and goes after a term (``Term.Code.ACCESS_LOG``). The database refuses
    to change a line, and to remove one before its term.
    """

    What = What

    at = models.DateTimeField(db_default=Now(), editable=False)
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, db_index=False,
        verbose_name="người truy cập",
    )  # fmt: skip
    # Tư cách: the role that opened it, and where it is held.
    role = models.CharField(max_length=20, choices=Membership.Role, blank=True)
    held_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", editable=False
    )
    # Xem với vai: ``user`` looked on as another, whose ``role`` it was.
    support = models.ForeignKey(
        SupportView, models.PROTECT, null=True, related_name="+", editable=False,
        db_index=False,
    )  # fmt: skip
    address = models.GenericIPAddressField("từ địa chỉ", null=True)
    what = models.CharField("việc", max_length=10, choices=What)
    # Whose data it is: whose administrators read this line. A unit that was laid by mistake
    # and taken back is not held by the log of the past.
    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, null=True, related_name="+", editable=False,
        db_index=False, db_constraint=False,
    )  # fmt: skip
    subject = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)  # None: a list of them
    about = models.CharField("nội dung", max_length=300)
    folded_about = models.GeneratedField(
        expression=search.Folded(Concat(Value(" "), "about")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = models.Manager.from_queryset(AccessQuerySet)()

    class Meta:
        verbose_name = "lượt truy cập"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=What.values),
                name="access_what_is_known",
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="access_by_time"),
            models.Index(fields=["unit", "-at", "-id"], name="access_of_unit"),
            models.Index(fields=["user", "-at", "-id"], name="access_of_user"),
            models.Index(
                fields=["subject", "subject_id", "-at"], name="access_of_subject"
            ),
            models.Index(
                fields=["support"], name="access_of_support",
                condition=Q(support__isnull=False),
            ),
            models.Index(
                fields=["user", "-at", "-id"], name="access_at_the_door",
                condition=Q(what__in=[what.value for what in AT_THE_DOOR]),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.get_what_display()} {self.about}"

    @property
    def is_warning(self) -> bool:
        """Somebody did not get in."""
        return self.what in (What.FAILED, What.LOCKED)
