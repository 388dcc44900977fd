"""Trang so sánh: a comparison in the words of the office, cut into what a page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from campaigns.comparing import (
    TARGETS,
    Comparison,
    FieldChange,
    NoteChange,
    Row,
    TableRow,
)
from campaigns.content import Milestone, PlanContent
from campaigns.mismatch import show_number
from campaigns.models import Milestone as MilestoneModel
from campaigns.models import Plan, PlanLine
from campaigns.places import places
from campaigns.queries import COLUMN, NOTE_TABLES
from campaigns.worddiff import Piece, pieces, replaced
from campaigns.wording import KIND_OF_FIELD, describe, until
from units.wording import excerpt, vn_date

AROUND = 1  # unchanged lines that are shown before and after a change
TOGETHER = (
    3  # lines of a block that was moved as it was, beyond which it is told in short
)
ROWS = 200  # of one table
QUOTED = 60  # letters of a line in the summary

LABELS = {
    "changed": "Sửa", "noted": "Sửa dữ liệu", "added": "Thêm", "removed": "Bỏ",
    "moved": "Chuyển chỗ",
}  # fmt: skip
# Fields of the head and the signature by the columns that hold them.
_COLUMNS = {
    "parent_authority": "letterhead_parent", "authority": "letterhead",
    "number": "source_number", "issued_on": "source_date", "signer": "signer_name",
}  # fmt: skip


@dataclass(frozen=True)
class NoteLine:
    """Một ghi chú đổi: what it is, then each value with its words."""

    label: str
    values: list[tuple[str, list[Piece]]]


@dataclass(frozen=True)
class ShownTable:
    """Bảng: rows as (state, cells); a row of no cells stands for ``count`` unchanged ones."""

    rows: list[tuple[str, Sequence[Sequence[Piece]], int]]
    more: int = 0


@dataclass(frozen=True)
class Block:
    """Một hàng của trang. ``state`` of a row, or "fold": ``count`` lines that are not shown.

    ``counts``: which numbers of the summary it is of. ``count`` of a line that was moved: how
    many behind it were moved with it.
    """

    state: str
    where: str = ""
    is_left: bool = True
    is_right: bool = True
    markers: tuple[str, str] = ("", "")
    pieces: Sequence[Piece] = ()
    form: list[tuple[str, list[Piece]]] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)
    table: ShownTable | None = None
    came_from: str = ""
    count: int = 0
    anchor: str = ""
    counts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return LABELS.get(self.state, "")

    @property
    def quoted(self) -> str:
        """The line in short, for the summary."""
        words = "".join(piece.text for piece in self.pieces if piece.kind != "del")
        words = words or "".join(piece.text for piece in self.pieces)
        return excerpt(words, QUOTED)


def blocks(
    found: Comparison, before: PlanContent, after: PlanContent, *, whole: bool
) -> list[Block]:
    """The page from top to bottom; ``whole``: with what did not change."""
    shown = [
        *map(_of_field, found.head),
        *_of_lines(found.rows, before, after, whole),
        *_of_recipients(found.recipients, whole),
        *map(_of_field, found.signature),
    ]
    return [
        replace(block, anchor=f"c{number}") if block.label else block
        for number, block in enumerate(shown, 1)
    ]


def counts(found: Comparison) -> dict[str, int]:
    """How many of each: the keys of ``WORDS``."""
    states = [row.state for row in found.rows]
    targets = sum(note.kind == TARGETS for note in found.notes)
    return {
        "head": len(found.head) + len(found.signature),
        "recipients": sum(row.state != "same" for row in found.recipients),
        **{state: states.count(state) for state in ("changed", "added", "removed", "moved")},
        "targets": targets,
        "notes": sum(1 for _ in found.notes) - targets,
    }  # fmt: skip


WORDS = {
    "changed": "dòng sửa", "added": "dòng thêm", "removed": "dòng bỏ",
    "moved": "dòng chuyển chỗ", "targets": "chỉ tiêu đổi", "notes": "ghi chú khác đổi",
    "head": "chỗ đổi ở phần đầu, khối ký", "recipients": "nơi nhận đổi",
}  # fmt: skip


# ---- lines -----------------------------------------------------------------------------------


def _of_lines(rows, before, after, whole) -> Iterator[Block]:
    old, new = _Side(before), _Side(after)
    for row, count in _cut(rows, whole):
        block = _of_row(row, old, new, whole) if row else Block("fold")
        yield replace(block, count=count)


def _cut(rows: Sequence[Row], whole: bool) -> Iterator[tuple[Row | None, int]]:
    """A row and how many that were moved with it are told in short; (None, n): n not shown."""
    near = {
        place + step
        for place, row in enumerate(rows)
        if whole or row.state != "same"
        for step in range(-AROUND, AROUND + 1)
    }
    place = 0
    while place < len(rows):
        row, end = rows[place], place + 1
        if place not in near:
            while end < len(rows) and end not in near:
                end += 1
            yield None, end - place
        else:
            while not whole and end < len(rows) and _follows(rows[end - 1], rows[end]):
                end += 1
            if end - place <= TOGETHER:
                end = place + 1
            yield row, end - place - 1
        place = end


def _follows(row, then):
    """Both were moved as they were, one behind the other."""
    return (
        _as_it_was(row)
        and _as_it_was(then)
        and (row.left + 1, row.right + 1) == (then.left, then.right)
    )


def _as_it_was(row):
    is_rewritten = any(piece.kind for piece in row.pieces) or row.table
    return row.state == "moved" and not (is_rewritten or row.form or row.notes)


class _Side:
    """One of the contents with the numbers and places of its lines."""

    def __init__(self, content: PlanContent):
        self.content = content
        self.markers = content.markers
        self.places = places(content.lines)


def _of_row(row: Row, old: _Side, new: _Side, whole: bool) -> Block:
    is_left, is_right = row.left is not None, row.right is not None
    left, right = row.left or 0, row.right or 0
    table = _table(row.table, whole) if row.table else None
    notes = [
        _note(
            change,
            old.content.lines[left].text if is_left else "",
            new.content.lines[right].text if is_right else "",
        )
        for change in row.notes
    ]
    state = row.state
    kinds = [state] if state in WORDS else []
    kinds += ["targets" if note.kind == TARGETS else "notes" for note in row.notes]
    return Block(
        state,
        where=new.places[right] if is_right else old.places[left],
        is_left=is_left,
        is_right=is_right,
        markers=(
            old.markers[left] if is_left else "",
            new.markers[right] if is_right else "",
        ),
        pieces=row.pieces,
        form=[_value(PlanLine, change) for change in row.form],
        notes=notes,
        table=table,
        came_from=old.places[left] if row.is_moved else "",
        counts=tuple(dict.fromkeys(kinds)),
    )


def _table(rows: Sequence[TableRow], whole: bool) -> ShownTable:
    """Its head, the rows that differ, and how many between did not."""
    found: list[tuple[str, Sequence[Sequence[Piece]], int]] = []
    for place, row in enumerate(rows):
        if whole or place == 0 or row.state != "same":
            found.append((row.state, row.cells, 0))
        elif found and not found[-1][1]:
            found[-1] = ("fold", (), found[-1][2] + 1)
        else:
            found.append(("fold", (), 1))
    return ShownTable(found[:ROWS], max(len(found) - ROWS, 0))


# ---- head, recipients, signature ---------------------------------------------------------------


def _of_field(change: FieldChange) -> Block:
    column = _COLUMNS.get(change.field, change.field)
    name, words = _value(Plan, FieldChange(column, change.before, change.after))
    return Block("changed", where=name, pieces=words, counts=("head",))


def _of_recipients(rows: Sequence[Row], whole: bool) -> Iterator[Block]:
    for row in rows:
        if whole or row.state != "same":
            changed = row.state != "same"
            yield Block(
                row.state,
                where="nơi nhận",
                is_left=row.left is not None,
                is_right=row.right is not None,
                pieces=row.pieces,
                counts=("recipients",) if changed else (),
            )


# ---- values ----------------------------------------------------------------------------------


def _note(change: NoteChange, old_words: str, new_words: str) -> NoteLine:
    kind = KIND_OF_FIELD[change.kind].label.lower()
    if change.before is None or change.after is None:
        note = change.after or change.before
        assert note is not None
        words = new_words if change.after else old_words
        told = describe(note, words)
        if change.kind == TARGETS:
            told = " · ".join(dict.fromkeys([getattr(note, "name", ""), told]))
        verb, sign = ("Thêm", "ins") if change.after else ("Bỏ", "del")
        return NoteLine(f"{verb} {kind}", [("", [Piece(sign, told)])])
    table = NOTE_TABLES[change.kind][0]
    name = getattr(change.after, "name", "")
    label = f"{kind} “{excerpt(name, QUOTED)}”" if name else kind
    return NoteLine(
        label[:1].upper() + label[1:], [_value(table, one) for one in change.fields]
    )


def _value(table: type[models.Model], change: FieldChange) -> tuple[str, list[Piece]]:
    """The column's name on the screen, and its words before and after."""
    if change.field == "milestones":
        name = str(MilestoneModel._meta.verbose_name)
        return name, _became(*map(_milestones, (change.before, change.after)))
    column: Any = table._meta.get_field(_column(table, change.field))
    pair = _shown(column, change.before), _shown(column, change.after)
    is_free = isinstance(change.after, str) and not column.choices
    return str(column.verbose_name), pieces(*pair) if is_free else _became(*pair)


def _became(before: str, after: str) -> list[Piece]:
    """Two values with an arrow between them, since "2" and "1" would read as one figure."""
    arrow = [Piece("", " → ")] if before and after else []
    gone, new = replaced(before, ""), replaced("", after)
    return [*gone, *arrow, *new]


def _column(table, name):
    return COLUMN.get((table, name), name)


def _shown(column, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if getattr(column, "choices", None):
        return str(dict(column.flatchoices).get(str(value), value))
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


def _milestones(found: Sequence[Milestone]) -> str:
    return "; ".join(
        " ".join(filter(None, [f"{one.label}: {show_number(one.value)}", until(one.due_on)]))
        for one in found
    )  # fmt: skip
