"""Khó khăn, kiến nghị, yêu cầu giải trình: what one side raises and the other answers."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.indicators import Allocation
from campaigns.models.progress.reports import ProgressReport
from campaigns.models.progress.scope import OfUnitQuerySet
from units.constraints import filled_when
from units.models import PeersManager, Unit, User, scoped
from units.wording import excerpt


class RaisedItemQuerySet(OfUnitQuerySet):
    @scoped
    def visible_to(self, user: User):
        """The unit's own; of its campaigns the host those that were sent; whom one was given to.

        No table is joined: whoever answers need not see the report, nor the campaign.
        """
        own = user.units_read
        hosted = Campaign.objects.filter(host__in=own).values("pk")
        drafts = ProgressReport.objects.filter(status="draft").values("pk")
        sent = Q(campaign__in=hosted) & ~Q(report__in=drafts)
        return self.filter(Q(unit__in=own) | Q(owner__in=own) | sent)

    def sent(self):
        """Of reports that were sent: what is still being written is the unit's own."""
        return self.exclude(report__status="draft")

    def open(self):
        return self.filter(answered_at=None)

    def explaining(self, allocation: Allocation):
        """Giải trình của một ô, the last one first."""
        found = self.filter(allocation=allocation).select_related(
            "answered_by", "owner"
        )
        return found.order_by("-pk")

    def given_to(self, units: list[int]):
        """Giao cho các đơn vị này trả lời."""
        return self.filter(owner__in=units)

    @scoped
    def owned_by(self, user: User):
        """Được giao trả lời: to a unit of the person's."""
        return self.filter(owner__in=user.units_read)

    def of_host(self, campaign: Campaign):
        """Nêu với cơ quan phát động: open ones first, whose day comes first of all."""
        found = self.sent().filter(campaign=campaign)
        return found.select_related(
            "unit", "owner", "report__period", "answered_by", "allocation__indicator"
        ).order_by(
            F("answered_at").asc(nulls_first=True),
            F("due_on").asc(nulls_last=True),
            "pk",
        )

    def for_owner(self):
        """As whoever answers reads it."""
        return self.select_related(
            "unit", "owner", "answered_by", "allocation__indicator"
        ).order_by(
            F("answered_at").asc(nulls_first=True),
            F("due_on").asc(nulls_last=True),
            "pk",
        )

    def for_list(self):
        return self.select_related(
            "unit", "owner", "report__period", "campaign", "answered_by"
        ).order_by("due_on", "pk")


class RaisedItem(models.Model):
    """Khó khăn hoặc kiến nghị, with who answers it, by when, and the answer.

    ``unit`` raised it, ``owner`` answers. A unit raises in its report; the host asks a unit to
    explain one of its figures (``allocation``), and that unit answers.
    """

    class Kind(models.TextChoices):
        DIFFICULTY = "difficulty", "Khó khăn, vướng mắc"
        PROPOSAL = "proposal", "Kiến nghị, đề xuất"
        EXPLAIN = "explain", "Yêu cầu giải trình"

    IN_REPORT = (Kind.DIFFICULTY, Kind.PROPOSAL)

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, null=True, related_name="raised", editable=False
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, null=True, related_name="explained", editable=False,
        verbose_name="chỉ tiêu phải giải trình",
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    text = models.TextField("nội dung", max_length=4000)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị trả lời",
        related_name="+",
    )  # fmt: skip
    due_on = models.DateField("trả lời trước ngày", null=True, blank=True)
    answer = models.TextField("trả lời", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    raised_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(RaisedItemQuerySet)()

    class Meta:
        verbose_name = "khó khăn, kiến nghị"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["difficulty", "proposal", "explain"]),
                name="raised_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="explain", report=None, allocation__isnull=False, owner__isnull=False
                )
                | ~Q(kind="explain") & Q(report__isnull=False, allocation=None),
                name="an_explanation_is_of_a_figure_all_else_of_a_report",
            ),
            models.UniqueConstraint(
                fields=["allocation"], condition=Q(answered_at=None),
                name="one_explanation_is_asked_at_a_time",
                violation_error_message="Đơn vị đang được yêu cầu giải trình chỉ tiêu này rồi.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="what_is_raised_has_words",
                violation_error_message="Ghi nội dung khó khăn, kiến nghị.",
            ),
            filled_when(
                Q(answered_at__isnull=False), "answered_by",
                name="an_answer_has_who_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""),
                name="what_is_answered_has_words",
                violation_error_message="Ghi nội dung trả lời.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "answered_at"], name="raised_in_campaign")
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_explanation(self) -> bool:
        return self.kind == self.Kind.EXPLAIN

    @property
    def called(self) -> str:
        """Khó khăn, vướng mắc của Tổ dân phố 5 · Giải trình “Tuyến hẻm sáng”"""
        if self.allocation is None:
            return f"{self.get_kind_display()} của {self.unit}"  # type: ignore[attr-defined]
        return f"Giải trình “{excerpt(str(self.allocation.indicator), 80)}”"
