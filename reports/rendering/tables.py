"""Bảng trên văn bản: a table line's cells, and column widths that suit what stands in them."""

import re
from dataclasses import dataclass

from django.utils.html import escape

from reports.rendering import metrics, wording
from reports.rendering.marks import PaperRefused
from reports.rendering.metrics import MM

MOST_ROWS = 2_000
MOST_COLUMNS = 30
MOST_BYTES = 200_000
PADDING = 2 * 4 + 1.5  # left and right padding and the rules, points
SIZES = (13.0, 12.0, 11.0)
_FIGURE = re.compile(r"^(?:[\d.,%/±+\- –x×]{1,16}|[IVXLC]{1,6}\.?)$")


@dataclass(frozen=True, slots=True)
class Table:
    """Bảng: cleaned cells, the first row being the head; all rows equally long."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        return self.rows[0]

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        return self.rows[1:]


@dataclass(frozen=True, slots=True)
class SetTable:
    """Bảng đã dàn: widths in per cent of the measure, size in points, a class for each column."""

    table: Table
    widths: tuple[float, ...]
    size: float
    classes: tuple[str, ...]
    landscape: bool

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{width:.3f}" for width in self.widths)

    @property
    def head_html(self) -> str:
        cells = "".join(f"<th>{escape(cell)}</th>" for cell in self.table.head)
        return f"<tr>{cells}</tr>"

    @property
    def body_html(self) -> str:
        starts = ['<td class="c">' if css == "c" else "<td>" for css in self.classes]
        return "".join(
            "<tr>"
            + "".join(
                f"{start}{wording.inline(cell)}</td>"
                for start, cell in zip(starts, row, strict=True)
            )
            + "</tr>"
            for row in self.table.body
        )


def parse(text: str, where: str) -> Table:
    """Rows are lines, cells are parted by a tab; short rows are filled up."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise PaperRefused(
            f"{where} là bảng lớn hơn 200 KB. Hãy tách thành nhiều bảng."
        )
    raw = [line.split("\t") for line in text.split("\n") if line.strip()]
    if len(raw) > MOST_ROWS:
        raise PaperRefused(
            f"{where} là bảng có {len(raw):,} dòng.".replace(",", ".")
            + " Văn bản in được nhiều nhất 2.000 dòng một bảng; hãy gửi kèm tệp bảng tính."
        )
    columns = max(map(len, raw), default=0)
    if columns > MOST_COLUMNS:
        raise PaperRefused(
            f"{where} là bảng có {columns} cột, nhiều hơn 30 cột in được."
        )
    return Table(
        tuple(
            tuple(
                wording.check(cell, f"{where}, hàng {number}")
                for cell in row + [""] * (columns - len(row))
            )
            for number, row in enumerate(raw, start=1)
        )
    )


def layout(table: Table, portrait: float, landscape: float) -> SetTable:
    """Choose page direction, type size and widths for measures in points.

    A table lies across only when its columns cannot stand upright (R1).
    """
    columns = list(zip(*table.rows, strict=True))
    for measure, across in ((portrait, False), (landscape, True)):
        sizes = SIZES[:1] if not across else SIZES
        for size in sizes:
            least = [_least(column, size) for column in columns]
            wished = [_wished(column, size) for column in columns]
            crowded = sum(wished) > 3 * measure and len(columns) >= 7
            if sum(least) <= measure and not (crowded and not across):
                return SetTable(
                    table,
                    _share(least, wished, measure),
                    size,
                    tuple(map(_class, columns)),
                    across,
                )
    least = [_least(column, SIZES[-1]) for column in columns]
    return SetTable(
        table,
        tuple(100 * part / sum(least) for part in least),
        SIZES[-1],
        tuple(map(_class, columns)),
        True,
    )


def _least(column: tuple[str, ...], size: float) -> float:
    """No word of the column is broken but an endless one; the head is bold."""
    head = max((metrics.width(w, "bold", size) for w in column[0].split()), default=0)
    cells = max(
        (metrics.width(w, "regular", size) for c in column[1:] for w in _pieces(c)),
        default=0,
    )
    return min(max(head, cells, 12), 30 * MM) + PADDING


def _pieces(cell: str) -> list[str]:
    return wording.units(cell)


def _wished(column: tuple[str, ...], size: float) -> float:
    """One line for most cells, more for a column that holds a long text."""
    widths = sorted(metrics.width(c, "regular", size) for c in column[1:]) or [0.0]
    usual, longest = widths[int(0.9 * (len(widths) - 1))], widths[-1]
    typical = longest if longest < 1.25 * usual else max(usual, longest / 2)
    head = metrics.width(column[0], "bold", size) / (2 if " " in column[0] else 1)
    return max(typical, head, 12) + PADDING + 4


def _share(
    least: list[float], wished: list[float], measure: float
) -> tuple[float, ...]:
    """Narrow columns get what they wish, wide ones share the rest by the root of their text."""
    spare = measure - sum(least)
    wants = [max(w - m, 0) for w, m in zip(wished, least, strict=True)]
    if sum(wants) <= spare:
        # room for all: what is left goes to the text columns, not to the numbers
        over = spare - sum(wants)
        weights = [w if w > 20 * MM else 0 for w in wished]
        if not any(weights):
            weights = wished
        total = sum(weights)
        parts = [
            m + w + over * g / total
            for m, w, g in zip(least, wants, weights, strict=True)
        ]
    else:
        parts = _fill(least, wants, spare)
    total = sum(parts)
    return tuple(100 * part / total for part in parts)


def _fill(least: list[float], wants: list[float], spare: float) -> list[float]:
    parts, open_columns = list(least), [i for i, want in enumerate(wants) if want > 0]
    while open_columns and spare > 0.01:
        total = sum(wants[i] ** 0.5 for i in open_columns)
        given = {i: spare * wants[i] ** 0.5 / total for i in open_columns}
        sated = [i for i in open_columns if given[i] >= least[i] + wants[i] - parts[i]]
        if not sated:
            for i in open_columns:
                parts[i] += given[i]
            break
        for i in sated:
            spare -= least[i] + wants[i] - parts[i]
            parts[i] = least[i] + wants[i]
            open_columns.remove(i)
    return parts


def _class(column: tuple[str, ...]) -> str:
    """Numbers stand in the middle, words to the left."""
    cells = [cell for cell in column[1:] if cell]
    return "c" if cells and all(map(_FIGURE.match, cells)) else "l"
