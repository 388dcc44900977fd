"""Ô của bảng: a table is a line of text, a row to a line, its cells divided by tabs."""

from collections.abc import Iterable, Sequence


def cells(text: str) -> list[list[str]]:
    """Row by row, each as long as it was written."""
    return [row.split("\t") for row in text.split("\n")]


def even_cells(text: str) -> list[list[str]]:
    """Every row as long as the longest."""
    rows = cells(text)
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def table_text(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)
