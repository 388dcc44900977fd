"""Lệch giữa chữ và số liệu: a figure or a date that is not the one in its line."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content import (
    CitationNote,
    DeadlineNote,
    Line,
    Milestone,
    PeriodNote,
    PlanContent,
    RegistrationNote,
    TargetNote,
)
from campaigns.mismatch import Mismatch, mismatches, says_date, says_number, show_number
from campaigns.outline import LineKind
from tests.factories import ready_content


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hộ nghèo còn 0,39%", "0.39"),
        ("hộ nghèo còn 0.39%", "0.39"),
        ("hộ nghèo còn 0.390%", "0.39"),
        ("ít nhất 01 mô hình", "1"),
        ("ít nhất một mô hình", "1"),
        ("Ba công trình", "3"),
        ("1-2 công trình", "1"),
        ("1-2 công trình", "2"),
        ("thu 1.234 tỷ đồng", "1234"),
        ("thu 1.234.567,5 triệu đồng", "1234567.5"),
        ("đạt 12,5 %", "12.5"),
        ("đạt 100%", "100.000000"),
    ],
)
def test_the_figure_is_said(words, value):
    assert says_number(words, Decimal(value))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hộ nghèo còn 0,39%", "0.4"),
        ("hộ nghèo còn 0,39%", "39"),
        ("đạt 100%", "10"),
        ("thu 1.234 tỷ đồng", "1.234"),
        ("thu 1.234 tỷ đồng", "234"),
        ("mười một mô hình", "2"),
        ("hamột", "1"),
        ("đến hết năm 2023", "5"),
        ("", "0"),
    ],
)
def test_the_figure_is_not_said(words, value):
    assert not says_number(words, Decimal(value))


@given(st.integers(0, 10**12), st.integers(0, 6))
def test_a_figure_is_found_as_it_is_shown(units, places):
    value = Decimal(units).scaleb(-places)

    assert says_number(f"đạt {show_number(value)}%.", value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1234.5", "1.234,5"),
        ("0.39", "0,39"),
        ("100.000000", "100"),
        ("1000000", "1.000.000"),
        ("-5", "-5"),
    ],
)
def test_show_number(value, shown):
    assert show_number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("chậm nhất đến ngày 15/8/2023", "2023-08-15"),
        ("chậm nhất đến ngày 15/08/2023", "2023-08-15"),
        ("trước ngày 5-9-2023", "2023-09-05"),
        ("trước ngày 05.9.2023.", "2023-09-05"),
        ("ngày 01 tháng 8 năm 2023", "2023-08-01"),
        ("từ 15/8 đến 30/9/2023", "2023-08-15"),
        ("từ ngày 15 tháng 8 đến ngày 30 tháng 9 năm 2023", "2023-08-15"),
        ("từ tháng 7/2021 đến hết tháng 12/2022", "2021-07-01"),
        ("từ tháng 7/2021 đến hết tháng 12/2022", "2022-12-31"),
        ("hết tháng 12 năm 2023", "2023-12-31"),
        ("đến hết tháng 02/2024", "2024-02-29"),
        ("đến hết năm 2023", "2023-12-31"),
        ("đến cuối năm 2023", "2023-12-31"),
        ("trong năm 2023", "2023-01-01"),
        ("giai đoạn 2020-2025", "2025-12-31"),
        ("giai đoạn 2020 - 2025", "2025-12-31"),
        ("6 tháng đầu năm đạt 70%", "2018-06-30"),
        ("6 tháng cuối năm", "2018-07-01"),
        ("10 tháng đầu năm hoàn thành 100%", "2018-10-31"),
        ("9 tháng đầu năm", "2018-09-30"),
        ("quý I năm 2024", "2024-03-31"),
        ("quý 3/2024", "2024-09-30"),
        ("Quý IV năm 2024", "2024-12-31"),
    ],
)
def test_the_date_is_said(words, day):
    assert says_date(words, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("chậm nhất đến ngày 15/8/2023", "2023-08-16"),
        ("chậm nhất đến ngày 15/8/2023", "2023-08-05"),
        ("chậm nhất đến ngày 15/8/2023", "2024-08-15"),
        # said more exactly than the end of the month or of the year
        ("chậm nhất đến ngày 15/8/2023", "2023-08-31"),
        ("ngày 15 tháng 8 năm 2023", "2023-08-31"),
        ("ngày 15 tháng 8 năm 2023", "2023-12-31"),
        ("tháng 8 năm 2023", "2023-12-31"),
        ("quý II năm 2024", "2024-12-31"),
        ("quý II năm 2024", "2024-03-31"),
        ("hết tháng 12/2022", "2022-12-30"),
        ("hết tháng 12/2022", "2022-02-28"),
        ("hết tháng 2/2022", "2022-12-31"),
        ("đến hết năm 2023", "2023-11-30"),
        ("10 tháng đầu năm", "2018-11-30"),
        ("6 tháng đầu năm", "2018-07-01"),
        ("1-2 công trình mỗi năm", "2024-02-01"),
        ("115/8/2023", "2023-08-15"),
        ("15/8/20234", "2023-08-15"),
        ("", "2023-08-15"),
    ],
)
def test_the_date_is_not_said(words, day):
    assert not says_date(words, date.fromisoformat(day))


DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(DAYS)
def test_a_date_is_found_as_it_is_written(day):
    for words in (
        f"trước ngày {day:%d/%m/%Y}.",
        f"{day.day}/{day.month}/{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert says_date(words, day)


@given(DAYS, st.integers(-4000, 4000))
def test_a_whole_date_is_no_other_date(day, days):
    other = day + timedelta(days=days)

    assert says_date(f"trước ngày {day:%d/%m/%Y}", other) is (day == other)
    assert says_date(f"ngày {day.day} tháng {day.month} năm {day.year}", other) is (
        day == other
    )


def test_a_plan_that_agrees_with_itself_has_no_mismatch():
    assert mismatches(ready_content()) == []


def test_each_record_is_held_against_its_line():
    content = ready_content(
        citations=(CitationNote(line=0, text="…", issued_on=date(2018, 3, 21)),),
        periods=(
            PeriodNote(line=3, starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 16)),
        ),
        targets=(TargetNote(line=6, name="Hộ nghèo", value=Decimal("0.93")),),
        registrations=(RegistrationNote(line=11, what="mô hình", minimum=2),),
        deadlines=(DeadlineNote(line=12, text="…", due_on=date(2023, 12, 2)),),
    )

    assert mismatches(content) == [
        Mismatch("citations", 0, 0, "issued_on", "ngày ban hành 21/03/2018 không có trong câu"),
        Mismatch("periods", 0, 3, "ends_on", "ngày kết thúc 16/12/2023 không có trong câu"),
        Mismatch("targets", 0, 6, "value", "giá trị 0,93 không có trong câu"),
        Mismatch(
            "registrations", 0, 11, "minimum", "số lượng ít nhất 2 không có trong câu"
        ),
        Mismatch("deadlines", 0, 12, "due_on", "thời hạn 02/12/2023 không có trong câu"),
    ]  # fmt: skip


def one_line(text, **notes):
    return PlanContent(lines=(Line(kind=LineKind.DASH, text=text),), **notes)


def test_a_fraction_is_held_against_what_is_shown():
    text = "Đến hết năm 2023 giảm 1/3 số hộ nghèo."
    target = {"line": 0, "name": "Hộ nghèo", "value": Decimal("0.3333")}

    assert (
        mismatches(one_line(text, targets=(TargetNote(**target, shown="1/3"),))) == []
    )
    assert [
        m.field
        for m in mismatches(
            one_line(text, targets=(TargetNote(**target, shown="1/4"),))
        )
    ] == ["value"]


def test_milestones_are_held_against_the_line_too():
    text = "6 tháng đầu năm đạt 70%, 10 tháng đầu năm hoàn thành 100%."
    half = Milestone(label="6 tháng", value=Decimal(70), due_on=date(2018, 6, 30))
    most = Milestone(label="10 tháng", value=Decimal(90), due_on=date(2018, 9, 30))
    target = TargetNote(
        line=0, name="Chỉ tiêu", value=Decimal(100), milestones=(half, most)
    )

    assert [
        (m.field, m.text) for m in mismatches(one_line(text, targets=(target,)))
    ] == [
        ("milestones", "mốc “10 tháng”: thời hạn 30/09/2018 không có trong câu"),
        ("milestones", "mốc “10 tháng”: giá trị 90 không có trong câu"),
    ]


def test_words_below_the_line_count_as_its_own():
    """A phase is named in one line and dated in the paragraph under it."""
    content = PlanContent(
        lines=(
            Line(kind=LineKind.ITEM, text="Thời gian", is_title=True),
            Line(kind=LineKind.DASH, text="Từ ngày 01/8/2023."),
            Line(kind=LineKind.ITEM, text="Khác"),
            Line(kind=LineKind.DASH, text="Đến ngày 15/12/2023."),
        ),
        periods=(
            PeriodNote(line=0, starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 15)),
        ),
    )

    assert [m.field for m in mismatches(content)] == ["ends_on"]


def test_what_is_empty_is_no_mismatch():
    content = one_line(
        "Hoàn thành tốt.", targets=(TargetNote(line=0, name="Hoàn thành"),)
    )

    assert mismatches(content) == []
