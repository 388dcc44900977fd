"""Bản đọc chờ xem lại: corrected by its owner, and made into a campaign."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from campaigns import revising
from campaigns.actions.starting import create_campaign_from_content, drop_import
from campaigns.models import ImportDraft, Plan
from campaigns.revising import Revision
from units.errors import Refused
from units.models import User

GONE = "Bản đọc này đã được lập thành phong trào hoặc đã bỏ."


@transaction.atomic
def revise_import(
    draft_id: int, *, by: User, change: Callable[[Revision], Revision]
) -> Revision:
    """Giữ chỗ sửa của người xem lại. No record of office, so the audit book stays silent."""
    draft = _lock(draft_id, by)
    before = revising.load(draft)
    after = change(before)
    if after != before:
        draft.twin, draft.reading = revising.dump(after)
        draft.save(update_fields=["twin", "reading"])
    return after


@transaction.atomic
def create_from_import(draft_id: int, *, by: User, host_id: int) -> Plan:
    """Lập phong trào từ bản đọc đã xem lại; the reading goes. Twice makes one campaign."""
    draft = _lock(draft_id, by)
    content = revising.load(draft).content
    plan = create_campaign_from_content(by=by, host_id=host_id, content=content)
    drop_import(draft.pk, by=by)
    return plan


def _lock(draft_id, by) -> ImportDraft:
    drafts: Any = ImportDraft.objects.select_for_update()
    draft = drafts.filter(pk=draft_id, owner=by).first()
    if draft is None:
        raise Refused(GONE)
    return draft
