"""Trình, rút, trả lại, duyệt: who may, when not, what the book says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from campaigns import actions
from campaigns.models import Plan
from campaigns.permissions import can_sign
from tests.factories import (
    PlanFactory,
    Role,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from units import audit
from units.errors import Refused
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


def last_entry(record):
    entry = audit.history(record).first()
    return entry.action, entry.actor, entry.detail


def approved(here):
    return actions.approve_plan(here.checked().pk, by=here.leader)


# Trình duyệt


def test_submit(here):
    plan = actions.submit_plan(here.draft().pk, by=here.officer)

    plan.refresh_from_db()
    assert (plan.status, plan.submitted_by) == ("submitted", here.officer)
    assert plan.submitted_at is not None
    assert last_entry(plan) == ("plan.submitted", here.officer, {"before": "draft"})


def test_submit_says_all_that_is_missing(here):
    plan = here.draft(ready_content(title="", recipients=()))

    with pytest.raises(Refused) as refusal:
        actions.submit_plan(plan.pk, by=here.officer)

    assert (
        str(refusal.value) == "Chưa trình được: chưa ghi trích yếu; chưa có nơi nhận."
    )
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_advice_does_not_hold_a_plan_back(here):
    plan = here.draft(ready_content(assignments=(), periods=(), phases=()))

    assert actions.submit_plan(plan.pk, by=here.officer).status == "submitted"


@pytest.mark.parametrize("status", ["submitted", "approved", "signed", "issued"])
def test_submit_once(here, status):
    plan = here.checked()
    if status != "submitted":
        plan = actions.approve_plan(plan.pk, by=here.leader)
        Plan.objects.filter(pk=plan.pk).update(status=status)

    plan.refresh_from_db()
    sent = f"{here.officer} đã trình kế hoạch này lúc {vn_datetime(plan.submitted_at)}"
    approved = (
        f"{here.leader} đã duyệt kế hoạch này lúc {vn_datetime(plan.approved_at)}"
    )

    with pytest.raises(Refused) as refusal:
        actions.submit_plan(plan.pk, by=here.officer)
    stands = {
        "submitted": f"{sent}, đang chờ duyệt.",
        "approved": f"{approved}, đang chờ ký số.",
        "signed": f"{approved}, đã ký, chờ cấp số.",
        "issued": "Kế hoạch đã ban hành.",
    }
    assert str(refusal.value) == f"{stands[status]} Không cần trình lần nữa."


# Rút về


def test_withdraw(here):
    plan = actions.withdraw_plan(here.checked().pk, by=here.officer)

    plan.refresh_from_db()
    assert (plan.status, plan.submitted_by, plan.submitted_at) == ("draft", None, None)
    assert last_entry(plan) == ("plan.draft", here.officer, {"before": "submitted"})


@pytest.mark.parametrize("make", [lambda here: here.draft(), approved])
def test_withdraw_only_what_waits(here, make):
    with pytest.raises(Refused, match="Chỉ rút về được khi đang chờ duyệt"):
        actions.withdraw_plan(make(here).pk, by=here.officer)


# Trả lại


def test_return(here):
    plan = actions.return_plan(
        here.checked().pk, by=here.leader, reason=" Thêm chỉ tiêu. "
    )

    plan.refresh_from_db()
    assert plan.status == "returned"
    assert plan.submitted_by == here.officer  # the pin says who sent it
    note = plan.returns.get()
    assert (note.reason, note.returned_by, note.answered_at) == (
        "Thêm chỉ tiêu.", here.leader, None,
    )  # fmt: skip
    assert last_entry(plan) == ("plan.returned", here.leader, {"before": "submitted"})
    assert last_entry(note)[:2] == ("planreturn.added", here.leader)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_return_needs_a_reason(here, reason):
    plan = here.checked()

    with pytest.raises(Refused, match="Ghi lý do trả lại"):
        actions.return_plan(plan.pk, by=here.leader, reason=reason)
    plan.refresh_from_db()
    assert plan.status == "submitted"


def test_sending_again_answers_the_return(here):
    plan = here.checked()
    actions.return_plan(plan.pk, by=here.leader, reason="Một")
    actions.submit_plan(plan.pk, by=here.officer)
    actions.return_plan(plan.pk, by=here.leader, reason="Hai")

    assert [(r.reason, r.answered_at is None) for r in plan.returns.all()] == [
        ("Hai", True), ("Một", False),
    ]  # fmt: skip


@pytest.mark.parametrize("make", [lambda here: here.draft(), approved])
def test_return_only_what_waits(here, make):
    """Above all not what is approved: its paper is being signed (see ``reopen_plan``)."""
    plan = make(here)
    status = plan.status

    with pytest.raises(Refused, match="nên không trả lại được"):
        actions.return_plan(plan.pk, by=here.leader, reason="Sửa")
    plan.refresh_from_db()
    assert plan.status == status


def test_reopen_what_could_not_be_signed(here):
    plan = actions.reopen_plan(
        approved(here).pk, by=here.leader, reason="Chứng thư hết hạn"
    )

    plan.refresh_from_db()
    assert (plan.status, plan.approved_by, plan.approved_at) == ("returned", None, None)
    assert plan.returns.get().reason == "Chứng thư hết hạn"


@pytest.mark.parametrize(
    "status", ["draft", "submitted", "returned", "signed", "issued"]
)
def test_reopen_only_what_is_approved(here, status):
    traits = {"draft": {}, "returned": {"submitted": True, "status": "returned"}}
    plan = PlanFactory(issuer=here.unit, **traits.get(status, {status: True}))

    with pytest.raises(Refused, match="nên không mở lại được"):
        actions.reopen_plan(plan.pk, by=here.leader, reason="Sửa")


# Duyệt


def test_approve(here):
    plan = approved(here)

    plan.refresh_from_db()
    assert (plan.status, plan.approved_by) == ("approved", here.leader)
    assert plan.approved_at is not None
    assert last_entry(plan) == ("plan.approved", here.leader, {"before": "submitted"})


def test_approve_needs_a_signer(here):
    plan = here.checked()
    Plan.objects.filter(pk=plan.pk).update(signer=None)

    with pytest.raises(Refused, match="chưa chọn người ký"):
        actions.approve_plan(plan.pk, by=here.leader)


@pytest.mark.parametrize("make", [lambda here: here.draft(), approved])
def test_approve_only_what_waits(here, make):
    with pytest.raises(Refused, match="Chỉ duyệt được kế hoạch đang chờ duyệt"):
        actions.approve_plan(make(here).pk, by=here.leader)


# Ký, ban hành: what the signing side reports


def test_record_signature_and_issue(here):
    plan = approved(here)

    actions.record_signature(plan.pk, by=here.leader)
    plan.refresh_from_db()
    assert plan.status == "signed"
    actions.record_issue(plan.pk, by=here.clerk, number=5, issued_on=localdate())

    plan.refresh_from_db()
    assert (plan.status, plan.source_number, plan.source_date) == (
        "issued",
        5,
        localdate(),
    )
    assert last_entry(plan) == ("plan.issued", here.clerk, {"before": "signed"})
    assert last_entry(plan.campaign) == (
        "campaign.launched",
        here.clerk,
        {"plan": plan.pk},
    )


def test_reporting_twice_changes_nothing(here):
    plan = approved(here)
    for _ in range(2):
        actions.record_signature(plan.pk, by=here.leader)
    for _ in range(2):
        actions.record_issue(plan.pk, by=here.clerk, number=5, issued_on=localdate())

    actions_written = [entry.action for entry in audit.history(plan)]
    assert (
        actions_written.count("plan.signed")
        == actions_written.count("plan.issued")
        == 1
    )


# Who


def people(here):
    return {role: here.person(role) for role in Role} | {
        "other leader": other_ward().leader,
        "other officer": other_ward().officer,
        "past leader": here.person(
            Role.LEADER, valid_to=localdate() - timedelta(days=1)
        ),
        "past officer": here.person(
            Role.OFFICER, valid_to=localdate() - timedelta(days=1)
        ),
        "nobody": UserFactory(),
    }


ACTS = {
    "submit": (Role.OFFICER, "draft", actions.submit_plan),
    "withdraw": (Role.OFFICER, "submitted", actions.withdraw_plan),
    "return": (
        Role.LEADER, "submitted", lambda pk, by: actions.return_plan(pk, by=by, reason="Sửa"),
    ),
    "approve": (Role.LEADER, "submitted", actions.approve_plan),
    "reopen": (
        Role.LEADER, "approved", lambda pk, by: actions.reopen_plan(pk, by=by, reason="Sửa"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_who_may(here, act):
    role, state, do = ACTS[act]
    plan = {
        "draft": here.draft,
        "submitted": here.checked,
        "approved": lambda: approved(here),
    }[state]()

    for name, user in people(here).items():
        if name != role:
            with pytest.raises(PermissionDenied):
                do(plan.pk, by=user)
    plan.refresh_from_db()
    assert plan.status == state
    do(plan.pk, by=here.person(role))


@pytest.mark.parametrize("act", ["return", "approve"])
def test_nobody_reviews_what_they_sent(here, act):
    """A leader who is also an officer may send, but then another must decide."""
    both = here.officer
    membership = here.person(
        Role.LEADER, title="Phó Chủ tịch", capacity="deputy"
    ).memberships
    membership.update(user=both)
    plan = here.checked()
    assert plan.submitted_by == both

    with pytest.raises(PermissionDenied):
        ACTS[act][2](plan.pk, by=both)
    ACTS[act][2](plan.pk, by=here.leader)


def test_who_may_sign(here):
    plan = here.checked()
    other = here.person(Role.LEADER, title="Phó Chủ tịch", capacity="deputy")

    assert can_sign(here.leader, plan)
    assert not any(can_sign(user, plan) for user in (other, here.officer, here.clerk))
    plan.signer = None
    assert not can_sign(here.leader, plan)
