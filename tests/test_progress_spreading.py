"""Chia chỉ tiêu: the parts add up to the total exactly, whatever they are measured by."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.progress.spreading import (
    NotSpread,
    Spread,
    by_result,
    by_weight,
    equally,
    words,
)


def numbers(*texts):
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("total", "weights", "places", "parts"),
    [
        ("10", ["1", "1", "1"], 0, ["4", "3", "3"]),
        ("10", ["1", "1", "1"], 2, ["3.34", "3.33", "3.33"]),
        # 47, 16, 15.8 and 21.2 of a hundred: the greatest remainder has the one that is left.
        ("100", ["47", "16", "15.8", "21.2"], 0, ["47", "16", "16", "21"]),
        ("5", ["0", "2", "0", "3"], 0, ["0", "2", "0", "3"]),
        ("1", ["1", "1", "1", "1"], 0, ["1", "0", "0", "0"]),
        ("-3", ["1", "1"], 0, ["-2", "-1"]),
        ("0", ["1", "2"], 0, ["0", "0"]),
        ("0.5", ["1", "1"], 2, ["0.25", "0.25"]),
    ],
)
def test_a_total_is_spread_by_weight(total, weights, places, parts):
    assert by_weight(Decimal(total), numbers(*weights), places) == numbers(*parts)


def test_equally_and_by_last_result():
    assert equally(Decimal(7), 3) == numbers("3", "2", "2")
    assert by_result(Decimal(30), numbers("10", "20")) == numbers("10", "20")


@pytest.mark.parametrize(
    ("spread", "sentence"),
    [
        (
            lambda: by_weight(Decimal(5), numbers("0", "0")),
            "Mọi đơn vị đều có trọng số bằng 0 nên không chia được. Ghi trọng số lớn hơn 0 "
            "cho ít nhất một đơn vị, hoặc chia đều.",
        ),
        (
            lambda: by_result(Decimal(5), numbers("0", "0")),
            "Mọi đơn vị đều có kết quả kỳ trước bằng 0 nên không chia được. Ghi kết quả kỳ "
            "trước lớn hơn 0 cho ít nhất một đơn vị, hoặc chia đều.",
        ),
        (
            lambda: by_result(Decimal(5), [Decimal(1), None]),
            "1/2 đơn vị chưa có kết quả kỳ trước nên không chia theo kết quả được. Chia theo "
            "trọng số hoặc chia đều.",
        ),
        (
            lambda: by_weight(Decimal(5), numbers("1", "-1")),
            "Không chia được theo trọng số âm. Sửa số âm rồi chia lại.",
        ),
        (lambda: equally(Decimal(5), 0), "Chọn ít nhất một đơn vị để chia chỉ tiêu."),
        (
            lambda: equally(Decimal("2.5"), 2),
            "Không chia 2,5 thành các số nguyên được. Chia đến phần thập phân.",
        ),
        (
            lambda: equally(Decimal("2.55"), 2, 1),
            "Không chia 2,55 đến 1 chữ số sau dấu phẩy được. Chọn nhiều chữ số hơn.",
        ),
    ],
)
def test_what_cannot_be_spread_is_refused_in_words(spread, sentence):
    with pytest.raises(NotSpread) as refusal:
        spread()

    assert str(refusal.value) == sentence


WEIGHTS = st.lists(
    st.decimals(0, 10**8, places=4) | st.integers(0, 3).map(Decimal),
    min_size=1,
    max_size=40,
)
PLACES = st.integers(0, 6)


@st.composite
def spreads(draw):
    places = draw(PLACES)
    weights = draw(WEIGHTS)
    assume(any(weights))
    steps = draw(st.integers(-(10**12), 10**12) | st.integers(-50, 50))
    return Decimal(steps).scaleb(-places), weights, places


@given(spreads())
def test_the_parts_add_up_exactly(spread):
    total, weights, places = spread

    parts = by_weight(total, weights, places)

    assert sum(map(Fraction, parts)) == Fraction(total)
    assert all(round(part, places) == part for part in parts)


@given(spreads())
def test_no_part_is_a_step_or_more_from_its_share(spread):
    total, weights, places = spread
    whole = sum(map(Fraction, weights))

    for part, weight in zip(by_weight(total, weights, places), weights, strict=True):
        share = Fraction(total) * Fraction(weight) / whole
        assert abs(Fraction(part) - share) < Fraction(1, 10**places)
        assert weight or not part


@given(spreads())
def test_a_heavier_unit_never_has_less_and_ties_go_by_the_list(spread):
    total, weights, places = spread
    parts = [abs(part) for part in by_weight(total, weights, places)]

    order = sorted(range(len(weights)), key=lambda i: (-weights[i], i))

    assert [parts[i] for i in order] == sorted(parts, reverse=True)


@given(spreads(), st.integers(1, 1000))
def test_only_the_proportions_of_the_weights_count(spread, times):
    total, weights, places = spread

    more = [weight * times for weight in weights]

    assert by_weight(total, more, places) == by_weight(total, weights, places)


def test_how_it_was_spread_is_told():
    assert words(Spread.EQUALLY) == (
        "Chia đều, làm tròn xuống số nguyên; phần còn lại cộng lần lượt cho đơn vị có phần dư "
        "lớn nhất, bằng nhau thì theo thứ tự trong danh sách."
    )
    assert words(Spread.BY_RESULT, 2).startswith(
        "Theo kết quả kỳ trước, làm tròn xuống 2 chữ số sau dấu phẩy; "
    )
    assert Spread.BY_WEIGHT.label == "Theo trọng số"
