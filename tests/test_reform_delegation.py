"""Ủy quyền ký: its writing, its term, its scope, and that it is not handed on."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns import inbox
from tests.factories import (
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
    Ward,
)
from tests.factories import ward as a_ward
from units import actions
from units.errors import Refused
from units.models import Delegation, Membership, User
from units.queries import standing
from units.wording import vn_date

pytestmark = pytest.mark.django_db
TODAY = localdate()
UNTIL = TODAY + timedelta(60)
WRITING = {
    "title": "Trưởng phòng Nội vụ", "number": "12/UQ-UBND", "signed_on": TODAY,
    "valid_from": TODAY, "valid_to": UNTIL,
}  # fmt: skip


@pytest.fixture
def here():
    place = a_ward()
    _ = place.leader
    return place


def delegate(here, user=None, by=None, **changes):
    return actions.delegate_signing(
        by=by or here.administrator, user_id=(user or UserFactory()).pk,
        unit_id=here.unit.pk, **(WRITING | changes),
    )  # fmt: skip


def signers(here, kind=""):
    return [m.user for m in Membership.objects.signers_of(here.unit, kind)]


def test_who_signs_by_delegation_signs_tuq_of_the_head(here):
    person = UserFactory()

    delegation = delegate(here, person)

    membership = delegation.membership
    assert delegation.giver == here.signer
    assert signers(here) == [here.leader, person]
    assert standing.signs(membership) == "TUQ. Chủ tịch, Trưởng phòng Nội vụ"
    assert standing.writing(membership) == (
        f"theo văn bản số 12/UQ-UBND ngày {vn_date(TODAY)}, mọi loại văn bản"
    )


def test_its_writing_is_not_stretched_by_an_end(here):
    membership = delegate(here).membership

    with pytest.raises(Refused, match="Văn bản ủy quyền có thời hạn đến hết ngày"):
        actions.end_membership(
            membership.pk, by=here.administrator, valid_to=UNTIL + timedelta(1)
        )
    actions.end_membership(
        membership.pk, by=here.administrator, valid_to=UNTIL - timedelta(1)
    )
    membership.refresh_from_db()
    assert membership.valid_to == UNTIL - timedelta(1)


def test_only_the_kinds_of_its_writing_are_signed(here):
    person = UserFactory()
    delegate(here, person, kinds=["letter"])

    assert signers(here, "letter") == [here.leader, person]
    assert signers(here, "plan") == [here.leader]


def test_a_plan_takes_no_signer_outside_the_scope(here):
    delegation = delegate(here, kinds=["letter"])
    plan = here.draft()

    with pytest.raises(Refused, match="tư cách ký"):
        campaign_actions.edit_plan(
            plan.pk, by=here.officer, signer=delegation.membership
        )
    campaign_actions.edit_plan(
        plan.pk, by=here.officer, signer=delegation.membership, kind="letter"
    )


@pytest.mark.parametrize("ends", ["term", "giver"])
def test_outside_the_term_or_without_its_giver_nobody_signs_by_it(here, ends):
    person = UserFactory()
    delegation = delegate(here, person)
    row = delegation.membership if ends == "term" else delegation.giver
    Membership.objects.filter(pk=row.pk).update(
        valid_to=TODAY - timedelta(1), valid_from=TODAY - timedelta(9)
    )

    assert person not in signers(here)


def test_it_is_not_handed_on(here):
    """Only a head gives it: where nobody is head, who signs by delegation cannot give it."""
    unit = UnitFactory()
    MembershipFactory(
        unit=unit, role=Role.LEADER, capacity=Capacity.DELEGATED, title="Trưởng phòng"
    )

    with pytest.raises(Refused, match="người được ủy quyền không ủy quyền lại"):
        delegate(Ward(unit))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_to": None}, "Ủy quyền phải có thời hạn: ghi ngày cuối."),
        ({"number": ""}, "văn bản ủy quyền"),
        ({"signed_on": TODAY + timedelta(1)}, "sau ngày bắt đầu ủy quyền"),
        ({"kinds": ["letter", "x"]}, "Không có loại văn bản x."),
        (
            {"valid_to": TODAY - timedelta(1)},
            "ngày thôi giữ vai trò không được trước ngày nhận",
        ),
    ],
)
def test_a_delegation_that_lacks_something_is_refused(here, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        delegate(here, **changes)
    assert not Delegation.objects.exists()
    assert not Membership.objects.filter(capacity="delegated").exists()


def test_it_is_no_longer_than_its_giver_is_head(here):
    Membership.objects.filter(pk=here.signer.pk).update(valid_to=TODAY + timedelta(9))
    with pytest.raises(Refused, match="ủy quyền không được dài hơn"):
        delegate(here)


def test_the_head_does_not_delegate_to_themselves(here):
    with pytest.raises(Refused, match="không tự ủy quyền cho mình"):
        delegate(here, here.leader)


def test_a_role_is_not_granted_with_that_capacity(here):
    with pytest.raises(Refused) as refusal:
        actions.grant_membership(
            by=here.administrator, user_id=UserFactory().pk, unit_id=here.unit.pk,
            role=Role.LEADER, title="Trưởng phòng", capacity=Capacity.DELEGATED,
            valid_from=TODAY,
        )  # fmt: skip
    assert str(refusal.value) == (
        "Ký thừa ủy quyền phải có văn bản: ghi ở mục Ủy quyền ký."
    )


def test_only_who_administers_the_unit_records_it(here):
    for by in (here.leader, here.officer, Ward(UnitFactory()).administrator):
        with pytest.raises(PermissionDenied):
            delegate(here, by=by)


@pytest.mark.parametrize("change", ["number", "giver"])
def test_the_database_keeps_it_whole(here, change):
    row = delegate(here)
    values = {"number": ""} if change == "number" else {"giver": row.membership}
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.update(**values)


# ---- told in advance ----------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(14, True), (15, False)])
def test_both_are_told_before_it_ends(here, days, told):
    person = UserFactory()
    until = TODAY + timedelta(days)
    delegate(here, person, valid_to=until)

    for user in (person, here.leader):
        found = [
            (item.title, item.deadline)
            for item in inbox.items(User.objects.get(pk=user.pk))
        ]
        title = f"Ủy quyền ký của {person} sắp hết hạn"
        assert found == ([(title, until)] if told else [])
    assert inbox.items(User.objects.get(pk=here.clerk.pk)) == []


# ---- on the page --------------------------------------------------------------------------


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def sent(here, **changes):
    return {
        "unit": here.unit.pk, "title": "Trưởng phòng Nội vụ", "number": "12/UQ-UBND",
        "signed_on": vn_date(TODAY), "valid_from": vn_date(TODAY),
        "valid_to": vn_date(UNTIL), "kinds": ["plan"], "buoc": "lam",
    } | changes  # fmt: skip


def test_it_is_recorded_on_the_persons_page(client, here):
    client.force_login(here.administrator)
    person = UserFactory(home=here.unit)
    address = reverse("role-delegate", args=[person.pk])
    assert "Công văn" in text(client.get(address))

    answer = client.post(address, sent(here))

    assert answer.url == reverse("user", args=[person.pk])
    assert "theo văn bản số 12/UQ-UBND" in text(client.get(answer.url))
    assert Delegation.objects.get().kinds == ["plan"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, here):
    client.force_login(here.administrator)
    person = UserFactory(home=here.unit)

    page = client.post(
        reverse("role-delegate", args=[person.pk]), sent(here, valid_to="")
    )

    assert page.status_code == 422
    assert 'value="12/UQ-UBND"' in page.content.decode()
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("other", 404), ("officer", 404), ("nobody", 302)]
)
def test_nobody_else_opens_the_page(client, here, who, status):
    person = UserFactory(home=here.unit)
    people = {"other": Ward(UnitFactory()).administrator, "officer": here.officer}
    if who in people:
        client.force_login(people[who])
    answer = client.get(reverse("role-delegate", args=[person.pk]))
    assert answer.status_code == status
