"""Dùng lại kế hoạch năm trước: its words with the years moved on, and what one must see to.

Years from the plan's own year on are moved, in the lines and in the notes alike; what lies
before it is history. Papers that are cited keep their dates, and so do programmes of several
years ("giai đoạn 2026 - 2030").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from campaigns.changes import Piece, diff
from campaigns.content import (
    NOTE_FIELDS,
    CitationNote,
    Letterhead,
    Note,
    PlanContent,
)
from campaigns.outline import LineKind
from campaigns.reading import Remark
from units.wording import excerpt

QUOTED = 80  # letters of a line that a remark repeats
MOST = 5  # years that a plan may be moved by
_YEAR = re.compile(
    r"(?<![\d/.,-])(?:19|20)\d\d(?![\d/]|[.,]\d)|(?<=[/.-])(?:19|20)\d\d(?!\d|/)"
)
_DATE = (
    r"(?:\s*,?\s*(?:ký\s+)?ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
)
# What is not of the plan's own time: cited papers with their dates, programmes, terms.
_KEPT = re.compile(
    rf"\d{{1,5}}\s*(?:/\s*\d{{4}}\s*)?(?:/\s*|-)[A-ZĐ]{{2,}}[\w&]*(?:[-/]\w+)*{_DATE}"
    rf"|\b(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\b[^.;]{{0,150}}?(?:{_DATE[:-1]}|\bnăm\s+\d{{4}})"
    r"|(?:nhiệm\s+kỳ|giai\s+đoạn|khóa)\s+\d{4}\s*[-–]\s*\d{4}"
)
_RANGE = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_SINCE = re.compile(r"so\s+với\s+(?:cùng\s+kỳ\s+)?năm\s+((?:19|20)\d\d)", re.IGNORECASE)
_LEAP = re.compile(
    r"\b29(\s*[/.-]\s*0?2\s*[/.-]\s*|\s+tháng\s+0?2\s+năm\s+)((?:19|20)\d\d)"
)
_WEEKDAY = re.compile(
    r"\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)\b", re.IGNORECASE
)
_JUBILEE = re.compile(
    r"\bkỷ\s+niệm\s+(?:lần\s+thứ\s+)?\d{1,3}(?:\s+năm)?\b|\blần\s+thứ\s+(?:\d|[IVXL]+\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Moved:
    """Một dòng đổi năm; ``line`` None: the trích yếu."""

    line: int | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Carried:
    """Bản kế hoạch năm mới: nothing of it is stored."""

    content: PlanContent
    moved: list[Moved]
    remarks: list[Remark]


def year_of(content: PlanContent) -> int | None:
    """Năm của kế hoạch: when it begins, else when it was issued, else the last year it names."""
    days = [content.starts_on, content.letterhead.issued_on, content.ends_on]
    if day := next((day for day in days if day), None):
        return day.year
    texts = [content.title, *(line.text for line in content.lines)]
    return max(
        (int(year) for text in texts for year in _YEAR.findall(_masked(text))),
        default=None,
    )


def carry_on(content: PlanContent, years: int) -> Carried:
    """``content`` moved on by ``years``; without number, day and head, which are the new one's."""
    base = year_of(content)

    def words(text: str) -> str:
        return text if base is None else moved_text(text, base, years)

    def day(value: date | None) -> date | None:
        return value if base is None else moved_day(value, base, years)

    lines = tuple(
        line if line.kind is LineKind.BASIS else replace(line, text=words(line.text))
        for line in content.lines
    )
    notes: dict[str, Any] = {
        name: tuple(_note(note, words, day) for note in getattr(content, name))
        for name in NOTE_FIELDS
    }
    carried = replace(
        content,
        letterhead=Letterhead(addressees=content.letterhead.addressees),
        title=words(content.title),
        lines=lines,
        **notes,
    )
    return Carried(carried, _moved(content, carried), _remarks(content, carried, base))


def moved_text(text: str, base: int, years: int) -> str:
    """Years from ``base`` on, and the one that a result is held against, moved by ``years``."""
    masked = _masked(text)
    against = {found.start(1) for found in _SINCE.finditer(masked)}
    out = list(text)
    for found in _YEAR.finditer(masked):
        year = int(found[0])
        if year >= base or (found.start() in against and year == base - 1):
            out[found.start() : found.end()] = str(year + years)
    return _LEAP.sub(_without_leap_day, "".join(out))


def moved_day(day: date | None, base: int, years: int) -> date | None:
    if day is None or day.year < base:
        return day
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _masked(text: str) -> str:
    """``text`` with what keeps its years blanked out, letter for letter."""

    def blank(found: re.Match[str]) -> str:
        return "_" * len(found[0])

    def long_range(found: re.Match[str]) -> str:
        return found[0] if int(found[2]) - int(found[1]) <= 1 else blank(found)

    return _RANGE.sub(long_range, _KEPT.sub(blank, text))


def _without_leap_day(found):
    year = int(found[2])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return found[0] if leap else f"28{found[1]}{found[2]}"


def _note[N: Note](note: N, words: Callable[[str], str], day: Callable[..., Any]) -> N:
    """Days and quoted words; a citation is of a paper that has its own day."""
    if isinstance(note, CitationNote):
        return note
    changed: dict[str, Any] = {}
    for field in fields(note):
        value = getattr(note, field.name)
        if isinstance(value, date):
            changed[field.name] = day(value)
        elif type(value) is str:
            changed[field.name] = words(value)
        elif field.name == "milestones":
            changed[field.name] = tuple(
                replace(one, label=words(one.label), due_on=day(one.due_on))
                for one in value
            )
    return replace(note, **changed)


def _moved(before: PlanContent, after: PlanContent) -> list[Moved]:
    pairs = [(None, before.title, after.title)]
    pairs += [
        (index, old.text, new.text)
        for index, (old, new) in enumerate(zip(before.lines, after.lines, strict=True))
    ]
    return [Moved(line, diff(old, new)) for line, old, new in pairs if old != new]


def _remarks(before: PlanContent, after: PlanContent, base: int | None) -> list[Remark]:
    """What no rule can move: anniversaries, weekdays, last year's papers above."""
    found = []
    if said := _JUBILEE.search(after.title):
        found.append(
            Remark(f"Trích yếu ghi “{said[0]}” như năm trước: xem số còn đúng không.")
        )
    for index, line in enumerate(after.lines):
        if line.kind is LineKind.BASIS:
            continue
        if said := _JUBILEE.search(line.text):
            found.append(
                Remark(
                    f"Dòng ghi “{said[0]}” như năm trước: xem số còn đúng không.", index
                )
            )
        if line.text != before.lines[index].text and (
            said := _WEEKDAY.search(line.text)
        ):
            found.append(
                Remark(
                    f"Ngày đã đổi năm, “{said[0]}” còn như cũ: xem lại thứ của ngày.",
                    index,
                )
            )
    for note in after.citations:
        last = base is not None and note.issued_on and note.issued_on.year >= base - 1
        if note.is_superior_plan or last:
            found.append(
                Remark(
                    f"Căn cứ của năm trước: “{excerpt(note.text, QUOTED)}”. Xem có văn bản của "
                    "năm nay thay không.",
                    note.line,
                )
            )
    return found
