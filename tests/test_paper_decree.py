"""Theo thể thức: what the paper puts right by itself, and what it leaves."""

from dataclasses import replace

import pytest

from campaigns.content import Letterhead, PaperKind, PlanContent
from campaigns.outline import LineKind as K
from campaigns.twin import from_twin
from reports.rendering import extract_twin, page_texts, render_plan
from reports.rendering.casing import title_of
from reports.rendering.decree import as_printed
from tests import papers


def test_a_title_in_capitals_takes_the_plans_own_spelling():
    content = PlanContent(
        title="PHÁT ĐỘNG PHONG TRÀO THI ĐUA THỰC HIỆN CUỘC BẦU CỬ ĐẠI BIỂU QUỐC HỘI KHÓA XVI "
        "TẠI PHƯỜNG NGỌC LÂM NĂM 2026",
        lines=(
            papers.line(K.PARAGRAPH, "Để bầu cử đại biểu Quốc hội khóa XVI đúng luật, UBND phường "
                        "Ngọc Lâm phát động phong trào. Phường Ngọc Lâm có 24 tổ."),
            papers.line(K.SECTION, "QUỐC HỘI"),
        ),
    )  # fmt: skip
    assert title_of(content) == (
        "Phát động phong trào thi đua thực hiện cuộc bầu cử đại biểu Quốc hội khóa XVI "
        "tại phường Ngọc Lâm năm 2026"
    )


@pytest.mark.parametrize(
    "title", ["Phát động thi đua", "KẾ HOẠCH", "UBND VÀ cộng đồng", ""]
)
def test_other_titles_stay(title):
    assert title_of(PlanContent(title=title)) == title


@pytest.mark.parametrize(
    ("kind", "authority", "symbol"),
    [
        (PaperKind.PLAN, "Ủy ban nhân dân\nphường X", "KH-UBND"),
        (PaperKind.PLAN, "UBND phường X", "KH-UBND"),
        (PaperKind.PLAN, "Hội đồng\nThi đua - Khen thưởng", "KH-HĐTĐKT"),
        (PaperKind.GUIDANCE, "Hội đồng nhân dân", "HD-HĐND"),
        (PaperKind.LETTER, "UBND xã Y", "UBND"),
        (PaperKind.DIRECTIVE, "Công ty Z", "CT"),
        (PaperKind.PLAN, "", "KH"),
    ],
)
def test_a_missing_symbol_says_what_is_known(kind, authority, symbol):
    content = PlanContent(kind=kind, letterhead=Letterhead(authority=authority))
    assert as_printed(content).letterhead.symbol == symbol


def test_names_and_posts_are_in_capitals_and_the_twin_is_not():
    plan = papers.short()
    typed = replace(
        plan,
        title="phát động thi đua năm 2026",
        letterhead=replace(
            plan.letterhead, authority="Ủy ban nhân dân\nphường Nguyễn Trãi"
        ),
        signature=replace(
            plan.signature, authority_lines=("TM. Ủy ban nhân dân", "Chủ tịch")
        ),
    )
    printed = as_printed(typed)
    assert printed.letterhead.authority == "ỦY BAN NHÂN DÂN\nPHƯỜNG NGUYỄN TRÃI"
    assert printed.signature == plan.signature
    assert printed.title == "Phát động thi đua năm 2026"
    pdf = render_plan(typed).pdf
    assert papers.faults(pdf) == set()
    assert from_twin(extract_twin(pdf)) == typed


def test_an_annex_has_one_note_and_the_decrees_number():
    plan = papers.short()
    content = replace(
        plan,
        lines=(
            *plan.lines[:-1],
            papers.line(K.PARAGRAPH, "Chi tiết theo Phụ lục."),
            papers.line(K.ANNEX, "Biểu mẫu", marker="PHỤ LỤC 01"),
            papers.line(
                K.PARAGRAPH, "(Kèm theo Kế hoạch số 05/KH-UBND ngày 30/7/2026)"
            ),
            papers.line(K.PARAGRAPH, "Các đơn vị ghi theo mẫu."),
        ),
    )
    assert [x.text for x in as_printed(content).lines[-3:]] == [
        "Biểu mẫu", "", "Các đơn vị ghi theo mẫu.",
    ]  # fmt: skip
    printed = render_plan(content)
    assert papers.faults(printed.pdf) == set()
    last = page_texts(printed.pdf)[-1].split("\n")
    assert last == [
        "Phụ lục", "BIỂU MẪU", "(Kèm theo Kế hoạch số /KH-UBND ngày tháng năm 2026",
        "của Ủy ban nhân dân phường Nguyễn Trãi)", "Các đơn vị ghi theo mẫu./.",
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["Như kính gửi", "- Như trên;", "như trên"])
def test_a_letter_says_as_above_once(first):
    content = replace(papers.letter(), recipients=("Đảng ủy", first, "Lưu: VT, VHXH"))
    assert as_printed(content).recipients == ("Như trên", "Đảng ủy", "Lưu: VT, VHXH")


def test_one_addressee_stands_on_the_line_and_may_be_long():
    letter = papers.letter()
    name = (
        "Các phòng, đơn vị thuộc phường, các tổ chức chính trị - xã hội và tổ dân phố"
    )
    content = replace(letter, letterhead=replace(letter.letterhead, addressees=(name,)))
    pdf = render_plan(content).pdf
    assert papers.faults(pdf) == set()
    assert "Kính gửi: Các phòng" in page_texts(pdf)[0]


@pytest.mark.parametrize(
    ("section", "printed"),
    [
        ("Mục đích", "I. MỤC ĐÍCH"),
        ("Thời gian: Từ ngày 01/8", "I. THỜI GIAN: Từ ngày 01/8"),
        ("Yêu cầu:", "I. YÊU CẦU:"),
    ],
)
def test_a_sections_title_is_in_capitals_and_its_text_is_not(section, printed):
    plan = papers.letter()
    content = replace(plan, lines=(papers.line(K.SECTION, section), *plan.lines))
    assert printed in page_texts(render_plan(content).pdf)[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("hết", "hết./."), ("hết.", "hết./."), ("hết ./.", "hết./."), ("hết;", "hết./."),
     ("hết . /.", "hết./.")],
)  # fmt: skip
def test_the_body_ends_with_its_mark(typed, printed):
    content = replace(papers.letter(), lines=(papers.line(K.PARAGRAPH, typed),))
    assert printed in page_texts(render_plan(content).pdf)[0].split("\n")
