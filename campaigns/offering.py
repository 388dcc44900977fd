"""Bắt đầu từ kế hoạch cấp trên: what of it may be taken over, and the draft made of what is.

Knows neither the database nor pages. The superior's plan and the draft are both values; a
link says which note of the draft answers which of the superior's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.content import (
    NOTE_FIELDS,
    CitationNote,
    DeadlineNote,
    Line,
    Note,
    PlanContent,
    RegistrationNote,
    TargetNote,
)
from campaigns.mismatch import disagreements
from campaigns.outline import LineKind, span
from campaigns.rewording import following, reworded, sentence
from units.vietnamese import fold
from units.wording import vn_date

CITATIONS = "citations"
# In the order in which the page offers them.
OFFERED = (
    CITATIONS, "periods", "phases", "targets", "registrations", "deadlines", "assignments",
)  # fmt: skip
SECTIONS = (
    "MỤC ĐÍCH, YÊU CẦU",
    "ĐỐI TƯỢNG, THỜI GIAN THI ĐUA",
    "NỘI DUNG THI ĐUA",
    "HÌNH THỨC KHEN THƯỞNG",
    "TỔ CHỨC THỰC HIỆN",
)
# Under which of SECTIONS a line with such notes goes; the first kind it has decides.
_PLACE = {
    "targets": 2, "registrations": 2, "periods": 1, "phases": 1, "deadlines": 4,
    "assignments": 4,
}  # fmt: skip
# Whom a superior means when it speaks to the authorities below it.
_BELOW = re.compile(
    r"\b(?:xa|phuong|thi tran|dac khu|cap xa|dia phuong|co so|cac don vi|cac cap|cac co quan"
    r"|cac nganh|to dan pho|thon)\b"
)
_KINDS = list(_PLACE)
type Key = tuple[str, int]  # kind of note, place among its kind
# A line of the draft with its notes, each with what it answers.
type Written = tuple[Line, list[tuple[str, Note, int | None]]]


@dataclass(frozen=True)
class Offer:
    """Một điều của cấp trên: ``is_ours`` where it concerns who begins the plan."""

    kind: str
    place: int
    note: Note
    words: str
    is_ours: bool

    @property
    def key(self) -> Key:
        return self.kind, self.place

    @property
    def value(self) -> Decimal | int | None:
        """The figure that may be another for us; None: there is none."""
        match self.note:
            case TargetNote(value_max=None):
                return self.note.value
            case RegistrationNote():
                return self.note.minimum
        return None

    @property
    def day(self) -> date | None:
        """The day that may be sooner for us."""
        match self.note:
            case TargetNote() | RegistrationNote():
                return self.note.deadline
            case DeadlineNote():
                return self.note.due_on
        return None


@dataclass(frozen=True)
class Chosen:
    """Điều được chọn; ``value`` and ``day`` where they are other ones, None as they stand."""

    kind: str
    place: int
    value: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True)
class Begun:
    """Bản nháp: ``links[kind][i]`` is the place of the superior's note that the i-th answers."""

    content: PlanContent
    links: dict[str, list[int | None]]


def offers(content: PlanContent, own_names: Iterable[str] = ()) -> list[Offer]:
    """All that may be taken over. ``own_names``: what the unit is called."""
    names = [fold(name) for name in own_names if name]
    assigned = _assigned(content)
    found = []
    for kind in OFFERED:
        for place, note in enumerate(getattr(content, kind)):
            whom = note.unit if kind == "assignments" else assigned.get(note.line, "")
            whom = getattr(note, "responsible", "") or whom
            found.append(
                Offer(
                    kind,
                    place,
                    note,
                    content.lines[note.line].text,
                    _concerns(whom, names),
                )
            )
    return found


def begin(
    superior: PlanContent, chosen: Sequence[Chosen], *, title: str, cited: str
) -> Begun:
    """The draft: our own sections, the chosen lines in them, the superior's plan as last căn cứ."""
    wanted = {(one.kind, one.place): one for one in chosen if one.kind in OFFERED}
    writer = _Writer()
    _bases(writer, superior, wanted, cited)
    bodies: list[list[Written]] = [[] for _ in SECTIONS]
    lines: dict[int, list[Key]] = {}
    for key in wanted:
        if key[0] != CITATIONS:
            lines.setdefault(_note(superior, key).line, []).append(key)
    below = {
        under
        for kind, place in wanted
        if kind == "assignments"
        for under in list(span(superior.lines, _note(superior, (kind, place)).line))[1:]
    }
    for index, keys in sorted(lines.items()):
        if index not in below:  # else it stands under its unit
            keys.sort(key=lambda key: (_KINDS.index(key[0]), key[1]))
            bodies[_PLACE[keys[0][0]]] += _taken(superior, index, lines, wanted)
    for heading, body in zip(SECTIONS, bodies, strict=True):
        writer.line(Line(kind=LineKind.SECTION, text=heading))
        for line, notes in body:
            writer.line(line, notes)
    return writer.begun(title)


