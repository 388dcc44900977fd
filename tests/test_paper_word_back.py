"""Tệp Word đọc lại: what was written is read back whole, and what somebody edited is believed."""

import io
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import HealthCheck, given, settings

from campaigns.content import Comparator, PlanContent, TargetNote
from campaigns.reading import Reading, read_file
from campaigns.reading.unchanged import UNCHANGED
from campaigns.twin import SCHEMA_ID, to_twin
from reports.rendering.decree import as_printed
from reports.word import write_docx
from tests import papers
from tests.plans_made_up import plans
from tests.reading_files import documents

_NEWS = {"07_news_page"}  # a report, not a paper that anybody would print


def back(content: PlanContent) -> Reading:
    return read_file("a.docx", write_docx(content))


def edited(content: PlanContent, edit) -> Reading:
    """The file read after ``edit`` of it in an office program."""
    document = docx.Document(io.BytesIO(write_docx(content)))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return read_file("a.docx", out.getvalue())


def at(document, words: str):
    """The paragraph that says so."""
    return next(
        p for p in document.paragraphs if words in p.text.replace("\u00a0", " ")
    )


@pytest.mark.parametrize(
    "path", [p for p in documents() if p.stem not in _NEWS], ids=lambda p: p.stem
)
def test_what_is_written_reads_back_whole(path):
    content = read_file(path.name, path.read_bytes()).content
    reading = back(content)
    assert reading.content == replace(
        content,
        letterhead=replace(
            content.letterhead, symbol=as_printed(content).letterhead.symbol
        ),
    )
    assert reading.warnings == (UNCHANGED,)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(sections=4, most_rows=12))
def test_whatever_an_office_writes_reads_back_whole(content):
    assert back(content).content == content


def test_recipients_who_stand_below_the_signature_are_read_back():
    names = (
        *(f"Cơ quan thứ {n} của thành phố và các đơn vị" for n in range(40)),
        "Lưu: VT",
    )
    content = replace(papers.sample(), recipients=names)
    assert back(content).content == content


def test_what_the_officer_knows_of_a_line_travels_with_it():
    [place] = [i for i, x in enumerate(papers.short().lines) if "98%" in x.text]
    target = TargetNote(
        line=place,
        name="Tên do cán bộ đặt",
        value=98,
        unit="%",
        comparator=Comparator.AT_MOST,
    )
    content = replace(papers.short(), targets=(target,))
    assert back(content).content == content


# ---- edited in an office program ------------------------------------------------------
def retype(words: str, by: str):
    def edit(document):
        paragraph = at(document, words)
        text = paragraph.text.replace("\u00a0", " ").replace(words, by)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = text

    return edit


def place_of(content: PlanContent, words: str) -> int:
    return next(i for i, line in enumerate(content.lines) if words in line.text)


def noted() -> PlanContent:
    """The sample with what an officer set by hand, not what the reader would think."""
    targets = (
        TargetNote(
            line=place_of(papers.sample(), "98%"), name="Của cán bộ", value=97, unit="%"
        ),
        TargetNote(
            line=place_of(papers.sample(), "01 hộ"), name="Giúp hộ", value=2, unit="hộ"
        ),
    )
    return replace(papers.sample(), targets=targets)


def test_words_that_were_changed_are_believed_and_the_rest_is_as_it_was():
    content = noted()
    place = place_of(content, "98%")
    reading = edited(content, retype("từ 98% trở lên", "từ 99% trở lên"))
    lines = list(content.lines)
    lines[place] = replace(lines[place], text=lines[place].text.replace("98", "99"))
    assert reading.content.lines == tuple(lines)
    known = [target for target in reading.content.targets if target.line != place]
    assert known == [content.targets[1]]
    assert [t.value for t in reading.content.targets if t.line == place] == [99]
    assert reading.warnings[0] == (
        "Tệp Word do hệ thống lập, sau đó có người sửa: 1 dòng đã sửa hoặc thêm, 1 dòng cũ"
        " không còn. Chỗ đã sửa được đọc từ chữ trong tệp; hãy xem lại."
    )
    assert reading.content.letterhead == content.letterhead


def test_a_paragraph_added_and_one_taken_out_move_the_notes_of_the_others():
    content = noted()

    def edit(document):
        at(document, "I. MỤC ĐÍCH, YÊU CẦU").insert_paragraph_before(
            "Ủy ban nhân dân phường đề nghị các đơn vị quan tâm thực hiện."
        )
        gone = at(document, "Ưu tiên hộ")
        gone._p.getparent().remove(gone._p)

    found = edited(content, edit).content
    lines = [line for line in content.lines if "Ưu tiên hộ" not in line.text]
    new = place_of(found, "đề nghị các đơn vị quan tâm")
    assert [x for i, x in enumerate(found.lines) if i != new] == lines
    assert [t.line for t in found.targets] == [
        place_of(found, "98%"), place_of(found, "01 hộ"),
    ]  # fmt: skip
    assert [t.name for t in found.targets] == ["Của cán bộ", "Giúp hộ"]


