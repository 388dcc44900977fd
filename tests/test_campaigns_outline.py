"""Bố cục: numbers, letters, depth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content import Line
from campaigns.outline import (
    DEPTH,
    LABELS,
    LineKind,
    closing_lines,
    depth,
    markers,
    point_letter,
    roman,
    span,
)

K = LineKind
LINES = st.lists(st.sampled_from(list(LineKind)), max_size=60).map(
    lambda kinds: [Line(kind=kind, text="…") for kind in kinds]
)


def lines(*kinds):
    return [Line(kind=kind, text="…") for kind in kinds]


def test_a_plan_is_numbered_as_the_decree_says():
    plan = lines(
        K.BASIS, K.SECTION, K.ITEM, K.DASH, K.PLUS, K.ITEM, K.POINT, K.POINT,
        K.SECTION, K.DIVISION, K.ITEM, K.SUBITEM, K.SUBITEM, K.ITEM, K.SUBITEM,
        K.DIVISION, K.ITEM, K.PARAGRAPH,
    )  # fmt: skip

    assert markers(plan) == [
        "", "I.", "1.", "-", "+", "2.", "a)", "b)",
        "II.", "A.", "1.", "1.1.", "1.2.", "2.", "2.1.",
        "B.", "1.", "",
    ]  # fmt: skip


def test_points_follow_the_vietnamese_alphabet():
    printed = markers(lines(*[K.POINT] * 25))

    assert printed == [
        "a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)", "l)", "m)", "n)", "o)",
        "p)", "q)", "r)", "s)", "t)", "u)", "v)", "x)", "y)", "aa)", "bb)",
    ]  # fmt: skip


def test_parts_and_sections_count_together():
    assert markers(lines(K.PART, K.SECTION, K.SECTION, K.PART, K.SECTION)) == [
        "Phần I", "I.", "II.", "Phần II", "I.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "printed"),
    [(1, ["Phụ lục"]), (3, ["Phụ lục I", "Phụ lục II", "Phụ lục III"])],
)
def test_one_annex_has_no_number_several_have(count, printed):
    assert markers(lines(*[K.ANNEX] * count)) == printed


def test_counts_begin_anew_in_an_annex():
    assert markers(lines(K.SECTION, K.SECTION, K.ANNEX, K.SECTION)) == [
        "I.", "II.", "Phụ lục", "I.",
    ]  # fmt: skip


def test_a_marker_of_its_own_is_printed_and_the_count_goes_on():
    plan = [
        Line(kind=K.ITEM, text="…"),
        Line(kind=K.ITEM, text="…", marker="(2)"),
        Line(kind=K.ITEM, text="…"),
        Line(kind=K.PARAGRAPH, text="…", marker="Bước 1:"),
    ]

    assert markers(plan) == ["1.", "(2)", "3.", "Bước 1:"]


def test_a_subitem_without_an_item_stands_under_the_first():
    assert markers(lines(K.SECTION, K.SUBITEM)) == ["I.", "1.1."]


@given(LINES)
def test_every_line_has_a_marker_or_is_of_a_kind_without(plan):
    printed = markers(plan)

    assert len(printed) == len(plan)
    assert [bool(m) for m in printed] == [line.kind in DEPTH for line in plan]


@given(st.integers(1, 3999))
def test_roman_reads_back(number):
    assert _read(roman(number)) == number


def _read(text):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [values[c] for c in text]
    return sum(
        -d if later > d else d
        for d, later in zip(digits, [*digits[1:], 0], strict=True)
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (1994, "MCMXCIV")],
)
def test_roman(number, text):
    assert roman(number) == text


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_refuses(number):
    with pytest.raises(ValueError, match="Roman"):
        roman(number)


@given(st.integers(1, 500))
def test_point_letters_are_all_different(number):
    letters = [point_letter(n) for n in range(1, number + 1)]

    assert len(set(letters)) == number
    assert set("".join(letters)).isdisjoint("fjwzăâêôơư")


def test_point_letter_refuses_nothing():
    with pytest.raises(ValueError, match="no letter"):
        point_letter(0)


@given(LINES)
def test_what_stands_under_a_line_is_deeper(plan):
    for index, line in enumerate(plan):
        below = span(plan, index)[1:]
        assert all(depth(plan[at].kind) > depth(line.kind) for at in below)


@given(LINES)
def test_spans_nest(plan):
    spans = [span(plan, index) for index in range(len(plan))]

    for own in spans:
        for inner in spans[own.start : own.stop]:
            assert inner.stop <= own.stop


def test_every_kind_has_a_label():
    assert set(LABELS) == set(LineKind)


# ---- lời kết ----------------------------------------------------------------------------

SUM = "Trên đây là Kế hoạch phát động thi đua năm 2026."
HINDERED = "Trong quá trình thực hiện, nếu vướng mắc thì báo cáo UBND phường."
ASKED = "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện."
REPORT = "Báo cáo kết quả trước ngày 15/12."


def ending(*texts, annex=()):
    """Two units, then paragraphs: 0 a section, 1 and 3 the units, 5 the first paragraph."""
    return [
        *lines(K.SECTION, K.ITEM, K.DASH, K.ITEM, K.DASH),
        *(Line(kind=K.PARAGRAPH, text=text) for text in texts),
        *annex,
    ]


@pytest.mark.parametrize(
    ("texts", "closing"),
    [
        ([SUM], 5),
        ([HINDERED, SUM], 5),
        ([ASKED, SUM], 5),
        ([REPORT, SUM], 6),
        ([REPORT, HINDERED, SUM], 6),
        ([ASKED], 5),
        (["Kế hoạch này thay thế Kế hoạch số 05/KH-UBND."], 5),
        ([REPORT], 6),
        ([HINDERED], 6),
    ],
)
def test_closing_words_stand_under_nobody(texts, closing):
    plan = ending(*texts)

    assert closing_lines(plan) == range(closing, len(plan))
    assert span(plan, 3) == range(3, closing)
    assert span(plan, 0) == range(0, closing)
    assert span(plan, 1) == range(1, 3)


def test_annexes_follow_the_closing_words():
    annex = [Line(kind=K.ANNEX, text="BIỂU"), Line(kind=K.PARAGRAPH, text=SUM)]
    plan = ending(SUM, annex=annex)

    assert closing_lines(plan) == range(5, 6)
    assert span(plan, 3) == range(3, 5)
    assert span(plan, 6) == range(6, 8)


def test_the_same_words_in_the_middle_close_nothing():
    plan = [*ending(SUM), *lines(K.SECTION, K.DASH)]

    assert len(closing_lines(plan)) == 0
    assert span(plan, 3) == range(3, 6)
