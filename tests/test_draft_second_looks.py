"""Câu chữ nên xem lại: sentences that stop early, names of another agency."""

import pytest

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.second_looks import looks
from reports.demo import long_bien, ngo_quyen, ngoc_lam, nguyen_trai, tam_duong
from tests.factories import UnitFactory
from units.models import UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory(
        name="Ủy ban nhân dân phường Hoa Sen",
        short_name="UBND phường Hoa Sen",
        letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG HOA SEN",
    )


def told(unit, *texts, kind=LineKind.PARAGRAPH, after=()):
    lines = [Line(kind=kind, text=text) for text in texts]
    found = looks(unit, PlanContent(lines=(*lines, *after)))
    assert not any(gap.blocks for gap in found)
    return [(gap.line, gap.text) for gap in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Các tổ dân phố phối hợp với", True),
        ("Tuyên truyền, vận động và ", True),
        ("Các tổ dân phố thực hiện.", False),
        ("Thủ tục nộp tại nơi hiện tại", False),
        ("Mức được giao là:", False),
        ("", False),
    ],
)
def test_a_line_that_stops_where_its_sentence_goes_on(unit, text, found):
    wanted = [(0, f"dòng dừng giữa câu: “{text.strip()}”")] if found else []

    assert told(unit, text, "Hết.") == wanted


def test_a_heading_may_end_as_it_likes(unit):
    lines = [
        Line(kind=LineKind.SECTION, text="MỤC ĐÍCH VÀ"),
        Line(kind=LineKind.ITEM, text="Yêu cầu của", is_title=True),
        Line(kind=LineKind.TABLE, text="TT\tCủa"),
    ]

    assert looks(unit, PlanContent(lines=tuple(lines))) == []


def test_the_end_of_the_whole_without_a_mark(unit):
    cut = "Các đơn vị báo cáo kết quả về Văn phòng trước ngày 20 tháng"
    said = "nội dung kết thúc giữa câu, có thể thiếu phần cuối: “"
    annex = (
        Line(kind=LineKind.ANNEX, text="PHỤ LỤC"),
        Line(kind=LineKind.DASH, text="a"),
    )

    assert told(unit, "Một.", cut, "") == [(1, f"{said}{cut}”")]
    assert told(unit, cut, after=annex) == [(0, f"{said}{cut}”")]
    assert told(unit, "Một không có dấu", "Hai.") == []
    # Closing words need no full stop to be whole.
    assert told(unit, "Trên đây là Kế hoạch phát động phong trào thi đua") == []


def test_a_long_line_is_told_by_its_end(unit):
    ((_, text),) = told(
        unit, "Một hai ba bốn năm sáu bảy tám chín mười " * 3 + "và", "Hết."
    )

    assert text == (
        "dòng dừng giữa câu: “…tám chín mười Một hai ba bốn năm sáu bảy tám chín mười và”"
    )


def test_the_name_of_a_neighbour_once_with_how_many_lines_have_it(unit):
    found = told(
        unit,
        "UBND phường Hoa Mai phát động phong trào thi đua.",
        "Thi đua trên địa bàn phường Hoa Mai từ nay.",
        "Đảng ủy xã Tân Lập chỉ đạo.",
    )

    assert found == [
        (
            0,
            "thân bài nhắc cơ quan khác: “UBND phường Hoa Mai” ở dòng này và 1 dòng nữa;"
            " kế hoạch do UBND phường Hoa Sen ban hành",
        ),
        (
            2,
            "thân bài nhắc cơ quan khác: “Đảng ủy xã Tân Lập” ở dòng này;"
            " kế hoạch do UBND phường Hoa Sen ban hành",
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "UBND phường Hoa Sen phát động.",
        "UBND PHƯỜNG HOA SEN phát động.",
        "Ủy ban nhân dân phường Hoa Sen Giao các tổ dân phố.",
        "UBND phường giao các tổ dân phố.",
        "Trên địa bàn phường có 5 tổ.",
        "Thi đua trên toàn xã hội.",
        "UBND phường Hoa Mai (cũ) bàn giao.",
        "Thực hiện Kế hoạch số 12/KH-UBND của UBND phường Hoa Mai.",
        "UBND quận Ba Đình chỉ đạo.",  # another level: whoever stands above
    ],
)
def test_what_is_no_neighbour(unit, text):
    assert told(unit, text) == []