def note_for(superior: PlanContent, chosen: Chosen) -> tuple[str, Note]:
    """Words and note of one thing taken over by itself, not an assignment."""
    note = _note(superior, (chosen.kind, chosen.place))
    own = _adapted(note, chosen)
    return _words(superior, note, own), own


def citation_words(content: PlanContent) -> str:
    """ "Kế hoạch số 07/KH-UBND ngày 05/03/2026 của Ủy ban nhân dân tỉnh …": as it is cited."""
    head = content.letterhead
    number = f"{head.number:02d}" if head.number is not None else "…"
    parts = [KIND_WORDS.get(content.kind.value, "Văn bản")]
    parts.append(f"số {number}/{head.symbol}" if head.symbol else "")
    parts.append(f"ngày {vn_date(head.issued_on)}" if head.issued_on else "")
    parts.append(f"của {authority_of(content)}" if head.authority else "")
    return " ".join(filter(None, parts))


KIND_WORDS = {
    "plan": "Kế hoạch", "guidance": "Hướng dẫn", "directive": "Chỉ thị", "letter": "Công văn",
}  # fmt: skip


def authority_of(content: PlanContent) -> str:
    """The issuing authority in running words: "Ủy ban nhân dân Tỉnh Hưng Yên"."""
    name = " ".join(content.letterhead.authority.split())
    parent = " ".join(content.letterhead.parent_authority.split())
    if parent and "HỘI ĐỒNG" in name.upper():
        name = f"{name} {_place_of(parent)}".strip()
    return sentence_case(name) if name.isupper() else name


def sentence_case(name: str) -> str:
    """ "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN" → "Ủy ban nhân dân tỉnh Hưng Yên"."""
    words = name.lower().replace("thi đua - khen thưởng", "Thi đua - Khen thưởng")
    for level in (
        "tỉnh",
        "thành phố",
        "quận",
        "huyện",
        "thị xã",
        "phường",
        "xã",
        "đặc khu",
    ):
        before, found, place = words.partition(f" {level} ")
        if found:
            return f"{before[:1].upper()}{before[1:]} {level} {place.title()}"
    return words[:1].upper() + words[1:]


def _place_of(parent: str) -> str:
    """ "UBND QUẬN LONG BIÊN" → "QUẬN LONG BIÊN"."""
    return re.sub(r"^(?:UBND|ỦY BAN NHÂN DÂN)\s+", "", parent, flags=re.IGNORECASE)


def _concerns(whom: str, names: Sequence[str]) -> bool:
    """Named nobody, our own name, or the authorities of our level."""
    said = fold(whom)
    return not said or bool(_BELOW.search(said)) or any(name in said for name in names)


def _assigned(content: PlanContent) -> dict[int, str]:
    """Lines that stand under a unit's name, with that name."""
    return {
        index: note.unit
        for note in content.assignments
        for index in span(content.lines, note.line)
    }


def _note(content: PlanContent, key: Key) -> Any:
    return getattr(content, key[0])[key[1]]


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.notes: dict[str, list[tuple[Note, int | None]]] = {
            kind: [] for kind in NOTE_FIELDS
        }

    def line(
        self, line: Line, notes: Sequence[tuple[str, Note, int | None]] = ()
    ) -> None:
        here = len(self.lines)
        self.lines.append(line)
        for kind, note, place in notes:
            self.notes[kind].append((replace(note, line=here), place))

    def begun(self, title: str) -> Begun:
        phases = {note.name for note, _ in self.notes["phases"]}  # type: ignore[attr-defined]
        notes: dict[str, Any] = {
            kind: tuple(_of_phase(note, phases) for note, _ in pairs)
            for kind, pairs in self.notes.items()
        }
        return Begun(
            PlanContent(title=title, lines=tuple(self.lines), **notes),
            {kind: [place for _, place in pairs] for kind, pairs in self.notes.items()},
        )


