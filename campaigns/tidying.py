"""Dọn dẹp: what the clock removes without anybody's asking."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError

from campaigns import late_reading
from campaigns.models import Campaign, ImportDraft, Plan, PlanReturn
from units import audit, trash

logger = logging.getLogger(__name__)

KEEP_IMPORTS = timedelta(days=30)
KEEP_UNREAD = timedelta(days=1)


@transaction.atomic
def drop_old_imports() -> int:
    """Bỏ các bản đọc quá 30 ngày that nobody made a campaign from; how many went.

    A refusal is told for a day; a file that nobody read in a day is refused.
    """
    stale = ImportDraft.objects.older_than(KEEP_UNREAD)
    stale.refused().delete()
    for draft_id in stale.waiting().values_list("pk", flat=True):
        late_reading.refuse(draft_id, late_reading.UNATTENDED)
    old = ImportDraft.objects.older_than(KEEP_IMPORTS).exclude(twin="")
    old = old.defer("source").select_for_update(skip_locked=True)
    for draft in old:
        audit.write("importdraft.expired", draft, by=None, file_name=draft.file_name)
        draft.delete()
    return len(old)


def empty_trash() -> int:
    """Xóa hẳn what was thrown away longer ago; how many things went.

    What something else still stands on stays, and the log says so.
    """
    age = trash.kept_for()
    if age is None:
        return 0
    found = list(Campaign.discarded.discarded_before(age).values_list("pk", flat=True))
    gone = sum(_purge_draft(pk) for pk in found)
    changes = list(
        Plan.discarded.discarded_before(age)
        .filter(effect__is_dropped=True)
        .values_list("pk", flat=True)
    )
    gone += sum(_purge_change(pk) for pk in changes)
    readings = list(
        ImportDraft.discarded.discarded_before(age).values_list("pk", flat=True)
    )
    return gone + sum(_purge_reading(pk) for pk in readings)


@transaction.atomic
def _purge_draft(campaign_id) -> bool:
    locked = Campaign.discarded.select_for_update(skip_locked=True)
    campaign = locked.filter(pk=campaign_id).first()
    if campaign is None:
        return False
    audit.write("campaign.purged", campaign, by=None)
    plans = Plan.discarded.filter(campaign=campaign)
    PlanReturn.objects.filter(plan__in=plans).delete()
    try:
        with transaction.atomic():
            plans.delete()
            campaign.delete()
    except ProtectedError:
        logger.exception("campaign %s stays in the trash", campaign_id)
        transaction.set_rollback(True)
        return False
    return True


@transaction.atomic
def _purge_change(plan_id) -> bool:
    """A draft that would have amended or recalled an issued plan; that plan stays."""
    locked = Plan.discarded.select_for_update(of=["self"], skip_locked=True)
    plan = locked.filter(pk=plan_id).first()
    if plan is None:
        return False
    audit.write("plan.purged", plan, by=None)
    PlanReturn.objects.filter(plan=plan).delete()
    plan.delete()
    return True


@transaction.atomic
def _purge_reading(draft_id) -> bool:
    locked = ImportDraft.discarded.defer("source").select_for_update(skip_locked=True)
    draft = locked.filter(pk=draft_id).first()
    if draft is None:
        return False
    audit.write("importdraft.purged", draft, by=None)
    draft.delete()
    return True
