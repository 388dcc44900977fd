"""Bảng xếp dọc: a table saved as text with one cell a line, row under row.

Recognised by its ordinals only: "TT" heads it, and "1", "2", "3" … stand at equal distances.
"""

import re

from campaigns.reading.manuscript import Grid, Par

_HEAD = re.compile(r"s?tt\.?", re.I)
_COLUMNS = range(3, 11)
_LONGEST_CELL = 200
_FEWEST_ROWS = 2


def grid_at(texts: list[str], gaps: list[int], start: int) -> tuple[Grid | None, int]:
    """(table that begins at ``texts[start]`` or None, index after it)."""
    if not _HEAD.fullmatch(texts[start]):
        return None, start
    for width in _COLUMNS:
        rows = 0
        while _is_row(texts, gaps, start + (rows + 1) * width, width, rows + 1):
            rows += 1
        if rows >= _FEWEST_ROWS and not any(gaps[start + 1 : start + width]):
            end = start + (rows + 1) * width
            cells = [[Par(text)] for text in texts[start:end]]
            return Grid(
                [cells[i : i + width] for i in range(0, len(cells), width)]
            ), end
    return None, start


def _is_row(
    texts: list[str], gaps: list[int], at: int, width: int, number: int
) -> bool:
    row = texts[at : at + width]
    return (
        len(row) == width
        and row[0].rstrip(".") == str(number)
        and not any(gaps[at : at + width])
        and all(len(cell) <= _LONGEST_CELL for cell in row)
    )
