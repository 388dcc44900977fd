"""Người của đơn vị kết thúc: each role ends or goes on, as the administrator says."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_reform_handover import BASIS, TODAY, Place
from units import actions
from units.errors import Refused
from units.models import Membership
from units.wording import vn_date

pytestmark = pytest.mark.django_db
LAST = TODAY - timedelta(1)


@pytest.fixture
def here():
    return Place()


def merge(here, people, day=TODAY):
    return actions.merge_units(
        [here.old.unit.pk, here.new.unit.pk], by=here.administrator, effective_on=day,
        basis=BASIS, into_id=here.new.unit.pk, people=people,
    )  # fmt: skip


def held(unit):
    rows = Membership.objects.filter(unit=unit).order_by("pk")
    return [(m.user, m.role, m.title, m.valid_from, m.valid_to) for m in rows]


def role_of(user):
    return user.memberships.get()


def test_a_role_goes_on_with_the_heir_from_the_first_day(here):
    until = TODAY + timedelta(90)
    officer = here.old.person(Role.OFFICER, title="Chuyên viên", valid_to=until)
    before = role_of(officer)

    merge(here, {before.pk: "heir"})

    assert held(here.old.unit)[0][-1] == LAST
    assert held(here.new.unit) == [
        (officer, "officer", "Chuyên viên", TODAY, until),
    ]  # fmt: skip


def test_a_role_ends_where_nothing_else_is_said(here):
    clerk, officer = here.old.clerk, here.old.officer

    merge(here, {role_of(clerk).pk: ""})

    assert held(here.new.unit) == []
    assert [row[-1] for row in held(here.old.unit)] == [LAST, LAST]
    assert {row[0] for row in held(here.old.unit)} == {clerk, officer}


def test_a_role_may_go_on_in_another_unit_of_the_branch(here):
    third = UnitFactory(parent=here.top)
    officer = here.old.officer

    merge(here, {role_of(officer).pk: str(third.pk)})

    assert [row[0] for row in held(third)] == [officer]


def test_a_role_goes_on_no_longer_than_the_unit_it_goes_to(here):
    last = TODAY + timedelta(30)
    third = UnitFactory(parent=here.top, valid_to=last)
    officer = here.old.officer

    merge(here, {role_of(officer).pk: str(third.pk)})

    assert held(third) == [(officer, "officer", "", TODAY, last)]


def test_no_role_goes_on_where_all_is_over_by_then(here):
    day = TODAY + timedelta(31)
    third = UnitFactory(
        parent=here.top, short_name="Phòng Cũ", valid_to=day - timedelta(1)
    )
    officer = here.old.officer

    with pytest.raises(Refused) as refusal:
        merge(here, {role_of(officer).pk: str(third.pk)}, day=day)

    assert str(refusal.value) == (
        f"Phòng Cũ kết thúc ngày {vn_date(third.valid_to)} nên không nhận vai trò của {officer} "
        f"từ ngày {vn_date(day)} được. Chọn đơn vị khác."
    )
    assert held(third) == []


def test_who_has_the_role_there_already_keeps_it(here):
    officer = here.old.officer
    MembershipFactory(user=officer, unit=here.new.unit, role=Role.OFFICER)

    merge(here, {officer.memberships.get(unit=here.old.unit).pk: "heir"})

    assert len(held(here.new.unit)) == 1


def test_a_term_that_would_be_over_by_then_does_not_begin_again(here):
    officer = here.old.person(Role.OFFICER, valid_to=LAST)

    merge(here, {role_of(officer).pk: "heir"})

    assert held(here.new.unit) == []


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        ("x", "Chọn lại đơn vị cho vai trò của"),
        ("999999999", "Chọn lại đơn vị cho vai trò của"),
    ],
)
def test_a_fate_that_is_none_is_refused(here, fate, sentence):
    with pytest.raises(Refused, match=sentence):
        merge(here, {role_of(here.old.officer).pk: fate})


def test_a_unit_has_one_head(here):
    old, new = here.old.leader, here.new.leader

    with pytest.raises(Refused) as refusal:
        merge(here, {role_of(old).pk: "heir"})

    assert str(refusal.value) == (
        f"UBND phường Tây đã có người đứng đầu là {new}; {old} không thể cũng là người đứng "
        "đầu ở đó."
    )
    assert role_of(old).valid_to is None


def test_a_role_that_does_not_end_is_nobodys_to_give(here):
    third = UnitFactory(parent=here.top)
    officer = MembershipFactory(unit=third).user

    with pytest.raises(Refused, match="không kết thúc lần này"):
        merge(here, {role_of(officer).pk: "heir"})


def test_nobody_is_sent_where_one_does_not_administer(here):
    foreign = UnitFactory()

    with pytest.raises(PermissionDenied):
        merge(here, {role_of(here.old.officer).pk: str(foreign.pk)})
    assert held(foreign) == []


# ---- on the page --------------------------------------------------------------------------


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def send(client, here, step, **more):
    data = {
        "units": [here.old.unit.pk, here.new.unit.pk], "into": here.new.unit.pk,
        "effective_on": vn_date(TODAY), "basis": BASIS, "buoc": step,
    }  # fmt: skip
    return client.post(reverse("unit-merge", args=[here.top.pk]), data | more)


def chosen(response):
    """Name of each select → the value that it begins with."""
    page = response.content.decode()
    found = {}
    for name, body in re.findall(
        r'<select[^>]* name="(vt_\d+)"[^>]*>(.*?)</select>', page
    ):
        marked = re.findall(r'value="([^"]*)" selected', body)
        found[name] = marked[0] if marked else ""
    return found


def test_the_page_proposes_that_all_but_leaders_go_on(client, here):
    client.force_login(here.administrator)
    officer, leader = role_of(here.old.officer), role_of(here.old.leader)

    page = send(client, here, "xem")

    assert chosen(page) == {f"vt_{officer.pk}": "heir", f"vt_{leader.pk}": ""}
    assert text(page).count(str(officer.user)) == 1  # in the table, nowhere else
    assert held(here.new.unit) == []


def test_what_is_chosen_is_done_and_kept_on_the_way_back(client, here):
    client.force_login(here.administrator)
    officer, clerk = role_of(here.old.officer), role_of(here.old.clerk)
    said = {f"vt_{officer.pk}": "", f"vt_{clerk.pk}": "heir"}

    again = send(client, here, "xem", **said)
    back = send(client, here, "sua", **said)
    send(client, here, "lam", **said)

    assert chosen(again) == said
    for name, value in said.items():
        hidden = f'<input type="hidden" name="{name}" value="{value}">'
        assert hidden in back.content.decode()
    assert [row[0] for row in held(here.new.unit)] == [clerk.user]


def test_a_refusal_comes_back_with_the_form_and_what_was_chosen(client, here):
    client.force_login(here.administrator)
    leader, _ = role_of(here.old.leader), here.new.leader

    page = send(client, here, "xem", **{f"vt_{leader.pk}": "heir"})

    assert page.status_code == 422
    assert "đã có người đứng đầu" in text(page)
    assert f'name="vt_{leader.pk}" value="heir"' in page.content.decode()


# ---- one account moves --------------------------------------------------------------------


def test_an_account_moves_to_another_unit(client, here):
    person = UserFactory(home=here.old.unit)

    actions.move_home(person.pk, by=here.administrator, unit_id=here.new.unit.pk)

    person.refresh_from_db()
    assert person.home == here.new.unit


@pytest.mark.parametrize("who", ["old", "new", "foreign"])
def test_only_who_administers_both_moves_an_account(here, who):
    person = UserFactory(home=here.old.unit)
    foreign = UnitFactory()
    by = {
        "old": here.old.administrator,
        "new": here.new.administrator,
        "foreign": MembershipFactory(unit=foreign, role=Role.ADMINISTRATOR).user,
    }[who]

    with pytest.raises(PermissionDenied):
        actions.move_home(person.pk, by=by, unit_id=here.new.unit.pk)


def test_nobody_is_at_home_in_a_unit_that_has_ended(here):
    person = UserFactory(home=here.new.unit)
    merge(here, {})

    with pytest.raises(Refused) as refusal:
        actions.move_home(person.pk, by=here.administrator, unit_id=here.old.unit.pk)
    assert str(refusal.value) == (
        f"UBND phường Đông đã kết thúc ngày {LAST:%d/%m/%Y}. Chọn đơn vị đang hoạt động."
    )


def test_an_account_moves_through_its_page(client, here):
    client.force_login(here.administrator)
    person = UserFactory(home=here.old.unit)
    address = reverse("user-move", args=[person.pk])
    assert "Chuyển đơn vị công tác" in text(
        client.get(reverse("user", args=[person.pk]))
    )

    wrong = client.post(address, {"unit": ""})
    answer = client.post(address, {"unit": here.new.unit.pk})

    assert wrong.status_code == 422
    assert answer.url == reverse("user", args=[person.pk])
    person.refresh_from_db()
    assert person.home == here.new.unit


@pytest.mark.parametrize(("who", "status"), [("other", 404), ("nobody", 302)])
def test_nobody_else_opens_the_page_that_moves(client, here, who, status):
    person = UserFactory(home=here.old.unit)
    if who == "other":
        foreign = MembershipFactory(unit=UnitFactory(), role=Role.ADMINISTRATOR)
        client.force_login(foreign.user)
    assert client.get(reverse("user-move", args=[person.pk])).status_code == status


# ---- a unit that is divided -----------------------------------------------------------------


def dividing(here, **more):
    data = {
        "effective_on": vn_date(TODAY), "basis": BASIS, "way": "chia", "count": 2, "heir": 0,
    }  # fmt: skip
    for n in (1, 2):
        data |= {
            f"p{n}_code": f"H77.{n}", f"p{n}_name": f"Ủy ban nhân dân phường {n}",
            f"p{n}_short_name": f"UBND phường {n}", f"p{n}_place": "Mẫu",
            f"p{n}_letterhead": f"ỦY BAN NHÂN DÂN\nPHƯỜNG {n}",
        }  # fmt: skip
    return data | more


def test_each_may_go_to_either_of_the_new_units(client, here):
    client.force_login(here.administrator)
    stays, leaves = here.old.person(Role.OFFICER), here.old.person(Role.OFFICER)
    address = reverse("unit-divide", args=[here.old.unit.pk])
    name = f"vt_{role_of(leaves).pk}"

    page = client.post(address, dividing(here, buoc="xem")).content.decode()
    offered = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)[0]
    assert re.findall(r'value="([^"]*)"( selected)?>([^<]+)<', offered) == [
        ("", "", "Thôi vai trò"),
        ("heir", " selected", "Tiếp tục ở UBND phường 1"),
        ("moi-2", "", "Tiếp tục ở UBND phường 2"),
    ]
    chosen = {f"vt_{role_of(stays).pk}": "heir", name: "moi-2"}
    again = client.post(address, dividing(here, buoc="xem", **chosen)).content.decode()
    assert '<option value="moi-2" selected>' in again

    answer = client.post(address, dividing(here, buoc="lam", **chosen))
    assert answer.status_code == 302

    went = {
        str(one.unit): one.user
        for one in Membership.objects.filter(user__in=[stays, leaves], valid_to=None)
    }
    assert went == {"UBND phường 1": stays, "UBND phường 2": leaves}


@pytest.mark.parametrize("fate", ["moi-3", "moi-0", "moi-x"])
def test_there_is_no_other_new_unit(here, fate):
    officer = here.old.person(Role.OFFICER)
    parts = [
        {
            "code": f"H77.{n}", "name": f"Ủy ban nhân dân phường {n}",
            "short_name": f"UBND phường {n}", "place": "Mẫu",
            "letterhead": f"ỦY BAN NHÂN DÂN\nPHƯỜNG {n}",
        }
        for n in (1, 2)
    ]  # fmt: skip
    with pytest.raises(Refused, match="Chọn lại đơn vị cho vai trò"):
        actions.divide_unit(
            here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS,
            parts=parts, people={role_of(officer).pk: fate},
        )  # fmt: skip


# ---- on the way back and forth ------------------------------------------------------------


def fate_shown(response, person) -> str | None:
    """What the preview has chosen for somebody's role; None where it is not asked."""
    name = f"vt_{role_of(person).pk}"
    page = response.content.decode()
    box = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    return box and re.search(r'value="([^"]*)" selected', box[0])[1]


