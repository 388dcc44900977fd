"""Gửi đến: where an issued paper goes by its Nơi nhận, and who opened it there."""

from django.db import models
from django.db.models import Q

from reports.models.document import Document
from units.constraints import filled_when
from units.models import Membership, PeersManager, Unit, User, scoped

# Who takes a paper in for a unit: to look at its roles alone opens nothing.
RECEIVING = (
    Membership.Role.OFFICER,
    Membership.Role.REPORTER,
    Membership.Role.LEADER,
    Membership.Role.CLERK,
    Membership.Role.SECRETARY,
)


class DeliveryQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To the issuing authority all of its papers'; to others what came to their units."""
        own = user.units_read
        return self.filter(Q(issuer__in=own) | Q(unit__in=own))

    @scoped
    def new_to(self, user: User):
        """Văn bản mới đến: nobody of the person's unit has opened it yet."""
        mine = self.filter(
            unit__in=user.units_as(*RECEIVING),
            first_opened_at=None,
            document__status="issued",
        )
        return mine.select_related("document__issuer", "unit").order_by("-pk")

    def of_document(self, document: Document):
        return self.filter(document=document)

    def for_form(self):
        """With what the form of one line shows."""
        return self.select_related("document__issuer", "unit", "sending")

    def of_units(self, document: Document, units: list[int]):
        return self.filter(document=document, unit__in=units)

    def for_page(self):
        return self.select_related("unit", "first_opened_by", "sending").order_by(
            "position", "pk"
        )


class Delivery(models.Model):
    """Gửi đến: one recipient of one issued paper; of a line that names many, one a unit.

    The first opening by somebody of the unit is its receipt, written once.
    """

    class Way(models.TextChoices):
        SYSTEM = "system", "Trong hệ thống"
        MAIL = "mail", "Gửi thư điện tử"
        LINK = "link", "Giao đường dẫn"
        PAPER = "paper", "Gửi bản giấy"
        OUTSIDE = "outside", "Ngoài hệ thống, chưa ghi cách gửi"

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="deliveries", editable=False
    )
    # The paper's, so that a row says by itself to whom it may be shown.
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    position = models.PositiveSmallIntegerField(editable=False)
    text = models.CharField("nơi nhận", max_length=300, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị nhận",
        related_name="+",
    )  # fmt: skip
    way = models.CharField("cách gửi", max_length=10, choices=Way)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True, editable=False)
    first_opened_at = models.DateTimeField("mở lúc", null=True, editable=False)
    first_opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="người mở", related_name="+",
        editable=False,
    )  # fmt: skip

    objects = PeersManager.from_queryset(DeliveryQuerySet)()

    class Meta:
        verbose_name = "nơi nhận của văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit"],
                name="a_unit_gets_a_paper_once",
                violation_error_message="Đơn vị này đã có trong nơi nhận của văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["system", "mail", "link", "paper", "outside"]),
                name="delivery_way_is_known",
            ),
            filled_when(
                Q(way="system"), "unit", name="a_unit_is_reached_in_the_system"
            ),
            filled_when(
                Q(way__in=["system", "mail", "link", "paper"]),
                "sent_at",
                name="what_was_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(first_opened_at=None, first_opened_by=None)
                | Q(
                    first_opened_at__isnull=False,
                    first_opened_by__isnull=False,
                    way="system",
                ),
                name="a_receipt_is_whole",
            ),
        ]

    def __str__(self):
        return self.text if self.unit is None else f"{self.text}: {self.unit}"

    @property
    def by_link(self):
        """The letter or link by which it went out; None where there is none."""
        return getattr(self, "sending", None)
