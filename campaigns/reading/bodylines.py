"""Thân văn bản: paragraphs of the body → lines of the outline, markers kept.

Each line remembers what its paragraph looked like, since a bold beginning or a heading that
runs into its text helps to tell whose task it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaigns import outline
from campaigns.content import Line
from campaigns.outline import LineKind
from campaigns.reading import signs
from campaigns.reading.language import is_capitals, squeeze
from campaigns.reading.manuscript import Block, Grid, Par

_SHORT_TITLE = 22  # words
_SENTENCE_END = re.compile(r"[.;,!?…]$|\./\.?$")


@dataclass(slots=True)
class Entry:
    """Một dòng đã nhận dạng. ``written`` is the number as the document has it."""

    kind: LineKind
    text: str
    written: str = ""
    bold_to: int = 0
    is_title: bool = False
    italic: bool = False

    @property
    def bold(self) -> bool:
        return bool(self.text) and self.bold_to >= len(self.text.rstrip(" :.;"))


def read_lines(blocks: Sequence[Block]) -> list[Entry]:
    """Body paragraphs and tables → entries; no word is lost."""
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, Grid):
            entries.extend(_table(block))
            continue
        for par in _split_breaks(block):
            _take(entries, par)
    _settle_letters(entries)
    _settle_tops(entries)
    _join_headings(entries)
    _mark_titles(entries)
    return entries


def to_lines(entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Entries → lines; a marker is kept only where the automatic number would differ."""
    lines = [Line(kind=e.kind, text=e.text, is_title=e.is_title) for e in entries]
    automatic = outline.markers(lines)
    return tuple(
        replace(line, marker=entry.written)
        if entry.written and not _same_marker(entry.written, number)
        else line
        for line, entry, number in zip(lines, entries, automatic, strict=True)
    )


def _same_marker(written: str, automatic: str) -> bool:
    if written in "-–—−\uf02d" and automatic == "-":
        return True
    return squeeze(written) == automatic


# ---- one paragraph ------------------------------------------------------------------
def _split_breaks(par: Par) -> list[Par]:
    """A paragraph with line breaks whose lines are items of their own becomes several."""
    if "\n" not in par.text:
        return [par]
    pieces: list[Par] = []
    start = 0
    for line in par.text.split("\n"):
        begins = pieces and not signs.begins_with_marker(line.strip())
        if (
            begins
            and not _SENTENCE_END.search(pieces[-1].text)
            and not is_capitals(line)
        ):
            pieces[-1].text += " " + line.strip()
        elif line.strip():
            bold = max(0, min(par.bold_to - start, len(line)))
            own = par.marker if not pieces else ""
            pieces.append(
                Par(line.strip(), own, bold, par.italic, par.centred, par.gap)
            )
        start += len(line) + 1
    return pieces


def _take(entries: list[Entry], par: Par) -> None:
    text = squeeze(par.text)
    if not text:
        return
    if entries and _waits(entries[-1]):
        # the ordinal stood on a line of its own
        entries[-1].text, entries[-1].bold_to = text, par.bold_to
        return
    text, bold_to, marker = _without_double(text, par)
    found = _kind(text, entries) if not marker else _kind_of_marker(marker, entries)
    if found is None:
        entries.append(
            Entry(
                LineKind.PARAGRAPH,
                text,
                "" if marker is None else marker,
                bold_to,
                italic=par.italic,
            )
        )
        return
    kind, written, length = found
    rest = text[length:].strip() if not marker else text
    gone = len(text) - len(rest)
    entry = Entry(kind, rest, written, max(0, bold_to - gone), italic=par.italic)
    if kind is LineKind.SECTION and (split := _run_in_capitals(entry)):
        entries.extend(split)
    else:
        entries.append(entry)


def _waits(entry: Entry) -> bool:
    return not entry.text and entry.kind is not LineKind.TABLE


def _without_double(text: str, par: Par) -> tuple[str, int, str]:
    """Drop a number printed twice ("1. 1. Mục đích", or Word's own number and a typed one)."""
    bold_to, marker = par.bold_to, squeeze(par.marker)
    typed = signs.begins_with_marker(text)
    if marker and typed and _norm(text.split()[0]) == _norm(marker):
        return text, bold_to, ""
    twice = re.match(r"([IVX\d]{1,4}[.)]|[a-zđ]\)|\d+\.\d+\.?)\s+(\1)\s*", text)
    if twice and not marker:
        cut = twice.start(2)
        return text[cut:], max(0, bold_to - cut), ""
    return text, bold_to, marker


def _norm(marker: str) -> str:
    return marker.strip(" .):/-")


def _kind_of_marker(
    marker: str, entries: list[Entry]
) -> tuple[LineKind, str, int] | None:
    """Kind of a paragraph that Word numbered by itself."""
    found = _kind(f"{marker} x", entries)
    if found is None:
        bullet = re.fullmatch(r"[o§Ø]|\W", marker)
        return (LineKind.DASH, marker, 0) if bullet else None
    return found[0], marker, 0


