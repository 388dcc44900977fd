"""Đọc tệp Word: numbering, tables, tracked changes, notes, boxes, old fonts."""

import io

import docx
import pytest

from campaigns.outline import LineKind as K
from campaigns.reading import read_file
from campaigns.reading.manuscript import Grid, Par
from campaigns.reading.packages import parse_xml
from campaigns.reading.word import read_word
from campaigns.reading.wordnumbers import WordNumbers
from tests.reading_files import (
    SHORT,
    footnotes,
    grid,
    numbered,
    numbering,
    par,
    run,
    short_word,
    word,
)

_BOLD = "<w:b/>"


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    return [(b.marker, b.text) for b in read_word(data).blocks if isinstance(b, Par)]


def outline(data: bytes) -> list[tuple[K, str, str]]:
    content = read_file("a.docx", data).content
    return [
        (line.kind, marker, line.text)
        for line, marker in zip(content.lines, content.markers, strict=True)
    ]


def test_a_word_file_reads_as_the_same_text_does():
    of_word = read_file("a.docx", short_word()).as_json()
    of_text = read_file("a.txt", SHORT.encode()).as_json()
    assert of_word == of_text
    assert of_word["number"] == 15
    assert of_word["signer"] == "Trần Khánh Hòa"


def test_automatic_numbers_become_markers():
    lists = numbering(
        ("upperRoman", "%1."),
        ("decimal", "%2."),
        ("lowerLetter", "%3)"),
        ("bullet", "-"),
    )
    body = (
        par("KẾ HOẠCH")
        + par("Tổ chức hội thi tìm hiểu chữ ký số")
        + numbered("MỤC ĐÍCH, YÊU CẦU", 1)
        + numbered("Mục đích", 1, 1)
        + numbered("Mỗi người một lần thực hành.", 1, 2)
        + numbered("Mỗi tổ một người hướng dẫn.", 1, 2)
        + numbered("Yêu cầu", 1, 1)
        + numbered("Gọn, dễ làm.", 1, 3)
        + numbered("NỘI DUNG", 1)
        + numbered("Thi viết", 1, 1)
    )
    data = word(body, {"word/numbering.xml": lists})
    assert outline(data) == [
        (K.SECTION, "I.", "MỤC ĐÍCH, YÊU CẦU"),
        (K.ITEM, "1.", "Mục đích"),
        (K.POINT, "a)", "Mỗi người một lần thực hành."),
        (K.POINT, "b)", "Mỗi tổ một người hướng dẫn."),
        (K.ITEM, "2.", "Yêu cầu"),
        (K.DASH, "-", "Gọn, dễ làm."),
        (K.SECTION, "II.", "NỘI DUNG"),
        (K.ITEM, "1.", "Thi viết"),
    ]
    # what the decree's numbering would print is not stored
    assert [line.marker for line in read_file("a.docx", data).content.lines] == [""] * 8


def test_a_level_keeps_the_numbers_above_it_and_its_own_words():
    parsed = WordNumbers(
        read_xml(numbering(("decimal", "Điều %1."), ("decimal", "%1.%2"), ("none", "")))
    )
    asked = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("1", 2), ("9", 0)]
    assert [parsed.marker(*n) for n in asked] == [
        "Điều 1.", "1.1", "1.2", "Điều 2.", "2.1", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("upperRoman", ["I", "II", "III", "IV"]),
        ("lowerRoman", ["i", "ii", "iii", "iv"]),
        ("upperLetter", ["A", "B", "C", "D"]),
        ("lowerLetter", ["a", "b", "c", "d"]),
        ("decimalZero", ["01", "02", "03", "04"]),
        ("ordinalOfNowhere", ["1", "2", "3", "4"]),
    ],
)
def test_formats_of_numbers(form, numbers):
    parsed = WordNumbers(read_xml(numbering((form, "%1"))))
    assert [parsed.marker("1", 0) for _ in range(4)] == numbers


