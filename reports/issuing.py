"""From approval to issued paper: render, sign, seal. Each step is safe to run any number of times.

How a step takes its document and gives it back: ``reports.steps``.
"""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime, now

from campaigns.twin import from_twin
from reports import annexing, signing, unlocking
from reports.capacity import why_not_sign
from reports.checking import Level, check
from reports.errors import SigningRefused
from reports.models import (
    AnnexFile,
    Certificate,
    Document,
    DocumentFile,
    DocumentFinding,
)
from reports.origins import Issue, origin_of
from reports.recipients import deliveries_of
from reports.rendering import (
    PaperMarks,
    PaperRefused,
    RenderedPaper,
    date_line,
    number_line,
    render_plan,
)
from reports.steps import (
    claimed,
    drop_offer,
    keep,
    or_say_so,
    renewed_before,
    say,
    stop,
    stop_if_unmoved,
    unmoved,
)
from reports.store import read_stored
from units.models import Unit
from units.workflow import add_all, move

Status, Way, Stage = Document.Status, Document.Way, DocumentFile.Stage

# Renewals of one night: ten thousand stamps that end together must not keep new papers
# from being signed.
A_NIGHT = 500


@or_say_so
def render(document_id: int) -> None:
    """Dựng trang và kiểm tra thể thức; an error of form stops the paper before any signature."""
    with claimed("render", document_id, Status.REQUESTED) as document:
        if document is not None:
            _render(document)


def _render(document):
    content, marks = from_twin(document.twin.encode()), _marks(document)
    try:
        paper = render_plan(content, marks=marks)
        annexes, run = annexing.render(content, marks)
    except PaperRefused as refusal:
        stop_if_unmoved(document, str(refusal))
        return
    places = signing.Places.from_paper(paper)
    pdf = signing.prepare(paper.pdf, places)
    findings = [finding for finding in check(pdf) if finding.level != Level.OK]
    if run is not None:
        findings += _of_annexes(signing.prepare(run, places), paper.page_count)
    errors = [finding for finding in findings if finding.level == Level.ERROR]
    with transaction.atomic():
        current = unmoved(document)
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
        keep(current, Stage.RENDERED, pdf, places=places.to_json())
        annexing.keep_rendered(current, annexes)
        if errors:
            said = " ".join(f.message_vi for f in errors[:3])
            stop(current, f"Sai thể thức: {said}")
        else:
            move(
                current,
                Status.RENDERED,
                by=current.requested_by,
                pages=paper.page_count,
                annex_count=len(annexes),
            )


def _of_annexes(run, after):
    """What is found on the pages of the annexes, which follow page ``after`` in one run."""
    found = check(run, final=False)
    return [f for f in found if f.level != Level.OK and (f.page or 0) > after]


@or_say_so
def sign(document_id: int) -> None:
    """Ký số của người có thẩm quyền."""
    with claimed("sign", document_id, Status.RENDERED) as document:
        if document is not None:
            _sign(document)


def _sign(document):
    if document.waits_for_person_file:
        return
    outside = document.person_way == Way.OUTSIDE
    source = document.files.get(stage=Stage.OFFERED if outside else Stage.RENDERED)
    if refusal := why_not_sign(document):
        stop_if_unmoved(document, refusal, source)
        return
    try:
        if outside:
            signed = _attested(document, source, user=document.signer.user)
        else:
            signed = _signed_here(document, source)
    except SigningRefused as refusal:
        stop_if_unmoved(document, str(refusal), source)
        return
    with transaction.atomic():
        current = unmoved(document, source)
        if current is None:
            return
        drop_offer(current)
        _keep_signed(current, Stage.SIGNED, signed)
        move(
            current,
            Status.SIGNED,
            by=current.requested_by,
            signed_at=signed.signed_at,
            unanswered_at=None,
            offered_at=None,
        )
        origin_of(current).record_signature(by=current.requested_by)


def _signed_here(document, source):
    certificate = certificate_of(user=document.signer.user)
    return signing.sign_person(
        read_stored(source),
        # The paper names the signer, so the certificate must bear that very name.
        signer_ref(certificate, name=document.signer_name),
        owner=f"user:{document.signer.user_id}",
        picture=bytes(certificate.picture),
        capacity=document.signer_title,
        place=document.place,
        certify=not seals_outside(document.issuer.seal_holder),
        unlock=unlocking.of(document.pk) if certificate.asks else None,
    )