def _kind(text: str, entries: list[Entry]) -> tuple[LineKind, str, int] | None:
    """(kind, number as written, its length) from the number a line begins with, or None."""
    part = signs.PART_RAW.match(text)
    if part and (is_capitals(part[1]) or len(text) < 150):
        return LineKind.PART, squeeze(text[: part.end()]).rstrip(" :-"), part.end()
    if (annex := signs.ANNEX_RAW.match(text)) and _is_annex_title(annex, text):
        return LineKind.ANNEX, annex["name"], annex.end("name")
    if (match := signs.ROMAN_RAW.match(text)) and _fits_roman(match[1], entries):
        return LineKind.SECTION, _written(match, text), match.end()
    if match := signs.LETTER_RAW.match(text):
        return LineKind.DIVISION, _written(match, text), match.end()
    if match := signs.DEEP_RAW.match(text):
        return LineKind.POINT, squeeze(text[: match.end()]), match.end()
    if (match := signs.SUBITEM_RAW.match(text)) and _fits_subitem(match[1], entries):
        return LineKind.SUBITEM, squeeze(text[: match.end()]), match.end()
    if match := signs.ITEM_RAW.match(text):
        sign = match[2] or match[3]
        return _item(sign, entries), f"{match[1]}{sign}", match.end()
    if (match := signs.SMALL_ROMAN_RAW.match(text)) and not _expects_letter(
        "i", entries
    ):
        return LineKind.PLUS, squeeze(match[1]), match.end()
    if (match := signs.POINT_RAW.match(text)) and (
        match[2] != "." or text[match.end() :][:1].isupper()
    ):
        return LineKind.POINT, f"{match[1]}{match[2]}", match.end()
    if match := signs.BRACKETED_RAW.match(text):
        return LineKind.POINT, match[1], match.end()
    if match := signs.STEP_RAW.match(text):
        return LineKind.POINT, f"{match[1]}:", match.end()
    if match := signs.DASH_RAW.match(text):
        return LineKind.DASH, match[1], match.end()
    if match := signs.PLUS_RAW.match(text):
        return LineKind.PLUS, match[1], match.end()
    if match := signs.BULLET_RAW.match(text):
        deeper = entries and entries[-1].kind in (LineKind.DASH, LineKind.PLUS)
        under = deeper and entries[-1].written not in ("•", match[1])
        return (
            (LineKind.PLUS if under else LineKind.DASH),
            _bullet(match[1]),
            match.end(),
        )
    if match := signs.STAR_RAW.match(text):
        return LineKind.PARAGRAPH, "*", match.end()
    return None


def _bullet(sign: str) -> str:
    return "•" if "\ue000" <= sign <= "\uf8ff" else sign


def _written(match: re.Match, text: str) -> str:
    return re.sub(r"\s+", "", text[: match.end()])


def _is_annex_title(match: re.Match, text: str) -> bool:
    return is_capitals(match["name"]) or (
        len(match["rest"].strip(" .:-–")) < 3 and len(text) < 40
    )


def _fits_roman(letters: str, entries: list[Entry]) -> bool:
    """I, V, X alone may be letters of a row A, B, C…; "l." may be a scanned I."""
    if letters == "l":
        return not any(e.kind is LineKind.SECTION for e in entries)
    if set(letters.lower()) - set("ivx"):
        return False
    last = next(
        (
            e
            for e in reversed(entries)
            if e.kind in (LineKind.SECTION, LineKind.DIVISION)
        ),
        None,
    )
    if (
        letters in ("I", "V", "X")
        and last is not None
        and last.kind is LineKind.DIVISION
    ):
        before = {"I": "H", "V": "U", "X": "V"}[letters]
        return not last.written.startswith(before)
    return True


def _fits_subitem(number: str, entries: list[Entry]) -> bool:
    """ "1.1" is a number of the outline, "1.5 triệu" is not."""
    top, below = (int(n) for n in number.split("."))
    item = next((e for e in reversed(entries) if e.kind is LineKind.ITEM), None)
    last = next((e for e in reversed(entries) if e.kind is LineKind.SUBITEM), None)
    before = re.match(r"(\d+)\.(\d+)", last.written) if last else None
    if before and int(before[1]) == top and 1 <= below <= int(before[2]) + 2:
        return True
    if item and (match := re.match(r"(\d+)", item.written)) and int(match[1]) == top:
        return below <= 2 or last is not None
    return below == 1


def _item(sign: str, entries: list[Entry]) -> LineKind:
    """ "1)" under "1." or "a)" is a point; under a section it is an item."""
    if sign == ".":
        return LineKind.ITEM
    for entry in reversed(entries):
        if entry.kind in (LineKind.SECTION, LineKind.PART, LineKind.DIVISION):
            break
        if (
            entry.kind in (LineKind.ITEM, LineKind.SUBITEM)
            and entry.written[-1:] != sign
        ):
            return LineKind.POINT
    return LineKind.ITEM


