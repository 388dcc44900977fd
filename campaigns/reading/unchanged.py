"""Chữ còn nguyên: a Word file of this product against the twin that it carries.

The text is what counts. Lines that still stand as they were printed are taken from the twin,
with what it knows of them; whatever somebody wrote into the file is read as in any other.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns import aligning, outline
from campaigns.content import (
    NOTE_FIELDS,
    Letterhead,
    Line,
    PaperKind,
    PlanContent,
    SignatureBlock,
)
from campaigns.outline import LineKind
from campaigns.reading.doubts import Remark
from campaigns.reading.limits import check_lines
from campaigns.reading.manuscript import Block, Grid, Manuscript, Parts
from campaigns.reading.parts import divide
from campaigns.reading.reading import Reading
from campaigns.reading.spelling import read_suspicions

UNCHANGED = (
    "Chữ trong tệp Word còn nguyên như khi hệ thống lập tệp; nội dung lấy từ dữ liệu kèm"
    " theo."
)
# "(Kèm theo …)" as somebody typed it, and as the paper writes it, its number and day left open.
_ATTACHED = re.compile(r"\(\s*(?:ban hành )?kèm theo\b")
_OWN_ATTACHED = re.compile(r"\(kèm theo .*\bsố /.* ngày tháng năm\b")
_AS_ABOVE = (
    "nhưtrên",
    "nhưkínhgửi",
)  # a letter's paper begins its list by itself (R83)
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "–"})
# Titles by nature are bold whatever the twin says; so are the words before a colon.
MOST_JOINED = 6
_OWN_WEIGHT = {
    LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ANNEX, LineKind.TABLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the page: a paragraph or a row. ``bold`` None: it says nothing."""

    words: str
    bold: bool | None = None

    def is_still(self, other: "_Shown") -> bool:
        return self.words == other.words and (
            self.bold is None or self.bold is other.bold
        )


def as_known(reading: Reading, twin: PlanContent, manuscript: Manuscript) -> Reading:
    """``reading`` with what ``twin`` knows of the words that are still there.

    ``manuscript`` is the file once more: understanding takes one apart. Raises ``Unreadable``
    for a twin of too many lines.
    """
    check_lines(len(twin.lines))
    parts = divide(manuscript)
    shown = [*_of_blocks(parts.body), *_of_blocks(parts.after)]
    content = _with_head(reading.content, twin, parts)
    if _stands(twin.lines, shown):
        content = replace(content, lines=twin.lines, **_notes_of(twin))
        return Reading(
            content=content,
            suspicions=tuple(read_suspicions(content)),
            remarks=(Remark(UNCHANGED, stays=False),),
        )
    return _edited(reading, content, twin, shown)


def _edited(
    reading: Reading, content: PlanContent, twin: PlanContent, shown: Sequence[_Shown]
) -> Reading:
    lines, places = _joined(content.lines, set(map(_text, twin.lines)))
    known = _partners(lines, twin.lines)
    notes = _merged_notes(content, twin, places, known)
    lines = _known_lines(lines, twin.lines, known, shown)
    content = replace(content, lines=tuple(lines), **notes)
    remarks = [
        Remark(_what_changed(len(lines) - len(known), len(twin.lines) - len(known)))
    ]
    for remark in reading.remarks:
        place = None if remark.line is None else places.get(remark.line, len(lines))
        if place not in known:  # of a line that is as it was, all has been said
            remarks.append(replace(remark, line=place))
    return Reading(
        content=content,
        # guesses about notes go by their places, which may be others now
        sure={p: how for p, how in reading.sure.items() if not re.search(r"\d", p)},
        suspicions=tuple(read_suspicions(content)),
        remarks=tuple(remarks),
    )


def _stands(lines: Sequence[Line], shown: Sequence[_Shown]) -> bool:
    """Every line is printed as the twin has it, and nothing else is."""
    printed = [piece for line in _of_lines(lines) for piece in line]
    return len(printed) == len(shown) and all(map(_Shown.is_still, printed, shown))


