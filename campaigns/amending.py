"""Sửa đổi: the difference between a plan as it reads and as it should read, line by line.

A value again; knows neither the database nor paper. Lines are told by where each came from
(``origins``: its place in the old text, None for a new one), not by what they say: a line that
was wholly rewritten is still that line. ``apply`` gives the new text back from the old one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from campaigns.aligning import rising
from campaigns.content import NOTE_FIELDS, Line, Note, PlanContent

FIRST = -1  # before all lines


class Act(StrEnum):
    """Việc sửa: one line of the old text changed or gone, or a new one behind it."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """Một chỗ sửa. ``at``: a place in the old text, of what is new the line before it.

    ``line`` and ``notes`` (field, note) as they are to be; none of a line that is gone.
    ``new``: where it stands in the new text.
    """

    act: Act
    at: int
    line: Line | None = None
    notes: tuple[tuple[str, Note], ...] = ()
    new: int | None = None


@dataclass(frozen=True)
class Amendment:
    """Nội dung sửa đổi: in the order of the old text. ``frame``: all but the lines."""

    changes: tuple[Change, ...]
    frame: PlanContent

    def of(self, act: Act) -> list[Change]:
        return [change for change in self.changes if change.act is act]


def derive(
    before: PlanContent, after: PlanContent, origins: Sequence[int | None]
) -> Amendment:
    """What makes ``after`` of ``before``. ``origins`` runs beside the lines of ``after``.

    A line that changed places against the others is told as gone there and new here.
    """
    kept = _kept(len(before.lines), origins)
    old, new = _notes(before), _notes(after)
    found: list[tuple[int, int, Change]] = []
    above = FIRST
    for place, line in enumerate(after.lines):
        origin = kept.get(place)
        notes = new.get(place, ())
        if origin is None:
            change = Change(Act.ADDED, above, line, notes, place)
            found.append((above, place + 1, change))
            continue
        above = origin
        if line != before.lines[origin] or notes != old.get(origin, ()):
            found.append((origin, 0, Change(Act.CHANGED, origin, line, notes, place)))
    gone = set(range(len(before.lines))) - set(kept.values())
    found += [(place, 0, Change(Act.REMOVED, place)) for place in gone]
    found.sort(key=lambda item: item[:2])
    return Amendment(tuple(change for *_, change in found), _bare(after))


def apply(before: PlanContent, amendment: Amendment) -> PlanContent:
    """Hợp nhất: the old text with the changes made in it."""
    notes = _notes(before)
    made: list[tuple[Line, tuple[tuple[str, Note], ...]]] = []
    touched = {c.at: c for c in amendment.changes if c.act is not Act.ADDED}
    added: dict[int, list[Change]] = {}
    for change in amendment.of(Act.ADDED):
        added.setdefault(change.at, []).append(change)
    for place in range(FIRST, len(before.lines)):
        touch = touched.get(place)
        if touch is not None and touch.line is not None:
            made.append((touch.line, touch.notes))
        elif touch is None and place != FIRST:
            made.append((before.lines[place], notes.get(place, ())))
        made += [(one.line, one.notes) for one in added.get(place, ()) if one.line]
    fields: dict[str, Any] = {name: [] for name in NOTE_FIELDS}
    for place, (_, own) in enumerate(made):
        for name, note in own:
            fields[name].append(replace(note, line=place))
    noted: dict[str, Any] = {name: tuple(values) for name, values in fields.items()}
    lines = tuple(line for line, _ in made)
    return replace(amendment.frame, lines=lines, **noted)


@dataclass(frozen=True)
class Former:
    """Lời cũ: what a line said before ``step`` changed it (a place in the list of steps)."""

    step: int
    line: Line


@dataclass(frozen=True)
class Entry:
    """Một dòng của bản hợp nhất. ``place`` in the newest text; None: it is gone.

    ``formers``: its earlier words, the oldest first; ``added``, ``removed``: by which step.
    """

    line: Line
    place: int | None
    formers: tuple[Former, ...] = ()
    added: int | None = None
    removed: int | None = None

    @property
    def steps(self) -> list[int]:
        """Every step that touched it, in order."""
        ends = [step for step in (self.added, self.removed) if step is not None]
        return sorted({former.step for former in self.formers} | set(ends))


@dataclass(frozen=True)
class Step:
    """Một lần sửa: the text after it, and where its lines came from."""

    content: PlanContent
    origins: tuple[int | None, ...]


def consolidate(first: PlanContent, steps: Sequence[Step]) -> list[Entry]:
    """Bản hợp nhất: every line that stands after the last step, or stood and was taken out."""
    entries = [Entry(line, place) for place, line in enumerate(first.lines)]
    for number, step in enumerate(steps):
        entries = list(_next(entries, number, step))
    return entries


def _next(entries: list[Entry], number: int, step: Step) -> Iterator[Entry]:
    by_place = {entry.place: entry for entry in entries if entry.place is not None}
    kept = _kept(len(by_place), step.origins)
    came = set(kept.values())
    # What is gone stays behind the line that it stood behind.
    behind: dict[int, list[Entry]] = {}
    above = FIRST
    for entry in entries:
        if entry.place is not None and entry.place in came:
            above = entry.place
        else:
            gone = (
                entry
                if entry.place is None
                else replace(entry, place=None, removed=number)
            )
            behind.setdefault(above, []).append(gone)
    yield from behind.get(FIRST, ())
    for place, line in enumerate(step.content.lines):
        origin = kept.get(place)
        if origin is None:
            yield Entry(line, place, added=number)
            continue
        old = by_place[origin]
        formers = old.formers
        if line != old.line:
            formers = (*formers, Former(number, old.line))
        yield replace(old, line=line, place=place, formers=formers)
        yield from behind.get(origin, ())


def _kept(count: int, origins: Sequence[int | None]) -> dict[int, int]:
    """Place in the new text → place in the old, of lines that kept their order."""
    known = [
        (place, origin)
        for place, origin in enumerate(origins)
        if origin is not None and origin < count
    ]
    return dict(known[index] for index in rising([origin for _, origin in known]))


def notes_of(content: PlanContent, place: int) -> Iterator[tuple[str, Note]]:
    """What is noted of one line: the field and the note."""
    for name in NOTE_FIELDS:
        yield from ((name, n) for n in getattr(content, name) if n.line == place)


def _notes(content: PlanContent) -> dict[int, tuple[tuple[str, Note], ...]]:
    """The notes of each line, of no line in particular."""
    found: dict[int, list[tuple[str, Note]]] = {}
    for name in NOTE_FIELDS:
        for note in getattr(content, name):
            found.setdefault(note.line, []).append((name, replace(note, line=0)))
    return {line: tuple(notes) for line, notes in found.items()}


def _bare(content: PlanContent) -> PlanContent:
    nothing: dict[str, Any] = {name: () for name in NOTE_FIELDS}
    return replace(content, lines=(), **nothing)
