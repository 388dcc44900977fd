"""Phong trào của Hội đồng TĐKT: it reaches the whole branch of the authority that it serves."""

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.models import Campaign, Participation, Plan
from campaigns.views.shared import campaign_url
from tests.factories import (
    MembershipFactory,
    PlanFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
)
from tests.test_matrix_fence import through_middleware

pytestmark = pytest.mark.django_db


class Province:
    """With its council; two wards, one with a council and a school; another province."""

    def __init__(self):
        kind = UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng TĐKT")
        self.top = UnitFactory()
        self.council = UnitFactory(parent=self.top, kind=kind)
        self.ward = UnitFactory(parent=self.top)
        self.ward_council = UnitFactory(parent=self.ward, kind=kind)
        self.school = UnitFactory(parent=self.ward, quiet=True)
        self.other = UnitFactory(parent=self.top)
        self.elsewhere = UnitFactory()
        self.of_top = PlanFactory(issuer=self.council, issued=True).campaign
        self.of_ward = PlanFactory(issuer=self.ward_council, issued=True).campaign
        self.draft = PlanFactory(issuer=self.ward_council).campaign

    def somebody(self, unit, role=Role.REPORTER):
        return MembershipFactory(unit=unit, role=role).user


@pytest.fixture
def place():
    return Province()


def seen(user):
    """Through the filters, and behind the fence without any."""
    filtered = set(Campaign.objects.visible_to(user))
    plans = set(Plan.objects.visible_to(user).values_list("campaign", flat=True))
    assert plans == {one.pk for one in filtered}

    def everything():
        return set(Campaign._base_manager.values_list("pk", flat=True))

    assert through_middleware(user, everything) == {one.pk for one in filtered}
    return filtered


def test_a_council_s_campaign_reaches_the_branch_of_its_authority(place):
    at = {
        name: seen(place.somebody(getattr(place, name)))
        for name in ("school", "ward", "ward_council", "other", "top", "elsewhere")
    }
    assert at == {
        "school": {place.of_top, place.of_ward},
        "ward": {place.of_top, place.of_ward},
        "ward_council": {place.of_top, place.of_ward, place.draft},
        "other": {place.of_top},
        "top": {place.of_top},
        "elsewhere": set(),
    }


def test_the_chain_names_the_councils(place):
    assert place.somebody(place.school).chain_of_units == sorted(
        unit.pk
        for unit in (
            place.top, place.council, place.ward, place.ward_council, place.school,
        )
    )  # fmt: skip


def test_the_chain_asks_once(place, django_assert_num_queries):
    user = place.somebody(place.school)
    _ = user.roles
    with django_assert_num_queries(1):
        assert len(user.chain_of_units) == 5


def test_who_is_added_sees_the_pages_of_the_campaign(client, place):
    officer = place.somebody(place.ward_council, Role.OFFICER)
    actions.add_participation(place.of_ward.pk, by=officer, unit_id=place.school.pk)
    assert Participation.objects.get().unit == place.school
    client.force_login(place.somebody(place.school))
    page = campaign_url(place.of_ward, "campaign-detail")
    assert client.get(page).status_code == 200
    assert client.get(reverse("campaigns:task-list")).status_code == 200
    client.force_login(place.somebody(place.other))
    assert client.get(page).status_code == 404


def test_a_council_s_plan_is_answered_below_and_not_by_itself(place):
    officer = place.somebody(place.ward, Role.OFFICER)
    own = place.somebody(place.ward_council, Role.OFFICER)

    def offered(user, host):
        return {one.campaign for one in Plan.objects.to_answer(user, host)}

    assert offered(officer, place.ward) == {place.of_top}
    assert offered(own, place.ward_council) == {place.of_top}
