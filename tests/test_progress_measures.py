"""Cách đo: what a result is held against, and when it reaches it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content import Comparator, Direction
from campaigns.progress.measures import (
    Better,
    Goal,
    Measure,
    OverPeriods,
    OverUnits,
    wanted,
)

EQUAL, AT_LEAST, AT_MOST, RANGE = Comparator
UP, DOWN, HOLD = Direction
NUMBERS = st.decimals(-(10**9), 10**9, places=6)


def d(text):
    return Decimal(text)


@pytest.mark.parametrize(
    ("target", "goal"),
    [
        ((AT_LEAST, "98"), Goal(Better.UP, low=d(98))),
        ((AT_MOST, "0.39"), Goal(Better.DOWN, high=d("0.39"))),
        ((AT_MOST, "0.39", None, DOWN), Goal(Better.DOWN, high=d("0.39"))),
        ((EQUAL, "95"), Goal(Better.UP, low=d(95))),
        ((EQUAL, "95", None, UP), Goal(Better.UP, low=d(95))),
        ((EQUAL, "0.39", None, DOWN), Goal(Better.DOWN, high=d("0.39"))),
        ((None, "5", None, UP), Goal(Better.UP, low=d(5))),
        (("", "5"), Goal(Better.UP, low=d(5))),
        # "giảm ít nhất 30% thời hạn": the result is how much was saved.
        ((AT_LEAST, "30", None, DOWN), Goal(Better.UP, low=d(30))),
        ((RANGE, "1", "2"), Goal(Better.HOLD, low=d(1), high=d(2))),
        ((None, "1", "2"), Goal(Better.HOLD, low=d(1), high=d(2))),
        ((RANGE, "1", "2", UP), Goal(Better.UP, low=d(1))),
        ((RANGE, "1", "2", DOWN), Goal(Better.DOWN, high=d(2))),
        (("range", "1", "2", "hold"), Goal(Better.HOLD, low=d(1), high=d(2))),
        ((AT_LEAST, None), None),
    ],
)
def test_a_target_is_a_goal(target, goal):
    comparator, *figures, direction = (*target, HOLD) if len(target) < 4 else target
    numbers = [d(figure) if figure else None for figure in (*figures, None)[:2]]

    assert wanted(comparator, *numbers, direction) == goal


def test_a_change_by_a_third_is_reached_by_a_half():
    goal = wanted(EQUAL, d("0.3333"), None, DOWN, is_change=True)

    assert goal == Goal(Better.UP, low=d("0.3333"))
    assert goal.reached(d("0.5"))
    assert not goal.reached(d("0.3"))


def test_a_rank_is_reached_by_a_better_one():
    goal = wanted(AT_LEAST, d(2), measure=Measure.RANK)

    assert [goal.reached(d(place)) for place in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize("measure", ["yes_no", "narrative"])
def test_a_yes_and_a_text_need_no_figure(measure):
    goal = wanted(None, None, measure=measure)

    assert goal.reached(d(1))
    assert not goal.reached(d(0))


@pytest.mark.parametrize(
    ("goal", "result", "reached", "margin"),
    [
        (Goal(Better.UP, low=d(83)), "83", True, "0"),
        (Goal(Better.UP, low=d(83)), "80", False, "-3"),
        (Goal(Better.UP, low=d(83)), "88.4", True, "5.4"),
        (Goal(Better.DOWN, high=d("0.39")), "0.59", False, "-0.20"),
        (Goal(Better.DOWN, high=d("0.39")), "0.30", True, "0.09"),
        (Goal(Better.HOLD, low=d(1), high=d(2)), "0", False, "-1"),
        (Goal(Better.HOLD, low=d(1), high=d(2)), "1", True, "0"),
        (Goal(Better.HOLD, low=d(1), high=d(2)), "2", True, "0"),
        (Goal(Better.HOLD, low=d(1), high=d(2)), "4", False, "-2"),
    ],
)
def test_reached_and_by_how_much(goal, result, reached, margin):
    assert goal.reached(d(result)) is reached
    assert goal.margin(d(result)) == d(margin)


@given(
    st.sampled_from(Comparator), NUMBERS, NUMBERS, st.sampled_from(Direction), NUMBERS
)
def test_reached_is_a_margin_of_nothing_or_more(sign, one, other, direction, result):
    low, high = sorted((one, other))
    goal = wanted(sign, low, high if sign is RANGE else None, direction)

    assert goal.reached(result) is (goal.margin(result) >= 0)


@given(st.sampled_from(Comparator), NUMBERS, st.sampled_from(Direction))
def test_the_figure_of_the_plan_itself_always_reaches_it(sign, value, direction):
    assert wanted(sign, value, None, direction).reached(value)


@given(st.sampled_from([AT_LEAST, AT_MOST, EQUAL]), NUMBERS, NUMBERS, NUMBERS)
def test_a_better_result_never_loses_what_a_worse_one_reached(sign, value, one, other):
    goal = wanted(sign, value)
    worse, better = sorted((one, other), reverse=goal.is_from_above)

    assert goal.reached(better) or not goal.reached(worse)


def test_a_milestone_is_the_same_goal_earlier():
    assert Goal(Better.DOWN, high=d(1)).at(d(3)) == Goal(Better.DOWN, high=d(3))
    assert Goal(Better.HOLD, low=d(4), high=d(6)).at(d(2)) == Goal(Better.UP, low=d(2))


def test_every_way_has_its_words():
    assert [(m.value, m.label) for m in Measure] == [
        ("number", "Con số"),
        ("percent", "Tỷ lệ %"),
        ("yes_no", "Có/chưa"),
        ("rank", "Xếp hạng"),
        ("narrative", "Diễn giải"),
    ]
    assert [(o.value, o.label) for o in OverPeriods] == [
        ("running", "Số lũy kế đến cuối kỳ"),
        ("sum", "Số của riêng từng kỳ, cộng dồn"),
        ("latest", "Số mới nhất"),
        ("average", "Bình quân các kỳ"),
    ]
    assert [(o.value, o.label) for o in OverUnits] == [
        ("sum", "Cộng các đơn vị"),
        ("average", "Bình quân các đơn vị"),
        ("weighted", "Bình quân có trọng số"),
        ("worst", "Đơn vị kém nhất"),
        ("count", "Số đơn vị đạt"),
    ]
