"""From approval to issued paper: render, sign, seal. Each step is safe to run any number of times.

A step claims its document without locking its row, works as long as it takes, then locks the
row for a moment and records what it made, if nothing has moved on meanwhile. What it made is
written aside and gets its name when that transaction commits; a worker killed in between has
changed nothing.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from secrets import token_hex

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime, now

from campaigns import actions as campaign_actions
from campaigns.twin import from_twin
from reports import signing, store
from reports.attempts import MOST, GivenUp, attempt
from reports.capacity import why_not_sign
from reports.checking import Level, check
from reports.errors import SignerUnavailable, SigningRefused
from reports.models import Certificate, Document, DocumentFile, DocumentFinding
from reports.rendering import (
    PaperMarks,
    PaperRefused,
    date_line,
    number_line,
    render_plan,
)
from units.workflow import move

Status, Stage = Document.Status, DocumentFile.Stage
logger = logging.getLogger(__name__)

# What may pass by itself; the task tries again, and the sweep after it.
PASSING = (
    OSError,
    DatabaseError,
    InterfaceError,
    SignerUnavailable,
    signing.KeysNotHere,
)

# Renewals of one night: ten thousand stamps that end together must not keep new papers
# from being signed.
A_NIGHT = 500


def _or_say_so(step: Callable[[int], None]) -> Callable[[int], None]:
    """A failure that nobody foresaw stops the paper and is told, instead of coming back for ever.

    The page shows a code, the log has the cause under the same code.
    """

    @wraps(step)
    def guarded(document_id: int) -> None:
        try:
            step(document_id)
        except PASSING:
            raise
        except GivenUp as spent:
            _say(
                document_id,
                f"Máy chủ dừng đột ngột {MOST} lần liền khi làm văn bản này nên không thử "
                f"nữa. Mã để báo quản trị hệ thống: {spent.code}.",
            )
        except Exception:
            code = token_hex(2).upper()
            logger.exception("document %s stopped, code %s", document_id, code)
            _say(
                document_id,
                f"Hệ thống gặp lỗi khi làm văn bản này. Mã để báo hỗ trợ: {code}.",
            )
            raise

    return guarded


@contextmanager
def _claimed(step: str, document_id: int, status: str) -> Iterator[Document | None]:
    """The document, for this worker alone to work on; None: there is nothing to do.

    No row is locked: the work takes seconds, and a service that answers slowly takes more.
    """
    with attempt(f"{step}:{document_id}") as mine:
        document = _documents().get(pk=document_id) if mine else None
        yield document if document and document.status == status else None


def _unmoved(document: Document, source: DocumentFile | None = None) -> Document | None:
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


@_or_say_so
def render(document_id: int) -> None:
    """Dựng trang và kiểm tra thể thức; an error of form stops the paper before any signature."""
    with _claimed("render", document_id, Status.REQUESTED) as document:
        if document is not None:
            _render(document)


def _render(document):
    try:
        paper = render_plan(from_twin(document.twin.encode()), marks=_marks(document))
    except PaperRefused as refusal:
        _stop_if_unmoved(document, str(refusal))
        return
    places = signing.Places.from_paper(paper)
    pdf = signing.prepare(paper.pdf, places)
    findings = [finding for finding in check(pdf) if finding.level != Level.OK]
    errors = [finding for finding in findings if finding.level == Level.ERROR]
    with transaction.atomic():
        current = _unmoved(document)
        if current is None:
            return
        DocumentFinding.objects.bulk_create(
            DocumentFinding(
                document=current,
                rule=f.rule,
                level=f.level.value,
                message=f.message_vi,
                page=f.page,
            )
            for f in findings
        )
        _keep(current, Stage.RENDERED, pdf, places=places.to_json())
        if errors:
            said = " ".join(f.message_vi for f in errors[:3])
            _stop(current, f"Sai thể thức: {said}")
        else:
            move(
                current,
                Status.RENDERED,
                by=current.requested_by,
                pages=paper.page_count,
            )


@_or_say_so
def sign(document_id: int) -> None:
    """Ký số của người có thẩm quyền."""
    with _claimed("sign", document_id, Status.RENDERED) as document:
        if document is not None:
            _sign(document)


def _sign(document):
    source = document.files.get(stage=Stage.RENDERED)
    if refusal := why_not_sign(document):
        _stop_if_unmoved(document, refusal, source)
        return
    try:
        certificate = certificate_of(user=document.signer.user)
        signed = signing.sign_person(
            _read(document, source),
            # The paper names the signer, so the certificate must bear that very name.
            signer_ref(certificate, name=document.signer_name),
            owner=f"user:{document.signer.user_id}",
            picture=bytes(certificate.picture),
            capacity=document.signer_title,
            place=document.place,
        )
    except SigningRefused as refusal:
        _stop_if_unmoved(document, str(refusal), source)
        return
    with transaction.atomic():
        current = _unmoved(document, source)
        if current is None:
            return
        _keep_signed(current, Stage.SIGNED, signed)
        move(
            current,
            Status.SIGNED,
            by=current.requested_by,
            signed_at=signed.signed_at,
        )
        campaign_actions.record_signature(current.plan_id, by=current.requested_by)


@_or_say_so
def seal(document_id: int) -> None:
    """Điền số, ngày; ký số của cơ quan; ban hành. The number stays whatever happens here."""
    with _claimed("seal", document_id, Status.NUMBERED) as document:
        if document is not None:
            _seal(document)


def _seal(document):
    agency = document.issuer.seal_holder
    rendered = document.files.get(stage=Stage.RENDERED)
    source = document.files.get(stage=Stage.SIGNED)
    try:
        certificate = certificate_of(unit=agency)
        sealed = signing.sign_agency(
            _read(document, source),
            signer_ref(certificate),
            owner=f"unit:{agency.pk}",
            picture=bytes(certificate.picture),
            lines=signing.Lines(
                places=signing.Places.from_json(rendered.places),
                number=number_line(document.number, document.symbol),
                date=date_line(document.place, document.issued_on),
            ),
            place=document.place,
        )
    except SigningRefused as refusal:
        # The number is given and stays; the clerk is told what to put right, and the sweep
        # tries again.
        _say(document.pk, str(refusal))
        return
    with transaction.atomic():
        current = _unmoved(document, source)
        if current is None:
            return
        _keep_signed(current, Stage.ISSUED, sealed)
        move(
            current,
            Status.ISSUED,
            by=current.numbered_by,
            sealed_at=sealed.signed_at,
            problem="",
        )
        campaign_actions.record_issue(
            current.plan_id,
            by=current.numbered_by,
            number=current.number,
            issued_on=current.issued_on,
        )


@_or_say_so
def archive(document_id: int) -> None:
    """Nâng lên B-LTA a paper that was issued while a service was silent. Appends only."""
    with _claimed("archive", document_id, Status.ISSUED) as document:
        if document is None:
            return
        if document.files.filter(stage=Stage.ARCHIVED).exists():
            return
        source = document.files.get(stage=Stage.ISSUED)
        _keep_archived(document, source, signing.upgrade(_read(document, source)))


@_or_say_so
def renew(document_id: int) -> None:
    """Gia hạn dấu thời gian lưu trữ before the last one's certificate runs out. Appends only."""
    with _claimed("renew", document_id, Status.ISSUED) as document:
        if document is None:
            return
        source = document.files.official().newest()
        pdf = _read(document, source)
        until = signing.stamp_until(pdf)
        if until is None or until >= _soon():
            return
        renewed = signing.renew(pdf)
        if renewed is not None:
            _keep_archived(document, source, renewed)


