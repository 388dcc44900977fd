"""Sửa bản đọc: corrections to a plan that was read in, before anything is made of it.

A value again: every function takes a Revision and gives another. Lines are known by ids that
do not change when others come and go; notes and suspicions follow their line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from campaigns.content import NOTE_FIELDS, Line, Note, PhaseNote, PlanContent
from campaigns.following import followed, quotations, replacements
from campaigns.models import ImportDraft
from campaigns.reading import Reading, Remark
from campaigns.twin import from_twin, to_twin

SURE = 0.8  # from here on a guess needs no second look


@dataclass(frozen=True)
class Doubt:
    """Chỗ ngờ sai: ``found`` stands in the line ``line`` (an id; None: in the title)."""

    line: int | None
    found: str
    suggestion: str
    why: str


@dataclass(frozen=True)
class Revision:
    """Bản đọc đang sửa. ``ids`` runs beside ``content.lines``; ``note_sure[field]`` beside a
    field's notes; ``sure`` holds the other paths of ``Reading.sure``. The lines of ``doubts``
    and ``remarks`` are ids."""

    content: PlanContent
    ids: tuple[int, ...]
    note_sure: Mapping[str, tuple[float, ...]]
    sure: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def place(self, line_id: int) -> int | None:
        """Where the line stands now; None when it is gone."""
        return self.ids.index(line_id) if line_id in self.ids else None

    @property
    def unsure(self) -> int:
        """How many guesses deserve a second look."""
        notes = sum(
            value < SURE for values in self.note_sure.values() for value in values
        )
        return notes + sum(value < SURE for value in self.sure.values())


# ---- from the reader, to the draft and back ------------------------------------------------


def begin(reading: Reading) -> Revision:
    """The first state: as the reader left it."""
    content = reading.content
    ids = tuple(range(1, len(content.lines) + 1))

    def of(line: int | None) -> int | None:
        return ids[line] if line is not None and 0 <= line < len(ids) else None

    return Revision(
        content=content,
        ids=ids,
        note_sure={
            name: tuple(
                float(reading.sure.get(f"{name}.{index}", 1.0))
                for index in range(len(getattr(content, name)))
            )
            for name in NOTE_FIELDS
        },
        sure={
            path: float(value)
            for path, value in reading.sure.items()
            if path.split(".")[0] not in NOTE_FIELDS
        },
        doubts=tuple(
            Doubt(
                line=of(s.line),
                found=s.found,
                suggestion=s.suggestion,
                why=s.why,
            )
            for s in reading.suspicions
        ),
        remarks=tuple(replace(r, line=of(r.line)) for r in reading.remarks),
    )


def load(draft: ImportDraft) -> Revision:
    """The state that was kept. Raises TwinRefused where the draft is not one of ours."""
    content = from_twin(draft.twin.encode())
    kept: dict[str, Any] = draft.reading
    ids = tuple(kept.get("ids") or range(1, len(content.lines) + 1))
    sure = kept.get("note_sure", {})
    return Revision(
        content=content,
        ids=ids,
        note_sure={
            name: tuple(sure.get(name) or [1.0] * len(getattr(content, name)))
            for name in NOTE_FIELDS
        },
        sure=kept.get("sure", {}),
        doubts=tuple(Doubt(**doubt) for doubt in kept.get("doubts", ())),
        remarks=tuple(Remark(**remark) for remark in kept.get("remarks", ())),
    )


def dump(revision: Revision) -> tuple[str, dict[str, Any]]:
    """What a draft keeps: the twin as text, and the rest as JSON can hold it."""
    return to_twin(revision.content).decode(), {
        "ids": list(revision.ids),
        "note_sure": {name: list(v) for name, v in revision.note_sure.items() if v},
        "sure": dict(revision.sure),
        "doubts": [
            {
                "line": doubt.line,
                "found": doubt.found,
                "suggestion": doubt.suggestion,
                "why": doubt.why,
            }
            for doubt in revision.doubts
        ],
        "remarks": [
            {"text": remark.text, "line": remark.line, "stays": remark.stays}
            for remark in revision.remarks
        ],
    }


# ---- lines ----------------------------------------------------------------------------------


def set_line(revision: Revision, line_id: int, line: Line) -> Revision:
    """Other words or another kind for one line: what was said of the old ones goes too.

    What its notes quote of it follows.
    """
    place = revision.place(line_id)
    if place is None or revision.content.lines[place] == line:
        return revision
    lines = list(revision.content.lines)
    changes = replacements(lines[place].text, line.text)
    lines[place] = line
    revision = _quote_anew(revision, place, lambda text: followed(text, changes))
    content = replace(revision.content, lines=tuple(lines))
    remarks = tuple(r for r in revision.remarks if r.line != line_id)
    return _settle_doubts(replace(revision, content=content, remarks=remarks))


def remove_line(revision: Revision, line_id: int) -> Revision:
    """Without one line and its notes."""
    place = revision.place(line_id)
    if place is None:
        return revision
    return _arrange(
        revision,
        revision.content.lines[:place] + revision.content.lines[place + 1 :],
        revision.ids[:place] + revision.ids[place + 1 :],
    )


def insert_line(
    revision: Revision, after: int | None, line: Line
) -> tuple[Revision, int]:
    """A new line behind ``after`` (at the top when None), and its id."""
    place = 0 if after is None else (revision.place(after) or 0) + 1
    new = max(revision.ids, default=0) + 1
    lines, ids = revision.content.lines, revision.ids
    return _arrange(
        revision,
        (*lines[:place], line, *lines[place:]),
        (*ids[:place], new, *ids[place:]),
    ), new


def join_above(revision: Revision, line_id: int) -> Revision:
    """Gộp với dòng trên: one paragraph that the file had broken; notes move up with it."""
    place = revision.place(line_id)
    if not place:
        return revision
    above, line = revision.content.lines[place - 1], revision.content.lines[place]
    joined = replace(above, text=f"{above.text.rstrip()} {line.text.lstrip()}".strip())
    keeper = revision.ids[place - 1]
    moved = _with_notes(revision, lambda at: place - 1 if at == place else at)
    moved = replace(
        moved,
        doubts=tuple(
            replace(d, line=keeper) if d.line == line_id else d for d in moved.doubts
        ),
    )
    return set_line(remove_line(moved, line_id), keeper, joined)


def split_line(
    revision: Revision, line_id: int, pieces: Sequence[Line]
) -> tuple[Revision, int]:
    """Tách: the line becomes the first piece, the others follow; the id of the second."""
    revision = set_line(revision, line_id, pieces[0])
    last, second = line_id, line_id
    for index, piece in enumerate(pieces[1:]):
        revision, last = insert_line(revision, last, piece)
        second = last if index == 0 else second
    return revision, second


# ---- notes ----------------------------------------------------------------------------------


def add_note(revision: Revision, name: str, note: Note) -> Revision:
    """One more note of the field ``name``; a person wrote it, so it is sure."""
    return _set_notes(
        revision,
        name,
        (*getattr(revision.content, name), note),
        (*revision.note_sure[name], 1.0),
    )


def set_note(revision: Revision, name: str, index: int, note: Note) -> Revision:
    """Another note in its place; a person has seen it, so it is sure."""
    notes, sure = list(getattr(revision.content, name)), list(revision.note_sure[name])
    if isinstance(note, PhaseNote):
        revision = _rename_phase(revision, notes[index].name, note.name)
    notes[index], sure[index] = note, 1.0
    return _set_notes(revision, name, tuple(notes), tuple(sure))


def remove_note(revision: Revision, name: str, index: int) -> Revision:
    """Without one note; the words of its line stay."""
    notes, sure = getattr(revision.content, name), revision.note_sure[name]
    if isinstance(gone := notes[index], PhaseNote):
        revision = _rename_phase(revision, gone.name, "")
    return _set_notes(
        revision,
        name,
        notes[:index] + notes[index + 1 :],
        sure[:index] + sure[index + 1 :],
    )


def _rename_phase(revision: Revision, old: str, new: str) -> Revision:
    """Targets name their phase; they follow it."""
    targets = tuple(
        replace(target, phase=new) if old and target.phase == old else target
        for target in revision.content.targets
    )
    return replace(revision, content=replace(revision.content, targets=targets))


# ---- head and doubts ------------------------------------------------------------------------


def set_head(revision: Revision, content: PlanContent) -> Revision:
    """What stands around the lines, from ``content``; its lines and notes are not looked at."""
    old = revision.content
    return _settle_doubts(
        replace(
            revision,
            content=replace(
                old,
                kind=content.kind,
                letterhead=content.letterhead,
                title=content.title,
                recipients=content.recipients,
                drafter_mark=content.drafter_mark,
                annexes_apart=content.annexes_apart,
                signature=content.signature,
            ),
        )
    )


def mark_seen(revision: Revision, paths: Sequence[str]) -> Revision:
    """A person corrected these fields of the head: they are sure now."""
    sure = {path: 1.0 if path in paths else v for path, v in revision.sure.items()}
    return replace(revision, sure=sure)


def accept(revision: Revision, doubt: Doubt) -> Revision:
    """Sửa theo gợi ý, everywhere in that line."""
    if doubt.line is None:
        title = revision.content.title.replace(doubt.found, doubt.suggestion)
        content = replace(revision.content, title=title)
        return _settle_doubts(replace(revision, content=content))
    place = revision.place(doubt.line)
    if place is None:
        return revision
    line = revision.content.lines[place]

    def right(text: str) -> str:
        return text.replace(doubt.found, doubt.suggestion)

    mended = set_line(revision, doubt.line, replace(line, text=right(line.text)))
    return _quote_anew(mended, place, right)


def left_over(revision: Revision) -> list[Remark]:
    """What goes on with the draft that is made now, by the places of its lines: the remarks
    that no draft answers by itself, and the likely faults that nobody put right."""
    faults = [
        Remark(f"“{d.found}” có lẽ là “{d.suggestion}” ({d.why}).", d.line)
        for d in revision.doubts
    ]
    return [
        replace(r, line=None if r.line is None else revision.place(r.line))
        for r in (*revision.remarks, *faults)
        if r.stays
    ]


def accept_all(revision: Revision) -> Revision:
    """Sửa theo mọi gợi ý."""
    for doubt in revision.doubts:
        revision = accept(revision, doubt)
    return revision


# ---- help -----------------------------------------------------------------------------------


def _arrange(revision: Revision, lines, ids) -> Revision:
    """Other lines in another order; notes follow their line by its id, or go with it."""
    place = {line_id: index for index, line_id in enumerate(ids)}
    moved = _with_notes(revision, lambda at: place.get(revision.ids[at]))
    return replace(
        moved,
        content=replace(moved.content, lines=tuple(lines)),
        ids=tuple(ids),
        doubts=tuple(d for d in moved.doubts if d.line is None or d.line in place),
        remarks=tuple(r for r in moved.remarks if r.line is None or r.line in place),
    )


def _with_notes(revision: Revision, where: Callable[[int], int | None]) -> Revision:
    """Every note at ``where(its line)``, dropped where that is None, in the order of lines."""
    changes: dict[str, Any] = {}
    sure = {}
    for name in NOTE_FIELDS:
        kept = [
            (replace(note, line=at), value)
            for note, value in zip(
                getattr(revision.content, name), revision.note_sure[name], strict=True
            )
            if (at := where(note.line)) is not None
        ]
        kept.sort(key=lambda pair: pair[0].line)
        changes[name] = tuple(note for note, _ in kept)
        sure[name] = tuple(value for _, value in kept)
    content = replace(revision.content, **changes)
    return replace(revision, content=content, note_sure=sure)


def _set_notes(revision, name, notes, sure):
    order = sorted(range(len(notes)), key=lambda i: notes[i].line)
    content = replace(revision.content, **{name: tuple(notes[i] for i in order)})
    note_sure = {**revision.note_sure, name: tuple(sure[i] for i in order)}
    return replace(revision, content=content, note_sure=note_sure)


def _quote_anew(
    revision: Revision, place: int, right: Callable[[str], str]
) -> Revision:
    """Notes of the line at ``place`` with what they quote of it put right."""
    for name in NOTE_FIELDS:
        for index, note in enumerate(getattr(revision.content, name)):
            if note.line != place:
                continue
            said = {key: right(text) for key, text in quotations(note)}
            mended = replace(note, **said)
            if mended == note:
                continue
            if isinstance(note, PhaseNote):
                revision = _rename_phase(revision, note.name, mended.name)
            notes = list(getattr(revision.content, name))
            notes[index] = mended
            mine: dict[str, Any] = {name: tuple(notes)}
            revision = replace(revision, content=replace(revision.content, **mine))
    return revision


def _settle_doubts(revision: Revision) -> Revision:
    text = dict(zip(revision.ids, revision.content.lines, strict=True))
    return replace(
        revision,
        doubts=tuple(
            doubt
            for doubt in revision.doubts
            if doubt.found
            in (revision.content.title if doubt.line is None else text[doubt.line].text)
        ),
    )
