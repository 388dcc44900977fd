"""Bảng tiến độ: every unit × indicator of a campaign, on a day or at the end of a period.

Only approved figures count. Eight queries at most, however many units there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from campaigns import owing
from campaigns.filling import course_of
from campaigns.models import (
    Allocation,
    Campaign,
    Indicator,
    Participation,
    ProgressReport,
    ProgressValue,
    ReportingPeriod,
)
from campaigns.progress.aggregation import Part, over_periods
from campaigns.progress.measures import Goal, OverPeriods
from campaigns.progress.pace import Required, Standing, required_on, standing_of
from campaigns.totals import goal_of

Status = ProgressReport.Status
ADDING = [OverPeriods.SUM.value, OverPeriods.AVERAGE.value]
# Standings of what was due: who is exempt, and what is not due yet, is not counted.
DUE = {Standing.REACHED, Standing.NEAR, Standing.BEHIND, Standing.BLANK}


class Cell(NamedTuple):
    """Một ô: what one unit has come to in one indicator."""

    pk: int  # of the allocation
    taking: int
    indicator: int
    part: Part
    standing: Standing
    required: Required | None
    has_own: bool  # a level of its own, not that of the indicator
    note: str = ""
    level: Decimal | None = None  # that is owed

    @property
    def value(self) -> Decimal | None:
        return self.part.value


class Sent(NamedTuple):
    """Báo cáo của một đơn vị trong kỳ: its state alone."""

    status: str
    was_sent: bool

    @property
    def is_exempt(self) -> bool:
        return self.status == Status.EXEMPT


@dataclass(frozen=True)
class Board:
    """Bảng. ``period`` None: up to ``day``, all approved reports. ``told``: the period of whose
    reports ``sent`` tells."""

    campaign: Campaign
    day: date
    period: ReportingPeriod | None
    periods: list[ReportingPeriod]
    told: ReportingPeriod | None
    indicators: list[Indicator]
    taking: list[Participation]
    cells: dict[tuple[int, int], Cell]
    sent: dict[int, Sent]

    def of_unit(self, taking: int) -> list[Cell]:
        found = [self.cells.get((taking, one.pk)) for one in self.indicators]
        return [cell for cell in found if cell is not None]

    def of_indicator(self, indicator: int) -> list[Cell]:
        found = [self.cells.get((one.pk, indicator)) for one in self.taking]
        return [cell for cell in found if cell is not None]

    def every(self) -> Iterable[Cell]:
        """In the order of the tree, then of the plan."""
        return (cell for one in self.taking for cell in self.of_unit(one.pk))

    def is_overdue(self, taking: int, today: date) -> bool:
        """The report that ``told`` asks for has not come and its day has passed."""
        sent = self.sent.get(taking)
        return self.told is not None and owing.is_overdue(
            self.told.due_on, today, sent.status if sent else None,
            was_sent=bool(sent and sent.was_sent),
        )  # fmt: skip

    def narrowed(self, keep: Callable[[Participation], bool]) -> "Board":
        """The same of some units."""
        return replace(self, taking=[one for one in self.taking if keep(one)])


class Courses:
    """Mức phải đạt of a campaign's allocations: each level is reckoned once, however many
    units owe it."""

    def __init__(self, campaign: Campaign, first: date | None) -> None:
        self.campaign = campaign
        self.first = first
        self._known: dict[tuple, Required | None] = {}
        self._goals: dict[tuple, Goal | None] = {}

    def required(
        self, row: Allocation, indicator: Indicator, day: date
    ) -> Required | None:
        key = (day, indicator.pk, row.value, row.value_max, row.baseline_value)
        if key not in self._known:
            row.indicator = indicator
            course = course_of(row, self.campaign, self.first)
            self._known[key] = required_on(day, course)
        return self._known[key]

    def goal(self, row: Allocation, indicator: Indicator) -> Goal | None:
        key = (indicator.pk, row.value, row.value_max)
        if key not in self._goals:
            self._goals[key] = goal_of(indicator, row)
        return self._goals[key]


def board_of(campaign: Campaign, today: date, period_id: str = "") -> Board:
    """``period_id``: as an address has it; without one of this campaign's, up to today."""
    periods = list(ReportingPeriod.objects.of(campaign))
    period = next((one for one in periods if str(one.pk) == period_id), None)
    indicators = list(Indicator.objects.of(campaign).with_steps())
    taking = list(
        campaign.participations.active().for_list().select_related("unit__kind")
    )
    told = period or last_due(periods, today)
    sent = _sent(told)
    courses = Courses(campaign, periods[0].ends_on if periods else None)
    day = period.ends_on if period else today
    known = {one.pk: one for one in indicators}
    rows = list(Allocation.objects.living().filter(campaign=campaign))
    given = _given(campaign, period) if period else {}
    cells = {}
    for row in rows:
        indicator = known.get(row.indicator_id)
        if indicator is None:
            continue
        report = sent.get(row.participation_id)
        exempt = period is not None and report is not None and report.is_exempt
        part = (
            _in_period(row, indicator, given.get(row.pk, []), period, exempt=exempt)
            if period
            else _until_now(row, indicator)
        )
        required = courses.required(row, indicator, day)
        goal = courses.goal(row, indicator)
        cells[row.participation_id, row.indicator_id] = _cell(
            row,
            indicator,
            replace(part, weight=row.weight, goal=goal),
            required,
            period,
        )
    return Board(campaign, day, period, periods, told, indicators, taking, cells, sent)


