"""Đọc bảng tính: what people type, and what nobody should have to open."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from tests.sheet_files import UNIT_HEADS, workbook
from units.errors import Unreadable
from units.sheets import ACCOUNTS, LAYOUTS, UNITS, read_table, reading, writing
from units.sheets.columns import heading_key

CHOICES = {"kinds": ["UBND"], "roles": ["Lãnh đạo"], "capacities": ["Người đứng đầu"]}


def refused(data, name="a.xlsx", layout=UNITS) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_table(name, data, layout)
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def rewritten(data, change=None, extra=()) -> bytes:
    """The workbook with its parts put through ``change(name, bytes)``, and more parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(name, part) if change else part)
        for name, part in extra:
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


SMALL = workbook(UNIT_HEADS, ("H1", "ubnd", "H0", "Tên", "Tên", "01/07/2025"))


# ---- what is understood ---------------------------------------------------------------------


def test_cells_become_what_people_would_type():
    data = workbook(
        ("Mã", "Loại", "Tên"),
        (17, True, date(2025, 7, 1)),
        (36.5, 0.1, 1e3),
        ("  a  b ", "x\u0000y", "Ho\u0300a"),
    )

    table = read_table("a.xlsx", data, UNITS)

    assert [row.cells for row in table.rows] == [
        ("17", "Có", "01/07/2025"),
        ("36,5", "0,1", "1000"),
        ("a b", "xy", "Hòa"),
    ]
    assert [row.number for row in table.rows] == [2, 3, 4]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Mã định danh (*)", "code"),
        ("MÃ ĐỊNH DANH", "code"),
        ("ma dinh danh", "code"),
        ("Mã  định-danh:", "code"),
        ("code", "code"),
        ("Cấp trên", "parent"),
        ("Ngày thành lập", "valid_from"),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_headings_without_diacritics_case_and_signs(heading, key):
    found = UNITS.recognised(heading)
    assert (found.key if found else None) == key


def test_every_heading_means_one_thing():
    for layout in LAYOUTS.values():
        names = [
            key
            for column in layout.columns
            for key in {
                heading_key(name)
                for name in (column.label, column.key, *column.aliases)
            }
        ]
        assert len(names) == len(set(names))


def test_the_table_may_stand_below_a_title_and_on_another_sheet():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        book.add_worksheet("Bìa").write(0, 0, "UBND PHƯỜNG MẪU")
        page = book.add_worksheet("Danh sách")
        page.write(0, 0, "DANH SÁCH ĐƠN VỊ")
        for at, heading in enumerate(("STT", "Mã", "Tên gọn")):
            page.write(3, at, heading)
        for at, cell in enumerate((1, "H1", "Tổ 1")):
            page.write(5, at, cell)

    table = read_table("a.xlsx", kept.getvalue(), UNITS)

    assert table.headings == ("STT", "Mã", "Tên gọn")
    assert [(row.number, row.cells) for row in table.rows] == [(6, ("1", "H1", "Tổ 1"))]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_divider_with_or_without_a_mark(mark):
    text = mark.join(("Mã", "Tên gọn")) + "\r\n" + mark.join(("H1", '"Tổ ""1"""'))
    for data in (text.encode(), text.encode("utf-8-sig")):
        table = read_table("a.csv", data, UNITS)
        assert table.headings == ("Mã", "Tên gọn")
        assert table.rows[0].cells == ("H1", 'Tổ "1"')


@pytest.mark.parametrize("layout", [UNITS, ACCOUNTS])
def test_the_example_of_a_template_is_no_row(layout):
    data = writing.template(layout, CHOICES)
    assert "chưa có dòng nào để nhập" in refused(data, layout=layout)


def test_text_stays_text_on_the_way_out():
    record = {"code": "0010", "name": "=1+1", "short_name": "+84", "letterhead": "A\nB"}
    table = read_table("a.xlsx", writing.filled(UNITS, CHOICES, [record]), UNITS)
    cells = dict(zip([c.key for c in UNITS.columns], table.rows[0].cells, strict=True))
    assert {key: cells[key] for key in record} == record


# ---- what is sent back ----------------------------------------------------------------------


def test_formulas_are_named_not_computed():
    data = workbook(("Mã", "Tên"), ("H1", "a"), ("H2", '=HYPERLINK("http://x")'))
    assert "Ô B3 chứa công thức" in refused(data)


