"""Sổ đăng ký văn bản đi as an Excel file, in the columns of Phụ lục IV, Nghị định 30/2020."""

from collections.abc import Sequence
from io import BytesIO

from reports.models import NumberSeries, RegisterEntry
from units.wording import vn_date

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Heading and width, in characters, of each column: together one A4 page across.
COLUMNS = (
    ("Số, ký hiệu văn bản", 14),
    ("Ngày tháng văn bản", 11),
    ("Tên loại và trích yếu nội dung văn bản", 38),
    ("Người ký", 17),
    ("Nơi nhận văn bản", 26),
    ("Đơn vị, người nhận bản lưu", 14),
    ("Số lượng bản", 8),
    ("Ngày chuyển", 11),
    ("Ký nhận", 15),
    ("Ghi chú", 22),
)
_HEAD = 5  # the row of the headings, from 0
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_CELL = _FONT | {"border": 1, "valign": "top", "text_wrap": True}


def file_name(series: NumberSeries, year: int) -> str:
    """ "so-van-ban-di-2026-UBND.xlsx": letters that every system keeps."""
    return f"so-van-ban-di-{year}-{series.unit.code}-{series.pk}.xlsx"


def remark(entry: RegisterEntry) -> str:
    """Cột Ghi chú: of a voided number first that it is, since when, by whom and why."""
    if not entry.voided_at:
        return entry.remarks
    void = (
        f"Đã hủy số {vn_date(entry.voided_at)}, {entry.voided_by}: {entry.void_reason}"
    )
    return f"{void}\n{entry.remarks}".rstrip()


def workbook(
    series: NumberSeries, year: int, entries: Sequence[RegisterEntry]
) -> bytes:
    """The year's lines: dates as dates, counts as numbers, all else as the text it is.

    ``entries`` in the order of their numbers, at least one. Text is never taken for a
    formula or a link, whatever it begins with.
    """
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet(f"Năm {year}")
        _page(sheet)
        _title(book, sheet, series, year, entries)
        head = book.add_format(
            _CELL | {"bold": True, "align": "center", "valign": "vcenter"}
        )
        order = book.add_format(_CELL | {"italic": True, "align": "center"})
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD, column, name, head)
            sheet.write_string(_HEAD + 1, column, f"({column + 1})", order)
        _lines(book, sheet, entries)
    return kept.getvalue()


def _page(sheet):
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD, _HEAD + 1)
    sheet.freeze_panes(_HEAD + 2, 1)
    sheet.set_footer("&C&P/&N")


def _title(book, sheet, series, year, entries):
    last = len(COLUMNS) - 1
    centred = _FONT | {"align": "center"}
    first, latest = entries[0], entries[-1]
    rows = (
        (series.unit.name.upper(), {"bold": True}),
        ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", {"bold": True, "font_size": 14}),
        (f"Năm {year}, {series}", {}),
        (
            f"Từ số {first.number:02d} đến số {latest.number:02d}, từ ngày "
            f"{vn_date(first.issued_on)} đến ngày {vn_date(latest.issued_on)}",
            {"italic": True},
        ),
    )
    for row, (text, looks) in enumerate(rows):
        sheet.merge_range(row, 0, row, last, "", book.add_format(centred | looks))
        sheet.write_string(row, 0, text, book.add_format(centred | looks))


def _lines(book, sheet, entries):
    text = book.add_format(_CELL)
    struck = book.add_format(_CELL | {"font_strikeout": True})
    number = book.add_format(_CELL | {"num_format": "#,##0"})
    day = book.add_format(_CELL | {"num_format": "dd/mm/yyyy", "align": "center"})
    for row, entry in enumerate(entries, start=_HEAD + 2):
        maybe_struck = struck if entry.voided_at else text
        sheet.write_string(row, 0, str(entry), maybe_struck)
        sheet.write_datetime(row, 1, entry.issued_on, day)
        sheet.write_string(row, 2, entry.kind_and_title, maybe_struck)
        sheet.write_string(row, 3, entry.signer, text)
        sheet.write_string(row, 4, entry.recipients, text)
        sheet.write_string(row, 5, entry.archive_unit, text)
        sheet.write_number(row, 6, entry.copies, number)
        if entry.dispatched_on:
            sheet.write_datetime(row, 7, entry.dispatched_on, day)
        else:
            sheet.write_blank(row, 7, None, day)
        sheet.write_string(row, 8, entry.received_by, text)
        sheet.write_string(row, 9, remark(entry), text)