def _of_phase(note: Note, phases: set[str]) -> Note:
    """A target of a phase that was not taken over is of the whole campaign."""
    if isinstance(note, TargetNote) and note.phase not in phases:
        return replace(note, phase="")
    return note


def _bases(writer, superior, wanted, cited):
    lines: dict[int, list[tuple[str, Note, int | None]]] = {}
    for place, note in enumerate(superior.citations):
        if (CITATIONS, place) in wanted:
            own = replace(note, is_superior_plan=False)
            lines.setdefault(note.line, []).append((CITATIONS, own, None))
    for index, notes in sorted(lines.items()):
        old = superior.lines[index]
        writer.line(Line(kind=LineKind.BASIS, text=old.text), notes)
    head = superior.letterhead
    citation = CitationNote(
        line=0,
        text=citation_words(superior)[:300],
        number=f"{head.number:02d}/{head.symbol}" if head.number is not None else "",
        issued_on=head.issued_on,
        issuer=authority_of(superior),
        is_superior_plan=True,
    )
    text = f"Căn cứ {cited.strip().rstrip('.;,')};"
    writer.line(Line(kind=LineKind.BASIS, text=text), [(CITATIONS, citation, None)])


def _taken(superior, index, lines, wanted) -> Iterator[Written]:
    """Lines of the draft made of one line of the superior's, with their notes."""
    keys = sorted(lines[index], key=lambda key: (_KINDS.index(key[0]), key[1]))
    kept = []  # of those whose words may stand as they are, or with their own figure
    text = superior.lines[index].text
    for key in keys:
        if key[0] == "assignments":
            continue
        note = _note(superior, key)
        own = _adapted(note, wanted[key])
        now = None
        if _tells(superior, note, text):
            now = text if own == note else reworded(text, note, own)
        if now is None:
            line = Line(kind=LineKind.DASH, text=sentence(own))
            yield line, [(key[0], own, key[1])]
        else:
            text = now
            kept.append((key[0], own, key[1]))
    titles = [key for key in keys if key[0] == "assignments"]
    if titles:
        yield from _tasks(superior, index, titles, kept, lines, wanted)
    elif kept:
        yield Line(kind=LineKind.DASH, text=text), kept


def _tasks(superior, index, titles, kept, lines, wanted) -> Iterator[Written]:
    """The unit's name as a heading, and what it has to do below it."""
    notes = [(kind, _note(superior, (kind, place)), place) for kind, place in titles]
    heading = superior.lines[index].text
    yield Line(kind=LineKind.ITEM, text=heading, is_title=True), [*notes, *kept]
    for below in list(span(superior.lines, index))[1:]:
        line = superior.lines[below]
        if below in lines:
            yield from _taken(superior, below, lines, wanted)
        elif line.text.strip() and line.kind is not LineKind.TABLE:
            yield Line(kind=LineKind.DASH, text=line.text), []


def _adapted(note: Note, chosen: Chosen) -> Note:
    """The note with our own figure and day."""
    own: Any = note
    match note:
        case TargetNote():
            if chosen.value is not None:
                own = replace(own, value=chosen.value, milestones=())
                own = note if own.value == note.value else own
            own = replace(own, deadline=chosen.day or note.deadline)
        case RegistrationNote():
            minimum = note.minimum if chosen.value is None else int(chosen.value)
            own = replace(own, minimum=minimum, deadline=chosen.day or note.deadline)
        case DeadlineNote():
            own = replace(own, due_on=chosen.day or note.due_on)
    return following(own, note)


def _words(superior: PlanContent, note: Note, own: Note) -> str:
    text = superior.lines[note.line].text
    if _tells(superior, note, text):
        now = text if own == note else reworded(text, note, own)
        if now is not None:
            return now
    return sentence(own)


def _tells(superior: PlanContent, note: Note, text: str) -> bool:
    """The line's words alone tell all that the note says."""
    kind = superior.lines[note.line].kind
    return not (
        kind in (LineKind.TABLE, LineKind.ANNEX, LineKind.PART, LineKind.SECTION)
        or len(text) > LONGEST
        or any(disagreements(note, text))
    )


LONGEST = (
    1500  # letters: a longer line is a whole paragraph, of which one sentence is meant
)
