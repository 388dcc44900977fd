"""Cây đơn vị trên màn hình: unfolded, found, and as it stood on a day."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, Role, UnitFactory, UnitKindFactory
from tests.test_units_reform import BASIS, REFORM, Province
from units import actions
from units.models import Unit

pytestmark = pytest.mark.django_db
LIST = reverse("unit-list")


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def names(response) -> list[str]:
    """Units that the page links to, in the order of the page."""
    page = response.content.decode()
    found = re.findall(r'class="td-(?:node__n|rowlink)"[^>]*>([^<]+)<', page)
    return [unescape(name) for name in found]


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


# ---- the tree -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_tree(client, django_assert_num_queries, count):
    top = UnitFactory()
    UnitFactory.create_batch(count, parent=top)
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)

    # user, roles; kinds; own units, the tops; paths of the branch, count, page;
    # places, names and parts of the rows; shell: memberships
    with django_assert_num_queries(12):
        response = client.get(LIST)

    assert len(names(response)) == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_a_search(client, django_assert_num_queries, count):
    top = UnitFactory()
    for n in range(count):
        UnitFactory(parent=top, short_name=f"Tổ dân phố {n}")
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)

    # user, roles; kinds; paths of the branch, count, page; places, names, parts;
    # shell: memberships
    with django_assert_num_queries(10):
        response = client.get(LIST, {"q": "to dan"})

    assert len(names(response)) == count


def test_the_top_stands_above_its_parts_and_each_part_unfolds(client, here):
    page = client.get(LIST)

    assert names(page) == ["UBND tỉnh Mẫu", "UBND quận Mẫu"]
    assert "Ủy ban nhân dân · 2 đơn vị trực thuộc" in text(page)
    address = reverse("unit-parts", args=[here.district.pk])
    assert f'hx-get="{address}?bac=3"' in page.content.decode()
    assert f'href="{reverse("unit", args=[here.district.pk])}#truc-thuoc"' in (
        page.content.decode()
    )

    part = client.get(address, {"bac": "3"})
    assert names(part) == ["UBND phường Đông", "UBND phường Tây"]
    assert "<html" not in part.content.decode()


def test_whoever_administers_two_wards_sees_two_trees(client, here):
    two = here.person(here.ward)
    MembershipFactory(user=two, unit=here.other, role=Role.ADMINISTRATOR)
    MembershipFactory(user=two, unit=here.east, role=Role.ADMINISTRATOR)  # lies in one
    client.force_login(two)

    page = client.get(LIST)

    assert names(page) == ["UBND phường Đông", "UBND phường Tây"]
    assert "2 cơ quan anh/chị quản trị" in text(page)


def test_fifty_rows_a_page(client, here):
    for n in range(52):
        UnitFactory(parent=here.top, short_name=f"Xã {n:02d}")
    first, second = client.get(LIST), client.get(LIST, {"trang": "2"})

    assert len(names(first)) == 51  # with the top
    assert names(second) == ["UBND tỉnh Mẫu", "Xã 49", "Xã 50", "Xã 51"]
    assert "53 đơn vị trực thuộc UBND tỉnh Mẫu" in text(first)


def test_a_part_with_very_many_parts_leads_to_its_page(client, here):
    for n in range(53):
        UnitFactory(parent=here.ward, short_name=f"Tổ {n:02d}")

    part = client.get(reverse("unit-parts", args=[here.ward.pk]))

    assert len(names(part)) == 50
    assert "Xem tiếp 4 đơn vị trên trang của UBND phường Đông" in text(part)


# ---- found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ph dong"}, ["UBND phường Đông"]),
        ({"q": "TỔ DÂN"}, ["Tổ dân phố 1", "Tổ dân phố 2"]),
        ({"q": "phuong", "loai": "phong"}, []),
        ({"loai": "phong"}, ["Văn phòng"]),
        ({"loai": "to-dan-pho"}, ["Tổ dân phố 1", "Tổ dân phố 2"]),
        ({"loai": "khong-co", "q": "van"}, ["Văn phòng"]),
    ],
)
def test_units_are_found_by_words_and_kind(client, here, query, found):
    assert names(client.get(LIST, query)) == found


def test_a_search_says_what_it_found_and_under_whom(client, here):
    page = client.get(LIST, {"q": "van"})
    assert "1 đơn vị khớp với “van”" in text(page)
    assert "Văn phòng Phòng, văn phòng UBND phường Tây" in re.sub(
        r"Ủy ban nhân dân phường Mẫu \d+ ", "", text(page)
    )

    nothing = client.get(LIST, {"q": "<b>xyz"})
    assert "Không tìm thấy “<b>xyz”" in text(nothing)
    assert "<b>xyz" not in nothing.content.decode()


def test_htmx_gets_the_results_alone(client, here):
    part = client.get(LIST, {"q": "dong"}, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith('<div id="kq">')
    assert "HX-Request" in part["Vary"]


# ---- on a day -----------------------------------------------------------------------------


def test_the_tree_as_it_stood_on_a_day(client, here):
    here.reform()
    today = client.get(LIST)
    before = client.get(LIST, {"ngay": "30/6/2025"})
    first = client.get(LIST, {"ngay": "1/7/2025"})

    assert names(today) == names(first) == ["UBND tỉnh Mẫu", "UBND phường Đông Tây"]
    assert names(before) == ["UBND tỉnh Mẫu", "UBND quận Mẫu"]
    assert "Cây đơn vị vào ngày 30/06/2025" in text(before)
    address = reverse("unit-parts", args=[here.district.pk])
    assert f"{address}?bac=3&amp;ngay=30/06/2025" in before.content.decode()
    parts = client.get(address, {"ngay": "30/06/2025"})
    assert names(parts) == ["UBND phường Đông", "UBND phường Tây"]
    assert "2 đơn vị trực thuộc" in text(parts)  # neighbourhood and office of the West


def test_names_are_those_of_the_day(client, here):
    actions.rename_unit(
        here.district.pk, by=here.administrator, effective_on=date(2024, 3, 1),
        basis=BASIS, short_name="UBND quận Mới",
    )  # fmt: skip

    old = client.get(LIST, {"ngay": "29/02/2024"})
    assert names(old)[1] == "UBND quận Mẫu"
    assert names(client.get(LIST))[1] == "UBND quận Mới"
    # Found by the name of the day, and only by that one.
    assert names(client.get(LIST, {"q": "quan mau", "ngay": "29/02/2024"})) == [
        "UBND quận Mẫu"
    ]
    assert names(client.get(LIST, {"q": "quan mau"})) == []


def test_what_has_ended_is_shown_when_asked_for_and_marked(client, here):
    here.reform()

    page = client.get(LIST, {"het": "1"})
    assert names(page) == ["UBND tỉnh Mẫu", "UBND quận Mẫu", "UBND phường Đông Tây"]
    assert "UBND quận Mẫu Kết thúc 30/06/2025" in text(page)
    assert names(client.get(LIST, {"q": "phuong tay"})) == ["UBND phường Đông Tây"]
    found = client.get(LIST, {"q": "phuong tay", "het": "1"})
    assert set(names(found)) == {"UBND phường Đông Tây", "UBND phường Tây"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2025", "Không có ngày 31/02/2025."),
        (
            "hôm kia",
            "Ngày xem phải ghi dạng ngày/tháng/năm, ví dụ 30/06/2025. Đang nhập: hôm kia",
        ),
    ],
)
def test_a_day_that_is_none_is_named(client, here, typed, said):
    page = client.get(LIST, {"ngay": typed})

    assert f"{said} Đang xem ngày hôm nay." in text(page)
    assert names(page) == ["UBND tỉnh Mẫu", "UBND quận Mẫu"]
    assert f'value="{typed}"' in page.content.decode()


def test_before_anything_was_there(client, here):
    page = client.get(LIST, {"ngay": "01/01/1990"})

    assert names(page) == []
    assert "đều lập sau ngày 01/01/1990" in text(page)


# ---- to pick from -------------------------------------------------------------------------


def test_units_to_pick_from_come_as_one_types(client, here):
    pick = reverse("unit-pick", args=["parent"])

    page = client.get(pick, {"parent_tim": "phuong t"}).content.decode()

    assert re.findall(r'name="parent" value="(\d+)"', page) == [str(here.other.pk)]
    assert "thuộc UBND quận Mẫu" in page
    assert client.get(pick, {"parent_tim": " "}).content.decode().strip() == ""
    assert "Không có đơn vị nào có “zz” trong tên." in (
        client.get(pick, {"parent_tim": "zz"}).content.decode()
    )


def test_of_very_many_units_some_are_offered(client, here):
    kind = UnitKindFactory(code="thon", name="Thôn")
    for n in range(21):
        UnitFactory(parent=here.ward, kind=kind, quiet=True, short_name=f"Thôn {n}")

    page = client.get(
        reverse("unit-pick", args=["x"]), {"x_tim": "thon"}
    ).content.decode()

    assert page.count('type="radio"') == 20
    assert "Gõ thêm để thu hẹp" in page


def test_a_unit_that_has_ended_is_not_offered(client, here):
    here.reform()
    assert Unit.objects.get(pk=here.ward.pk).valid_to is not None

    page = client.get(
        reverse("unit-pick", args=["x"]), {"x_tim": "phuong"}
    ).content.decode()

    assert "UBND phường Đông Tây" in page
    assert f'value="{here.ward.pk}"' not in page
    assert date(2025, 7, 1) == REFORM
