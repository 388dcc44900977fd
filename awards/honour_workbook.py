"""Bảng tóm tắt khen thưởng, tệp Excel: a record as the next dossier wants it, oldest first."""

from io import BytesIO

from awards.honours import Record, Row
from units.wording import vn_date

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_HEAD = _FONT | {
    "bold": True, "border": 1, "bg_color": "#E8EEF7", "text_wrap": True, "valign": "vcenter",
}  # fmt: skip
_CELL = _FONT | {"border": 1, "valign": "top", "text_wrap": True}
COLUMNS = (
    ("TT", 5), ("Năm", 8), ("Danh hiệu, hình thức khen thưởng", 36),
    ("Số, ngày quyết định", 26), ("Người quyết định", 30), ("Loại hình", 20),
    ("Thời gian lập thành tích", 24), ("Thành tích", 40), ("Tặng khi là", 26),
    ("Nguồn", 40),
)  # fmt: skip


def summary(subject: str, place: str, record: Record) -> bytes:
    """What was cancelled stands there as cancelled."""
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tóm tắt khen thưởng")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        head, cell = book.add_format(_HEAD), book.add_format(_CELL)
        bold = book.add_format(_FONT | {"bold": True, "font_size": 14})
        sheet.write_string(0, 0, "BẢNG TÓM TẮT KHEN THƯỞNG", bold)
        named = f"{subject}, {place}" if place else subject
        sheet.write_string(1, 0, named, book.add_format(_FONT))
        for at, (heading, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(3, at, heading, head)
        for number, row in enumerate(reversed(record.rows), start=1):
            for at, text in enumerate(cells_of(number, row)):
                sheet.write_string(3 + number, at, text, cell)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
    return kept.getvalue()


def cells_of(number: int, row: Row) -> list[str]:
    honour = row.honour
    first, last = vn_date(honour.period_from), vn_date(honour.period_to)
    told = [row.source, row.certainty, honour.doubt]
    if honour.cancelled_on:
        told.append(
            f"đã hủy bỏ từ {vn_date(honour.cancelled_on)}: {honour.cancelled_because}"
        )
    return [
        str(number),
        str(row.year),
        honour.award_name + (" (truy tặng)" if honour.posthumous else ""),
        f"{honour.reference}, ngày {vn_date(honour.decided_on)}",
        honour.decided_by,
        honour.get_merit_display(),
        f"{first} – {last}" if first or last else "",
        honour.achievement,
        row.inherited or row.where,
        "; ".join(part for part in told if part),
    ]
