"""Bố cục: the kinds of line a plan is made of, and the numbers they are printed with.

Knows nothing of the database or of paper; ``campaigns.content`` builds on it.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from campaigns import closings


class LineKind(StrEnum):
    """Loại dòng, as Nghị định 30/2020 (Phụ lục I, mục V) and office practice use them."""

    BASIS = "basis"  # căn cứ: in nghiêng, before the body
    PART = "part"  # Phần I
    SECTION = "section"  # I.
    DIVISION = "division"  # A.
    ITEM = "item"  # 1.
    SUBITEM = "subitem"  # 1.1.
    POINT = "point"  # a)
    DASH = "dash"  # -
    PLUS = "plus"  # +
    PARAGRAPH = "paragraph"  # lời văn, no number
    TABLE = "table"  # bảng: one row a text line, cells divided by a tab; first row is the head
    ANNEX = "annex"  # Phụ lục: its title; all lines after it belong to it


LABELS = {
    LineKind.BASIS: "Căn cứ",
    LineKind.PART: "Phần",
    LineKind.SECTION: "Mục lớn (I.)",
    LineKind.DIVISION: "Mục (A.)",
    LineKind.ITEM: "Khoản (1.)",
    LineKind.SUBITEM: "Tiểu khoản (1.1.)",
    LineKind.POINT: "Điểm (a)",
    LineKind.DASH: "Gạch đầu dòng (-)",
    LineKind.PLUS: "Ý nhỏ (+)",
    LineKind.PARAGRAPH: "Đoạn văn",
    LineKind.TABLE: "Bảng",
    LineKind.ANNEX: "Phụ lục",
}

# How deep a numbered kind stands; a line closes every count deeper than itself.
DEPTH = {
    LineKind.ANNEX: 0,
    LineKind.PART: 1,
    LineKind.SECTION: 2,
    LineKind.DIVISION: 3,
    LineKind.ITEM: 4,
    LineKind.SUBITEM: 5,
    LineKind.POINT: 6,
    LineKind.DASH: 7,
    LineKind.PLUS: 8,
}

# Chữ cái đánh điểm: the Vietnamese alphabet without ă â ê ô ơ ư and without f j w z (R51).
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
DIVISION_LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"


class Numbered(Protocol):
    """What numbering needs to know of a line."""

    @property
    def kind(self) -> str: ...
    @property
    def marker(self) -> str: ...


class Written(Numbered, Protocol):
    """What the outline needs to know of a line besides."""

    @property
    def text(self) -> str: ...


def markers(lines: Iterable[Numbered]) -> list[str]:
    """The number printed before each line: ``I.``, ``1.``, ``đ)``, ``-``; ``""`` where none.

    A line's own ``marker``, where set, is printed as it is and the count goes on behind it.
    """
    lines = list(lines)
    annexes = sum(line.kind == LineKind.ANNEX for line in lines)
    counts = dict.fromkeys(DEPTH, 0)
    printed = []
    for line in lines:
        kind = LineKind(line.kind)
        if kind not in DEPTH:
            printed.append(line.marker)
            continue
        counts[kind] += 1
        for deeper, depth in DEPTH.items():
            if depth > DEPTH[kind]:
                counts[deeper] = 0
        printed.append(line.marker or _marker(kind, counts, annexes))
    return printed


def roman(number: int) -> str:
    """1 → I, 4 → IV; from 1 to 3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"{number} has no Roman form")
    digits = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        digits += sign * count
    return digits


def point_letter(number: int) -> str:
    """1 → a, 5 → đ, 7 → g, 23 → y, 24 → aa: the decree's letters, doubled when they run out."""
    if number < 1:
        raise ValueError(f"{number} has no letter")
    rounds, index = divmod(number - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] * (rounds + 1)


def span(lines: Sequence[Written], index: int) -> range:
    """The line and everything that stands under it; the words that close the plan do not."""
    own = depth(lines[index].kind)
    end = index + 1
    while end < len(lines) and depth(lines[end].kind) > own:
        end += 1
    last = end == len(lines) or LineKind(lines[end].kind) is LineKind.ANNEX
    if last and end - index > 1 and not _in_annex(lines, index):
        end = index + 1 + closings.first_closing(_paragraphs(lines[index + 1 : end]))
    return range(index, end)


def closing_lines(lines: Sequence[Written]) -> range:
    """The words that close the plan, before its annexes; empty, there, if none do.

    "Trên đây là Kế hoạch …" and the like stand under no unit and no heading, though they
    follow the last of them.
    """
    end = next(
        (i for i, line in enumerate(lines) if LineKind(line.kind) is LineKind.ANNEX),
        len(lines),
    )
    paragraphs = _paragraphs(lines[:end])
    start = closings.first_closing(paragraphs) if None in paragraphs else end
    return range(start, end)


def _in_annex(lines, index):
    return any(LineKind(line.kind) is LineKind.ANNEX for line in lines[: index + 1])


def _paragraphs(lines):
    return [
        line.text
        if LineKind(line.kind) is LineKind.PARAGRAPH and not line.marker
        else None
        for line in lines
    ]


def depth(kind: str) -> int:
    """Depth in the outline; lines without a number stand under whatever is open."""
    return DEPTH.get(LineKind(kind), 99)


def _marker(kind: LineKind, counts: dict[LineKind, int], annexes: int) -> str:
    number = counts[kind]
    match kind:
        case LineKind.ANNEX:
            return f"Phụ lục {roman(number)}" if annexes > 1 else "Phụ lục"
        case LineKind.PART:
            return f"Phần {roman(number)}"
        case LineKind.SECTION:
            return f"{roman(number)}."
        case LineKind.DIVISION:
            rounds, index = divmod(number - 1, len(DIVISION_LETTERS))
            return f"{DIVISION_LETTERS[index] * (rounds + 1)}."
        case LineKind.ITEM:
            return f"{number}."
        case LineKind.SUBITEM:
            return f"{max(counts[LineKind.ITEM], 1)}.{number}."
        case LineKind.POINT:
            return f"{point_letter(number)})"
        case LineKind.DASH:
            return "-"
        case LineKind.PLUS:
            return "+"
    raise ValueError(kind)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
