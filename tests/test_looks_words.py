"""Cách ghi: dates, deadlines, numbers, sizes and sentences of errors."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils.timezone import make_aware
from hypothesis import given
from hypothesis import strategies as st

from units import wording
from units.fields import (
    VietnameseDateField,
    VietnameseDecimalField,
    parse_date,
)
from units.form_messages import of_field, summary
from units.numerals import parse_decimal

DAY = datetime.date(2023, 10, 20)  # a Friday
EVENING = make_aware(
    datetime.datetime(2023, 10, 20, 18, 30, 5), datetime.UTC
)  # past one in the morning of the 21st in Vietnam


def test_dates_and_times_are_on_vietnams_clock():
    assert wording.vn_date(DAY) == "20/10/2023"
    assert wording.vn_date(EVENING) == "21/10/2023"
    assert wording.vn_time(EVENING) == "01:30"
    assert wording.vn_datetime(EVENING) == "01:30, 21/10/2023"
    assert wording.vn_datetime_seconds(EVENING) == "01:30:05, ngày 21/10/2023"
    assert wording.vn_weekday(DAY) == "Thứ Sáu"
    assert wording.vn_weekday(EVENING) == "Thứ Bảy"
    assert wording.vn_date(None) == wording.vn_datetime(None) == ""


def test_the_long_date_takes_a_zero_as_the_decree_says():
    assert wording.vn_long_date(datetime.date(2018, 4, 2)) == "ngày 02 tháng 4 năm 2018"
    assert (
        wording.vn_long_date(datetime.date(2024, 2, 12)) == "ngày 12 tháng 02 năm 2024"
    )
    assert (
        wording.vn_long_date(datetime.date(2024, 1, 1)) == "ngày 01 tháng 01 năm 2024"
    )
    assert (
        wording.vn_long_date(datetime.date(2024, 3, 31)) == "ngày 31 tháng 3 năm 2024"
    )


@pytest.mark.parametrize(
    ("days", "time", "expected"),
    [
        (-5, "", ("Quá hạn 5 ngày", "15/10/2023", "bad")),
        (-1, "17:00", ("Quá hạn 1 ngày", "19/10/2023", "bad")),
        (0, "", ("Hôm nay", "Thứ Sáu 20/10", "warn")),
        (0, "17:00", ("Trước 17:00", "hôm nay 20/10", "warn")),
        (1, "", ("Ngày mai", "Thứ Bảy 21/10", "warn")),
        (3, "", ("Còn 3 ngày", "Thứ Hai 23/10", "warn")),
        (4, "", ("Còn 4 ngày", "Thứ Ba 24/10", "")),
        (4, "16:00", ("Còn 4 ngày", "16:00 Thứ Ba 24/10", "")),
        (80, "", ("Còn 80 ngày", "Thứ Hai 08/01/2024", "")),
        (-1500, "", ("Quá hạn 1.500 ngày", "11/09/2019", "bad")),
    ],
)
def test_a_deadline_is_said_both_ways(days, time, expected):
    assert (
        tuple(wording.deadline(DAY + datetime.timedelta(days), DAY, time)) == expected
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1.234"),
        (1234567.5, "1.234.567,5"),
        (Decimal("88.40"), "88,4"),
        (Decimal("1E+3"), "1.000"),
        (-0.25, "-0,25"),
        ("12.50", "12,5"),
        (None, ""),
        ("", ""),
    ],
)
def test_numbers_have_a_comma_and_points(value, text):
    assert wording.vn_number(value) == text


def test_places_and_percent():
    assert wording.vn_number(2, 1) == "2,0"
    assert wording.vn_number(Decimal("2.25"), 1) == "2,2"
    assert wording.percent(88.4) == "88,4%"
    assert wording.percent(None) == ""


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 byte"),
        (1023, "1.023 byte"),
        (1024, "1 KB"),
        (1048575, "1 MB"),
        (1153434, "1,1 MB"),
        (5 * 1024**3, "5 GB"),
        (None, ""),
    ],
)
def test_sizes_of_files(count, text):
    assert wording.file_size(count) == text


def test_codes_are_written_in_fours():
    assert wording.code_groups("7KQ2M4XD") == "7KQ2-M4XD"
    assert wording.code_groups("7KQ2-M4XD") == "7KQ2-M4XD"


# ---- what is typed


@pytest.mark.parametrize(
    "text",
    [
        "1/8/2023",
        "01/08/2023",
        " 01 / 08 / 2023 ",
        "1-8-2023",
        "1.8.2023",
        "2023-08-01",
        "ngày 1 tháng 8 năm 2023",
        "Ngày 01 tháng 08 năm 2023",
        "01 tháng 8, năm 2023",
    ],
)
def test_a_date_is_read_as_people_write_it(text):
    assert parse_date(text) == datetime.date(2023, 8, 1)


@pytest.mark.parametrize(
    "text",
    ["31/2/2023", "1/13/2023", "2023", "1/8/23", "mai", "", "1/8/20233", "0/1/2023"],
)
def test_what_is_no_date_is_not_guessed(text):
    assert parse_date(text) is None


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_date_shown_is_read_back(day):
    assert parse_date(wording.vn_date(day)) == day
    assert parse_date(wording.vn_long_date(day)) == day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("88,4", "88.4"),
        ("88.4", "88.4"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("0.500", "0.500"),
        ("1.234.567", "1234567"),
        ("1,234,567.5", "1234567.5"),
        ("1,234.5", "1234.5"),
        ("1,234", "1.234"),
        ("1 234", "1234"),
        ("12,345", "12.345"),
        ("-3,5", "-3.5"),
        ("1234567.891", "1234567.891"),
    ],
)
def test_a_number_is_read_with_comma_or_point(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.2.3", "--1", "1e5", "NaN", "5%"]
)
def test_what_is_no_number_is_not_guessed(text):
    assert parse_decimal(text) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_shown_is_read_back(number):
    shown = wording.vn_number(number)
    assert parse_decimal(shown) == number


class DatesForm(forms.Form):
    day = VietnameseDateField(label="Ngày kết thúc")
    share = VietnameseDecimalField(label="Tỷ lệ", max_value=100, required=False)


def test_a_refused_value_is_named_and_kept_as_typed():
    form = DatesForm({"day": "15 tháng 8", "share": "tám mươi"})
    assert of_field(form["day"]) == [
        "Ngày kết thúc phải ghi dạng ngày/tháng/năm, ví dụ 15/08/2023. "
        "Đang nhập: 15 tháng 8"
    ]
    assert of_field(form["share"]) == [
        "Tỷ lệ phải là một số, ví dụ 88,4 hoặc 1.234,5. Đang nhập: tám mươi"
    ]
    assert 'value="15 tháng 8"' in str(form["day"])
    assert 'value="tám mươi"' in str(form["share"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/02/2026", "31/02/2026"),
        ("31-4-2026", "31/04/2026"),
        ("2026-13-01", "01/13/2026"),
        ("ngày 30 tháng 2 năm 2026", "30/02/2026"),
    ],
)
def test_a_day_that_there_never_was_is_said_to_be_none(text, day):
    form = DatesForm({"day": text})
    assert of_field(form["day"]) == [f"Không có ngày {day}."]
    assert f'value="{text}"' in str(form["day"])


def test_values_are_shown_in_vietnamese_and_compared_by_meaning():
    form = DatesForm(
        {"day": "1/8/2023", "share": "88,40"},
        initial={"day": datetime.date(2023, 8, 1), "share": Decimal("88.4")},
    )
    assert form.is_valid()
    assert form.cleaned_data == {
        "day": datetime.date(2023, 8, 1),
        "share": Decimal("88.40"),
    }
    assert form.changed_data == []
    unbound = DatesForm(
        initial={"day": datetime.date(2023, 8, 1), "share": Decimal("1234.50")}
    )
    assert 'value="01/08/2023"' in str(unbound["day"])
    assert 'value="1.234,5"' in str(unbound["share"])


class SentencesForm(forms.Form):
    title = forms.CharField(label="Tên phong trào", max_length=5)
    note = forms.CharField(label="Ghi chú", error_messages={"required": "Còn thiếu."})
    count = forms.IntegerField(label="Số đợt", min_value=1)
    level = forms.ChoiceField(label="Cấp", choices=[("a", "A")])
    office = forms.CharField(label="UBND phường")
    mail = forms.EmailField(label="Thư điện tử")
    seen = forms.BooleanField(label="Đã đối chiếu")


def test_django_s_sentences_are_replaced_and_one_s_own_are_kept():
    form = SentencesForm(
        {"title": "Thi đua xanh", "count": "0", "level": "zz", "mail": "ai đó"}
    )
    assert [line["text"] for line in summary(form)] == [
        "Tên phong trào dài tối đa 5 ký tự. Đang nhập: 12 ký tự.",
        "Ghi chú: Còn thiếu.",
        "Số đợt phải từ 1 trở lên. Đang nhập: 0.",
        "Cấp: “zz” không có trong danh sách để chọn.",
        "Nhập UBND phường.",
        "Thư điện tử phải có dạng ten@coquan.gov.vn. Đang nhập: ai đó",
        "Đánh dấu ô “Đã đối chiếu”.",
    ]
    assert [line["href"] for line in summary(form)][:2] == ["id_title", "id_note"]
    assert of_field(SentencesForm({"count": "ba"})["count"]) == [
        "Số đợt phải là một số. Đang nhập: ba"
    ]
    assert summary(SentencesForm()) == []
