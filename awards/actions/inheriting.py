"""Cơ quan kết thúc: its decisions that have no number, and what it has passed, go to its heir."""

from django.db import transaction

from awards.actions.deciding_locks import lock_decision
from awards.models import Decision, Proposal
from units.errors import Refused
from units.models import Handover
from units.workflow import amend_all, move_as, remove_all

Status = Decision.Status


@transaction.atomic
def leave_decisions(handover: Handover) -> None:
    """Bỏ quyết định chưa có số; to do it again changes nothing.

    Each names the old authority as the giver, in its words and on every line: the heir lays
    one of its own, from the proposals, which wait for it from now on. Papers are dropped before
    (``reports.drop_papers_of``). What has its number stays the old authority's.
    """
    left = Decision.objects.left_by(handover.unit).order_by("pk")
    for decision_id in list(left.values_list("pk", flat=True)):
        _leave(lock_decision(decision_id), handover)
    passed = Proposal.objects.to_decide(handover.unit)
    ids = list(passed.values_list("pk", flat=True))
    rows = Proposal.objects.within(ids).order_by("pk")
    waiting = list(rows.select_for_update(of=["self"], no_key=True))
    amend_all(waiting, by=handover.recorded_by, authority=handover.heir)


def _leave(decision, handover):
    by = handover.recorded_by
    if decision.status == Status.APPROVED:
        # Its paper came into being a moment ago, after papers were looked at.
        raise Refused(
            f"Quyết định “{decision}” vừa được duyệt trong lúc này. Làm lại sau ít phút."
        )
    if decision.status not in (Status.DRAFT, Status.SUBMITTED):
        return  # signed: its number is given, the seal follows
    if decision.status == Status.SUBMITTED:
        move_as(
            "reopened", decision, Status.DRAFT, by=by, submitted_by=None,
            submitted_at=None, version=decision.version + 1,
        )  # fmt: skip
    if lines := list(decision.lines.all()):
        remove_all(lines, by=by, kept=str, place=decision.authority_id)
    move_as("ended", decision, Status.DROPPED, by=by)