def test_bases_and_tables_name_whom_they_will(unit):
    words = "UBND phường Hoa Mai"

    assert told(unit, f"Căn cứ {words};", kind=LineKind.BASIS) == []
    assert told(unit, f"TT\t{words}", kind=LineKind.TABLE) == []


def test_a_name_of_its_own_from_before(unit):
    text = "UBND phường Hoa Cúc phát động."
    assert len(told(unit, text)) == 1
    name = UnitName.objects.get(unit=unit)
    name.pk, name.short_name = None, "UBND phường Hoa Cúc"
    name.name = "Ủy ban nhân dân phường Hoa Cúc"
    UnitName.objects.filter(unit=unit).update(valid_from="2020-01-01")
    name.valid_from, name.valid_to = "2000-01-01", "2019-12-31"
    name.save(force_insert=True)

    assert told(unit, text) == []


def test_who_has_no_land_has_no_neighbour():
    club = UnitFactory(
        name="Liên đoàn Lao động", short_name="LĐLĐ", letterhead="LIÊN ĐOÀN LAO ĐỘNG"
    )

    assert told(club, "UBND phường Hoa Mai phát động.") == []


# ---- the sign at the end ------------------------------------------------------------------

LONG = "Các tổ dân phố tuyên truyền, vận động nhân dân thực hiện nếp sống văn minh"
UNMARKED = f"dòng chưa có dấu ở cuối câu: “…{LONG[-60:].split(' ', 1)[-1]}”"


def plan_of(*texts, kind=LineKind.DASH):
    return [Line(kind=kind, text=text) for text in texts]


def unmarked(unit, lines):
    found = looks(unit, PlanContent(lines=tuple(lines)))
    assert not any(gap.blocks for gap in found)
    return [(gap.line, gap.text) for gap in found if "dấu ở cuối" in gap.text]


@pytest.mark.parametrize(
    "kind", ["item", "subitem", "point", "dash", "plus", "paragraph"]
)
def test_the_one_sentence_without_a_sign_is_told(unit, kind):
    lines = plan_of(*[f"{LONG};"] * 4, LONG, f"{LONG}.", kind=LineKind(kind))
    assert unmarked(unit, lines) == [(4, UNMARKED)]


@pytest.mark.parametrize(
    "end",
    [
        ".", ";", ":", "!", "…", ")", "”", ",", "’", "»", " [1]", " tại phuong.vn",
        " qua thidua@phuong.vn", " tại https://phuong.example/thi-dua",
    ],
)  # fmt: skip
def test_every_usual_end_is_one(unit, end):
    assert unmarked(unit, plan_of(*[f"{LONG};"] * 4, f"{LONG}{end}")) == []


def test_a_plan_that_sets_no_signs_means_it(unit):
    assert unmarked(unit, plan_of(*[f"{LONG};"] * 3, LONG)) == []
    assert unmarked(unit, plan_of(*[LONG] * 5)) == []


def test_headings_leads_names_tables_and_annexes_have_none(unit):
    lines = [
        *plan_of(*[f"{LONG};"] * 8),
        Line(kind=LineKind.SECTION, text=LONG.upper()),
        Line(kind=LineKind.ITEM, text=LONG, is_title=True),
        Line(kind=LineKind.ITEM, text=LONG),  # leads to what is below
        *plan_of(f"{LONG};", "Mặt trận Tổ quốc phường"),
        Line(kind=LineKind.TABLE, text=LONG),
        Line(
            kind=LineKind.PARAGRAPH,
            text="Trên đây là Kế hoạch tổ chức đợt thi đua năm nay",
        ),
        Line(kind=LineKind.ANNEX, text=LONG),
        *plan_of(LONG),
    ]
    assert unmarked(unit, lines) == []


def test_what_stops_midway_is_told_once(unit):
    lines = plan_of(*[f"{LONG};"] * 4, f"{LONG} và", f"{LONG}.")
    found = looks(unit, PlanContent(lines=tuple(lines)))
    assert [gap.text.split(":")[0] for gap in found] == ["dòng dừng giữa câu"]


def test_the_demonstration_misses_no_sign(unit):
    plans = (ngoc_lam, ngo_quyen, tam_duong, nguyen_trai, long_bien)
    for plan in plans:
        assert unmarked(unit, plan.plan().lines) == []
