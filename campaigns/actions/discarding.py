"""Bỏ vào thùng rác, khôi phục: a draft with its campaign, a reading of a file, a line, a note.

A campaign goes with its plan, lines, notes and their order untouched: nothing is copied, it
only stops being seen. A line or a note was taken out of its plan and comes back from the
audit book, which keeps what it said.
"""

from typing import Any

from django.db import transaction

from campaigns import permissions
from campaigns.actions.amending import drop_change
from campaigns.actions.importing import GONE as NO_READING
from campaigns.actions.lines import undo_remove
from campaigns.actions.locking import lock_open
from campaigns.actions.notes import restore_note
from campaigns.models import Campaign, ImportDraft, Plan
from campaigns.papers import effect_of
from units import audit
from units.errors import Refused
from units.models import AuditEntry, User
from units.permissions import require
from units.workflow import discard, restore

NOT_THERE = "Bản nháp này đã được khôi phục hoặc đã xóa hẳn."
BACK_ALREADY = "Nội dung này đã được khôi phục."


@transaction.atomic
def discard_draft(plan_id: int, *, by: User) -> Plan:
    """Bỏ bản nháp: the plan and its campaign, if nothing else stands on them."""
    plan = lock_open(plan_id, by)
    campaign = plan.campaign
    if _was_approved(plan):
        raise Refused(
            "Kế hoạch này đã từng được duyệt để ký nên không bỏ được; văn bản của lần đó còn "
            "được lưu."
        )
    if effect_of(plan) is not None:
        drop_change(plan, by=by)
        return plan
    if campaign.answered_by.exists() or campaign.plans.count() > 1:
        raise Refused(
            "Đã có phong trào hưởng ứng hoặc văn bản khác của phong trào này nên không bỏ được."
        )
    discard(plan, by=by)
    discard(campaign, by=by)
    return plan


@transaction.atomic
def restore_draft(campaign_id: int, *, by: User) -> Plan:
    """Khôi phục phong trào cùng bản nháp: who may write on the plan; twice is refused."""
    plans: Any = Plan.discarded.select_related("issuer")
    plan = (
        plans.select_for_update(of=["self"], no_key=True)
        .filter(campaign=campaign_id, effect=None)
        .first()
    )
    if plan is None:
        raise Refused(NOT_THERE)
    require(permissions.can_edit(by, plan))
    restore(Campaign.discarded.get(pk=campaign_id), by=by)
    restore(plan, by=by)
    return plan


@transaction.atomic
def restore_import(draft_id: int, *, by: User) -> ImportDraft:
    """Khôi phục bản đọc: its owner."""
    drafts: Any = ImportDraft.discarded.of(by).select_for_update()
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise Refused(NO_READING)
    restore(draft, by=by)
    return draft


@transaction.atomic
def restore_part(entry_id: int, *, by: User) -> Plan:
    """Khôi phục dòng hoặc ghi chú that was taken out of an open plan by that line of the book."""
    entry = AuditEntry.objects.get(pk=entry_id)
    kept = dict(entry.detail)
    plan = lock_open(kept.pop("plan"), by)
    if AuditEntry.objects.filter(
        action__in=["planline.restored", "note.restored"], detail__entry=entry_id
    ).exists():
        raise Refused(BACK_ALREADY)
    if entry.action == "planline.removed":
        undo_remove(plan.pk, by=by, entry=entry_id, **kept)
    else:
        note = restore_note(plan, entry.action.partition(".")[0], kept, by=by)
        audit.write("note.restored", note, by=by, entry=entry_id, plan=plan.pk)
    return plan


def _was_approved(plan):
    return audit.history(plan).filter(action="plan.approved").exists()
