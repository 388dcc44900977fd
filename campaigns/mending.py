"""Sửa theo câu: what would bring a note back to what its line says, for one click.

Offered only where the line leaves no doubt: a single figure of the note's kind, or the date
that a new note on the line would take.
"""

import re
from dataclasses import replace
from typing import Any

from campaigns.content import PlanContent, TargetNote
from campaigns.mismatch import (
    DATE,
    dates_not_said,
    disagreements,
    show_number,
    squeezed,
    words_of,
)
from campaigns.suggesting import figures, suggest
from campaigns.wording import KIND_OF_FIELD, figure
from units.wording import vn_date

_DATES = {"starts_on", "ends_on", "deadline", "due_on", "issued_on"}


def mend(content: PlanContent, kind: str, index: int) -> tuple[dict[str, Any], str]:
    """Fields of the note to change, and the words of the button; ({}, "") where unsure.

    ``kind`` is a field of PlanContent, ``index`` the place of the note in it.
    """
    note: Any = getattr(content, kind)[index]
    words = words_of(content, note.line)
    wrong = {name for name, _ in disagreements(note, words)}
    fresh = suggest(KIND_OF_FIELD[kind].slug, content.lines[note.line].text)
    changes = {
        name: fresh[name]
        for name in wrong & (_DATES | {"minimum"})
        if fresh.get(name) is not None
    }
    if isinstance(note, TargetNote) and "name" in wrong:
        changes |= _dated_name(note, content.lines[note.line].text, words)
    if isinstance(note, TargetNote) and wrong & {"value", "value_max", "shown", "name"}:
        changes |= _figure(note, content.lines[note.line].text, words)
    changes = {k: v for k, v in changes.items() if getattr(note, k) != v}
    if not changes:
        return {}, ""
    mended = replace(note, **changes)
    if {name for name, _ in disagreements(mended, words)} & changes.keys():
        return {}, ""
    return changes, "Sửa theo câu: " + ", ".join(_says(mended, changes))


def _figure(note, line, words):
    """Value, range and words of a target from the one figure of its kind in the line."""
    found = [one for one in figures(line) if one.percent == (note.unit == "%")]
    found = [one for one in found if not one.spelled] or found
    if len(found) != 1:
        return {}
    (one,) = found
    changes: dict[str, Any] = {"value": one.value, "value_max": one.high}
    if note.shown and squeezed(note.shown) not in squeezed(words):
        changes["shown"] = one.shown
    name = DATE.sub(" ", note.name)
    stale = [n for n in re.findall(r"\d+(?:[.,]\d+)*", name) if n not in words]
    if len(stale) == 1:
        changes["name"] = note.name.replace(stale[0], show_number(one.value))
    return changes


def _dated_name(note, line, words):
    """The name with the line's one date instead of the one that it took from older words."""
    stale, now = dates_not_said(note.name, words), set(DATE.findall(line))
    if len(stale) != 1 or len(now) != 1:
        return {}
    return {"name": note.name.replace(stale[0], now.pop())}


def _says(note, changes):
    if "value" in changes or "value_max" in changes or "shown" in changes:
        yield figure(note)
    elif "name" in changes:
        yield note.name
    for name in ("starts_on", "ends_on", "deadline", "due_on", "issued_on"):
        if name in changes:
            yield vn_date(changes[name])
    if "minimum" in changes:
        yield f"ít nhất {note.minimum:02d}"
