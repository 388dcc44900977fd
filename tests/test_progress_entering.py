"""Nhập số liệu: what is understood, what is shown back, what is refused in which words."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.progress.entering import Entered, Unclear, entered, said, shown
from campaigns.progress.measures import Measure, Scale

PERCENT = Scale(measure=Measure.PERCENT)
RATIO = Scale(measure=Measure.PERCENT, takes_ratio=True)
ROUTES = Scale(unit="tuyến")
MONEY = Scale(unit="triệu đồng")
POOR = Scale(unit="hộ nghèo")
YES_NO = Scale(measure=Measure.YES_NO)
RANK = Scale(measure=Measure.RANK, ranks=("Xuất sắc", "Tốt", "Khá"))


@pytest.mark.parametrize(
    ("text", "scale", "value", "echo"),
    [
        ("88,4", PERCENT, "88.4", "88,4%"),
        ("88.4", PERCENT, "88.4", "88,4%"),
        ("0,39%", PERCENT, "0.39", "0,39%"),
        ("0,39 %", PERCENT, "0.39", "0,39%"),
        ("５８，５％", PERCENT, "58.5", "58,5%"),
        ("98 phần trăm", PERCENT, "98", "98%"),
        ("1.234", ROUTES, "1234", "1.234 tuyến"),
        ("1 234", ROUTES, "1234", "1.234 tuyến"),
        ("1\u00a0234\u202f567", ROUTES, "1234567", "1.234.567 tuyến"),
        ("1.234,5", MONEY, "1234.5", "1.234,5 triệu đồng"),
        ("1,234.5", MONEY, "1234.5", "1.234,5 triệu đồng"),
        ("1 234,5", MONEY, "1234.5", "1.234,5 triệu đồng"),
        ("1,234", MONEY, "1.234", "1,234 triệu đồng"),
        ("12 tuyến", ROUTES, "12", "12 tuyến"),
        ("12 Tuyến.", ROUTES, "12", "12 tuyến"),
        ("12tuyê\u0301n", ROUTES, "12", "12 tuyến"),
        ("15 hộ", POOR, "15", "15 hộ nghèo"),
        ("3", Scale(), "3", "3"),
        ("+3", Scale(), "3", "3"),
        ("-3,5", Scale(), "-3.5", "-3,5"),
        ("− 3,5", Scale(), "-3.5", "-3,5"),
        ("–2", Scale(), "-2", "-2"),
        ("0", Scale(), "0", "0"),
        ("\u200b007", Scale(), "7", "7"),
        ("99999999999999,999999", Scale(), "99999999999999.999999",
         "99.999.999.999.999,999999"),
    ],
)  # fmt: skip
def test_figures_are_understood(text, scale, value, echo):
    found = entered(text, scale)

    assert (found.value, found.echo) == (Decimal(value), echo)
    assert (found.numerator, found.denominator) == (None, None)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u200b"])
@pytest.mark.parametrize("scale", [PERCENT, YES_NO, RANK, Scale(measure="narrative")])
def test_an_empty_box_is_blank_and_no_zero(text, scale):
    assert entered(text, scale) is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1.234", "Đã hiểu là hàng nghìn. Nếu là số thập phân, ghi 1,234."),
        ("1,234", "Đã hiểu là số thập phân. Nếu là hàng nghìn, ghi 1.234."),
        ("12,34", ""),
        ("1.234.567", ""),
        ("0,123", ""),
    ],
)
def test_what_could_be_another_number_is_told(text, note):
    assert entered(text, ROUTES).note == note


def test_a_ratio_brings_both_its_numbers():
    assert entered("1/3", RATIO) == Entered(
        value=Decimal("33.333333"),
        numerator=Decimal(1),
        denominator=Decimal(3),
        echo="1/3 (33,33%)",
    )
    assert entered("1.031 / 2 062", RATIO).value == Decimal(50)
    assert entered("110/100", RATIO).echo == "110/100 (110%)"
    assert entered("83,8", RATIO).denominator is None


def test_none_of_none_has_no_share():
    assert entered("0/0", RATIO) == Entered(
        value=None,
        numerator=Decimal(0),
        denominator=Decimal(0),
        echo="0/0 (không phát sinh)",
    )


@pytest.mark.parametrize(
    ("text", "scale", "sentence"),
    [
        (
            "1.234.5", ROUTES,
            "Không rõ là số nào: dấu chấm chỉ ngăn hàng nghìn (1.234.567), dấu phẩy ngăn "
            "phần thập phân (88,4). Đang nhập: 1.234.5",
        ),
        (
            "1,2,3", ROUTES,
            "Không rõ là số nào: dấu chấm chỉ ngăn hàng nghìn (1.234.567), dấu phẩy ngăn "
            "phần thập phân (88,4). Đang nhập: 1,2,3",
        ),
        (
            "88,", PERCENT,
            "Không rõ là số nào: dấu chấm chỉ ngăn hàng nghìn (1.234.567), dấu phẩy ngăn "
            "phần thập phân (88,4). Đang nhập: 88,",
        ),
        (
            "12 5", ROUTES,
            "Không rõ là một hay nhiều số. Viết liền các chữ số, ví dụ 1234 hoặc 1.234. "
            "Đang nhập: 12 5",
        ),
        (
            "-", ROUTES,
            "Không rõ “-” là bằng 0 hay chưa có số. Ghi 0 nếu bằng không, để trống nếu chưa "
            "có số.",
        ),
        (
            "Không có", ROUTES,
            "Không rõ “Không có” là bằng 0 hay chưa có số. Ghi 0 nếu bằng không, để trống "
            "nếu chưa có số.",
        ),
        ("5 – 7", PERCENT, "Ghi một số đã đạt, không ghi khoảng. Đang nhập: 5 - 7"),
        ("5% đến 7%", PERCENT, "Ghi một số đã đạt, không ghi khoảng. Đang nhập: 5% đến 7%"),
        ("ba", ROUTES, "Ghi bằng chữ số, ví dụ 88,4 hoặc 1.234. Đang nhập: ba"),
        (
            "12%", ROUTES,
            "Chỉ tiêu này tính bằng tuyến, không tính bằng %. Đang nhập: 12%",
        ),
        ("12%", Scale(), "Ô này chỉ ghi số, không tính bằng %. Đang nhập: 12%"),
        (
            "1,5 tỷ", MONEY,
            "Chỉ tiêu này tính bằng triệu đồng; đổi ra đơn vị ấy rồi ghi số, ví dụ 12 triệu "
            "đồng. Đang nhập: 1,5 tỷ",
        ),
        (
            "12 h", POOR,
            "Chỉ tiêu này tính bằng hộ nghèo; đổi ra đơn vị ấy rồi ghi số, ví dụ 12 hộ nghèo. "
            "Đang nhập: 12 h",
        ),
        ("10²", Scale(), "Ô này chỉ ghi số, ví dụ 12. Đang nhập: 10²"),
        ("1/3", PERCENT, "Chỉ tiêu này ghi tỷ lệ %, ví dụ 88,4. Đang nhập: 1/3"),
        (
            "1/3", ROUTES,
            "Chỉ tiêu này tính bằng tuyến; đổi ra đơn vị ấy rồi ghi số, ví dụ 12 tuyến. "
            "Đang nhập: 1/3",
        ),
        (
            "-1/3", RATIO,
            "Ghi số đạt, dấu gạch chéo, tổng số, ví dụ 31/37; hoặc ghi tỷ lệ %, ví dụ 83,8. "
            "Đang nhập: -1/3",
        ),
        ("3/0", RATIO, "Tổng số (sau dấu gạch chéo) phải lớn hơn 0. Đang nhập: 3/0"),
        ("0,1234567", PERCENT, "Ghi nhiều nhất 6 chữ số sau dấu phẩy. Đang nhập: 0,1234567"),
        (
            "123456789012345", Scale(),
            "Số quá lớn: nhiều nhất 14 chữ số trước dấu phẩy. Đang nhập: 123456789012345",
        ),
        ("có lẽ", YES_NO, "Ghi “Có” hoặc “Chưa”. Đang nhập: có lẽ"),
        ("Giỏi", RANK, "Ghi một trong các mức: Xuất sắc, Tốt, Khá. Đang nhập: Giỏi"),
        ("4", RANK, "Ghi một trong các mức: Xuất sắc, Tốt, Khá. Đang nhập: 4"),
        ("đầu", Scale(measure=Measure.RANK), "Ghi thứ hạng, ví dụ 3. Đang nhập: đầu"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused_with_the_way_to_type_it(text, scale, sentence):
    with pytest.raises(Unclear) as refusal:
        entered(text, scale)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "scale", "value", "echo"),
    [
        ("Có", YES_NO, 1, "Có"),
        ("x", YES_NO, 1, "Có"),
        ("Chưa", YES_NO, 0, "Chưa"),
        ("không", YES_NO, 0, "Chưa"),
        ("tốt", RANK, 2, "Tốt"),
        ("3", RANK, 3, "Khá"),
        ("Hạng 5", Scale(measure=Measure.RANK), 5, "hạng 5"),
        ("Đã tổ chức 3 buổi.", Scale(measure=Measure.NARRATIVE), 1, "Đã báo cáo"),
    ],
)
def test_words_are_understood(text, scale, value, echo):
    found = entered(text, scale)

    assert (found.value, found.echo) == (Decimal(value), echo)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("88.40", "%", "88,4%"),
        ("1234", "triệu đồng", "1.234 triệu đồng"),
        ("3", "tuyến", "3 tuyến"),
        ("0", "", "0"),
        (None, "tuyến", ""),
    ],
)
def test_a_figure_is_shown(value, unit, text):
    assert shown(None if value is None else Decimal(value), unit) == text


FIGURES = st.decimals(-(10**14) + 1, 10**14 - 1, places=6) | st.decimals(
    -(10**6), 10**6, places=3
)
UNITS = st.sampled_from(["", "%", "tuyến", "triệu đồng", "m2", "công trình/năm"])


@given(FIGURES, UNITS)
def test_what_is_shown_is_understood_again(value, unit):
    percent = unit == "%"
    scale = Scale(measure=Measure.PERCENT if percent else Measure.NUMBER, unit=unit)

    found = entered(shown(value, unit), scale)

    assert found.value == value
    assert found.echo == shown(value, unit)


@given(st.integers(1, 3), st.integers(0, 1))
def test_words_that_are_shown_are_understood_again(place, answer):
    assert entered(said(Decimal(place), RANK), RANK).value == place
    assert entered(said(Decimal(answer), YES_NO), YES_NO).value == answer


@given(st.text(), st.sampled_from([ROUTES, RATIO, YES_NO, RANK, Scale()]))
def test_whatever_is_typed_is_understood_or_refused_in_words(text, scale):
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()

    assert bool(_answer(text, scale)) is bool(seen)


def _answer(text, scale):
    try:
        found = entered(text, scale)
    except Unclear as refusal:
        return str(refusal)
    return found.echo if found else ""