def test_errors_of_excel_are_named():
    broken = rewritten(
        workbook(("Mã", "Tên"), (1, 2)),
        lambda name, part: (
            part.replace(b'<c r="B2"><v>2</v>', b'<c r="B2" t="e"><v>#N/A</v>')
            if name == "xl/worksheets/sheet1.xml"
            else part
        ),
    )
    assert "Ô B2 báo lỗi #N/A" in refused(broken)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (("xl/vbaProject.bin", b"x"), "macro"),
        (("xl/externalLinks/externalLink1.xml", b"<x/>"), "liên kết ra ngoài"),
        (("xl/connections.xml", b"<x/>"), "liên kết ra ngoài"),
        (("xl/embeddings/oleObject1.bin", b"x"), "liên kết ra ngoài"),
        (("xl/bomb.xml", bytes(41 * 2**20)), "phình ra quá lớn"),
        (("xl/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "bị hỏng"),
    ],
)
def test_what_a_workbook_may_not_hold(extra, said):
    assert said in refused(rewritten(SMALL, extra=[extra]))


def test_a_part_that_stands_there_twice():
    kept = io.BytesIO(SMALL)
    with (
        zipfile.ZipFile(kept, "a") as more,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        more.writestr("xl/workbook.xml", "<x/>")
    assert "bị hỏng" in refused(kept.getvalue())


# Negative counts from the end: the length of the file differs by a byte or two
# from one run to the next, and a test's name must not.
@pytest.mark.parametrize("cut", [10, 500, -30])
def test_a_file_that_was_cut(cut):
    assert "bị hỏng" in refused(SMALL[:cut])


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.replace(b"<row", b"<wor"),
        lambda part: part.replace(b'r="A1"', b'r="ZZZZZZ99999999"'),
        lambda part: part.replace(b"<v>0</v>", b"<v>999999</v>"),
        lambda part: part[: len(part) // 2],
        lambda part: b"",
    ],
)
def test_a_sheet_of_nonsense(change):
    data = rewritten(
        SMALL,
        lambda name, part: change(part) if name == "xl/worksheets/sheet1.xml" else part,
    )
    assert refused(data)


def test_other_kinds_of_files():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "Tệp Excel cũ (.xls)" in refused(ole, "a.xls")
    assert "đặt mật khẩu" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as package:
        package.writestr("[Content_Types].xml", "wordprocessingml.document")
    assert "không phải tệp Excel" in refused(word.getvalue(), "a.docx")
    assert "Tệp rỗng" in refused(b"")
    assert "lớn hơn 10 MB" in refused(bytes(10 * 2**20 + 1))


def test_a_declared_size_is_not_believed(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CELLS", 50)
    far = rewritten(
        SMALL,
        lambda name, part: (
            part.replace(b'r="F2"', b'r="XFD2"')
            if name == "xl/worksheets/sheet1.xml"
            else part
        ),
    )
    assert "phình ra quá lớn" in refused(far)


def test_too_many_rows_columns_letters():
    rows = "\n".join(["Mã,Tên gọn", *(f"H{n},x" for n in range(10_001))])
    assert "hơn 10.000 dòng" in refused(rows.encode(), "a.csv")
    rows = "\n".join(["Tên đăng nhập,Họ tên", *(f"u{n},x" for n in range(2_001))])
    assert "hơn 2.000 dòng" in refused(rows.encode(), "a.csv", ACCOUNTS)
    wide = ",".join(f"c{n}" for n in range(61))
    assert "hơn 60 cột" in refused(wide.encode(), "a.csv")
    assert "dài hơn 2.000 ký tự" in refused(b"a,b\n" + b"x" * 2001, "a.csv")
    assert "ở cột không có tiêu đề" in refused("Mã,Tên\nH1,b,c".encode(), "a.csv")


def test_csv_that_is_none():
    assert "không ở dạng UTF-8" in refused("Mã".encode("utf-16"), "a.csv")
    assert "Windows-1258" in refused(
        "Mã,Tên\nH1,Đội".encode("cp1258", "replace"), "a.csv"
    )
    assert "không phải bảng CSV" in refused(b'a,"b\nc', "a.csv")
    assert "không có dòng nào" in refused(b"\n\n", "a.csv")