@pytest.mark.parametrize(
    ("sign", "marker"),
    [("-", "-"), ("–", "-"), ("\uf0b7", "•"), ("o", "•"), ("+", "+"), ("*", "*")],
)
def test_signs_of_bullets(sign, marker):
    parsed = WordNumbers(read_xml(numbering(("bullet", sign))))
    assert parsed.marker("1", 0) == marker


def test_a_list_that_starts_again_counts_from_its_start():
    text = numbering(("decimal", "%1.")).replace(
        "</w:numbering>",
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>',
    )
    parsed = WordNumbers(read_xml(text))
    asked = ["1", "1", "2", "2", "1"]
    assert [parsed.marker(n, 0) for n in asked] == ["1.", "2.", "1.", "2.", "3."]


def read_xml(text: str):

    return parse_xml(text.encode())


def test_the_letterhead_stands_side_by_side_in_a_table():
    left = par("UBND HUYỆN AN TÂY") + par("PHÒNG NỘI VỤ") + par("Số: 15/KH-PNV")
    right = (
        par("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + par("Độc lập - Tự do - Hạnh phúc")
        + par("An Tây, ngày 04 tháng 3 năm 2024")
    )
    body = (
        grid((left, right))
        + "".join(par(line) for line in SHORT.splitlines() if line).split(
            par("An Tây, ngày 04 tháng 3 năm 2024")
        )[1]
    )
    found = read_file("a.docx", word(body)).as_json()
    assert (found["authority"], found["parent_authority"]) == (
        "PHÒNG NỘI VỤ",
        "UBND HUYỆN AN TÂY",
    )
    assert (found["number"], found["symbol"]) == (15, "KH-PNV")
    assert (found["place"], found["date"]) == ("An Tây", "2024-03-04")
    assert found["recipients"] == ["Thường trực Huyện ủy", "Lưu: VT"]


def test_recipients_and_signature_stand_side_by_side_too():
    left = par("Nơi nhận:") + par("- Các tổ dân phố;") + par("- Lưu: VT, VP.")
    right = par("TM. ỦY BAN NHÂN DÂN") + par("CHỦ TỊCH") + par("") + par("Vũ Thu Hà")
    body = (
        par("KẾ HOẠCH")
        + par("Trồng cây đầu xuân")
        + par("I. MỤC ĐÍCH")
        + par("Trồng thêm cây xanh./.")
        + grid((left, right))
    )
    content = read_file("a.docx", word(body)).content
    assert content.recipients == ("Các tổ dân phố", "Lưu: VT, VP")
    assert content.signature.authority_lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert content.signature.signer == "Vũ Thu Hà"
    assert [line.text for line in content.lines] == [
        "MỤC ĐÍCH",
        "Trồng thêm cây xanh./.",
    ]


def test_a_table_becomes_one_line_of_rows_and_cells():
    body = (
        par("KẾ HOẠCH")
        + par("Tổ chức hội thi")
        + par("I. CHỈ TIÊU")
        + grid(("STT", "Đơn vị", "Số bài"), ("1", par("Tổ 1") + par("(mẫu)"), "03"))
    )
    assert outline(word(body))[1:] == [
        (K.TABLE, "", "STT\tĐơn vị\tSố bài\n1\tTổ 1 (mẫu)\t03")
    ]


def test_merged_cells_are_read_once():
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    rows = grid(("Tổ 1", "a"), ("x", "b")).replace(
        f"<w:tc><w:tcPr/>{par('x')}</w:tc>", merged
    )
    [table] = read_word(word(rows)).blocks
    assert isinstance(table, Grid)
    assert [[" ".join(p.text for p in cell) for cell in row] for row in table.rows] == [
        ["Tổ 1", "a"],
        ["", "b"],
    ]


def test_tracked_changes_are_read_as_accepted():
    inside = (
        run("Giảm ")
        + "<w:del><w:r><w:delText>20%</w:delText></w:r></w:del>"
        + f"<w:ins>{run('30%')}</w:ins>"
        + run(" số lỗi")
    )
    assert paragraphs(word(par(inside))) == [("", "Giảm 30% số lỗi")]


def test_footnotes_stay_with_their_numbers():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = par(run("Theo kết quả rà soát") + note + run(" năm 2023"))
    data = word(
        body,
        {
            "word/footnotes.xml": footnotes(
                n1="không ai nhắc tới", n2="Số liệu tháng 12."
            )
        },
    )
    assert paragraphs(data) == [
        ("", "Theo kết quả rà soát[1] năm 2023"),
        ("", "[1] Số liệu tháng 12."),
    ]


def test_the_words_of_a_text_box_are_kept_once():
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        f"{par('Trong khung')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<w:txbxContent>{par('Trong khung')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert paragraphs(word(par(run("Ngoài khung") + box))) == [
        ("", "Trong khung"),
        ("", "Ngoài khung"),
    ]


