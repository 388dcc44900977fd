"""Thân văn bản: paragraphs of the body → lines of the outline, markers kept.

Each line remembers what its paragraph looked like, since a bold beginning or a heading that
runs into its text helps to tell whose task it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns import outline
from campaigns.cells import table_text
from campaigns.content import Line
from campaigns.outline import LineKind
from campaigns.reading import signs
from campaigns.reading.entries import Entry
from campaigns.reading.language import is_capitals, squeeze
from campaigns.reading.linekinds import kind_of, kind_of_marker
from campaigns.reading.manuscript import Block, Grid, Par
from campaigns.reading.settling import SENTENCE_END, settle


def read_lines(blocks: Sequence[Block]) -> list[Entry]:
    """Body paragraphs and tables → entries; no word is lost."""
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, Grid):
            entries.extend(_table(block))
            continue
        for par in _split_breaks(block):
            _take(entries, par)
    settle(entries)
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
            and not SENTENCE_END.search(pieces[-1].text)
            and (not is_capitals(line) or _is_title_going_on(par, pieces[-1].text))
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


def _is_title_going_on(par: Par, above: str) -> bool:
    """A long title in capitals, in lines: not its first, which follows "Phụ lục I"."""
    annex = signs.ANNEX_RAW.match(above)
    is_number = signs.PART_RAW.fullmatch(above) or (annex and not annex["rest"])
    return par.centred and is_capitals(above) and not is_number


def _take(entries: list[Entry], par: Par) -> None:
    text = squeeze(par.text)
    if not text:
        return
    if entries and _waits(entries[-1]):
        # the ordinal stood on a line of its own
        entries[-1].text, entries[-1].bold_to = text, par.bold_to
        return
    text, bold_to, marker = _without_double(text, par)
    found = kind_of(text, entries) if not marker else kind_of_marker(marker, entries)
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
    return [Entry(LineKind.TABLE, table_text(rows))]


def _cell(pars: list[Par]) -> str:
    return squeeze(" ".join(f"{par.marker} {par.text}" for par in pars))
