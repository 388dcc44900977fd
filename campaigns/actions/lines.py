"""Dòng kế hoạch: written, inserted, moved, removed — by several people at once.

A form carries, for each line, the fingerprint of what its user saw. A line that nobody else
changed is saved; one that a colleague changed meanwhile is a conflict, told with both texts,
and then nothing of the form is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from campaigns import outline
from campaigns.actions.locking import (
    LINE_GONE,
    lock_line,
    lock_open,
    open_line,
    require_places,
    touch,
)
from campaigns.actions.notes import (
    follow_periods,
    keep_notes,
    quote_anew,
    restore_notes,
)
from campaigns.authorship import is_own
from campaigns.content import Line
from campaigns.doubts import bring_back_remarks, open_remarks
from campaigns.fingerprint import fingerprint
from campaigns.following import replacements
from campaigns.models import Plan, PlanLine
from campaigns.opening import opening_of
from campaigns.outline import LineKind
from units import audit
from units.errors import Refused
from units.models import User
from units.workflow import add, amend, remove


@dataclass(frozen=True)
class LineEdit:
    """What one user wants of one line; ``seen`` is the fingerprint of what the form showed."""

    pk: int
    kind: str
    text: str
    seen: str
    marker: str = ""
    is_title: bool = False


@dataclass(frozen=True)
class LineConflict:
    """``theirs`` is the line as it stands now, None where it was removed."""

    mine: LineEdit
    theirs: PlanLine | None


class EditConflict(Refused):
    """Lines that were changed or removed meanwhile; nothing was written.

    ``own``: by the same person, in a second window.
    """

    def __init__(self, conflicts: list[LineConflict], *, own: bool = False):
        self.conflicts, self.own = conflicts, own
        what = (
            "Anh/chị đã sửa cùng dòng ở một thẻ khác."
            if own
            else "Trong lúc anh/chị soạn, người khác đã sửa cùng dòng."
        )
        super().__init__(f"{what} Xem hai bản cạnh nhau rồi lưu lại bản muốn giữ.")


@transaction.atomic
def save_lines(plan_id: int, *, by: User, edits: list[LineEdit]) -> Plan:
    """Lưu các dòng của một mục. Raises EditConflict; then all stays as it was."""
    plan = lock_open(plan_id, by)
    current = {
        line.pk: line for line in plan.lines.filter(pk__in=[edit.pk for edit in edits])
    }
    changed = [edit for edit in edits if fingerprint(edit) != edit.seen]
    require_places(plan, lines=[edit.pk for edit in changed if edit.pk in current])
    conflicts = [
        LineConflict(edit, current.get(edit.pk))
        for edit in changed
        if edit.pk not in current
        or fingerprint(current[edit.pk]) not in (edit.seen, fingerprint(edit))
    ]
    if conflicts:
        own = all(is_own(PlanLine(pk=item.mine.pk), by) for item in conflicts)
        raise EditConflict(conflicts, own=own)
    words = {
        edit.pk: replacements(current[edit.pk].text, edit.text) for edit in changed
    }
    saved = [
        amend(
            current[edit.pk], by=by, kind=edit.kind, text=edit.text, marker=edit.marker,
            is_title=edit.is_title,
        )
        for edit in changed
    ]  # fmt: skip
    quote_anew({pk: changes for pk, changes in words.items() if changes}, by=by)
    if any(saved):
        touch(plan)
    return plan


@transaction.atomic
def insert_line(
    plan_id: int, *, by: User, after: int | None, kind: str, text: str = "", marker: str = "",
    is_title: bool = False,
) -> PlanLine:  # fmt: skip
    """Thêm một dòng sau dòng ``after`` (đầu kế hoạch khi None)."""
    plan = lock_open(plan_id, by)
    require_places(plan, lines=[after])
    return _insert(
        plan, by, after, kind=kind, text=text, marker=marker, is_title=is_title
    )


def _insert(plan, by, after, **words):
    lines = list(plan.lines.order_by("position"))
    place = 0 if after is None else _index(lines, after) + 1
    line = PlanLine(plan=plan, position=place, **words)
    _renumber([*lines[:place], None, *lines[place:]])
    add(line, by=by)
    open_line(plan, line)
    touch(plan)
    return line


@transaction.atomic
def split_line(line_id: int, *, by: User, pieces: Sequence[Line]) -> list[PlanLine]:
    """Tách một dòng: it keeps its notes and becomes the first piece, the others follow it."""
    plan, line = lock_line(line_id, by)
    require_places(plan, lines=[line.pk])
    first, *others = pieces
    amend(line, by=by, kind=first.kind.value, text=first.text, is_title=first.is_title)
    lines = list(plan.lines.order_by("position"))
    place = _index(lines, line.pk) + 1
    _renumber([*lines[:place], *[None] * len(others), *lines[place:]])
    made = [line]
    for position, piece in enumerate(others, place):
        new = PlanLine(
            plan=plan, position=position, kind=piece.kind.value, text=piece.text,
            is_title=piece.is_title,
        )  # fmt: skip
        add(new, by=by)
        open_line(plan, new)
        made.append(new)
    touch(plan)
    return made


@transaction.atomic
def move_line(line_id: int, *, by: User, up: bool) -> PlanLine:
    """Chuyển một dòng, with all that stands under it, past its neighbour of the same rank.

    The first and the last stay where they are; a line never leaves its section by a move.
    """
    plan, line = lock_line(line_id, by)
    lines = list(plan.lines.order_by("position"))
    index = _index(lines, line_id)
    own = outline.span(lines, index)
    neighbour = _neighbour(lines, index, own, up=up)
    if not neighbour:
        return line
    require_places(plan, lines=[lines[i].pk for i in (*own, *neighbour)])
    order = (own, neighbour) if up else (neighbour, own)
    start = min(own.start, neighbour.start)
    stop = max(own.stop, neighbour.stop)
    moved = [lines[i] for block in order for i in block]
    _renumber([*lines[:start], *moved, *lines[stop:]])
    line.refresh_from_db()
    audit.write(
        "planline.moved", line, by=by, plan=plan.pk, before=index, after=line.position
    )
    touch(plan)
    return line


@transaction.atomic
def place_line(line_id: int, *, by: User, before: int | None) -> PlanLine:
    """Đặt một dòng, with all that stands under it, before another of its section.

    ``before`` None: at the end of the section. A title of a section stays where it is, and
    nothing goes behind the words that close the plan.
    """
    plan, line = lock_line(line_id, by)
    lines = list(plan.lines.order_by("position"))
    index = _index(lines, line_id)
    if lines[index].kind in _BIG:
        raise Refused("Tiêu đề mục đứng đầu mục; chuyển cả mục bằng nút lên, xuống.")
    section = _section(lines, index)
    own = outline.span(lines, index)
    place = section.stop if before is None else _index(lines, before)
    if not section.start <= place <= section.stop:
        raise Refused("Dòng chỉ đặt được trong mục của nó.")
    if own.start <= place <= own.stop:
        return line
    require_places(plan, lines=[lines[i].pk for i in _between(own, place)])
    block = [lines[i] for i in own]
    head = [row for row in lines[:place] if row not in block]
    tail = [row for row in lines[place:] if row not in block]
    _renumber([*head, *block, *tail])
    line.refresh_from_db()
    audit.write(
        "planline.moved", line, by=by, plan=plan.pk, before=index, after=line.position
    )
    touch(plan)
    return line


@transaction.atomic
def remove_line(line_id: int, *, by: User) -> dict:
    """Xóa một dòng; what it said stays in the audit book and comes back with ``undo_remove``.

    What is given back holds only what JSON can hold, so that a session may keep it; ``entry``
    is the line of the book.
    """
    plan, line = lock_line(line_id, by)
    require_places(plan, lines=[line.pk])
    lines = list(plan.lines.order_by("position"))
    index = _index(lines, line_id)
    if LineKind(line.kind) is LineKind.SECTION and len(outline.span(lines, index)) > 1:
        raise Refused(
            "Mục này còn nội dung bên dưới. Xóa hoặc chuyển các dòng đó trước khi xóa mục."
        )
    notes = keep_notes(line)
    kept = {
        "after": lines[index - 1].pk if index else None, "kind": line.kind, "text": line.text,
        "marker": line.marker, "is_title": line.is_title, "notes": notes,
    }  # fmt: skip
    if said := open_remarks(line):
        kept["remarks"] = said
    if said_of := list(line.comments.order_by("pk").values_list("pk", flat=True)):
        kept["comments"] = said_of
    if opening := opening_of(plan):
        kept["opened_by"] = opening.returned.pk
    if line.origin is not None:
        kept["origin"] = line.origin
    entry = remove(line, by=by, plan=plan.pk, **kept)
    follow_periods(plan, notes, by=by)
    _renumber(lines[:index] + lines[index + 1 :])
    touch(plan)
    return kept | {"entry": entry.pk}


@transaction.atomic
def undo_remove(
    plan_id: int, *, by: User, after: int | None, notes=(), remarks=(), comments=(),
    opened_by: int | None = None, entry: int | None = None, origin: int | None = None,
    **line,
) -> PlanLine:  # fmt: skip
    """Hoàn tác xóa dòng: at its old place, or at the end when that place is gone too.

    The other arguments are what ``remove_line`` gave; its notes come back with the line, what
    the reader of the file and what colleagues said of it, too, and the trash offers it no more.
    """
    plan = lock_open(plan_id, by)
    if after is not None and not plan.lines.filter(pk=after).exists():
        after = plan.lines.order_by("position").values_list("pk", flat=True).last()
    opening = opening_of(plan)
    if opening is None or opening.returned.pk != opened_by:
        require_places(plan, lines=[after])
    restored = _insert(plan, by, after, **line)
    if origin is not None and not plan.lines.filter(origin=origin).exists():
        PlanLine.objects.filter(pk=restored.pk).update(origin=origin)
    restore_notes(restored, notes, by=by)
    bring_back_remarks(restored, remarks)
    for comment in plan.comments.filter(pk__in=comments, line=None, is_of_line=True):
        amend(comment, by=by, line=restored)
    follow_periods(plan, notes, by=by)
    if entry is not None:
        audit.write("planline.restored", restored, by=by, entry=entry, plan=plan_id)
    return restored


def _index(lines, pk):
    for index, line in enumerate(lines):
        if line.pk == pk:
            return index
    raise Refused(LINE_GONE)


def _neighbour(lines, index, own, *, up):
    """The block that the line's own block changes places with; empty where there is none.

    A numbered line passes its neighbour of the same rank. A line without a number stands
    under whatever is above it, so it passes one line at a time, but no big heading.
    """
    kind = LineKind(lines[index].kind)
    if kind not in outline.DEPTH:
        other = index - 1 if up else index + 1
        inside = 0 <= other < len(lines) and lines[other].kind not in _BIG
        return range(other, other + 1) if inside else range(0)
    neighbour = _block_before(lines, own) if up else _block_after(lines, own)
    rank = outline.depth(kind)
    if neighbour and outline.depth(lines[neighbour.start].kind) == rank:
        return neighbour
    return range(0)


_BIG = {LineKind.PART, LineKind.SECTION, LineKind.ANNEX}


def _section(lines, index):
    """Where a line of that section may stand: between its title and what closes the plan."""
    start = next((i + 1 for i in range(index, -1, -1) if lines[i].kind in _BIG), 0)
    after = range(index + 1, len(lines))
    stop = next((i for i in after if lines[i].kind in _BIG), len(lines))
    closing = outline.closing_lines(lines)
    if closing and start <= closing.start < stop:
        return (
            range(closing.start, stop)
            if index in closing
            else range(start, closing.start)
        )
    return range(start, stop)


def _between(own, place):
    """The lines that get another position."""
    return range(min(own.start, place), max(own.stop, place))


def _block_before(lines, own):
    rank = outline.depth(lines[own.start].kind)
    start = own.start - 1
    while start >= 0 and outline.depth(lines[start].kind) > rank:
        start -= 1
    return range(start, own.start) if start >= 0 else range(0)


def _block_after(lines, own):
    return outline.span(lines, own.stop) if own.stop < len(lines) else range(0)


def _renumber(lines):
    """Positions 0, 1, 2 …; None keeps a place free for a line about to be added."""
    moved = []
    for position, line in enumerate(lines):
        if line is not None and line.position != position:
            line.position = position
            moved.append(line)
    PlanLine.objects.bulk_update(moved, ["position"], batch_size=500)
