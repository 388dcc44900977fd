"""Gõ đúng thể thức: each fault is told, and is one that the check of the paper refuses."""

from dataclasses import replace

import pytest

from campaigns.content import Letterhead, Line, PaperKind, PlanContent, SignatureBlock
from campaigns.outline import LineKind as K
from campaigns.wellformed import faults
from reports.checking import Level, check
from reports.rendering import render_preview

HEAD = Letterhead(
    parent_authority="UBND QUẬN MẪU",
    authority="ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU",
    symbol="KH-UBND",
    place="Mẫu",
)
BLOCK = SignatureBlock(
    authority_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer="Đỗ Minh Khang"
)
LINES = (
    Line(kind=K.BASIS, text="Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022"),
    Line(kind=K.PARAGRAPH, text="Ủy ban nhân dân phường ban hành kế hoạch như sau:"),
    Line(kind=K.SECTION, text="MỤC ĐÍCH"),
    Line(kind=K.DASH, text="Nâng cao chất lượng phục vụ."),
    Line(kind=K.SECTION, text="TỔ CHỨC THỰC HIỆN"),
    Line(kind=K.POINT, text="Tổ dân phố báo cáo hằng tháng."),
    Line(kind=K.POINT, text="Nhà trường báo cáo hằng quý."),
)
PLAN = PlanContent(
    letterhead=HEAD,
    title="Phát động đợt thi đua mẫu năm 2026",
    lines=LINES,
    recipients=("Thường trực Đảng ủy", "Lưu: VT, VP"),
    signature=BLOCK,
)
LETTER = replace(
    PLAN,
    kind=PaperKind.LETTER,
    letterhead=replace(HEAD, symbol="UBND-VX", addressees=("Các tổ dân phố",)),
)


def head(**changes):
    return {"letterhead": replace(HEAD, **changes)}


def block(**changes):
    return {"signature": replace(BLOCK, **changes)}


def more(*lines):
    return {"lines": LINES + lines}


def opening(text, kind=K.PARAGRAPH):
    return {"lines": (Line(kind=kind, text=text), *LINES[2:])}


