"""Xuất nhật ký: a file of what a reader's filter leaves, made row by row."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localtime, now

from units import narrating
from units.alone import alone
from units.fields import parse_date
from units.models import Access, AuditEntry, BookExport, Term
from units.narrating import Line
from units.queries import books
from units.queries.books import Book

CHUNK = 500
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Heading and width, in characters.
COLUMNS = (
    ("Thời điểm", 19), ("Người làm", 24), ("Tên đăng nhập", 16), ("Tư cách", 32),
    ("Từ địa chỉ", 16), ("Việc", 26), ("Loại", 18), ("Đối tượng", 40), ("Đơn vị", 28),
    ("Trước → sau", 70),
)  # fmt: skip
_MODELS: dict[str, type[AuditEntry] | type[Access]] = {
    BookExport.Kind.AUDIT: AuditEntry,
    BookExport.Kind.ACCESS: Access,
}
_LONGEST = 32_000  # characters of a cell that a spreadsheet takes


def book_of(export: BookExport) -> Book:
    """The book as its owner reads it today, through the filter that was asked for."""
    sought = books.read(QueryDict(export.query), parse_date)
    return Book(_MODELS[export.kind], export.owner, sought)


def make(export_id: int) -> None:
    """Make the file once; a worker that was killed is followed by one that begins anew."""
    with alone(f"book-export:{export_id}") as mine:
        exports = BookExport.objects.filter(pk=export_id)
        export = exports.waiting().select_related("owner").first()
        if not mine or export is None:
            return

        def told(lines: Iterator[Line]) -> Iterator[Line]:
            for done, line in enumerate(lines, 1):
                yield line
                if done % CHUNK == 0:
                    exports.update(done=done)

        write = _csv if export.form == BookExport.Form.CSV else _xlsx
        content = write(export, told(_lines(export)))
        exports.update(content=content, done=export.total, finished_at=now())


def forget_old() -> int:
    """Bỏ tệp quá hạn giữ; how many went."""
    term = Term.objects.length(Term.Code.EXPORT)
    return BookExport.objects.older_than(term).delete()[0] if term else 0


def _lines(export) -> Iterator[Line]:
    tell: Any = (
        (lambda rows: narrating.of_audit(rows, whole=True))
        if export.kind == BookExport.Kind.AUDIT
        else narrating.of_access
    )
    # Lines that came since, that of this very export among them, belong to another file.
    rows = book_of(export).every().filter(at__lt=export.created_at)
    for some in batched(rows.iterator(chunk_size=CHUNK), CHUNK, strict=False):
        yield from tell(some)


def _cells(line: Line) -> list[str]:
    return [
        line.who,
        line.actor.username if line.actor else "",
        "; ".join(words for words in (line.capacity, line.support) if words),
        line.address,
        line.act,
        line.kind,
        line.about,
        str(line.unit or ""),
        "\n".join(_change(change) for change in line.changes),
    ]


def _change(change) -> str:
    known = [part for part in (change.before, change.after) if part is not None]
    return f"{change.label}: {' → '.join(known)}"


def _csv(export, lines) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads the letters; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([name for name, _ in COLUMNS])
    for line in lines:
        at = f"{localtime(line.at):%d/%m/%Y %H:%M:%S}"
        writer.writerow([at, *map(_harmless, _cells(line))])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _xlsx(export, lines) -> bytes:
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    with _file() as path:
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            _sheet(book, export, lines)
        return path.read_bytes()


def _sheet(book, export, lines):
    sheet = book.add_worksheet(export.get_kind_display())
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    cell = book.add_format({"valign": "top", "text_wrap": True})
    moment = book.add_format(
        {"valign": "top", "num_format": "dd/mm/yyyy hh:mm:ss", "align": "left"}
    )
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(lines, 1):
        at = localtime(line.at).replace(tzinfo=None)
        sheet.write_datetime(row, 0, at, moment)
        for column, text in enumerate(_cells(line), 1):
            sheet.write_string(row, column, text[:_LONGEST], cell)


@contextmanager
def _file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="thidua-xuat-") as home:
        yield Path(home) / "xuat.xlsx"
