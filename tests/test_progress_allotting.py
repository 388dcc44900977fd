"""Ô giao chỉ tiêu: what is typed in a cell of the grid, as a value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.progress.allotting import (
    COMMON,
    NONE,
    Allotted,
    allotted,
    baseline,
    shown_level,
    weight,
)
from campaigns.progress.entering import Unclear
from campaigns.progress.measures import Measure, Scale

KM = Scale(unit="km")
PERCENT = Scale(measure=Measure.PERCENT)
RANK = Scale(measure=Measure.RANK, ranks=("Tốt", "Khá"))
D = Decimal


@pytest.mark.parametrize(
    ("text", "scale", "meant"),
    [
        ("", KM, NONE),
        ("   ", KM, NONE),
        ("chung", KM, COMMON),
        ("Mức chung", PERCENT, COMMON),
        ("12", KM, Allotted(True, D(12))),
        ("12 km", KM, Allotted(True, D(12))),
        ("0", KM, Allotted(True, D(0))),
        ("1.234,5", KM, Allotted(True, D("1234.5"))),
        ("-3", KM, Allotted(True, D(-3))),
        ("10-12", KM, Allotted(True, D(10), D(12))),
        ("10 – 12", KM, Allotted(True, D(10), D(12))),
        ("10 đến 12", KM, Allotted(True, D(10), D(12))),
        ("95%", PERCENT, Allotted(True, D(95))),
        ("90%–95%", PERCENT, Allotted(True, D(90), D(95))),
        ("Khá", RANK, Allotted(True, D(2))),
        ("Có", Scale(measure=Measure.YES_NO), Allotted(True, D(1))),
        ("bất kỳ chữ gì", Scale(measure=Measure.NARRATIVE), COMMON),
    ],
)
def test_what_a_cell_says(text, scale, meant):
    assert allotted(text, scale) == meant


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mười", "Ghi bằng chữ số"),
        ("12-10", "Số đầu của khoảng phải nhỏ hơn số cuối. Đang nhập: 12-10"),
        ("12 hộ", "Chỉ tiêu này tính bằng km"),
        ("1,2,3", "Không rõ là số nào"),
    ],
)
def test_what_is_unclear_is_told(text, sentence):
    with pytest.raises(Unclear, match=sentence):
        allotted(text, KM)


THOUSANDTHS = st.integers(0, 10**9).map(lambda number: D(number) / 1000)


@given(
    st.integers(-(10**9), 10**9).map(lambda number: D(number) / 1000),
    st.none() | THOUSANDTHS,
    st.sampled_from([KM, PERCENT]),
)
def test_what_is_shown_is_read_again(value, more, scale):
    cell = Allotted(True, value, None if more is None else value + more)
    if value < 0 and cell.value_max is not None and cell.value_max < 0:
        return  # a range below zero is typed by nobody

    assert allotted(shown_level(cell, scale), scale) == cell
    for plain in (NONE, COMMON):
        assert allotted(shown_level(plain, scale), scale) == plain


def test_weights_and_baselines():
    assert weight("1,5") == D("1.5")
    assert weight("0") == 0
    assert baseline("", KM) is None
    assert baseline("2,68", KM) == D("2.68")
    for text in ("", "-1", "nặng", "1,23456"):
        with pytest.raises(Unclear, match="Trọng số"):
            weight(text)