# What is typed, the number of the rule that it breaks, a part of what is said.
BROKEN = [
    (
        head(parent_authority="", authority="UBND QUẬN A\nPHÒNG NỘI VỤ"),
        "R13",
        "“UBND QUẬN A” là cơ quan chủ quản",
    ),
    (head(symbol="kh-ubnd"), "R16", "“kh-ubnd” phải viết hoa"),
    (head(symbol="KH - UBND"), "R16", "“KH - UBND” phải viết hoa, liền nhau"),
    (head(symbol="/KH-UBND"), "R16", "liền nhau như “KH-UBND”"),
    (head(symbol="QĐ-UBND"), "R116", "phải bắt đầu bằng “KH-”"),
    (head(symbol="UBND"), "R116", "phải bắt đầu bằng “KH-”"),
    ({"kind": PaperKind.GUIDANCE}, "R116", "phải bắt đầu bằng “HD-”"),
    (head(symbol="KH-HĐTĐKT-UBND-ABCDEF"), "R16", "ký hiệu dài quá"),
    (
        head(place="Phường có tên gọi rất là dài ơi là dài quá"),
        "R18",
        "địa danh dài quá",
    ),
    ({"title": "x"}, "R22", "trích yếu chỉ có một chữ cái"),
    (
        {"recipients": ("Như trên", "Lưu: VT, VP")},
        "R83",
        "nơi nhận không ghi “Như trên”",
    ),
    (
        block(authority_lines=("KT CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        "R64",
        "dấu chấm: “KT CHỦ TỊCH”",
    ),
    (
        block(authority_lines=("KT. CHỦ TỊCH", "ỦY VIÊN")),
        "R64",
        "phải là chức vụ cấp phó",
    ),
    (block(signer="TS. Đỗ Minh Khang"), "R61", "không ghi học hàm"),
    (block(signer="ĐỖ MINH KHANG"), "R61", "phải viết chữ thường"),
    (opening("Thực hiện Kế hoạch số 5/KH-UBND của quận;"), "R46", "là căn cứ"),
    (opening("V/v triển khai"), "R23", "là trích yếu của công văn"),
    (opening("Kính gửi: Các tổ dân phố"), "R24", "chỉ công văn có “Kính gửi”"),
    (more(Line(kind=K.PARAGRAPH, text="./.")), "R45", "dòng chỉ có “./.”"),
    (more(Line(kind=K.DASH, text="")), "R45", "dòng “-” chưa có chữ"),
    (more(Line(kind=K.PARAGRAPH, text="Điều 1. Phạm vi")), "R49", "phải in đậm"),
    (
        more(Line(kind=K.PARAGRAPH, text="III. Kinh phí thực hiện")),
        "R50",
        "mở đầu như một mục lớn",
    ),
    (
        more(Line(kind=K.ITEM, text="Kinh phí thực hiện", marker="I.")),
        "R50",
        "“I. Kinh phí thực hiện” mở đầu như một mục lớn",
    ),
    (
        more(
            Line(kind=K.ANNEX, text="Danh sách"), Line(kind=K.PARAGRAPH, text="I. Tổ")
        ),
        "R50",
        "“I. Tổ” mở đầu như một mục lớn",
    ),
    (more(Line(kind=K.POINT, text="Chữ", marker="w)")), "R51", "dùng chữ “w”"),
    (more(Line(kind=K.PARAGRAPH, text="z) Chữ")), "R51", "điểm “z)” dùng chữ “z”"),
    (
        more(Line(kind=K.POINT, text="x", marker="d)"), Line(kind=K.POINT, text="y")),
        "",
        "",
    ),
    (
        more(
            Line(kind=K.POINT, text="Trường mầm non", marker="d)"),
            Line(kind=K.POINT, text="Trường tiểu học", marker="e)"),
        ),
        "R51",
        "sau điểm “d)” phải là “đ)”",
    ),
    (
        {"lines": (Line(kind=K.PART, text="Nội dung", marker="PHẦN I"), *LINES[2:])},
        "R48",
        "viết chữ thường: “Phần I”",
    ),
]


def told(content):
    return [gap.text for gap in faults(content)]


def refused(content):
    """Numbers of the rules that the check of the printed draft finds broken."""
    found = check(render_preview(content).pdf, final=False)
    return {finding.rule for finding in found if finding.level == Level.ERROR}


@pytest.mark.parametrize(("changes", "rule", "words"), BROKEN)
def test_a_fault_is_told_once_and_blocks(changes, rule, words):
    found = list(faults(replace(PLAN, **changes)))

    assert [words in gap.text for gap in found] == ([True] if rule else [])
    assert all(gap.blocks for gap in found)


@pytest.mark.slow
@pytest.mark.parametrize(("changes", "rule", "words"), BROKEN)
def test_the_check_of_the_paper_refuses_the_same(changes, rule, words):
    broken = refused(replace(PLAN, **changes))

    assert rule in broken if rule else broken == set()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "PHÁT ĐỘNG THI ĐUA"},
        head(authority="Ủy ban nhân dân phường Mẫu"),
        head(symbol="KH-HĐTĐKT"),
        head(symbol="KH-HĐTĐKT-UBND-ABC"),
        head(place="Thành phố Hồ Chí Minh và Bì"),
        more(Line(kind=K.PARAGRAPH, text="Căn cứ tình hình, các tổ báo cáo;")),
        opening("Căn cứ Luật Thi đua, phường ban hành kế hoạch."),
        more(Line(kind=K.PARAGRAPH, text="V. I. Lênin đã dạy.")),
        more(Line(kind=K.DASH, text="w) chữ trong gạch đầu dòng.")),
        more(Line(kind=K.PARAGRAPH, text="Điều 1. Phạm vi", is_title=True)),
        more(Line(kind=K.PARAGRAPH, text="III. KINH PHÍ", is_title=True)),
        more(Line(kind=K.PARAGRAPH, text="")),
        more(Line(kind=K.ANNEX, text="Danh sách", marker="PHỤ LỤC A")),
    ],
)
@pytest.mark.slow
def test_what_is_well_formed_passes_both(changes):
    content = replace(PLAN, **changes)

    assert told(content) == []
    assert refused(content) - {"R90"} == set()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"letterhead": replace(LETTER.letterhead, addressees=())}, "phải có nơi kính gửi"),
        ({"letterhead": replace(LETTER.letterhead, symbol="KH-UBND")}, "“KH”"),
        ({"letterhead": replace(LETTER.letterhead, symbol="CV-UBND")}, "“CV”"),
    ],
)  # fmt: skip
def test_a_letter_has_rules_of_its_own(changes, words):
    assert told(LETTER) == []
    assert [words in text for text in told(replace(LETTER, **changes))] == [True]


def test_a_fault_leads_to_its_line_and_its_field():
    broken = replace(
        PLAN, **more(Line(kind=K.POINT, text="Chữ", marker="w)")) | head(symbol="UBND")
    )

    assert [(gap.section, gap.at, gap.line) for gap in faults(broken)] == [
        ("thong-tin", "symbol", None),
        ("muc-2", "", len(LINES)),
    ]


def test_numbers_start_again_in_an_annex():
    content = replace(
        PLAN,
        **more(
            Line(kind=K.ANNEX, text="Danh sách"),
            Line(kind=K.PARAGRAPH, text="III. Tổ dân phố"),
        ),
    )

    assert told(content) == []
