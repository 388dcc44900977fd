"""Bản đồ nhiệt: units × periods, how much of what was due each unit had done by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from campaigns.models import Allocation, Participation, ProgressValue, ReportingPeriod
from campaigns.overseeing.board import Board, Courses
from campaigns.progress.aggregation import Part, over_periods
from campaigns.progress.measures import Measure, OverPeriods
from campaigns.progress.shares import mean, percent, share
from campaigns.totals import part_of

UNITS, PERIODS = 20, 12  # at most so many are drawn; the matrix has them all
RULE = (
    "Bình quân % so với mức phải đạt đến cuối kỳ của các chỉ tiêu đã đến hạn và có số; mỗi chỉ "
    "tiêu tính nhiều nhất 120%."
)


@dataclass(frozen=True)
class HeatRow:
    """Một đơn vị: its percent at the end of each period; None: no approved figure then."""

    taking: Participation
    cells: list[int | None]


@dataclass(frozen=True)
class Heat:
    periods: list[ReportingPeriod]
    rows: list[HeatRow]


def heat_of(board: Board, today: date) -> Heat | None:
    """Of the last periods that have ended; None before the first has. One query."""
    periods = [one for one in board.periods if one.ends_on < today][-PERIODS:]
    taking = board.taking[:UNITS]
    if not periods or not taking or not board.indicators:
        return None
    given = _given(board, taking)
    courses = Courses(board.campaign, board.periods[0].ends_on)
    lines = _lines(board, taking)
    return Heat(
        periods,
        [
            HeatRow(
                one,
                [_percent(lines.get(one.pk, []), given, courses, when) for when in periods],
            )
            for one in taking
        ],
    )  # fmt: skip


def _lines(
    board: Board, taking: Sequence[Participation]
) -> dict[int, list[Allocation]]:
    known = {one.pk: one for one in board.indicators}
    found: dict[int, list[Allocation]] = {}
    rows = Allocation.objects.owed().filter(
        campaign=board.campaign, participation__in=[one.pk for one in taking]
    )
    for row in rows:
        if row.indicator_id in known:
            row.indicator = known[row.indicator_id]
            found.setdefault(row.participation_id, []).append(row)
    return found


def _given(
    board: Board, taking: Sequence[Participation]
) -> dict[int, list[tuple[date, Part]]]:
    values = ProgressValue.objects.approved().filter(
        report__participation__in=[one.pk for one in taking]
    )
    found: dict[int, list[tuple[date, Part]]] = {}
    for value in values.select_related("report__period"):
        pair = (value.report.period.ends_on, part_of(value))
        found.setdefault(value.allocation_id, []).append(pair)
    return found


def _percent(
    lines: Sequence[Allocation], given, courses: Courses, period: ReportingPeriod
) -> int | None:
    shares: list[Fraction] = []
    for row in lines:
        until = [pair for pair in given.get(row.pk, []) if pair[0] <= period.ends_on]
        told = any(day == period.ends_on and part.is_given for day, part in until)
        required = courses.required(row, row.indicator, period.ends_on)
        if not told or required is None or required.goal is None:
            continue
        if row.indicator.measure == Measure.NARRATIVE:
            continue
        value = over_periods(until, OverPeriods(row.indicator.over_periods)).value
        if value is not None:
            baseline = required.course.baseline
            shares.append(share(value, required.goal, baseline=baseline))
    found = mean(shares)
    return None if found is None else percent(found)
