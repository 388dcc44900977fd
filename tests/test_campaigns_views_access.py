"""Ai vào được trang nào: invisible is 404, visible but not allowed is 403."""

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.views.shared import campaign_url
from tests.factories import (
    Capacity,
    ImportDraftFactory,
    MembershipFactory,
    PlanFactory,
    Role,
    UnitFactory,
    other_ward,
    ward,
)

pytestmark = pytest.mark.django_db
ROLES = ["officer", "leader", "clerk", "reporter", "administrator"]


def plan_url(name, plan, *args):
    return reverse(f"campaigns:{name}", args=[plan.pk, *args])


# Page → role → status, of a draft in the person's own authority.
DRAFT = {
    "plan-edit": {"officer": 302},
    "plan-section thong-tin": {"officer": 200},
    "plan-section can-cu": {"officer": 200},
    "plan-section muc-1": {"officer": 200},
    "plan-section noi-nhan": {"officer": 200},
    "plan-section nguoi-ky": {"officer": 200},
    "plan-check": {"officer": 200},
    "plan-review": {"leader": 200},
    "plan-return": {"leader": 200},
}
POSTS = {
    "plan-section thong-tin": {"officer": 422},
    "plan-section muc-1": {"officer": 302},
    "plan-submit": {"officer": 302},
    "plan-withdraw": {"officer": 302},
    "plan-return": {"leader": 422},
}


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


def address(key, plan):
    name, _, slug = key.partition(" ")
    return plan_url(name, plan, *([slug] if slug else []))


def statuses(client, place, ask) -> dict[str, int]:
    """Role → status of what ``ask`` does with the client."""
    found = {}
    for role in ROLES:
        client.force_login(getattr(place, role))
        found[role] = ask().status_code
    return found


@pytest.mark.parametrize("key", DRAFT)
def test_pages_of_a_draft(client, place, plan, key):
    expected = dict.fromkeys(ROLES, 403) | DRAFT[key]

    assert statuses(client, place, lambda: client.get(address(key, plan))) == expected


@pytest.mark.parametrize("key", POSTS)
def test_acts_on_a_draft(client, place, plan, key):
    expected = dict.fromkeys(ROLES, 403) | POSTS[key]

    assert statuses(client, place, lambda: client.post(address(key, plan))) == expected


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", [*DRAFT, "plan-submit", "plan-withdraw"])
def test_another_authority_sees_nothing(client, plan, key, method):
    client.force_login(other_ward().officer)
    gets_only = key.partition(" ")[0] in ("plan-edit", "plan-check", "plan-review")
    posts_only = key == "plan-withdraw"
    not_allowed = gets_only if method == "post" else posts_only
    expected = 405 if not_allowed else 404

    assert getattr(client, method)(address(key, plan)).status_code == expected


@pytest.mark.parametrize(
    "url",
    [
        "/", "/viec/", "/phong-trao/", "/phong-trao/lap/", "/phong-trao/nhap/",
        "/phong-trao/nhap/1/", "/phong-trao/nhap/1/bo/", "/phong-trao/1/", "/phong-trao/1-x/",
        "/phong-trao/1-x/van-ban/", "/phong-trao/1-x/nhat-ky/", "/ke-hoach/1/soan/",
        "/ke-hoach/1/soan/thong-tin/", "/ke-hoach/1/kiem-tra/", "/ke-hoach/1/trinh/",
        "/ke-hoach/1/rut/", "/ke-hoach/1/duyet/", "/ke-hoach/1/tra-lai/",
    ],
)  # fmt: skip
def test_a_visitor_is_asked_to_log_in(client, url):
    response = client.get(url)

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/dang-nhap/?next={url}",
    )


@pytest.mark.parametrize("name", ["campaign-detail", "campaign-documents"])
def test_a_draft_is_seen_by_its_own_authority_only(client, place, plan, name):
    url = campaign_url(plan.campaign, name)
    seen = {}
    for who in (place.reporter, other_ward().officer):
        client.force_login(who)
        seen[who] = client.get(url).status_code

    assert list(seen.values()) == [200, 404]


def test_an_issued_plan_reaches_the_units_below(client):
    place = ward()
    below = UnitFactory(parent=place.unit, quiet=True)
    reporter = MembershipFactory(unit=below, role=Role.REPORTER).user
    plan = PlanFactory(issuer=place.unit, issued=True)
    draft = PlanFactory(issuer=place.unit)
    client.force_login(reporter)

    assert client.get(campaign_url(plan.campaign)).status_code == 200
    assert client.get(campaign_url(draft.campaign)).status_code == 404
    assert "Nhật ký" not in client.get(campaign_url(plan.campaign)).content.decode()


def test_only_officers_start_campaigns(client, place):
    start, upload = (
        reverse(f"campaigns:{name}") for name in ("campaign-start", "import-upload")
    )
    others = dict.fromkeys(ROLES, 403)

    assert statuses(client, place, lambda: client.get(start)) == others | {
        "officer": 200
    }
    assert statuses(client, place, lambda: client.post(start)) == others | {
        "officer": 422
    }
    assert statuses(client, place, lambda: client.post(upload)) == others | {
        "officer": 422
    }


@pytest.mark.parametrize("name", ["import-review", "import-drop"])
def test_a_reading_belongs_to_who_uploaded_it(client, place, name):
    draft = ImportDraftFactory(owner=place.officer, twin=TWIN)
    colleague = place.person(Role.OFFICER)
    url = reverse(f"campaigns:{name}", args=[draft.pk])
    statuses = []
    for who in (place.officer, colleague):
        client.force_login(who)
        statuses.append(client.get(url).status_code)

    assert statuses == [200, 404]


TWIN = '{"content":{},"schema":"urn:thi-dua:plan:1","version":1}'


def test_who_sent_the_plan_does_not_review_it(client, place):
    both = place.person(Role.OFFICER)
    MembershipFactory(
        user=both, unit=place.unit, leader=True, capacity=Capacity.DEPUTY, title="Phó"
    )
    plan = place.draft()
    actions.submit_plan(plan.pk, by=both)
    client.force_login(both)

    assert client.get(plan_url("plan-review", plan)).status_code == 403


def test_a_plan_that_was_sent_is_not_written_any_more(client, place):
    plan = place.submitted()
    client.force_login(place.officer)

    response = client.get(plan_url("plan-section", plan, "muc-1"))

    assert (response.status_code, response.headers["Location"]) == (
        302,
        plan_url("plan-check", plan),
    )
    page = client.get(plan_url("plan-check", plan)).content.decode()
    assert "Kế hoạch đang ở trạng thái “Chờ duyệt” nên không sửa được." in page
