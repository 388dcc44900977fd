"""Phong trào đang chạy: an issued plan, units that report on two indicators, three months.

Made without acts; ``received`` puts an approved figure where the act would have put it.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from campaigns.actions.progress.receiving import renew_allocations
from campaigns.models import (
    Allocation,
    Campaign,
    Indicator,
    Participation,
    ProgressReport,
    ReportingPeriod,
)
from campaigns.views.shared import campaign_url
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    IndicatorStepFactory,
    ParticipationFactory,
    ProgressReportFactory,
    ProgressValueFactory,
    ReportingPeriodFactory,
    UnitFactory,
    Ward,
    ready_content,
    ward,
)
from tests.superiors import issue

STREETS, TREES = "Tuyến hẻm nở hoa", "Cây xanh trồng mới"
NAMES = ("An Bình", "Bồ Đề", "Cự Khối", "Đức Giang")


class Overseen:
    """10 streets and 100 trees a unit; due by steps of 4 and 8, 40 and 80.

    Periods end 75, 45 and 15 days ago; the last is due 5 days ago.
    """

    def __init__(self, units: int = 2, periods: int = 3) -> None:
        self.host: Ward = ward()
        self.today = localdate()
        self.plan = issue(self.host, ready_content(), number=5)
        self.campaign: Campaign = self.plan.campaign
        start = self.today - timedelta(days=105)
        Campaign.objects.filter(pk=self.campaign.pk).update(
            starts_on=start, ends_on=self.today + timedelta(days=60)
        )
        self.campaign.refresh_from_db()
        self.periods: list[ReportingPeriod] = []
        for number in range(periods):
            first = start + timedelta(days=30 * number)
            last = first + timedelta(days=29)
            self.periods.append(
                ReportingPeriodFactory(
                    campaign=self.campaign, label=f"Kỳ {number + 1}", starts_on=first,
                    ends_on=last, due_on=last + timedelta(days=10),
                )
            )  # fmt: skip
        self.streets = self._indicator(
            STREETS, "tuyến", 10, "Đô thị", short_name="Hẻm nở hoa"
        )
        self.trees = self._indicator(TREES, "cây", 100, "Môi trường")
        self.units: list[Participation] = [
            self.unit(f"Phường {NAMES[n % len(NAMES)]}{n // len(NAMES) or ''}")
            for n in range(units)
        ]

    def _indicator(self, name, unit, value, section, **more) -> Indicator:
        made = IndicatorFactory(
            campaign=self.campaign, name=name, unit_of_measure=unit, section=section,
            value=Decimal(value), **more,
        )  # fmt: skip
        steps = ((self.periods[1], "0.4"), (self.periods[2], "0.8"))
        for number, (period, part) in enumerate(steps, 1):
            IndicatorStepFactory(
                indicator=made,
                label=f"Mốc {number}",
                due_on=period.ends_on,
                value=Decimal(value) * Decimal(part),
            )
        return made

    def unit(self, name: str, **more) -> Participation:
        made = ParticipationFactory(
            campaign=self.campaign,
            unit=UnitFactory(parent=self.host.unit, name=name, short_name=name, **more),
        )
        for indicator in (self.streets, self.trees):
            AllocationFactory(participation=made, indicator=indicator)
        return made

    def line(self, taking: Participation, indicator: Indicator) -> Allocation:
        return Allocation.objects.get(participation=taking, indicator=indicator)

    def received(
        self, taking, period: int, streets=None, trees=None, cause="", **report
    ):
        """An approved report with these figures; None: the line was left out."""
        report = report or {"approved": True}
        made: ProgressReport = ProgressReportFactory(
            participation=taking, period=self.periods[period], **report
        )
        lines = []
        for indicator, value in ((self.streets, streets), (self.trees, trees)):
            if value is not None:
                line = self.line(taking, indicator)
                lines.append(line)
                ProgressValueFactory(
                    report=made, allocation=line, value=Decimal(value), cause=cause
                )
        renew_allocations(lines)
        return made

    def url(self, name: str = "campaign-indicators") -> str:
        return campaign_url(self.campaign, name)


__all__ = ["NAMES", "STREETS", "TREES", "Overseen"]
