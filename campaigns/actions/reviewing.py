"""Trình duyệt, trả lại, duyệt; and what the signing side reports back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import now

from campaigns import permissions, readiness
from campaigns.actions.amending import take_effect
from campaigns.actions.keeping import keep_submitted
from campaigns.actions.locking import lock, where_it_stands
from campaigns.actions.passing import drop_way, require_passed, set_out
from campaigns.actions.progress.laying import lay_down
from campaigns.actions.returning import let_lapse, open_places, send_back
from campaigns.models import Plan, PlanReturn
from campaigns.papers import effect_of
from campaigns.queries import content_of
from campaigns.way import way_of
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import amend, move, move_as

Status = Plan.Status


@transaction.atomic
def submit_plan(plan_id: int, *, by: User) -> Plan:
    """Trình duyệt: the one act that asks for completeness."""
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    if not plan.is_open:
        raise Refused(f"{where_it_stands(plan)} Không cần trình lần nữa.")
    content = content_of(plan)
    missing = readiness.blocking(plan, content)
    if missing:
        raise Refused(
            "Chưa trình được: "
            + "; ".join(gap.text.rstrip(".") for gap in missing)
            + "."
        )
    let_lapse(plan, by=by)
    answered = PlanReturn.objects.open_of([plan]).first()
    move(plan, Status.SUBMITTED, by=by, submitted_by=by, submitted_at=now())
    plan.returns.filter(answered_at=None).update(answered_at=now())
    set_out(plan, answered, by=by)
    keep_submitted(plan, content, by=by)
    return plan


@transaction.atomic
def withdraw_plan(plan_id: int, *, by: User) -> Plan:
    """Rút về: the officer takes back a plan that nobody has approved yet.

    What was sent after a return of few places is again what it was before: those are open.
    """
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    if plan.status != Status.SUBMITTED:
        raise Refused(f"{where_it_stands(plan)} Chỉ rút về được khi đang chờ duyệt.")
    returned = plan.returns.first()
    if returned is None or returned.scope != PlanReturn.Scope.PLACES:
        move(plan, Status.DRAFT, by=by, submitted_by=None, submitted_at=None)
        drop_way(plan, by=by)
        return plan
    move_as(Status.DRAFT.value, plan, Status.RETURNED, by=by)
    amend(returned, by=by, answered_at=None, looked_again_by=None, looked_again_at=None)
    return plan


@transaction.atomic
def return_plan(
    plan_id: int, *, by: User, reason: str, scope: str = PlanReturn.Scope.WHOLE,
    parts: Iterable[str] = (),
) -> Plan:  # fmt: skip
    """Trả lại để sửa, với lý do.

    ``scope`` places: only lines with comments of ``by`` that are open, and ``parts``, may be
    changed until the plan is sent again.
    """
    plan = lock(plan_id)
    require(permissions.can_review(by, plan))
    if plan.status != Status.SUBMITTED:
        raise Refused(
            f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}” nên không trả lại được."
        )
    way = way_of(plan)
    if way is not None and way.is_running and scope == PlanReturn.Scope.PLACES:
        raise Refused(
            f"{way.sentence} Trong lúc đó anh/chị trả lại được cả kế hoạch, không trả lại "
            "từng chỗ.",
            at="scope",
        )
    returned = send_back(plan, by, reason, scope)
    if returned.scope == PlanReturn.Scope.PLACES:
        open_places(returned, parts, by=by)
    else:
        drop_way(plan, by=by)
    return plan


@transaction.atomic
def reopen_plan(plan_id: int, *, by: User, reason: str) -> Plan:
    """Mở lại kế hoạch đã duyệt, when its paper could not be signed and has been given up.

    Only who gives up the paper may call this: while one lives, its words are fixed.
    """
    plan = lock(plan_id)
    require(permissions.can_review(by, plan))
    if plan.status != Status.APPROVED:
        raise Refused(
            f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}” nên không mở lại được."
        )
    send_back(plan, by, reason)
    drop_way(plan, by=by)
    return plan


@transaction.atomic
def approve_plan(plan_id: int, *, by: User) -> Plan:
    """Duyệt: the words are settled; only signing follows."""
    plan = lock(plan_id)
    require(permissions.can_review(by, plan))
    if plan.status != Status.SUBMITTED:
        raise Refused(
            f"{where_it_stands(plan)} Chỉ duyệt được kế hoạch đang chờ duyệt."
        )
    require_passed(plan)
    if plan.signer is None:
        raise Refused(
            "Kế hoạch chưa chọn người ký. Trả lại để cán bộ soạn thảo chọn người ký."
        )
    content = content_of(plan)
    printed = readiness.printed_of(plan, content)
    if refusal := readiness.obstacles(plan, content, printed).sentence:
        raise Refused(refusal)
    move(plan, Status.APPROVED, by=by, approved_by=by, approved_at=now())
    return plan


@transaction.atomic
def record_signature(plan_id: int, *, by: User) -> Plan:
    """Ghi nhận đã ký: called by the signing pipeline for the person who signed."""
    plan = lock(plan_id)
    if plan.status == Status.APPROVED:
        move(plan, Status.SIGNED, by=by)
    return plan


@transaction.atomic
def record_issue(
    plan_id: int, *, by: User, number: int, issued_on, code: str = "",
    target_code: str = "",
) -> Plan:  # fmt: skip
    """Ghi nhận đã ban hành: called by the signing pipeline after the agency's signature.

    ``code``, ``target_code``: under which the public finds the paper, and the one that it
    amends, replaces, corrects or recalls.
    """
    plan = lock(plan_id)
    if plan.status == Status.SIGNED:
        amend(plan, by=by, source_number=number, source_date=issued_on)
        move(plan, Status.ISSUED, by=by)
        if changes := effect_of(plan) is not None:
            take_effect(plan, by=by, day=issued_on, code=code, target_code=target_code)
        _follow(plan.campaign, by, issued_on)
        if not changes:
            audit.write("campaign.launched", plan.campaign, by=by, plan=plan.pk)
    return plan


def _follow(campaign, by, day):
    """What units owe is what the plan says that is read from now on; a recalled one asks for
    nothing new.
    """
    read = Plan.objects.newest_of(campaign)
    if read is not None and read.force == Plan.Force.CURRENT:
        lay_down(read.pk, by=by, day=day)
