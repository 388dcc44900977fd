"""Ngày tháng trong văn bản: points and spans of time, as many ways as they are written."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.reading.dates import moments, open_ends, spans

DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))


def points(text: str, year: int | None = None) -> list[tuple[date | None, date | None]]:
    return [(m.first, m.last) for m in moments(text, year)]


WAYS = [
    "ngày {d.day} tháng {d.month} năm {d.year}",
    "ngày {d.day:02d} tháng {d.month:02d} năm {d.year}",
    "ngày {d.day:02d}/{d.month:02d}/{d.year}",
    "{d.day}/{d.month}/{d.year}",
    "ngày {d.day}-{d.month}-{d.year}",
    "{d.day:02d}.{d.month:02d}.{d.year}",
    "ngày {d.day}/ {d.month}/ {d.year}",
    "Ngày {d.day}, tháng {d.month}, năm {d.year}",
]


@settings(deadline=None)
@given(DAYS, st.sampled_from(WAYS))
def test_a_day_however_it_is_written(day, way):
    text = f"Báo cáo trước {way.format(d=day)}, gửi về phường."
    [found] = moments(text)
    assert (found.first, found.last, found.grain) == (day, day, "day")
    assert found.year_given
    assert str(day.year) in text[found.start : found.end]


@settings(deadline=None)
@given(DAYS, DAYS, st.sampled_from(WAYS), st.sampled_from(WAYS))
def test_a_span_of_two_days(first, last, one, other):
    first, last = sorted((first, last))
    text = f"Thời gian: từ {one.format(d=first)} đến hết {other.format(d=last)}."
    [found] = spans(text)
    assert (found.first, found.last, found.opens) == (first, last, "")
    assert text[found.start : found.end].startswith("từ ")


@settings(deadline=None)
@given(DAYS, st.integers(1, 300))
def test_the_first_day_may_leave_its_year_to_the_second(first, days):
    last = first + timedelta(days)
    text = f"từ ngày {first.day}/{first.month} đến ngày {last.day}/{last.month}/{last.year}"
    [found] = spans(text)
    assert found.last == last
    assert found.first == first


@settings(deadline=None)
@given(
    st.integers(1, 12),
    st.integers(1990, 2049),
    st.sampled_from(["/", " năm ", "-", "/ "]),
)
def test_a_month_stands_for_its_days(month, year, between):
    end = date(year, month, monthrange(year, month)[1])
    assert points(f"trong tháng {month:02d}{between}{year}") == [
        (date(year, month, 1), end)
    ]


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1990, 2049), st.booleans())
def test_a_quarter_stands_for_three_months(quarter, year, is_roman):
    shown = ["I", "II", "III", "IV"][quarter - 1] if is_roman else quarter
    [(first, last)] = points(f"hoàn thành trong quý {shown} năm {year}")
    assert first == date(year, 3 * quarter - 2, 1)
    assert last == date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1990, 2049))
def test_months_at_the_beginning_and_end_of_a_year(count, year):
    start, end = date(year, 1, 1), date(year, 12, 31)
    last = date(year, count, monthrange(year, count)[1])
    assert points(f"{count} tháng đầu năm {year}") == [(start, last)]
    assert points(f"{count} tháng cuối năm {year}") == [
        (date(year, 13 - count, 1), end)
    ]
    assert points(f"{count} tháng đầu năm", year) == [(start, last)]


@settings(deadline=None)
@given(st.text(alphabet="0123456789/.-thángnămquýtừđế ", max_size=60))
def test_no_text_makes_a_day_that_is_none(text):
    for found in moments(text, 2024):
        assert text[found.start : found.end].strip()
        assert (found.first is None) == (found.last is None)
        assert not found.first or found.first <= found.last
    for span in spans(text, 2024):
        assert span.last or span.first or span.opens


@pytest.mark.parametrize(
    ("text", "year", "wanted"),
    [
        ("sáu tháng đầu năm 2021", None, [(date(2021, 1, 1), date(2021, 6, 30))]),
        ("quí 3/2022", None, [(date(2022, 7, 1), date(2022, 9, 30))]),
        ("cả năm 2023", None, [(date(2023, 1, 1), date(2023, 12, 31))]),
        ("hết năm 2025", None, [(date(2025, 1, 1), date(2025, 12, 31))]),
        ("ngày 15/8", 2023, [(date(2023, 8, 15), date(2023, 8, 15))]),
        ("ngày 15/8", None, [(None, None)]),
        ("trước 20/10", 2024, [(date(2024, 10, 20), date(2024, 10, 20))]),
        ("trước 1/3 thời gian", 2024, []),
        ("ngày 29 tháng 02 năm 2023", None, []),
        ("ngày 31/4/2024", None, []),
        ("Kế hoạch số 15/2024/KH-UBND", None, []),
        ("giai đoạn 2021-2025", None, []),
        ("năm 2021-2022", None, []),
        ("điện thoại 0912.345.678", None, []),
        ("24/7", 2024, []),
        ("1/3 số hộ", 2024, []),
    ],
)
def test_points_and_what_only_looks_like_one(text, year, wanted):
    assert points(text, year) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "từ tháng 7/2021 đến hết tháng 12/2022",
            (date(2021, 7, 1), date(2022, 12, 31), ""),
        ),
        ("từ nay đến hết ngày 15/8/2023", (None, date(2023, 8, 15), "now")),
        ("từ nay đến cuối năm 2025", (None, date(2025, 12, 31), "now")),
        (
            "kể từ ngày ban hành Kế hoạch đến hết quý II năm 2024",
            (None, date(2024, 6, 30), "issue"),
        ),
        (
            "từ ngày 08 đến ngày 10 tháng 12 năm 2025",
            (date(2025, 12, 8), date(2025, 12, 10), ""),
        ),
        ("từ 20/11 đến 05/01/2025", (date(2024, 11, 20), date(2025, 1, 5), "")),
        ("(20/11/2025 - 03/12/2025)", (date(2025, 11, 20), date(2025, 12, 3), "")),
        (
            "bắt đầu từ ngày 01/3/2024 và kết thúc vào ngày 30/6/2024",
            (date(2024, 3, 1), date(2024, 6, 30), ""),
        ),
        ("từ năm 2021 đến năm 2025", (date(2021, 1, 1), date(2025, 12, 31), "")),
    ],
)
def test_spans(text, wanted):
    assert [(s.first, s.last, s.opens) for s in spans(text)] == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "giảm từ 30% đến ngày 15/8/2023",
        "đến ngày 15/8/2023",
        "trước ngày 15/8/2023",
        "ngày 15/8/2023 và ngày 20/8/2023",
    ],
)
def test_what_is_no_span(text):
    assert spans(text) == []


def test_a_span_that_ends_with_an_event_has_a_first_day_only():
    [found] = open_ends("từ ngày 01/3/2024 đến khi kết thúc đợt thi đua")
    assert (found.first, found.last) == (date(2024, 3, 1), None)
