"""Hàng của một mục: the lines of a page with their notes, comments and what an act left behind."""

from campaigns.actions import LineEdit
from campaigns.fingerprint import fingerprint
from campaigns.mending import mend
from campaigns.outline import LABELS, LineKind, closing_lines
from campaigns.sections import Section
from campaigns.views.desk import Desk
from campaigns.views.line_comments import briefs
from campaigns.views.lines import Outcome
from campaigns.views.posted import GONE
from campaigns.views.rows import Chip, Row, depths
from campaigns.wording import KIND_OF_FIELD, describe


def rows(desk: Desk, page: Section, outcome: Outcome) -> list[Row]:
    """The lines of the page as the form shows them, with what the act left behind."""
    lines = [desk.rows.lines[i] for i in page.lines]
    markers = desk.content.markers
    chips, said = _chips(desk), briefs(desk)
    closing = closing_lines(desk.content.lines)
    drawn = {}
    for position, line, depth in zip(page.lines, lines, depths(lines), strict=True):
        drawn[line.pk] = Row(
            key=line.pk,
            kind=line.kind,
            text=line.text,
            marker=line.marker,
            is_title=line.is_title,
            number=markers[position],
            place=position,
            depth=0 if position in closing else depth,
            seen=fingerprint(line),
            chips=chips.get(line.pk, []),
            said=said.get(line.pk, []),
            is_closed=desk.opening is not None and line.pk not in desk.opening.lines,
        )
    if outcome.posted:
        drawn = _as_posted(drawn, outcome)
    if outcome.note and outcome.note.line in drawn:
        drawn[outcome.note.line].note = outcome.note
    if outcome.focus in drawn:
        drawn[outcome.focus].focus = outcome.control
    return list(drawn.values())


def _as_posted(drawn, outcome):
    """What was typed over what is stored; lines that are gone stand where they stood."""
    result: dict[int, Row] = {}
    for key, edit in outcome.posted.edits.items():
        row = drawn.get(key) or _row_of(edit)
        row.text, row.kind, row.marker = edit.text, edit.kind, edit.marker
        row.is_title = edit.is_title
        theirs = outcome.conflicts.get(key)
        if theirs and theirs.line is None:
            row.gone, row.seen, row.own = True, GONE, theirs.own
        elif theirs and theirs.line is not None:
            row.theirs, row.theirs_by = theirs.line.text, theirs.by
            if theirs.line.kind != edit.kind:
                row.theirs_kind = LABELS[LineKind(theirs.line.kind)]
        elif key in drawn and fingerprint(edit) != edit.seen:
            row.seen = edit.seen  # typed, not stored yet: judged again at the next save
        result[key] = row
    return result | {key: row for key, row in drawn.items() if key not in result}


def _row_of(edit: LineEdit) -> Row:
    return Row(key=edit.pk, kind=edit.kind, text=edit.text, number="", seen=GONE)


def _chips(desk: Desk) -> dict[int, list[Chip]]:
    """Signs of all notes by the id of their line."""
    slips: dict[tuple[str, int], list[str]] = {}
    for slip in desk.mismatches:
        slips.setdefault((slip.kind, slip.index), []).append(slip.text)
    found: dict[int, list[Chip]] = {}
    for name, kind in KIND_OF_FIELD.items():
        values = getattr(desk.content, name)
        for index, (row, value) in enumerate(
            zip(desk.rows.notes[name], values, strict=True)
        ):
            warnings = slips.get((name, index), ())
            words = mend(desk.content, name, index)[1] if warnings else ""
            chip = Chip(
                kind,
                row.pk,
                describe(value, desk.content.lines[value.line].text),
                warnings,
                mend=words,
                answers=row.answers_id is not None,
            )
            found.setdefault(row.line_id, []).append(chip)
    return found
