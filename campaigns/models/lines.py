"""Dòng kế hoạch và nơi nhận: the words as they will be printed."""

from django.db import models

from campaigns.models.plan import Plan
from campaigns.outline import LABELS, LineKind
from units.models import PeersManager, Unit


class PlanLine(models.Model):
    """Một dòng của kế hoạch, in the order of ``position``.

    ``marker`` is empty where the number follows from the outline (``campaigns.outline``).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(editable=False)
    kind = models.CharField(
        "loại dòng",
        max_length=10,
        choices=[(kind.value, label) for kind, label in LABELS.items()],
    )
    text = models.TextField("nội dung", max_length=200_000, blank=True)
    marker = models.CharField("số, ký hiệu riêng", max_length=40, blank=True)
    is_title = models.BooleanField("là tiêu đề", default=False)
    # Of a plan that amends another: the place of this line in the text that it began with.
    origin = models.PositiveIntegerField(null=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "dòng kế hoạch"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="one_line_at_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["plan", "origin"], name="one_line_of_an_origin"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in LineKind]),
                name="line_kind_is_known",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class PlanRecipient(models.Model):
    """Nơi nhận: one line of the list; ``unit`` where the recipient works in this system."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="recipients")
    position = models.PositiveIntegerField(editable=False)
    text = models.CharField("nơi nhận", max_length=300)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="đơn vị",
        related_name="+",
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "nơi nhận"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="one_recipient_at_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return self.text
