"""Khối in: the outline's lines turned into what the template sets, one block after another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape

from campaigns import outline
from campaigns.content import Line
from campaigns.outline import LineKind
from reports.rendering import metrics, tables, wording
from reports.rendering.metrics import MM

MEASURE = 165 * MM  # width of the text, upright
MEASURE_ACROSS = 252 * MM  # and across
INDENT = 12.7 * MM
BODY = 14.0  # points
_HEADINGS = (
    LineKind.PART,
    LineKind.SECTION,
    LineKind.DIVISION,
    LineKind.ITEM,
    LineKind.SUBITEM,
)
_ARTICLE = re.compile(r"Điều \d+\.$")
_ALWAYS_TITLES = (LineKind.PART, LineKind.SECTION, LineKind.DIVISION)


@dataclass(slots=True)
class Block:
    """One element of the page: ``tag`` (p, h2…h6, table), CSS classes, finished HTML."""

    tag: str
    css: str = ""
    html: str = ""
    table: tables.SetTable | None = None
    lines: int = 1  # printed lines, about
    keep: bool = False  # not parted from the next block
    line: int = -1  # which line of the content it prints
    words: str = (
        ""  # what is printed, plain: number and text, a newline where it is broken
    )
    rest: str = ""  # words behind a title on its line, not bold

    @property
    def across(self) -> bool:
        return self.table is not None and self.table.landscape


@dataclass(slots=True)
class Group:
    """Blocks that stand on pages of one direction."""

    across: bool
    blocks: list[Block]


def body_blocks(
    lines: Sequence[Line], markers: Sequence[str], base: int, first: int = 0
) -> list[Block]:
    """Blocks of the body or of one annex.

    ``base`` is the heading level above it (1: the title), ``first`` the number of its first
    line among all lines of the content. The decree's marks are supplied here: capitals of
    section titles, ";" and "." of the căn cứ, "./." at the end.
    """
    texts = [_text(line, number) for number, line in enumerate(lines, start=first + 1)]
    last = _closing_index(lines)
    if last is not None:
        texts[last] = wording.closed(texts[last])
    blocks: list[Block] = []
    open_levels: list[tuple[int, int]] = []
    for index, (line, marker, text) in enumerate(
        zip(lines, markers, texts, strict=True)
    ):
        where = f"Dòng {first + index + 1} của nội dung"
        if line.kind is LineKind.TABLE:
            block = _table(line.text, where)
        elif line.kind is LineKind.BASIS:
            follows = index + 1 < len(lines) and lines[index + 1].kind is LineKind.BASIS
            if not text.endswith((":", "./.")):
                text = wording.ended(text, ";" if follows else ".")
            block = _paragraph("p", "basis", marker, text)
        elif line.kind is LineKind.PART:
            block = _part(_level(open_levels, line.kind, base), marker, text)
        elif is_title(line):
            block = _title(line, marker, text, _level(open_levels, line.kind, base))
        else:
            block = _paragraph("p", "", marker, text)
        if block.html or block.table:
            block.line = first + index
            blocks.append(block)
    _keep_headings(blocks)
    return blocks


def with_resolution(blocks: list[Block], words: str) -> list[Block]:
    """ "QUYẾT ĐỊNH:" under the căn cứ (R121), kept with the first article."""
    after = max(
        (at + 1 for at, block in enumerate(blocks) if block.css == "basis"), default=0
    )
    resolution = Block("p", "resolves", escape(words), keep=True, words=words)
    return [*blocks[:after], resolution, *blocks[after:]]


def is_title(line: Line) -> bool:
    return line.kind in _ALWAYS_TITLES or line.is_title


def grouped(blocks: Sequence[Block]) -> list[Group]:
    """Blocks parted where the page turns; a heading goes with the wide table under it."""
    groups: list[Group] = []
    for block in blocks:
        if not groups or groups[-1].across != block.across:
            carried: list[Block] = []
            if block.across and groups:
                above = groups[-1].blocks
                while above and above[-1].keep:
                    carried.insert(0, above.pop())
                if not above:
                    groups.pop()
            groups.append(Group(block.across, carried))
        groups[-1].blocks.append(block)
    return groups


def keep_for_signature(blocks: list[Block]) -> None:
    """At least two lines of text, or rows of a table, go with the signing block (R63)."""
    lines = 0
    for block in reversed(blocks):
        block.keep = True
        lines += block.lines
        if lines >= 2 or block.table:
            break


def _text(line: Line, number: int) -> str:
    if line.kind is LineKind.TABLE:
        return ""
    return wording.check(line.text, f"Dòng {number} của nội dung")


def _closing_index(lines: Sequence[Line]) -> int | None:
    """The line that takes "./.": the last one, unless a table is last."""
    last = len(lines) - 1
    while last >= 0 and not lines[last].text.strip():
        last -= 1
    return last if last >= 0 and lines[last].kind is not LineKind.TABLE else None


def _level(open_levels: list[tuple[int, int]], kind: LineKind, base: int) -> int:
    """Heading level one under the nearest shallower heading, so that none is skipped."""
    depth = outline.depth(kind)
    while open_levels and open_levels[-1][0] >= depth:
        open_levels.pop()
    level = open_levels[-1][1] + 1 if open_levels else base + 1
    open_levels.append((depth, level))
    return min(level, 6)


def _title(line: Line, marker: str, text: str, level: int) -> Block:
    tag = f"h{level}" if line.kind in _HEADINGS else "p"
    if line.kind is LineKind.SECTION:
        head, colon, rest = text.partition(": ")
        if colon and rest:
            html = (
                f"{_marker(marker)}{wording.inline(head.upper() + ':')} "
                f'<span class="plain">{wording.inline(rest)}</span>'
            )
            return Block(
                "p",
                "head",
                html,
                lines=_count(f"{marker} {text}", "regular"),
                words=_words(marker, head.upper() + ":"),
                rest=rest,
            )
        text = text.upper()
    block = _paragraph(tag, "head", marker, text, face="bold")
    block.keep = True
    return block


def _part(level: int, marker: str, text: str) -> Block:
    number = wording.lines(marker, "bold", BODY, MEASURE)
    title = wording.lines(text.upper(), "bold", BODY, 0.9 * MEASURE)
    return Block(
        f"h{level}",
        "part",
        wording.lines_html(number + title),
        lines=len(number) + len(title),
        keep=True,
        words="\n".join(number + title),
    )


def _paragraph(
    tag: str, css: str, marker: str, text: str, face: str = "regular"
) -> Block:
    if not text and not marker:
        return Block(tag)
    return Block(
        tag,
        css,
        _marker(marker) + wording.inline(text),
        lines=_count(f"{marker} {text}", face),
        words=_words(marker, text),
    )


def _words(marker: str, text: str) -> str:
    return f"{wording.clean(marker)} {text}".strip()


def _marker(marker: str) -> str:
    if not marker:
        return ""
    printed = escape(wording.clean(marker))
    # "Điều 1." is upright and bold (R49); other numbers are as the words after them.
    return f"<b>{printed}</b> " if _ARTICLE.match(marker) else f"{printed} "


def _count(text: str, face: str) -> int:
    return metrics.line_count(text.strip(), face, BODY, MEASURE, INDENT)


def _table(text: str, where: str) -> Block:
    table = tables.parse(text, where)
    if not table.rows:
        return Block("table")
    laid = tables.layout(table, MEASURE, MEASURE_ACROSS)
    return Block("table", f"grid s{laid.size:.0f}", table=laid)


def _keep_headings(blocks: list[Block]) -> None:
    """What announces a table stays with it."""
    for block, below in pairwise(blocks):
        if (
            below.table
            and not block.table
            and (block.html.endswith(":") or block.lines < 2)
        ):
            block.keep = True
