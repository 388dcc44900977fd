"""Qua các kỳ: what stood at the end of each period, of every unit and of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from campaigns.models import ProgressValue
from campaigns.overseeing.board import Board, Cell, Given, given_in, run_of
from campaigns.overseeing.wholes import Whole
from campaigns.progress.aggregation import over_periods, rounded
from campaigns.progress.forecast import (
    Forecast,
    Mover,
    forecast,
    surges_and_laggards,
)
from campaigns.progress.measures import OverPeriods, OverUnits
from campaigns.progress.pace import Standing
from campaigns.totals import total

MANY = 300  # units above which no history is read for a page: it would be of thousands of rows
NAMED = 3  # who left their own pace, of each side


@dataclass(frozen=True)
class Course:
    """Diễn biến của một chỉ tiêu: where it is going, who left their own pace."""

    forecast: Forecast | None
    surges: list[Mover[int]]
    laggards: list[Mover[int]]


def given_to(board: Board) -> Given:
    """Of each allocation all its approved figures: one query."""
    approved = ProgressValue.objects.approved()
    return given_in(approved.filter(report__campaign=board.campaign))


def courses_of(board: Board, wholes: Sequence[Whole]) -> dict[int, Course]:
    """Of each indicator."""
    given = given_to(board)
    return {one.indicator.pk: _course(board, one, given) for one in wholes}


def _course(board: Board, whole: Whole, given: Given) -> Course:
    indicator = whole.indicator
    if not whole.course.scale.is_counted:
        return Course(None, [], [])
    rule = OverPeriods(indicator.over_periods)
    cells = board.of_indicator(indicator.pk)
    runs = {cell.taking: run_of(given.get(cell.pk, []), rule) for cell in cells}
    levels = {
        cell.taking: abs(cell.part.goal.level)
        for cell in cells
        if cell.part.goal is not None
    }
    goal = whole.course.goal
    movers = surges_and_laggards(
        runs, better=goal.better, levels=levels, most=NAMED
    ) if goal else None  # fmt: skip
    return Course(
        forecast=_forecast(board, whole, cells, given, rule),
        surges=[one for one in movers.surges if _tells(one)] if movers else [],
        laggards=[
            one
            for one in movers.laggards
            if _tells(one) and _standing(cells, one) is not Standing.REACHED
        ]
        if movers
        else [],
    )


def _tells(mover: Mover[int]) -> bool:
    """Said to two decimals there is a difference."""
    return rounded(Fraction(mover.brought), 2) != rounded(Fraction(mover.promised), 2)


def _standing(cells: Sequence[Cell], mover: Mover[int]) -> Standing:
    return next(cell.standing for cell in cells if cell.taking == mover.unit)


def _forecast(
    board: Board, whole: Whole, cells: Sequence[Cell], given: Given, rule: OverPeriods
) -> Forecast | None:
    course = whole.course
    counts = whole.indicator.over_units == OverUnits.COUNT
    over = course.deadline is not None and course.deadline < board.day
    if course.goal is None or course.deadline is None or counts or over:
        return None
    points = [
        (period.ends_on, value)
        for period in board.periods
        if (value := _whole_on(whole, cells, given, rule, period.ends_on)) is not None
    ]
    grows = rule in (OverPeriods.RUNNING, OverPeriods.SUM)
    return forecast(
        points, course.deadline, course.goal, course.scale, never_falls=grows
    )


def _whole_on(
    whole: Whole, cells: Sequence[Cell], given: Given, rule: OverPeriods, day: date
) -> Decimal | None:
    """What all had come to by that day; None where nobody told of it in that very period."""
    parts, is_told = [], False
    for cell in cells:
        until = [(when, part) for when, part in given.get(cell.pk, []) if when <= day]
        is_told = is_told or any(when == day and p.is_given for when, p in until)
        outcome = over_periods(until, rule)
        parts.append(
            replace(
                cell.part, value=outcome.value, numerator=outcome.numerator,
                denominator=outcome.denominator,
            )
        )  # fmt: skip
    return total(whole.indicator, parts).value if is_told else None
