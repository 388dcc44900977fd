"""Xem trước rồi xác nhận: nothing is done that the page did not show."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from tests.factories import ClusterFactory, MembershipFactory, Role, UnitFactory
from tests.test_reform_handover import BASIS, TODAY, Place
from units import actions, as_shown
from units.as_shown import OtherThanShown
from units.models import AuditEntry, ClusterMember, Membership, Reform, Unit
from units.rehearsal import rehearse
from units.wording import vn_date

pytestmark = pytest.mark.django_db
ACT = "unit-merge"


@pytest.fixture
def here(client):
    place = Place()
    client.force_login(place.administrator)
    return place


def merging(here, **more):
    return {
        "units": [here.old.unit.pk, here.new.unit.pk], "into": here.new.unit.pk,
        "effective_on": vn_date(TODAY), "basis": BASIS, **more,
    }  # fmt: skip


def preview(client, act, unit, **data):
    """The form of the page, as a browser would send it on."""
    answer = client.post(reverse(act, args=[unit.pk]), data | {"buoc": "xem"})
    assert answer.status_code == 200
    return sent(answer)


def sent(answer):
    form = html.fromstring(answer.content).xpath("//main//form")[0]
    data: dict = {}
    for name, value in form.form_values():
        if name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(value)
    return data


def confirm(client, act, unit, data):
    return client.post(reverse(act, args=[unit.pk]), data | {"buoc": "lam"})


def alert(answer) -> str:
    found = html.fromstring(answer.content).xpath("//main//*[@role='alert']")
    return " ".join(" ".join(one.text_content() for one in found).split())


def test_a_role_that_came_since_is_told_and_shown_before_anything_is_done(client, here):
    data = preview(client, ACT, here.top, **merging(here))
    late = MembershipFactory(
        user__full_name="Vũ Đến Sau", unit=here.old.unit, role=Role.OFFICER
    )
    before = AuditEntry.objects.count()

    told = confirm(client, ACT, here.top, data)

    assert told.status_code == 422
    assert alert(told) == (
        "Từ lúc xem trước đã có vai trò mới: Vũ Đến Sau, Cán bộ soạn thảo, UBND phường Đông. "
        "Xem lại rồi xác nhận."
    )
    assert AuditEntry.objects.count() == before
    again = sent(told)
    assert again[f"vt_{late.pk}"] == ["heir"]
    assert {name: again[name] for name in data if name != "da_xem"} == {
        name: values for name, values in data.items() if name != "da_xem"
    }

    assert confirm(client, ACT, here.top, again).status_code == 302
    assert late.user.memberships.get(unit=here.new.unit).role == Role.OFFICER


def test_what_was_chosen_for_the_others_is_kept(client, here):
    officer = here.old.officer.memberships.get()
    data = preview(client, ACT, here.top, **merging(here))
    MembershipFactory(unit=here.old.unit, role=Role.OFFICER)

    told = confirm(client, ACT, here.top, data | {f"vt_{officer.pk}": ""})

    assert sent(told)[f"vt_{officer.pk}"] == [""]


def test_a_role_that_is_over_since_is_told(client, here):
    role = here.old.officer.memberships.get()
    data = preview(client, ACT, here.top, **merging(here))
    actions.end_membership(
        role.pk, by=here.administrator, valid_to=TODAY - timedelta(1)
    )

    told = confirm(client, ACT, here.top, data)

    assert alert(told) == (
        "Từ lúc xem trước không còn 1 vai trò đã xem. Xem lại rồi xác nhận."
    )
    assert Unit.objects.get(pk=here.old.unit.pk).valid_to is None


def test_a_part_that_came_since_is_told(client, here):
    data = preview(client, ACT, here.top, **merging(here))
    UnitFactory(
        parent=here.old.unit, short_name="Văn phòng Đông", valid_from="2020-01-01"
    )

    told = confirm(client, ACT, here.top, data)

    assert "“Kết thúc” có thêm hoặc đổi: Văn phòng Đông, ngày cuối" in alert(told)


def test_a_cluster_that_was_joined_and_left_since_is_told(client, here):
    cluster = ClusterFactory(parent=here.top, short_name="Cụm 1")
    gone = preview(client, ACT, here.top, **merging(here))
    place = ClusterMember.objects.create(
        cluster=cluster, unit=here.old.unit, valid_from="2020-01-01"
    )
    came = confirm(client, ACT, here.top, gone)
    assert "“Cụm, khối thi đua” có thêm hoặc đổi: UBND phường Đông thôi là" in alert(
        came
    )
    place.delete()

    went = confirm(client, ACT, here.top, sent(came))
    assert "“Cụm, khối thi đua” bớt" in alert(went)

    assert confirm(client, ACT, here.top, sent(went)).status_code == 302


@pytest.mark.parametrize("act", ["unit-divide", "unit-dissolve", "unit-move"])
def test_so_it_is_with_every_act_that_is_previewed(client, here, act):
    old = here.old.unit
    when = {"effective_on": vn_date(TODAY), "basis": BASIS}
    given = {
        "unit-dissolve": {"successor": here.new.unit.pk},
        "unit-move": {"parent": here.new.unit.pk},
        "unit-divide": {
            "way": "chia", "count": 2, "heir": 0,
            **{f"p{n}_code": f"P.{n}" for n in (1, 2)},
            **{f"p{n}_{name}": f"UBND {n}" for n in (1, 2) for name in ("name", "short_name")},
        },
    }[act]  # fmt: skip
    data = preview(client, act, old, **when, **given)
    if act == "unit-move":
        UnitFactory(parent=old, valid_from="2020-01-01")
    else:
        MembershipFactory(unit=old, role=Role.OFFICER)
    before = AuditEntry.objects.count()

    told = confirm(client, act, old, data)

    assert alert(told).startswith("Từ lúc xem trước ")
    assert AuditEntry.objects.count() == before
    assert confirm(client, act, old, sent(told)).status_code == 302


def test_the_act_itself_asks_while_it_holds_the_tree(here):
    """Whoever calls it, and whatever came in after the view had looked."""

    def act():
        return here.merge()

    seen = as_shown.mark(rehearse(act, by=here.administrator))
    late = MembershipFactory(unit=here.old.unit, role=Role.CLERK)

    with pytest.raises(OtherThanShown) as told:
        as_shown.carry_out(act, by=here.administrator, seen=seen)

    assert late.pk in [role.pk for role in told.value.found.people]
    late = Membership.objects.get(pk=late.pk)
    assert late.valid_to is None
    as_shown.carry_out(act, by=here.administrator, seen=as_shown.mark(told.value.found))
    assert Unit.objects.get(pk=here.old.unit.pk).valid_to == TODAY - timedelta(1)


@pytest.mark.parametrize("seen", ["", "x", "1-", ".-.", "99-abc.v-1.n-2"])
def test_a_mark_that_is_none_is_no_preview(here, seen):
    with pytest.raises(OtherThanShown):
        as_shown.carry_out(here.merge, by=here.administrator, seen=seen)


# ---- what cannot be taken back ---------------------------------------------------------------

FINAL = "Ngày có hiệu lực không sau hôm nay: ghi xong không rút lại được."


@pytest.mark.parametrize(("days", "is_final"), [(-1, True), (0, True), (1, False)])
def test_the_preview_says_what_cannot_be_taken_back(client, here, days, is_final):
    day = vn_date(TODAY + timedelta(days))

    page = client.post(
        reverse(ACT, args=[here.top.pk]),
        merging(here, effective_on=day) | {"buoc": "xem"},
    )

    assert (FINAL in page.content.decode()) == is_final


def test_an_heir_is_named_anew_whenever(client, here):
    actions.dissolve_unit(
        here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
    )

    page = client.post(
        reverse("unit-heir", args=[here.old.unit.pk]),
        {"heir": here.new.unit.pk, "basis": BASIS, "buoc": "xem"},
    )

    assert page.status_code == 200
    assert FINAL not in page.content.decode()


def test_the_page_of_what_has_come_says_that_it_stays(client, here):
    here.merge(day=TODAY)
    reform = Reform.objects.get()

    page = client.get(reverse("reform", args=[reform.pk])).content.decode()

    assert "Ngày có hiệu lực đã đến nên không rút lại được." in page


# ---- who ends and who goes on -----------------------------------------------------------------


def test_who_goes_on_is_not_counted_among_those_who_end(client, here):
    officer = here.old.officer.memberships.get()
    clerk = here.old.clerk.memberships.get()
    actions.merge_units(
        [here.old.unit.pk, here.new.unit.pk], by=here.administrator,
        effective_on=TODAY + timedelta(1), basis=BASIS, into_id=here.new.unit.pk,
        people={officer.pk: "heir"},
    )  # fmt: skip
    reform = Reform.objects.get()

    page = html.fromstring(client.get(reverse("reform", args=[reform.pk])).content)
    groups = {
        part.xpath("string(.//h2)"): [
            line.text_content() for line in part.xpath(".//li//b")
        ]
        for part in page.xpath("//section[contains(@class, 'td-group')]")
    }

    assert groups["Vai trò thôi cùng đơn vị"] == [str(clerk)]
    assert groups["Vai trò tiếp tục"] == [
        f"{officer.user} – Cán bộ soạn thảo – UBND phường Tây"
    ]
