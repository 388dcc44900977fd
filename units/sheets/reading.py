"""Đọc bảng: an .xlsx or .csv that nobody vouches for becomes rows of text, or one sentence.

Nothing is computed or followed: a file with formulas, links or macros is sent back. All that
Excel knows of a cell's type is put into the words in which people here would type it.
"""

import csv
import io
import re
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from units.errors import Unreadable
from units.packages import Package, Terms, declares_types
from units.sheets.columns import Layout, is_example
from units.vietnamese import stored

LARGEST_FILE = 10 * 2**20  # bytes, as uploaded
MOST_ROWS = 10_000  # rows that say something, of any file
MOST_COLUMNS = 60
MOST_CELL = 2_000  # characters of one cell
LOOKED_AT = 15  # rows at the top among which the headings may stand
MOST_CELLS = 1_000_000  # looked at in one sheet, blank ones too
# Blank rows that only carry a format, as where a whole column was coloured.
MOST_BLANK = 2**20

_AGAIN = "lưu lại dạng .xlsx rồi chọn lại"
BROKEN = f"Tệp Excel bị hỏng hoặc tải chưa đủ; hãy mở bằng Excel, {_AGAIN}."
TERMS = Terms(
    largest_part=40 * 2**20,
    largest_whole=100 * 2**20,
    most_parts=2_000,
    types=(b"spreadsheetml.sheet.main+xml",),
    broken=BROKEN,
    bomb=f"Tệp Excel phình ra quá lớn khi mở; hãy chép riêng bảng cần nhập sang tệp mới, {_AGAIN}.",
    macros=f"Tệp Excel có chứa macro nên không được nhận; hãy {_AGAIN} (.xlsx không macro).",
    locked=f"Tệp Excel được đặt mật khẩu; hãy mở bằng Excel, gỡ mật khẩu, {_AGAIN}.",
    other="Tệp nén này không phải tệp Excel (.xlsx); hãy mở bằng Excel, lưu dạng .xlsx rồi chọn "
    "lại.",
)
# Parts through which a workbook reaches out, or carries another program's file.
_OUTSIDE = ("xl/externallinks/", "xl/connections", "xl/embeddings/", "xl/querytables/")
_ESCAPED = re.compile(
    r"_x([0-9A-Fa-f]{4})_"
)  # "_x000D_": how Excel writes what XML cannot
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Row:
    """Một dòng; ``number`` is the one at its left in Excel."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Bảng: headings and the rows below them; rows that begin with "Ví dụ" are only counted."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    examples: int = 0


def read_table(
    name: str, data: bytes, layout: Layout, *, first: int = MOST_ROWS
) -> Table:
    """The table of the file, of the sheet whose headings are known. Raises ``Unreadable``.

    ``first``: no more rows than these are wanted, and the others are not read.
    """
    check_size(len(data))
    if data.startswith(b"PK\x03\x04"):
        return _best(_sheets(data, first), layout)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(TERMS.locked)
        raise Unreadable(
            f"Tệp Excel cũ (.xls) không được nhận; hãy mở bằng Excel, {_AGAIN}."
        )
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")):
        raise Unreadable(BROKEN)
    if not name.lower().endswith((".csv", ".tsv", ".txt")):
        raise Unreadable(
            "Tệp không phải bảng Excel (.xlsx) hay CSV; hãy chọn lại tệp, hoặc tải mẫu về rồi điền."
        )
    return _best([_lines(data, first)], layout)


def check_size(size: int) -> None:
    """Raises ``Unreadable``."""
    if size == 0:
        raise Unreadable("Tệp rỗng, không có dòng nào; hãy chọn lại tệp.")
    if size > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)


TOO_LARGE = (
    f"Tệp lớn hơn {LARGEST_FILE // 2**20} MB nên chưa đọc; hãy chép riêng bảng cần nhập "
    "sang tệp mới, bỏ ảnh, rồi chọn lại."
)


# ---- which of the tables, where it begins ---------------------------------------------------


def _best(sheets: Iterable[list[Row]], layout: Layout) -> Table:
    """The first sheet with known headings; else the first that says anything."""
    fallback = None
    for rows in sheets:
        if not rows:
            continue
        known, head = max(
            ((_known(row, layout), -at) for at, row in enumerate(rows[:LOOKED_AT])),
        )
        if known >= 2:
            return _table(rows, -head, layout.most)
        fallback = fallback or rows
    if fallback is None:
        raise Unreadable("Tệp không có dòng nào; hãy chọn lại tệp.")
    widest = max(range(len(fallback[:LOOKED_AT])), key=lambda at: _filled(fallback[at]))
    return _table(fallback, widest, layout.most)


def _known(row, layout):
    return len(
        {column.key for cell in row.cells if (column := layout.recognised(cell))}
    )


def _filled(row):
    return sum(1 for cell in row.cells if cell)


def _table(rows, head, most):
    headings = list(rows[head].cells)
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    below = rows[head + 1 :]
    for row in below:
        if any(row.cells[width:]):
            raise Unreadable(
                f"Dòng {row.number} có chữ ở cột không có tiêu đề; hãy ghi tiêu đề cho cột đó "
                "hoặc xóa chữ thừa rồi chọn lại."
            )
    filled = [
        Row(row.number, (row.cells + ("",) * width)[:width])
        for row in below
        if any(row.cells)
    ]
    said = [row for row in filled if not is_example(row.cells[0])]
    if not said:
        raise Unreadable(
            "Dưới dòng tiêu đề chưa có dòng nào để nhập (dòng ví dụ không tính); hãy điền "
            "rồi chọn lại."
        )
    if len(said) > most:
        raise _too_many(most)
    return Table(tuple(headings), tuple(said), examples=len(filled) - len(said))


def _keep(rows: Iterator[tuple[int, Sequence[str]]], first: int) -> list[Row]:
    """Rows that say something, up to the limits."""
    # A few more for what stands above the headings.
    enough = first + LOOKED_AT
    kept: list[Row] = []
    for number, cells in rows:
        if number > MOST_BLANK:
            break
        if not any(cells):
            continue
        if any(cells[MOST_COLUMNS:]):
            raise Unreadable(
                f"Bảng có hơn {MOST_COLUMNS} cột; hãy chép riêng các cột cần nhập sang tệp mới."
            )
        long = next((cell for cell in cells if len(cell) > MOST_CELL), None)
        if long is not None:
            raise Unreadable(
                f"Dòng {number} có ô dài hơn {_number(MOST_CELL)} ký tự; hãy rút ngắn rồi chọn lại."
            )
        kept.append(Row(number, tuple(cells[:MOST_COLUMNS])))
        if len(kept) > enough:
            if first < MOST_ROWS:
                break
            raise _too_many(MOST_ROWS)
    return kept


def _too_many(most):
    return Unreadable(
        f"Bảng có hơn {_number(most)} dòng; hãy chia thành nhiều tệp, nhập lần lượt từ cấp trên "
        "xuống."
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


# ---- Excel ----------------------------------------------------------------------------------


def _sheets(data: bytes, first: int) -> Iterator[list[Row]]:
    _check_parts(data)
    from openpyxl import load_workbook  # noqa: PLC0415  a third of a second, only for files

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of what openpyxl leaves out when it would write
        try:
            book = load_workbook(
                io.BytesIO(data), read_only=True, keep_links=False, rich_text=False
            )
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # what a sheet says of its own size is not believed
                with closing(_cells(sheet)) as rows:
                    kept = _keep(rows, first)
                yield kept
        except (Unreadable, GeneratorExit):
            raise
        except (
            Exception
        ) as error:  # whatever a reader of a made-up file may stumble over
            raise Unreadable(BROKEN) from error


def _check_parts(data):
    package = Package(data, TERMS)
    if not package.is_plain:
        raise Unreadable(BROKEN)
    if any(name.startswith(_OUTSIDE) for name in package.names):
        raise Unreadable(
            "Tệp Excel có liên kết ra ngoài hoặc tệp nhúng; hãy chép bảng, dán dạng giá trị sang "
            f"tệp mới, {_AGAIN}."
        )
    for name in package.names:
        part = package.read(
            name
        )  # inflated once within the limits, before openpyxl does it
        if name.endswith((".xml", ".rels")) and declares_types(part):
            raise Unreadable(BROKEN)


def _cells(sheet) -> Generator[tuple[int, list[str]]]:
    looked_at = 0
    with closing(sheet.iter_rows()) as rows:  # it holds the part of the file open
        for number, cells in enumerate(rows, start=1):
            looked_at += len(cells)
            if looked_at > MOST_CELLS:
                raise Unreadable(TERMS.bomb)
            yield number, [_text(cell) for cell in cells]


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Unreadable(
            f"Ô {cell.coordinate} chứa công thức; hãy chép bảng, dán dạng giá trị (Dán đặc biệt → "
            f"Giá trị), {_AGAIN}."
        )
    if cell.data_type == "e":
        raise Unreadable(
            f"Ô {cell.coordinate} báo lỗi {value}; hãy sửa ô đó trong Excel rồi chọn lại."
        )
    match value:
        case bool():
            return "Có" if value else "Không"
        case datetime() | date():
            return f"{value:%d/%m/}{value.year:04d}"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return repr(value).replace(".", ",")
    return stored(_ESCAPED.sub(_unescaped, str(value))).strip()


def _unescaped(found):
    return chr(int(found[1], 16))


# ---- CSV ------------------------------------------------------------------------------------


def _lines(data: bytes, first: int) -> list[Row]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Unreadable(
            "Tệp chữ này không ở dạng UTF-8; trong Excel hãy chọn Lưu thành → “CSV UTF-8”, hoặc "
            "lưu dạng .xlsx."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "Tệp dùng bảng mã cũ (Windows-1258, TCVN3 …) nên chữ có dấu không đọc được; trong "
            "Excel hãy chọn Lưu thành → “CSV UTF-8”, hoặc lưu dạng .xlsx."
        ) from error
    line = text.split("\n", 1)[0]
    mark = max(",;\t", key=line.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        lines = (
            (number, [stored(cell).strip() for cell in cells])
            for number, cells in enumerate(rows, start=1)
        )
        return _keep(lines, first)
    except csv.Error as error:
        raise Unreadable(
            "Tệp không phải bảng CSV đọc được; hãy lưu dạng .xlsx rồi chọn lại."
        ) from error
