"""Dọn bản đọc: what the clock removes without anybody's asking."""

from datetime import timedelta

from django.db import transaction

from campaigns.models import ImportDraft
from units import audit

KEEP_IMPORTS = timedelta(days=30)


@transaction.atomic
def drop_old_imports() -> int:
    """Bỏ các bản đọc quá 30 ngày that nobody made a campaign from; how many went."""
    old = ImportDraft.objects.older_than(KEEP_IMPORTS).select_for_update(
        skip_locked=True
    )
    for draft in old:
        audit.write("importdraft.expired", draft, by=None, file_name=draft.file_name)
        draft.delete()
    return len(old)
