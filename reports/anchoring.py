"""Từ neo đến biên bản ký số: one paper an anchor, rendered by one worker, sealed by another.

What is owed stands in the database: an anchor without a paper, a paper without a signature.
Both steps begin with the oldest day, take at most ``A_RUN`` at a time and stop at the first
that cannot be done, so that the days follow each other; any number of workers may run them.
What was made is written aside and counts when its transaction commits (``reports.store``).
"""

import logging
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from campaigns.content import Letterhead
from reports import queries, signing
from reports.attempts import GivenUp, attempt
from reports.errors import SignerUnavailable, SigningRefused
from reports.issuing import sealed_alone, to_be_sealed
from reports.models import AnchorPaper
from reports.rendering import AnchorRecord, DayAnchor, render_anchor_record
from reports.steps import PASSING, keep_signed
from units import sealing
from units.models import AuditAnchor, Unit
from units.workflow import add, amend

A_RUN = 31
Status = AnchorPaper.Status
logger = logging.getLogger(__name__)


def render_owed() -> bool:
    """Lập biên bản of anchors that have none; whether any paper waits for its signature.

    Without an agency that can sign nothing is made: a paper names whose it is.
    """
    signer = queries.anchor_signer().unit
    if signer is None:
        return False
    for anchor in queries.anchors_owed_papers(signer)[:A_RUN]:
        if not _render(anchor, signer):
            break
    return AnchorPaper.objects.waiting().exists()


def sign_owed() -> int:
    """Ký số các biên bản đang chờ; how many were signed."""
    waiting = AnchorPaper.objects.waiting().values_list("pk", flat=True)[:A_RUN]
    for count, paper_id in enumerate(list(waiting)):
        if not _sign(paper_id):
            return count
    return len(waiting)


def _render(anchor: AuditAnchor, signer: Unit) -> bool:
    """The paper stands, for ``signer`` to sign. False: another worker is at it, or gave up."""
    try:
        with attempt(f"anchor-render:{anchor.day}") as mine:
            if not mine:
                return False
            paper = render_anchor_record(_record(anchor, signer))
            _keep_draft(anchor, signer, to_be_sealed(paper))
            return True
    except GivenUp:  # told in the log, and on the page by its code
        return False


@transaction.atomic
def _keep_draft(anchor: AuditAnchor, signer: Unit, draft: bytes) -> None:
    kept = _lock(anchor=anchor)
    if kept is None:
        add(AnchorPaper(anchor=anchor, unit=signer, draft=draft), by=None)
    elif kept.status == Status.RENDERED:
        AnchorPaper.objects.filter(pk=kept.pk).update(draft=draft, problem="")
        amend(kept, by=None, unit=signer)


def _record(anchor: AuditAnchor, signer: Unit) -> AnchorRecord:
    before = AuditAnchor.objects.before(anchor.day)
    return AnchorRecord(
        letterhead=Letterhead(
            parent_authority=signer.letterhead_parent,
            authority=signer.letterhead or signer.name.upper(),
            place=signer.place or signer.short_name,
            issued_on=localdate(),
        ),
        agency=signer.name,
        site=settings.PUBLIC_URL.rstrip("/"),
        anchor=_day(anchor),
        before=_day(before) if before else None,
        lines=tuple(sealing.anchor_lines(anchor.day)),
        seal_mm=float(signer.seal_mm),
    )


def _day(anchor: AuditAnchor) -> DayAnchor:
    return DayAnchor(
        day=anchor.day, position=anchor.position, digest=anchor.whole_digest
    )


def _sign(paper_id: int) -> bool:
    """The paper is signed. False: it cannot be now, and says why where somebody must act."""
    day = AnchorPaper.objects.values_list("anchor", flat=True).get(pk=paper_id)
    try:
        with attempt(f"anchor-sign:{day}") as mine:
            return mine and _signed(paper_id)
    except GivenUp:
        return False


def _signed(paper_id: int) -> bool:
    paper = AnchorPaper.objects.select_related("unit").get(pk=paper_id)
    if paper.status != Status.RENDERED:
        return True  # another worker was quicker
    draft = bytes(paper.draft)
    try:
        signed = sealed_alone(
            draft, paper.unit, reason="Niêm sổ nhật ký", place=paper.unit.place
        )
    except SigningRefused as refusal:
        _say(paper, str(refusal))
        return False
    except (SignerUnavailable, signing.KeysNotHere) as passing:
        _say(paper, f"Chưa ký được, hệ thống tự thử lại: {passing}")
        raise
    except PASSING:
        raise
    except Exception:
        code = token_hex(2).upper()
        logger.exception("%s was not signed, code %s", paper.key, code)
        _say(paper, f"Hệ thống gặp lỗi khi ký. Mã để báo hỗ trợ: {code}.")
        return False
    with transaction.atomic():
        current = _lock(pk=paper.pk)
        if current is None or current.status != Status.RENDERED:
            return True
        if bytes(current.draft) != draft:
            return False  # made anew meanwhile, for another agency
        digest = keep_signed(current, signed, by=None, draft=b"")
    logger.info("%s is signed, sha256 %s", paper.key, digest)
    return True


def _lock(**which) -> AnchorPaper | None:
    locked = AnchorPaper.objects.select_for_update(of=["self"], no_key=True)
    return locked.filter(**which).first()


def _say(paper: AnchorPaper, problem: str) -> None:
    waiting = AnchorPaper.objects.filter(pk=paper.pk, status=Status.RENDERED)
    waiting.exclude(problem=problem).update(problem=problem)
