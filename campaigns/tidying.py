"""Dọn bản đọc: what the clock removes without anybody's asking."""

from datetime import timedelta

from django.db import transaction

from campaigns import late_reading
from campaigns.models import ImportDraft
from units import audit

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