def last_due(periods: list[ReportingPeriod], today: date) -> ReportingPeriod | None:
    """The last period whose day has passed; else the one that is due first."""
    over = [one for one in periods if one.due_on < today]
    if over:
        return max(over, key=lambda one: one.due_on)
    return min(periods, key=lambda one: one.due_on, default=None)


def _sent(period: ReportingPeriod | None) -> dict[int, Sent]:
    if period is None:
        return {}
    rows = ProgressReport.objects.filter(period=period).values_list(
        "participation", "status", "submitted_at"
    )
    return {taking: Sent(status, at is not None) for taking, status, at in rows}


def _until_now(row: Allocation, indicator: Indicator) -> Part:
    if indicator.source == Indicator.Source.COLLECTED:
        return Part(
            value=row.collected,
            numerator=row.collected_numerator,
            denominator=row.collected_denominator,
            is_exempt=row.exempted_at is not None,
        )
    return Part(
        value=row.result,
        numerator=row.result_numerator,
        denominator=row.result_denominator,
        is_exempt=row.exempted_at is not None,
    )


def _given(
    campaign: Campaign, period: ReportingPeriod
) -> dict[int, list[tuple[date, Part]]]:
    """Approved figures that the period's column is made of: its own, and those before it where
    a rule adds periods up."""
    added = Q(
        allocation__indicator__over_periods__in=ADDING,
        report__period__ends_on__lte=period.ends_on,
    )
    rows = (
        ProgressValue.objects.approved()
        .filter(Q(report__period=period) | added, report__campaign=campaign)
        .values_list(
            "allocation", "report__period__ends_on", "value", "numerator", "denominator",
            "exempt_reason",
        )
    )  # fmt: skip
    found: dict[int, list[tuple[date, Part]]] = defaultdict(list)
    for allocation, day, value, numerator, denominator, reason in rows:
        part = Part(
            value=value, numerator=numerator, denominator=denominator,
            is_exempt=bool(reason),
        )  # fmt: skip
        found[allocation].append((day, part))
    return found


def _in_period(
    row: Allocation, indicator: Indicator, given: list[tuple[date, Part]],
    period: ReportingPeriod, *, exempt: bool,
) -> Part:  # fmt: skip
    """What the unit had come to at the end of the period; blank where it gave no figure then."""
    own = next((part for day, part in given if day == period.ends_on), Part())
    if exempt or own.is_exempt or row.exempted_at is not None:
        return Part(is_exempt=True)
    if not own.is_given:
        return Part()
    outcome = over_periods(given, OverPeriods(indicator.over_periods))
    return Part(
        value=outcome.value,
        numerator=outcome.numerator,
        denominator=outcome.denominator,
    )


def _cell(
    row: Allocation, indicator: Indicator, part: Part, required: Required | None,
    period: ReportingPeriod | None,
) -> Cell:  # fmt: skip
    standing = standing_of(part.value, required, is_exempt=part.is_exempt)
    note = ""
    if indicator.source == Indicator.Source.COLLECTED and period is not None:
        standing, note = Standing.NOT_DUE, "chỉ có số đến nay"
    elif standing is Standing.BLANK and part.is_given:
        standing = Standing.NOT_DUE  # 0 of 0: nothing came up
    return Cell(
        pk=row.pk, taking=row.participation_id, indicator=indicator.pk, part=part,
        standing=standing, required=required, has_own=row.value is not None, note=note,
        level=indicator.value if row.value is None else row.value,
    )  # fmt: skip


def cell_of(
    allocation: Allocation, campaign: Campaign, given: list[tuple[date, Part]],
    first: date | None, today: date, period: ReportingPeriod | None,
) -> Cell:  # fmt: skip
    """One cell alone, from all its approved figures; steps of the indicator at hand."""
    courses, indicator = Courses(campaign, first), allocation.indicator
    part = (
        _in_period(
            allocation, indicator, [one for one in given if one[0] <= period.ends_on],
            period, exempt=False,
        )
        if period
        else _until_now(allocation, indicator)
    )  # fmt: skip
    required = courses.required(
        allocation, indicator, period.ends_on if period else today
    )
    return _cell(allocation, indicator, part, required, period)


def run_of(
    given: list[tuple[date, Part]], rule: OverPeriods
) -> list[tuple[date, Decimal]]:
    """What the unit had come to at the end of each period that has a figure."""
    ordered = sorted(given, key=lambda pair: pair[0])
    found = []
    for place, (day, part) in enumerate(ordered, 1):
        if not part.is_given:
            continue
        value = over_periods(ordered[:place], rule).value
        if value is not None:
            found.append((day, value))
    return found