# ---- lines ----------------------------------------------------------------------------
def _joined(read: Sequence[Line], known: set[str]) -> tuple[list[Line], dict[int, int]]:
    """(lines, where each that was read stands now): what was one line in the twin is one again.

    The reader parts a heading that runs into its text. What the paper writes by itself under
    an annex goes.
    """
    lines: list[Line] = []
    places: dict[int, int] = {}
    start = 0
    while start < len(read):
        count = _count_of_one(read[start : start + MOST_JOINED], known)
        if not _OWN_ATTACHED.match(_text(read[start])):
            places |= dict.fromkeys(range(start, start + count), len(lines))
            text = " ".join(line.text for line in read[start : start + count])
            lines.append(replace(read[start], text=text) if count > 1 else read[start])
        start += count
    return lines, places


def _count_of_one(read: Sequence[Line], known: set[str]) -> int:
    """How many of the lines, from the first, are one that is known."""
    words = ""
    for count, line in enumerate(read, 1):
        words = f"{words} {line.text}"
        if _norm(words) in known:
            return count
    return 1


def _partners(read: Sequence[Line], known: Sequence[Line]) -> dict[int, int]:
    pairs, _ = aligning.patience([*map(_text, read)], [*map(_text, known)])
    return dict(pairs)


def _known_lines(
    read: Sequence[Line],
    known: Sequence[Line],
    partners: dict[int, int],
    shown: Sequence[_Shown],
) -> list[Line]:
    bold = {piece.words: piece.bold for piece in shown}
    printed, before = outline.markers(read), _markers(known)
    lines = list(read)
    for here, there in partners.items():
        line = known[there]
        if _norm(printed[here]) != _norm(before[there]):
            line = replace(line, kind=read[here].kind)
        if line.kind not in _OWN_WEIGHT:
            weight = bold.get(_norm(f"{printed[here]} {line.text}"))
            if weight is not None:
                line = replace(line, is_title=weight)
        lines[here] = replace(line, marker="")
    # the numbers stand in the text: where the outline would count otherwise, they are kept
    counted = outline.markers(lines)
    return [
        line if number == count else replace(line, marker=number)
        for line, number, count in zip(lines, printed, counted, strict=True)
    ]


def _merged_notes(
    content: PlanContent,
    twin: PlanContent,
    places: dict[int, int],
    partners: dict[int, int],
) -> dict[str, Any]:
    """The twin's of the lines that are still there, of the others those that were read."""
    found: dict[str, Any] = {}
    now = {there: here for here, there in partners.items()}
    for name in NOTE_FIELDS:
        kept = [
            replace(note, line=now[note.line])
            for note in getattr(twin, name)
            if note.line in now
        ]
        read = [
            replace(note, line=places[note.line])
            for note in getattr(content, name)
            if places.get(note.line, -1) not in partners and note.line in places
        ]
        found[name] = tuple(sorted([*kept, *read], key=lambda note: note.line))
    phases = {phase.name for phase in found["phases"]}
    found["targets"] = tuple(
        target if target.phase in phases else replace(target, phase="")
        for target in found["targets"]
    )
    return found


def _notes_of(twin: PlanContent) -> dict[str, Any]:
    return {name: getattr(twin, name) for name in NOTE_FIELDS}


def _what_changed(changed: int, gone: int) -> str:
    said = [f"{changed} dòng đã sửa hoặc thêm"] if changed else []
    said += [f"{gone} dòng cũ không còn"] if gone else []
    what = ", ".join(said) or "thứ tự hoặc cách trình bày đã đổi"
    return (
        f"Tệp Word do hệ thống lập, sau đó có người sửa: {what}. Chỗ đã sửa được đọc từ chữ"
        " trong tệp; hãy xem lại."
    )


# ---- what is printed ------------------------------------------------------------------
def _of_lines(lines: Sequence[Line]) -> list[list[_Shown]]:
    found: list[list[_Shown]] = []
    above: Line | None = None
    for line, marker in zip(lines, _markers(lines), strict=True):
        if line.kind is LineKind.TABLE:
            found.append(_rows(line.text))
        elif (
            above and above.kind is LineKind.ANNEX and _ATTACHED.match(_norm(line.text))
        ):
            found.append([])  # the paper writes its own
        else:
            bold = None if line.kind in _OWN_WEIGHT else line.is_title
            words = _norm(f"{marker} {line.text}")
            found.append([_Shown(words, bold)] if words else [])
        above = line
    return found


