"""Báo cáo tiến độ của một đơn vị trong một kỳ, with its figures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.indicators import Allocation, figure
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.periods import PeriodOpening, ReportingPeriod
from campaigns.models.progress.scope import OfUnitQuerySet
from units.constraints import filled_when
from units.models import Membership, PeersManager, Unit, User, scoped


class ProgressReportQuerySet(OfUnitQuerySet):
    @scoped
    def visible_to(self, user: User):
        """What a unit is still writing is its own; the host sees what was sent to it, and what
        it types in for a unit."""
        own = user.units_read
        sent = ~Q(status="draft") | Q(entered_for_unit=True)
        return self.filter(Q(unit__in=own) | Q(campaign__host__in=own) & sent)

    def approved(self):
        return self.filter(status="approved")

    def open(self):
        """Đang nhập hoặc phải bổ sung: who writes may change them."""
        return self.filter(status__in=["draft", "returned"])

    @scoped
    def to_receive(self, user: User):
        """Chờ tiếp nhận: sent to campaigns of the person's authority, written by others."""
        hosts = user.units_as(Membership.Role.OFFICER, Membership.Role.SECRETARY)
        found = self.filter(status="submitted", campaign__host__in=hosts)
        own = Q(submitted_by=user) | Q(created_by=user)
        return found.exclude(own | Q(written_by__contains=[user.pk]))

    @scoped
    def to_mend_for_units(self, user: User):
        """Nhập thay mà bị trả về: whoever may type in for units mends it, but not who sent it
        back.
        """
        hosts = user.units_as(Membership.Role.OFFICER)
        found = self.filter(
            status="returned", entered_for_unit=True, campaign__host__in=hosts,
            campaign__discarded_at=None,
        )  # fmt: skip
        return found.exclude(returned_by=user).order_by("returned_at", "pk")

    def counted(self):
        """(status, how many)."""
        return self.order_by().values_list("status").annotate(count=Count("pk"))

    def for_list(self):
        return self.select_related("unit", "period", "campaign").order_by(
            "period__starts_on", "unit__path", "pk"
        )

    def for_page(self):
        return self.select_related(
            "campaign__host", "period", "participation", "unit", "submitted_by",
            "approved_by", "returned_by", "exempted_by", "opening",
        )  # fmt: skip


