"""Con số trong văn bản: figures, ranges, parts of a whole, and how they are compared."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content import Comparator as C
from campaigns.reading.numbers import (
    comparator,
    figures,
    is_decrease,
    is_increase,
    parse,
)


def written(value: Decimal, *, grouped: bool) -> str:
    """As Vietnamese writes it: a comma before decimals, dots between thousands."""
    whole, _, rest = f"{value:f}".partition(".")
    if grouped:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{rest}" if rest else whole


VALUES = st.integers(0, 9_999_999) | st.decimals(
    0, 9_999, places=2, allow_nan=False, allow_infinity=False
)


@settings(deadline=None)
@given(VALUES.map(Decimal), st.booleans())
def test_a_figure_reads_back(value, grouped):
    shown = written(value, grouped=grouped)
    assert parse(shown) == value
    [found] = figures(f"Trồng {shown} cây xanh")
    assert (found.value, found.high, found.percent) == (value, None, False)
    assert found.shown == shown


@settings(deadline=None)
@given(st.integers(0, 100), st.sampled_from(["%", " %"]))
def test_a_percentage(value, sign):
    [found] = figures(f"đạt {value}{sign} số hộ")
    assert (found.value, found.percent) == (value, True)


@settings(deadline=None)
@given(
    st.integers(0, 500),
    st.integers(1, 500),
    st.sampled_from(["-", " - ", " đến ", "–"]),
    st.booleans(),
)
def test_a_range_of_two_figures(low, more, between, percent):
    sign = "%" if percent else ""
    text = f"từ {low}{between}{low + more}{sign} hồ sơ"
    [found] = figures(text)
    assert (found.value, found.high, found.percent) == (low, low + more, percent)
    assert comparator(text, found) is C.RANGE


@settings(deadline=None)
@given(
    st.integers(1, 9).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, 10)))
)
def test_a_part_of_a_whole(parts):
    above, below = parts
    [found] = figures(f"giảm {above}/{below} số hộ nghèo")
    assert found.fraction
    assert abs(found.value - Decimal(above) / below) < Decimal("0.0001")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text(text):
    for found in figures(text):
        assert (
            text[found.start : found.end].strip() == found.shown or found.high is None
        )
        assert found.high is None or found.high > found.value


@pytest.mark.parametrize(
    ("text", "value", "way"),
    [
        ("ít nhất 01 mô hình", 1, C.AT_LEAST),
        ("ít nhất một mô hình", 1, C.AT_LEAST),
        ("tối thiểu là 3 buổi", 3, C.AT_LEAST),
        ("không dưới 95% hồ sơ", 95, C.AT_LEAST),
        ("trên 98,5% hộ dân", Decimal("98.5"), C.AT_LEAST),
        ("từ 30% trở lên", 30, C.AT_LEAST),
        ("từ 30% hộ dân", 30, C.AT_LEAST),
        ("không thấp hơn 20 bài", 20, C.AT_LEAST),
        ("không cao hơn 5%", 5, C.AT_MOST),
        ("90% (trở lên) hộ dân", 90, C.AT_LEAST),
        ("80% hộ gia đình trở lên", 80, C.AT_LEAST),
        ("không quá 0,39%", Decimal("0.39"), C.AT_MOST),
        ("tối đa 03 ngày", 3, C.AT_MOST),
        ("giảm còn 2%", 2, C.AT_MOST),
        ("dưới 5 vụ", 5, C.AT_MOST),
        ("15 ngày trở xuống", 15, C.AT_MOST),
        ("100% tổ dân phố", 100, C.EQUAL),
        ("trồng 2.500 cây", 2500, C.EQUAL),
    ],
)
def test_how_a_figure_is_compared(text, value, way):
    [found] = figures(text)
    assert found.value == value
    assert comparator(text, found) is way


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 15/KH-UBND",
        "QL1-A",
        "mục 1.2.3",
        "nhóm A5",
        "24/12/2024",
        "Nghị định 98/2023/NĐ-CP",
        "một mô hình",
        "năm thứ hai",
    ],
)
def test_what_is_no_figure(text):
    assert figures(text) == []


def test_up_and_down():
    down, up = "giảm ít nhất 20% thời gian", "nâng tỷ lệ lên 90%"
    assert is_decrease(down, figures(down)[0])
    assert not is_increase(down, figures(down)[0])
    assert is_increase(up, figures(up)[0])
    assert not is_decrease(up, figures(up)[0])
    # what is said of one sentence says nothing of the next
    both = "Giảm tiếng ồn. Đạt 90% hộ."
    assert not is_decrease(both, figures(both)[0])


def test_two_figures_in_one_sentence_keep_their_places():
    text = "1-2 công trình và ít nhất ba bài viết"
    assert [(f.value, f.high, f.shown, f.spelled) for f in figures(text)] == [
        (1, 2, "1-2", False),
        (3, None, "ba", True),
    ]