def _markers(lines: Sequence[Line]) -> list[str]:
    """As printed: annexes are numbered anew."""
    return outline.markers(
        replace(line, marker="")
        if line.kind is LineKind.ANNEX and line.marker.lower().startswith("phụ lục")
        else line
        for line in lines
    )


def _rows(text: str) -> list[_Shown]:
    rows = [row.split("\t") for row in text.split("\n") if row.strip()]
    widest = max(map(len, rows), default=0)
    return [_row([*row, *[""] * (widest - len(row))]) for row in rows]


def _row(cells: Iterable[str]) -> _Shown:
    return _Shown("\t".join(map(_norm, cells)))


def _of_blocks(blocks: Iterable[Block]) -> list[_Shown]:
    found: list[_Shown] = []
    for block in blocks:
        if isinstance(block, Grid):
            found += [
                _row(" ".join(par.text for par in cell) for cell in row)
                for row in block.rows
            ]
            continue
        words = _norm(f"{block.marker} {block.text}")
        if words and not _OWN_ATTACHED.match(words):
            found.append(_Shown(words, block.bold))
    return found


def _text(line: Line) -> str:
    return _norm(line.text)


def _norm(text: str) -> str:
    """Words without what the paper makes of them: capitals, single spaces, the closing sign."""
    text = unicodedata.normalize("NFC", text).translate(_HYPHENS)
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
    )
    return re.sub(r"[\s.,;:/]+$", "", " ".join(seen.split()).upper().casefold())


# ---- head and end ---------------------------------------------------------------------
def _with_head(read: PlanContent, twin: PlanContent, parts: Parts) -> PlanContent:
    """Number and date as they are printed; the rest as it was typed, where it is still so."""
    ends = _letters_of(parts) == _letters_at_the_end(twin)
    one, other = read.letterhead, twin.letterhead
    letterhead = Letterhead(
        parent_authority=_kept(one.parent_authority, other.parent_authority),
        authority=_kept(one.authority, other.authority),
        number=one.number,
        symbol=_kept(one.symbol, other.symbol),
        place=_kept(one.place, other.place),
        issued_on=one.issued_on,
        addressees=_kept_all(one.addressees, other.addressees),
    )
    news = twin.kind is PaperKind.NEWS and read.kind is PaperKind.PLAN
    return replace(
        read,
        kind=twin.kind if news else read.kind,
        letterhead=letterhead,
        title=_kept(read.title, twin.title),
        recipients=twin.recipients
        if ends
        else _kept_all(read.recipients, twin.recipients),
        drafter_mark=twin.drafter_mark
        if ends
        else _kept(read.drafter_mark, twin.drafter_mark),
        signature=twin.signature
        if ends
        else SignatureBlock(
            authority_lines=_kept_all(
                read.signature.authority_lines, twin.signature.authority_lines
            ),
            title_below=_kept(read.signature.title_below, twin.signature.title_below),
            signer=_kept(read.signature.signer, twin.signature.signer),
        ),
    )


def _letters_of(parts: Parts) -> str:
    """Of recipients and signing block, as they stand in the file."""
    return "".join(_letters(par.text) for par in (*parts.recipients, *parts.signature))


def _letters_at_the_end(twin: PlanContent) -> str:
    """Of the same, as they were printed."""
    names = [_letters(text) for text in twin.recipients]
    if twin.kind is PaperKind.LETTER and any(names):
        names = [_AS_ABOVE[0], *(text for text in names if text not in _AS_ABOVE)]
    block = twin.signature
    below = (twin.drafter_mark, *block.authority_lines, block.title_below, block.signer)
    return "".join([*names, *map(_letters, below)])


def _kept(read: str, known: str) -> str:
    return known if _letters(read) == _letters(known) else read


def _kept_all(read: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    return known if _names(read) == _names(known) else read


def _names(texts: Iterable[str]) -> list[str]:
    found = map(_letters, texts)
    return [text for text in found if text and text not in _AS_ABOVE]


def _letters(text: str) -> str:
    """A dash at the end of a name's line may be lost with the line."""
    return "".join(sign for sign in _norm(text) if sign.isalnum())