def _attested(document, source, **owner):
    """What came back from somebody's own device; the services are asked about its certificate."""
    certificate = Certificate.objects.outside().get(**owner)
    return signing.attest(read_stored(source), certificate.fingerprint)


def seals_outside(agency) -> bool:
    """Its seal is on a device of its own, and on no machine."""
    held = (
        Certificate.objects.current().filter(unit=agency).values_list("held", flat=True)
    )
    return set(held) == {Certificate.Held.OUTSIDE}


@or_say_so
def seal(document_id: int) -> None:
    """Điền số, ngày; ký số của cơ quan; ban hành. The number stays whatever happens here."""
    with claimed("seal", document_id, Status.NUMBERED) as document:
        if document is not None:
            _seal(document)


def _seal(document):
    if document.seal_way == Way.MACHINE:
        _finish(document, Stage.SIGNED, _sealed_here)
    elif not document.waits_for_seal_file:
        _finish(document, Stage.OFFERED, _sealed_outside)
    elif not document.files.filter(stage=Stage.NUMBERED).exists():
        _hand_out(document)


def _finish(document, stage, make):
    source = document.files.get(stage=stage)
    try:
        sealed = make(document, source)
    except SigningRefused as refusal:
        # The number is given and stays; the clerk is told what to put right, and the sweep
        # tries again.
        say(document.pk, str(refusal))
        return
    with transaction.atomic():
        current = unmoved(document, source)
        if current is None or not annexing.are_sealed(current):
            return
        drop_offer(current)
        _keep_signed(current, Stage.ISSUED, sealed)
        move(
            current,
            Status.ISSUED,
            by=current.numbered_by,
            sealed_at=sealed.signed_at,
            problem="",
            unanswered_at=None,
            offered_at=None,
        )
        issue = Issue(current.number, current.issued_on, current.code)
        origin_of(current).record_issue(issue, by=current.numbered_by)
        # Units that the lines of Nơi nhận surely mean have it from this moment.
        if rows := deliveries_of(current):
            add_all(rows, by=current.numbered_by)


def _sealed_here(document, source):
    agency = document.issuer.seal_holder
    certificate = certificate_of(unit=agency)
    ref, owner = signer_ref(certificate), f"unit:{agency.pk}"
    annexing.seal(document, ref, owner=owner)
    return signing.sign_agency(
        read_stored(source),
        ref,
        owner=owner,
        picture=bytes(certificate.picture),
        lines=_lines(document),
        place=document.place,
    )


def _sealed_outside(document, source):
    return signing.archive(
        _attested(document, source, unit=document.issuer.seal_holder)
    )


def _hand_out(document):
    """Điền số, ngày: the file that the clerk takes to the agency's own device."""
    source = document.files.get(stage=Stage.SIGNED)
    try:
        pdf = signing.write_lines(read_stored(source), _lines(document))
    except SigningRefused as refusal:
        say(document.pk, str(refusal))
        return
    with transaction.atomic():
        current = unmoved(document, source)
        if current and current.waits_for_seal_file:
            keep(current, Stage.NUMBERED, pdf)


def _lines(document):
    rendered = document.files.get(stage=Stage.RENDERED)
    return signing.Lines(
        places=signing.Places.from_json(rendered.places),
        number=number_line(document.number, document.symbol),
        date=date_line(document.place, document.issued_on),
    )


@or_say_so
def archive(document_id: int) -> None:
    """Nâng lên B-LTA a paper that was issued while a service was silent. Appends only."""
    with claimed("archive", document_id, Status.ISSUED) as document:
        if document is None:
            return
        annexing.archive(document)
        if document.files.filter(stage=Stage.ARCHIVED).exists():
            return
        source = document.files.get(stage=Stage.ISSUED)
        if not source.owed:
            return  # the annexes alone were
        _keep_archived(document, source, signing.upgrade(read_stored(source)))


@or_say_so
def renew(document_id: int) -> None:
    """Gia hạn dấu thời gian lưu trữ before the last one's certificate runs out. Appends only."""
    with claimed("renew", document_id, Status.ISSUED) as document:
        if document is None:
            return
        annexing.renew(document, _soon())
        source = document.files.official().newest()
        renewed = renewed_before(_soon(), source)
        if renewed is not None:
            _keep_archived(document, source, renewed)


