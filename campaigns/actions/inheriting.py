"""Tiếp nhận: the heir of a unit that has ended goes on with its plans and campaigns.

Asked by ``units.estates`` on the day, in the name of the administrator who recorded the
hand-over; that record is what permits it.
"""

from typing import Any

from django.db import transaction

from campaigns import heads
from campaigns.actions.locking import lock, touch
from campaigns.actions.passing import drop_way
from campaigns.actions.returning import open_wholly
from campaigns.content import PaperKind
from campaigns.models import Plan, PlanReturn
from campaigns.queries import letterhead_of
from units import audit
from units.errors import Refused
from units.models import Handover
from units.workflow import add, amend, move

Status = Plan.Status
UNWRITTEN: dict[str, Any] = {
    "signer": None, "authority_lines": [], "title_below": "", "signer_name": "",
}  # fmt: skip


@transaction.atomic
def take_over(handover: Handover) -> None:
    """Tiếp nhận whatever the unit has left open; to do it again changes nothing."""
    left = Plan.objects.left_by(handover.unit, handover.effective_on)
    for plan_id in list(left.order_by("pk").values_list("pk", flat=True)):
        plan = lock(plan_id)
        # A colleague may have been quicker while we waited for the row.
        if plan.campaign.host_id == handover.unit_id:
            _take(plan, handover)


@transaction.atomic
def give_back(plan_id: int, handover: Handover) -> None:
    """Trả về soạn lại: the plan whose paper its old authority can sign or number no more."""
    _return(lock(plan_id), handover)


def _take(plan, handover):
    if plan.status == Status.APPROVED:
        # Its paper came into being a moment ago, after papers were looked at.
        raise Refused(
            f"Kế hoạch “{plan}” vừa được duyệt trong lúc này. Làm lại sau ít phút."
        )
    if plan.status == Status.SUBMITTED:
        _return(plan, handover)
    # Signed: its number is given, the seal follows; it stays the old authority's paper.
    if plan.is_open:
        open_wholly(plan, by=handover.recorded_by)
        _rewrite(plan, handover)
    amend(plan.campaign, by=handover.recorded_by, host=handover.heir)
    audit.write(
        "campaign.handed_over",
        plan.campaign,
        by=handover.recorded_by,
        plan=plan.pk,
        parties=[str(handover.unit), str(handover.heir)],
    )


def _return(plan, handover):
    reason = (
        f"{handover.unit} kết thúc, {handover.heir} tiếp nhận từ ngày "
        f"{handover.effective_on:%d/%m/%Y} ({handover.basis}). Xem lại tên cơ quan, nơi nhận, "
        "chọn người ký rồi trình lại."
    )
    by = handover.recorded_by
    move(plan, Status.RETURNED, by=by, approved_by=None, approved_at=None)
    add(PlanReturn(plan=plan, reason=reason, returned_by=by), by=by)
    drop_way(plan, by=by)


def _rewrite(plan, handover):
    """The heir issues it, under its own head where the old authority's own stood."""
    heir = handover.heir
    kind = PaperKind(plan.kind)
    head = {}
    if heir.issues_papers:
        others = heads.foreign(handover.unit, kind, letterhead_of(plan))
        own = heads.COLUMNS.keys() - {slip.field for slip in others}
        head = heads.own_columns(heir, kind, own)
    amend(plan, by=handover.recorded_by, issuer=heir, **UNWRITTEN, **head)
    touch(plan)
