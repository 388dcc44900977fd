"""Dùng lại kế hoạch năm trước: its words with the years moved on, and what one must see to.

Years from the plan's own year on are moved, in the lines and in the notes alike; what lies
before it is history. Papers that are cited keep their dates, and so do programmes of several
years ("giai đoạn 2026 - 2030").
"""

import re
from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import MAXYEAR, date
from typing import Any

from campaigns.changes import diff
from campaigns.content import (
    NOTE_FIELDS,
    CitationNote,
    Letterhead,
    Note,
    PlanContent,
)
from campaigns.outline import LineKind
from campaigns.reading import Remark
from campaigns.worddiff import Piece
from units.wording import excerpt

QUOTED = 80  # letters of a line that a remark repeats
MOST = 5  # years that a plan may be moved by
_Y = r"(?:19|20)\d\d"
_YEAR = re.compile(rf"(?<![\d/.,-]){_Y}(?![\d/]|[.,]\d)|(?<=[/.-]){_Y}(?!\d|/)")
_DATE = (
    r"ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
# What is not of the plan's own time: cited papers with their dates, laws by name and day.
_PAPER = re.compile(
    r"\d{1,5}\s*(?:/\s*\d{4}\s*)?(?:/\s*|-)[A-ZĐ]{2,}[\w&]*(?:[-/]\w+)*"
    rf"(?:\s*,?\s*(?:ký\s+)?{_DATE})?"
    r"|\b(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\b"
    r"(?:(?!\b(?:trong|trước|đến|hết|xong|hoàn\s+thành|cho|tại|từ|vào|sơ\s+kết|tổng\s+kết)\b)"
    rf"[^.;]){{1,150}}?\s(?:{_DATE}|năm\s+\d{{4}})"
)
_RANGE = re.compile(rf"({_Y})(\s*[-–/]\s*)({_Y})(?![\d/])")
_FROM_TO = re.compile(
    rf"từ\s+năm\s+({_Y})\s+đến\s+(?:hết\s+)?năm\s+({_Y})", re.IGNORECASE
)
_SINCE = re.compile(
    rf"so\s+với\s+(?:cùng\s+kỳ\s+|cuối\s+|đầu\s+)*(?:năm\s+)?({_Y})", re.IGNORECASE
)
_LEAP = re.compile(rf"\b29(\s*[/.-]\s*0?2\s*[/.-]\s*|\s+tháng\s+0?2\s+năm\s+)({_Y})")
_WEEKDAY = re.compile(
    r"\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)\b", re.IGNORECASE
)
_JUBILEE = re.compile(
    r"\bkỷ\s+niệm\s+(?:lần\s+thứ\s+)?\d{1,3}(?:\s+năm)?\b|\blần\s+thứ\s+(?:\d|[IVXL]+\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Frame:
    """Thời gian của kế hoạch cũ, by how many years it moves.

    ``base`` is its year, ``last`` the last one that may be its own; what lies beyond ("đến
    năm 2030") is a programme's.
    """

    base: int
    last: int
    years: int

    def text(self, text: str) -> str:
        """Its own years, and the one that a result is held against, moved on."""
        out = list(text)
        for start, year in self._moving(text):
            out[start : start + 4] = str(year + self.years)
        return _LEAP.sub(_without_leap_day, "".join(out))

    def day(self, day: date | None) -> date | None:
        if day is None or not self.base <= day.year <= self.last:
            return day
        if day.year + self.years > MAXYEAR:
            return day
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:  # 29 February
            return day.replace(year=day.year + self.years, day=28)

    def left(self, text: str) -> int | None:
        """The first year near the plan's own that stays as it is; programmes aside."""
        moving = {start for start, _ in self._moving(text)}
        for found in _YEAR.finditer(_without_long_ranges(text)):
            near = self.base - 1 <= int(found[0]) <= self.base + 1
            if near and found.start() not in moving:
                return int(found[0])
        return None

    def _moving(self, text: str) -> list[tuple[int, int]]:
        """Places and years, in order."""
        masked = _without_long_ranges(_PAPER.sub(_blank, text))
        found: dict[int, int] = {}
        for pair in _RANGE.finditer(masked):  # "năm học 2025 - 2026": both or none
            if self.base <= int(pair[3]) <= self.last + 1:
                found[pair.start(1)] = int(pair[1])
                found[pair.start(3)] = int(pair[3])
        masked = _RANGE.sub(_blank, masked)
        against = {one.start(1) for one in _SINCE.finditer(masked)}
        for one in _YEAR.finditer(masked):
            year = int(one[0])
            held = one.start() in against and year == self.base - 1
            if held or self.base <= year <= self.last:
                found[one.start()] = year
        return sorted(found.items())


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
    texts = [_without_long_ranges(_PAPER.sub(_blank, text)) for text in texts]
    return max(
        (int(year) for text in texts for year in _YEAR.findall(text)),
        default=None,
    )


def carry_on(content: PlanContent, years: int) -> Carried:
    """``content`` moved on by ``years``; without number, day and head, which are the new one's."""
    frame = frame_of(content, years)
    words: Callable[[str], str] = frame.text if frame else _same
    day: Callable[[Any], Any] = frame.day if frame else _same
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
    return Carried(carried, _moved(content, carried), _remarks(content, carried, frame))


def frame_of(content: PlanContent, years: int) -> Frame | None:
    """None: the plan names no year, there is nothing to move."""
    base = year_of(content)
    if base is None:
        return None
    ends = content.ends_on.year if content.ends_on else base
    return Frame(base, max(base + 1, ends), years)


def _same(value: Any) -> Any:
    return value


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def _without_long_ranges(text: str) -> str:
    """Giai đoạn, nhiệm kỳ of several years blanked out, letter for letter."""

    def long_only(found: re.Match[str]) -> str:
        years = [int(one) for one in re.findall(_Y, found[0])]
        return _blank(found) if years[-1] - years[0] > 1 else found[0]

    return _FROM_TO.sub(long_only, _RANGE.sub(long_only, text))


def _without_leap_day(found: re.Match[str]) -> str:
    return found[0] if isleap(int(found[2])) else f"28{found[1]}{found[2]}"


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
    pairs: list[tuple[int | None, str, str]] = [(None, before.title, after.title)]
    pairs += [
        (index, old.text, new.text)
        for index, (old, new) in enumerate(zip(before.lines, after.lines, strict=True))
    ]
    return [Moved(line, diff(old, new)) for line, old, new in pairs if old != new]


def _remarks(
    before: PlanContent, after: PlanContent, frame: Frame | None
) -> list[Remark]:
    """What no rule can move: anniversaries, weekdays, years that stay, last year's papers."""
    found = []
    if said := _JUBILEE.search(after.title):
        found.append(
            Remark(f"Trích yếu ghi “{said[0]}” như năm trước: xem số còn đúng không.")
        )
    for index, line in enumerate(after.lines):
        if line.kind is LineKind.BASIS:
            continue
        old = before.lines[index].text
        if said := _JUBILEE.search(line.text):
            found.append(
                Remark(
                    f"Dòng ghi “{said[0]}” như năm trước: xem số còn đúng không.", index
                )
            )
        if line.text != old and (said := _WEEKDAY.search(line.text)):
            found.append(
                Remark(
                    f"Ngày đã đổi năm, “{said[0]}” còn như cũ: xem lại thứ của ngày.",
                    index,
                )
            )
        if frame and frame.years and (year := frame.left(old)):
            found.append(
                Remark(f"Dòng còn ghi năm {year} như cũ: xem có đổi không.", index)
            )
    for note in after.citations:
        last = frame and note.issued_on and note.issued_on.year >= frame.base - 1
        if note.is_superior_plan or last:
            found.append(
                Remark(
                    f"Căn cứ của năm trước: “{excerpt(note.text, QUOTED)}”. Xem có văn bản "
                    "của năm nay thay không.",
                    note.line,
                )
            )
    return found