@transaction.atomic
def _keep_archived(document, source, pdf):
    current = unmoved(document)
    # Nothing else has been put on top of what was archived.
    if current and current.files.official().newest() == source:
        keep(
            current,
            Stage.ARCHIVED,
            pdf,
            level=signing.Level.B_LTA.value,
            stamp_until=signing.stamp_until(pdf),
        )


def owing_renewal():
    """Archived papers whose time stamp ends soon; one night's share, the soonest first."""
    papers = Document.objects
    ending = list(papers.with_stamps_until(_soon())[:A_NIGHT])
    known = [one.pk for one in ending]
    annexes = AnnexFile.objects.ending_before(_soon()).values("document")
    beside = papers.filter(pk__in=annexes).exclude(pk__in=known).order_by("pk")
    return ending + list(beside[: A_NIGHT - len(ending)])


def owing_archive():
    """Issued papers that still owe their long-term data."""
    owing = Document.objects.filter(
        files__stage=Stage.ISSUED, files__owed__len__gt=0
    ).exclude(files__stage=Stage.ARCHIVED)
    annexes = AnnexFile.objects.owing().values("document")
    return Document.objects.filter(Q(pk__in=owing.values("pk")) | Q(pk__in=annexes))


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
    return read_stored(document.files.filter(stage=stage).newest())


def public_marks(document: Document) -> PaperMarks:
    """What anybody needs to look the paper up."""
    return PaperMarks(
        code=document.code, url=f"{settings.PUBLIC_URL}/x/{document.code}"
    )


def _marks(document):
    return replace(
        public_marks(document),
        number_by_field=True,
        year=localtime().year,
        lineage=origin_of(document).lineage_marks(),
        seal_mm=float(document.issuer.seal_holder.seal_mm),
    )


def _keep_signed(document, stage, signed):
    archived = signed.level == signing.Level.B_LTA
    until = signing.stamp_until(signed.pdf) if archived else None
    keep(
        document, stage, signed.pdf, level=signed.level.value, owed=[*signed.owed],
        stamp_until=until,
    )  # fmt: skip


def _soon():
    return now() + timedelta(days=settings.ARCHIVE_RENEW_MONTHS * 365 / 12)


def certificate_of(**owner) -> Certificate:
    """Chứng thư số đang dùng of ``user=`` or ``unit=``. Raises SigningRefused: there is none."""
    certificate = Certificate.objects.by_machine().filter(**owner).first()
    if certificate is None:
        holder = next(iter(owner.values()))
        raise SigningRefused(
            f"{holder} chưa đăng ký chứng thư số. Đề nghị quản trị đơn vị đăng ký."
        )
    return certificate


def to_be_sealed(paper: RenderedPaper) -> bytes:
    """Trang chờ dấu: with the field of the agency alone, where the page keeps room for it."""
    index, x1, y1, x2, y2 = paper.anchors["seal"]
    box = signing.Box(page=index, x1=x1, y1=y1, x2=x2, y2=y2)
    return signing.prepare_seal(paper.pdf, box)


def sealed_alone(
    draft: bytes, agency: Unit, *, reason: str, place: str
) -> signing.Signed:
    """Dấu của cơ quan là chữ ký duy nhất. Raises SigningRefused, SignerUnavailable."""
    certificate = certificate_of(unit=agency)
    return signing.seal_record(
        draft, signer_ref(certificate), owner=certificate.owner,
        picture=bytes(certificate.picture), reason=reason, place=place,
    )  # fmt: skip


def send_code(certificate_id: int) -> None:
    """Nhờ dịch vụ từ xa gửi mã OTP."""
    certificate = Certificate.objects.current().get(pk=certificate_id)
    if certificate.sends_otp:
        signing.send_code(certificate.key, certificate.asks_otp)


def signer_ref(certificate: Certificate, name: str = "") -> signing.SignerRef:
    """What the signing room must find in the store of keys."""
    return signing.SignerRef(
        key=certificate.key,
        owner=certificate.owner,
        name=name or certificate.common_name,
        fingerprint=certificate.fingerprint,
        is_remote=certificate.held == Certificate.Held.REMOTE,
    )
