"""Cả phong trào: what all units come to in one indicator, against what was due of them all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from campaigns.filling import course_of
from campaigns.models import Allocation, Campaign, Indicator
from campaigns.overseeing.board import Board, Cell
from campaigns.progress.aggregation import Outcome
from campaigns.progress.measures import (
    Better,
    Goal,
    Measure,
    OverPeriods,
    OverUnits,
    Scale,
)
from campaigns.progress.pace import (
    Course,
    Required,
    Standing,
    Verdict,
    judge,
    required_on,
)
from campaigns.progress.shares import share
from campaigns.totals import total


class Level(StrEnum):
    """Mức của một chỉ tiêu on the whole; keys are used in addresses (``?muc=``)."""

    DONE = "dat"
    ON_PACE = "dung"
    NEAR = "gan"
    BEHIND = "cham"
    BLANK = "chua"
    NOT_DUE = "chua-xet"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Level.DONE: "đã đạt",
    Level.ON_PACE: "đúng tiến độ",
    Level.NEAR: "gần đạt",
    Level.BEHIND: "chậm",
    Level.BLANK: "chưa có số",
    Level.NOT_DUE: "chưa đến hạn",
}


@dataclass(frozen=True)
class Whole:
    """``course``: of all units together; ``counts``: how many cells stand how; ``done`` and
    ``due``: shares of the final level, of what is reached and of what was due today."""

    indicator: Indicator
    outcome: Outcome
    value: Decimal | None
    course: Course
    required: Required | None
    verdict: Verdict
    counts: Counter[Standing]
    done: Fraction | None
    due: Fraction | None

    @property
    def level(self) -> Level:
        match self.verdict.standing:
            case Standing.REACHED:
                return Level.DONE if self.is_done else Level.ON_PACE
            case Standing.NEAR:
                return Level.NEAR
            case Standing.BEHIND:
                return Level.BEHIND
            case Standing.BLANK:
                return Level.BLANK
        return Level.NOT_DUE

    @property
    def is_done(self) -> bool:
        """The final level is reached, and cannot be lost by what is still to come."""
        goal = self.course.goal
        if goal is None or self.value is None or not goal.reached(self.value):
            return False
        grows = self.course.over in (OverPeriods.RUNNING, OverPeriods.SUM)
        deadline = self.course.deadline
        over = (
            deadline is not None
            and self.required is not None
            and (self.required.by == deadline)
        )
        return over or not (goal.is_from_above and grows)


def wholes_of(board: Board) -> list[Whole]:
    """Of every indicator of the board, in the order of the plan; no query."""
    return [
        whole_of(board, one, board.of_indicator(one.pk)) for one in board.indicators
    ]


def whole_of(board: Board, indicator: Indicator, cells: Sequence[Cell]) -> Whole:
    outcome = total(indicator, (cell.part for cell in cells))
    counts = Counter(cell.standing for cell in cells)
    first = board.periods[0].ends_on if board.periods else None
    course = course_for(board.campaign, indicator, cells, first)
    value = outcome.value
    if indicator.over_units == OverUnits.COUNT:
        value = Decimal(counts[Standing.REACHED]) if outcome.tally.given else None
    is_exempt = bool(cells) and not outcome.tally.expected
    required = _required(course, indicator, cells, board.day)
    done = due = None
    if course.goal is not None and course.scale.measure != Measure.NARRATIVE:
        if value is not None:
            done = share(value, course.goal, baseline=course.baseline)
        if required is not None and required.goal is not None:
            due = _due(required.goal, course)
    return Whole(
        indicator=indicator, outcome=outcome, value=value, course=course, required=required,
        verdict=judge(value, required, is_exempt=is_exempt), counts=counts, done=done, due=due,
    )  # fmt: skip


def _required(course, indicator, cells, day: date) -> Required | None:
    if indicator.over_units != OverUnits.COUNT:
        return required_on(day, course)
    early = next(
        (c.required for c in cells if c.required and not c.required.goal), None
    )
    if early is not None and not any(c.required and c.required.goal for c in cells):
        return early
    return required_on(day, course)


def _due(goal: Goal, course: Course) -> Fraction:
    """Where on the bar the level stands that was due."""
    assert course.goal
    level = goal.level
    if goal.better is Better.DOWN and course.baseline is None:
        return Fraction(1)
    return share(level, course.goal, baseline=course.baseline)


def course_for(
    campaign: Campaign, indicator: Indicator, cells: Sequence[Cell], first: date | None
) -> Course:
    """Lộ trình of the whole. Of a sum: the plan's figure once it is spread over the units;
    until then every unit owes that figure, and all of them together so many times as much."""
    course = course_of(Allocation(indicator=indicator), campaign, first)
    owing = [cell for cell in cells if not cell.part.is_exempt]
    if indicator.over_units == OverUnits.COUNT:
        return replace(
            course, goal=Goal(Better.UP, low=Decimal(len(owing))),
            scale=Scale(unit="đơn vị"), over=OverPeriods.LATEST, baseline=None,
            milestones=(),
        )  # fmt: skip
    is_sum = indicator.over_units == OverUnits.SUM and course.scale.is_counted
    if not is_sum or course.goal is None or any(cell.has_own for cell in cells):
        return course
    times = max(1, len(owing))
    return replace(
        course,
        goal=_times(course.goal, times),
        baseline=course.baseline * times if course.baseline is not None else None,
        milestones=tuple(
            replace(one, value=one.value * times) for one in course.milestones
        ),
    )


def _times(goal: Goal, times: int) -> Goal:
    low = goal.low * times if goal.low is not None else None
    high = goal.high * times if goal.high is not None else None
    return Goal(goal.better, low=low, high=high)
