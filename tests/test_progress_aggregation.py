"""Cộng số liệu: the laws of adding up, and figures reckoned by hand."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.progress.aggregation import (
    BLANK,
    EXEMPT,
    Part,
    Tally,
    of_units,
    over_periods,
    over_units,
    percentage,
    ratio,
    rounded,
    tally,
)
from campaigns.progress.measures import Better, Goal, OverPeriods, OverUnits

SUM, AVERAGE, WEIGHTED, WORST, COUNT = OverUnits
# What the database can hold: 14 digits before the comma and 6 behind it.
FIGURES = st.decimals(-(10**14) + 1, 10**14 - 1, places=6)
WEIGHTS = st.decimals(0, 10**6, places=2)
GOALS = st.none() | st.builds(lambda low: Goal(Better.UP, low=low), FIGURES)
GIVEN = st.builds(Part, value=FIGURES, weight=WEIGHTS, goal=GOALS)
COUNTED = st.builds(
    ratio,
    st.decimals(0, 10**9, places=0),
    st.decimals(0, 10**9, places=0),
    weight=WEIGHTS,
    goal=GOALS,
)
PARTS = st.lists(
    st.one_of(GIVEN, COUNTED, st.just(BLANK), st.just(EXEMPT)), max_size=12
)
RULES = st.sampled_from(OverUnits)


def figures(*numbers, **others):
    return [Part(value=Decimal(number), **others) for number in numbers]


@pytest.mark.parametrize(
    ("rule", "value"),
    [(SUM, "252"), (AVERAGE, "84"), (WEIGHTED, "88.75"), (WORST, "70"), (COUNT, "2")],
)
def test_three_units_come_to(rule, value):
    goal = Goal(Better.UP, low=Decimal(80))
    parts = [
        Part(value=Decimal(70), weight=Decimal(1), goal=goal),
        Part(value=Decimal(90), weight=Decimal(2), goal=goal),
        Part(value=Decimal(92), weight=Decimal(5), goal=goal),
    ]
    outcome = over_units([*parts, BLANK, EXEMPT], rule)

    assert outcome.value == Decimal(value)
    assert outcome.tally.words() == "3/4 đơn vị có số, 1 đơn vị được miễn"


def test_the_worst_of_what_should_fall_is_the_greatest():
    parts = figures("0.39", "0.8", "0.1")

    assert over_units(parts, WORST, is_from_above=True).value == Decimal("0.8")


def test_ratios_are_the_sum_of_the_parts_over_the_sum_of_the_wholes():
    parts = [ratio(Decimal(1), Decimal(2)), ratio(Decimal(90), Decimal(98))]

    outcome = over_units(parts, AVERAGE)

    assert outcome.value == Decimal(91)
    assert (outcome.numerator, outcome.denominator) == (91, 100)
    assert over_units(parts, SUM).value == over_units(parts, WEIGHTED).value == 91
    assert over_units(parts, WORST).value == Decimal(50)
    assert outcome.mixed is False


def test_where_only_some_have_their_whole_the_percentages_are_put_together():
    parts = [ratio(Decimal(1), Decimal(2)), *figures("90")]

    outcome = over_units(parts, AVERAGE)

    assert outcome.value == Decimal(70)
    assert outcome.mixed is True
    assert outcome.numerator is None


def test_none_of_none_is_an_answer_and_no_percentage():
    parts = [ratio(Decimal(0), Decimal(0)), ratio(Decimal(3), Decimal(4))]

    assert percentage(Decimal(0), Decimal(0)) is None
    assert over_units(parts, AVERAGE).value == Decimal(75)
    assert tally(parts).words() == "2/2 đơn vị có số"
    assert over_units(parts[:1], AVERAGE).value is None
    assert over_units(parts[:1], WORST).value is None


@pytest.mark.parametrize("rule", OverUnits)
def test_blank_and_exempt_are_no_zero(rule):
    assert over_units([BLANK, EXEMPT], rule).value is None
    assert over_units([], rule).value is None


def test_a_figure_of_who_is_exempt_counts_for_nothing():
    goal = Goal(Better.UP, low=Decimal(1))
    exempt = replace(ratio(Decimal(1), Decimal(2), goal=goal), is_exempt=True)

    assert tally([exempt]) == tally([EXEMPT])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], ""),
        ([EXEMPT, EXEMPT], "2 kỳ được miễn"),
        ([BLANK], "0/1 kỳ có số"),
        ([BLANK, *figures("0")], "1/2 kỳ có số"),
    ],
)
def test_how_many_have_a_figure(parts, words):
    assert tally(parts).words("kỳ") == words


MARCH, JUNE, SEPTEMBER = (date(2023, month, 30) for month in (3, 6, 9))


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (OverPeriods.RUNNING, "7"),
        (OverPeriods.SUM, "11"),
        (OverPeriods.LATEST, "7"),
        (OverPeriods.AVERAGE, "5.5"),
    ],
)
def test_periods_come_to(rule, value):
    quarters = [
        (JUNE, Part(value=Decimal(7))),
        (MARCH, Part(value=Decimal(4))),
        (SEPTEMBER, BLANK),
    ]
    outcome = over_periods(quarters, rule)

    assert outcome.value == Decimal(value)
    assert outcome.tally.words("kỳ") == "2/3 kỳ có số"


def test_the_latest_ratio_keeps_its_whole():
    outcome = over_periods([(MARCH, ratio(Decimal(1), Decimal(4)))], OverPeriods.LATEST)

    assert (outcome.numerator, outcome.denominator) == (1, 4)
    assert outcome.as_part() == ratio(Decimal(1), Decimal(4))


def test_of_exempt_parts_the_whole_is_exempt():
    assert over_units([EXEMPT, EXEMPT], SUM).as_part() == EXEMPT
    assert over_units([EXEMPT, BLANK], SUM).as_part() == BLANK


@given(PARTS, RULES, st.randoms(use_true_random=False), st.booleans())
def test_order_does_not_matter(parts, rule, shuffler: random.Random, falls):
    mixed = shuffler.sample(parts, len(parts))

    assert over_units(mixed, rule, is_from_above=falls) == over_units(
        parts, rule, is_from_above=falls
    )


@given(
    st.dictionaries(st.dates(), st.one_of(GIVEN, COUNTED, st.just(BLANK)), max_size=8),
    st.sampled_from(OverPeriods),
    st.randoms(use_true_random=False),
)
def test_order_of_periods_does_not_matter(parts, rule, shuffler: random.Random):
    pairs = [*parts.items()]

    assert over_periods(shuffler.sample(pairs, len(pairs)), rule) == over_periods(
        pairs, rule
    )


@given(st.lists(PARTS, max_size=5), RULES)
def test_groups_add_up_to_the_whole(groups, rule):
    whole = tally(part for group in groups for part in group)

    assert sum(map(tally, groups), Tally()) == whole
    assert of_units(sum(map(tally, groups), Tally()), rule) == of_units(whole, rule)


@given(st.lists(st.lists(GIVEN, min_size=1, max_size=5), max_size=5))
def test_sums_of_sums_are_the_sum(groups):
    sums = [over_units(group, SUM).as_part() for group in groups]

    assert (
        over_units(sums, SUM).value
        == over_units([part for group in groups for part in group], SUM).value
    )


@given(PARTS, PARTS, PARTS)
def test_adding_is_associative_and_has_a_zero(one, two, three):
    a, b, c = tally(one), tally(two), tally(three)

    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + Tally() == a


@given(st.lists(st.lists(GIVEN, min_size=1, max_size=5), min_size=1, max_size=5))
def test_weighted_groups_average_to_the_whole(groups):
    tallies = [tally(group) for group in groups]
    assume(all(found.weights for found in tallies))

    means = [(found.exactly(WEIGHTED), Fraction(found.weights)) for found in tallies]

    whole = tally(part for group in groups for part in group)
    assert sum(mean * weight for mean, weight in means) / sum(
        weight for _, weight in means
    ) == whole.exactly(WEIGHTED)


@given(PARTS, st.integers(0, 5), st.integers(0, 5), RULES)
def test_blank_and_exempt_change_nothing_but_their_count(parts, blanks, exempt, rule):
    before = over_units(parts, rule)

    after = over_units([*parts, *[BLANK] * blanks, *[EXEMPT] * exempt], rule)

    assert after == replace(
        before,
        tally=replace(
            before.tally,
            blank=before.tally.blank + blanks,
            exempt=before.tally.exempt + exempt,
        ),
    )


@given(st.lists(GIVEN, min_size=1, max_size=12), st.booleans())
def test_the_worst_is_one_of_its_parts_and_none_is_worse(parts, falls):
    worst = over_units(parts, WORST, is_from_above=falls).value

    values = [part.value for part in parts]
    assert worst in values
    assert worst == (max(values) if falls else min(values))


@given(st.lists(GIVEN, min_size=1, max_size=12))
def test_an_average_lies_between_its_parts(parts):
    values = [Fraction(part.value) for part in parts]

    assert min(values) <= tally(parts).exactly(AVERAGE) <= max(values)


@given(st.lists(FIGURES, min_size=1, max_size=20))
def test_no_digit_of_a_sum_is_lost(numbers):
    parts = [Part(value=number) for number in numbers]

    assert Fraction(over_units(parts, SUM).value) == sum(map(Fraction, numbers))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(100), "100"),
        (Fraction(200, 3), "66.666667"),
        (Fraction(1, 2000000), "0.000001"),
        (Fraction(-1, 2000000), "-0.000001"),
        (Fraction(1, 3000000), "0"),
        (Fraction(5, 2), "2.5"),
    ],
)
def test_rounded(number, shown):
    assert str(rounded(number)) == shown
