"""Đọc sau: files that take long to read are read by a worker, any number of times with one result.

What is owed stands in the database: a draft with its ``source``. A worker that is killed
leaves it there, and the sweep by the clock wakes another. The bytes go in the very
transaction that keeps the reading, or the sentence why there is none.
"""

import logging
from datetime import timedelta
from secrets import token_hex

from django.db import DatabaseError, transaction
from django.db.models import F

from campaigns import reading, revising
from campaigns.models import ImportDraft
from units import audit
from units.alone import alone

logger = logging.getLogger(__name__)

MOST_TRIES = 3  # a file that ends three workers is not given to a fourth
UNREADABLE_HERE = (
    "Máy đọc tệp này ba lần đều dừng giữa chừng; hãy mở bằng Word, lưu lại dạng .docx"
    " rồi nhập lại."
)
UNATTENDED = "Máy đọc tệp không chạy suốt một ngày nên tệp đã được bỏ; hãy nhập lại."
# What may pass by itself; the task tries again, and the sweep after it.
PASSING = (OSError, DatabaseError)


def read(draft_id: int) -> None:
    """Đọc tệp đang chờ; nothing happens where it was read, refused or dropped meanwhile."""
    # No row is locked: whoever drops the file need not wait for its reading.
    with alone(f"read:{draft_id}") as mine:
        draft = ImportDraft.objects.waiting().filter(pk=draft_id).first()
        if not mine or draft is None:
            return
        if draft.tries >= MOST_TRIES:
            refuse(draft_id, UNREADABLE_HERE)
            return
        ImportDraft.objects.filter(pk=draft_id).update(tries=F("tries") + 1)
        try:
            found = reading.read_file(draft.file_name, bytes(draft.source))
        except reading.Unreadable as refusal:
            refuse(draft_id, str(refusal))
        except PASSING:
            raise
        except Exception:
            code = token_hex(2).upper()
            logger.exception("import %s could not be read, code %s", draft_id, code)
            refuse(
                draft_id,
                f"Hệ thống gặp lỗi khi đọc tệp này. Mã để báo hỗ trợ: {code}.",
            )
        else:
            _keep(draft_id, *revising.dump(revising.begin(found)))


@transaction.atomic
def refuse(draft_id: int, problem: str) -> None:
    """Only the sentence stays, for whoever looks; no byte of the file."""
    draft = _lock(draft_id)
    if draft:
        draft.source, draft.problem = None, problem
        draft.save(update_fields=["source", "problem"])


def waiting(older_than: timedelta = timedelta(seconds=40)) -> list[int]:
    """Ids of files that somebody should be reading."""
    drafts = ImportDraft.objects.waiting().older_than(older_than)
    return list(drafts.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _keep(draft_id, twin, kept):
    draft = _lock(draft_id)
    if draft:
        draft.source, draft.twin, draft.reading = None, twin, kept
        draft.save(update_fields=["source", "twin", "reading"])
        audit.write(
            "importdraft.added", draft, by=draft.owner, file_name=draft.file_name
        )


def _lock(draft_id) -> ImportDraft | None:
    waiting = ImportDraft.objects.waiting().defer("source")
    return waiting.select_for_update(no_key=True).filter(pk=draft_id).first()
