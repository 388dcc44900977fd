"""So sánh: two contents of a plan as one value; knows neither the database nor pages.

Lines are aligned (``campaigns.aligning``), their words compared (``campaigns.worddiff``), tables
cell by cell, and the notes of a line with those of the line that it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from campaigns.aligning import Item, align, merged
from campaigns.cells import even_cells
from campaigns.content import NOTE_FIELDS, Line, Note, PlanContent
from campaigns.outline import LineKind
from campaigns.worddiff import Piece, pieces

TARGETS = "targets"
_FORM = ("kind", "marker", "is_title")
_HEAD = ("kind", "title", "drafter_mark", "annexes_apart")
# What tells one note of a kind from another on the same line.
_NAMED_BY = ("name", "what", "unit", "number", "text")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Một giá trị đã đổi, as the content holds it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class NoteChange:
    """Một ghi chú đã đổi; ``kind`` of NOTE_FIELDS. No ``before``: it is new; no ``after``: gone."""

    kind: str
    before: Note | None
    after: Note | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """Một hàng của bảng, with a cell for each column of either side."""

    left: int | None
    right: int | None
    is_moved: bool
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def state(self) -> str:
        return _state(self, any(piece.kind for cell in self.cells for piece in cell))


@dataclass(frozen=True, slots=True)
class Row:
    """Một dòng ở hai bản: its place left and right, None where it is not there.

    ``table`` has the words where both sides are tables, else ``pieces`` have them.
    """

    left: int | None
    right: int | None
    is_moved: bool = False
    pieces: tuple[Piece, ...] = ()
    form: tuple[FieldChange, ...] = ()
    notes: tuple[NoteChange, ...] = ()
    table: tuple[TableRow, ...] = ()

    @property
    def state(self) -> str:
        """same | changed | noted (its data alone) | added | removed | moved."""
        words = any(piece.kind for piece in self.pieces) or any(
            row.state != "same" for row in self.table
        )
        state = _state(self, words or self.form)
        return "noted" if state == "same" and self.notes else state


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hai bản đặt cạnh nhau, from the head to the signature."""

    head: tuple[FieldChange, ...]
    rows: tuple[Row, ...]
    recipients: tuple[Row, ...]
    signature: tuple[FieldChange, ...]

    @property
    def notes(self) -> Iterator[NoteChange]:
        for row in self.rows:
            yield from row.notes

    @property
    def total(self) -> int:
        """In how many places the two differ."""
        rows = [*self.rows, *self.recipients]
        fields = len(self.head) + len(self.signature)
        return fields + sum(row.state != "same" for row in rows)


def compare(before: PlanContent, after: PlanContent) -> Comparison:
    """``before`` is left, ``after`` right."""
    return Comparison(
        head=_changes(before, after, _HEAD)
        + _changes(before.letterhead, after.letterhead),
        rows=tuple(_rows(before, after)),
        recipients=tuple(_plain_rows(before.recipients, after.recipients)),
        signature=_changes(before.signature, after.signature),
    )


def _state(row, is_changed):
    if row.left is None:
        return "added"
    if row.right is None:
        return "removed"
    if row.is_moved:
        return "moved"
    return "changed" if is_changed else "same"


def _changes(before, after, names=None):
    names = names or [field.name for field in fields(before)]
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _rows(before, after):
    notes = _notes_by_line(before), _notes_by_line(after)
    pairs = align(_items(before.lines), _items(after.lines))
    for left, right, is_moved in merged(pairs, len(before.lines), len(after.lines)):
        old = None if left is None else before.lines[left]
        new = None if right is None else after.lines[right]
        found = _note_changes(notes[0].get(left, {}), notes[1].get(right, {}))
        yield _row(Row(left, right, is_moved, notes=tuple(found)), old, new)


def _row(row: Row, old: Line | None, new: Line | None) -> Row:
    form = _changes(old, new, _FORM) if old and new else ()
    line = new or old
    if line and line.kind is LineKind.TABLE:
        table = _table(old.text if old else None, new.text if new else None)
        return replace(row, form=form, table=table)
    words = pieces(old.text if old else "", new.text if new else "")
    return replace(row, form=form, pieces=tuple(words))


def _items(lines: Sequence[Line]) -> list[Item]:
    """Tables are held against tables only."""
    return [
        ("table" if line.kind is LineKind.TABLE else "", line.text) for line in lines
    ]


def _plain_rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    pairs = align([("", text) for text in before], [("", text) for text in after])
    for left, right, is_moved in merged(pairs, len(before), len(after)):
        old = "" if left is None else before[left]
        new = "" if right is None else after[right]
        yield Row(left, right, is_moved, tuple(pieces(old, new)))


# ---- notes -----------------------------------------------------------------------------------


def _notes_by_line(content: PlanContent) -> dict[int | None, dict[str, list[Note]]]:
    found: dict[int | None, dict[str, list[Note]]] = {}
    for kind in NOTE_FIELDS:
        for note in getattr(content, kind):
            own = found.setdefault(note.line, {})
            own.setdefault(kind, []).append(replace(note, line=0))
    return found


def _note_changes(old, new) -> Iterator[NoteChange]:
    for kind in NOTE_FIELDS if old or new else ():
        for before, after in _pairs(old.get(kind, []), new.get(kind, [])):
            changed = _changes(before, after) if before and after else ()
            yield NoteChange(kind, before, after, changed)


def _pairs(
    old: list[Note], new: list[Note]
) -> Iterator[tuple[Note | None, Note | None]]:
    """Notes of one kind on one line that differ: of one name, else in their order."""
    old, new = list(old), list(new)
    for note in list(old):
        if note in new:
            old.remove(note)
            new.remove(note)
    for note in list(old):
        same = next((other for other in new if _name(other) == _name(note)), None)
        if same is not None:
            old.remove(note)
            new.remove(same)
            yield note, same
    for note, other in zip(old, new, strict=False):
        yield note, other
    yield from ((note, None) for note in old[len(new) :])
    yield from ((None, note) for note in new[len(old) :])


def _name(note):
    return [getattr(note, name, "") for name in _NAMED_BY]


# ---- tables ----------------------------------------------------------------------------------


def _table(before: str | None, after: str | None) -> tuple[TableRow, ...]:
    old, new = _cells(before), _cells(after)
    columns = list(_columns(old, new))
    pairs = align(_row_items(old), _row_items(new))
    return tuple(
        TableRow(left, right, is_moved, _compared(old, new, left, right, columns))
        for left, right, is_moved in merged(pairs, len(old), len(new))
    )


def _cells(text: str | None) -> list[list[str]]:
    """Rows of equal length; none of a table that is not there."""
    return [] if text is None else even_cells(text)


def _row_items(rows: list[list[str]]) -> list[Item]:
    return [("", "\t".join(row)) for row in rows]


def _columns(old, new) -> Iterator[tuple[int | None, int | None]]:
    """Columns side by side: by their place, or by their heads where their number changed."""
    left, right = (len(rows[0]) if rows else 0 for rows in (old, new))
    if not left or not right or left == right:
        wide = range(max(left, right))
        yield from ((i if i < left else None, i if i < right else None) for i in wide)
        return
    heads = [[("", cell) for cell in rows[0]] for rows in (old, new)]
    for i, j, _ in merged(align(*heads), left, right):
        yield i, j


def _compared(old, new, left, right, columns):
    return tuple(
        tuple(pieces(_cell(old, left, i), _cell(new, right, j))) for i, j in columns
    )


def _cell(rows, row, column):
    return "" if row is None or column is None else rows[row][column]
