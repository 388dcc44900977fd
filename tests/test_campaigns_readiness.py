"""Còn thiếu gì: what blocks sending, what is only advice, and where it is put right."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import readiness
from campaigns.content import Letterhead, Line, PaperKind, PeriodNote
from campaigns.gap import Gap
from campaigns.outline import LineKind
from campaigns.sections import section_of, sections
from campaigns.statutes import Register
from tests.factories import MembershipFactory, PlanFactory, ready_content

K = LineKind
HEAD = Letterhead(authority="ỦY BAN NHÂN DÂN", symbol="KH-UBND", place="Mẫu")


@pytest.fixture
def plan():
    return PlanFactory.build(
        signer=MembershipFactory.build(pk=1), campaign__name="Thi đua mẫu năm 2023",
        issuer__letterhead=HEAD.authority, issuer__place=HEAD.place,
    )  # fmt: skip


def gaps(plan, content, today=date(2023, 7, 1)):
    """While the plan of 2023 lies ahead; of the register of law other tests speak."""
    return readiness.gaps(plan, content, today, Register([]))


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
            {
                "title": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Phát động thi đua mẫu năm 2023"
            },
            ("trích yếu lẫn cả Quốc hiệu: xóa phần đó", "thong-tin"),
        ),
    ],
)
def test_what_blocks(plan, changes, gap):
    assert gaps(plan, ready(**changes)) == [Gap(*gap, blocks=True)]


def test_a_plan_without_a_signer_is_not_sent(plan):
    plan.signer = None

    assert gaps(plan, ready()) == [Gap("chưa chọn người ký", "nguoi-ky", blocks=True)]


def test_a_section_without_words_is_not_sent(plan):
    content = ready()
    lines = (
        *content.lines,
        Line(kind=K.SECTION, text="KINH PHÍ"),
        Line(kind=K.DASH, text=" "),
    )

    assert gaps(plan, replace(content, lines=lines)) == [
        Gap("mục “V. KINH PHÍ” chưa có nội dung", "muc-5", blocks=True),
        Gap("dòng “-” chưa có chữ: điền tiếp hoặc xóa dòng", "muc-5", blocks=True),
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


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2023, 12, 31), False),  # the target's own day
        (date(2024, 1, 1), True),
    ],
)
def test_a_plan_whose_every_day_is_past_is_noticed(plan, today, told):
    assert (
        gaps(plan, ready(), today)
        == [
            Gap(
                "mọi ngày ghi trong kế hoạch đều đã qua, muộn nhất là 31/12/2023",
                "muc-1",
                blocks=False,
            )
        ]
        * told
    )


def test_a_target_due_before_the_campaign_begins_is_noticed(plan):
    content = ready(
        periods=(PeriodNote(line=1, starts_on=date(2024, 1, 1), ends_on=None),)
    )
    [target] = content.targets

    assert _early(gaps(plan, content)) == [
        Gap(
            f"hạn 31/12/2023 của chỉ tiêu “{target.name}” sớm hơn ngày bắt đầu thi đua "
            "(01/01/2024)",
            section_of(content, target.line),
            blocks=False,
        )
    ]
    on_the_day = replace(content.periods[0], starts_on=date(2023, 12, 31))
    assert _early(gaps(plan, replace(content, periods=(on_the_day,)))) == []


def _early(found):
    return [gap for gap in found if "sớm hơn ngày bắt đầu" in gap.text]


def test_a_plan_without_days_is_not_past(plan):
    bare = {
        name: ()
        for name in ("periods", "phases", "targets", "registrations", "deadlines")
    }

    found = gaps(plan, ready(**bare), date(2030, 1, 1))

    assert [gap.text for gap in found] == ["chưa đánh dấu thời gian thi đua"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Phát động đợt thi đua mẫu năm 2023", False),
        ("Đợt thi đua mẫu", False),  # shorter than the title
        ("THI ĐUA MẪU, NĂM 2023", False),
        ("Thi đua mẫu năm 2022", True),  # last year's
        ("Xây dựng tuyến phố văn minh", True),
    ],
)
def test_a_name_that_no_longer_fits_the_title_is_noticed(plan, name, told):
    plan.campaign.name = name

    assert [
        (gap.text, gap.section, gap.at, gap.blocks) for gap in gaps(plan, ready())
    ] == [
        (
            f"tên phong trào “{name}” không còn khớp trích yếu",
            "thong-tin",
            "name",
            False,
        )
    ] * told


def test_a_title_with_nothing_below_it_is_noticed(plan):
    lines = ready().lines
    more = (
        Line(kind=K.ITEM, text="Văn phòng", is_title=True),
        Line(kind=K.ITEM, text="Công an: giữ trật tự", is_title=True),
        Line(kind=K.PARAGRAPH, text="Trên đây là Kế hoạch phát động đợt thi đua."),
    )

    (gap,) = gaps(plan, ready(lines=lines + more))

    assert gap == Gap(
        "“2. Văn phòng” là tiêu đề mà bên dưới chưa có gì", "muc-4", blocks=False
    )
    assert gap.line == len(lines)


def test_closing_words_alone_are_no_content(plan):
    heading = Line(kind=K.SECTION, text="ĐIỀU KHOẢN CUỐI")

    def blocked(text):
        last = Line(kind=K.PARAGRAPH, text=text)
        found = gaps(plan, ready(lines=(*ready().lines, heading, last)))
        return [gap.text for gap in found if gap.blocks]

    assert blocked("Trên đây là Kế hoạch phát động đợt thi đua.") == [
        "mục “V. ĐIỀU KHOẢN CUỐI” chưa có nội dung"
    ]
    assert blocked("Yêu cầu các đơn vị nghiêm túc triển khai thực hiện.") == []
