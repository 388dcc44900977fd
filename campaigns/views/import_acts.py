"""Nút bấm của trang xem lại: corrections to a plan that was read, act by act.

As in the editor, one form holds everything and what was typed is kept first. The lines are
those of a value; they are known by the ids that ``campaigns.revising`` gives them.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from campaigns import actions, revising
from campaigns.content import Line
from campaigns.fingerprint import fingerprint
from campaigns.forms.importing import FootForm, HeadForm
from campaigns.models import ImportDraft
from campaigns.outline import LineKind
from campaigns.revising import Revision
from campaigns.suggesting import split
from campaigns.views import notes
from campaigns.views.import_notes import RevisionSource, destination, store_note
from campaigns.views.posted import PostedLines, read_lines
from campaigns.views.rows import OpenNote, following
from campaigns.wording import NOTE_KINDS
from units.errors import Refused
from units.pages import number_in


@dataclass
class Outcome:
    """What the page shows after an act."""

    focus: int | None = None
    control: str = "text"
    note: OpenNote | None = None
    head: Any = None
    foot: Any = None
    page: int = 1
    status: int = 200
    problem: str = ""


def perform(request: HttpRequest, draft: ImportDraft) -> tuple[Revision, Outcome]:
    """Keep what was typed, then do what the button says."""
    data = request.POST
    posted = read_lines(data)
    outcome = Outcome(page=number_in(data, "trang") or 1)

    def change(before: Revision) -> Revision:
        revision = _take_typed(before, data, posted, outcome)
        opened = notes.posted_note(RevisionSource(revision), data)
        act = posted.act
        silent = act in ("tu-luu", "them-moc", "bo-moc", "bo-ghi-chu", "dong-ghi-chu")
        if opened and not silent:
            source = RevisionSource(revision)
            wanted = act in ("luu", "lap", "tra-loi", "den", "luu-ghi-chu")
            if wanted or notes.is_changed(source, opened):
                if not notes.is_valid(opened):
                    outcome.note, outcome.status = opened, 422
                    outcome.focus, outcome.control = opened.line, ""
                    return revision
                revision = store_note(
                    revision, opened, destination(revision, opened, data)
                )
        if outcome.status >= 400:
            return revision
        return _act(revision, posted, opened, data, outcome)

    revision = actions.revise_import(draft.pk, by=request.user, change=change)
    return revision, outcome


def _take_typed(revision, data, posted: PostedLines, outcome) -> Revision:
    """Lines, head and foot of the form; a field that is not valid keeps its old value."""
    for line_id, edit in posted.edits.items():
        if edit.seen == fingerprint(edit):
            continue  # not touched in this window
        revision = revising.set_line(
            revision,
            line_id,
            Line(
                kind=LineKind(edit.kind),
                text=edit.text,
                marker=edit.marker,
                is_title=edit.is_title,
            ),
        )
    for name, make, prefix in (
        ("head", HeadForm, "dau"),
        ("foot", FootForm, "cuoi"),
    ):
        if not any(key.startswith(f"{prefix}-") for key in data):
            continue
        before = make.values_of(revision.content)
        form = make(data, initial=before, sure=revision.sure)
        if not form.is_valid():
            setattr(outcome, name, form)
            outcome.status = 422
        revision = revising.set_head(revision, form.apply(revision.content))
        after = make.values_of(revision.content)
        seen = [
            path for field, path in make.PATHS.items() if before[field] != after[field]
        ]
        revision = revising.mark_seen(revision, seen)
    return revision


def _act(revision, posted, opened, data, outcome) -> Revision:
    line = posted.line
    place = revision.place(line) if line is not None else None
    match posted.act:
        case "them" if place is not None:
            kind = following(revision.content.lines, place)
            revision, outcome.focus = revising.insert_line(
                revision, line, Line(kind=kind, text="")
            )
        case "them-dau":
            revision, outcome.focus = revising.insert_line(
                revision, None, Line(kind=LineKind.PARAGRAPH, text="")
            )
        case "xoa" if place is not None:
            outcome.focus = (
                revision.ids[place - 1] if place else next(iter(revision.ids[1:]), None)
            )
            revision = revising.remove_line(revision, line)
        case "gop" if place:
            outcome.focus = revision.ids[place - 1]
            revision = revising.join_above(revision, line)
        case "tach" if place is not None:
            current = revision.content.lines[place]
            pieces = split(current.text, current.kind)
            outcome.focus = line
            if len(pieces) < 2:
                outcome.problem = (
                    "Dòng này chỉ có một đoạn. Ngắt dòng ở chỗ cần tách rồi bấm lại."
                )
            else:
                revision, outcome.focus = revising.split_line(revision, line, pieces)
        case "loai":
            outcome.focus, outcome.control = line, "kind"
        case "sua":
            doubts = revision.doubts
            index = posted.number(0)
            if index is not None and 0 <= index < len(doubts):
                outcome.focus = doubts[index].line
                revision = revising.accept(revision, doubts[index])
        case "sua-het":
            revision = revising.accept_all(revision)
        case "ghi-chu":
            slug = posted.arguments[0] if posted.arguments else ""
            outcome.note = notes.new_note(RevisionSource(revision), slug, line or 0)
        case "sua-ghi-chu":
            slug = posted.arguments[0] if posted.arguments else ""
            outcome.note = notes.edit_note(RevisionSource(revision), slug, line or 0)
        case "bo-ghi-chu":
            slug = posted.arguments[0] if posted.arguments else ""
            field = NOTE_KINDS[slug].field if slug in NOTE_KINDS else ""
            found = getattr(revision.content, field, ())
            if line is None or not 0 <= line < len(found):
                raise Refused("Ghi chú này đã được bỏ.")
            outcome.focus = revision.ids[found[line].line]
            revision = revising.remove_note(revision, field, line)
        case "them-moc" | "bo-moc" if opened and opened.milestones is not None:
            drop = posted.number(0) if posted.act == "bo-moc" else None
            outcome.note = notes.with_milestone(
                RevisionSource(revision), opened, data, drop
            )
        case "luu-ghi-chu" | "dong-ghi-chu" if opened:
            outcome.focus = opened.line
    if outcome.note:
        outcome.focus, outcome.control = outcome.note.line, ""
    return revision