class ProgressReport(models.Model):
    """Báo cáo tiến độ: draft → submitted → approved, or returned for the flagged lines.

    The unit may take it back until it is received (approved); who received it may withdraw
    that, with a reason. Late is what the dates say (``submitted_at`` against the period's
    ``due_on``); ``opening``: with whose permission. Exempt: nothing is owed, for a reason.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang nhập"
        SUBMITTED = "submitted", "Đã nộp"
        RETURNED = "returned", "Cần bổ sung"
        APPROVED = "approved", "Đã tiếp nhận"
        EXEMPT = "exempt", "Được miễn"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.EXEMPT},
        Status.SUBMITTED: {Status.DRAFT, Status.RETURNED, Status.APPROVED},
        Status.RETURNED: {Status.SUBMITTED, Status.EXEMPT},
        Status.APPROVED: {Status.SUBMITTED},
        Status.EXEMPT: {Status.DRAFT},
    }
    OPEN = {Status.DRAFT, Status.RETURNED}

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="reports", editable=False
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    status = models.CharField(
        "trạng thái", max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    narrative = models.TextField("kết quả nổi bật", max_length=10_000, blank=True)
    # Nhập thay: by whom the unit's paper was typed in, and where it came from.
    provenance = models.CharField(
        "nguồn của số liệu nhập thay", max_length=500, blank=True
    )
    entered_for_unit = models.BooleanField(
        "cơ quan phát động nhập thay", default=False, editable=False
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    # Ai đã nhập, sửa: whoever has ever written in it, by number; none of them receives it.
    written_by = ArrayField(
        models.BigIntegerField(), default=list, blank=True, editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    # The first time; sending again what was returned does not make a report late.
    submitted_at = models.DateTimeField(null=True, editable=False)
    sent_again_at = models.DateTimeField(null=True, editable=False)
    opening = models.ForeignKey(
        PeriodOpening, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    return_reason = models.TextField(
        "lý do yêu cầu bổ sung", max_length=2000, blank=True
    )
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(null=True, editable=False)
    exempt_reason = models.CharField("lý do miễn", max_length=500, blank=True)
    exempted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    exempted_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(ProgressReportQuerySet)()

    class Meta:
        verbose_name = "báo cáo tiến độ"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "period"], name="one_progress_report_a_period",
                violation_error_message="Đơn vị đã có báo cáo của kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "approved", "exempt"]),
                name="progress_report_status_is_known",
            ),
            filled_when(
                Q(status="approved"), "approved_by", "approved_at",
                name="an_approval_has_who_and_when",
            ),
            filled_when(
                Q(status="exempt"), "exempted_by", "exempted_at",
                name="an_exemption_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "returned", "approved"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="what_was_sent_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned")
                | (~Q(return_reason="") & Q(returned_by__isnull=False)),
                name="a_returned_report_has_its_reason",
                violation_error_message="Ghi rõ cần bổ sung gì.",
            ),
            models.CheckConstraint(
                condition=~Q(status="exempt") | ~Q(exempt_reason=""),
                name="an_exempt_report_has_its_reason",
                violation_error_message="Ghi lý do miễn báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(entered_for_unit=False) | ~Q(provenance=""),
                name="what_is_entered_for_a_unit_has_its_provenance",
                violation_error_message="Ghi rõ nhập thay theo văn bản nào của đơn vị.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["campaign", "status", "period"], name="report_of_campaign"
            ),
            models.Index(fields=["unit", "status"], name="report_of_unit"),
        ]

    def __str__(self):
        return f"{self.period}, {self.unit}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def is_written_by(self, user: User) -> bool:
        """Begun, written in or sent by them, at any time."""
        return user.pk in (self.created_by_id, self.submitted_by_id, *self.written_by)

    @property
    def receipt(self) -> str:
        """Số biên nhận: what the unit is told when it has sent the report."""
        return f"BC-{self.pk:06d}"


class ProgressValueQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(report__status="approved")

    def of_report(self, report: ProgressReport):
        found = self.filter(report=report).select_related("allocation__indicator")
        return found.order_by("allocation__indicator__position", "pk")


class ProgressValue(models.Model):
    """Số liệu một chỉ tiêu trong một báo cáo. Empty is not zero.

    Read with its report, which is scoped. ``flagged``: returned, the unit mends this line;
    ``cause`` and ``remedy`` are asked for where the figure is behind.
    """

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="values", editable=False
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="values", editable=False
    )
    value = figure("kết quả")
    numerator = figure("tử số")
    denominator = figure("mẫu số")
    text = models.TextField("diễn giải", max_length=4000, blank=True)
    # What was typed in the box and is no figure (yet): saving a draft always works.
    typed = models.CharField("đã gõ", max_length=60, blank=True)
    cause = models.TextField(
        "nguyên nhân và cách khắc phục", max_length=2000, blank=True
    )
    exempt_reason = models.CharField("lý do không báo cáo", max_length=500, blank=True)
    flagged = models.BooleanField("cần bổ sung", default=False, editable=False)
    flag_note = models.CharField("cần bổ sung gì", max_length=500, blank=True)

    objects = PeersManager.from_queryset(ProgressValueQuerySet)()

    class Meta:
        verbose_name = "số liệu chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "allocation"], name="one_figure_a_line"
            ),
            # 0 of 0 is an answer: there was no dossier, so none was late.
            models.CheckConstraint(
                condition=Q(denominator=None)
                | Q(denominator__gt=0)
                | Q(denominator=0, numerator=0),
                name="a_part_of_nothing_is_nothing",
                violation_error_message="Mẫu số phải lớn hơn 0; cả hai bằng 0 nếu kỳ này không có.",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(denominator__isnull=False),
                name="numerator_has_its_denominator",
                violation_error_message="Ghi cả tử số và mẫu số.",
            ),
            models.CheckConstraint(
                condition=Q(flagged=True) | Q(flag_note=""),
                name="what_is_asked_for_is_flagged",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["allocation", "report"], name="value_of_allocation")
        ]

    def __str__(self):
        return str(self.allocation)
