"""Phần trăm: shares of a goal, and the standing that is told without its words."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.progress.measures import Better, Goal
from campaigns.progress.pace import judge, required_on, standing_of
from campaigns.progress.shares import mean, percent, share
from tests.test_progress_pace_laws import COURSES, DAYS, LEVELS

UP = Goal(Better.UP, low=D(80))
DOWN = Goal(Better.DOWN, high=D("0.39"))
HOLD = Goal(Better.HOLD, low=D(1), high=D(2))


@pytest.mark.parametrize(
    ("value", "goal", "baseline", "done"),
    [
        (D(40), UP, None, Fraction(1, 2)),
        (D(88), UP, None, Fraction(11, 10)),
        (D(0), UP, None, 0),
        (D(-5), UP, None, 0),
        (D("0.78"), DOWN, None, Fraction(1, 2)),
        (D("0.59"), DOWN, D("0.79"), Fraction(1, 2)),
        (D("0.9"), DOWN, D("0.79"), 0),
        (D("0.39"), DOWN, D("0.79"), 1),
        (D(0), Goal(Better.DOWN, high=D(0)), None, 1),
        (D(3), Goal(Better.DOWN, high=D(0)), D(4), Fraction(1, 4)),
        (D("1.5"), HOLD, None, 1),
        (D(4), HOLD, None, Fraction(1, 2)),
        (D("0.5"), HOLD, None, Fraction(1, 2)),
    ],
)
def test_how_much_of_the_goal_is_done(value, goal, baseline, done):
    assert share(value, goal, baseline=baseline) == done


@given(COURSES, LEVELS)
def test_one_and_more_is_said_exactly_of_what_is_reached(course, value):
    done = share(value, course.goal, baseline=course.baseline)

    assert (done >= 1) == course.goal.reached(value)
    assert (percent(done) >= 100) == course.goal.reached(value)
    assert done >= 0


@given(COURSES, DAYS, st.none() | LEVELS, st.booleans())
def test_the_standing_alone_is_that_of_the_whole_verdict(course, day, value, is_exempt):
    required = required_on(day, course)

    found = standing_of(value, required, is_exempt=is_exempt)

    assert found is judge(value, required, is_exempt=is_exempt).standing


def test_a_target_without_a_figure_is_not_judged():
    assert standing_of(D(1), None) is judge(D(1), None).standing


def test_more_of_one_thing_does_not_make_good_another():
    assert mean([Fraction(5), Fraction(0)]) == Fraction(6, 10)
    assert mean([]) is None


def test_what_is_short_is_never_rounded_up():
    assert percent(share(D("79.99"), UP)) == 99
