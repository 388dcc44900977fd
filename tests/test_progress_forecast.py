"""Dự báo: the trend, what is said of the deadline, who left their own pace."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.progress.forecast import (
    Chance,
    forecast,
    surges_and_laggards,
    trend,
)
from campaigns.progress.measures import Better, Goal, Measure, Scale

PERCENT = Scale(measure=Measure.PERCENT)
WORKS = Scale(unit="công trình")
FIRST, LAST = date(2023, 1, 31), date(2023, 12, 31)
RULE = (
    "Ước tính theo xu hướng của 4 kỳ đã có số (trung vị Theil–Sen); nếu nhịp không đổi, kết "
    "quả nằm trong khoảng này chừng 8 trên 10 lần."
)


def points(*values, step=30):
    return [
        (FIRST + timedelta(days=step * n), Decimal(str(value)))
        for n, value in enumerate(values)
    ]


def up(level):
    return Goal(Better.UP, low=Decimal(level))


def test_a_straight_series_goes_on_straight():
    found = forecast(
        points(10, 20, 30, 40), FIRST + timedelta(days=180), up(70), PERCENT
    )

    assert (found.value, found.low, found.high) == (70, 70, 70)
    assert found.chance is Chance.LIKELY
    assert found.words == (
        "Với nhịp hiện nay, đến 30/07/2023 đạt khoảng 70%, mức giao 70%: nhiều khả năng đạt."
    )
    assert found.rule == RULE


@pytest.mark.parametrize(
    ("values", "goal", "scale", "chance", "words"),
    [
        (
            (20, 31, 39, 51), up(140), PERCENT, Chance.POSSIBLE,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng 124–144%, mức giao 140%: có thể đạt.",
        ),
        (
            (20, 31, 39, 51), up(145), PERCENT, Chance.UNLIKELY,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng 124–144%, mức giao 145%: khó đạt.",
        ),
        (
            (20, 31, 39, 51), up(120), PERCENT, Chance.LIKELY,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng 124–144%, mức giao 120%: nhiều khả "
            "năng đạt.",
        ),
        (
            ("0.85", "0.80", "0.76", "0.70"), Goal(Better.DOWN, high=Decimal("0.35")), PERCENT,
            Chance.POSSIBLE,
            "Với nhịp hiện nay, đến 31/12/2023 còn khoảng 0,27–0,36%, mức giao không quá 0,35%: "
            "có thể đạt.",
        ),
        (
            (0, 1, 1, 2), Goal(Better.HOLD, low=Decimal(1), high=Decimal(2)), WORKS,
            Chance.UNLIKELY,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng 5–11 công trình, mức giao từ 1 đến 2 "
            "công trình: khó đạt.",
        ),
        (
            (20, 31, 39, 51), None, PERCENT, None,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng 124,8–143,4%.",
        ),
        (
            (-5, -6, -4, -7), up(-1), PERCENT, Chance.POSSIBLE,
            "Với nhịp hiện nay, đến 31/12/2023 đạt khoảng -20 đến 2%, mức giao -1%: có thể đạt.",
        ),
    ],
)  # fmt: skip
def test_the_deadline_is_told_as_a_span(values, goal, scale, chance, words):
    found = forecast(points(*values), LAST, goal, scale)

    assert found.words == words
    assert found.chance is chance


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_results_foretell_nothing(count):
    found = forecast(points(*range(count)), LAST, up(5))

    assert found.words == (
        f"Còn quá sớm để ước tính: mới có {count} kỳ có số, cần ít nhất 3."
    )
    assert (found.value, found.low, found.high, found.chance) == (None,) * 4


def test_three_results_of_one_day_are_one():
    same = [(FIRST, Decimal(n)) for n in range(3)]

    assert forecast(same, LAST).words.startswith("Còn quá sớm để ước tính: mới có 1 kỳ")


def test_at_the_deadline_there_is_nothing_to_foretell():
    found = forecast(points(1, 2, 3), FIRST + timedelta(days=60), up(5))

    assert found.words == "Đã có số đến hạn 01/04/2023."
    assert found.low is None


def test_a_running_total_is_never_foretold_to_fall():
    falling = points(9, 7, 8, 6)

    assert forecast(falling, LAST, up(9), never_falls=True).low == 9
    assert forecast(falling, LAST, up(9)).low == 0


VALUES = st.lists(st.decimals(0, 10**6, places=2), min_size=3, max_size=12)


@given(st.integers(-500, 500), st.integers(-500, 500), st.integers(3, 12))
def test_a_straight_line_is_found_exactly(start, step, count):
    line = trend(points(*(start + step * n for n in range(count))))

    assert line.slope == line.low == line.high == Fraction(step, 30)
    assert line.off == 0
    assert line.span(LAST) == (line.on(LAST), line.on(LAST))


@given(
    st.integers(1, 100), st.integers(5, 12), st.integers(0, 11), st.integers(-(10**6), 10**6)
)  # fmt: skip
def test_one_mistyped_figure_turns_nothing(step, count, wrong, typed):
    values = [step * n for n in range(count)]
    values[wrong % count] = typed

    assert trend(points(*values)).slope == Fraction(step, 30)


@given(VALUES, st.randoms(use_true_random=False))
def test_order_of_results_does_not_matter(values, shuffler: random.Random):
    series = points(*values)

    assert forecast(shuffler.sample(series, len(series)), LAST, up(5)) == forecast(
        series, LAST, up(5)
    )


@given(VALUES, st.integers(1, 10**6))
def test_the_span_holds_the_forecast_and_decides_the_chance(values, level):
    goal = up(level)
    found = forecast(points(*values, step=7), LAST, goal)

    assert found.low <= found.value <= found.high
    reached = [goal.reached(found.low), goal.reached(found.high)]
    chances = {
        (True, True): Chance.LIKELY,
        (False, True): Chance.POSSIBLE,
        (False, False): Chance.UNLIKELY,
    }
    assert found.chance is chances[*reached]


@pytest.mark.parametrize("known", [3, 4, 6, 12])
@pytest.mark.parametrize("ahead", [1, 4])
def test_the_span_holds_about_eight_of_ten_results(known, ahead):
    dice = random.Random(1968)
    held = 0
    for _ in range(200):
        values = [100 + 5 * n + dice.gauss(0, 6) for n in range(known + ahead)]
        day, result = points(*values)[-1]
        low, high = trend(points(*values[:known])).span(day)
        held += low <= Fraction(result) <= high

    assert 0.7 <= held / 200 <= 0.93


def test_who_left_their_own_pace():
    series = {
        "A": points(10, 20, 30, 60),
        "B": points(10, 20, 30, 31),
        "C": points(10, 20, 30, 40),
        "D": points(10, 40, 10, 39),
        "E": points(10, 20),
        "F": points(10, 20, 30, 55),
    }
    movers = surges_and_laggards(series)

    assert [(m.unit, m.surprise) for m in movers.surges] == [("A", 20), ("F", 15)]
    assert [(m.unit, m.surprise) for m in movers.laggards] == [("B", -9)]
    assert movers.surges[0].words(PERCENT) == (
        "Kỳ này tăng 30 điểm; theo nhịp trước là tăng 10 điểm."
    )
    assert movers.laggards[0].words(WORKS) == (
        "Kỳ này tăng 1 công trình; theo nhịp trước là tăng 10 công trình."
    )
    assert len(surges_and_laggards(series, most=1).surges) == 1


def test_a_step_within_the_usual_swing_is_none():
    swinging = surges_and_laggards({"D": points(10, 30, 10, 30, 22)})

    assert (swinging.surges, swinging.laggards) == ([], [])


def test_where_less_is_better_a_fall_is_a_surge():
    movers = surges_and_laggards(
        {"A": points(9, 8, 7, 3), "B": points(9, 8, 7, 7)}, better=Better.DOWN
    )

    assert [m.unit for m in movers.surges] == ["A"]
    assert movers.surges[0].words(PERCENT) == (
        "Kỳ này giảm 4 điểm; theo nhịp trước là giảm 1 điểm."
    )
    assert movers.laggards[0].words(PERCENT) == (
        "Kỳ này không đổi; theo nhịp trước là giảm 1 điểm."
    )


def test_a_small_unit_is_weighed_by_what_it_was_given():
    series = {"small": points(1, 2, 3, 6), "large": points(100, 200, 300, 405)}
    levels = {"small": Decimal(10), "large": Decimal(1000)}

    plain = surges_and_laggards(series).surges
    weighed = surges_and_laggards(series, levels=levels).surges

    assert [m.unit for m in plain] == ["large", "small"]
    assert [(m.unit, m.share) for m in weighed] == [
        ("small", Decimal("0.2")),
        ("large", Decimal("0.005")),
    ]


SERIES = st.dictionaries(
    st.integers(0, 9), VALUES.map(lambda v: points(*v)), max_size=6
)


@given(SERIES, st.decimals(-1000, 1000, places=2))
def test_only_the_steps_count_and_not_where_they_start(series, shift):
    moved = {
        unit: [(day, value + shift) for day, value in known]
        for unit, known in series.items()
    }
    assert surges_and_laggards(moved) == surges_and_laggards(series)


@given(SERIES)
def test_upside_down_the_surges_are_the_laggards(series):
    up_, down_ = (
        surges_and_laggards(series, better=better)
        for better in (Better.UP, Better.DOWN)
    )
    assume(up_.surges or up_.laggards)

    assert [m.unit for m in up_.surges] == [m.unit for m in down_.laggards]
    assert [m.surprise for m in up_.laggards] == [-m.surprise for m in down_.surges]
