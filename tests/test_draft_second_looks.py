"""Câu chữ nên xem lại: sentences that stop early, names of another agency."""

import pytest

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.second_looks import looks
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
