"""Đọc sau: files that take long to read are read by a worker, any number of times with one result.

What is owed stands in the database: a draft with its ``source``. A worker that is killed
leaves it there, and the sweep by the clock wakes another. The bytes go in the very
transaction that keeps the reading, or the sentence why there is none.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F

from campaigns import reading, revising, signatures
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
            found, proof = _read(draft)
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
            _keep(draft_id, *revising.dump(revising.begin(found)), proof)


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


def _read(draft: ImportDraft) -> tuple[reading.Reading, dict[str, Any]]:
    """What the file says, and for a superior's plan what its signatures are worth.

    The data in a file count only where signatures that may be believed cover them; else its
    words are read, and somebody looks them through.
    """
    content = bytes(draft.source or b"")
    if not draft.is_superior:
        return reading.read_file(draft.file_name, content), {}
    signed = signatures.look_at(content)
    found = reading.read_file(draft.file_name, content, with_twin=signed.is_valid)
    warning = signed.sentence if signed.is_signed else ""
    if signed.is_valid:
        warning = signatures.strange(signed, found.content.letterhead)
    if found.is_carried and warning:  # in the name of another, with one's own seal
        found = reading.read_file(draft.file_name, content, with_twin=False)
    is_proven = signed.is_valid and found.is_carried
    if is_proven:
        found = _numbered(found, signed)
    return found, {
        "sha256": signed.sha256,
        "signers": "" if warning else signed.signers,
        "is_proven": is_proven,
        "warning": warning[:600],
    }


def _numbered(found: reading.Reading, signed: signatures.Signatures) -> reading.Reading:
    """Number and day as the last signature covers them."""
    head = found.content.letterhead
    head = replace(
        head,
        number=signed.number if signed.number is not None else head.number,
        issued_on=signed.issued_on or head.issued_on,
    )
    return replace(found, content=replace(found.content, letterhead=head))


@transaction.atomic
def _keep(draft_id, twin, kept, proof):
    draft = _lock(draft_id)
    if draft:
        given = {"source": None, "twin": twin, "reading": kept, **proof}
        for name, value in given.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(given))
        audit.write(
            "importdraft.added", draft, by=draft.owner, file_name=draft.file_name
        )


def _lock(draft_id) -> ImportDraft | None:
    waiting = ImportDraft.objects.waiting().defer("source")
    return waiting.select_for_update(no_key=True).filter(pk=draft_id).first()