def test_a_number_that_was_changed_is_kept_as_it_stands():
    reading = edited(papers.sample(), retype("d) Yêu cầu thứ tư", "k) Yêu cầu thứ tư"))
    place = place_of(papers.sample(), "thứ tư")
    assert reading.content.lines[place] == replace(
        papers.sample().lines[place], marker="k)"
    )
    before = [x for i, x in enumerate(papers.sample().lines) if i != place]
    assert [x for i, x in enumerate(reading.content.lines) if i != place] == before


def test_a_line_made_bold_is_a_title():
    def edit(document):
        for run in at(document, "Tỷ lệ hồ sơ").runs:
            run.bold = True

    place = place_of(papers.sample(), "Tỷ lệ hồ sơ")
    lines = edited(papers.sample(), edit).content.lines
    assert lines[place] == replace(papers.sample().lines[place], is_title=True)
    assert [x for i, x in enumerate(lines) if i != place] == [
        x for i, x in enumerate(papers.sample().lines) if i != place
    ]


def test_a_cell_that_was_changed_is_believed():
    def edit(document):
        cell = document.tables[1].cell(1, 1)
        cell.paragraphs[0].runs[0].text = "Tổ dân phố số 9"

    found = edited(papers.sample(), edit).content
    place = place_of(papers.sample(), "\tĐơn vị\t")
    assert found.lines[place].text.split("\n")[1].split("\t")[1] == "Tổ dân phố số 9"
    assert len(found.lines) == len(papers.sample().lines)


def test_head_and_end_that_were_changed_are_believed_each_by_itself():
    def edit(document):
        head, _, end = document.tables[:3]
        head.cell(1, 0).paragraphs[0].runs[0].text = "Số: 17/KH-UBND"
        head.cell(1, 1).paragraphs[0].runs[
            0
        ].text = "Nguyễn Trãi, ngày 02 tháng 8 năm 2026"
        end.cell(0, 0).paragraphs[1].runs[0].text = "- Ban Chấp hành Đảng bộ phường;"
        end.cell(0, 1).paragraphs[-1].runs[0].text = "Trần Văn Thử"

    content = papers.sample()
    found = edited(content, edit).content
    assert (found.letterhead.number, f"{found.letterhead.issued_on:%d/%m/%Y}") == (
        17, "02/08/2026",
    )  # fmt: skip
    assert found.letterhead.authority == content.letterhead.authority
    assert found.recipients == ("Ban Chấp hành Đảng bộ phường", *content.recipients[1:])
    assert found.signature == replace(content.signature, signer="Trần Văn Thử")
    assert (found.lines, found.title) == (content.lines, content.title)


def carrying(twin: PlanContent | str, content: PlanContent) -> bytes:
    """The file of ``content`` with another twin inside."""
    data = twin if isinstance(twin, str) else to_twin(twin).decode()
    source, out = zipfile.ZipFile(io.BytesIO(write_docx(content))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "customXml/item1.xml":
                part = f'<plan xmlns="{SCHEMA_ID}">{escape(data)}</plan>'.encode()
            target.writestr(name, part)
    return out.getvalue()


def test_a_twin_that_says_other_than_the_words_is_not_believed():
    other = replace(
        papers.sample(),
        title="Kế hoạch khác hẳn",
        lines=tuple(replace(x, text=f"Khác {x.text}") for x in papers.sample().lines),
    )
    found = read_file("a.docx", carrying(other, papers.sample())).content
    assert found.title == papers.sample().title
    assert not any("Khác" in line.text for line in found.lines)


@pytest.mark.parametrize(
    "twin", ["", "{}", "không phải JSON", '{"version": 99}', "\\u0000"]
)
def test_a_twin_that_cannot_be_read_leaves_the_words(twin):
    found = read_file("a.docx", carrying(twin, papers.short()))
    assert UNCHANGED not in found.warnings
    assert [line.text for line in found.content.lines if "98%" in line.text]


def test_signs_that_xml_may_not_hold_do_not_break_the_twin():
    content = replace(papers.short(), targets=(TargetNote(line=9, name="a\uffff<&>b"),))
    assert back(content).content.targets == content.targets


def test_where_data_do_not_count_the_words_are_read():
    found = read_file("a.docx", write_docx(noted()), with_twin=False)
    assert UNCHANGED not in found.warnings
    assert "Của cán bộ" not in [target.name for target in found.content.targets]