def test_the_other_way_round_asks_of_the_others(client, here):
    """Sửa lại, then the merger goes the other way: what was said of roles that stay is void."""
    client.force_login(here.administrator)
    officer, theirs = here.old.officer, here.new.officer
    address = reverse("unit-merge", args=[here.top.pk])
    typed = {
        "units": [here.old.unit.pk, here.new.unit.pk], "effective_on": vn_date(TODAY),
        "basis": BASIS, "buoc": "xem", f"vt_{role_of(officer).pk}": "heir",
    }  # fmt: skip

    page = client.post(address, typed | {"into": str(here.new.unit.pk)})
    assert fate_shown(page, officer) == "heir"
    other = client.post(address, typed | {"into": str(here.old.unit.pk)})

    assert other.status_code == 200, text(other)
    assert fate_shown(other, officer) is None
    assert fate_shown(other, theirs) == "heir"


def test_from_dividing_to_splitting_off_no_role_ends(client, here):
    client.force_login(here.administrator)
    leaves = here.old.person(Role.OFFICER)
    fate = {f"vt_{role_of(leaves).pk}": "heir"}
    address = reverse("unit-divide", args=[here.old.unit.pk])

    page = client.post(address, dividing(here, buoc="xem") | fate)
    assert fate_shown(page, leaves) == "heir"
    other = client.post(address, dividing(here, buoc="xem", way="tach") | fate)

    assert other.status_code == 200, text(other)
    assert fate_shown(other, leaves) is None


def test_a_place_that_has_become_the_heir_is_still_that_place(client, here):
    client.force_login(here.administrator)
    leaves = here.old.person(Role.OFFICER)
    fate = {f"vt_{role_of(leaves).pk}": "moi-2"}
    address = reverse("unit-divide", args=[here.old.unit.pk])

    page = client.post(address, dividing(here, buoc="xem") | fate)
    other = client.post(address, dividing(here, buoc="xem", heir=1) | fate)
    none = client.post(
        address, dividing(here, buoc="xem") | {f"vt_{role_of(leaves).pk}": "moi-7"}
    )

    assert (fate_shown(page, leaves), fate_shown(other, leaves)) == ("moi-2", "heir")
    assert fate_shown(none, leaves) == "heir"  # the usual one
