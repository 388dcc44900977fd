"""Trang xem lại: how a plan that was read is shown, line by line, and how sure it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from campaigns import revising
from campaigns.content import NOTE_FIELDS, Line
from campaigns.fingerprint import fingerprint
from campaigns.forms.importing import FootForm, HeadForm
from campaigns.heads import Foreign, foreign, own_head
from campaigns.mismatch import mismatches
from campaigns.outline import LineKind
from campaigns.revising import SURE, Revision
from campaigns.views.import_acts import Outcome
from campaigns.views.posted import read_lines
from campaigns.views.rows import Chip, Row, depths
from campaigns.wording import KIND_OF_FIELD, describe
from units.models import Unit
from units.wording import excerpt

LINES_A_PAGE = 200


def foreign_head(revision: Revision, host: Unit) -> list[Foreign]:
    """Where the file's head is another authority's; what it left out the host fills in."""
    head = revision.content.letterhead
    slips = foreign(host, revision.content.kind, head, head.issued_on)
    return [slip for slip in slips if slip.found.strip()]


def likeliest(revision: Revision, hosts: Sequence[Unit]) -> Unit:
    """Whose plan it seems to be: the host with the fewest foreign fields."""
    return min(hosts, key=lambda host: len(foreign_head(revision, host)))


def with_own_head(revision: Revision, host: Unit) -> Revision:
    """Dùng tên cơ quan mình, wherever the file names another."""
    content = revision.content
    own = own_head(host, content.kind)
    fields = [slip.field for slip in foreign_head(revision, host)]
    head = replace(content.letterhead, **{name: own[name] for name in fields})
    revised = revising.set_head(revision, replace(content, letterhead=head))
    return revising.mark_seen(revised, [HeadForm.PATHS[name] for name in fields])


def head_form(revision: Revision) -> HeadForm:
    return HeadForm(initial=HeadForm.values_of(revision.content), sure=revision.sure)


def foot_form(revision: Revision) -> FootForm:
    return FootForm(initial=FootForm.values_of(revision.content), sure=revision.sure)


def chunks(revision: Revision) -> list[range]:
    """The lines in pages of at most LINES_A_PAGE, cut at a big heading where one is near."""
    lines = revision.content.lines
    found, start = [], 0
    while len(lines) - start > LINES_A_PAGE:
        end = start + LINES_A_PAGE
        heads = (
            at
            for at in range(end, start + LINES_A_PAGE // 2, -1)
            if lines[at].kind in (LineKind.PART, LineKind.SECTION, LineKind.ANNEX)
        )
        stop = next(heads, end)
        found.append(range(start, stop))
        start = stop
    found.append(range(start, len(lines)))
    return found


def rows(revision: Revision, chunk: range, outcome: Outcome) -> list[Row]:
    """The lines of one page, with what was understood in each."""
    content = revision.content
    markers = content.markers
    chips = _chips(revision)
    numbers = {id(doubt): index for index, doubt in enumerate(revision.doubts)}
    lines = [content.lines[i] for i in chunk]
    drawn = []
    for position, line, depth in zip(chunk, lines, depths(lines), strict=True):
        key = revision.ids[position]
        row = Row(
            key=key,
            kind=line.kind.value,
            text=line.text,
            marker=line.marker,
            is_title=line.is_title,
            number=markers[position],
            place=position,
            depth=depth,
            seen=_seen(line),
            chips=chips.get(position, []),
            findings=[
                {"index": numbers[id(doubt)], "doubt": doubt}
                for doubt in revision.doubts
                if doubt.line == key
            ],
        )
        if outcome.note and outcome.note.line == key:
            row.note = replace(outcome.note, places=_places(revision, chunk, markers))
        if outcome.focus == key:
            row.focus = outcome.control
        drawn.append(row)
    return drawn


def _places(
    revision: Revision, chunk: range, markers: Sequence[str]
) -> list[tuple[int, str]]:
    """The lines of the page by their number and first words."""
    return [
        (
            revision.ids[i],
            f"{markers[i]} {excerpt(revision.content.lines[i].text, 70)}".strip()
            or "(dòng trống)",
        )
        for i in chunk
    ]


def fingerprints(revision: Revision, data: QueryDict) -> list[tuple[str, str]]:
    """Hidden inputs for the lines whose typed words are the kept ones now."""
    kept = {
        line_id: _seen(line)
        for line_id, line in zip(revision.ids, revision.content.lines, strict=True)
    }
    return [
        (f"l{line_id}-seen", kept[line_id])
        for line_id, edit in read_lines(data).edits.items()
        if kept.get(line_id) == fingerprint(edit)
    ]


def sureness(revision: Revision, slips: Sequence[Foreign]) -> list[dict[str, str]]:
    """How surely each field of the head and foot was read: label, word, kind, href."""
    found = []
    others = {slip.field for slip in slips}
    for form, prefix in ((HeadForm, "dau"), (FootForm, "cuoi")):
        values = form.values_of(revision.content)
        for field, path in form.PATHS.items():
            if field == "addressees" and not values[field]:
                continue
            sure = revision.sure.get(path, 1.0)
            if not values[field]:
                # Without these no plan is sent; elsewhere a silence of the file is no doubt.
                kind = "warn" if sure < SURE else "mute"
                word = "không thấy trong tệp"
            elif form is HeadForm and field in others:
                kind, word = "warn", "của cơ quan khác"
            elif sure < SURE:
                kind, word = "warn", "nên xem lại"
            else:
                kind, word = "ok", "đọc rõ"
            found.append(
                {
                    "label": str(form.base_fields[field].label),
                    "kind": kind,
                    "word": word,
                    "href": f"#id_{prefix}-{field}",
                }
            )
    return found


def doubts(revision: Revision) -> list[dict[str, Any]]:
    """Suspected faults, with where they stand."""
    found = []
    for index, doubt in enumerate(revision.doubts):
        place = revision.place(doubt.line) if doubt.line is not None else None
        where = "ở trích yếu"
        if place is not None:
            where = excerpt(revision.content.lines[place].text, 48)
        found.append(
            {"index": index, "doubt": doubt, "line": doubt.line, "where": where}
        )
    return found


def remarks(
    revision: Revision, pages: Sequence[range], now: int
) -> list[dict[str, str]]:
    """What the reader says of the file, with the way to the line on whichever page it is."""
    found = []
    for remark in revision.remarks:
        place = None if remark.line is None else revision.place(remark.line)
        url = ""
        if place is not None:
            page = next(i for i, lines in enumerate(pages, 1) if place in lines)
            url = f"#l{remark.line}"
            if page != now:
                url = f"?trang={page}&dong={remark.line}{url}"
        found.append({"text": remark.text, "url": url})
    return found


def counts(revision: Revision) -> list[dict[str, Any]]:
    """What was understood: kind and how many, how many of them unsure."""
    return [
        {
            "kind": kind,
            "count": len(getattr(revision.content, name)),
            "unsure": sum(value < SURE for value in revision.note_sure[name]),
        }
        for name, kind in KIND_OF_FIELD.items()
    ]


def _chips(revision: Revision) -> dict[int, list[Chip]]:
    slips: dict[tuple[str, int], list[str]] = {}
    for slip in mismatches(revision.content):
        slips.setdefault((slip.kind, slip.index), []).append(slip.text)
    found: dict[int, list[Chip]] = {}
    for name in NOTE_FIELDS:
        kind = KIND_OF_FIELD[name]
        for index, note in enumerate(getattr(revision.content, name)):
            sure = revision.note_sure[name][index] >= SURE
            chip = Chip(
                kind,
                index,
                describe(note, revision.content.lines[note.line].text),
                slips.get((name, index), ()),
                sure=sure,
            )
            found.setdefault(note.line, []).append(chip)
    return found


def _seen(line: Line) -> str:
    return fingerprint(line)  # type: ignore[arg-type]
