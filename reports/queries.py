"""Đọc: figures and facts across apps."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Q

from campaigns.lineage import InForce
from reports.models import (
    AnchorPaper,
    AnchorSigner,
    AnnexFile,
    Certificate,
    CertifiedCopy,
    CopiedAnnex,
    Diploma,
    Document,
    DocumentFile,
    PactFile,
    PactPaper,
    Sending,
)
from reports.origins import force_of
from units import audit, fence
from units.models import AuditAnchor, Unit


@dataclass(frozen=True)
class Standing:
    """Hiệu lực: what the register knows of a file with this very hash."""

    document: Document
    is_latest: bool  # an issued file, not an earlier stage of it
    in_force: bool
    force: InForce | None = None  # what was done to it since
    annex: AnnexFile | None = None  # it is this annex of the document


def standing_of(sha256: str) -> Standing | None:
    """The document that a file belongs to, byte for byte; None where it is not ours."""
    file = (
        DocumentFile.objects.select_related("document__issuer")
        .filter(sha256=sha256)
        .exclude(stage=DocumentFile.Stage.RENDERED)
        .first()
    )
    annex = None if file else _annex_of(sha256)
    found = file or annex
    if found is None:
        return None
    issued = found.document.status == Document.Status.ISSUED
    force = force_of(found.document) if issued else None
    return Standing(
        document=found.document,
        is_latest=found.is_official,
        in_force=force is not None and not force.is_over,
        force=force,
        annex=annex,
    )


def _annex_of(sha256):
    annexes = AnnexFile.objects.official().select_related("document__issuer")
    return annexes.filter(sha256=sha256).first()


class Known(NamedTuple):
    """Tệp này là gì của hệ thống: at most one of ``standing``, ``record``, ``copy``, ``pact``,
    ``diploma``.

    ``copied``: it is this annex of the certified copy.
    """

    standing: Standing | None = None
    record: AnchorPaper | None = None
    copy: CertifiedCopy | None = None
    copied: CopiedAnnex | None = None
    pact: PactPaper | None = None
    diploma: Diploma | None = None


def known_file(sha256: str) -> Known:
    """What a file is, byte for byte; asked in turn, the most usual first."""
    if standing := standing_of(sha256):
        return Known(standing)
    if record := anchor_paper_of(sha256):
        return Known(record=record)
    copies = CertifiedCopy.objects.signed().select_related("document__issuer", "issuer")
    if copy := copies.filter(sha256=sha256).first():
        return Known(copy=copy)
    annexes = CopiedAnnex.objects.of_signed().select_related("copy__issuer")
    if annex := annexes.filter(sha256=sha256).first():
        return Known(copy=annex.copy, copied=annex)
    if pact := PactFile.objects.official().filter(sha256=sha256).first():
        return Known(pact=pact.paper)
    if diploma := diploma_of(sha256):
        return Known(diploma=diploma)
    return Known()


def document_of_link(token: str) -> Document | None:
    """The paper to which the link of a recipient outside leads; None where it leads nowhere."""
    sending = Sending.objects.for_letter().filter(token=token).first()
    return sending and sending.delivery.document


@dataclass(frozen=True)
class Stops:
    """Những lần dừng: how often a paper could not be signed, and when last."""

    count: int
    last_at: datetime | None


def stops_of(document: Document) -> Stops:
    """One query; a second stop for the same reason is told from the first by its time."""
    stopped = audit.history(document).filter(action="document.stopped")
    return Stops(**stopped.aggregate(count=Count("pk"), last_at=Max("at")))


def diploma_of(sha256: str) -> Diploma | None:
    """The diploma that a file is, byte for byte; whoever has the file may know of it."""
    with fence.lowered():
        found = Diploma.objects.signed().for_page()
        whole = found.select_related("batch__decision__authority")
        return whole.filter(sha256=sha256).first()


def anchor_paper_of(sha256: str) -> AnchorPaper | None:
    """The record of an anchor that a file is, byte for byte; None where it is none of ours."""
    return AnchorPaper.objects.signed().for_file().filter(sha256=sha256).first()


@dataclass(frozen=True)
class SealSigner:
    """Cơ quan ký niêm: which it is; or why there is none, and what to do about it."""

    unit: Unit | None = None
    why_not: str = ""


def anchor_signer() -> SealSigner:
    """Whose seal signs the anchors of this installation.

    The agency that was chosen last; where none was, the only head of a tree whose seal has a
    certificate. Nobody is guessed: with several, or with none, nothing is signed.
    """
    chosen = AnchorSigner.objects.select_related("unit").first()
    seals = Certificate.objects.of_agencies()
    if chosen is not None:
        if seals.filter(unit=chosen.unit_id).exists():
            return SealSigner(chosen.unit)
        if chosen.unit.has_ended():
            return SealSigner(
                why_not=f"{chosen.unit} được chọn ký biên bản đã kết thúc. Việc cần làm: "
                "chọn cơ quan khác."
            )
        return SealSigner(
            why_not=f"con dấu của {chosen.unit} chưa có chứng thư số đang dùng. Việc cần làm: "
            "đăng ký chứng thư số của con dấu, hoặc chọn cơ quan khác."
        )
    heads = [seal.unit for seal in seals.filter(unit__parent=None)[:2]]
    match heads:
        case [only]:
            return SealSigner(only)
        case []:
            return SealSigner(
                why_not="chưa cơ quan đứng đầu nào đăng ký chứng thư số của con dấu. Việc cần "
                "làm: đăng ký chứng thư số, hoặc chọn cơ quan ký trong các cơ quan đã có."
            )
    return SealSigner(
        why_not="nhiều cơ quan đứng đầu có chứng thư số của con dấu. Việc cần làm: chọn cơ "
        "quan ký biên bản."
    )


def anchors_owed_papers(signer: Unit):
    """Anchors without a paper, or with one that waits for another agency; the oldest first."""
    other = Q(paper__status="rendered") & ~Q(paper__unit=signer)
    return AuditAnchor.objects.filter(Q(paper=None) | other).order_by("day")
