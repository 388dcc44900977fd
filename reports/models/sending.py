"""Gửi ra ngoài: the letter or the link by which an issued paper reaches who is not in here."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import Q

from reports.models.delivery import Delivery
from units.models import Membership, PeersManager, Unit, User, scoped

NO_ADDRESS = "Địa chỉ thư điện tử chưa đúng, ví dụ đúng: vanthu@baomau.vn."


def new_token() -> str:
    """Opens a public paper and tells who was sent it; it cannot be guessed."""
    return secrets.token_urlsafe(18)


class SendingQuerySet(models.QuerySet):
    def for_letter(self):
        return self.select_related("delivery__document__issuer", "sent_by")

    def owed(self, at: datetime):
        """Letters that are to go now, the oldest first."""
        return self.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


class Sending(models.Model):
    """Lượt gửi ra ngoài: of one recipient; the address stands here and nowhere else.

    ``next_try_at`` is when the letter is to go, or to go again; empty once it has left, once
    nobody tries any more (``failure`` says why), and where the link is handed over by hand.
    """

    # Neither value stands in the audit book: who knows the token opens in another's name.
    PERSONAL = frozenset({"address", "token"})
    TRIES = 8

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, related_name="sending", editable=False
    )
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    address = models.EmailField(
        "thư điện tử", blank=True, error_messages={"invalid": NO_ADDRESS}
    )
    token = models.CharField(
        max_length=32, unique=True, default=new_token, editable=False
    )
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0, editable=False)
    next_try_at = models.DateTimeField(
        "gửi thư lúc", null=True, editable=False, db_index=True
    )
    failure = models.CharField(
        "vì sao chưa gửi được", max_length=300, blank=True, editable=False
    )
    mailed_at = models.DateTimeField("thư đi lúc", null=True, editable=False)
    opened_at = models.DateTimeField("mở đường dẫn lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(SendingQuerySet)()

    class Meta:
        verbose_name = "lượt gửi ra ngoài"
        constraints = [
            models.CheckConstraint(
                condition=~Q(address="") | Q(next_try_at=None, mailed_at=None),
                name="a_letter_has_its_address",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at=None) | Q(next_try_at=None, failure=""),
                name="a_letter_that_left_is_not_tried_again",
            ),
        ]

    def __str__(self):
        return self.delivery.text

    @property
    def is_under_way(self) -> bool:
        """The letter has not left, and the machine will try again."""
        return self.next_try_at is not None

    @property
    def has_failed(self) -> bool:
        """Nobody tries any more until the clerk says so."""
        return bool(self.address) and self.mailed_at is None and not self.is_under_way

    def keep_aside(self, entry, before, after) -> None:
        """Nothing: what the address was before is kept nowhere."""


class CorrespondentQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(unit__in=user.units_as(Membership.Role.CLERK))

    def of_unit(self, unit: Unit):
        return self.filter(unit=unit).order_by("name", "pk")

    def for_page(self):
        return self.select_related("unit").order_by("unit__path", "name", "pk")

    def named(self, unit: Unit, key: str):
        """The one of the unit whose name that is, or None."""
        return self.filter(unit=unit, key=key).first()


class Correspondent(models.Model):
    """Nơi nhận quen: who an authority writes to outside, and where; its clerk keeps the list."""

    PERSONAL = frozenset({"address"})

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    name = models.CharField("nơi nhận", max_length=300)
    # The name as ``units.meant.key`` compares names.
    key = models.CharField(max_length=300, editable=False)
    address = models.EmailField("thư điện tử", error_messages={"invalid": NO_ADDRESS})

    objects = PeersManager.from_queryset(CorrespondentQuerySet)()

    class Meta:
        verbose_name = "nơi nhận quen"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"],
                name="a_correspondent_stands_once",
                violation_error_message="Nơi nhận này đã có trong sổ địa chỉ.",
            ),
        ]

    def __str__(self):
        return self.name

    def keep_aside(self, entry, before, after) -> None:
        """Nothing: what the address was before is kept nowhere."""
