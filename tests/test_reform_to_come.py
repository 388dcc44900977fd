"""Đơn vị sắp lập: laid for a day ahead, seen in the tree, found, chosen for a later day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk_forms import words_of
from tests.factories import UnitFactory, UserFactory
from tests.test_units_reform import BASIS, Province
from units.models import Unit, UnitPlace

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
SOON = TODAY + 30 * DAY
TAG = f"Từ {SOON:%d/%m/%Y}"


@pytest.fixture
def here(client):
    place = Province()
    place.coming = UnitFactory(
        parent=place.district, short_name="UBND phường Mai", valid_from=SOON
    )
    place.room = UnitFactory(
        parent=place.coming, short_name="Văn phòng Mai", quiet=True, valid_from=SOON
    )
    client.force_login(place.administrator)
    return place


def listed(client, **query):
    return words_of(client.get(reverse("unit-list"), query))


def test_the_tree_shows_them_with_their_first_day(client, here):
    parts = client.get(reverse("unit-parts", args=[here.district.pk]))

    assert f"UBND phường Mai {TAG}" in words_of(parts)
    assert "1 đơn vị trực thuộc UBND phường Mai" in words_of(parts)
    assert f"Văn phòng Mai {TAG}" in words_of(
        client.get(reverse("unit-parts", args=[here.coming.pk]))
    )
    page = listed(client)
    assert "2 đơn vị trực thuộc, 1 sắp có UBND quận Mẫu" in page
    assert "3 đơn vị trực thuộc" not in page


def test_those_that_are_only_to_come_are_not_counted(client, here):
    UnitFactory(parent=here.top, short_name="Sở Sau", valid_from=SOON)
    now = Unit.objects.on().filter(parent=here.top).count()
    words = f"{now} đơn vị trực thuộc UBND tỉnh Mẫu, 1 sắp có"

    assert words in listed(client)
    page = words_of(client.get(reverse("unit", args=[here.top.pk])))
    assert f"Đơn vị trực thuộc{now} đơn vị1 sắp có" in page
    empty = UnitFactory(parent=here.top, short_name="Sở Trước")
    UnitFactory(parent=empty, short_name="Phòng Sau", valid_from=SOON)
    assert "1 đơn vị trực thuộc sắp có Sở Trước" in listed(client)


def test_so_does_the_search_and_the_page_of_the_whole(client, here):
    found = listed(client, q="mai")
    assert "2 đơn vị" in found
    assert f"UBND phường Mai{TAG}" in found
    assert TAG in words_of(client.get(reverse("unit", args=[here.district.pk])))


def test_what_is_about_to_end_bears_its_last_day(client, here):
    Unit.objects.filter(pk=here.ward.pk).update(valid_to=SOON - DAY)
    tag = f"Đến hết {SOON - DAY:%d/%m/%Y}"

    parts = client.get(reverse("unit-parts", args=[here.district.pk]))
    assert f"UBND phường Đông {tag}" in words_of(parts)
    assert f"UBND phường Tây {tag}" not in words_of(parts)
    assert tag in listed(client, q="dong")
    assert "Kết thúc" in listed(client, q="dong", ngay=f"{SOON:%d/%m/%Y}", het="1")


def test_another_day_shows_what_there_was_on_it(client, here):
    before, after = (f"{day:%d/%m/%Y}" for day in (SOON - DAY, SOON))
    assert "Không có đơn vị nào khớp" in listed(client, q="mai", ngay=before)
    later = listed(client, q="mai", ngay=after)
    assert "2 đơn vị" in later
    assert TAG not in later


def test_what_exists_bears_no_such_tag(client, here):
    assert "Từ " not in listed(client, q="phuong dong")


def test_they_are_chosen_where_a_later_day_is_asked_for(client, here):
    coming, today = (
        client.get(reverse(name, args=["parent"]), {"parent_tim": "phuong mai"})
        for name in ("unit-pick-coming", "unit-pick")
    )
    assert "UBND phường Mai" in words_of(coming)
    assert f"từ {SOON:%d/%m/%Y}" in words_of(coming)
    assert "Không có đơn vị nào có “phuong mai” trong tên." in words_of(today)
    form = client.get(reverse("unit-move", args=[here.east.pk])).content.decode()
    assert reverse("unit-pick-coming", args=["parent"]) in form


@pytest.mark.parametrize(("after", "status"), [(0, 302), (-1, 422)])
def test_a_unit_moves_to_one_that_is_there_by_then(client, here, after, status):
    day = SOON + after * DAY
    answer = client.post(
        reverse("unit-move", args=[here.east.pk]),
        {
            "buoc": "lam", "parent": here.coming.pk, "basis": BASIS,
            "effective_on": f"{day:%d/%m/%Y}",
        },
    )  # fmt: skip

    assert answer.status_code == status
    assert UnitPlace.objects.filter(parent=here.coming, unit=here.east).exists() == (
        status == 302
    )
    if status == 422:
        assert f"UBND phường Mai không tồn tại vào ngày {day:%d/%m/%Y}." in words_of(
            answer
        )


def test_an_account_is_opened_only_where_one_works_today(client, here):
    person = UserFactory(home=here.ward)
    page = client.get(reverse("user-move", args=[person.pk])).content.decode()
    assert reverse("unit-pick", args=["unit"]) in page
