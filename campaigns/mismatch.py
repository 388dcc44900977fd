"""Lệch giữa chữ và số liệu: a record whose figure or date is not the one in its line."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from campaigns.content import NOTE_FIELDS, Note, PlanContent, TargetNote
from campaigns.outline import span

WORDS = {
    "starts_on": "ngày bắt đầu",
    "ends_on": "ngày kết thúc",
    "deadline": "thời hạn",
    "due_on": "thời hạn",
    "issued_on": "ngày ban hành",
    "value": "giá trị",
    "value_max": "giá trị cuối",
    "minimum": "số lượng ít nhất",
}


@dataclass(frozen=True)
class Mismatch:
    """``kind`` is a field of PlanContent, ``index`` the place of the note in it."""

    kind: str
    index: int
    line: int
    field: str
    text: str


def mismatches(content: PlanContent) -> list[Mismatch]:
    """Every note whose figure or date cannot be found in its line or in what stands under it."""
    found = []
    for kind in NOTE_FIELDS:
        for index, note in enumerate(getattr(content, kind)):
            words = _words_of(content, note.line)
            found += [
                Mismatch(kind, index, note.line, name, text)
                for name, text in _disagreements(note, words)
            ]
    return found


def _words_of(content, line):
    return " ".join(content.lines[i].text for i in span(content.lines, line))


def _disagreements(note: Note, words: str) -> Iterator[tuple[str, str]]:
    for field in fields(note):
        value = getattr(note, field.name)
        label = WORDS.get(field.name)
        if label is None or value is None:
            continue
        if isinstance(value, date):
            if not says_date(words, value):
                yield field.name, f"{label} {value:%d/%m/%Y} không có trong câu"
        elif isinstance(note, TargetNote) and note.shown and note.shown in words:
            continue
        elif not says_number(words, Decimal(value)):
            yield (
                field.name,
                f"{label} {show_number(Decimal(value))} không có trong câu",
            )


def says_number(words: str, value: Decimal) -> bool:
    """The figure stands in the words: "0,39", "0.39", "1.234", "01"."""
    return any(
        _as_number(text) == value for text in re.findall(r"\d+(?:[.,]\d+)*", words)
    )


def _as_number(text: str) -> Decimal:
    """1.234 and 1.234,5 are thousands; 0.39 and 0,39 are decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    head, _, tail = text.replace(",", ".").partition(".")
    return Decimal(f"{head}.{tail.replace('.', '') or '0'}")


def show_number(value: Decimal) -> str:
    """1234.5 → "1.234,5"."""
    value = (
        value.quantize(Decimal(1))
        if value == value.to_integral()
        else value.normalize()
    )
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def says_date(words: str, day: date) -> bool:
    """The date stands in the words, also as a month, a year or half a year that ends on it."""
    d, m, y = day.day, day.month, day.year
    whole = [
        rf"(?<!\d)0?{d}\s*[/.-]\s*0?{m}\s*[/.-]\s*{y}(?!\d)",
        rf"(?<!\d)0?{d}\s+tháng\s+0?{m}\s+năm\s+{y}(?!\d)",
        rf"(?<!\d)0?{d}\s*[/.-]\s*0?{m}(?![\d/.-]*\d)",  # 15/8, the year said elsewhere
    ]
    if d in (1, calendar.monthrange(y, m)[1]):
        whole += [
            rf"tháng\s+0?{m}\s*(?:[/.-]|năm)\s*{y}(?!\d)",
            rf"(?<!\d)0?{m}/{y}(?!\d)",
        ]
    if (d, m) in ((1, 1), (31, 12)):
        whole += [rf"(?:năm|quý\s+\w+)[^.;]{{0,12}}{y}(?!\d)", rf"-\s*{y}(?!\d)"]
    if (d, m) in ((30, 6), (1, 7)):
        whole += [r"6 tháng"]
    if d == calendar.monthrange(y, m)[1]:
        whole += [rf"(?<!\d){m} tháng đầu", rf"quý\s+(?:{_QUARTER.get(m, 'x')})"]
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in whole)


_QUARTER = {3: "I|1", 6: "II|2", 9: "III|3", 12: "IV|4"}
