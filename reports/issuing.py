"""From approval to issued paper: render, sign, seal. Each step is safe to run any number of times.

A step locks its document's row, so a second worker waits, sees the next status and leaves.
What it made is written aside and gets its name when the transaction commits; a worker killed
in between has changed nothing.
"""

import logging
from collections.abc import Callable
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
        except Exception:
            code = token_hex(2).upper()
            logger.exception("document %s stopped, code %s", document_id, code)
            _surprised(document_id, code)
            raise

    return guarded


@_or_say_so
@transaction.atomic
def render(document_id: int) -> None:
    """Dựng trang và kiểm tra thể thức; an error of form stops the paper before any signature."""
    document = _lock(document_id)
    if document.status != Status.REQUESTED:
        return
    try:
        paper = render_plan(from_twin(document.twin.encode()), marks=_marks(document))
    except PaperRefused as refusal:
        _stop(document, str(refusal))
        return
    places = signing.Places.from_paper(paper)
    pdf = signing.prepare(paper.pdf, places)
    findings = [finding for finding in check(pdf) if finding.level != Level.OK]
    DocumentFinding.objects.bulk_create(
        DocumentFinding(
            document=document,
            rule=f.rule,
            level=f.level.value,
            message=f.message_vi,
            page=f.page,
        )
        for f in findings
    )
    _keep(document, Stage.RENDERED, pdf, places=places.to_json())
    errors = [finding for finding in findings if finding.level == Level.ERROR]
    if errors:
        _stop(document, "Sai thể thức: " + " ".join(f.message_vi for f in errors[:3]))
        return
    move(document, Status.RENDERED, by=document.requested_by, pages=paper.page_count)


@_or_say_so
@transaction.atomic
def sign(document_id: int) -> None:
    """Ký số của người có thẩm quyền."""
    document = _lock(document_id)
    if document.status != Status.RENDERED:
        return
    try:
        certificate = _certificate(user=document.signer.user)
        signed = signing.sign_person(
            _read(document, Stage.RENDERED),
            # The paper names the signer, so the certificate must bear that very name.
            _ref(certificate, name=document.signer_name),
            owner=f"user:{document.signer.user_id}",
            picture=bytes(certificate.picture),
            capacity=document.signer_title,
            place=document.place,
        )
    except SigningRefused as refusal:
        _stop(document, str(refusal))
        return
    _keep(
        document,
        Stage.SIGNED,
        signed.pdf,
        level=signed.level.value,
        owed=[*signed.owed],
    )
    move(document, Status.SIGNED, by=document.requested_by, signed_at=signed.signed_at)
    campaign_actions.record_signature(document.plan_id, by=document.requested_by)


@_or_say_so
@transaction.atomic
def seal(document_id: int) -> None:
    """Điền số, ngày; ký số của cơ quan; ban hành. The number stays whatever happens here."""
    document = _lock(document_id)
    if document.status != Status.NUMBERED:
        return
    agency = document.issuer.seal_holder
    rendered = document.files.get(stage=Stage.RENDERED)
    try:
        certificate = _certificate(unit=agency)
        sealed = signing.sign_agency(
            _read(document, Stage.SIGNED),
            _ref(certificate),
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
        Document.objects.filter(pk=document.pk).update(problem=str(refusal))
        return
    _keep(
        document,
        Stage.ISSUED,
        sealed.pdf,
        level=sealed.level.value,
        owed=[*sealed.owed],
    )
    move(
        document,
        Status.ISSUED,
        by=document.numbered_by,
        sealed_at=sealed.signed_at,
        problem="",
    )
    campaign_actions.record_issue(
        document.plan_id,
        by=document.numbered_by,
        number=document.number,
        issued_on=document.issued_on,
    )


@transaction.atomic
def archive(document_id: int) -> None:
    """Nâng lên B-LTA a paper that was issued while a service was silent. Appends only."""
    document = _lock(document_id)
    stages = {file.stage: file for file in document.files.all()}
    if Stage.ISSUED not in stages or Stage.ARCHIVED in stages:
        return
    pdf = signing.upgrade(_read(document, Stage.ISSUED))
    _keep(document, Stage.ARCHIVED, pdf, level=signing.Level.B_LTA.value)


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
    """Bytes of a stage of the document."""
    return _read(document, stage)


def _marks(document):
    return PaperMarks(
        number_by_field=True,
        code=document.code,
        url=f"{settings.PUBLIC_URL}/x/{document.code}",
        year=localtime().year,
        seal_mm=float(document.issuer.seal_holder.seal_mm),
    )


def _lock(document_id):
    documents = Document.objects.select_related(
        "issuer__seal_of", "signer__user", "signer__unit", "requested_by", "numbered_by"
    )
    return documents.select_for_update(of=["self"], no_key=True).get(pk=document_id)


@transaction.atomic
def _surprised(document_id, code):
    document = _lock(document_id)
    said = f"Hệ thống gặp lỗi khi làm văn bản này. Mã để báo hỗ trợ: {code}."
    if document.status in (Status.REQUESTED, Status.RENDERED):
        _stop(document, said)
    elif document.status == Status.NUMBERED:
        Document.objects.filter(pk=document.pk).update(problem=said)


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


def _certificate(**owner) -> Certificate:
    certificate = Certificate.objects.current().filter(**owner).first()
    if certificate is None:
        holder = next(iter(owner.values()))
        raise SigningRefused(
            f"{holder} chưa đăng ký chứng thư số. Đề nghị quản trị đơn vị đăng ký."
        )
    return certificate


def _ref(certificate, name=""):
    return signing.SignerRef(
        key=certificate.key,
        owner=certificate.owner,
        name=name or certificate.common_name,
        fingerprint=certificate.fingerprint,
    )


def _read(document, stage):
    file = document.files.get(stage=stage)
    return store.read(_key(document, stage), file.sha256)
