"""Bảng căn cột: a table whose columns are kept by spaces alone, as text taken from a PDF has it.

Recognised by its ordinals: "TT" heads it, and "1", "2", "3" … begin its rows. A column begins
where every row has a space and the head a capital letter.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from campaigns.reading import signs
from campaigns.reading.language import squeeze
from campaigns.reading.manuscript import Grid, Par

_HEAD = re.compile(r"\s*s?tt\.?\s+\S", re.I)
_ORDINAL = re.compile(r"\s*(\d{1,3})\.?\s+\S")
_WIDE = re.compile(
    r"\S {2,}\S"
)  # what parts cells, where no word is wider than its column
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 3
_LONGEST = 300  # characters of a row
_MOST_LINES = 8  # of a row whose cells are wrapped
_TELLING = 12  # rows that tell where the columns are


def grid_at(
    raws: Sequence[str], gaps: Sequence[int], start: int
) -> tuple[Grid | None, int]:
    """(table that begins at ``raws[start]`` or None, index after it)."""
    if not _HEAD.match(raws[start]) or not _may_be_row(raws[start]):
        return None, start
    rows: list[list[str]] = [[raws[start]]]  # each with the lines that it goes on in
    end = start + 1
    while end < len(raws):
        ordinal = _ORDINAL.match(raws[end])
        if ordinal and int(ordinal[1]) == len(rows) and _may_be_row(raws[end]):
            rows.append([raws[end]])
        elif gaps[end] or len(rows[-1]) == _MOST_LINES or not _goes_on(raws[end], rows):
            break
        else:
            rows[-1].append(raws[end])
        end += 1
    edges = _edges(rows)
    cells = [_cells(row, edges) for row in rows]
    if len(rows) <= _FEWEST_ROWS or len(cells[0]) < _FEWEST_COLUMNS:
        return None, start
    # an ordinal set in the middle of its row: what stands above it may be of either row
    if not all(_cells(row[:1], edges)[1] for row in rows):
        return None, start
    return Grid([[[Par(cell)] for cell in row] for row in cells]), end


def _may_be_row(raw: str) -> bool:
    return len(raw) <= _LONGEST and "\t" not in raw and bool(_WIDE.search(raw))


def _goes_on(raw: str, rows: list[list[str]]) -> bool:
    """Whether a line without an ordinal lies inside the columns of the rows above it."""
    if signs.begins_with_marker(raw.strip()) or raw[:2].strip() or "\t" in raw:
        return False
    first = [row[:1] for row in rows[:_TELLING]]
    longest = max(len(row[0]) for row in first)
    return len(raw) <= longest and not any(
        raw[at - 1 : at].strip() for at in _edges(first)
    )


def _edges(rows: list[list[str]]) -> list[int]:
    """Where the columns begin, but for the first."""
    head, below = rows[0][0], [line for row in rows[1:] for line in row]
    lines = [line for row in rows for line in row]
    width = max(map(len, lines))
    empty = [
        not any(line[at : at + 1].strip() for line in lines) for at in range(width)
    ]
    starts = [at for at in range(1, width) if empty[at - 1] and not empty[at]]
    return [
        at
        for at, end in pairwise([*starts, width])
        if _heads(head, at, end, is_filled=any(line[at:end].strip() for line in below))
    ]


def _heads(head: str, at: int, end: int, *, is_filled: bool) -> bool:
    """Whether a column of its own begins at ``at``: a word of the head that begins small, or
    under which no row has anything, goes on the words beside it."""
    words = head[at:end].strip()
    beside = head[max(at - 2, 0) : at].strip()
    return bool(head[:at].strip() and words) and (
        (is_filled and not words[0].islower()) or not beside
    )


def _cells(row: list[str], edges: list[int]) -> list[str]:
    bounds = [0, *edges, max(map(len, row)) + 1]
    cells = [
        squeeze(" ".join(line[begin:end].strip() for line in row))
        for begin, end in pairwise(bounds)
    ]
    ordinal, _, name = cells[0].partition(" ")
    return [ordinal, name, *cells[1:]] if name else cells
