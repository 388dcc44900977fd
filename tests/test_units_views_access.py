"""Màn hình quản trị: invisible is 404, visible but not allowed 403, unknown visitors sign in."""

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, Role, UserFactory
from tests.test_units_reform import Province

pytestmark = pytest.mark.django_db
VISITORS = ("own", "above", "beside", "officer", "leader", "nobody")
# Whatever is about one ward or one of its people.
OWN = {"own": 200, "above": 200, "beside": 404, "officer": 404, "leader": 404}
WHOLE = OWN | {"own": 403}  # what only the administrator above may
ROOM = {"own": 200, "above": 200, "beside": 200, "officer": 403, "leader": 403}
PAGES = {
    "unit-list": ROOM,
    "unit-pick": ROOM,
    "unit-pick-coming": ROOM,
    "unit-pick-ended": ROOM,
    "unit": OWN,
    "unit-parts": OWN,
    "unit-create": OWN,
    "unit-amend": OWN,
    "unit-rename": OWN,
    "unit-name-correct": OWN,
    "unit-merge": OWN,
    "unit-move": WHOLE,
    "unit-divide": WHOLE,
    "unit-dissolve": WHOLE,
    "user-list": ROOM,
    "user-create": ROOM,
    "signature-words": ROOM,
    "user": OWN,
    "user-amend": OWN,
    "user-password": OWN,
    "user-close": OWN,
    "user-reopen": OWN,
    "user-factor-reset": OWN,
    "user-sessions-end": OWN,
    "unit-factor-rule": OWN,
    "role-grant": OWN,
    "role-end": OWN,
}
ACTS = [
    "unit-create", "unit-amend", "unit-rename", "unit-name-correct", "unit-merge",
    "unit-move", "unit-divide", "unit-dissolve", "user-create", "user-amend",
    "user-password", "user-close", "user-reopen", "role-grant", "role-end",
]  # fmt: skip
ABOUT_ACCOUNT = ["user-amend", "user-password", "user-close", "user-reopen"]


class Place(Province):
    """The province with one visitor of each sort, and a person of the ward to look at."""

    def __init__(self):
        super().__init__()
        self.visitors = {
            "own": self.person(self.ward),
            "above": self.administrator,
            "beside": self.person(self.other),
            "officer": self.person(self.ward, Role.OFFICER),
            "leader": self.person(self.ward, Role.LEADER),
        }
        self.subject = UserFactory(home=self.ward, full_name="Người Được Xem")
        self.role = MembershipFactory(user=self.subject, unit=self.ward)

    def address(self, name):
        if name in ("unit-list", "user-list", "user-create", "signature-words"):
            return reverse(name)
        if name.startswith("unit-pick"):
            return reverse(name, args=["parent"])
        if name == "role-end":
            return reverse(name, args=[self.role.pk])
        subject = self.ward if name.startswith("unit") else self.subject
        return reverse(name, args=[subject.pk])

    def statuses(self, client, ask):
        found = {}
        for visitor in VISITORS:
            client.logout()
            if visitor in self.visitors:
                client.force_login(self.visitors[visitor])
            found[visitor] = ask().status_code
        return found


@pytest.fixture
def place():
    return Place()


@pytest.mark.parametrize("name", PAGES)
def test_who_sees_which_page(client, place, name):
    address = place.address(name)

    found = place.statuses(client, lambda: client.get(address))

    assert found == PAGES[name] | {"nobody": 302}


@pytest.mark.parametrize("name", ACTS)
def test_who_may_do_what(client, place, name):
    """An empty form is refused with 422, but only to those who may fill it in."""
    address = place.address(name)
    allowed = 302 if name in ("user-close", "user-reopen") else 422
    data = {"buoc": "xem"}
    expected = {
        visitor: allowed if status == 200 else status
        for visitor, status in PAGES[name].items()
    }

    found = place.statuses(client, lambda: client.post(address, data))

    # Without a session: the page that keeps what was typed and asks to sign in.
    assert found == expected | {"nobody": 401}


