"""Điều nên xem lại: what is odd about a draft and somebody has to look at once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.lines import PlanLine
from campaigns.models.plan import Plan
from units.constraints import filled_when
from units.models import PeersManager, User


class PlanDoubtQuerySet(models.QuerySet):
    def for_page(self):
        """With who looked at each, the oldest first."""
        return self.select_related("settled_by").order_by("pk")


class PlanDoubt(models.Model):
    """Điều nên xem lại của một kế hoạch.

    ``is_from_file``: the reader of the file saw it, and nothing in the draft tells it again.
    The others were found by the check of the draft, and are kept only once an officer has
    looked at them and let them stand. ``words`` is the fingerprint of the line that was meant:
    once the line is another, the row says nothing any more.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Nên xem lại"
        SETTLED = "settled", "Đã xem"

    MOVES = {Status.OPEN: {Status.SETTLED}, Status.SETTLED: {Status.OPEN}}

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="doubts", editable=False
    )
    line = models.ForeignKey(
        PlanLine, models.CASCADE, null=True, blank=True, related_name="doubts",
        editable=False,
    )  # fmt: skip
    words = models.CharField(max_length=16, blank=True, editable=False)
    text = models.TextField("điều nên xem lại", max_length=600)
    is_from_file = models.BooleanField("thấy khi đọc tệp", default=False)
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.OPEN,
        editable=False,
    )
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PlanDoubtQuerySet)()

    class Meta:
        verbose_name = "điều nên xem lại"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "settled"]),
                name="doubt_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_doubt_has_its_words"),
            filled_when(
                Q(status="settled"), "settled_by", "settled_at",
                name="settled_doubt_has_who_looked",
            ),
            models.UniqueConstraint(
                fields=["plan", "line", "text"],
                nulls_distinct=False,
                name="one_doubt_of_a_line_in_these_words",
                violation_error_message="Điều này đã được đánh dấu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.text[:80]
