"""Bản Word: the paper as a .docx that an office can go on with."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from campaigns.content import PaperKind, PlanContent
from campaigns.outline import LineKind as K
from campaigns.reading import read_file
from reports.rendering import DRAFT, PaperRefused, metrics
from reports.rendering.decree import as_printed
from reports.word import write_docx
from tests import papers

_NEWS = {"07_news_page"}  # a report, not a paper that anybody would print


def opened(content: PlanContent, **options):
    return docx.Document(io.BytesIO(write_docx(content, **options)))


def texts(content: PlanContent) -> list[str]:
    return [plain(p.text) for p in opened(content).paragraphs if p.text]


def plain(text: str) -> str:
    """Without what holds words together at a line's end."""
    return text.replace("\u00a0", " ")


def test_the_page_is_a4_with_the_margins_of_the_decree():
    section = opened(papers.sample()).sections[0]
    sizes = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(size.mm) for size in sizes] == [210, 297, 20, 20, 30, 15]
    # the first page carries no number, the others do
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.part.blob.decode()
    assert "PAGE" not in section.first_page_header.part.blob.decode()


def test_letterhead_and_signature_stand_side_by_side():
    document = opened(papers.sample())
    head, end = document.tables[0], document.tables[2]
    assert [c.text for c in head.row_cells(1)] == [
        "Số: 05/KH-UBND",
        "Nguyễn Trãi, ngày 30 tháng 7 năm 2026",
    ]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.cell(0, 1).text
    left, right = end.row_cells(0)
    assert left.text.startswith("Nơi nhận:\n- ")
    assert right.text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    # LibreOffice goes by the columns, Word by the cells
    for table in (head, end):
        assert [c.width for c in table.columns] == [c.width for c in table.row_cells(0)]


@pytest.mark.parametrize("place", ["Huế", "Phan Rang - Tháp Chàm Đông"])
def test_the_countrys_name_and_the_date_have_room_for_one_line_each(place):
    head = replace(papers.sample().letterhead, place=place)
    document = opened(replace(papers.sample(), letterhead=head))
    [frame, *_] = document.tables
    [*margins] = frame._tbl.tblPr.find(qn("w:tblCellMar"))
    assert [margin.get(qn("w:w")) for margin in margins] == ["0"] * 4
    room = frame.columns[1].width.pt
    nation, *_ = frame.cell(0, 1).text.split("\n")
    assert metrics.width(nation, "bold", 13) * 1.03 < room
    assert metrics.width(frame.cell(1, 1).text, "italic", 13) < room
    assert frame.columns[0].width.mm + frame.columns[1].width.mm == pytest.approx(
        165, abs=0.1
    )


def test_what_the_decree_fixes_is_put_right_as_on_the_paper():
    sample = papers.sample()
    head = replace(
        sample.letterhead, authority="Ủy ban nhân dân\nphường Nguyễn Trãi", symbol=""
    )
    typed = replace(sample, letterhead=head, title=sample.title.upper())
    document = opened(typed)
    frame = document.tables[0]
    assert frame.cell(0, 0).text.startswith("ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI")
    assert frame.cell(1, 0).text == "Số: 05/KH-UBND"
    written = [plain(p.text) for p in document.paragraphs]
    assert as_printed(typed).title in [text.replace("\n", " ") for text in written]
    annexes = sum(line.kind is K.ANNEX for line in sample.lines)
    blank = r"\(Kèm theo Kế hoạch số\s{5,}/KH-UBND ngày\s{4}tháng"
    notes = [text for text in written if re.match(blank, text)]
    assert len(notes) == annexes > 0


def test_fonts_language_and_title_are_set():
    document = opened(papers.sample())
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.core_properties.title.startswith("Kế hoạch")
    assert document.core_properties.language == "vi-VN"
    assert document.core_properties.comments == ""
    assert document.core_properties.content_status == ""
    draft = opened(papers.sample(), marks=DRAFT).core_properties
    assert draft.content_status == "Bản nháp"


def test_numbers_are_text_and_bases_end_as_the_decree_says():
    written = texts(papers.sample())
    assert "I. MỤC ĐÍCH, YÊU CẦU" in written
    assert "g) Yêu cầu thứ bảy: có chỉ tiêu đo đếm được, có thời hạn." in written
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;" in written
    # the text and each annex end with the sign of the end
    ends = [text.split()[-1] for text in written if text.endswith("./.")]
    assert ends == ["xét./.", "trăm./."]


def test_a_letter_has_its_subject_and_addressees():
    content = papers.letter()
    document = opened(content)
    assert document.tables[0].cell(2, 0).text == f"V/v {content.title}"
    assert "Kính gửi:" in [p.text for p in document.paragraphs]


