"""Kế hoạch nào cũng in được đúng thể thức: plans of 1 to 60 pages break no rule."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.content import Line, SignatureBlock
from campaigns.outline import LineKind as K
from reports.checking import check
from reports.rendering import DRAFT, FINAL, page_texts, render_plan
from tests import papers
from tests.plans_made_up import any_contents, plans, printable_text

QUICK = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@QUICK
@given(plans(), st.sampled_from([FINAL, papers.CODE, DRAFT]))
def test_made_up_plans_break_no_rule(content, marks):
    printed = render_plan(content, marks=marks)
    assert printed.page_count >= 1
    assert papers.faults(printed.pdf, hints=False) == set()


TITLE = (
    "Phát động phong trào thi đua yêu nước chào mừng Đại hội đại biểu Đảng bộ phường Nguyễn Trãi "
    "lần thứ II, nhiệm kỳ 2025 - 2030 và thực hiện thắng lợi các chỉ tiêu phát triển kinh tế - xã "
    "hội, bảo đảm quốc phòng - an ninh, cải cách hành chính, chuyển đổi số, xây dựng đô thị văn "
    "minh, giảm nghèo bền vững, chăm lo đời sống vật chất, tinh thần của Nhân dân trên địa "
    "bàn phường năm 2026 và những năm sau"
)


def test_a_page_across_behind_a_nearly_empty_first_page_breaks_no_rule():
    """Nothing on the first page but one short paragraph stands near the margin."""
    cells = "\t".join(["Người thi đua tổ chức phong trào xanh sạch đẹp"] * 13)
    content = replace(
        papers.sample(),
        title="Lao động",
        letterhead=replace(
            papers.sample().letterhead,
            parent_authority="UBND NGUYỄN TRÃI",
            authority="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        ),
        lines=(
            Line(kind=K.PARAGRAPH, text="Tổ chức theo bảng như sau:"),
            Line(kind=K.SECTION, text="Nội dung thi đua"),
            Line(kind=K.TABLE, text="STT" + "\tTrào" * 13 + "\n1\t" + cells),
            Line(kind=K.PARAGRAPH, text="Trên đây là kế hoạch phong trào"),
        ),
    )
    printed = render_plan(content)
    assert printed.page_count == 3
    assert papers.faults(printed.pdf, hints=False) == set()


@pytest.mark.parametrize("recipients", [5, 30])
def test_the_end_behind_a_page_across_stands_upright_with_its_only_line(recipients):
    """On the page of the table it stood alone as soon as it was too high for that page."""
    cells = "\t".join(["Người thi đua tổ chức phong trào"] * 13)
    content = replace(
        papers.sample(),
        lines=(
            Line(kind=K.PARAGRAPH, text="Tổ chức theo bảng như sau:"),
            Line(kind=K.TABLE, text="STT" + "\tTrào" * 13 + f"\n1\t{cells}"),
            Line(kind=K.PARAGRAPH, text="Trên đây là kế hoạch phong trào"),
        ),
        recipients=(*(f"Đơn vị thứ {n}" for n in range(recipients)), "Lưu: VT, VHXH"),
    )
    printed = render_plan(content)
    last = page_texts(printed.pdf)[-1]
    assert "Trên đây là kế hoạch phong trào./." in last
    assert "Nơi nhận:" in last
    assert papers.faults(printed.pdf, hints=False) == set()


def test_two_tables_that_meet_on_a_page_have_each_its_own_head():
    content = replace(
        papers.sample(),
        lines=(
            papers.table("STT", "Đơn vị", "Chỉ tiêu", rows=60),
            papers.line(K.SECTION, "Tiến độ"),
            papers.table("STT", "Nội dung", "Thời hạn", rows=60),
            papers.line(K.PARAGRAPH, "Trên đây là kế hoạch phong trào."),
        ),
    )
    assert papers.faults(render_plan(content).pdf, hints=False) == set()


@pytest.mark.slow
def test_the_longest_plan_breaks_no_rule():
    """60 pages, a title of 400 characters, 200 recipients, an annex of 500 rows."""
    plan = papers.sample()
    first = next(i for i, x in enumerate(plan.lines) if x.kind is K.ANNEX)
    body = plan.lines[:first]
    at = next(i for i, x in enumerate(body) if x.text == "Tổ chức thực hiện")
    many = [
        replace(x, text=x.text * 3) for x in body if x.kind in (K.DASH, K.PARAGRAPH)
    ]
    content = replace(
        plan,
        title=TITLE.ljust(400, "."),
        lines=(
            *body[:at],
            *(many * 26),
            *body[at:],
            papers.line(K.ANNEX, "Danh sách đăng ký"),
            papers.table(
                "STT", "Đơn vị", "Nội dung đăng ký", "Thời hạn", "Ghi chú", rows=500
            ),
            *plan.lines[-2:],
        ),
        recipients=(*(f"Tổ dân phố số {n}" for n in range(1, 200)), "Lưu: VT, VHXH"),
    )
    assert len(content.title) == 400
    assert len(content.recipients) == 200
    printed = render_plan(content, marks=papers.CODE)
    assert 50 <= printed.page_count <= 70
    assert papers.faults(printed.pdf, hints=False) == set()


@pytest.mark.parametrize("count", [1, 20, 31, 32, 60])
def test_any_number_of_recipients_stands_rightly(count):
    names = tuple(f"Tổ dân phố số {n}" for n in range(1, count))
    content = replace(papers.short(), recipients=(*names, "Lưu: VT, VHXH"))
    assert papers.faults(render_plan(content).pdf) == set()


@pytest.mark.parametrize(
    "authority_lines",
    [
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("CHỦ TỊCH",),
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
        ("Q. CHỦ TỊCH",),
    ],
)
def test_every_capacity_stands_rightly(authority_lines):
    block = SignatureBlock(authority_lines=authority_lines, signer="Lê Thị Mẫu")
    assert (
        papers.faults(render_plan(replace(papers.short(), signature=block)).pdf)
        == set()
    )


@pytest.mark.parametrize("lines_more", range(0, 12))
def test_the_signature_never_stands_alone(lines_more):
    """Pushed line by line over the end of a page, the block takes text with it (R53, R63)."""
    plan = papers.short()
    fill = [
        papers.line(K.DASH, f"Việc thứ {n}, có thời hạn.")
        for n in range(14 + lines_more)
    ]
    content = replace(
        plan, lines=(*plan.lines[:-1], *fill, papers.line(K.PARAGRAPH, "Hết"))
    )
    assert papers.faults(render_plan(content).pdf) == set()


def test_a_table_may_end_the_plan():
    plan = papers.short()
    for rows in (3, 24, 30):
        table = papers.table("STT", "Đơn vị", "Nội dung", rows=rows)
        content = replace(plan, lines=(*plan.lines[:-1], table))
        assert papers.faults(render_plan(content).pdf) == set()


@pytest.mark.slow
@QUICK
@given(any_contents(printable_text))
def test_whatever_is_typed_is_printed(content):
    printed = render_plan(content, marks=DRAFT)
    assert len(page_texts(printed.pdf)) == printed.page_count
    assert check(printed.pdf)