@transaction.atomic
def _keep_archived(document, source, pdf):
    current = _unmoved(document)
    # Nothing else has been put on top of what was archived.
    if current and current.files.official().newest() == source:
        _keep(
            current,
            Stage.ARCHIVED,
            pdf,
            level=signing.Level.B_LTA.value,
            stamp_until=signing.stamp_until(pdf),
        )


def owing_renewal():
    """Archived papers whose time stamp ends soon; one night's share, the soonest first."""
    return Document.objects.with_stamps_until(_soon())[:A_NIGHT]


def owing_archive():
    """Issued papers that still owe their long-term data."""
    return Document.objects.filter(
        files__stage=Stage.ISSUED, files__owed__len__gt=0
    ).exclude(files__stage=Stage.ARCHIVED)


def waiting(older_than: timedelta = timedelta(minutes=1)):
    """Papers that a worker owes something and that nobody seems to work on."""
    since = Coalesce("numbered_at", "requested_at")
    return (
        Document.objects.owed()
        .annotate(since=since)
        .filter(since__lt=now() - older_than)
    )


def read_file(document: Document, stage: str) -> bytes:
    """Bytes of a stage of the document, the newest where there are several."""
    return _read(document, document.files.filter(stage=stage).newest())


def read_stored(file: DocumentFile) -> bytes:
    """Bytes of this very file."""
    return _read(file.document, file)