def test_breaks_tabs_and_signs_inside_a_paragraph():
    inside = (
        run("Dòng trên")
        + "<w:r><w:br/></w:r>"
        + run("Dòng dưới")
        + '<w:r><w:tab/></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:sym w:char="F0B7"/></w:r>'
    )
    assert paragraphs(word(par(inside))) == [("", "Dòng trên\nDòng dưới\t-•")]


def test_how_a_paragraph_looks_is_kept():
    inside = run("Văn phòng:", _BOLD) + run(" theo dõi, đôn đốc.")
    [found] = read_word(word(par(inside, '<w:jc w:val="center"/>'))).blocks
    assert (found.bold_to, found.centred, found.bold) == (10, True, False)


def test_capitals_by_format_are_capitals():
    assert paragraphs(word(par(run("kế hoạch", "<w:caps/>")))) == [("", "KẾ HOẠCH")]


def test_runs_in_old_fonts_are_brought_to_unicode():
    vn = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    vn_capitals = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
    vni = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'
    body = (
        par(run("KÕ ho¹ch", vn_capitals))
        + par(run("Thi ®ua d¹y tèt, häc tèt", vn))
        + par(run("Phaùt ñoäng thi ñua", vni))
    )
    manuscript = read_word(word(body))
    assert [b.text for b in manuscript.blocks] == [
        "KẾ HOẠCH",
        "Thi đua dạy tốt, học tốt",
        "Phát động thi đua",
    ]
    assert manuscript.warnings == [
        "Tệp dùng phông bảng mã cũ (.Vn… hoặc VNI-…), đã chuyển sang Unicode;"
        " hãy soát lại chữ hoa, dấu."
    ]


def test_numbers_and_looks_of_a_style_count():
    styles = (
        '<?xml version="1.0"?><w:styles xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="Goc"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:styleId="Muc"><w:basedOn w:val="Goc"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    data = word(
        par("Mục tiêu", '<w:pStyle w:val="Muc"/>'),
        {
            "word/styles.xml": styles,
            "word/numbering.xml": numbering(("decimal", "%1.")),
        },
    )
    [found] = read_word(data).blocks
    assert (found.marker, found.text, found.bold) == ("1.", "Mục tiêu", True)


def test_content_controls_hyperlinks_and_fields_are_read_through():
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{par('Trong ô điền sẵn')}</w:sdtContent></w:sdt>"
        + par(f"<w:hyperlink>{run('Trang của xã')}</w:hyperlink>")
        + par("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("Trang 1"))
    )
    assert [text for _, text in paragraphs(word(body))] == [
        "Trong ô điền sẵn",
        "Trang của xã",
        "Trang 1",
    ]


def test_a_file_of_python_docx_is_read():
    # a file made by another program than this test's own builder

    document = docx.Document()
    for line in SHORT.splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    assert (
        read_file("a.docx", buffer.getvalue()).as_json()
        == read_file("a.txt", SHORT.encode()).as_json()
    )