@pytest.mark.parametrize("name", ABOUT_ACCOUNT)
def test_an_account_that_also_works_elsewhere_is_for_whoever_administers_both(
    client, place, name
):
    MembershipFactory(user=place.subject, unit=place.other)
    address = place.address(name)

    found = place.statuses(client, lambda: client.get(address))

    assert found["own"] == 403
    assert found["beside"] == 403  # sees the person now, and may do no more either
    assert found["above"] == 200


def test_a_role_to_come_elsewhere_counts_already(client, place):
    """A password that is set today would still be known when the role begins."""
    MembershipFactory(user=place.subject, unit=place.other, valid_from="2999-01-01")

    found = place.statuses(client, lambda: client.get(place.address("user-password")))

    assert (found["own"], found["above"]) == (403, 200)


def test_one_sees_of_a_colleague_only_what_is_ones_own(client, place):
    MembershipFactory(user=place.subject, unit=place.other, title="Chức vụ ở nơi khác")
    place.subject.email = "rieng@mau.gov.vn"
    place.subject.save(update_fields=["email"])
    client.force_login(place.visitors["beside"])

    page = client.get(place.address("user")).content.decode()

    assert "Chức vụ ở nơi khác" in page
    assert "Còn 1 vai trò ở đơn vị khác" in page
    for secret in ("rieng@mau.gov.vn", "UBND phường Đông", "Cán bộ soạn thảo</th>"):
        assert secret not in page


def test_a_neighbour_finds_nothing_of_the_ward(client, place):
    client.force_login(place.visitors["beside"])
    answers = [
        client.get(reverse("unit-list")),
        client.get(reverse("unit-list"), {"q": "dong"}),
        client.get(reverse("unit-list"), {"q": "dong", "ngay": "30/06/2025"}),
        client.get(reverse("unit-list"), {"loai": "ubnd", "het": "1"}),
        client.get(reverse("unit-pick", args=["unit"]), {"unit_tim": "phuong dong"}),
        client.get(reverse("user-list")),
        client.get(reverse("user-list"), {"q": "nguoi duoc xem"}),
        client.get(reverse("user-list"), {"vt": "officer"}),
        client.get(
            reverse("signature-words"), {"unit": place.ward.pk, "capacity": "head"}
        ),
    ]

    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 200
        for secret in ("UBND phường Đông", "Tổ dân phố 1", "Người Được Xem"):
            assert secret not in page
    assert "<b>0 người</b>" in answers[6].content.decode()
    assert "<b>1 đơn vị</b>" in answers[3].content.decode()


def test_a_unit_of_somebody_else_cannot_be_chosen(client, place):
    client.force_login(place.visitors["own"])
    form = {
        "unit": place.other.pk, "role": "officer", "valid_from": "1/1/2026", "buoc": "lam",
    }  # fmt: skip

    answer = client.post(place.address("role-grant"), form)

    assert answer.status_code == 422
    assert "UBND phường Tây" not in answer.content.decode()
    assert not place.subject.memberships.filter(unit=place.other).exists()


def test_what_has_left_the_branch_is_neither_shown_nor_counted(client, place):
    """After the reform the two neighbourhoods are the new ward's, not the district's."""
    administrator = place.person(place.district)
    place.reform()
    client.force_login(administrator)

    assert client.get(reverse("unit-list")).status_code == 403  # the district has ended


def test_the_bar_leads_administrators_there_and_nobody_else(client, place):
    bar = f'<a href="{reverse("unit-list")}"'
    for visitor, shown in (("own", True), ("above", True), ("officer", False)):
        client.force_login(place.visitors[visitor])
        page = client.get(reverse("home")).content.decode()
        assert page.count(bar) == (2 if shown else 0), visitor
    client.force_login(place.visitors["own"])
    for name in ("unit-list", "user-list", "unit"):
        page = client.get(place.address(name)).content.decode()
        assert f'{bar} aria-current="page">Quản trị' in page
