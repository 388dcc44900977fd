"""Bảng tính thử: workbooks as people make them, and imports taken as far as a test wants."""

from io import BytesIO

import xlsxwriter

from tests.factories import MembershipFactory as Held
from tests.factories import Role, UnitFactory, UnitKindFactory, UserFactory
from units.actions import sheets as acts
from units.models import SheetImport
from units.sheets import LAYOUTS, read_table

UNIT_HEADS = ("Mã định danh", "Loại", "Trực thuộc", "Tên đầy đủ", "Tên gọn",
              "Thành lập từ ngày")  # fmt: skip
ACCOUNT_HEADS = ("Tên đăng nhập", "Họ và tên", "Đơn vị công tác", "Vai trò", "Ở đơn vị",
                 "Từ ngày")  # fmt: skip
SINCE = "01/07/2025"


def workbook(*rows, sheet="Bảng") -> bytes:
    """Cells as text, numbers, booleans or dates; a cell that begins with "=" is a formula."""
    kept = BytesIO()
    options = {"in_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(sheet)
        for number, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                page.write(number, at, cell)
    return kept.getvalue()


class Office:
    """A ward with its administrator, two kinds of parts and one part; a second ward beside it."""

    def __init__(self):
        self.kind = UnitKindFactory(code="to-dan-pho", name="Tổ dân phố")
        self.office = UnitKindFactory(code="phong", name="Phòng chuyên môn")
        self.ward = UnitFactory(code="H1", short_name="UBND phường Mẫu")
        self.other = UnitFactory(code="K1", short_name="UBND phường Khác")
        self.part = UnitFactory(
            code="H1.1", kind=self.kind, parent=self.ward, name="Tổ dân phố 1",
            short_name="Tổ dân phố 1", quiet=True,
        )  # fmt: skip
        self.administrator = self.person(self.ward)
        self.neighbour = self.person(self.other)

    def person(self, unit, role=Role.ADMINISTRATOR, **facts):
        return Held(user=UserFactory(home=unit, **facts), unit=unit, role=role).user

    def part_row(self, number, **cells):
        """A row of UNIT_HEADS for a part of the ward."""
        row = {
            "code": f"H1.{number}", "kind": "to-dan-pho", "parent": "H1",
            "name": f"Tổ dân phố {number}", "short_name": f"Tổ dân phố {number}",
            "valid_from": SINCE,
        }  # fmt: skip
        return tuple((row | cells).values())

    def take(
        self, *rows, kind="unit", heads=None, by=None, unit=None, name="bang.xlsx"
    ):
        """Taken in with these rows below the headings; not looked through yet."""
        heads = heads or (UNIT_HEADS if kind == "unit" else ACCOUNT_HEADS)
        data = workbook(heads, *rows)
        return acts.keep_sheet(
            by=by or self.administrator, unit_id=(unit or self.ward).pk, kind=kind,
            file_name=name, content=data, table=read_table(name, data, LAYOUTS[kind]),
        )  # fmt: skip

    def rehearsed(self, *rows, **options) -> SheetImport:
        return worked(self.take(*rows, **options))

    def done(self, *rows, **options) -> SheetImport:
        kept = self.rehearsed(*rows, **options)
        by = options.get("by") or self.administrator
        acts.ask_to_carry_out(kept.pk, by=by)
        return worked(kept)


def worked(kept) -> SheetImport:
    acts.work(kept.pk)
    kept.refresh_from_db()
    return kept


def told(kept) -> list[tuple]:
    """(row, outcome, words) of every row."""
    return [(row.number, row.outcome, row.words) for row in kept.rows.all()]


def faults(kept) -> list[tuple]:
    """(row, column, sentence) of every cell that is wrong."""
    return [
        (row.number, cell.label, cell.fault)
        for row in kept.rows.prefetch_related("cells")
        for cell in row.cells.all()
        if cell.fault
    ]


def changes(kept) -> list[tuple]:
    """(row, column, before, after)."""
    return [
        (row.number, cell.label, cell.before, cell.after)
        for row in kept.rows.prefetch_related("cells")
        for cell in row.cells.all()
        if not cell.fault
    ]