def _expects_letter(letter: str, entries: list[Entry]) -> bool:
    last = next((e for e in reversed(entries) if e.kind is LineKind.POINT), None)
    return last is not None and last.written[:1] == "h" and letter == "i"


def _run_in_capitals(entry: Entry) -> list[Entry]:
    """ "I. MỤC ĐÍCH: Nhằm …" → the heading and its text as two lines."""
    match = re.match(r"([^:.a-zđ]{6,120})[:.]\s+(?=\S.{20})", entry.text)
    if not match or not is_capitals(match[1]):
        return []
    cut = match.end()
    sign = entry.text[match.end(1)]
    heading = Entry(
        LineKind.SECTION, match[1] + sign, entry.written, len(match[1]), True
    )
    return [
        heading,
        Entry(LineKind.PARAGRAPH, entry.text[cut:], "", max(0, entry.bold_to - cut)),
    ]


# ---- tables ---------------------------------------------------------------------------
def _table(grid: Grid) -> list[Entry]:
    rows = [[_cell(cell) for cell in row] for row in grid.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    if max(len(row) for row in rows) == 1:
        found: list[Entry] = []
        for par in (par for cell in grid.cells() for par in cell):
            for piece in _split_breaks(par):
                _take(found, piece)
        return found
    return [Entry(LineKind.TABLE, "\n".join("\t".join(row) for row in rows))]


def _cell(pars: list[Par]) -> str:
    return squeeze(" ".join(f"{par.marker} {par.text}" for par in pars))


# ---- the outline as a whole ---------------------------------------------------------
def _settle_letters(entries: list[Entry]) -> None:
    """C., D. among roman sections, I. among letters: read again by their neighbours."""
    letters = [e for e in entries if e.kind is LineKind.DIVISION]
    if len(letters) == 1 and not letters[0].written.startswith("A"):
        # a lone initial such as "Đ. …" is no heading
        entry = letters[0]
        entry.kind, entry.text = LineKind.PARAGRAPH, f"{entry.written} {entry.text}"
        entry.written = ""


def _settle_tops(entries: list[Entry]) -> None:
    """A. above I.: the letters are then the parts."""
    first_letter = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.DIVISION), None
    )
    first_roman = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.SECTION), None
    )
    if first_letter is None or first_roman is None or first_roman < first_letter:
        return
    for entry in entries:
        if entry.kind is LineKind.DIVISION:
            entry.kind = LineKind.PART


def _join_headings(entries: list[Entry]) -> None:
    """A heading in capitals that went on in a paragraph of its own."""
    index = 1
    while index < len(entries):
        above, entry = entries[index - 1], entries[index]
        heading = above.kind in (
            LineKind.SECTION,
            LineKind.PART,
            LineKind.DIVISION,
            LineKind.ANNEX,
        )
        if (
            heading
            and entry.kind is LineKind.PARAGRAPH
            and not entry.written
            and is_capitals(entry.text)
            and (
                not above.text
                or (is_capitals(above.text) and above.kind is not LineKind.ANNEX)
            )
            and len(entry.text) < 200
            and not above.text.endswith((".", ":", ";"))
        ):
            joined = f"{above.text} {entry.text}".strip()
            above.bold_to = (
                len(joined) if above.bold or not above.text else above.bold_to
            )
            above.text = joined
            del entries[index]
        else:
            index += 1


def _mark_titles(entries: list[Entry]) -> None:
    titled = (LineKind.SECTION, LineKind.PART, LineKind.DIVISION, LineKind.ANNEX)
    for index, entry in enumerate(entries):
        if entry.kind in titled:
            entry.is_title = len(entry.text.split()) <= 60
        elif entry.kind in (LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT):
            entry.is_title = _is_title(entry, entries[index + 1 :][:1])
        elif entry.kind is LineKind.PARAGRAPH and not entry.written:
            short = len(entry.text.split()) <= _SHORT_TITLE
            heads = entry.bold or (is_capitals(entry.text) and len(entry.text) > 5)
            entry.is_title = heads and short and not _SENTENCE_END.search(entry.text)


def _is_title(entry: Entry, following: list[Entry]) -> bool:
    """Whether a numbered line stands as a heading over what follows."""
    words = len(entry.text.split())
    if not entry.text or words > 60:
        return False
    if entry.bold and words <= 40:
        return True
    below = following and outline.depth(following[0].kind) > outline.depth(entry.kind)
    if not below or words > _SHORT_TITLE + 10:
        return False
    if entry.text.endswith(":"):
        return words <= _SHORT_TITLE and entry.kind is not LineKind.POINT
    if not _SENTENCE_END.search(entry.text):
        return True
    # a full stop by habit after a short name or a list of names
    short = words <= (4 if entry.kind is LineKind.POINT else 7)
    return entry.text.endswith(".") and (short or _names_several(entry))


def _names_several(entry: Entry) -> bool:
    several = entry.text.count(",") >= 2 and len(entry.text.split()) <= _SHORT_TITLE
    return (
        several
        and entry.kind is not LineKind.POINT
        and not re.search(r"[.;:]\s", entry.text)
    )
