"""Kỳ báo cáo by rule: labels, days, and the day by which each is reported."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import workdays
from campaigns.progress.terms import (
    DueRule,
    PhaseEnd,
    Rhythm,
    Term,
    TooMany,
    term_on,
    terms,
)

DAY = timedelta(days=1)
MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY, AT_PHASES = Rhythm


def told(found):
    return [
        f"{t.label}: {t.starts_on:%d/%m/%Y}–{t.ends_on:%d/%m/%Y}, {t.due_on:%d/%m/%Y}"
        for t in found
    ]


def test_months_are_cut_at_both_ends():
    found = terms(MONTHLY, date(2023, 8, 15), date(2023, 10, 20))

    assert told(found) == [
        "Tháng 8/2023: 15/08/2023–31/08/2023, 05/09/2023",
        "Tháng 9/2023: 01/09/2023–30/09/2023, 05/10/2023",
        "Tháng 10/2023: 01/10/2023–20/10/2023, 25/10/2023",
    ]


@pytest.mark.parametrize(
    ("rhythm", "labels"),
    [
        (
            MONTHLY,
            [
                *(f"Tháng {n}/2023" for n in range(4, 13)),
                "Tháng 01/2024",
                "Tháng 02/2024",
            ],
        ),
        (QUARTERLY, ["Quý II/2023", "Quý III/2023", "Quý IV/2023", "Quý I/2024"]),
        (
            HALF_YEARLY,
            ["6 tháng đầu năm 2023", "6 tháng cuối năm 2023", "6 tháng đầu năm 2024"],
        ),
        (YEARLY, ["Năm 2023", "Năm 2024"]),
    ],
)
def test_longer_periods_have_their_names(rhythm, labels):
    found = terms(rhythm, date(2023, 4, 10), date(2024, 2, 1))

    assert [term.label for term in found] == labels


def test_phases_give_their_names_and_what_is_left_has_one():
    phases = [
        PhaseEnd(name="Đợt 2", ends_on=date(2023, 12, 15)),
        PhaseEnd(name="Đợt 1", ends_on=date(2023, 8, 31)),
        PhaseEnd(name="Đợt trước", ends_on=date(2022, 8, 31)),
    ]
    found = terms(AT_PHASES, date(2023, 3, 1), date(2023, 12, 31), phases=phases)

    assert told(found) == [
        "Đợt 1: 01/03/2023–31/08/2023, 05/09/2023",
        "Đợt 2: 01/09/2023–15/12/2023, 20/12/2023",
        "Phần còn lại: 16/12/2023–31/12/2023, 05/01/2024",
    ]


def test_phases_that_end_together_share_a_period():
    phases = [
        PhaseEnd(name="Đợt 1", ends_on=date(2023, 6, 30)),
        PhaseEnd(name="Chuyên đề", ends_on=date(2023, 6, 30)),
    ]
    (found,) = terms(AT_PHASES, date(2023, 3, 1), date(2023, 6, 30), phases=phases)

    assert found.label == "Đợt 1, Chuyên đề"


def test_without_phases_the_campaign_is_one_period():
    (found,) = terms(AT_PHASES, date(2023, 3, 1), date(2023, 6, 30))

    assert found.label == "Cả phong trào"


@pytest.mark.parametrize(
    ("rule", "ends_on", "due_on"),
    [
        (DueRule(days_after=0), date(2023, 10, 20), date(2023, 10, 20)),
        (DueRule(days_after=5), date(2023, 3, 31), date(2023, 4, 5)),
        # Saturday 05/08/2023: Monday.
        (DueRule(days_after=5), date(2023, 7, 31), date(2023, 8, 7)),
        # Tết Quý Mão, from 20 to 26 January 2023.
        (DueRule(days_after=1), date(2023, 1, 19), date(2023, 1, 27)),
        # Tết Giáp Thìn, from 8 to 14 February 2024.
        (DueRule(day_of_next_month=8), date(2024, 1, 31), date(2024, 2, 15)),
        # A Saturday that was worked for the Monday before Quốc khánh.
        (DueRule(days_after=1), date(2026, 8, 21), date(2026, 8, 22)),
        # Quốc khánh, its second day, and the day in lieu of the Saturday.
        (DueRule(days_after=1), date(2023, 8, 31), date(2023, 9, 5)),
        (DueRule(day_of_next_month=25), date(2023, 9, 30), date(2023, 10, 25)),
        (DueRule(day_of_next_month=31), date(2023, 6, 30), date(2023, 7, 31)),
        (DueRule(day_of_next_month=31), date(2023, 1, 31), date(2023, 2, 28)),
        (DueRule(day_of_next_month=20), date(2023, 12, 31), date(2024, 1, 22)),
    ],
)
def test_a_report_is_due_on_a_working_day(rule, ends_on, due_on):
    assert rule.on(ends_on) == due_on


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (DueRule(days_after=0), "ngày cuối kỳ"),
        (DueRule(), "5 ngày sau ngày cuối kỳ"),
        (DueRule(day_of_next_month=5), "ngày 05 tháng sau"),
    ],
)
def test_the_rule_is_told(rule, words):
    rest = "; trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"
    assert rule.words == words + rest


@pytest.mark.parametrize(
    "wrong", [{"days_after": -1}, {"day_of_next_month": 0}, {"day_of_next_month": 32}]
)
def test_no_report_is_due_before_its_period_ends(wrong):
    with pytest.raises(ValueError, match="a report is due after its period"):
        DueRule(**wrong)


def test_a_mistyped_year_is_refused_in_words():
    with pytest.raises(TooMany) as refusal:
        terms(MONTHLY, date(2023, 1, 1), date(2203, 1, 1))

    assert str(refusal.value) == (
        "Từ 01/01/2023 đến 01/01/2203 có hơn 240 kỳ báo cáo. Xem lại năm của ngày bắt đầu "
        "và ngày kết thúc."
    )
    with pytest.raises(ValueError, match="ends before it begins"):
        terms(MONTHLY, date(2023, 1, 2), date(2023, 1, 1))


DAYS = st.dates(date(2014, 1, 1), date(2033, 12, 31))
RULES = st.builds(DueRule, days_after=st.integers(0, 40)) | st.builds(
    DueRule, day_of_next_month=st.integers(1, 31)
)
PHASES = st.lists(st.builds(PhaseEnd, name=st.just("Đợt"), ends_on=DAYS), max_size=4)


@given(st.sampled_from(Rhythm), DAYS, DAYS, RULES, PHASES)
def test_periods_cover_every_day_once(rhythm, one, other, rule, phases):
    first, last = sorted((one, other))

    found = terms(rhythm, first, last, rule, phases)

    assert found[0].starts_on == first
    assert found[-1].ends_on == last
    assert all(term.starts_on <= term.ends_on for term in found)
    assert all(a.ends_on + DAY == b.starts_on for a, b in pairwise(found))
    if rhythm is not AT_PHASES:
        assert len({term.label for term in found}) == len(found)


@given(st.sampled_from(Rhythm), DAYS, DAYS, RULES)
def test_a_due_day_is_a_working_day_not_before_the_end(rhythm, one, other, rule):
    found = terms(rhythm, *sorted((one, other)), rule)

    for term in found:
        assert term.due_on >= term.ends_on
        assert term.due_on == workdays.on_or_after(term.due_on)
    assert all(a.due_on <= b.due_on for a, b in pairwise(found))


@given(DAYS, DAYS, DAYS)
def test_every_day_lies_in_one_period(one, other, day):
    first, last = sorted((one, other))
    found = terms(QUARTERLY, first, last)

    term = term_on(day, found)

    assert (term is not None) is (first <= day <= last)
    assert term is None or term.starts_on <= day <= term.ends_on


def test_a_day_in_a_hole_lies_in_none():
    spring, autumn = (
        Term(label="", starts_on=day, ends_on=day, due_on=day)
        for day in (date(2023, 3, 1), date(2023, 9, 1))
    )
    assert term_on(date(2023, 6, 1), [spring, autumn]) is None
