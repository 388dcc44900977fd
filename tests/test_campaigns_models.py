"""Bảng của phong trào: constraints, move table, who sees what."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from campaigns.content import Comparator, Side
from campaigns.models import Campaign, Plan
from campaigns.outline import LineKind
from tests import factories
from tests.factories import (
    CampaignFactory,
    MembershipFactory,
    PlanFactory,
    PlanLineFactory,
    PlanRecipientFactory,
    PlanReturnFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from units import workflow
from units.errors import Refused
from units.models import User

pytestmark = pytest.mark.django_db

Status = Plan.Status
ALLOWED = {
    ("draft", "submitted"),
    ("submitted", "returned"),
    ("submitted", "approved"),
    ("submitted", "draft"),
    ("returned", "submitted"),
    ("approved", "signed"),
    ("approved", "returned"),
    ("signed", "issued"),
    ("signed", "returned"),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_moves(before, after):
    plan = _at(before)
    sender, approver = UserFactory(), UserFactory()
    pairs = {
        "submitted_by": sender if after != "draft" else None,
        "submitted_at": now() if after != "draft" else None,
        "approved_by": approver if after in ("approved", "signed", "issued") else None,
        "approved_at": now() if after in ("approved", "signed", "issued") else None,
    }

    if (before, after) in ALLOWED:
        workflow.move(plan, after, by=None, **pairs)
    else:
        with pytest.raises(Refused, match="Không thể chuyển từ"):
            workflow.move(plan, after, by=None, **pairs)
    plan.refresh_from_db()
    assert plan.status == (after if (before, after) in ALLOWED else before)


def _at(status):
    traits = {"draft": {}, "returned": {"submitted": True, "status": "returned"}}
    return PlanFactory(**traits.get(status, {status: True}))


@pytest.mark.parametrize("status", Status)
def test_what_may_still_be_edited(status):
    assert _at(status).is_open is (status in ("draft", "returned"))


@pytest.mark.parametrize(
    ("traits", "changes", "constraint"),
    [
        ({}, {"status": "burnt"}, "plan_status_is_known"),
        ({}, {"status": "submitted"}, "plan_submission_is_whole"),
        ({"submitted": True}, {"submitted_by": None}, "plan_submission_is_whole"),
        ({"submitted": True}, {"submitted_at": None}, "plan_submission_is_whole"),
        ({"submitted": True}, {"status": "draft"}, "plan_submission_is_whole"),
        ({"submitted": True}, {"status": "approved"}, "plan_approval_is_whole"),
        ({"approved": True}, {"approved_by": None}, "plan_approval_is_whole"),
        ({"issued": True}, {"approved_at": None}, "plan_approval_is_whole"),
        ({"approved": True}, {"status": "returned"}, "plan_approval_is_whole"),
        ({"approved": True}, {"approved_by": F("submitted_by")}, "nobody_approves_their_own_plan"),
    ],
)  # fmt: skip
def test_the_database_refuses_a_plan(traits, changes, constraint):
    plan = PlanFactory(**traits)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(**changes)


@pytest.mark.parametrize(
    ("factory", "changes", "constraint"),
    [
        ("Campaign", {"starts_on": date(2023, 2, 1), "ends_on": date(2023, 1, 31)},
         "campaign_ends_after_it_starts"),
        ("Campaign", {"type": "rare"}, "campaign_type_is_known"),
        ("PlanLine", {"kind": "verse"}, "line_kind_is_known"),
        ("PlanReturn", {"reason": ""}, "a_return_has_its_reason"),
        ("Period", {"ends_on": date(2023, 7, 31)}, "period_ends_after_it_starts"),
        ("Phase", {"starts_on": date(2023, 2, 1), "ends_on": date(2023, 1, 31)},
         "phase_ends_after_it_starts"),
        ("Target", {"value_max": Decimal(4)}, "target_range_in_order"),
        ("Target", {"value": None, "value_max": Decimal(4)}, "target_range_in_order"),
        ("Target", {"comparator": "<"}, "target_comparator_is_known"),
        ("Subject", {"side": "both"}, "subject_side_is_known"),
    ],
)  # fmt: skip
def test_the_database_refuses(factory, changes, constraint):
    record = getattr(factories, f"{factory}Factory")()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(**changes)


@pytest.mark.parametrize("kind", LineKind)
def test_every_kind_of_line_is_stored(kind):
    assert PlanLineFactory(kind=kind.value).kind == kind


@pytest.mark.parametrize("comparator", ["", *Comparator])
def test_every_comparison_is_stored(comparator):
    assert factories.TargetFactory(comparator=str(comparator)).pk


@pytest.mark.parametrize("side", Side)
def test_every_side_is_stored(side):
    assert factories.SubjectFactory(side=side.value).pk


@pytest.mark.parametrize("factory", [PlanLineFactory, PlanRecipientFactory])
def test_one_at_a_position(factory):
    plan = PlanFactory()
    factory(plan=plan, position=0)

    factory(plan=plan, position=0)

    with pytest.raises(IntegrityError, match="at_a_position"):
        _check_now()
    transaction.set_rollback(True)


def test_positions_may_be_exchanged_within_a_transaction():
    plan = PlanFactory()
    first, second = PlanLineFactory(plan=plan), PlanLineFactory(plan=plan)

    plan.lines.filter(pk=first.pk).update(position=1)
    plan.lines.filter(pk=second.pk).update(position=0)
    _check_now()

    assert list(plan.lines.order_by("position")) == [second, first]


def _check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_one_open_return_at_a_time():
    first = PlanReturnFactory()
    with (
        pytest.raises(IntegrityError, match="one_open_return_per_plan"),
        transaction.atomic(),
    ):
        PlanReturnFactory(plan=first.plan)
    first.answered_at = now()
    first.save(update_fields=["answered_at"])

    second = PlanReturnFactory(plan=first.plan)

    assert list(first.plan.returns.all()) == [second, first]


@pytest.mark.parametrize("status", Status)
def test_who_sees_a_plan(status):
    """Those who hold a role in its authority; once issued, also those below; nobody else."""
    top = UnitFactory()
    here = factories.Ward(UnitFactory(parent=top))
    below = UnitFactory(parent=here.unit, quiet=True)
    plan = _at_in(status, here.unit)
    people = {
        "own": [here.person(role) for role in Role],
        "below": [MembershipFactory(unit=below, role=Role.REPORTER).user],
        "above": [MembershipFactory(unit=top).user],
        "other": [other_ward().officer],
        "past": [
            MembershipFactory(
                unit=here.unit, valid_to=localdate() - timedelta(days=1)
            ).user
        ],
        "none": [UserFactory()],
    }

    seen = {
        group: [
            Plan.objects.visible_to(user).filter(pk=plan.pk).exists() for user in users
        ]
        for group, users in people.items()
    }
    campaigns = {
        group: [
            Campaign.objects.visible_to(user).filter(pk=plan.campaign_id).exists()
            for user in users
        ]
        for group, users in people.items()
    }

    assert seen == campaigns == {
        "own": [True] * len(Role),
        "below": [status == "issued"],
        "above": [False],
        "other": [False],
        "past": [False],
        "none": [False],
    }  # fmt: skip


def _at_in(status, unit):
    traits = {"draft": {}, "returned": {"submitted": True, "status": "returned"}}
    return PlanFactory(issuer=unit, **traits.get(status, {status: True}))


def test_a_campaign_with_two_plans_is_listed_once():
    here = ward()
    campaign = CampaignFactory(host=here.unit)
    for _ in range(2):
        PlanFactory(campaign=campaign, issuer=here.unit, issued=True)

    assert list(Campaign.objects.visible_to(here.officer)) == [campaign]


def test_what_waits_for_whom():
    here, there = ward(), other_ward()
    sent = PlanFactory(issuer=here.unit, submitted=True)
    own = PlanFactory(issuer=here.unit, submitted=True, submitted_by=here.leader)
    returned = PlanFactory(issuer=here.unit, submitted=True, status="returned")
    for status in ("draft", "approved", "signed", "issued"):
        _at_in(status, here.unit)

    def waiting(user: User):
        return set(Plan.objects.waiting_for(user))

    assert waiting(here.leader) == {sent}  # never one's own
    assert waiting(here.person(Role.LEADER, capacity="deputy")) == {sent, own}
    assert waiting(here.officer) == {returned}
    for user in (
        here.clerk,
        here.reporter,
        here.administrator,
        there.leader,
        there.officer,
    ):
        assert waiting(user) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_one_query(django_assert_num_queries, count):
    for _ in range(count):
        PlanFactory(signer=MembershipFactory(leader=True))

    with django_assert_num_queries(1):
        rows = [
            (p.campaign.name, p.issuer.short_name, p.signer.user.full_name)
            for p in Plan.objects.for_list()
        ]
    with django_assert_num_queries(1):
        hosts = [c.host.short_name for c in Campaign.objects.for_list()]

    assert len(rows) == len(hosts) == count


def test_a_plan_is_called_by_its_title_or_its_campaign():
    plan = PlanFactory(title="")

    assert str(plan) == plan.campaign.name
    assert str(PlanFactory(title="Trích yếu")) == "Trích yếu"
