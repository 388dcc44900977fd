"""Phong trào đang chạy: what the tests of reports begin with."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from campaigns.actions.progress.receiving import receive_report
from campaigns.actions.progress.reporting import (
    begin_report,
    save_report,
    submit_report,
)
from campaigns.filling import Figure
from campaigns.models import (
    Allocation,
    Campaign,
    Indicator,
    Participation,
    ProgressReport,
    ReportingPeriod,
)
from campaigns.totals import of_indicators
from tests.factories import (
    AllocationFactory,
    CampaignFactory,
    IndicatorFactory,
    MembershipFactory,
    ParticipationFactory,
    PlanFactory,
    ReportingPeriodFactory,
    Role,
    Ward,
    ward,
)
from units.models import User


class Running:
    """A campaign under way: two units, one indicator of 10 tuyến, three months of reports."""

    def __init__(self, **indicator):
        self.host: Ward = ward()
        self.today = localdate()
        start = self.today - timedelta(days=90)
        self.campaign: Campaign = CampaignFactory(
            host=self.host.unit,
            starts_on=start,
            ends_on=self.today + timedelta(days=30),
        )
        self.plan = PlanFactory(
            campaign=self.campaign, issuer=self.host.unit, title="Giữ phường sạch", issued=True
        )  # fmt: skip
        self.units = ParticipationFactory.create_batch(2, campaign=self.campaign)
        self.one, self.two = self.units
        self.indicator: Indicator = IndicatorFactory(
            campaign=self.campaign, name="Tuyến hẻm sáng", **indicator
        )
        for taking in self.units:
            AllocationFactory(participation=taking, indicator=self.indicator)
        self.periods: list[ReportingPeriod] = []
        for number in range(3):
            first = start + timedelta(days=30 * number)
            last = first + timedelta(days=29)
            self.periods.append(
                ReportingPeriodFactory(
                    campaign=self.campaign, label=f"Kỳ {number + 1}", starts_on=first,
                    ends_on=last, due_on=last + timedelta(days=5),
                )
            )  # fmt: skip
        self.people: dict[int, User] = {}

    def reporter(self, taking: Participation) -> User:
        if taking.pk not in self.people:
            role = MembershipFactory(unit=taking.unit, role=Role.REPORTER)
            self.people[taking.pk] = role.user
        return self.people[taking.pk]

    def line(self, taking: Participation) -> int:
        return Allocation.objects.get(participation=taking, indicator=self.indicator).pk

    def sent(self, taking, period=2, value=7, **rest) -> ProgressReport:
        by = self.reporter(taking)
        report = begin_report(taking.pk, self.periods[period].pk, by=by)
        figure = Figure(value=Decimal(value), cause="Mưa nhiều", **rest)
        save_report(report.pk, by=by, figures={self.line(taking): figure})
        return submit_report(report.pk, by=by)

    def received(self, taking, period=2, value=7) -> ProgressReport:
        report = self.sent(taking, period, value)
        return receive_report(report.pk, by=self.host.officer)

    def total(self) -> Decimal | None:
        return of_indicators([self.indicator])[self.indicator.pk].value
