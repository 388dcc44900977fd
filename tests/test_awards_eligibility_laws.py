"""Luật của việc xét: streaks, periods and likeness against a plain recount."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.eligibility.periods import months_between, overlap
from awards.eligibility.streaks import run_until
from awards.eligibility.verdicts import Outcome, Tally, Verdict, pressing
from awards.eligibility.wording import Corpus, likeness, nearest, shingles

years = st.lists(st.integers(2010, 2030), max_size=12)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
periods = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize(
    ("had", "last", "run"),
    [
        # 2015, 2016, then a gap: two in a row, not four.
        ([2015, 2016, 2019, 2020], 2020, [2019, 2020]),
        ([2015, 2016, 2019, 2020], 2021, [2019, 2020]),
        ([2015, 2016, 2019, 2020], 2022, []),
        ([2024, 2025, 2026], 2026, [2024, 2025, 2026]),
        ([2024, 2025, 2027], 2026, [2024, 2025]),
        ([2025, 2025, 2024], 2025, [2024, 2025]),
        ([], 2026, []),
    ],
)
def test_a_gap_ends_a_run(had, last, run):
    assert run_until(had, last) == run


@given(years, st.integers(2010, 2030))
def test_a_run_is_what_a_plain_recount_finds(had, last):
    known = sorted({year for year in had if year <= last})
    best = []
    for start in range(len(known)):
        part = known[start:]
        if part == list(range(part[0], part[-1] + 1)) and part[-1] >= last - 1:
            best = part
            break
    assert run_until(had, last) == best


@given(years, st.integers(2010, 2030), st.randoms())
def test_the_order_of_the_years_makes_no_difference(had, last, chance):
    mixed = had[:]
    chance.shuffle(mixed)
    assert run_until(mixed, last) == run_until(had, last)


@given(periods, periods)
def test_an_overlap_is_mutual_and_has_a_common_day(one, other):
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, other) == (max(one[0], other[0]) <= min(one[1], other[1]))
    assert overlap(one, one)


def test_of_what_has_no_day_nothing_is_said():
    assert not overlap((None, date(2026, 1, 1)), (date(2025, 1, 1), date(2027, 1, 1)))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2024, 12, 31), date(2026, 12, 31), 24),
        (date(2024, 12, 31), date(2026, 12, 30), 23),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
    ],
)
def test_whole_months(earlier, later, months):
    assert months_between(earlier, later) == months


# ---- words ------------------------------------------------------------------------------------

TEXT = (
    "Đồng chí đã vận động nhân dân hiến 64 m² đất mở rộng ngõ 298, hoàn thành tuyến ngõ văn "
    "minh trước kế hoạch 45 ngày, không phát sinh hộ nghèo mới"
)
words = st.sampled_from(
    ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
)
texts = st.lists(words, max_size=30).map(" ".join)
shares = st.sampled_from(
    [Fraction(3, 10), Fraction(3, 5), Fraction(9, 10), Fraction(1)]
)


def test_case_and_diacritics_make_no_difference():
    plain = (
        "DONG CHI da van dong nhan dan hien 64 m² dat mo rong ngo 298: hoan thanh tuyen ngo van "
        "minh truoc ke hoach 45 ngay - khong phat sinh ho ngheo moi"
    )
    assert likeness(shingles(TEXT), shingles(plain)) == 1


def test_of_a_short_text_nothing_is_said():
    assert shingles("Hoàn thành xuất sắc nhiệm vụ năm 2026") == frozenset()


def test_another_number_is_another_text_but_alike():
    other = TEXT.replace("64", "70")
    assert Fraction(3, 5) < likeness(shingles(TEXT), shingles(other)) < 1


@given(st.lists(texts, max_size=12), texts, shares)
def test_the_corpus_finds_what_comparing_each_finds(kept, asked, share):
    known = {n: shingles(text) for n, text in enumerate(kept)}
    own = shingles(asked)
    plain = {
        n: likeness(own, other)
        for n, other in known.items()
        if own and other and likeness(own, other) >= share
    }

    found = Corpus(known, share).nearest(own)

    assert dict(found) == plain
    assert [pair[1] for pair in found] == sorted(plain.values(), reverse=True)
    assert nearest(own, known, share) == found


@given(texts, texts)
def test_likeness_is_mutual(one, other):
    first, second = shingles(one), shingles(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


# ---- the card's figures -------------------------------------------------------------------------

outcomes = st.lists(st.sampled_from(list(Outcome)), max_size=15)


@given(outcomes)
def test_the_bar_is_as_wide_as_the_whole(drawn):
    lines = [Verdict(str(n), "", outcome, "") for n, outcome in enumerate(drawn)]
    tally = Tally.of(lines)

    assert tally.total == len(drawn)
    widths = [width for *_, width in tally.bars]
    assert abs(sum(widths) - (100 if drawn else 0)) < 0.1
    assert sorted(pressing(lines), key=lambda one: int(one.rule)) == lines


def test_what_must_be_mended_comes_first():
    lines = [
        Verdict("a", "", Outcome.MET, ""), Verdict("b", "", Outcome.COUNCIL, ""),
        Verdict("c", "", Outcome.LACKING, ""), Verdict("d", "", Outcome.MET, ""),
    ]  # fmt: skip
    assert [one.rule for one in pressing(lines)] == ["c", "b", "a", "d"]
    assert Tally.of(lines).says == "2 đạt, 1 cần bổ sung, 1 Hội đồng xem xét"
    assert Tally.of(lines).bars == [("ok", 0, 50), ("bad", 50, 25), ("warn", 75, 25)]
