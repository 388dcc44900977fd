"""Ô gộp: cells that reach over several columns or rows; what is below a heading stays below it.

The words stand in the first place of a joined cell, its other places are empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.reading.manuscript import Par

WIDEST = 100  # columns; a wider table is left as it was written


@dataclass(slots=True)
class Joined:
    """Một ô như tệp ghi: its words, and over how many columns and rows it reaches."""

    pars: list[Par] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


def apart(rows: Sequence[Sequence[Joined]]) -> list[list[list[Par]]]:
    """Every place of the table; columns in which no cell begins are left out."""
    if any(sum(cell.columns for cell in row) > WIDEST for row in rows):
        return [[cell.pars for cell in row] for row in rows]
    held: dict[int, int] = {}  # column → rows still covered from above
    begun: set[int] = set()
    placed: list[dict[int, list[Par]]] = []
    for row in rows:
        taken: dict[int, list[Par]] = {column: [] for column in held}
        new: dict[int, int] = {}
        column = 0
        for cell in row:
            while column in held:
                column += 1
            begun.add(column)
            for reach in range(column, column + cell.columns):
                taken[reach] = []
                new[reach] = cell.rows
            taken[column] = cell.pars
            column += cell.columns
        placed.append(taken)
        held = {at: left - 1 for at, left in (held | new).items() if left > 1}
    return [
        [places[column] for column in sorted(places) if column in begun]
        for places in placed
    ]
