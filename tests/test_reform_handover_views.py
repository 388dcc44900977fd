"""Bàn giao trên màn hình: seen in advance, done, named later, and who may."""

import re
from html import unescape

import pytest
from django.urls import reverse

from campaigns.views.shared import campaign_url
from tests.factories import CampaignFactory, PlanFactory, Role, UnitFactory, Ward
from tests.test_reform_handover import BASIS, TODAY, Place
from tests.test_units_views_reform import groups
from units import actions
from units.models import Handover
from units.wording import vn_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    place = Place()
    client.force_login(place.administrator)
    return place


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def dissolving(here, **more):
    return {
        "effective_on": vn_date(TODAY), "basis": BASIS, "successor": here.new.unit.pk,
    } | more  # fmt: skip


def test_the_page_before_a_dissolution_lists_the_work_and_its_way(client, here):
    here.plan()
    address = reverse("unit-dissolve", args=[here.old.unit.pk])

    page = client.post(address, dissolving(here, buoc="xem"))

    assert groups(page)["Việc dở dang"] == [
        "UBND phường Đông → UBND phường Tây: Thi đua mẫu (bản nháp): chuyển nguyên bản nháp; "
        "tên cơ quan đổi theo đơn vị tiếp nhận, chọn lại người ký"
    ]
    assert not Handover.objects.exists()


def test_without_an_heir_the_form_comes_back_with_the_sentence(client, here):
    here.plan()
    address = reverse("unit-dissolve", args=[here.old.unit.pk])

    page = client.post(address, dissolving(here, successor="", buoc="xem"))

    assert page.status_code == 422
    assert (
        "UBND phường Đông còn 1 việc dở dang (Thi đua mẫu). Chọn đơn vị tiếp nhận."
        in text(page)
    )
    assert BASIS in text(page) or BASIS in page.content.decode()


def test_the_unit_that_has_ended_says_who_took_over(client, here):
    client.post(
        reverse("unit-dissolve", args=[here.old.unit.pk]),
        dissolving(here, buoc="lam"),
    )

    page = text(client.get(reverse("unit", args=[here.old.unit.pk])))

    assert "Bàn giao cho UBND phường Tây đã bàn giao lúc" in page
    assert "Đổi đơn vị tiếp nhận" in page


def test_an_heir_is_named_later_on_its_own_page(client, here):
    actions.dissolve_unit(
        here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
    )
    address = reverse("unit-heir", args=[here.old.unit.pk])
    assert "Chỉ định đơn vị tiếp nhận: UBND phường Đông" in text(client.get(address))
    given = {"heir": here.new.unit.pk, "basis": BASIS}

    seen = client.post(address, given | {"buoc": "xem"})
    assert f"Bàn giao của UBND phường Đông từ ngày {vn_date(TODAY)}" in text(seen)
    answer = client.post(address, given | {"buoc": "lam"})

    assert answer.url == reverse("unit", args=[here.old.unit.pk])
    assert Handover.objects.get().heir == here.new.unit


def test_what_goes_on_has_no_such_page(client, here):
    assert client.get(reverse("unit-heir", args=[here.old.unit.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("own", 403), ("other", 404), ("officer", 404), ("nobody", 302)]
)
def test_nobody_else_names_an_heir(client, here, who, status):
    actions.dissolve_unit(
        here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
    )
    client.logout()
    people = {
        "own": lambda: here.old.person(Role.ADMINISTRATOR),
        "other": lambda: Ward(UnitFactory()).administrator,
        "officer": lambda: here.new.officer,
    }
    if who in people:
        client.force_login(people[who]())

    answer = client.get(reverse("unit-heir", args=[here.old.unit.pk]))

    assert answer.status_code == status


def test_a_division_asks_which_new_unit_takes_the_work(client, here):
    campaign = CampaignFactory(host=here.old.unit)
    PlanFactory(campaign=campaign, issuer=here.old.unit)
    data = {
        "effective_on": vn_date(TODAY), "basis": BASIS, "way": "chia", "count": 2,
        "heir": 1, "buoc": "lam",
    }  # fmt: skip
    for n in (1, 2):
        data |= {
            f"p{n}_code": f"H77.{n}", f"p{n}_name": f"Ủy ban nhân dân phường {n}",
            f"p{n}_short_name": f"UBND phường {n}", f"p{n}_place": "Mẫu",
            f"p{n}_letterhead": f"ỦY BAN NHÂN DÂN\nPHƯỜNG {n}",
        }  # fmt: skip

    answer = client.post(reverse("unit-divide", args=[here.old.unit.pk]), data)

    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert str(campaign.host) == "UBND phường 2"


def test_the_page_of_a_campaign_says_from_whom_it_was_taken_over(client, here):
    plan = here.plan(issued=True)
    here.merge()
    client.force_login(here.new.officer)

    page = text(
        client.get(reverse("campaigns:campaign", args=[plan.campaign_id]), follow=True)
    )

    assert "UBND phường Tây tiếp nhận từ UBND phường Đông" in page
    history = campaign_url(plan.campaign, "campaign-history")
    assert "Bàn giao sang cơ quan tiếp nhận UBND phường Đông → UBND phường Tây" in text(
        client.get(history)
    )
