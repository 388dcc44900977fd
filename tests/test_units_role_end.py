"""Thôi vai trò: what is over stays over, what is to come may still be other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from units import actions
from units.errors import Refused
from units.models import Membership, Unit

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def here(client):
    """A ward under a top, with an administrator of the top signed in."""
    top = UnitFactory(short_name="UBND tỉnh Mẫu")
    ward = UnitFactory(parent=top, short_name="UBND phường Đông")
    by = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    client.force_login(by)
    return ward, by


def at(role):
    return reverse("role-end", args=[role.pk])


def form_of(answer):
    return html.fromstring(answer.content).xpath("//main//form")[0]


def opened(client, role):
    fields = form_of(client.get(at(role))).fields
    return {name: value for name, value in fields.items() if value is not None}


def said(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def typed(day):
    return {"valid_to": f"{day:%d/%m/%Y}"}


def last_day(role):
    return Membership.objects.get(pk=role.pk).valid_to


# ---- two tabs -----------------------------------------------------------------------------


def test_a_stale_tab_does_not_give_back_what_is_over(client, here):
    role, today = MembershipFactory(unit=here[0]), localdate()
    first, second = opened(client, role), opened(client, role)
    MembershipFactory(unit=here[0], user=role.user, role=Role.CLERK)
    assert client.post(at(role), first | typed(today - DAY)).status_code == 302

    answer = client.post(at(role), second | typed(today + 5 * DAY))

    assert answer.status_code == 422
    assert f"Vai trò này đã thôi từ ngày {today:%d/%m/%Y}, ngày cuối là" in said(answer)
    way = reverse("role-grant", args=[role.user_id])
    assert f'<a href="{way}">Giao vai trò</a>' in answer.content.decode()
    assert last_day(role) == today - DAY


def test_the_second_tab_is_told_and_may_save_again(client, here):
    role, today = MembershipFactory(unit=here[0]), localdate()
    first, second = opened(client, role), opened(client, role)
    client.post(at(role), first | typed(today + DAY))

    told = client.post(at(role), second | typed(today + 9 * DAY))

    assert told.status_code == 422
    assert "Anh/chị vừa sửa thông tin này ở thẻ khác lúc" in said(told)
    assert last_day(role) == today + DAY
    again = dict(form_of(told).fields)
    assert again["valid_to"] == f"{today + 9 * DAY:%d/%m/%Y}"
    again.pop("endless")
    assert client.post(at(role), again).status_code == 302
    assert last_day(role) == today + 9 * DAY


# ---- over, and to come ----------------------------------------------------------------------


def test_the_page_of_a_role_that_is_over_leads_to_a_new_one(client, here):
    today = localdate()
    role = MembershipFactory(unit=here[0], valid_to=today - 2 * DAY)

    answer = client.get(at(role))

    assert f"Vai trò này đã thôi từ ngày {today - DAY:%d/%m/%Y}" in said(answer)
    page = html.fromstring(answer.content)
    assert page.xpath("//main//form") == []
    way = reverse("role-grant", args=[role.user_id])
    assert page.xpath(f"//main//a[@href='{way}']")


def test_a_last_day_to_come_is_shown_and_changed(client, here):
    today = localdate()
    role = MembershipFactory(unit=here[0], valid_to=today + 30 * DAY)

    form = opened(client, role)
    assert form["valid_to"] == f"{today + 30 * DAY:%d/%m/%Y}"
    assert client.post(at(role), form | typed(today + 60 * DAY)).status_code == 302

    assert last_day(role) == today + 60 * DAY


def test_a_last_day_to_come_is_taken_away(client, here):
    role = MembershipFactory(unit=here[0], valid_to=localdate())

    answer = client.post(at(role), opened(client, role) | {"endless": "on"})

    assert last_day(role) is None
    assert "không còn ngày cuối" in said(client.get(answer.url))
    assert "endless" not in form_of(client.get(at(role))).fields


def test_nobody_outlasts_the_unit(client, here):
    ward, by = here
    last = localdate() + 10 * DAY
    ward.valid_to = last
    ward.save(update_fields=["valid_to"])
    role = MembershipFactory(unit=ward, valid_to=last)
    assert "endless" not in form_of(client.get(at(role))).fields

    for day in (last + DAY, None):
        with pytest.raises(Refused) as refusal:
            actions.end_membership(role.pk, by=by, valid_to=day)
        assert str(refusal.value) == (
            f"UBND phường Đông kết thúc ngày {last:%d/%m/%Y} nên vai trò ở đó thôi chậm nhất "
            "ngày ấy."
        )
    actions.end_membership(role.pk, by=by, valid_to=last - DAY)
    actions.end_membership(role.pk, by=by, valid_to=last)


def test_a_head_does_not_stay_into_the_term_of_the_next(here):
    ward, by = here
    today = localdate()
    head = {"unit": ward, "role": Role.LEADER, "capacity": "head"}
    role = MembershipFactory(**head, valid_to=today + DAY)
    following = MembershipFactory(**head, valid_from=today + 2 * DAY)

    with pytest.raises(Refused, match=f"^{following.user} là người đứng đầu"):
        actions.end_membership(role.pk, by=by, valid_to=None)


# ---- one's own right to administer ---------------------------------------------------------


def own(here):
    """The administrator signed in, of two: the role may be taken away."""
    MembershipFactory(
        unit=here[0].parent, role=Role.ADMINISTRATOR, user__full_name="Người Thứ Hai"
    )
    return here[1].memberships.get()


def test_ones_own_right_is_asked_for_once_more(client, here):
    role, today = own(here), localdate()

    asked = client.post(at(role), opened(client, role) | typed(today + DAY))

    assert (asked.status_code, last_day(role)) == (200, None)
    assert "Thôi vai trò Quản trị đơn vị của chính anh/chị ở UBND tỉnh Mẫu?" in said(
        asked
    )
    assert f"Từ ngày {today + 2 * DAY:%d/%m/%Y} anh/chị không còn mở" in said(asked)
    assert client.post(at(role), dict(form_of(asked).fields)).status_code == 302
    assert last_day(role) == today + DAY


def test_the_only_administrator_is_refused_not_asked(client, here):
    role = here[1].memberships.get()

    answer = client.post(at(role), opened(client, role) | typed(localdate()))

    assert answer.status_code == 422
    assert "là quản trị duy nhất của UBND tỉnh Mẫu." in said(answer)


def test_who_still_administers_from_above_is_not_asked(client, here):
    role = MembershipFactory(unit=here[0], role=Role.ADMINISTRATOR, user=here[1])

    assert client.post(at(role), typed(localdate())).status_code == 302


def test_a_later_day_of_ones_own_is_not_asked(client, here):
    role = own(here)
    Membership.objects.filter(pk=role.pk).update(valid_to=localdate())

    answer = client.post(at(role), typed(localdate() + DAY))

    assert (answer.status_code, last_day(role)) == (302, localdate() + DAY)


# ---- the end of the unit ------------------------------------------------------------------------


def ends(ward, last, heir=None):
    Unit.objects.filter(pk=ward.pk).update(valid_to=last, heir=heir)


def granting(here, first, last=None):
    return actions.grant_membership(
        by=here[1], user_id=UserFactory(home=here[0].parent).pk, unit_id=here[0].pk,
        role=Role.OFFICER, valid_from=first, valid_to=last,
    )  # fmt: skip


def too_long(last):
    return (
        f"UBND phường Đông kết thúc ngày {last:%d/%m/%Y} nên vai trò ở đó thôi chậm nhất ngày "
        "ấy."
    )


@pytest.mark.parametrize("days", [-10, 0, 10])
@pytest.mark.parametrize("has_heir", [True, False])
def test_what_begins_in_a_unit_ends_with_it(here, days, has_heir):
    last = localdate() + days * DAY
    ends(here[0], last, UnitFactory(parent=here[0].parent) if has_heir else None)
    first = last - 50 * DAY

    assert granting(here, first).valid_to == last
    assert granting(here, first, last - DAY).valid_to == last - DAY
    with pytest.raises(Refused) as refusal:
        granting(here, first, last + DAY)

    assert refusal.value.parts == (("valid_to", too_long(last)),)


def test_the_page_says_that_it_ends_with_the_unit(client, here):
    ward, last = here[0], localdate() + 10 * DAY
    ends(ward, last)
    url = reverse("role-grant", args=[UserFactory(home=ward).pk])
    given = {
        "unit": ward.pk,
        "role": "officer",
        "valid_from": f"{localdate():%d/%m/%Y}",
    }

    wrong = client.post(url, given | typed(last + DAY))
    done = client.post(url, given, follow=True)

    assert wrong.context["form"].errors["valid_to"] == [too_long(last)]
    assert (
        f"UBND phường Đông kết thúc ngày {last:%d/%m/%Y} nên vai trò thôi sau ngày ấy."
    ) in said(done)


def test_an_end_after_that_of_the_unit_is_no_end(here):
    """Of a role without a last day too: what looks shorter would outlast the unit."""
    ward, by = here
    last = localdate() + 10 * DAY
    role = MembershipFactory(unit=ward)
    ends(ward, last)

    for day in (last + DAY, None):
        with pytest.raises(Refused) as refusal:
            actions.end_membership(role.pk, by=by, valid_to=day)
        assert str(refusal.value) == too_long(last)

    actions.end_membership(role.pk, by=by, valid_to=last)
    assert last_day(role) == last


def test_a_role_that_outlasted_its_unit_can_still_be_ended(here):
    ward, by = here
    role = MembershipFactory(unit=ward)
    ends(ward, localdate() - 10 * DAY, UnitFactory(parent=ward.parent))

    actions.end_membership(role.pk, by=by, valid_to=localdate())

    assert last_day(role) == localdate()


def test_who_looks_after_papers_goes_on_until_there_is_an_heir(client, here):
    ward, by = here
    today = localdate()
    gone = today - 10 * DAY
    ends(ward, gone)
    role = granting(here, today - DAY, today + 5 * DAY)
    actions.end_membership(role.pk, by=by, valid_to=today + 9 * DAY)
    assert "endless" in form_of(client.get(at(role))).fields
    ends(ward, gone, UnitFactory(parent=ward.parent, short_name="UBND phường Tây"))
    assert "endless" not in form_of(client.get(at(role))).fields

    for day in (today + 12 * DAY, None):
        with pytest.raises(Refused) as refusal:
            actions.end_membership(role.pk, by=by, valid_to=day)
        sentence = (
            f"UBND phường Đông đã kết thúc ngày {gone:%d/%m/%Y}, UBND phường Tây tiếp nhận, nên "
            "vai trò ở đó không kéo dài thêm. Giao vai trò ở đơn vị tiếp nhận."
        )
        assert refusal.value.parts == (("valid_to", sentence),)
    actions.end_membership(role.pk, by=by, valid_to=today)
    assert last_day(role) == today
