"""Hàng soạn thảo: the lines of a section as the form shows them.

Both the editor (lines stored, known by their id) and the review of an import (lines of a
value, known by their place) draw these rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from campaigns.cells import even_cells
from campaigns.outline import DEPTH, LABELS, LineKind, span
from campaigns.wording import NOTE_KINDS, NoteKind

TITLE_KINDS = {LineKind.PART, LineKind.SECTION, LineKind.ANNEX}
CHARACTERS_A_ROW = 58  # of a text area in the middle column
_SHORT = {
    LineKind.PLUS: "Ý nhỏ (+)",
    LineKind.DASH: "Gạch (-)",
    LineKind.SUBITEM: "Tiểu khoản (1.1.)",
}


@dataclass(frozen=True)
class Chip:
    """Một ghi chú as a sign under its line. ``key``: id or place; ``warnings``: mismatches.

    ``mend``: words of the button that puts them right, "" where no one click can.
    ``answers``: it answers something of the superior's plan.
    """

    kind: NoteKind
    key: int
    text: str
    warnings: Sequence[str] = ()
    sure: bool = True
    mend: str = ""
    answers: bool = False


@dataclass(frozen=True)
class Cell:
    """Một ô của bảng đang soạn; ``name``: what it is called for a listener."""

    text: str
    name: str
    id: str
    focus: bool = False


@dataclass
class OpenNote:
    """Ghi chú đang mở: its form inside the row. ``key`` None: a new one."""

    kind: NoteKind
    line: int
    key: int | None
    form: Any
    milestones: Any = None
    # Lines that the note may be moved to: (key, words). Empty: it stays where it is.
    places: Sequence[tuple[int, str]] = ()


@dataclass
class Row:
    """Một dòng trong biểu mẫu. ``key`` is its id, or its place in an import."""

    key: int
    kind: str
    text: str
    number: str
    place: int = 0  # in the plan, from 0
    marker: str = ""
    is_title: bool = False
    depth: int = 0
    seen: str = ""
    chips: list[Chip] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)  # open comments
    is_closed: bool = False  # a return opened other lines alone
    note: OpenNote | None = None
    # The other version, where both changed the line; ``gone``: it was removed.
    theirs: str | None = None
    theirs_kind: str = ""
    theirs_by: str = ""
    gone: bool = False
    own: bool = False  # it was the same person, in a second window
    focus: str = ""
    findings: list[Any] = field(default_factory=list)
    sureness: str = ""

    @property
    def id(self) -> str:
        """The key as text: numbers pass through localisation each time they are written."""
        return str(self.key)

    @property
    def note_menu(self) -> SafeString:
        """Buttons for the kinds of note; one ready text, since hundreds of rows have it."""
        return SafeString(_NOTE_MENU.replace(_KEY, str(self.key)))

    @property
    def heads(self) -> bool:
        """Drawn bold: titles by nature, and lines marked as one."""
        return self.is_title or LineKind(self.kind) in TITLE_KINDS

    @property
    def options(self) -> SafeString:
        return OPTIONS[self.kind]

    @property
    def can_be_title(self) -> bool:
        return LineKind(self.kind) not in TITLE_KINDS | {LineKind.TABLE, LineKind.BASIS}

    @property
    def named(self) -> str:
        """What the line is called for a listener: its number, or its kind."""
        return self.number or LABELS[LineKind(self.kind)]

    @property
    def height(self) -> int:
        """Rows of the text area where the browser cannot fit it to its text."""
        lines = self.text.split("\n")
        return max(1, sum(1 + len(line) // CHARACTERS_A_ROW for line in lines))

    @property
    def pieces(self) -> int:
        """How many lines the text would make; tables keep their rows."""
        if self.kind == LineKind.TABLE:
            return 1
        return sum(1 for piece in self.text.split("\n") if piece.strip())

    @property
    def grid(self) -> list[list[Cell]]:
        """The table as fields; empty where it is edited as a text, being none or too large."""
        rows = self.table
        if not rows or len(rows) * len(rows[0]) > MOST_CELLS:
            return []
        heads = [head or f"cột {number}" for number, head in enumerate(rows[0], 1)]
        return [
            [
                Cell(
                    text,
                    f"{heads[c]}, hàng {r}" if r else f"Tên cột {c + 1}",
                    f"l{self.key}-o-{r}-{c}" if r or c else f"l{self.key}-text",
                    self.focus == f"o-{r}-{c}"
                    or (self.focus == "text" and not (r or c)),
                )
                for c, text in enumerate(row)
            ]
            for r, row in enumerate(rows)
        ]

    @property
    def ends(self) -> str:
        """Cells of each row where they are not as many in all: what an untouched one keeps."""
        lengths = [row.count("\t") + 1 for row in self.text.split("\n")]
        return ",".join(map(str, lengths)) if len(set(lengths)) > 1 else ""

    @property
    def table(self) -> list[list[str]]:
        """Cells, every row as long as the longest; empty where the line is no table."""
        if self.kind != LineKind.TABLE or not self.text.strip():
            return []
        return even_cells(self.text)


MOST_CELLS = 1200  # of a table that is edited cell by cell


def depths(lines: Sequence[Any]) -> list[int]:
    """How far each line of a page is set in: one step for each rank above it.

    A line without a number stands one step under the number that is open.
    """
    open_ranks: list[int] = []
    found = []
    for line in lines:
        rank = _RANK.get(LineKind(line.kind))
        if rank is None:
            found.append(len(open_ranks))
            continue
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        found.append(len(open_ranks))
        open_ranks.append(rank)
    return [min(depth, 5) for depth in found]


def following(lines: Sequence[Any], index: int) -> LineKind:
    """The kind of a line added right below, such that it takes no line away from that one.

    Where lines stand below it, one more of their kind; else a second line of its own kind.
    """
    kind = LineKind(lines[index].kind)
    below = span(lines, index)[1:]
    if below and kind in DEPTH:
        first = LineKind(lines[below[0]].kind)
        return LineKind.PARAGRAPH if first is LineKind.TABLE else first
    match kind:
        case LineKind.PART:
            return LineKind.SECTION
        case LineKind.SECTION | LineKind.DIVISION:
            return LineKind.ITEM
        case LineKind.TABLE | LineKind.ANNEX:
            return LineKind.PARAGRAPH
        case same:
            return same


def _options(chosen):
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (kind.value, _SELECTED if kind is chosen else "", _SHORT.get(kind, label))
            for kind, label in LABELS.items()
        ),
    )


_SELECTED = SafeString(" selected")
_KEY = "\u0000"
_NOTE_MENU = format_html_join(
    "",
    '<button class="td-menu__item" name="act" value="ghi-chu:{}:{}">{}</button>',
    ((kind.slug, _KEY, kind.label) for kind in NOTE_KINDS.values()),
)
OPTIONS = {kind.value: _options(kind) for kind in LineKind}
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            LineKind.ANNEX, LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ITEM,
            LineKind.SUBITEM, LineKind.POINT, LineKind.DASH, LineKind.PLUS,
        )
    )
}  # fmt: skip