def test_whom_a_guidance_addresses_is_printed_too():
    content = replace(papers.letter(), kind=PaperKind.GUIDANCE)
    again = read_file("a.docx", write_docx(content)).content
    assert again.letterhead.addressees == content.letterhead.addressees


def test_a_draft_says_so_on_every_page():
    for section in opened(papers.sample(), marks=DRAFT).sections:
        for header in (section.header, section.first_page_header):
            assert header.paragraphs[-1].text == "Bản nháp, chưa ban hành"
            assert 'string="DỰ THẢO"' in header.part.blob.decode()
    for section in opened(papers.sample()).sections:
        for header in (section.header, section.first_page_header):
            assert "nháp" not in "\n".join(p.text for p in header.paragraphs)
            assert "DỰ THẢO" not in header.part.blob.decode()


def test_a_table_too_wide_lies_across_and_every_annex_begins_a_page():
    wide = papers.table(*(f"Cột rất dài thứ {n}" for n in range(12)), rows=3)
    content = replace(
        papers.sample(), lines=(*papers.sample().lines[:5], wide), recipients=()
    )
    turned = [s.orientation for s in opened(content).sections]
    assert WD_ORIENT.LANDSCAPE in turned
    # the text ends across, and so does the signing block, as on the paper
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    annexes = sum(line.kind is K.ANNEX for line in papers.sample().lines)
    assert len(opened(papers.sample()).sections) == annexes + 1


def test_what_the_paper_cannot_hold_is_refused():
    wide = papers.table(*"abcdefghijklmnopqrstuvwxyzabcde", rows=1)
    with pytest.raises(PaperRefused, match="31 cột"):
        write_docx(replace(papers.sample(), lines=(wide,)))
    with pytest.raises(PaperRefused, match="ký tự hỏng"):
        write_docx(replace(papers.sample(), title="Thi đua \ud800"))


def test_signs_that_xml_does_not_know_are_left_out():
    content = replace(papers.letter(), title="Thi\x00 đua\x0b dạy\x1f tốt")
    assert opened(content).tables[0].cell(2, 0).text == "V/v Thi đua dạy tốt"


def test_equal_plans_make_equal_files_without_an_hour():
    first, again = write_docx(papers.sample()), write_docx(papers.sample())
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        properties = package.read("docProps/core.xml")
    assert b"created" not in properties
    assert b"modified" not in properties


def test_what_has_a_level_is_listed_in_words_navigation():
    document = opened(papers.sample())
    levels = {
        style.name: int(level.get(qn("w:val")))
        for style in document.styles
        if (level := style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        is not None
    }
    listed = [
        (levels[p.style.name], plain(p.text).split("\n")[0])
        for p in document.paragraphs
        if p.style.name in levels
    ]
    assert listed[:4] == [
        (1, "I. MỤC ĐÍCH, YÊU CẦU"), (3, "1. Mục đích"), (3, "2. Yêu cầu"),
        (1, "II. CHỈ TIÊU THI ĐUA"),
    ]  # fmt: skip
    assert listed[-2:] == [(0, "Phụ lục I"), (0, "Phụ lục II")]


def test_the_first_page_of_a_paper_has_its_code_at_the_foot_and_annexes_have_not():
    sections = opened(papers.sample(), marks=papers.CODE).sections
    words = [
        "\n".join(p.text for p in s.first_page_footer.paragraphs).strip()
        for s in sections
    ]
    assert words == [
        f"Mã tra cứu: {papers.CODE.code}\nKiểm tra văn bản tại: {papers.CODE.url}", "", "",
    ]  # fmt: skip
    # pages of an annex are counted from 1 (R93)
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in sections]
    assert [s is not None and s.get(qn("w:start")) for s in starts] == [False, "1", "1"]


def test_a_table_repeats_its_head_and_no_row_is_parted():
    rows = opened(papers.sample()).tables[1]._tbl.tr_lst
    assert [len(tr.findall(f".//{qn('w:tblHeader')}")) for tr in rows[:3]] == [1, 0, 0]
    assert all(tr.findall(f".//{qn('w:cantSplit')}") for tr in rows)


def test_what_a_lines_end_must_not_part_is_held_together():
    line = replace(
        papers.sample().lines[2],
        text="Theo số 05/KH-UBND, nhiệm kỳ 2020-2025 của Điều 5",
    )
    document = opened(replace(papers.sample(), lines=(line,)))
    xml = next(p._p.xml for p in document.paragraphs if "nhiệm kỳ" in p.text)
    assert "số\u00a005/KH" in xml
    assert "Điều\u00a05" in xml
    assert xml.count("<w:noBreakHyphen/>") == 2