def _marks(document):
    return PaperMarks(
        number_by_field=True,
        code=document.code,
        url=f"{settings.PUBLIC_URL}/x/{document.code}",
        year=localtime().year,
        seal_mm=float(document.issuer.seal_holder.seal_mm),
    )


def _documents():
    return Document.objects.select_related(
        "issuer__seal_of", "signer__user", "signer__unit", "requested_by", "numbered_by"
    )


def _lock(document_id):
    locked = _documents().select_for_update(of=["self"], no_key=True)
    return locked.get(pk=document_id)


@transaction.atomic
def _say(document_id, problem):
    """Stop the paper, or, where its number is given, leave it to be sealed later."""
    document = _lock(document_id)
    if document.status in (Status.REQUESTED, Status.RENDERED):
        _stop(document, problem)
    elif document.status == Status.NUMBERED and document.problem != problem:
        Document.objects.filter(pk=document.pk).update(problem=problem)


@transaction.atomic
def _stop_if_unmoved(document, problem, source=None):
    current = _unmoved(document, source)
    if current is not None:
        _stop(current, problem)


def _stop(document, problem):
    move(document, Status.STOPPED, by=document.requested_by, problem=problem)


def _key(document, stage):
    return f"{document.code}-{stage}"


def _keep(document, stage, pdf, **facts):
    key = _key(document, stage)
    digest = store.write_aside(key, pdf)
    DocumentFile(
        document=document, stage=stage, sha256=digest, size=len(pdf), **facts
    ).save(force_insert=True)
    transaction.on_commit(lambda: store.settle(key, digest))


def _keep_signed(document, stage, signed):
    archived = signed.level == signing.Level.B_LTA
    until = signing.stamp_until(signed.pdf) if archived else None
    _keep(
        document, stage, signed.pdf, level=signed.level.value, owed=[*signed.owed],
        stamp_until=until,
    )  # fmt: skip


def _soon():
    return now() + timedelta(days=settings.ARCHIVE_RENEW_MONTHS * 365 / 12)


def certificate_of(**owner) -> Certificate:
    """Chứng thư số đang dùng of ``user=`` or ``unit=``. Raises SigningRefused: there is none."""
    certificate = Certificate.objects.current().filter(**owner).first()
    if certificate is None:
        holder = next(iter(owner.values()))
        raise SigningRefused(
            f"{holder} chưa đăng ký chứng thư số. Đề nghị quản trị đơn vị đăng ký."
        )
    return certificate


def signer_ref(certificate: Certificate, name: str = "") -> signing.SignerRef:
    """What the signing room must find in the store of keys."""
    return signing.SignerRef(
        key=certificate.key,
        owner=certificate.owner,
        name=name or certificate.common_name,
        fingerprint=certificate.fingerprint,
    )


def _read(document, file):
    return store.read(_key(document, file.stage), file.sha256)
