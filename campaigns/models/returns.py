"""Trả lại có phạm vi: which places of a plan a return opens, and what is asked beyond them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.lines import PlanLine
from campaigns.models.plan import PlanReturn
from units.constraints import filled_when
from units.models import PeersManager, User, scoped


class ReturnPlace(models.Model):
    """Chỗ được mở: a line of the plan, or one of the parts that stand around its lines."""

    class Part(models.TextChoices):
        HEAD = "head", "Phần đầu, trích yếu"
        RECIPIENTS = "recipients", "Nơi nhận"
        SIGNER = "signer", "Người ký"

    returned = models.ForeignKey(
        PlanReturn, models.CASCADE, related_name="places", editable=False
    )
    line = models.ForeignKey(
        PlanLine, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="dòng",
    )  # fmt: skip
    part = models.CharField("phần", max_length=10, choices=Part, blank=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "chỗ được mở"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(line=None, part__in=["head", "recipients", "signer"])
                | Q(line__isnull=False, part=""),
                name="a_place_is_a_line_or_a_part",
            ),
            models.UniqueConstraint(
                fields=["returned", "line"], name="a_line_is_opened_once"
            ),
            models.UniqueConstraint(
                fields=["returned", "part"],
                condition=~Q(part=""),
                name="a_part_is_opened_once",
            ),
        ]

    def __str__(self):
        return str(self.line) if self.line else self.get_part_display()


class OpeningRequestQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(status="open")

    @scoped
    def waiting_for(self, user: User):
        """Of who returned the plan; of every leader there once that person leads there no more."""
        leads = user.units_as("leader")
        own = Q(returned__returned_by=user) | ~PlanReturn.leads_still("returned__")
        at_step = Q(returned__returned_by=user, returned__step__isnull=False)
        return (
            self.still_open()
            .filter(Q(own, returned__plan__issuer__in=leads) | at_step)
            .exclude(returned__plan__submitted_by=user)
            .filter(returned__plan__status="returned")
            .select_related("returned__plan__campaign", "asked_by")
            .order_by("pk")
        )


class OpeningRequest(models.Model):
    """Xin mở thêm: the officer needs more than what the return opens, and says why."""

    class Status(models.TextChoices):
        OPEN = "open", "Chờ trả lời"
        GRANTED = "granted", "Đã mở"
        DECLINED = "declined", "Chưa mở"
        LAPSED = "lapsed", "Không còn cần"

    MOVES = {
        Status.OPEN: {Status.GRANTED, Status.DECLINED, Status.LAPSED},
        Status.GRANTED: set(),
        Status.DECLINED: set(),
        Status.LAPSED: set(),
    }

    returned = models.ForeignKey(
        PlanReturn, models.CASCADE, related_name="requests", editable=False
    )
    reason = models.TextField("lý do", max_length=2000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.OPEN,
        editable=False,
    )
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(OpeningRequestQuerySet)()

    class Meta:
        verbose_name = "yêu cầu mở thêm"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "granted", "declined", "lapsed"]),
                name="opening_request_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="an_opening_request_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="a_declined_opening_says_why",
            ),
            filled_when(
                ~Q(status="open"), "answered_by", "answered_at",
                name="answered_opening_has_who_answered",
            ),
            models.UniqueConstraint(
                fields=["returned"],
                condition=Q(status="open"),
                name="one_open_opening_request",
                violation_error_message="Đã xin mở thêm, đang chờ trả lời.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reason[:80]
