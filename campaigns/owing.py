"""Báo cáo phải nộp: which periods the units of a person still owe, and what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from campaigns.models import Campaign, Participation, ProgressReport, ReportingPeriod
from units.models import User

SOON = 14  # days before the due day from which a report is told as work to do

Status = ProgressReport.Status


def is_overdue(
    due_on: date, today: date, status: str | None, *, was_sent: bool
) -> bool:
    """Quá hạn: its day is over and it has never been sent. ``status`` None: nobody has begun it."""
    is_open = status is None or status in ProgressReport.OPEN
    return is_open and not was_sent and due_on < today


@dataclass(frozen=True)
class Owed:
    """Một kỳ của một đơn vị. ``report`` None: nobody has begun it."""

    participation: Participation
    period: ReportingPeriod
    report: ProgressReport | None

    @property
    def is_open(self) -> bool:
        """The unit has still to send it."""
        return self.report is None or self.report.is_open

    def is_overdue(self, today: date) -> bool:
        """Quá hạn: a flag beside the state, from the dates alone."""
        report = self.report
        return is_overdue(
            self.period.due_on, today, report.status if report else None,
            was_sent=report is not None and report.submitted_at is not None,
        )  # fmt: skip

    def is_due(self, today: date) -> bool:
        """To be told as work: returned, overdue, or due soon."""
        if not self.is_open:
            return False
        returned = self.report is not None and self.report.status == Status.RETURNED
        return returned or self.period.due_on <= today + timedelta(SOON)


def owed_by(participations: Iterable[Participation], today: date) -> list[Owed]:
    """Every period that has begun, of these: the one that is due first comes first.

    Two queries, however many there are.
    """
    taking = list(participations)
    campaigns = {one.campaign_id for one in taking}
    periods: dict[int, list[ReportingPeriod]] = {}
    begun = ReportingPeriod.objects.filter(campaign__in=campaigns).begun(today)
    for period in begun.order_by("due_on", "pk"):
        periods.setdefault(period.campaign_id, []).append(period)
    reports = {
        (report.participation_id, report.period_id): report
        for report in ProgressReport.objects.filter(participation__in=taking)
    }
    found = [
        Owed(one, period, report)
        for one in taking
        for period in periods.get(one.campaign_id, [])
        if (report := reports.get((one.pk, period.pk))) or owes(one, period)
    ]
    return sorted(found, key=lambda owed: (owed.period.due_on, owed.participation.pk))


def owes(one: Participation, period: ReportingPeriod) -> bool:
    """A unit that was added later owes nothing of the periods that were over by then."""
    added = one.source == Participation.Source.ADDED
    return not added or period.ends_on >= localdate(one.joined_at)


def of_person(user: User, today: date) -> list[Owed]:
    """Của đơn vị mình: three queries."""
    taking = (
        Participation.objects.of_units_of(user)
        .active()
        .select_related("campaign__host", "unit")
        .order_by("pk")
    )
    return owed_by(taking, today)


def of_campaign(campaign: Campaign, period: ReportingPeriod) -> list[Owed]:
    """Mọi đơn vị trong một kỳ, in the order of the tree: two queries."""
    taking = list(campaign.participations.active().for_list())
    reports = {
        report.participation_id: report
        for report in ProgressReport.objects.filter(period=period).select_related(
            "submitted_by"
        )
    }
    return [
        Owed(one, period, reports.get(one.pk))
        for one in taking
        if one.pk in reports or owes(one, period)
    ]
