"""Ai phải có bước thứ hai: by the authority's dated rule, in the acts and not only on pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.permissions import can_review, can_sign
from reports import actions as report_actions
from reports import permissions as report_permissions
from tests.factories import (
    MembershipFactory,
    RegisterEntryFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from tests.paper_files import words
from units import actions, audit
from units.errors import Refused
from units.models import FactorRule, Passkey, User

pytestmark = pytest.mark.django_db
TODAY = localdate()
LONG_AGO = TODAY - timedelta(days=400)


def rule(unit, **facts):
    values = {"grace_days": 0, "reason": "Quy chế", "valid_from": LONG_AGO}
    return FactorRule.objects.create(unit=unit, **(values | facts))


def one_step(unit, role=Role.LEADER, **facts):
    return MembershipFactory(unit=unit, role=role, second_factor=False, **facts).user


def anew(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK, Role.SECRETARY, Role.MEMBER])
def test_without_a_rule_two_steps_are_required_at_once(role):
    unit = UnitFactory()
    user = one_step(unit, role)

    (duty,) = user.factor_duties

    assert (duty.unit_id, duty.role, duty.is_overdue) == (unit.pk, role, True)
    assert (unit.pk, role) in user.roles
    assert not user.may_act_as(role, unit.pk)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REPORTER, Role.ADMINISTRATOR])
def test_other_roles_are_not_asked(role):
    unit = UnitFactory()
    user = one_step(unit, role)

    assert user.factor_duties == []
    assert user.may_act_as(role, unit.pk)


def test_the_nearest_rule_above_holds():
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    low = UnitFactory(parent=middle)
    user = one_step(low)
    found = []
    rule(top, is_required=False)
    found.append(anew(user).factor_duties == [])
    near = rule(middle, is_required=True)
    found.append(anew(user).factor_duties == [])
    rule(low, is_required=False)
    found.append(anew(user).factor_duties == [])
    near.delete()

    assert found == [True, False, True]


def test_the_rule_of_a_neighbour_says_nothing():
    unit = UnitFactory()
    rule(UnitFactory(), is_required=False)

    assert one_step(unit).factor_duties != []


def test_a_rule_that_has_ended_or_is_to_come_says_nothing():
    unit = UnitFactory()
    user = one_step(unit)
    rule(unit, is_required=False, valid_to=TODAY - timedelta(days=1))
    rule(unit, is_required=False, valid_from=TODAY + timedelta(days=1))

    assert anew(user).factor_duties[0].is_overdue


@pytest.mark.parametrize(
    ("since", "ruled", "grace", "overdue"),
    [
        (LONG_AGO, 13, 14, False),  # one day of grace is left
        (LONG_AGO, 14, 14, True),
        (5, 300, 14, False),  # who came later has as many days as the others had
        (14, 300, 14, True),
        (0, 300, 0, True),
    ],
)
def test_grace_runs_from_the_later_of_two_days(since, ruled, grace, overdue):
    unit = UnitFactory()
    day = since if since is LONG_AGO else TODAY - timedelta(days=since)
    rule(unit, grace_days=grace, valid_from=TODAY - timedelta(days=ruled))
    user = one_step(unit, valid_from=day)

    (duty,) = user.factor_duties

    assert duty.is_overdue is overdue
    assert user.may_act_as(Role.LEADER, unit.pk) is not overdue


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query_and_one_more_for_who_lacks_it(
    django_assert_num_queries, count
):
    with_two, without = UserFactory(), UserFactory()
    for _ in range(count):
        MembershipFactory(user=with_two, role=Role.CLERK, unit=UnitFactory())
        MembershipFactory(
            user=without, role=Role.CLERK, unit=UnitFactory(), second_factor=False
        )

    with django_assert_num_queries(1):
        assert anew_roles(with_two) == (count, 0)
    with django_assert_num_queries(2):
        assert anew_roles(without) == (count, count)


def anew_roles(user):
    return len(user.roles), len(user.factor_duties)


# ---- what may not be done without ----------------------------------------------------------


class Place:
    """A ward whose leader and clerk lost their second factor."""

    def __init__(self):
        self.ward = ward()
        self.plan = self.ward.checked()
        self.signed = self.ward.document(signed=True)
        self.stopped = self.ward.document(stopped=True)
        _ = self.ward.clerk
        Passkey.objects.all().delete()
        self.leader, self.clerk = anew(self.ward.leader), anew(self.ward.clerk)


@pytest.fixture
def place():
    return Place()


def test_no_act_of_signing_or_issuing_is_done(place):
    leader, clerk = place.leader, place.clerk
    entry = RegisterEntryFactory(book__series=place.ward.series)
    refused = [
        lambda: campaign_actions.approve_plan(place.plan.pk, by=leader),
        lambda: campaign_actions.return_plan(place.plan.pk, by=leader, reason="x"),
        lambda: report_actions.approve_and_sign(place.plan.pk, by=leader),
        lambda: report_actions.retry_document(place.stopped.pk, by=leader),
        lambda: report_actions.return_stopped(place.stopped.pk, by=leader, reason="x"),
        lambda: report_actions.issue_document(
            place.signed.pk, by=clerk, day=TODAY, copies=1, archive_unit="Văn thư"
        ),
        lambda: report_actions.register_paper(
            place.ward.series.pk, by=clerk, day=TODAY, symbol="KH", kind_and_title="x",
            signer="x", recipients="", archive_unit="",
        ),
        lambda: report_actions.void_number(entry.pk, by=clerk, reason="x"),
        lambda: report_actions.record_dispatch(
            entry.pk, by=clerk, dispatched_on=TODAY, received_by="x"
        ),
    ]  # fmt: skip
    for act in refused:
        with pytest.raises(PermissionDenied):
            act()
    place.plan.refresh_from_db()
    assert place.plan.status == "submitted"


def test_with_a_second_factor_the_same_people_may(place):
    for user in (place.leader, place.clerk):
        Passkey.objects.create(
            user=user, name="Khóa", credential_id=str(user.pk).encode(), credential=b""
        )
    leader, clerk = anew(place.leader), anew(place.clerk)

    assert can_review(leader, place.plan)
    assert can_sign(leader, place.plan)
    assert report_permissions.can_issue(clerk, place.signed)
    assert report_permissions.can_retry(leader, place.stopped)
    assert campaign_actions.approve_plan(place.plan.pk, by=leader).status == "approved"


def test_the_plan_is_read_all_the_same_and_the_page_says_why(client, place):
    client.force_login(place.leader)

    page = client.get(reverse("campaigns:plan-review", args=[place.plan.pk]))

    text = words(page)
    assert page.status_code == 200
    assert "phải có xác thực hai bước" in text
    assert "Trả lại để sửa" not in text
    returned = client.post(reverse("campaigns:plan-return", args=[place.plan.pk]))
    assert returned.status_code == 403
    assert "Bật xác thực hai bước" in words(returned)


def test_in_the_days_of_grace_all_is_done_and_the_day_is_told(client, place):
    rule(place.ward.unit, grace_days=10, valid_from=TODAY)
    client.force_login(place.leader)

    page = words(client.get(reverse("campaigns:plan-review", args=[place.plan.pk])))

    due = TODAY + timedelta(days=10)
    assert f"hai bước trước ngày {due:%d/%m/%Y}" in page
    assert "Trả lại để sửa" in page


# ---- the rule itself ------------------------------------------------------------------------


def set_rule(unit, by, **changes):
    values = {
        "is_required": True, "grace_days": 7, "reason": "Quy chế", "valid_from": TODAY,
    }  # fmt: skip
    return actions.set_factor_rule(unit.pk, by=by, **(values | changes))


def test_a_rule_is_set_from_above_and_the_one_before_ends():
    top = UnitFactory()
    unit = UnitFactory(parent=top)
    above = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    own = MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user

    first = set_rule(unit, above, valid_from=LONG_AGO)
    second = set_rule(unit, above, is_required=False, reason="Mạng chưa có")
    with pytest.raises(PermissionDenied):
        set_rule(unit, own)
    with pytest.raises(PermissionDenied):
        set_rule(unit, other_ward().administrator)

    first.refresh_from_db()
    assert first.valid_to == TODAY - timedelta(days=1)
    assert second.valid_to is None
    (line,) = audit.history(second)
    assert (line.action, line.actor) == ("factorrule.added", above)


def test_the_top_rules_itself_and_the_same_day_is_corrected():
    place = ward()

    first = set_rule(place.unit, place.administrator)
    again = set_rule(place.unit, place.administrator, grace_days=30)

    assert again.pk == first.pk
    assert FactorRule.objects.get().grace_days == 30


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Ghi căn cứ hoặc lý do"),
        ({"valid_from": TODAY - timedelta(days=1)}, "quy định mới phải từ ngày"),
        ({"grace_days": 91, "valid_from": TODAY + timedelta(1)}, "tối đa 90 ngày"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(changes, sentence):
    place = ward()
    set_rule(place.unit, place.administrator)

    with pytest.raises(Refused, match=sentence), transaction.atomic():
        set_rule(place.unit, place.administrator, **changes)


def test_the_database_keeps_one_rule_at_a_time():
    unit = UnitFactory()
    rule(unit)

    with pytest.raises(IntegrityError, match="one_factor_rule_at_a_time"):
        rule(unit, valid_from=TODAY)


def test_the_page_shows_the_rule_who_lacks_it_and_takes_a_new_one(client):
    place = ward()
    lacking = one_step(place.unit, Role.CLERK)
    one_step(other_ward().unit, Role.CLERK)
    _ = place.leader  # has two steps
    client.force_login(place.administrator)
    address = reverse("unit-factor-rule", args=[place.unit.pk])

    before = words(client.get(address))
    assert "Chưa có quy định nào nên bắt buộc ngay." in before
    assert before.count("Văn thư") >= 1
    assert str(lacking) in before
    assert "1 vai trò" in before
    form = {
        "required": "co", "grace_days": "200", "reason": "Quy chế số 1", "valid_from": "1/1/2030",
    }  # fmt: skip
    wrong = client.post(address, form)
    assert wrong.status_code == 422
    assert 'value="Quy chế số 1"' in wrong.content.decode()
    client.post(address, form | {"grace_days": "20"})
    made = FactorRule.objects.get()
    assert (made.grace_days, made.reason, f"{made.valid_from}") == (
        20, "Quy chế số 1", "2030-01-01",
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_rule_page(client, django_assert_num_queries, count):
    place = ward()
    for _ in range(count):
        one_step(place.unit, Role.CLERK)
    client.force_login(place.administrator)

    # user, roles, unit; count, page of who lacks it; rules in force, rules; paths; crumbs;
    # shell: memberships
    with django_assert_num_queries(10):
        client.get(reverse("unit-factor-rule", args=[place.unit.pk]))
