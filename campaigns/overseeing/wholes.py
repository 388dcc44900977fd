"""Cả phong trào: what all units come to in one indicator, against what was due of them all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from campaigns.filling import course_of
from campaigns.models import Allocation, Campaign, Indicator
from campaigns.overseeing.board import Frame
from campaigns.overseeing.sums import CellSum
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
from campaigns.totals import of_sum


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
    """``course``: of all units together; ``cells``: what they add up to; ``done`` and
    ``due``: shares of the final level, of what is reached and of what was due today."""

    indicator: Indicator
    outcome: Outcome
    value: Decimal | None
    course: Course
    required: Required | None
    verdict: Verdict
    cells: CellSum
    done: Fraction | None
    due: Fraction | None

    @property
    def counts(self) -> Counter[Standing]:
        """How many cells stand how."""
        return self.cells.counts

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


def wholes_of(frame: Frame, sums: Mapping[int, CellSum]) -> list[Whole]:
    """Of every indicator of the frame, in the order of the plan; no query."""
    return [
        whole_of(frame, one, sums.get(one.pk, CellSum())) for one in frame.indicators
    ]


def whole_of(frame: Frame, indicator: Indicator, cells: CellSum) -> Whole:
    outcome = of_sum(indicator, cells.tally)
    counts = cells.counts
    course = course_for(frame.campaign, indicator, cells, frame.first)
    value = outcome.value
    if indicator.over_units == OverUnits.COUNT:
        value = Decimal(counts[Standing.REACHED]) if outcome.tally.given else None
    required = _required(frame, course, indicator, cells)
    done = due = None
    if course.goal is not None and course.scale.measure != Measure.NARRATIVE:
        if value is not None:
            done = share(value, course.goal, baseline=course.baseline)
        if required is not None and required.goal is not None:
            due = _due(required.goal, course)
    return Whole(
        indicator=indicator, outcome=outcome, value=value, course=course, required=required,
        verdict=judge(value, required, is_exempt=cells.is_exempt), cells=cells, done=done,
        due=due,
    )  # fmt: skip


def _required(
    frame: Frame, course: Course, indicator: Indicator, cells: CellSum
) -> Required | None:
    """Of a number of units nothing is due while nothing is due of any of them."""
    if indicator.over_units == OverUnits.COUNT and cells.is_early:
        one = course_of(Allocation(indicator=indicator), frame.campaign, frame.first)
        early = required_on(frame.day, one)
        if early is not None and early.goal is None:
            return early
    return required_on(frame.day, course)


def _due(goal: Goal, course: Course) -> Fraction:
    """Where on the bar the level stands that was due."""
    assert course.goal
    level = goal.level
    if goal.better is Better.DOWN and course.baseline is None:
        return Fraction(1)
    return share(level, course.goal, baseline=course.baseline)


def course_for(
    campaign: Campaign, indicator: Indicator, cells: CellSum, first: date | None
) -> Course:
    """Lộ trình of the whole. Of a sum: the plan's figure once it is spread over the units;
    until then every unit owes that figure, and all of them together so many times as much."""
    course = course_of(Allocation(indicator=indicator), campaign, first)
    owing = cells.tally.expected
    if indicator.over_units == OverUnits.COUNT:
        return replace(
            course, goal=Goal(Better.UP, low=Decimal(owing)),
            scale=Scale(unit="đơn vị"), over=OverPeriods.LATEST, baseline=None,
            milestones=(),
        )  # fmt: skip
    is_sum = indicator.over_units == OverUnits.SUM and course.scale.is_counted
    if not is_sum or course.goal is None:
        return course
    if cells.own and course.goal.level:
        # Each owes its own: together their sum, and of the way there the same shares.
        times = cells.asked / course.goal.level
    else:
        times = Decimal(max(1, owing))
    return replace(
        course,
        goal=_times(course.goal, times),
        baseline=course.baseline * times if course.baseline is not None else None,
        milestones=tuple(
            replace(one, value=one.value * times) for one in course.milestones
        ),
    )


def _times(goal: Goal, times: Decimal) -> Goal:
    low = goal.low * times if goal.low is not None else None
    high = goal.high * times if goal.high is not None else None
    return Goal(goal.better, low=low, high=high)
