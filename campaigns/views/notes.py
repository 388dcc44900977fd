"""Ghi chú trong trang soạn: the one note form that may be open among the lines.

The same form serves a stored plan and a plan being read in; a *source* knows where the note
and the words of its line come from.
"""

from functools import partial
from typing import Any, Protocol

from django.http import QueryDict

from campaigns import actions
from campaigns.authorship import author_of
from campaigns.forms import NOTE_FORMS, MilestoneFormSet, NoteForm
from campaigns.models.notes import Note
from campaigns.suggesting import suggest
from campaigns.views.desk import Desk
from campaigns.views.rows import OpenNote
from campaigns.wording import NOTE_KINDS
from units.models import User
from units.pages import number_in

MILESTONES = "m"
WITH_MILESTONES = "chi-tieu"
_COLUMNS = ("label", "due_on", "value")


class Source(Protocol):
    """Where notes come from. ``key``: a note's id or place; ``line``: a line's id."""

    def words(self, line: int) -> str | None:
        """The line's text, None where there is no such line."""

    def line_of(self, slug: str, key: int) -> int | None:
        """The line of a note, None where there is no such note."""

    def form(self, slug: str, key: int | None, **kwargs: Any) -> NoteForm:
        """A form on the note ``key``, or on a new one (None)."""

    def milestones(self, key: int | None) -> list[dict[str, Any]]:
        """Rows label, due_on, value of a target."""


class DeskSource:
    """Notes of a stored plan."""

    def __init__(self, desk: Desk, by: User | None = None):
        self.desk, self.by = desk, by

    def words(self, line: int) -> str | None:
        return next((row.text for row in self.desk.rows.lines if row.pk == line), None)

    def line_of(self, slug: str, key: int) -> int | None:
        note = self.find(slug, key)
        return note.line_id if note else None

    def form(self, slug: str, key: int | None, **kwargs: Any) -> NoteForm:
        note = self.find(slug, key) if key is not None else None
        form = NOTE_FORMS[slug](choices_of=self.desk.plan, instance=note, **kwargs)
        if note is not None and self.by is not None:
            form.author = partial(author_of, note, self.by)
        return form

    def milestones(self, key: int | None) -> list[dict[str, Any]]:
        note: Any = self.find(WITH_MILESTONES, key) if key is not None else None
        return [
            {"label": m.label, "due_on": m.due_on, "value": m.value}
            for m in (note.milestones.all() if note else ())
        ]

    def find(self, slug: str, key: int | None) -> Note | None:
        field = NOTE_KINDS[slug].field if slug in NOTE_KINDS else ""
        notes = self.desk.rows.notes.get(field, ())
        return next((row for row in notes if row.pk == key), None)


def new_note(source: Source, slug: str, line: int) -> OpenNote | None:
    """A fresh form on a line, filled with what its words suggest. None: no such line or kind."""
    words = source.words(line)
    if words is None or slug not in NOTE_KINDS:
        return None
    form = source.form(slug, None, initial=suggest(slug, words))
    return _open(source, slug, line, None, form)


def edit_note(source: Source, slug: str, key: int) -> OpenNote | None:
    """The form of a note. None: it is gone."""
    line = source.line_of(slug, key) if slug in NOTE_KINDS else None
    if line is None:
        return None
    return _open(source, slug, line, key, source.form(slug, key))


def posted_note(source: Source, data: QueryDict) -> OpenNote | None:
    """The open note as it came back with the lines' form; None where none was open."""
    slug = data.get("note-kind", "")
    line, key = number_in(data, "note-line"), number_in(data, "note-key")
    if slug not in NOTE_KINDS or line is None:
        return None
    if key is not None and source.line_of(slug, key) is None:
        key = None  # somebody removed it meanwhile: what was typed becomes a new one
    first = {} if key is not None else suggest(slug, source.words(line) or "")
    form = source.form(slug, key, data=data, **({"initial": first} if first else {}))
    opened = OpenNote(NOTE_KINDS[slug], line, key, form)
    if slug == WITH_MILESTONES:
        opened.milestones = MilestoneFormSet(data, prefix=MILESTONES)
    return opened


def is_changed(source: Source, opened: OpenNote) -> bool:
    """Whether the person typed anything in it."""
    if opened.form.has_changed():
        return True
    if opened.milestones is None:
        return False
    stored = MilestoneFormSet(initial=source.milestones(opened.key), prefix=MILESTONES)
    return _shown(opened.milestones) != _shown(stored)


def is_valid(opened: OpenNote) -> bool:
    valid = opened.form.is_valid()
    return valid and (opened.milestones is None or opened.milestones.is_valid())


def store(opened: OpenNote, *, by: User) -> None:
    """Write a valid note of a stored plan. Refused comes through."""
    extra: dict[str, Any] = {}
    if opened.milestones is not None:
        extra["milestones"] = opened.milestones.kept()
    slug, form = opened.kind.slug, opened.form
    if opened.key is None:
        values = {name: form.cleaned_data[name] for name in form.fields}
        actions.add_note(opened.line, slug, by=by, **values, **extra)
    else:
        actions.edit_note(opened.key, slug, by=by, **form.changes(), **extra)


def with_milestone(
    source: Source, opened: OpenNote, data: QueryDict, drop: int | None
) -> OpenNote:
    """The same form with one more row of milestones, or without the row ``drop``.

    What was typed stays as typed and is not judged yet.
    """
    rows = _posted_milestones(data)
    if drop is None:
        rows.append(dict.fromkeys(_COLUMNS, ""))
    elif 0 <= drop < len(rows):
        del rows[drop]
    typed = {name: opened.form[name].value() for name in opened.form.fields}
    form = source.form(opened.kind.slug, opened.key, initial=typed)
    form.carried = {
        hidden: data.get(hidden, "")
        for hidden in (form.seen_name(name) for name in form.fields)
    }
    milestones = MilestoneFormSet(initial=rows, prefix=MILESTONES)
    return OpenNote(opened.kind, opened.line, opened.key, form, milestones)


def _open(source, slug, line, key, form):
    opened = OpenNote(NOTE_KINDS[slug], line, key, form)
    if slug == WITH_MILESTONES:
        rows = source.milestones(key)
        opened.milestones = MilestoneFormSet(initial=rows, prefix=MILESTONES)
    return opened


def _posted_milestones(data):
    count = min(
        number_in(data, f"{MILESTONES}-TOTAL_FORMS") or 0, MilestoneFormSet.max_num
    )
    return [
        {name: data.get(f"{MILESTONES}-{i}-{name}", "") for name in _COLUMNS}
        for i in range(count)
    ]


def _shown(formset):
    """What the rows say, as text; empty rows say nothing."""
    rows = [
        tuple(str(form[name].value() or "") for name in _COLUMNS)
        for form in formset.forms
    ]
    return [row for row in rows if any(row)]
