"""Lệch giữa chữ và số liệu: a record whose figure or date is not the one in its line."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from campaigns.content import NOTE_FIELDS, Milestone, Note, PlanContent, TargetNote
from campaigns.outline import span

WORDS = {
    "starts_on": "ngày bắt đầu",
    "ends_on": "ngày kết thúc",
    "deadline": "thời hạn",
    "due_on": "thời hạn",
    "plan_due_on": "hạn ban hành kế hoạch chi tiết",
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
            words = words_of(content, note.line)
            found += [
                Mismatch(kind, index, note.line, name, text)
                for name, text in disagreements(note, words)
            ]
    return found


def words_of(content: PlanContent, line: int) -> str:
    """What a note on that line is held against: the line and what stands under it."""
    return " ".join(content.lines[i].text for i in span(content.lines, line))


def disagreements(note: Note, words: str) -> Iterator[tuple[str, str]]:
    """Field of the note, and what is wrong with it."""
    shown = note.shown if isinstance(note, TargetNote) else ""
    said = bool(shown) and squeezed(shown) in squeezed(words)
    figure_said = True
    for field in fields(note):
        value = getattr(note, field.name)
        label = WORDS.get(field.name)
        if label is None or value is None:
            continue
        if isinstance(value, date):
            if not says_date(words, value):
                yield field.name, f"{label} {value:%d/%m/%Y} không có trong câu"
        elif said and not (_PLAIN.fullmatch(shown) and field.name == "value"):
            continue  # "1/3", "gấp đôi": the words stand there, whatever they come to
        elif not says_number(shown if said else words, Decimal(value)):
            figure_said = False
            yield (
                field.name,
                f"{label} {show_number(Decimal(value))} không có trong câu",
            )
    if not isinstance(note, TargetNote):
        return
    if shown and not said and figure_said:
        yield "shown", f"câu không còn ghi “{shown}”"
    strange = dates_not_said(note.name, words)
    numbers = NUMBER.findall(DATE.sub(" ", note.name))
    strange += [n for n in numbers if _not_said(words, n)]
    if strange and figure_said:
        yield "name", f"tên chỉ tiêu ghi {', '.join(strange)}, không có trong câu"
    for milestone in note.milestones:
        yield from (
            ("milestones", f"mốc “{milestone.label}”: {text}")
            for text in _of_milestone(milestone, words)
        )


def _of_milestone(milestone: Milestone, words: str) -> Iterator[str]:
    if milestone.due_on and not says_date(words, milestone.due_on):
        yield f"{WORDS['due_on']} {milestone.due_on:%d/%m/%Y} không có trong câu"
    if not says_number(words, milestone.value):
        yield f"{WORDS['value']} {show_number(milestone.value)} không có trong câu"


DATE = re.compile(r"(?<![\d/.-])\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?(?![\d/-])")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*\s*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def dates_not_said(name: str, words: str) -> list[str]:
    """Dates as a name writes them, "15/8/2023" or "15/8", of which the words know nothing."""
    return [found for found in DATE.findall(name) if not _says_day(words, found)]


def _says_day(words: str, written: str) -> bool:
    parts = [int(part) for part in re.findall(r"\d+", written)]
    said = [[int(p) for p in re.findall(r"\d+", one)] for one in DATE.findall(words)]
    return any(parts == one[: len(parts)] or one == parts[: len(one)] for one in said)


def squeezed(text: str) -> str:
    """Without blanks and capitals: "98 %" is "98%"."""
    return "".join(text.split()).casefold()


def _not_said(words, number):
    """A year may be that of the whole plan, said elsewhere."""
    if _YEAR.fullmatch(number):
        return False
    return not says_number(words, as_number(number))


def says_number(words: str, value: Decimal) -> bool:
    """The figure stands in the words: "0,39", "0.39", "1.234", "01", "một"."""
    if any(as_number(text) == value for text in NUMBER.findall(words)):
        return True
    spoken = _SPOKEN.get(value)
    return spoken is not None and bool(
        re.search(rf"(?<!\w){spoken}(?!\w)", words, re.IGNORECASE)
    )


# Without "năm": it says a year far more often than five.
_SPOKEN = {
    Decimal(1): "một", Decimal(2): "hai", Decimal(3): "ba", Decimal(4): "bốn", Decimal(6): "sáu",
    Decimal(7): "bảy", Decimal(8): "tám", Decimal(9): "chín", Decimal(10): "mười",
}  # fmt: skip


def as_number(text: str) -> Decimal:
    """1.234 and 1.234,5 are thousands; 0.39, 0,39 and 0.390 are decimals."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", text):
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
    """The date stands in the words, also as a month, a year or half a year that ends on it.

    What is said more exactly is said: in "15/8/2023" stands neither the end of August nor
    the end of 2023.
    """
    d, m, y = day.day, day.month, day.year
    if _found(
        [
            rf"(?<![\d/])0?{d}\s*[/.-]\s*0?{m}\s*[/.-]\s*{y}(?!\d)",
            rf"(?<!\d)0?{d}\s+tháng\s+0?{m}\s+năm\s+{y}(?!\d)",
            # The year is said elsewhere.
            rf"(?<![\d/])0?{d}/0?{m}(?![\d/])",
            rf"(?<!\d)0?{d}\s+tháng\s+0?{m}(?!\d|\s+năm\s+\d)",
        ],
        words,
    ):
        return True
    words = _DAY.sub(" ", words)
    first, last = d == 1, d == calendar.monthrange(y, m)[1]
    if (first or last) and _found(
        [rf"(?<!\d)0?{m}\s*(?:[/.-]|năm)\s*{y}(?!\d)"], words
    ):
        return True
    if last and _found([rf"(?<!\d)0?{m} tháng đầu", _quarter(m)], words):
        return True
    if (d, m) in ((30, 6), (1, 7)) and _found([r"(?<!\d)0?6 tháng(?! đầu)"], words):
        return True
    words = _MONTH.sub(" ", words)
    year = [rf"năm[^.;\d]{{0,12}}{y}(?!\d)", rf"-\s*{y}(?!\d)"]
    return (d, m) in ((1, 1), (31, 12)) and _found(year, words)


# A day and a month of a year, whatever they are.
_DAY = re.compile(
    r"(?<!\d)\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}"
)
_MONTH = re.compile(
    r"(?:(?<!\d)\d{1,2}\s*(?:[/.-]|năm)\s*|quý\s+\w+\s*(?:[/.-]|năm)\s*)\d{4}",
    re.IGNORECASE,
)


def _found(patterns, words):
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in patterns)


def _quarter(month):
    """The quarter that ends with the month; no text where none does."""
    names = {3: "I|1", 6: "II|2", 9: "III|3", 12: "IV|4"}
    return rf"quý\s+(?:{names[month]})(?!\w)" if month in names else r"(?!)"
