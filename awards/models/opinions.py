"""Hiệp y, lấy ý kiến: whom the authority asks about proposals, until when, and what they said."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.proposals import Proposal
from units.constraints import filled_when, one_of
from units.models import PeersManager, Unit, User, scoped


class OpinionRequestQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Who asks, with its council; who is asked; not the proposing units."""
        near, own = user.units_near, user.units_read
        return self.filter(Q(authority__in=near) | Q(unit__in=own))

    def to_answer(self, units):
        """Chờ các đơn vị này trả lời."""
        return self.filter(unit__in=units, answered_on=None, dropped_at=None)

    def about(self, proposal: Proposal):
        return self.filter(items__proposal=proposal).order_by("pk")

    def standing(self):
        """Không kể việc đã thôi hỏi."""
        return self.filter(dropped_at=None)

    def for_page(self):
        return self.select_related("authority", "unit", "asked_by", "recorded_by")


class Purpose(models.TextChoices):
    """Hỏi việc gì."""

    CONCURRENCE = "concurrence", "Hiệp y khen thưởng"
    OPINION = "opinion", "Lấy ý kiến"


class Answer(models.TextChoices):
    """Trả lời."""

    AGREES = "agrees", "Nhất trí"
    OBJECTS = "objects", "Không nhất trí"
    REMARKS = "remarks", "Có ý kiến khác"


class OpinionRequest(models.Model):
    """Một lần hỏi ý kiến: a unit of the tree or a named body, about some proposals.

    ``silence_agrees``: without an answer by ``due_on`` it counts as agreed; otherwise the
    proposals wait for an answer.
    """

    Purpose = Purpose
    Answer = Answer

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False,
        verbose_name="cơ quan hỏi",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="đơn vị được hỏi",
    )  # fmt: skip
    body = models.CharField("cơ quan, tổ chức được hỏi", max_length=200, blank=True)
    purpose = models.CharField("việc", max_length=12, choices=Purpose)
    question = models.TextField("nội dung hỏi", max_length=2_000)
    reference = models.CharField("số, ký hiệu văn bản hỏi", max_length=60, blank=True)
    due_on = models.DateField("trả lời trước hết ngày")
    silence_agrees = models.BooleanField(
        "quá hạn không trả lời coi là nhất trí", default=False
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    answer = models.CharField("trả lời", max_length=8, choices=Answer, blank=True)
    answer_text = models.TextField("nội dung trả lời", max_length=4_000, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_because = models.CharField(
        "lý do thôi hỏi", max_length=500, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(OpinionRequestQuerySet)()

    class Meta:
        verbose_name = "việc hỏi ý kiến khen thưởng"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, body="")
                | Q(unit=None) & ~Q(body=""),
                name="one_is_asked_for_an_opinion",
                violation_error_message="Chọn một đơn vị trong hệ thống, hoặc ghi tên cơ quan "
                "được hỏi.",
            ),
            one_of("purpose", Purpose, name="opinion_purpose_is_known"),
            one_of("answer", Answer, name="opinion_answer_is_known", blank=True),
            filled_when(
                ~Q(answer=""), "answered_on", "recorded_by",
                name="an_opinion_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["objects", "remarks"]) | ~Q(answer_text=""),
                name="an_objection_has_its_words",
                violation_error_message="Ghi nội dung ý kiến.",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_because="")
                | Q(dropped_at__isnull=False) & ~Q(dropped_because=""),
                name="a_dropped_request_has_its_reason",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["authority"], name="opinion_of_authority"),
            models.Index(fields=["unit", "answered_on"], name="opinion_of_unit"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.asked}"

    @property
    def asked(self) -> str:
        return str(self.unit) if self.unit else self.body

    def holds_up(self, day) -> bool:
        """Không trình được vì còn chờ: unanswered before the day, or silence says nothing."""
        if self.answered_on or self.dropped_at:
            return False
        return day <= self.due_on or not self.silence_agrees


class OpinionItemQuerySet(models.QuerySet):
    def about(self, proposals):
        return self.filter(proposal__in=proposals)

    def of_requests(self, requests: OpinionRequestQuerySet):
        """Of these requests alone, each with whom it asks; in the order of asking."""
        found = self.filter(request__in=requests.order_by().values("pk"))
        return found.select_related("request__unit").order_by("request", "pk")


class OpinionItem(models.Model):
    """Một đề nghị được hỏi, as it stood when it was asked about.

    Who is asked sees these words, never the dossier.
    """

    PERSONAL = frozenset({"subject_name", "subject_title", "summary"})

    request = models.ForeignKey(
        OpinionRequest, models.CASCADE, related_name="items", editable=False
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="opinions", editable=False
    )
    subject_name = models.CharField("đối tượng", max_length=200)
    subject_title = models.CharField(
        "chức vụ, nơi công tác", max_length=300, blank=True
    )
    award_name = models.CharField("hình thức", max_length=200)
    summary = models.TextField("tóm tắt thành tích", max_length=4_000, blank=True)

    objects = PeersManager.from_queryset(OpinionItemQuerySet)()

    class Meta:
        verbose_name = "đề nghị được hỏi ý kiến"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "proposal"], name="a_proposal_is_asked_about_once"
            )
        ]

    def __str__(self):
        return self.subject_name
