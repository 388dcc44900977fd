"""Một bước của máy: claimed without a lock, worked on, and recorded if nothing moved meanwhile.

A step claims its document without locking its row, works as long as it takes, then locks the
row for a moment and records what it made. What it made is written aside and gets its name
when that transaction commits; a worker killed in between has changed nothing.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import wraps
from secrets import token_hex
from typing import Any

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.timezone import now

from reports import signing, store
from reports.attempts import GivenUp, attempt
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import (
    AnchorPaper,
    AnnexFile,
    CertifiedCopy,
    Diploma,
    Document,
    DocumentFile,
)
from reports.rendering import PaperRefused
from units.models import User
from units.workflow import move

Status = Document.Status
logger = logging.getLogger(__name__)

# What may pass by itself; the task tries again, and the sweep after it.
PASSING = (
    OSError,
    DatabaseError,
    InterfaceError,
    SignerUnavailable,
    signing.KeysNotHere,
)


def or_say_so(step: Callable[[int], None]) -> Callable[[int], None]:
    """A failure that nobody foresaw stops the paper and is told, instead of coming back for ever.

    The page shows a code, the log has the cause under the same code.
    """

    @wraps(step)
    def guarded(document_id: int) -> None:
        try:
            step(document_id)
        except SignerUnavailable:
            tell_silence(document_id)
            raise
        except PASSING:
            raise
        except GivenUp as spent:
            say(
                document_id,
                spent.told("làm văn bản này"),
            )
        except Exception:
            code = token_hex(2).upper()
            logger.exception("document %s stopped, code %s", document_id, code)
            say(
                document_id,
                f"Hệ thống gặp lỗi khi làm văn bản này. Mã để báo hỗ trợ: {code}.",
            )
            raise

    return guarded


@contextmanager
def one_try(
    work: str, doing: str, *, stop: Callable[[str], None],
    wait: Callable[[str], None] | None = None,
) -> Iterator[bool]:  # fmt: skip
    """Một lượt làm (``reports.attempts``) whose end is always told; False: leave it.

    ``stop`` hears why it will not be done: it was given up, it was refused, or nobody foresaw
    what happened ("Hệ thống gặp lỗi khi " and ``doing``, with a code that the log has, too).
    ``wait`` hears what may pass; that goes on to the task, which tries again.
    """
    try:
        with ExitStack() as held:
            try:
                mine = held.enter_context(attempt(work))
            except GivenUp as spent:
                stop(spent.told(doing))
                mine = False
            yield mine
    except (PaperRefused, SigningRefused) as refusal:
        stop(str(refusal))
    except (SignerUnavailable, signing.KeysNotHere) as passing:
        if wait is not None:
            wait(f"Chưa ký được, hệ thống tự thử lại: {passing}")
        raise
    except PASSING:
        raise
    except Exception:
        code = token_hex(2).upper()
        logger.exception("%s stopped, code %s", work, code)
        stop(f"Hệ thống gặp lỗi khi {doing}. Mã để báo hỗ trợ: {code}.")


@contextmanager
def claimed(step: str, document_id: int, status: str) -> Iterator[Document | None]:
    """The document, for this worker alone to work on; None: there is nothing to do.

    No row is locked: the work takes seconds, and a service that answers slowly takes more.
    """
    with attempt(f"{step}:{document_id}") as mine:
        document = _documents().get(pk=document_id) if mine else None
        yield document if document and document.status == status else None


def unmoved(document: Document, source: DocumentFile | None = None) -> Document | None:
    """The document with its row locked, if all is still as it was when the work began.

    None: another worker was quicker or the paper took another way; what was made of
    ``source`` is dropped. Called in the transaction that records the result.
    """
    current = _lock(document.pk)
    if current.status != document.status:
        return None
    if source is not None and not current.files.filter(pk=source.pk).exists():
        return None
    return current


def _documents():
    return Document.objects.select_related(
        "issuer__seal_of",
        "signer__user",
        "signer__unit",
        "requested_by",
        "numbered_by",
        "decision",
        "submission",
    )


def _lock(document_id):
    locked = _documents().select_for_update(of=["self"], no_key=True)
    return locked.get(pk=document_id)


@transaction.atomic
def say(document_id, problem):
    """Stop the paper, or, where its number is given, leave it to be sealed later."""
    document = _lock(document_id)
    if document.status in (Status.REQUESTED, Status.RENDERED):
        stop(document, problem)
    elif document.status == Status.NUMBERED:
        drop_offer(document)
        if document.problem != problem or document.offered_at:
            told = Document.objects.filter(pk=document.pk)
            told.update(problem=problem, offered_at=None)


@transaction.atomic
def tell_silence(document_id):
    """Whoever waits is told that it is tried again; the work goes on by itself."""
    document = _lock(document_id)
    if document.status in (Status.RENDERED, Status.NUMBERED):
        Document.objects.filter(pk=document.pk).update(unanswered_at=now())


@transaction.atomic
def stop_if_unmoved(document, problem, source=None):
    current = unmoved(document, source)
    if current is not None:
        stop(current, problem)


def stop(document, problem):
    drop_offer(document)
    move(
        document,
        Status.STOPPED,
        by=document.requested_by,
        problem=problem,
        offered_at=None,
    )


def drop_offer(document):
    """The file that came back signed: taken into the paper, or refused."""
    document.files.filter(stage=DocumentFile.Stage.OFFERED).delete()


def keep(document, stage, pdf, **facts):
    file = DocumentFile(document=document, stage=stage, size=len(pdf), **facts)
    file.sha256 = store.write(file.key, pdf)
    file.save(force_insert=True)


def renewed_before(soon: datetime, file: DocumentFile | AnnexFile) -> bytes | None:
    """The stored file with a new time stamp; None: its last one does not end before ``soon``,
    it has none, or no better one is to be had.
    """
    pdf = store.read_stored(file)
    until = signing.stamp_until(pdf)
    return None if until is None or until >= soon else signing.renew(pdf)


def keep_signed(
    record: AnchorPaper | CertifiedCopy | Diploma,
    signed: Any,
    *,
    by: User | None,
    **more: Any,
) -> str:
    """The signed file of a record that has one file; its digest."""
    digest = store.write(record.key, signed.pdf)
    move(
        record, record.Status.SIGNED, by=by, problem="", sha256=digest, size=len(signed.pdf),
        level=signed.level.value, signer_name=signed.signer_name, signed_at=signed.signed_at,
        **more,
    )  # fmt: skip
    return digest
