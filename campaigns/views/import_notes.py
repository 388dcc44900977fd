"""Ghi chú trên bản đọc: forms for the notes of a plan that was read, and their values back."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from campaigns import revising
from campaigns.content import Comparator, Direction, Milestone, Note, Side, TargetNote
from campaigns.forms import NOTE_FORMS, NoteForm
from campaigns.queries import COLUMN, NOTE_TABLES
from campaigns.revising import Revision
from campaigns.views import notes
from campaigns.views.rows import OpenNote
from campaigns.wording import NOTE_KINDS
from units.pages import number_in


class RevisionSource:
    """Notes of a plan being read in: a note is known by its place among those of its kind."""

    def __init__(self, revision: Revision):
        self.revision = revision

    def words(self, line: int) -> str | None:
        place = self.revision.place(line)
        return None if place is None else self.revision.content.lines[place].text

    def line_of(self, slug: str, key: int) -> int | None:
        note = self._note(slug, key)
        return None if note is None else self.revision.ids[note.line]

    def form(self, slug: str, key: int | None, **kwargs: Any) -> NoteForm:
        note = self._note(slug, key) if key is not None else None
        if note is not None and "initial" not in kwargs:
            kwargs["initial"] = _values(slug, note)
        return NOTE_FORMS[slug](choices_of=None, **kwargs)

    def milestones(self, key: int | None) -> list[dict[str, Any]]:
        note = self._note(notes.WITH_MILESTONES, key) if key is not None else None
        if not isinstance(note, TargetNote):
            return []
        return [
            {"label": m.label, "due_on": m.due_on, "value": m.value}
            for m in note.milestones
        ]

    def _note(self, slug, key) -> Note | None:
        if slug not in NOTE_KINDS:
            return None
        found = getattr(self.revision.content, NOTE_KINDS[slug].field)
        return found[key] if 0 <= key < len(found) else None


def _values(slug: str, note: Note) -> dict[str, Any]:
    """The note's fields under the names of its form."""
    table, value = NOTE_TABLES[NOTE_KINDS[slug].field]
    return {
        COLUMN.get((table, name), name): getattr(note, name)
        for name in value.__dataclass_fields__
        if name not in ("line", "milestones")
    }


def destination(revision: Revision, opened: OpenNote, data: QueryDict) -> int:
    """The line that the note is to stand on: its own, or another that was chosen."""
    chosen = number_in(data, "note-to")
    return chosen if chosen in revision.ids else opened.line


def store_note(revision: Revision, opened: OpenNote, line: int) -> Revision:
    """The valid open note as a value of the plan, on the line with that id."""
    name = opened.kind.field
    place = revision.place(line)
    if place is None:
        return revision
    table, value = NOTE_TABLES[name]
    cleaned = opened.form.cleaned_data
    said: dict[str, Any] = {}
    for field in value.__dataclass_fields__:
        column = COLUMN.get((table, field), field)
        if column in cleaned:
            said[field] = (
                _READ[field](cleaned[column]) if field in _READ else cleaned[column]
            )
    if opened.milestones is not None:
        said["milestones"] = tuple(
            Milestone(**{k: m[k] for k in ("label", "due_on", "value")})
            for m in opened.milestones.kept()
        )
    if opened.key is None:
        return revising.add_note(revision, name, value(line=place, **said))
    kept = getattr(revision.content, name)[opened.key]
    note = replace(kept, line=place, **said)
    return revising.set_note(revision, name, opened.key, note)


_READ: dict[str, Any] = {
    "comparator": lambda value: Comparator(value) if value else None,
    "direction": Direction,
    "side": Side,
}
