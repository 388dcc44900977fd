"""Sắp xếp đơn vị trên màn hình: typed, seen in advance, done."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import groupby

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from tests.factories import MembershipFactory, Role, UnitFactory, UnitKindFactory
from tests.test_units_reform import BASIS, LAST_DAY, REFORM, Province
from units import actions
from units.errors import Refused
from units.models import AuditEntry, Membership, Succession, Unit, UnitName, UnitPlace
from units.rehearsal import SHOWN, rehearse

pytestmark = pytest.mark.django_db
WHEN = {"effective_on": "1/7/2025", "basis": BASIS}
FRESH = {
    "code": "H99.1",
    "name": "Ủy ban nhân dân phường Đông Tây",
    "short_name": "UBND phường Đông Tây",
    "letterhead": "ỦY BAN NHÂN DÂN\r\nPHƯỜNG ĐÔNG TÂY",
    "place": "Đông Tây",
}


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def send(client, act, unit, step, /, **data):
    return client.post(reverse(act, args=[unit.pk]), WHEN | data | {"buoc": step})


def groups(response) -> dict[str, list[str]]:
    """What the page says will change: heading → lines."""
    page = response.content.decode()
    found = {}
    for part in re.findall(r'<section class="td-group".*?</section>', page, re.S):
        (title,) = re.findall(r"<h2[^>]*>([^<]+)<", part)
        lines = re.findall(r'(?:td-plain"|<span)>([^<]+)<', part)
        found[title] = [unescape(line) for line in lines]
    return found


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def state():
    """All that an act may touch."""
    tables = (Unit, UnitName, UnitPlace, Succession, Membership, AuditEntry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def merging(here, **more):
    return {
        "units": [here.ward.pk, here.other.pk], "into": "moi", "under": here.top.pk,
        **FRESH, **more,
    }  # fmt: skip


# ---- seen in advance, then done -----------------------------------------------------------


def test_a_merger_is_seen_in_advance_and_nothing_has_changed(client, here):
    MembershipFactory(user__full_name="Lê A", unit=here.ward)
    MembershipFactory(
        user__full_name="Vũ B",
        unit=here.ward,
        role=Role.LEADER,
        valid_from="2025-08-01",
    )
    before = state()

    page = send(client, "unit-merge", here.district, "xem", **merging(here))

    assert page.status_code == 200
    assert (
        "<h1>Sáp nhập UBND phường Đông, UBND phường Tây từ ngày 01/07/2025</h1>"
        in page.content.decode()
    )
    assert "Sáp nhập từ 01/07/2025" in text(page)
    assert groups(page) == {
        "Đơn vị mới": ["UBND phường Đông Tây (mã H99.1), trực thuộc UBND tỉnh Mẫu"],
        "Chuyển nơi trực thuộc": [
            "Tổ dân phố 1: từ UBND phường Đông sang UBND phường Đông Tây",
            "Tổ dân phố 2: từ UBND phường Tây sang UBND phường Đông Tây",
        ],
        "Kết thúc": [
            "UBND phường Đông, ngày cuối 30/06/2025",
            "Văn phòng, ngày cuối 30/06/2025",
            "UBND phường Tây, ngày cuối 30/06/2025",
        ],
        "Kế thừa": [
            "UBND phường Đông Tây kế thừa UBND phường Đông",
            "UBND phường Đông Tây kế thừa UBND phường Tây",
        ],
        "Vai trò thôi cùng đơn vị": ["Vũ B – vai trò sắp nhận – UBND phường Đông"],
        "Người ở đơn vị kết thúc": [],
    }
    assert state() == before


def test_what_was_seen_is_sent_on_and_done(client, here):
    page = send(client, "unit-merge", here.district, "xem", **merging(here))
    hidden = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()
    )
    data: dict = {}
    for name, value in hidden:
        if name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(unescape(value))

    answer = client.post(
        reverse("unit-merge", args=[here.district.pk]), data | {"buoc": "lam"}
    )

    merged = Unit.objects.get(code="H99.1")
    assert answer.url == reverse("unit", args=[merged.pk])
    assert (
        "Đã ghi: từ ngày 01/07/2025 sáp nhập UBND phường Đông, UBND phường Tây thành UBND "
        "phường Đông Tây." in text(client.get(answer.url))
    )
    assert merged.parent == here.top
    assert (merged.letterhead, merged.symbol, merged.head_title) == (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐÔNG TÂY", "UBND", "Chủ tịch",
    )  # fmt: skip
    assert {unit.valid_to for unit in Unit.objects.filter(parent=here.district)} == {
        LAST_DAY
    }


def test_to_mend_it_everything_typed_comes_back(client, here):
    page = send(client, "unit-merge", here.district, "sua", **merging(here))

    html = page.content.decode()
    assert page.status_code == 200
    assert "td-errsum" not in html
    assert 'value="1/7/2025"' in html
    assert f'value="{BASIS}"' in html
    assert 'value="UBND phường Đông Tây"' in html
    for unit in (here.ward, here.other):
        assert re.search(rf'value="{unit.pk}"[^>]*\bchecked', html)
    assert re.search(rf'name="under" value="{here.top.pk}" checked', html)


def test_one_ward_may_take_in_the_other(client, here):
    data = {"units": [here.ward.pk, here.other.pk], "into": str(here.ward.pk)}
    assert "Đơn vị mới" not in groups(
        send(client, "unit-merge", here.district, "xem", **data)
    )

    answer = send(client, "unit-merge", here.district, "lam", **data)

    assert answer.url == reverse("unit", args=[here.ward.pk])
    here.other.refresh_from_db()
    here.west.refresh_from_db()
    assert (here.other.valid_to, here.west.parent) == (LAST_DAY, here.ward)


def test_a_new_name_is_seen_word_for_word(client, here):
    names = {
        "name": "Ủy ban nhân dân phường Bắc", "short_name": "UBND phường Bắc",
        "place": here.ward.place, "symbol": "UBND", "letterhead_parent": "",
        "letterhead": "ỦY BAN NHÂN DÂN\r\nPHƯỜNG BẮC",
    }  # fmt: skip
    old = here.ward.letterhead.replace("\n", " / ")

    page = send(client, "unit-rename", here.ward, "xem", **names)

    assert groups(page) == {
        "Đổi tên": [
            "UBND phường Đông → UBND phường Bắc",
            f"Tên đầy đủ: {here.ward.name} → Ủy ban nhân dân phường Bắc",
            f"Tên trên văn bản: {old} → ỦY BAN NHÂN DÂN / PHƯỜNG BẮC",
        ]
    }
    send(client, "unit-rename", here.ward, "lam", **names)
    here.ward.refresh_from_db()
    assert here.ward.short_name == "UBND phường Bắc"


def test_a_new_name_tells_where_the_old_one_goes_on_standing(client, here):
    Unit.objects.filter(pk=here.ward.pk).update(
        name="Ủy ban nhân dân phường Đông",
        place="Đông",
        letterhead="ỦY BAN\nPHƯỜNG ĐÔNG",
    )
    UnitName.objects.filter(unit=here.ward).update(
        name="Ủy ban nhân dân phường Đông",
        place="Đông",
        letterhead="ỦY BAN\nPHƯỜNG ĐÔNG",
    )
    Unit.objects.filter(pk=here.east.pk).update(name="Tổ dân phố Đông 1")
    names = {
        "name": "Ủy ban nhân dân phường Bắc", "short_name": "UBND phường Bắc", "place": "Đông",
        "symbol": "UBND", "letterhead_parent": "", "letterhead": "ỦY BAN\r\nPHƯỜNG ĐÔNG",
    }  # fmt: skip

    page = send(client, "unit-rename", here.ward, "xem", **names)

    assert groups(page)["Còn giữ tên cũ"] == [
        "Văn bản vẫn in tên “ỦY BAN / PHƯỜNG ĐÔNG”, địa danh “Đông”: bấm Sửa lại và đổi cả ở đó "
        "nếu tên mới phải in ra",
        "1 đơn vị trực thuộc còn mang tên “Đông”: đổi tên từng đơn vị",
    ]


def test_the_same_name_is_refused_though_the_browser_sends_other_line_ends(
    client, here
):
    kept = {
        name: getattr(here.ward, name)
        for name in ("name", "short_name", "place", "symbol", "letterhead_parent")
    }
    letterhead = here.ward.letterhead.replace("\n", "\r\n")

    page = send(client, "unit-rename", here.ward, "xem", letterhead=letterhead, **kept)

    assert page.status_code == 422
    assert "Tên mới giống hệt tên đang dùng." in text(page)


def test_a_move_takes_all_below_along(client, here):
    page = send(client, "unit-move", here.other, "xem", parent=here.top.pk)
    assert groups(page) == {
        "Chuyển nơi trực thuộc": [
            "UBND phường Tây: từ UBND quận Mẫu sang UBND tỉnh Mẫu, cùng 2 đơn vị bên dưới"
        ]
    }

    answer = send(client, "unit-move", here.other, "lam", parent=here.top.pk)

    assert "từ ngày 01/07/2025 trực thuộc UBND tỉnh Mẫu" in text(client.get(answer.url))
    here.other.refresh_from_db()
    assert here.other.parent == here.top


def test_a_ward_is_divided_and_one_more_part_may_be_asked_for(client, here):
    third = UnitFactory(
        parent=here.ward, kind=here.east.kind, quiet=True, short_name="Tổ dân phố 3"
    )
    fresh = {
        f"p{n}_{field}": f"{value}{n}"
        for n in (1, 2)
        for field, value in (
            ("code", "H99."), ("name", "UBND phường Mới "), ("short_name", "UBND phường Mới "),
        )
    }  # fmt: skip
    data = {"way": "chia", "count": "2", **fresh, f"takes_{here.east.pk}": "1"}
    more = send(client, "unit-divide", here.ward, "them", **data).content.decode()
    assert 'name="p3_name"' in more
    assert 'value="UBND phường Mới 2"' in more
    assert re.search(r'name="count" value="3"', more)
    refused = send(client, "unit-divide", here.ward, "xem", **data)
    assert refused.status_code == 422
    assert "Chọn đơn vị mới mà Tổ dân phố 3 về." in text(refused)

    data[f"takes_{third.pk}"] = "2"
    assert groups(send(client, "unit-divide", here.ward, "xem", **data))[
        "Kết thúc"
    ] == ["UBND phường Đông, ngày cuối 30/06/2025"]
    answer = send(client, "unit-divide", here.ward, "lam", **data)
    assert answer.url == reverse("unit", args=[here.ward.pk])
    one, two = Unit.objects.filter(code__startswith="H99.").order_by("pk")
    here.east.refresh_from_db()
    third.refresh_from_db()
    assert (here.east.parent, third.parent) == (one, two)


def test_a_part_is_split_off(client, here):
    data = {
        "way": "tach", "count": "1", "p1_code": "H99.9", "p1_name": "UBND phường Lẻ",
        "p1_short_name": "UBND phường Lẻ", f"takes_{here.east.pk}": "1",
    }  # fmt: skip

    send(client, "unit-divide", here.ward, "lam", **data)

    here.ward.refresh_from_db()
    here.east.refresh_from_db()
    assert here.ward.valid_to is None
    assert here.east.parent.code == "H99.9"


SPLIT = {
    "way": "tach", "count": "2", "p1_code": "H99.9", "p1_name": "UBND phường Lẻ",
    "p1_short_name": "UBND phường Lẻ",
}  # fmt: skip


def test_to_split_off_one_new_unit_is_enough(client, here):
    data = SPLIT | {"effective_on": "1/1/2030", f"takes_{here.east.pk}": "1"}

    seen = send(client, "unit-divide", here.ward, "xem", **data)
    assert seen.status_code == 200
    assert "<h1>Tách UBND phường Đông từ ngày 01/01/2030</h1>" in seen.content.decode()
    assert "Tách từ 01/01/2030" in text(seen)
    answer = send(client, "unit-divide", here.ward, "lam", **data)

    assert [str(unit) for unit in Unit.objects.filter(code__startswith="H99.")] == [
        "UBND phường Lẻ"
    ]
    assert (
        "Đã ghi: từ ngày 01/01/2030 từ UBND phường Đông tách ra UBND phường Lẻ."
        in text(client.get(answer.url))
    )


@pytest.mark.parametrize(
    "more",
    [{"way": "chia"}, {"p2_place": "Lẻ"}, {"takes": "2"}],
    ids=["chia", "something written", "something goes there"],
)
def test_a_further_new_unit_is_asked_for_where_it_is_meant(client, here, more):
    goes = more.get("takes", "1")
    data = SPLIT | more | {f"takes_{here.east.pk}": goes}

    answer = send(client, "unit-divide", here.ward, "xem", **data)

    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    said = [line.text_content() for line in page.xpath("//*[@class='td-errsum']//li")]
    assert said == [
        "Nhập mã định danh (2).", "Nhập tên đầy đủ (2).", "Nhập tên gọn (2)."
    ]  # fmt: skip


def test_what_is_wrong_is_listed_as_the_boxes_stand(client, here):
    data = {"effective_on": "", "basis": "", "into": "moi", **FRESH, "name": ""}

    answer = send(client, "unit-merge", here.district, "xem", **data)

    page = html.fromstring(answer.content)
    links = page.xpath("//*[@class='td-errsum']//a/@href")
    boxes = page.xpath("//main//form//*[@id]/@id")
    assert [link.removeprefix("#id_") for link in links] == [
        "units", "effective_on", "basis", "name"
    ]  # fmt: skip
    places = [boxes.index(link.removeprefix("#")) for link in links]
    assert places == sorted(places)


def test_a_new_name_to_come_is_told_with_its_day(client, here):
    data = {
        "effective_on": "1/1/2030", "name": "UBND phường Mới", "short_name": "UBND phường Mới"
    }  # fmt: skip
    seen = send(client, "unit-rename", here.ward, "xem", **data)
    assert "<h1>Đổi tên UBND phường Đông từ ngày 01/01/2030</h1>" in (
        seen.content.decode()
    )

    answer = send(client, "unit-rename", here.ward, "lam", **data)

    assert "Đã ghi: từ ngày 01/01/2030 dùng tên UBND phường Mới." in text(
        client.get(answer.url)
    )


def test_a_unit_is_dissolved_and_its_tasks_handed_over(client, here):
    role = MembershipFactory(unit=here.office)
    data = {"successor": here.ward.pk, "second": here.other.pk}
    assert groups(send(client, "unit-dissolve", here.office, "xem", **data)) == {
        "Kết thúc": ["Văn phòng, ngày cuối 30/06/2025"],
        "Kế thừa": [
            "UBND phường Đông kế thừa Văn phòng", "UBND phường Tây kế thừa Văn phòng"
        ],
        "Người ở đơn vị kết thúc": [],
    }  # fmt: skip

    answer = send(client, "unit-dissolve", here.office, "lam", **data)

    role.refresh_from_db()
    assert role.valid_to == LAST_DAY
    assert (
        "Đã ghi: từ ngày 01/07/2025 giải thể Văn phòng, ngày cuối 30/06/2025."
        in text(client.get(answer.url))
    )


def test_only_what_can_be_merged_is_asked_and_kind_by_kind(client, here):
    """A kind of which there is one has nothing to be merged with."""
    school = UnitKindFactory(code="truong", name="Trường")
    office = UnitKindFactory(code="so", name="Sở")
    for kind, name in (
        (school, "B"),
        (office, "Một mình"),
        (here.ward.kind, "Đ"),
        (school, "A"),
    ):
        UnitFactory(parent=here.district, kind=kind, short_name=name)
    page = html.fromstring(
        client.get(reverse("unit-merge", args=[here.district.pk])).content
    )

    boxes = page.xpath("//*[@id='id_units']//label")
    kinds = [label.text_content().strip().rpartition(" · ")[2] for label in boxes]
    assert len(kinds) == 5, kinds
    assert [kind for kind, _ in groupby(kinds)] == [str(here.ward.kind), str(school)]

    page = client.get(reverse("unit-merge", args=[here.ward.pk])).content.decode()
    assert "UBND phường Đông chưa có hai đơn vị trực thuộc cùng loại." in page


# ---- refused, searched --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "unit", "data", "sentence"),
    [
        ("unit-dissolve", "ward", {}, "Chuyển hoặc giải thể các đơn vị đó trước."),
        ("unit-move", "ward", {}, "Tìm và chọn nơi trực thuộc mới."),
        ("unit-move", "ward", {"parent": "district"}, "đã trực thuộc UBND quận Mẫu."),
        (
            "unit-move",
            "district",
            {"parent": "ward"},
            "nên không thể nhận UBND quận Mẫu.",
        ),
        ("unit-merge", "district", {"into": "moi"}, "Chọn các đơn vị sáp nhập."),
        (
            "unit-merge",
            "district",
            {"units": ["ward", "other"], "into": "moi"},
            "Nhập mã định danh của đơn vị mới.",
        ),
        (
            "unit-merge",
            "district",
            {"units": ["ward"], "into": "moi", **FRESH},
            "Chọn ít nhất hai đơn vị để sáp nhập.",
        ),
        (
            "unit-merge",
            "district",
            {
                "units": ["ward", "other"],
                "into": "moi",
                "under": "top",
                **FRESH,
                "short_name": "UBND quận Mẫu",
            },
            "Đã có đơn vị “UBND quận Mẫu” cùng nơi trực thuộc; ghi tên gọn khác để không nhầm.",
        ),
        (
            "unit-rename",
            "ward",
            {"name": "A", "short_name": "B", "effective_on": "hôm qua"},
            "Đang nhập: hôm qua",
        ),
        (
            "unit-rename",
            "ward",
            {"name": "A", "short_name": "B", "basis": " "},
            "Nhập văn bản căn cứ.",
        ),
    ],
)
@pytest.mark.parametrize("step", ["xem", "lam"])
def test_refused_it_says_why_and_keeps_what_was_typed(
    client, here, name, unit, data, sentence, step
):
    def known(value):
        if isinstance(value, list):
            return [known(one) for one in value]
        return getattr(here, value).pk if hasattr(here, str(value)) else value

    sent = {key: known(value) for key, value in data.items()}
    before = state()

    page = send(client, name, getattr(here, unit), step, **sent)

    assert page.status_code == 422
    assert sentence in text(page)
    html = page.content.decode()
    assert f'value="{sent.get("effective_on", "1/7/2025")}"' in html
    assert state() == before


def test_without_a_script_a_unit_is_searched_for_by_a_step_of_the_form(client, here):
    page = send(
        client,
        "unit-move",
        here.ward,
        "xem",
        tim="parent",
        parent_tim="tinh",
        parent="",
    )

    html = page.content.decode()
    assert page.status_code == 200
    assert "td-errsum" not in html
    assert re.findall(r'name="parent" value="(\d+)"', html) == [str(here.top.pk)]
    assert 'name="parent_tim" value="tinh"' in html
    assert 'value="1/7/2025"' in html


def test_a_unit_of_another_branch_is_no_choice(client, here):
    elsewhere = UnitFactory(short_name="UBND tỉnh Khác")

    page = send(client, "unit-move", here.ward, "lam", parent=elsewhere.pk)

    assert page.status_code == 422
    assert "UBND tỉnh Khác" not in page.content.decode()


# ---- the rehearsal itself -----------------------------------------------------------------


def test_a_rehearsal_leaves_no_trace_and_tells_only_of_its_own(here):
    before = state()

    found = rehearse(here.reform, by=here.administrator)

    assert state() == before
    assert found.new == ["UBND phường Đông Tây (mã H99.1), trực thuộc UBND tỉnh Mẫu"]
    assert "UBND quận Mẫu, ngày cuối 30/06/2025" in found.ended
    assert rehearse(lambda: None, by=here.administrator).groups == []


def test_what_is_refused_is_refused_in_the_rehearsal_too(here):
    def act():
        actions.dissolve_unit(
            here.ward.pk, by=here.administrator, effective_on=REFORM, basis=BASIS
        )

    before = state()
    with pytest.raises(Refused):
        rehearse(act, by=here.administrator)
    assert state() == before


def test_of_very_many_roles_some_are_named_and_all_are_counted(client, here):
    soon = localdate() + timedelta(days=9)
    MembershipFactory.create_batch(SHOWN + 5, unit=here.office, valid_from=soon)

    page = send(client, "unit-dissolve", here.office, "xem")

    lines = groups(page)["Vai trò thôi cùng đơn vị"]
    assert len(lines) == SHOWN + 1
    assert lines[-1] == "và 5 dòng nữa"
    assert '<span class="td-pill">25</span>' in page.content.decode()


def test_a_change_for_a_day_to_come_is_seen_in_advance_too(client, here):
    page = send(
        client,
        "unit-move",
        here.other,
        "xem",
        parent=here.top.pk,
        effective_on="1/1/2030",
    )

    assert (
        "<h1>Chuyển UBND phường Tây sang UBND tỉnh Mẫu từ ngày 01/01/2030</h1>"
        in page.content.decode()
    )
    assert "UBND phường Tây: từ UBND quận Mẫu sang UBND tỉnh Mẫu" in text(page)
    here.other.refresh_from_db()
    assert here.other.parent == here.district
    assert date(2030, 1, 1) > REFORM
