"""Chọn đơn vị: as one types and with “Tìm”, the same units, and what has ended is marked."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk_forms import words_of
from tests.factories import Role, UnitFactory
from tests.test_units_reform import Province
from units.forms.picking import ENDED, KEPT, KEPT_ENDED, offered
from units.models import Unit

pytestmark = pytest.mark.django_db
LAST = date(2025, 6, 30)
TODAY = localdate()
ROUTES = ("unit-pick", "unit-pick-coming", ENDED, KEPT, KEPT_ENDED)


@pytest.fixture
def here():
    return Province()


@pytest.fixture
def district(here):
    return UnitFactory(
        parent=here.ward, short_name="UBND huyện Khe Mây", valid_to=LAST,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def commune(here):
    return UnitFactory(parent=here.ward, short_name="UBND xã Khe Mây Hạ Lưu")


def picked(response, name="unit"):
    page = response.content.decode()
    return [int(pk) for pk in re.findall(rf'name="{name}" value="(\d+)"', page)]


def asked(client, person, words):
    """What comes as one types, and what comes with the button, in their order."""
    live = client.get(reverse(ENDED, args=["unit"]), {"unit_tim": words})
    grant = reverse("role-grant", args=[person.pk])
    pressed = client.post(grant, {"tim": "unit", "unit_tim": words})
    assert f'hx-get="{reverse(ENDED, args=["unit"])}"' in pressed.content.decode()
    return picked(live), picked(pressed), live


@pytest.mark.parametrize("words", ["khe may", "huyen khe may", "ubnd", "khong co"])
def test_both_ways_find_the_same(client, here, district, commune, words):
    client.force_login(here.administrator)

    live, pressed, _ = asked(client, here.person(here.ward, "officer"), words)

    assert live == pressed
    assert bool(live) == (words != "khong co")


def test_what_has_ended_stands_last_and_is_marked(client, here, district, commune):
    client.force_login(here.administrator)

    live, _, answer = asked(client, here.person(here.ward, "officer"), "khe may")

    assert live == [commune.pk, district.pk]
    assert words_of(answer).count("đã kết thúc") == 1
    assert "UBND huyện Khe Mây" in words_of(answer)
    assert "đã kết thúc 30/06/2025" in words_of(answer)


def test_what_is_searched_for_is_what_is_taken(client, here, commune):
    """Enter in the box sends the form with the unit that stood there before."""
    client.force_login(here.administrator)
    person = here.person(here.ward, "officer")
    grant = reverse("role-grant", args=[person.pk])
    sent = {"role": "reporter", "valid_from": f"{TODAY:%d/%m/%Y}", "unit": here.ward.pk}
    held = person.memberships.count()
    said = (
        "Đang tìm “khe may” mà chưa chọn đơn vị nào tìm được. Chọn một đơn vị, hoặc xóa lời tìm "
        f"để giữ {here.ward}."
    )

    answer = client.post(grant, sent | {"unit_tim": "khe may"})
    assert (answer.status_code, said in words_of(answer)) == (422, True)
    assert picked(answer) == [here.ward.pk, commune.pk]
    assert person.memberships.count() == held

    none = client.post(grant, sent | {"unit_tim": "khe may", "unit": ""})
    assert none.status_code == 422
    assert person.memberships.count() == held

    taken = client.post(grant, sent | {"unit_tim": "khe may", "unit": commune.pk})
    assert taken.status_code == 302
    assert person.memberships.get(role="reporter").unit == commune


def test_only_where_a_day_may_have_passed(here, district):
    found = {route: district in offered(route, here.administrator) for route in ROUTES}

    assert found == {route: route in (ENDED, KEPT_ENDED) for route in ROUTES}


def grant(client, person, unit, since):
    typed = {"unit": unit.pk, "role": Role.OFFICER, "valid_from": f"{since:%d/%m/%Y}"}
    return client.post(reverse("role-grant", args=[person.pk]), typed)


def test_no_role_in_what_has_ended_and_has_an_heir(client, here, district, commune):
    client.force_login(here.administrator)
    person = here.person(here.ward, "officer")
    Unit.objects.filter(pk=district.pk).update(heir=commune)

    refused = grant(client, person, district, TODAY)

    assert refused.status_code == 422
    assert refused.context["form"].errors["unit"] == [
        "UBND huyện Khe Mây đã kết thúc ngày 30/06/2025, UBND xã Khe Mây Hạ Lưu tiếp nhận. "
        "Giao vai trò ở đơn vị tiếp nhận."
    ]
    assert f'value="{district.pk}" checked' in refused.content.decode()
    assert not district.memberships.exists()
    assert grant(client, person, district, LAST - timedelta(days=9)).status_code == 302


def test_who_looks_after_the_papers_of_what_has_no_heir_is_told_so(
    client, here, district
):
    client.force_login(here.administrator)
    person = here.person(here.ward, "officer")

    answer = grant(client, person, district, TODAY)

    page = words_of(client.get(answer.url))
    assert "UBND huyện Khe Mây đã kết thúc ngày 30/06/2025" in page
    assert "vai trò ở đó chỉ để trông văn bản cũ." in page
