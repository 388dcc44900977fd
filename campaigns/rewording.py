"""Viết lại con số, ngày trong câu: the words of a line with another figure or another day.

None comes back where the words do not tell which of their figures is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaigns.content import (
    DeadlineNote,
    Note,
    PeriodNote,
    PhaseNote,
    RegistrationNote,
    TargetNote,
)
from campaigns.mismatch import DATE, NUMBER, as_number, disagreements, show_number
from campaigns.wording import figure
from units.wording import vn_date

_DAYS = ("deadline", "due_on", "starts_on", "ends_on", "plan_due_on")
_FIGURES = ("value", "value_max", "minimum")


def reworded(text: str, before: Note, after: Note) -> str | None:
    """The line with the figures and days of ``after``; None where it cannot tell them."""
    for name in (*_FIGURES, *_DAYS):
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old == new:
            continue
        if old is None or new is None:
            return None
        changed = (
            _with_day(text, old, new)
            if isinstance(new, date)
            else _with_number(text, Decimal(old), Decimal(new))
        )
        if changed is None:
            return None
        text = changed
    return text if not any(disagreements(after, text)) else None


def following[N: Note](note: N, before: Note) -> N:
    """``note`` with what it quotes of its own figure kept to its value, which was another."""
    if not isinstance(note, TargetNote) or not isinstance(before, TargetNote):
        return note
    if (note.value, note.value_max) == (before.value, before.value_max):
        return note
    name, shown = note.name, ""
    if before.value is not None and note.value is not None and note.value_max is None:
        name = _with_number(note.name, before.value, note.value) or note.name
        shown = _with_number(note.shown, before.value, note.value) or ""
    return replace(note, name=name, shown=shown)


def sentence(note: Note) -> str:
    """A line of its own for a note whose words cannot be kept."""
    match note:
        case TargetNote():
            parts = [note.name.rstrip(" .;")]
            if told := figure(note):
                parts.append(f": {told}")
            if note.deadline:
                parts.append(f", hoàn thành trước ngày {vn_date(note.deadline)}")
            for one in note.milestones:
                due = f" đến ngày {vn_date(one.due_on)}" if one.due_on else ""
                measure = "%" if note.unit == "%" else f" {note.unit}".rstrip()
                parts.append(
                    f"; {one.label}{due} đạt {show_number(one.value)}{measure}"
                )
            return f"{''.join(parts)}."
        case RegistrationNote():
            due = f", hạn {vn_date(note.deadline)}" if note.deadline else ""
            return f"Đăng ký ít nhất {note.minimum:02d} {note.what}{due}."
        case DeadlineNote():
            due = f", hạn {vn_date(note.due_on)}" if note.due_on else ""
            return f"{note.text.rstrip(' .;')}{due}."
        case PhaseNote():
            own = f"{note.name}: {_between(note.starts_on, note.ends_on)}"
            own = own.rstrip(": ")
            if note.plan_due_on:
                day = vn_date(note.plan_due_on)
                own += f"; ban hành kế hoạch chi tiết trước ngày {day}"
            return f"{own}."
        case PeriodNote():
            return f"Thời gian thi đua: {_between(note.starts_on, note.ends_on)}."
    raise TypeError(type(note))


def _between(start: date | None, end: date | None) -> str:
    parts = [f"từ ngày {vn_date(start)}"] if start else []
    parts += [f"đến hết ngày {vn_date(end)}"] if end else []
    return " ".join(parts)


def _with_number(text: str, old: Decimal, new: Decimal) -> str | None:
    """Only where the figure stands there once, and in no date."""
    taken = [found.span() for found in DATE.finditer(text)]
    places = [
        found
        for found in _numbers(text, old)
        if not any(start <= found.start() < end for start, end in taken)
    ]
    if len(places) != 1:
        return None
    found, shown = places[0], show_number(new)
    if found[0].startswith("0") and len(found[0]) > 1 and new == new.to_integral():
        shown = shown.zfill(len(found[0]))
    return text[: found.start()] + shown + text[found.end() :]


def _numbers(text: str, value: Decimal) -> Iterator[re.Match[str]]:
    return (found for found in NUMBER.finditer(text) if as_number(found[0]) == value)


def _with_day(text: str, old: date, new: date) -> str | None:
    d, m, y = old.day, old.month, old.year
    ways = (
        (rf"(?<![\d/])0?{d}\s*[/.-]\s*0?{m}\s*[/.-]\s*{y}(?!\d)", f"{new:%d/%m/%Y}"),
        (
            rf"(?<!\d)0?{d}\s+tháng\s+0?{m}\s+năm\s+{y}(?!\d)",
            f"{new.day:02d} tháng {new.month} năm {new.year}",
        ),
    )
    for pattern, words in ways:
        text, count = re.subn(pattern, words, text)
        if count == 1:
            return text
        if count:
            return None
    return None
