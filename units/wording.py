"""Cách ghi: dates, deadlines, numbers and sizes as an office writes them on the screen.

Papers have their own rules (``campaigns`` and ``reports``); these are for pages.
"""

import datetime
from typing import NamedTuple

from django.utils.timezone import localdate, localtime

from units.numerals import vn_number, with_unit

WEEKDAYS = (
    "Thứ Hai",
    "Thứ Ba",
    "Thứ Tư",
    "Thứ Năm",
    "Thứ Sáu",
    "Thứ Bảy",
    "Chủ Nhật",
)
SHORT_WEEKDAYS = ("T.Hai", "T.Ba", "T.Tư", "T.Năm", "T.Sáu", "T.Bảy", "C.Nhật")
SOON_DAYS = 3  # a deadline this near is ochre


class Deadline(NamedTuple):
    """Hạn: both ways of saying it, and the kind of its colour ("", "warn", "bad")."""

    relative: str
    absolute: str
    kind: str


def deadline(day: datetime.date, today: datetime.date, time: str = "") -> Deadline:
    """Hạn that ends with its day (or at ``time``, "17:00").

    The year is written where it is not this one, or once the day is past.
    """
    days = (day - today).days
    if days < 0:
        return Deadline(f"Quá hạn {vn_number(-days)} ngày", vn_date(day), "bad")
    if days == 0:
        if time:
            return Deadline(f"Trước {time}", f"hôm nay {day:%d/%m}", "warn")
        return Deadline("Hôm nay", f"{WEEKDAYS[day.weekday()]} {day:%d/%m}", "warn")
    year = "" if day.year == today.year else f"/{day.year}"
    absolute = " ".join(
        [*([time] if time else []), WEEKDAYS[day.weekday()], f"{day:%d/%m}{year}"]
    )
    relative = "Ngày mai" if days == 1 else f"Còn {vn_number(days)} ngày"
    return Deadline(relative, absolute, "warn" if days <= SOON_DAYS else "")


def relative_day(value) -> str:
    """Còn 4 ngày, Hôm nay, Quá hạn 5 ngày."""
    day = as_day(value)
    return deadline(day, localdate()).relative if day else ""


def as_day(value) -> datetime.date | None:
    """The date of a date or of a time, on Vietnam's clock."""
    if isinstance(value, datetime.datetime):
        return localtime(value).date() if value.tzinfo else value.date()
    return value or None


def vn_date(value) -> str:
    """01/08/2023"""
    day = as_day(value)
    return f"{day:%d/%m}/{day.year:04d}" if day else ""


def vn_span(first, last) -> str:
    """Từ ngày đến ngày, as of today: "01/07/2025 – nay"; "từ 01/01/2027" of what is to come."""
    if last:
        return f"{vn_date(first)} – {vn_date(last)}"
    begins = as_day(first)
    if begins and begins > localdate():
        return f"từ {vn_date(begins)}"
    return f"{vn_date(begins)} – nay"


def vn_long_date(value) -> str:
    """Ngày theo thể thức: "ngày 02 tháng 4 năm 2018".

    Days below 10 and the months 1 and 2 take a zero (Nghị định 30/2020, Phụ lục I, mục II.4).
    """
    day = as_day(value)
    if not day:
        return ""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def vn_weekday(value) -> str:
    """Thứ Ba"""
    day = as_day(value)
    return WEEKDAYS[day.weekday()] if day else ""


def vn_time(value: datetime.datetime | None) -> str:
    """16:42"""
    return f"{localtime(value):%H:%M}" if value else ""


def vn_datetime(value: datetime.datetime | None) -> str:
    """16:42, 30/06/2021"""
    return f"{vn_time(value)}, {vn_date(value)}" if value else ""


def vn_datetime_seconds(value: datetime.datetime | None) -> str:
    """08:15:42, ngày 20/10/2023"""
    return f"{localtime(value):%H:%M:%S}, ngày {vn_date(value)}" if value else ""


def percent(value, places: int | None = None) -> str:
    """88.4 → "88,4%", the sign joined to the number."""
    text = vn_number(value, places)
    return with_unit(text, "%") if text else ""


def excerpt(text: str, most: int) -> str:
    """On one line, at most that many characters, cut between words: no year reads as another."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    whole = text[:most].rpartition(" ")[0] or text[: most - 1]
    return f"{whole.rstrip(' ,;:')}…"


def sentence(text: str) -> str:
    """The words as a sentence: with the full stop that whoever typed them left out."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…:;" else f"{text}."


def lower_first(text: str) -> str:
    """As it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def file_size(count) -> str:
    """Bytes → "1,1 MB"; whole kilobytes, one decimal from a megabyte on."""
    if count is None or count == "":
        return ""
    size = float(count)
    for unit, places in (("byte", 0), ("KB", 0), ("MB", 1)):
        if round(size, places) < 1024:
            return f"{vn_number(round(size, places))} {unit}"
        size /= 1024
    return f"{vn_number(round(size, 1))} GB"


def code_groups(code: str) -> str:
    """Mã xác thực in fours: "7KQ2M4XD" → "7KQ2-M4XD"."""
    plain = code.replace("-", "")
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))
