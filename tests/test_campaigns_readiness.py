"""Còn thiếu gì: what blocks sending, what is only advice, and where it is put right."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.content import Letterhead, Line, PaperKind, PeriodNote
from campaigns.outline import LineKind
from campaigns.readiness import Gap, gaps
from campaigns.sections import section_of, sections
from tests.factories import MembershipFactory, PlanFactory, ready_content

K = LineKind
HEAD = Letterhead(authority="ỦY BAN NHÂN DÂN", symbol="KH-UBND", place="Mẫu")


@pytest.fixture
def plan():
    return PlanFactory.build(signer=MembershipFactory.build(pk=1))


def ready(**changes):
    return ready_content(**({"letterhead": HEAD} | changes))


def test_nothing_is_missing(plan):
    assert gaps(plan, ready()) == []


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"title": " "}, ("chưa ghi trích yếu", "thong-tin")),
        (
            {"letterhead": replace(HEAD, authority="")},
            ("chưa ghi tên cơ quan ban hành", "thong-tin"),
        ),
        (
            {"letterhead": replace(HEAD, symbol="")},
            ("chưa ghi ký hiệu văn bản", "thong-tin"),
        ),
        ({"letterhead": replace(HEAD, place="")}, ("chưa ghi địa danh", "thong-tin")),
        (
            {"kind": PaperKind.NEWS},
            (
                "tin, bài không phải loại văn bản ban hành được: chọn loại khác",
                "thong-tin",
            ),
        ),
        ({"recipients": ()}, ("chưa có nơi nhận", "noi-nhan")),
        (
            {"recipients": ("Lưu: VT, VP", "Các phòng")},
            (
                "nơi nhận phải kết thúc bằng dòng “Lưu: VT, <đơn vị soạn thảo>”",
                "noi-nhan",
            ),
        ),
        (
            {"recipients": ("Các phòng", "Lưu: VT")},
            (
                "nơi nhận phải kết thúc bằng dòng “Lưu: VT, <đơn vị soạn thảo>”",
                "noi-nhan",
            ),
        ),
        (
            {"title": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Phát động thi đua"},
            ("trích yếu lẫn cả Quốc hiệu: xóa phần đó", "thong-tin"),
        ),
    ],
)
def test_what_blocks(plan, changes, gap):
    assert gaps(plan, ready(**changes)) == [Gap(*gap, blocks=True)]


def test_a_plan_without_a_signer_is_not_sent():
    assert gaps(PlanFactory.build(signer=None), ready()) == [
        Gap("chưa chọn người ký", "nguoi-ky", blocks=True)
    ]


def test_a_section_without_words_is_not_sent(plan):
    content = ready()
    lines = (
        *content.lines,
        Line(kind=K.SECTION, text="KINH PHÍ"),
        Line(kind=K.DASH, text=" "),
    )

    assert gaps(plan, replace(content, lines=lines)) == [
        Gap("mục “V. KINH PHÍ” chưa có nội dung", "muc-5", blocks=True)
    ]


def test_a_part_has_the_words_of_its_sections(plan):
    content = ready()
    lines = (content.lines[0], Line(kind=K.PART, text="NỘI DUNG"), *content.lines[1:])
    content = ready(
        lines=lines,
        **{
            field: tuple(
                replace(note, line=note.line + 1) if note.line else note
                for note in getattr(content, field)
            )
            for field in (
                "citations", "periods", "phases", "targets", "assignments", "registrations",
                "deadlines", "award_forms", "subjects",
            )
        },
    )  # fmt: skip

    assert gaps(plan, content) == []


def test_a_plan_of_headings_only_is_not_sent(plan):
    content = ready_content(
        letterhead=HEAD,
        lines=(Line(kind=K.SECTION, text="MỤC ĐÍCH"),),
        **{f: () for f in ("citations", "periods", "phases", "targets", "assignments",
                           "registrations", "deadlines", "award_forms", "subjects")},
    )  # fmt: skip

    texts = [gap.text for gap in gaps(plan, content) if gap.blocks]

    assert texts == ["kế hoạch chưa có nội dung", "mục “I. MỤC ĐÍCH” chưa có nội dung"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"periods": (), "phases": ()}, "chưa đánh dấu thời gian thi đua"),
        ({"assignments": ()}, "chưa giao nhiệm vụ cho đơn vị nào"),
    ],
)
def test_what_is_only_advice(plan, changes, text):
    assert gaps(plan, ready(**changes)) == [Gap(text, "muc-1", blocks=False)]


def test_a_plan_without_bases_is_advised_to_have_some(plan):
    content = ready()
    first = Line(kind=K.PARAGRAPH, text=content.lines[0].text)
    content = replace(content, lines=(first, *content.lines[1:]))

    assert gaps(plan, content) == [
        Gap("chưa có căn cứ ban hành", "can-cu", blocks=False)
    ]


def test_a_mismatch_leads_to_its_section(plan):
    content = ready(periods=(PeriodNote(line=3, starts_on=date(2023, 8, 2)),))

    assert gaps(plan, content) == [
        Gap(
            "“Từ ngày 01/8/2023 đến hết ngày 15/12/2023.”: ngày bắt đầu 02/08/2023 "
            "không có trong câu",
            "muc-1",
            blocks=False,
        )
    ]


def test_what_blocks_comes_first(plan):
    found = gaps(plan, ready(title="", assignments=(), recipients=()))

    assert [gap.blocks for gap in found] == [True, True, False]


def test_every_line_stands_on_one_page():
    content = ready_content()

    pages = sections(content)
    placed = [index for page in pages if page.holds_lines for index in page.lines]

    assert placed == list(range(len(content.lines)))
    assert [page.slug for page in pages] == [
        "thong-tin", "can-cu", "muc-1", "muc-2", "muc-3", "muc-4", "noi-nhan", "nguoi-ky",
    ]  # fmt: skip
    assert [section_of(content, index) for index in (0, 1, 6, 12)] == [
        "can-cu", "muc-1", "muc-2", "muc-4",
    ]  # fmt: skip


def test_pages_of_a_plan_without_sections():
    content = replace(ready_content(), lines=ready_content().lines[:1])

    assert [page.slug for page in sections(content)] == [
        "thong-tin", "can-cu", "noi-nhan", "nguoi-ky",
    ]  # fmt: skip
