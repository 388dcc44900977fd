"""Bảng tiến độ: units × indicators of a campaign, on a day or at the end of a period.

Only approved figures count. A board is made of as many units as a page shows; what all units
come to stands in sums that are kept (``overseeing.kept``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

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


# allocation → (last day of the period, figure)
type Given = dict[int, list[tuple[date, Part]]]

COLUMNS = (
    "pk", "participation_id", "indicator_id", "value", "value_max", "baseline_value",
    "weight", "exempted_at", "result", "result_numerator", "result_denominator",
    "collected", "collected_numerator", "collected_denominator",
)  # fmt: skip


class Owing(NamedTuple):
    """Một dòng giao as a board reads it, by ``COLUMNS``: a model for each would cost more
    than all the rest of the page."""

    pk: int
    taking: int
    indicator: int
    value: Decimal | None
    value_max: Decimal | None
    baseline_value: Decimal | None
    weight: Decimal
    exempted_at: datetime | None
    result: Decimal | None
    result_numerator: Decimal | None
    result_denominator: Decimal | None
    collected: Decimal | None
    collected_numerator: Decimal | None
    collected_denominator: Decimal | None

    @classmethod
    def of(cls, row: Allocation) -> "Owing":
        return cls(*(getattr(row, name) for name in COLUMNS))

    @property
    def is_exempt(self) -> bool:
        return self.exempted_at is not None

    def allocation(self, indicator: Indicator) -> Allocation:
        """What it owes, as the laws of a course ask for it."""
        return Allocation(
            indicator=indicator, value=self.value, value_max=self.value_max,
            baseline_value=self.baseline_value,
        )  # fmt: skip


class Sent(NamedTuple):
    """Báo cáo của một đơn vị trong kỳ: its state alone."""

    status: str
    was_sent: bool

    @property
    def is_exempt(self) -> bool:
        return self.status == Status.EXEMPT


@dataclass(frozen=True)
class Frame:
    """Khung: what a board is about. ``period`` None: up to ``day``, all approved reports.
    ``told``: the period of whose reports ``sent`` tells."""

    campaign: Campaign
    day: date
    period: ReportingPeriod | None
    periods: list[ReportingPeriod]
    told: ReportingPeriod | None
    indicators: list[Indicator]

    @property
    def first(self) -> date | None:
        """The last day of the first period."""
        return self.periods[0].ends_on if self.periods else None

    def narrowed(self, indicator: Indicator) -> "Frame":
        """The same of one indicator."""
        return replace(self, indicators=[indicator])


@dataclass(frozen=True)
class Board(Frame):
    """Bảng of some of the units that take part, or of all."""

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

    def is_overdue(self, one: Participation, today: date) -> bool:
        """The report that ``told`` asks for has not come and its day has passed."""
        if self.told is None:
            return False
        sent = self.sent.get(one.pk)
        if sent is None and not owing.owes(one, self.told):
            return False
        return owing.is_overdue(
            self.told.due_on, today, sent.status if sent else None,
            was_sent=bool(sent and sent.was_sent),
        )  # fmt: skip


class Courses:
    """Mức phải đạt of a campaign's allocations: each level is reckoned once, however many
    units owe it."""

    def __init__(self, campaign: Campaign, first: date | None) -> None:
        self.campaign = campaign
        self.first = first
        self._known: dict[tuple, Required | None] = {}
        self._goals: dict[tuple, Goal | None] = {}

    def required(self, row: Owing, indicator: Indicator, day: date) -> Required | None:
        key = (day, indicator.pk, row.value, row.value_max, row.baseline_value)
        if key not in self._known:
            course = course_of(row.allocation(indicator), self.campaign, self.first)
            self._known[key] = required_on(day, course)
        return self._known[key]

    def goal(self, row: Owing, indicator: Indicator) -> Goal | None:
        key = (indicator.pk, row.value, row.value_max)
        if key not in self._goals:
            self._goals[key] = goal_of(indicator, row.allocation(indicator))
        return self._goals[key]


def frame_of(campaign: Campaign, today: date, period_id: str = "") -> Frame:
    """``period_id``: as an address has it; without one of this campaign's, up to today.
    Three queries."""
    periods = list(ReportingPeriod.objects.of(campaign))
    period = next((one for one in periods if str(one.pk) == period_id), None)
    return Frame(
        campaign=campaign,
        day=period.ends_on if period else today,
        period=period,
        periods=periods,
        told=period or last_due(periods, today),
        indicators=list(Indicator.objects.of(campaign).with_steps()),
    )


def board_of(frame: Frame, taking: Sequence[Participation] | None = None) -> Board:
    """Of these units; without them, of all. Four queries at most, however many there are."""
    every = taking is None
    units = (
        Participation.objects.of(frame.campaign).active().for_board()
        if every
        else taking
    )
    units = list(units or [])
    only = None if every else [one.pk for one in units]
    sent = _sent(frame.told, only)
    given = _given(frame.period, only, frame.campaign) if frame.period else {}
    courses = Courses(frame.campaign, frame.first)
    known = {one.pk: one for one in frame.indicators}
    cells = {}
    rows = Allocation.objects.living().of_board(frame.campaign, only)
    rows = rows.filter(indicator__in=known)
    for row in map(Owing._make, rows.values_list(*COLUMNS)):
        indicator = known.get(row.indicator)
        if indicator is None:
            continue
        report = sent.get(row.taking)
        exempt = frame.period is not None and report is not None and report.is_exempt
        goal = courses.goal(row, indicator)
        part = (
            _in_period(
                row, indicator, goal, given.get(row.pk, []), frame.period, exempt=exempt
            )
            if frame.period
            else _until_now(row, indicator, goal)
        )
        required = courses.required(row, indicator, frame.day)
        cells[row.taking, row.indicator] = _cell(
            row, indicator, part, required, frame.period
        )
    return Board(
        **{one.name: getattr(frame, one.name) for one in fields(Frame)},
        taking=list(units), cells=cells, sent=sent,
    )  # fmt: skip


def last_due(periods: list[ReportingPeriod], today: date) -> ReportingPeriod | None:
    """The last period whose day has passed; else the one that is due first."""
    over = [one for one in periods if one.due_on < today]
    if over:
        return max(over, key=lambda one: one.due_on)
    return min(periods, key=lambda one: one.due_on, default=None)


def _sent(period: ReportingPeriod | None, only: list[int] | None) -> dict[int, Sent]:
    if period is None:
        return {}
    rows = ProgressReport.objects.filter(period=period)
    if only is not None:
        rows = rows.filter(participation__in=only)
    found = rows.values_list("participation", "status", "submitted_at")
    return {taking: Sent(status, at is not None) for taking, status, at in found}


def _until_now(row: Owing, indicator: Indicator, goal: Goal | None) -> Part:
    if indicator.source == Indicator.Source.COLLECTED:
        figures = row.collected, row.collected_numerator, row.collected_denominator
    else:
        figures = row.result, row.result_numerator, row.result_denominator
    value, numerator, denominator = figures
    return Part(
        value=value, numerator=numerator, denominator=denominator, weight=row.weight,
        goal=goal, is_exempt=row.is_exempt,
    )  # fmt: skip


def given_in(values: QuerySet[ProgressValue]) -> Given:
    """Of each allocation its figures among these, with the last day of their period."""
    found: Given = defaultdict(list)
    for allocation, day, value, numerator, denominator, reason in values.values_list(
        "allocation", "report__period__ends_on", "value", "numerator", "denominator",
        "exempt_reason",
    ):  # fmt: skip
        part = Part(
            value=value, numerator=numerator, denominator=denominator,
            is_exempt=bool(reason),
        )  # fmt: skip
        found[allocation].append((day, part))
    return found


def _given(
    period: ReportingPeriod, only: list[int] | None, campaign: Campaign
) -> Given:
    """Approved figures that the period's column is made of: its own, and those before it where
    a rule adds periods up."""
    added = Q(
        allocation__indicator__over_periods__in=ADDING,
        report__period__ends_on__lte=period.ends_on,
    )
    rows = ProgressValue.objects.approved().filter(
        Q(report__period=period) | added, report__campaign=campaign
    )
    if only is not None:
        rows = rows.filter(report__participation__in=only)
    return given_in(rows)


def _in_period(
    row: Owing, indicator: Indicator, goal: Goal | None,
    given: list[tuple[date, Part]], period: ReportingPeriod, *, exempt: bool,
) -> Part:  # fmt: skip
    """What the unit had come to at the end of the period; blank where it gave no figure then."""
    own = next((part for day, part in given if day == period.ends_on), Part())
    if exempt or own.is_exempt or row.is_exempt:
        return Part(is_exempt=True, weight=row.weight, goal=goal)
    if not own.is_given:
        return Part(weight=row.weight, goal=goal)
    outcome = over_periods(given, OverPeriods(indicator.over_periods))
    return Part(
        value=outcome.value, numerator=outcome.numerator, denominator=outcome.denominator,
        weight=row.weight, goal=goal,
    )  # fmt: skip


def _cell(
    row: Owing, indicator: Indicator, part: Part, required: Required | None,
    period: ReportingPeriod | None,
) -> Cell:  # fmt: skip
    standing = standing_of(part.value, required, is_exempt=part.is_exempt)
    note = ""
    if indicator.source == Indicator.Source.COLLECTED and period is not None:
        standing, note = Standing.NOT_DUE, "chỉ có số đến nay"
    elif standing is Standing.BLANK and part.is_given:
        standing = Standing.NOT_DUE  # 0 of 0: nothing came up
    return Cell(
        pk=row.pk, taking=row.taking, indicator=indicator.pk, part=part,
        standing=standing, required=required, has_own=row.value is not None, note=note,
        level=indicator.value if row.value is None else row.value,
    )  # fmt: skip


def cell_of(
    allocation: Allocation, campaign: Campaign, given: list[tuple[date, Part]],
    first: date | None, today: date, period: ReportingPeriod | None,
) -> Cell:  # fmt: skip
    """One cell alone, from all its approved figures; steps of the indicator at hand."""
    courses, indicator = Courses(campaign, first), allocation.indicator
    row = Owing.of(allocation)
    goal = courses.goal(row, indicator)
    if period is None:
        part = _until_now(row, indicator, goal)
    else:
        sent = _sent(period, [row.taking]).get(row.taking)
        until = [one for one in given if one[0] <= period.ends_on]
        exempt = sent is not None and sent.is_exempt
        part = _in_period(row, indicator, goal, until, period, exempt=exempt)
    required = courses.required(row, indicator, period.ends_on if period else today)
    return _cell(row, indicator, part, required, period)


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
