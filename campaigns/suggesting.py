"""Gợi ý: what a note on a line most likely says, and the lines that a pasted text is made of.

Only a first value for a form that a person then reads; nothing is stored from here.
"""

import re
from collections.abc import Callable
from typing import Any

from campaigns.content import Comparator, Direction, Line, Side
from campaigns.outline import LineKind
from campaigns.reading import dates, goals, numbers
from campaigns.reading.bodylines import read_lines, to_lines
from campaigns.reading.organisations import plain_unit, unit_before_verb
from campaigns.reading.plain import read_plain
from campaigns.reading.sentences import sentences
from units.vietnamese import fold

_NUMBER_OF_PAPER = re.compile(r"số\s*:?\s*(\d[^\s,;]*)", re.IGNORECASE)
_LEAD_OF_BASIS = re.compile(r"^(?:căn cứ|thực hiện|theo)\s+", re.IGNORECASE)
_TITLES = (LineKind.PART, LineKind.SECTION, LineKind.ANNEX)
_PHASE = re.compile(r"(?:đợt|giai đoạn)\s+(?:[IVX]+|\d+)", re.IGNORECASE)


def suggest(kind: str, text: str) -> dict[str, Any]:
    """First values for a note's form; ``kind`` is a key of NOTE_MODELS, keys are its fields."""
    return _SUGGESTIONS[kind](" ".join(text.split()))


def figures(text: str) -> list[numbers.Figure]:
    """The figures of a line, its dates left out."""
    return list(numbers.figures(_without_days(" ".join(text.split()))))


def split(text: str, kind: str) -> tuple[Line, ...]:
    """One line for each row of ``text`` that has words.

    Numbers at the beginning of a row ("1.", "a)", "-") choose its kind and leave the text; a
    row without one takes ``kind``; only the first row stays a title.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    lines: list[Line] = []
    for row in rows:
        found = to_lines(read_lines(read_plain(row).blocks))
        line = found[0] if len(found) == 1 and found[0].text.strip() else None
        if line is None or line.kind in (LineKind.PARAGRAPH, LineKind.BASIS):
            own = LineKind.PARAGRAPH if lines and kind in _TITLES else LineKind(kind)
            line = Line(kind=own, text=row)
        elif line.marker:
            # Numbers follow from the outline once the rows are lines of one plan.
            line = Line(kind=line.kind, text=line.text, is_title=line.is_title)
        lines.append(line)
    return tuple(lines)


def _citation(text):
    number = _NUMBER_OF_PAPER.search(text)
    day = _days(text)
    return {
        "text": _LEAD_OF_BASIS.sub("", text).rstrip(" ;.,")[:300],
        "number": number[1].rstrip(".") if number else "",
        "issued_on": day[0] if day else None,
    }


def _period(text):
    span = next(iter(dates.spans(text)), None)
    if span:
        return {"starts_on": span.first, "ends_on": span.last}
    days = _days(text)
    return {"ends_on": days[-1]} if days else {}


def _phase(text):
    name = _PHASE.search(text)
    return {"name": name[0] if name else "", **_period(text)}


def _target(text):
    plain = _without_days(text)
    figure = next(iter(numbers.figures(plain)), None)
    sentence = _sentence(text, figure.start if figure else 0)
    values: dict[str, Any] = {
        "name": sentence.rstrip(" ;.")[:500],
        "deadline": _last(sentence),
    }
    if figure is None:
        return values
    falls = numbers.is_decrease(plain, figure)
    rises = numbers.is_increase(plain, figure)
    compared = numbers.comparator(plain, figure)
    return values | {
        "value": figure.value,
        "value_max": figure.high,
        "unit": "%" if figure.percent else goals.counted(plain, figure),
        "comparator": Comparator.RANGE if figure.high is not None else compared,
        "direction": Direction.DOWN
        if falls
        else Direction.UP
        if rises
        else Direction.HOLD,
        "shown": figure.shown if figure.fraction else "",
    }


def _assignment(text):
    return {"unit_name": (unit_before_verb(text) or plain_unit(text))[:300]}


def _registration(text):
    figure = next(iter(numbers.figures(_without_days(text))), None)
    return {
        "what": text[figure.end :].split(",")[0].strip(" ;.")[:300] if figure else "",
        "minimum": max(int(figure.value), 1) if figure else 1,
        "deadline": _last(text),
    }


def _deadline(text):
    return {"text": text.rstrip(" ;.")[:1000], "due_on": _last(text)}


def _award(text):
    return {"name": text.strip(" ;.")[:300]}


def _subject(text):
    head, colon, rest = text.partition(":")
    alone = fold(head).startswith("ca nhan")
    return {
        "side": Side.INDIVIDUAL if alone else Side.COLLECTIVE,
        "name": (rest if colon else text).strip(" ;.")[:300],
    }


def _sentence(text, place):
    """The sentence in which the place stands."""
    for start, end in sentences(text):
        if start <= place < end:
            return text[start:end].strip()
    return text


def _days(text):
    return [moment.last for moment in dates.moments(text) if moment.last]


def _last(text):
    days = _days(text)
    return days[-1] if days else None


def _without_days(text):
    """The text with its dates blanked, every other character in its place."""
    for moment in dates.moments(text):
        gap = " " * (moment.end - moment.start)
        text = text[: moment.start] + gap + text[moment.end :]
    return text


_SUGGESTIONS: dict[str, Callable[[str], dict[str, Any]]] = {
    "can-cu": _citation,
    "thoi-gian": _period,
    "dot": _phase,
    "chi-tieu": _target,
    "nhiem-vu": _assignment,
    "dang-ky": _registration,
    "thoi-han": _deadline,
    "khen-thuong": _award,
    "doi-tuong": _subject,
}
