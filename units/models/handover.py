"""Bàn giao: who goes on with the work of a unit that has ended, and keeps its papers."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import localdate, now

from units.models.managers import PeersManager
from units.models.people import User
from units.models.tree import Unit

# Whoever began something in the very moment of the hand-over is found by the next rounds.
GLEANED = timedelta(days=1)


class HandoverQuerySet(models.QuerySet):
    def due(self, day=None):
        """Whose day has come and that are not carried out, or were only a short time ago."""
        open_ = Q(carried_at=None) | Q(carried_at__gt=now() - GLEANED)
        return self.filter(open_, effective_on__lte=day or localdate())

    def of_units(self, ids):
        return self.filter(unit__in=ids)

    def for_work(self):
        """In the order in which they take effect, each with all that it names."""
        return self.select_related("unit", "heir__heir", "recorded_by").order_by(
            "effective_on", "pk"
        )


class Handover(models.Model):
    """Bàn giao of one unit: to ``heir`` from ``effective_on`` on.

    What was being written or waited for a signature, and campaigns under way, go to the heir
    on that day (``carried_at``); issued papers and the register stay the old unit's, and the
    heir's people read them.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="handover")
    heir = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị tiếp nhận", related_name="+"
    )
    effective_on = models.DateField("có hiệu lực từ ngày")
    basis = models.CharField("văn bản căn cứ", max_length=300)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    carried_at = models.DateTimeField("đã bàn giao lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(HandoverQuerySet)()

    class Meta:
        verbose_name = "bàn giao"
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit=F("heir")),
                name="no_unit_is_its_own_heir",
                violation_error_message="Đơn vị không thể bàn giao cho chính nó.",
            ),
        ]

    def __str__(self):
        return f"{self.unit} bàn giao cho {self.heir}"
