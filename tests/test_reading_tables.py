"""Bảng chỉ tiêu: goals that stand in tables, and tables that tell of none."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.content import Comparator, Direction
from campaigns.mismatch import mismatches
from campaigns.reading import organisations, read_file, read_text
from tests.reading_files import grid, par, word

TOP = """\
ỦY BAN NHÂN DÂN
XÃ HÒA TIẾN

Số: 18/KH-UBND
Hòa Tiến, ngày 20 tháng 01 năm 2025

KẾ HOẠCH
Phát động thi đua năm 2025

I. MỤC ĐÍCH
- Động viên nhân dân thi đua.
{heading}
"""
FOOT = """\
III. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Giữ vững an ninh trật tự.
Trên đây là Kế hoạch thi đua năm 2025./.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phan Minh Quân
"""


def paragraphs(text):
    return "".join(par(line) for line in text.splitlines())


def targets(*rows, heading="II. CHỈ TIÊU THI ĐUA", annex=""):
    """Targets of a plan with such a table, in its body or in an annex of that title."""
    top = paragraphs(TOP.format(heading=heading))
    table = grid(*rows)
    if annex:
        body = top + par("- Như phụ lục kèm theo.") + paragraphs(FOOT)
        body += par("PHỤ LỤC") + par(annex) + table
    else:
        body = top + table + paragraphs(FOOT)
    content = read_file("a.docx", word(body)).content
    assert mismatches(content) == []
    return [t for t in content.targets if content.lines[t.line].kind == "table"]


def told(found):
    return [(t.name, t.value, t.unit, t.comparator, t.direction) for t in found]


EQUAL, LEAST, MOST = Comparator.EQUAL, Comparator.AT_LEAST, Comparator.AT_MOST
HOLD, UP, DOWN = Direction.HOLD, Direction.UP, Direction.DOWN


def test_rows_of_a_table_in_the_body():
    found = targets(
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025"),
        ("1", "Thu ngân sách trên địa bàn", "Triệu đồng", "4.500"),
        ("2", "Tỷ lệ hộ nghèo giảm còn", "%", "2,5"),
        ("3", "Số lao động có việc làm mới", "Người", "≥ 120"),
        ("4", "Người dân tham gia bảo hiểm y tế", "%", "95 trở lên"),
        ("5", "Tăng diện tích trồng rau sạch", "ha", "1-2"),
    )  # fmt: skip

    assert told(found) == [
        ("Thu ngân sách trên địa bàn", 4500, "triệu đồng", EQUAL, HOLD),
        ("Tỷ lệ hộ nghèo giảm còn", Decimal("2.5"), "%", MOST, DOWN),
        ("Số lao động có việc làm mới", 120, "người", LEAST, HOLD),
        ("Người dân tham gia bảo hiểm y tế", 95, "%", LEAST, HOLD),
        ("Tăng diện tích trồng rau sạch", 1, "ha", Comparator.RANGE, UP),
    ]
    assert found[-1].value_max == 2


def test_an_annex_with_groups_results_owners_and_dates():
    found = targets(
        ("STT", "Nội dung chỉ tiêu", "ĐVT", "Thực hiện 2024", "Chỉ tiêu giao 2025",
         "Đơn vị thực hiện", "Thời hạn"),
        ("I", "Kinh tế", "", "", "", "", ""),
        ("1", "Diện tích gieo trồng", "ha", "510", "520", "Phòng Kinh tế", ""),
        ("", "- Lúa nước", "ha", "300", "305", "Phòng Kinh tế", "30/9/2025"),
        ("2", "Số vụ hòa giải thành", "%", "85", "Trên 90", "", ""),
        ("3", "Xây dựng xã đạt chuẩn", "Tiêu chí", "17", "Hoàn thành", "", ""),
        annex="CHỈ TIÊU THI ĐUA NĂM 2025",
    )  # fmt: skip

    assert told(found) == [
        ("Diện tích gieo trồng", 520, "ha", EQUAL, HOLD),
        ("Diện tích gieo trồng: Lúa nước", 305, "ha", EQUAL, HOLD),
        ("Số vụ hòa giải thành", 90, "%", LEAST, HOLD),
    ]
    assert [(t.baseline, t.responsible, t.deadline) for t in found] == [
        ("Thực hiện 2024: 510", "Phòng Kinh tế", None),
        ("Thực hiện 2024: 300", "Phòng Kinh tế", date(2025, 9, 30)),
        ("Thực hiện 2024: 85", "", None),
    ]


def test_heads_in_two_rows():
    found = targets(
        ("TT", "Chỉ tiêu", "ĐVT", "Năm 2025"),
        ("", "", "", "Kế hoạch", "Ghi chú"),
        ("1", "Tỷ lệ gia đình văn hóa", "%", "90", ""),
    )

    assert told(found) == [("Tỷ lệ gia đình văn hóa", 90, "%", EQUAL, HOLD)]


def test_heads_in_two_rows_of_which_one_is_joined():
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{par('Năm 2025')}</w:tc>"
    table = grid(
        ("TT", "Chỉ tiêu", "ĐVT", "@", "Ghi chú"),
        ("", "", "", "Thực hiện 2024", "Kế hoạch", ""),
        ("1", "Tỷ lệ gia đình văn hóa", "%", "88", "90", ""),
    ).replace(f"<w:tc><w:tcPr/>{par('@')}</w:tc>", wide)
    body = paragraphs(TOP.format(heading="II. CHỈ TIÊU")) + table + paragraphs(FOOT)

    content = read_file("a.docx", word(body)).content

    assert told(content.targets) == [("Tỷ lệ gia đình văn hóa", 90, "%", EQUAL, HOLD)]
    [text] = [one.text for one in content.lines if one.kind == "table"]
    assert text.split("\n")[0] == "TT\tChỉ tiêu\tĐVT\tNăm 2025\t\tGhi chú"


def test_units_in_the_cells_themselves():
    found = targets(
        ("STT", "Nội dung", "Chỉ tiêu"),
        ("1", "Thôn có nhà văn hóa đạt chuẩn", "100%"),
        ("2", "Mở rộng đường nội đồng", "03 tuyến đường"),
    )

    assert told(found) == [
        ("Thôn có nhà văn hóa đạt chuẩn", 100, "%", EQUAL, HOLD),
        ("Mở rộng đường nội đồng", 3, "tuyến đường", EQUAL, HOLD),
    ]


def test_a_table_of_pasted_text():
    text = TOP.format(heading="II. CHỈ TIÊU") + (
        "| TT | Chỉ tiêu | Đơn vị tính | Chỉ tiêu giao |\n|---|---|---|---|\n"
        "| 1 | Số mô hình dân vận khéo | Mô hình | 02 |\n"
    )

    content = read_text(text + FOOT).content

    assert told(content.targets) == [
        ("Số mô hình dân vận khéo", 2, "mô hình", EQUAL, HOLD)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (("TT", "Nội dung chỉ tiêu", "Điểm chuẩn", "Kế hoạch"),
         ("1", "Nộp báo cáo đúng hạn", "10", "5")),
        (("TT", "Nội dung", "Danh hiệu", "Kế hoạch"),
         ("1", "Tập thể tiên tiến cấp xã", "LĐTT", "5")),
        (("TT", "Chỉ tiêu", "Kế hoạch thôn Đông", "Kế hoạch thôn Đoài"),
         ("1", "Làm đường bê tông", "5", "6")),
        (("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2024"), ("1", "Làm đường bê tông", "km", "5")),
        (("TT", "Họ và tên", "Chức vụ", "Kế hoạch"), ("1", "Nguyễn Văn Mẫu", "Tổ trưởng", "5")),
        (("TT", "Nội dung công việc", "Kế hoạch"), ("1", "Họp sơ kết phong trào", "5")),
        (("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch"), ("1", "Làm đường bê tông", "km", ""),
         ("2", "Làm đường bê tông", "km", "5 hoặc 6"), ("3", "Làm đường bê tông", "km", "a"),
         ("4", "Làm đường bê tông", "5")),
    ],
    ids=["points", "titles", "many units", "results", "people", "no unit", "no figure"],
)  # fmt: skip
def test_tables_that_tell_of_no_goal(rows):
    assert targets(*rows) == []


@pytest.mark.parametrize(
    "heading", ["II. KẾT QUẢ ĐẠT ĐƯỢC NĂM 2024", "II. SỐ LƯỢNG ĐỀ NGHỊ KHEN THƯỞNG"]
)
def test_tables_under_results_and_awards(heading):
    rows = (
        ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch"),
        ("1", "Làm đường bê tông", "km", "5"),
    )

    assert targets(*rows, heading=heading) == []
    assert targets(*rows, annex=heading.removeprefix("II. ")) == []


@pytest.mark.parametrize(
    "heads",
    [
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu"),
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Mức đạt"),
        ("TT", "Mục tiêu", "ĐVT", "Kế hoạch giao"),
        ("TT", "Chỉ tiêu phấn đấu", "ĐVT", "Kế hoạch năm 2025"),
        ("TT", "Nội dung", "Đơn vị", "Mục tiêu"),
        ("STT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2025"),
        ("STT", "Nội dung chỉ tiêu", "ĐVT", "Mức giao năm 2025"),
    ],
)
def test_heads_that_offices_use(heads):
    rows = [("1", "Số tuyến phố kiểu mẫu", "tuyến", "3")]
    rows.append(("2", "Vận động Quỹ Vì người nghèo", "triệu đồng", "250"))
    assert [(t.name, t.value, t.unit) for t in targets(heads, *rows)] == [
        ("Số tuyến phố kiểu mẫu", 3, "tuyến"),
        ("Vận động Quỹ Vì người nghèo", 250, "triệu đồng"),
    ]


def warnings(*rows, heading):
    top = paragraphs(TOP.format(heading=heading))
    reading = read_file("a.docx", word(top + grid(*rows) + paragraphs(FOOT)))
    return [text for text in reading.warnings if text.startswith("Bảng ")]


def test_a_table_of_goals_that_is_not_understood_is_told():
    rows = [("TT", "Thôn", "Nhà", "Cây"), ("1", "Thôn Một", "2", "300")]
    assert warnings(*rows, heading="II. CHỈ TIÊU THI ĐUA") == [
        "Bảng “TT, Thôn, Nhà, Cây” đứng dưới mục chỉ tiêu nhưng chưa đọc được chỉ tiêu nào;"
        " hãy đánh dấu chỉ tiêu trên dòng của bảng."
    ]
    assert warnings(*rows, heading="II. PHÂN CÔNG") == []
    assert warnings(*TABLE, heading="II. CHỈ TIÊU THI ĐUA") == []
    points = [("TT", "Chỉ tiêu", "Điểm"), ("1", "Vệ sinh đường phố", "20")]
    assert warnings(*points, heading="II. CHỈ TIÊU THI ĐUA") == []


TABLE = [
    ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch"),
    ("1", "Số tuyến phố kiểu mẫu", "tuyến", "3"),
]


STACKED = """TT\nChỉ tiêu\nĐơn vị tính\nMức phấn đấu
1\nSố tuyến phố kiểu mẫu\ntuyến\n3
2\nVận động Quỹ Vì người nghèo\ntriệu đồng\n250
"""


def test_a_table_saved_as_text_with_one_cell_a_line():
    text = TOP.format(heading="II. CHỈ TIÊU THI ĐUA") + STACKED + FOOT
    content = read_text(text).content
    assert [x.text for x in content.lines if x.kind == "table"] == [
        "TT\tChỉ tiêu\tĐơn vị tính\tMức phấn đấu\n1\tSố tuyến phố kiểu mẫu\ttuyến\t3\n"
        "2\tVận động Quỹ Vì người nghèo\ttriệu đồng\t250"
    ]
    assert [(t.value, t.unit) for t in content.targets] == [
        (3, "tuyến"),
        (250, "triệu đồng"),
    ]
    # a row is short of a cell: nothing is guessed
    short = text.replace("tuyến\n3\n", "3\n")
    assert all(x.kind != "table" for x in read_text(short).content.lines)


def test_a_bare_table_of_points_has_no_authority_and_no_missing_end():
    """Who is judged in a table, or a case that it speaks of, announces nothing."""
    rows = [
        ("TT", "Tiêu chuẩn thi đua", "Điểm"),
        ("1", "Phòng Kinh tế xây dựng chương trình công tác", "20"),
        (
            "2",
            "Đúng hạn. Trường hợp các xã không xây dựng kế hoạch thì bỏ mục này",
            "5",
        ),
    ]
    reading = read_file("a.docx", word(grid(*rows)))
    assert reading.content.letterhead.authority == ""
    assert reading.warnings == (
        "Không thấy tên loại văn bản (Kế hoạch, Hướng dẫn…); được đọc như một kế hoạch.",
    )


def test_a_case_is_no_school():
    text = "Trường hợp các xã không xây dựng kế hoạch thì không xét."
    assert organisations.announced_by(text) == ""
    assert not organisations.is_unit(text)
    assert organisations.announced_by("Trường Tiểu học An Hòa xây dựng kế hoạch.") == (
        "Trường Tiểu học An Hòa"
    )
