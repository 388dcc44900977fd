"""Tiến độ: laws of what is due and of how results stand against it, whatever the target."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.content import Comparator, Direction
from campaigns.progress.measures import Measure, OverPeriods, Scale, wanted
from campaigns.progress.pace import Course, Standing, judge, required_on

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
PERCENT = Scale(measure=Measure.PERCENT)


DAYS = st.integers(-30, 400).map(lambda days: FIRST + timedelta(days=days))
LEVELS = st.decimals(0, 10**6, places=2)
COURSES = st.builds(
    lambda sign, value, direction, over, baseline, first: Course(
        goal=wanted(sign, value, None, direction),
        scale=PERCENT,
        over=over,
        starts_on=FIRST,
        deadline=LAST,
        baseline=baseline,
        first_period_ends=first,
    ),
    st.sampled_from([Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EQUAL]),
    LEVELS,
    st.sampled_from(Direction),
    st.sampled_from(OverPeriods),
    st.none() | LEVELS,
    st.none() | DAYS,
)


@given(COURSES, DAYS, DAYS)
def test_what_is_due_only_grows_stricter(way, one, other):
    early, late = (required_on(day, way) for day in sorted((one, other)))
    assume(early.goal is not None)

    assert late.goal is not None
    if way.goal.is_from_above:
        assert late.level <= early.level
    else:
        assert late.level >= early.level


@given(COURSES, DAYS, LEVELS)
def test_who_has_reached_the_end_is_never_behind(way, day, value):
    assume(way.goal.reached(value))

    standing = judge(value, required_on(day, way)).standing

    assert standing in (Standing.REACHED, Standing.NOT_DUE)


@given(COURSES, DAYS, LEVELS, LEVELS)
def test_a_better_result_never_stands_worse(way, day, one, other):
    order = [Standing.REACHED, Standing.NEAR, Standing.BEHIND]
    worse, better = sorted((one, other), reverse=way.goal.is_from_above)
    required = required_on(day, way)
    assume(required.goal is not None)

    verdicts = [judge(value, required) for value in (better, worse)]

    places = [order.index(verdict.standing) for verdict in verdicts]
    assert places == sorted(places)
    assert verdicts[0].gap >= verdicts[1].gap
    assert [v.gap >= 0 for v in verdicts] == [v.standing is order[0] for v in verdicts]


@given(COURSES, DAYS)
def test_a_blank_is_blank_when_something_is_due_and_else_not_due(way, day):
    required = required_on(day, way)

    blank = Standing.BLANK if required.goal else Standing.NOT_DUE
    assert judge(None, required).standing is blank
