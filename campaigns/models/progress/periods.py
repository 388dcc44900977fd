"""Kỳ báo cáo, and what opens one again for a unit."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Count, F, Func, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.scope import OfUnitQuerySet
from units.constraints import filled_when, in_order
from units.models import PeersManager, Unit, User


class ReportingPeriodQuerySet(models.QuerySet):
    def of(self, campaign: Campaign):
        return self.filter(campaign=campaign).order_by("starts_on")

    def begun(self, day):
        return self.filter(starts_on__lte=day)

    def overdue(self, day):
        """Kỳ đã quá hạn nộp."""
        return self.filter(due_on__lt=day)

    def with_counts(self):
        """``begun``: its reports; ``sent`` of them; ``exempted``; ``opened``: for how many."""
        sent = Q(reports__status__in=["submitted", "returned", "approved"])
        exempt = Q(reports__status="exempt")
        return self.annotate(
            begun=Count("reports", distinct=True),
            sent=Count("reports", filter=sent, distinct=True),
            exempted=Count("reports", filter=exempt, distinct=True),
            opened=Count("openings", distinct=True),
        )


class ReportingPeriod(models.Model):
    """Kỳ báo cáo: which days a report tells of, and by which day it is due.

    ``due_on`` is fixed when the period is laid down; a later day is an act of its own, with
    its reason in the book. ``locked_at``: no report of it is taken any more, but from units
    for which it was opened (``PeriodOpening``).
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="periods", editable=False
    )
    label = models.CharField("tên kỳ", max_length=100)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn nộp")
    why = models.CharField("vì sao có kỳ này", max_length=200, blank=True)
    # Lùi hạn: the day that was fixed first; the reason is told to every unit.
    due_first_on = models.DateField("hạn ban đầu", null=True, blank=True)
    postponed_reason = models.CharField("lý do lùi hạn", max_length=500, blank=True)
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    locked_reason = models.CharField("lý do khóa", max_length=500, blank=True)

    objects = PeersManager.from_queryset(ReportingPeriodQuerySet)()

    class Meta:
        verbose_name = "kỳ báo cáo"
        ordering = ["campaign", "starts_on"]
        constraints = [
            in_order(
                "starts_on", "ends_on", name="reporting_period_ends_after_it_starts",
                message="Ngày cuối kỳ không được trước ngày đầu kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="a_report_is_due_after_its_period_begins",
                violation_error_message="Hạn nộp không được trước ngày đầu kỳ.",
            ),
            ExclusionConstraint(
                name="reporting_periods_do_not_overlap",
                expressions=[
                    ("campaign", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"), F("ends_on"),
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Kỳ này trùng ngày với kỳ khác của phong trào.",
            ),
            filled_when(
                Q(locked_at__isnull=False), "locked_by",
                name="a_locked_period_has_who_locked_it",
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | ~Q(locked_reason=""),
                name="a_locked_period_has_its_reason",
                violation_error_message="Ghi lý do khóa kỳ báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(due_first_on=None) | ~Q(postponed_reason=""),
                name="a_postponed_period_has_its_reason",
                violation_error_message="Ghi lý do lùi hạn nộp.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label


class PeriodOpeningQuerySet(OfUnitQuerySet):
    def in_use(self, day):
        return self.filter(until__gte=day, closed_at=None)

    def open(self):
        """Not closed again, whether their day has passed or not."""
        return self.filter(closed_at=None)

    def for_list(self):
        return self.select_related("unit", "opened_by").order_by("unit__path", "pk")


class PeriodOpening(models.Model):
    """Mở kỳ cho một đơn vị: it may report late until a day; what it sends is stamped so."""

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="openings", editable=False
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="openings", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    until = models.DateField("được nộp đến hết ngày")
    reason = models.CharField("lý do", max_length=500)
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(PeriodOpeningQuerySet)()

    class Meta:
        verbose_name = "mở kỳ báo cáo"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="an_opening_has_its_reason",
                violation_error_message="Ghi lý do cho nộp muộn.",
            ),
            models.UniqueConstraint(
                fields=["period", "participation"], condition=Q(closed_at=None),
                name="one_opening_at_a_time",
                violation_error_message="Kỳ này đang mở cho đơn vị rồi.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reason
