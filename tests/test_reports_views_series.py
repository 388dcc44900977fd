"""Dãy số: seen, opened and continued by the clerk and by who administers the unit."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from reports import actions
from reports.models import NumberBook, NumberSeries
from tests.factories import MembershipFactory, Role, UnitFactory, other_ward, ward
from tests.paper_files import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place():
    """A ward in which nobody has opened a series yet."""
    place = ward()
    NumberSeries.objects.all().delete()
    return place


def at(name, pk):
    return reverse(f"reports:{name}", args=[pk])


def number(place, **facts):
    return actions.open_series(place.unit.pk, by=place.clerk, **facts)


@pytest.mark.parametrize("who", ["clerk", "administrator"])
def test_a_unit_without_a_series_gets_its_first(client, place, who):
    client.force_login(getattr(place, who))
    page = client.get(at("unit-series", place.unit.pk))
    assert (
        "Chưa có dãy số nào nên chưa cấp được số văn bản. Lập dãy số đầu tiên"
        in words(page)
    )
    form = client.get(at("series-open", place.unit.pk))
    assert form.context["form"].initial == {"name": "Văn bản hành chính"}

    answer = client.post(
        at("series-open", place.unit.pk), {"name": "Văn bản hành chính"}
    )

    assert answer.url == at("unit-series", place.unit.pk)
    series = NumberSeries.objects.get()
    assert (series.unit, series.name, series.kinds) == (
        place.unit,
        "Văn bản hành chính",
        [],
    )
    page = words(client.get(answer.url))
    assert "Đã lập dãy số “Văn bản hành chính”." in page
    assert (
        "Văn bản hành chính Chung cho mọi loại không có dãy riêng — Chuyển tiếp" in page
    )


def test_kinds_are_ticked_and_each_has_one_series(client, place):
    number(place, name="Kế hoạch", kinds=["plan", "other"])
    client.force_login(place.clerk)
    address = at("series-open", place.unit.pk)

    twice = client.post(address, {"name": "Khác", "kinds": ["letter", "plan"]})
    same = client.post(address, {"name": "Kế hoạch", "kinds": ["letter"]})
    nothing = client.post(address, {"name": " "})

    assert [a.status_code for a in (twice, same, nothing)] == [422, 422, 422]
    assert "Kế hoạch: đã lấy số ở dãy “Kế hoạch”. Mỗi loại chỉ có một dãy số." in words(
        twice
    )
    assert twice.context["form"]["kinds"].value() == ["letter", "plan"]
    assert NumberSeries.objects.count() == 1
    page = words(client.get(at("unit-series", place.unit.pk)))
    assert "Kế hoạch Kế hoạch, Loại khác, làm ngoài hệ thống" in page


def test_a_second_common_series_is_refused_in_words(client, place):
    number(place, name="Chung")
    client.force_login(place.clerk)

    answer = client.post(at("series-open", place.unit.pk), {"name": "Chung 2"})

    assert answer.status_code == 422
    assert "Cơ quan đã có dãy số chung. Dãy riêng phải nêu loại văn bản" in words(
        answer
    )


def test_a_book_on_paper_goes_on_here(client, place):
    series = number(place, name="Chung")
    client.force_login(place.administrator)
    address = at("series-continue", series.pk)
    today = localdate()

    late = client.post(
        address, {"last_number": "41", "last_date": f"{today + DAY:%d/%m/%Y}"}
    )
    none = client.post(address, {"last_number": "0", "last_date": f"{today:%d/%m/%Y}"})
    answer = client.post(
        address, {"last_number": "41", "last_date": f"{today:%d/%m/%Y}"}
    )
    page = words(client.get(answer.url))
    again = client.post(
        address, {"last_number": "50", "last_date": f"{today:%d/%m/%Y}"}
    )

    assert [a.status_code for a in (late, none, answer, again)] == [422, 422, 302, 422]
    assert "Ngày của số đó: Ngày của số cuối không được sau hôm nay." in words(late)
    assert 'value="41"' in late.content.decode()
    assert f"Sổ năm {today.year} đã cấp đến số 41" in words(again)
    assert NumberBook.objects.get().last_number == 41
    assert f"Sổ Chung {today.year} tiếp từ số 42." in page
    assert f"41 {today:%d/%m/%Y}" in page


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, place, django_assert_num_queries, count):
    for n in range(count):
        number(place, name=f"Dãy {n}", kinds=["other"])
    client.force_login(place.clerk)
    client.get(at("unit-series", place.unit.pk))

    with django_assert_num_queries(7):
        client.get(at("unit-series", place.unit.pk))


def test_who_administers_the_branch_sets_up_an_authority_below(client, place):
    """The fence, too, lets them see what there is."""
    above = UnitFactory(short_name="UBND tỉnh Trên")
    moved = UnitFactory(parent=above, short_name="UBND xã Dưới")
    boss = MembershipFactory(unit=above, role=Role.ADMINISTRATOR).user
    client.force_login(boss)

    client.post(at("series-open", moved.pk), {"name": "Văn bản hành chính"})

    series = NumberSeries.objects.get(unit=moved)
    page = words(client.get(at("unit-series", moved.pk)))
    assert "Văn bản hành chính Chung cho mọi loại không có dãy riêng" in page
    assert client.get(at("series-open", moved.pk)).context["form"].initial == {}
    assert "Chuyển tiếp từ sổ giấy: Văn bản" in words(
        client.get(at("series-continue", series.pk))
    )


def test_others_do_not_learn_of_it(client, place):
    series = number(place, name="Chung")
    stranger = other_ward()
    for who in (place.officer, place.leader, stranger.clerk, stranger.administrator):
        client.force_login(who)
        for name, pk in (
            ("unit-series", place.unit.pk),
            ("series-open", place.unit.pk),
            ("series-continue", series.pk),
        ):
            assert client.get(at(name, pk)).status_code == 404


def test_the_ways_to_it(client, place):
    client.force_login(place.clerk)
    register = reverse("reports:register")
    assert at("series-open", place.unit.pk) in client.get(register).content.decode()
    client.force_login(place.officer)
    assert "Văn thư hoặc quản trị đơn vị lập dãy số" in words(client.get(register))
    number(place, name="Chung")
    assert at("unit-series", place.unit.pk) not in client.get(register).content.decode()
    client.force_login(place.clerk)
    assert at("unit-series", place.unit.pk) in client.get(register).content.decode()
    client.force_login(place.administrator)
    unit = client.get(reverse("unit", args=[place.unit.pk])).content.decode()
    assert f'hx-get="{at("unit-series", place.unit.pk)}"' in unit


def test_everybody_goes_back_to_where_they_came_from(client, place):
    for who, back in (
        (place.clerk, reverse("reports:register")),
        (place.administrator, reverse("unit", args=[place.unit.pk])),
    ):
        client.force_login(who)
        page = client.get(at("unit-series", place.unit.pk))
        assert page.context["crumbs"][-1][1] == back
        assert client.get(back).status_code == 200


def test_a_unit_that_issues_nothing_is_led_to_its_letterhead(client, place):
    quiet = UnitFactory(parent=place.unit, quiet=True)
    client.force_login(place.administrator)

    page = client.get(at("unit-series", quiet.pk))

    assert f"{quiet} không ban hành văn bản nên không có dãy số." in words(page)
    assert at("series-open", quiet.pk) not in page.content.decode()
