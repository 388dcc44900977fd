"""Lời tìm trong địa chỉ: whatever it holds, the page answers."""

from types import SimpleNamespace
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.factories import (
    CampaignFactory,
    MembershipFactory,
    PlanFactory,
    Role,
    ward,
)
from tests.matrix.addresses import ADDRESSES

pytestmark = pytest.mark.django_db
# Searched in, and told apart from what is only chosen, by name.
SEARCHED = (
    "q",
    "unit_tim",
    "nguoi",
    "dv",
    "dt",
    "loai",
    "tt",
    "vt",
    "viec",
    "nam",
    "ngay",
)
ASKED = {
    one.name: one
    for one in ADDRESSES
    if any(
        name in ("q", "unit_tim")
        for query in one.queries
        for name, _ in parse_qsl(query)
    )
}


@pytest.fixture
def scene():
    """What addresses of a campaign's pages need of one."""
    here = ward()
    campaign = CampaignFactory(host=here.unit)
    plan = PlanFactory(campaign=campaign, issuer=here.unit, issued=True)
    return SimpleNamespace(ward=here, issued=SimpleNamespace(plan=plan))


@pytest.fixture
def client_of_all(client, scene):
    """Signed in as who administers the ward, and works in it."""
    here = scene.ward
    for role in (Role.OFFICER, Role.CLERK):
        MembershipFactory(user=here.administrator, unit=here.unit, role=role)
    client.force_login(here.administrator)
    return client


def test_the_searches_are_there():
    assert len(ASKED) > 12, sorted(ASKED)


@pytest.mark.parametrize("words", ["to\0 dan", "\0", "to\ufeff\x1b dan"])
@pytest.mark.parametrize("name", ASKED)
def test_what_no_database_holds_is_no_fault(client_of_all, scene, name, words):
    for key in SEARCHED:
        address = f"{ASKED[name].url(scene)}?{urlencode({key: words})}"
        assert client_of_all.get(address).status_code == 200, key


@pytest.mark.parametrize("name", ["unit-pick", "unit-list"])
def test_it_finds_what_it_would_without(client_of_all, scene, name):
    key = "q" if name == "unit-list" else "unit_tim"
    address = ASKED[name].url(scene)

    found = client_of_all.get(address, {key: "phuo\0ng"})

    assert "phường" in found.content.decode().lower()
    assert "\0" not in found.content.decode()
