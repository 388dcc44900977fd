"""Bản đồ nhiệt: units × periods, how much of what was due each unit had done by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from campaigns.models import Allocation, Participation, ProgressValue, ReportingPeriod
from campaigns.overseeing.board import COLUMNS, Courses, Frame, Owing, given_in
from campaigns.progress.aggregation import over_periods
from campaigns.progress.measures import Measure, OverPeriods
from campaigns.progress.shares import mean, percent, share

# (participation, period) → percent; what is not there has no approved figure
type Shares = dict[tuple[int, int], int]

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


def periods_of(frame: Frame, today: date) -> list[ReportingPeriod]:
    """The last ones that have ended."""
    return [one for one in frame.periods if one.ends_on < today][-PERIODS:]


def heat_of(
    periods: list[ReportingPeriod], taking: Sequence[Participation], shares: Shares
) -> Heat | None:
    """Of these units; None before the first period has ended."""
    if not periods or not taking:
        return None
    return Heat(
        periods,
        [
            HeatRow(one, [shares.get((one.pk, when.pk)) for when in periods])
            for one in taking
        ],
    )


def shares_of(
    frame: Frame, taking: Sequence[int], periods: Sequence[ReportingPeriod]
) -> Shares:
    """Of these participations at the end of each of these periods. Two queries."""
    if not taking or not periods or not frame.indicators:
        return {}
    known = {one.pk: one for one in frame.indicators}
    ids = list(taking)
    approved = ProgressValue.objects.approved()
    given = given_in(approved.filter(report__participation__in=ids))
    lines: dict[int, list[Owing]] = {}
    rows = Allocation.objects.owed().of_board(frame.campaign, ids)
    for row in map(Owing._make, rows.values_list(*COLUMNS)):
        if row.indicator in known:
            lines.setdefault(row.taking, []).append(row)
    courses = Courses(frame.campaign, frame.first)
    found = {}
    for pk in ids:
        for when in periods:
            percents = _percent(lines.get(pk, []), given, courses, known, when)
            if percents is not None:
                found[pk, when.pk] = percents
    return found


def _percent(
    lines: Sequence[Owing], given, courses: Courses, known, period: ReportingPeriod
) -> int | None:
    shares: list[Fraction] = []
    for row in lines:
        indicator = known[row.indicator]
        until = [pair for pair in given.get(row.pk, []) if pair[0] <= period.ends_on]
        told = any(day == period.ends_on and part.is_given for day, part in until)
        required = courses.required(row, indicator, period.ends_on)
        if not told or required is None or required.goal is None:
            continue
        if indicator.measure == Measure.NARRATIVE:
            continue
        value = over_periods(until, OverPeriods(indicator.over_periods)).value
        if value is not None:
            baseline = required.course.baseline
            shares.append(share(value, required.goal, baseline=baseline))
    found = mean(shares)
    return None if found is None else percent(found)
