"""Bản đọc chờ xem lại: corrected by its owner, and made into a campaign."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from campaigns import permissions, revising, tasks
from campaigns.actions.starting import create_campaign_from_content
from campaigns.models import ImportDraft, Plan
from campaigns.revising import Revision
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import discard, remove

GONE = "Bản đọc này đã được lập thành phong trào hoặc đã bỏ."
WAITING_AT_ONCE = 5  # files of one person that a worker has yet to read


@transaction.atomic
def keep_source(
    *, by: User, file_name: str, content: bytes, is_superior: bool = False
) -> ImportDraft:
    """Nhận tệp cần đọc lâu; a worker reads it, and its bytes go when that is done.

    ``is_superior``: the plan of a superior; the worker looks at its signatures, too.
    """
    require(permissions.can_read_file(by))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # counts one at a time
    if ImportDraft.objects.of(by).waiting().count() >= WAITING_AT_ONCE:
        raise Refused(
            f"Máy đang đọc {WAITING_AT_ONCE} tệp của anh/chị. Chờ đọc xong rồi chọn tệp này."
        )
    draft = ImportDraft(
        owner=by, file_name=file_name[:255], source=content, is_superior=is_superior
    )
    draft.save(force_insert=True)
    tasks.read_import.delay_on_commit(draft.pk)
    return draft


@transaction.atomic
def revise_import(
    draft_id: int, *, by: User, change: Callable[[Revision], Revision]
) -> Revision:
    """Giữ chỗ sửa của người xem lại. No record of office, so the audit book stays silent."""
    draft = find_readable(draft_id, by)
    before = revising.load(draft)
    after = change(before)
    if after != before:
        draft.twin, draft.reading = revising.dump(after)
        draft.save(update_fields=["twin", "reading"])
    return after


@transaction.atomic
def create_from_import(draft_id: int, *, by: User, host_id: int) -> Plan:
    """Lập phong trào từ bản đọc đã xem lại; the reading goes. Twice makes one campaign."""
    # Waits for another who makes it at this moment; what they made is looked for afterwards.
    kept = _find(draft_id, by)
    made = Plan.objects.made_of_reading(draft_id, by).first()
    if made is not None:
        return made
    draft = _readable(kept)
    revision = revising.load(draft)
    plan = create_campaign_from_content(
        by=by,
        host_id=host_id,
        content=revision.content,
        remarks=revising.left_over(revision),
        reading_number=draft.pk,
    )
    remove(draft, by=by, file_name=draft.file_name)
    return plan


@transaction.atomic
def drop_import(draft_id: int, *, by: User) -> ImportDraft | None:
    """Bỏ bản đọc into the trash; a file that was not read goes at once, and None is given."""
    draft = _find(draft_id, by)
    if draft is None:
        raise Refused(GONE)
    if not draft.twin:
        draft.delete()
        return None
    discard(draft, by=by)
    return draft


def find_readable(draft_id: int, by: User) -> ImportDraft:
    """The person's own reading, locked; refused where it is gone."""
    return _readable(_find(draft_id, by))


def _find(draft_id, by) -> ImportDraft | None:
    drafts: Any = ImportDraft.objects.of(by).select_for_update()
    return drafts.filter(pk=draft_id).first()


def _readable(draft) -> ImportDraft:
    if draft is None or not draft.twin:
        raise Refused(GONE)
    return draft
