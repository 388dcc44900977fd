"""Bảng bằng dấu gạch đứng: tables whose cells are divided by ``|``.

Either each divider stands on a line of its own (as web pages come out when flattened) or
rows are written ``| a | b |`` as in markdown.
"""

import re

from campaigns.reading.manuscript import Grid, Par

_MARKDOWN_ROW = re.compile(r"^\|.*\|.*\|$")
_MARKDOWN_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_MOST_COLUMNS = 15


def grid_at(texts: list[str], gaps: list[int], start: int) -> tuple[Grid | None, int]:
    """(table that begins at ``texts[start]`` or None, index after it)."""
    if texts[start] == "|":
        return _divided(texts, gaps, start)
    if _MARKDOWN_ROW.match(texts[start]):
        end = start
        rows = []
        while end < len(texts) and _MARKDOWN_ROW.match(texts[end]):
            if not _MARKDOWN_RULE.match(texts[end]):
                cells = texts[end].strip("|").split("|")
                rows.append(
                    [[Par(cell.strip())] if cell.strip() else [] for cell in cells]
                )
            end += 1
        return Grid(rows), end
    return None, start


def _divided(texts: list[str], gaps: list[int], start: int) -> tuple[Grid | None, int]:
    cells: list[list[str]] = []
    cell: list[str] = []
    end = start + 1
    dividers = 1
    closed = end  # index after the last divider that may end the table
    while end < len(texts):
        text = texts[end]
        if text == "|":
            cells.append(cell)
            cell = []
            dividers += 1
            closed = end + 1
        elif gaps[end] and not cell:
            break  # words after an empty line: the table ended at the last divider
        else:
            cell.append(text)
        end += 1
    if dividers < 2:
        return None, start
    grid = Grid([[[Par(line) for line in c] for c in row] for row in _into_rows(cells)])
    return grid, closed


def _into_rows(cells: list[list[str]]) -> list[list[list[str]]]:
    """Divide the run of cells into rows: between two rows the divider stands twice."""
    dividers = len(cells) + 1
    for columns in range(2, _MOST_COLUMNS + 1):
        if dividers % (columns + 1):
            continue
        if all(not cells[i] for i in range(columns, len(cells), columns + 1)):
            step = columns + 1
            return [cells[i : i + columns] for i in range(0, len(cells), step)]
    return [[cell for cell in cells if cell]]
