"""Tệp Excel: the matrix as it is seen, and every figure of it on a row of its own.

Numbers are numbers, days are days, text is never taken for a formula; what the table was
narrowed to stands above it.
"""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from campaigns.filling import scale_of
from campaigns.models import Indicator
from campaigns.overseeing import words
from campaigns.overseeing.board import Board, Cell
from campaigns.overseeing.wholes import Whole
from campaigns.progress.pace import Standing

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_HEAD = _FONT | {
    "bold": True, "border": 1, "bg_color": "#E8EEF7", "text_wrap": True, "valign": "vcenter",
}  # fmt: skip
_FORMATS = {
    "title": _FONT | {"bold": True, "font_size": 14},
    "text": _FONT | {"valign": "top", "text_wrap": True, "border": 1},
    "note": _FONT | {"italic": True},
    "head": _HEAD,
    "number": _FONT | {"num_format": "#,##0.######", "border": 1},
    "near": _FONT | {"num_format": "#,##0.######", "border": 1, "bg_color": "#FDF1DC"},
    "behind": _FONT
    | {"num_format": "#,##0.######", "border": 1, "bg_color": "#FBE3E4"},
    "sum": _HEAD | {"num_format": "#,##0.######"},
}
_LONGEST = 32_000  # characters of a cell that a spreadsheet takes
FLAT = (
    ("Đơn vị", 30), ("Mục", 28), ("Chỉ tiêu", 44), ("Đơn vị tính", 12), ("Kết quả", 12),
    ("Tử số", 10), ("Mẫu số", 10), ("Mức phải đạt", 18), ("Đánh giá", 14), ("Diễn giải", 24),
)  # fmt: skip


def written(
    board: Board, wholes: Sequence[Whole], seen: Sequence[str], *, only_behind: bool
) -> bytes:
    """``seen``: the lines above the table, what it was narrowed to among them."""
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        formats = {name: book.add_format(like) for name, like in _FORMATS.items()}
        cells = [
            cell
            for cell in board.every()
            if not only_behind or cell.standing is Standing.BEHIND
        ]
        _matrix(book.add_worksheet("Ma trận"), formats, board, wholes, seen, cells)
        _figures(book.add_worksheet("Số liệu"), formats, board, cells)
    return kept.getvalue()


def _matrix(sheet, formats, board, wholes, seen, cells) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(wholes) + 1, 14)
    for row, line in enumerate(seen):
        sheet.write_string(row, 0, line, formats["title" if row == 0 else "note"])
    top = len(seen) + 1
    for row, label in enumerate(("Mục", "Chỉ tiêu", "Đơn vị tính", "Mức phải đạt")):
        sheet.write_string(top + row, 0, label, formats["head"])
        for column, one in enumerate(wholes, 1):
            text = _heading(one)[row]
            sheet.write_string(top + row, column, text, formats["head"])
    first = top + 4
    there = {(cell.taking, cell.indicator): cell for cell in cells}
    for row, one in enumerate(board.taking, first):
        sheet.write_string(row, 0, one.unit.name, formats["text"])
        for column, whole in enumerate(wholes, 1):
            cell = there.get((one.pk, whole.indicator.pk))
            _write(sheet, row, column, cell, whole.indicator, formats)
    last = first + len(board.taking)
    sheet.write_string(last, 0, "Cộng chung", formats["sum"])
    for column, one in enumerate(wholes, 1):
        if one.value is not None:
            sheet.write_number(last, column, float(one.value), formats["sum"])
        sheet.write_string(last + 1, column, one.outcome.tally.words(), formats["note"])
    sheet.freeze_panes(first, 1)


def _heading(one: Whole) -> tuple[str, str, str, str]:
    indicator = one.indicator
    return indicator.section, indicator.name, scale_of(indicator).sign, one.cells.need


def _write(
    sheet, row: int, column: int, cell: Cell | None, indicator: Indicator, formats
) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, formats["text"])
        return
    like = {Standing.NEAR: "near", Standing.BEHIND: "behind"}.get(
        cell.standing, "number"
    )
    if cell.value is not None and scale_of(indicator).is_counted:
        sheet.write_number(row, column, _plain(cell.value), formats[like])
        return
    told = words.figure(cell.value, indicator) or cell.note or cell.standing.label
    sheet.write_string(row, column, told, formats["text"])


def _figures(sheet, formats, board: Board, cells: Sequence[Cell]) -> None:
    units = {one.pk: one.unit for one in board.taking}
    indicators = {one.pk: one for one in board.indicators}
    for column, (name, width) in enumerate(FLAT):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for row, cell in enumerate(cells, 1):
        indicator = indicators[cell.indicator]
        texts = {
            0: units[cell.taking].name, 1: indicator.section, 2: indicator.name,
            3: scale_of(indicator).sign, 7: words.need(cell.required, indicator),
            8: cell.note or cell.standing.label,
        }  # fmt: skip
        numbers = {4: cell.value, 5: cell.part.numerator, 6: cell.part.denominator}
        if not scale_of(indicator).is_counted and cell.value is not None:
            texts[9] = words.figure(cell.value, indicator)
        for column, text in texts.items():
            sheet.write_string(row, column, text[:_LONGEST], formats["text"])
        for column, number in numbers.items():
            if number is not None:
                sheet.write_number(row, column, _plain(number), formats["number"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(cells), 1), len(FLAT) - 1)


def _plain(number: Decimal) -> float:
    """A spreadsheet knows no other number; fifteen figures of it are exact."""
    return float(number)
