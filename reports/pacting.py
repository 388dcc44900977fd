"""Bản nhiều người ký: from words to a file that all signed. Safe to run any number of times.

One worker at a time is at one paper (``reports.attempts``), so each signature is made upon the
one before; whoever finds another at it leaves, for that one looks again before it ends. A
signature is recorded under the locks of pact (or session) and paper, if the words, the file and
the request are still those that it was made for; the database lets no two stand on one file.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from reports import signing, store, unlocking
from reports.attempts import GivenUp, attempt
from reports.errors import SignerUnavailable, SigningRefused
from reports.issuing import certificate_of, signer_ref
from reports.joint import lock_paper, origin_of, why_not_sign
from reports.models import Certificate, PactFile, PactPaper, PactSeat
from reports.rendering import PaperRefused, seat_anchor
from reports.steps import PASSING
from units.workflow import amend_as, move

Status, Stage, Way = PactPaper.Status, PactFile.Stage, PactSeat.Way
SOMEBODY_WAS_QUICKER = (
    "Thành viên khác vừa ký trong lúc anh/chị ký ở thiết bị. Tải bản mới về, ký rồi gửi "
    "lại."
)
A_NIGHT = 200
logger = logging.getLogger(__name__)


def unlock_name(seat: PactSeat) -> str:
    """Under which ``reports.unlocking`` keeps what opens the signer's key."""
    return f"giao-uoc-{seat.pk}"


# ---- dựng trang --------------------------------------------------------------------------


def render(paper_id: int) -> None:
    """Dựng trang, with a field for each who signs with a key."""
    try:
        with attempt(f"pact-render:{paper_id}") as mine:
            if mine:
                _render(paper_id)
    except GivenUp as spent:
        _stop(paper_id, spent.told("làm bản ký này"))
    except PASSING:
        raise
    except Exception:
        _stop(paper_id, _unforeseen("rendered", paper_id))
        raise


def _render(paper_id: int) -> None:
    paper = PactPaper.objects.for_page().get(pk=paper_id)
    if paper.status != Status.REQUESTED:
        return
    try:
        rendered = origin_of(paper).printed(paper)
    except PaperRefused as refusal:
        _stop(paper_id, str(refusal))
        return
    places = {}
    for seat in paper.seats.all():
        if not seat.on_paper:
            page, x1, y1, x2, y2 = rendered.anchors[seat_anchor(seat.position)]
            places[seat.position] = (page, x1, y1, x2, y2, seat.unit_name)
    seats = [seat_of(place, minutes=paper.is_minutes) for place in places.items()]
    pdf = signing.prepare_seats(rendered.pdf, seats)
    with transaction.atomic():
        current = lock_paper(paper_id)
        if current.status != Status.REQUESTED:
            return
        named = {str(position): list(place) for position, place in places.items()}
        _keep(current, Stage.RENDERED, pdf, places=named)
        move(current, Status.SIGNING, by=current.laid_by, pages=rendered.page_count)


def seat_of(place: tuple, *, minutes: bool = False) -> signing.Seat:
    """Of ``PactFile.places``: position, and page, corners, name."""
    position, (page, x1, y1, x2, y2, who) = place
    box = signing.Box(page=page, x1=x1, y1=y1, x2=x2, y2=y2)
    return signing.Seat(position=int(position), box=box, who=who, minutes=minutes)


@transaction.atomic
def _stop(paper_id: int, problem: str) -> None:
    paper = lock_paper(paper_id)
    if paper.status == Status.REQUESTED:
        move(paper, Status.STOPPED, by=paper.laid_by, problem=problem)


# ---- ký ----------------------------------------------------------------------------------


def sign(paper_id: int) -> None:
    """Ký cho ai đã xác nhận, one after another; then the whole, once all have signed.

    A service that is silent for one does not hold up the others; it is raised in the end.
    """
    silence: Exception | None = None
    passed: set[int] = set()
    while True:
        try:
            with attempt(f"pact-sign:{paper_id}") as mine:
                if not mine:
                    return
                seat = _next(paper_id, passed)
                if seat is None:
                    _complete(paper_id)
                else:
                    passed.add(seat.pk)
                    try:
                        _sign(seat)
                    except (SignerUnavailable, signing.KeysNotHere) as passing:
                        _tell_silence(seat)
                        silence = passing
        except GivenUp as spent:
            for waiting in _asked(paper_id):
                _say(waiting, spent.told("làm bản ký này"))
            return
        # Whoever confirmed while another was being signed found this worker at it and left.
        if _next(paper_id, passed) is None and not _is_completable(paper_id):
            break
    if silence is not None:
        raise silence


def _asked(paper_id):
    seats = PactSeat.objects.asked().for_act().filter(paper=paper_id)
    return seats.filter(paper__status=Status.SIGNING).order_by("asked_at", "pk")


def _next(paper_id, passed) -> PactSeat | None:
    return _asked(paper_id).exclude(pk__in=passed).first()


def _sign(seat: PactSeat) -> None:
    try:
        paper = PactPaper.objects.for_page().get(pk=seat.paper_id)
        if not paper.is_in_force:
            return _say(seat, paper.why_not_in_force)
        if refusal := why_not_sign(seat):
            return _say(seat, refusal)
        base = paper.newest
        if seat.way == Way.OUTSIDE:
            offered = seat.files.get(stage=Stage.OFFERED)
            if offered.base_id != base.pk:
                return _say(seat, SOMEBODY_WAS_QUICKER, handed=True)
            signed = _attested(seat, offered)
        else:
            signed = _signed_here(seat, paper, base)
    except SigningRefused as refusal:
        return _say(seat, str(refusal), handed=seat.way == Way.OUTSIDE)
    except PASSING:
        raise
    except Exception:
        _say(seat, _unforeseen("signed", seat.paper_id))
        raise
    _record(seat, base, signed)


def _signed_here(seat, paper, base):
    certificate = certificate_of(user=seat.signer.user)
    return signing.sign_seat(
        store.read_stored(base),
        # The paper names the signer, so the certificate must bear that very name.
        signer_ref(certificate, name=seat.signer_name),
        field=signing.seat_field(seat.position, minutes=paper.is_minutes),
        before=paper.files.signed().count(),
        owner=f"user:{seat.signer.user_id}",
        picture=bytes(certificate.picture),
        capacity=seat.signs_as,
        place=paper.place,
        unlock=unlocking.of(unlock_name(seat)) if certificate.asks else None,
    )


def _attested(seat, offered):
    certificate = Certificate.objects.outside().get(user=seat.signer.user)
    return signing.attest(store.read_stored(offered), certificate.fingerprint)


@transaction.atomic
def _record(seat, base, signed) -> None:
    paper = lock_paper(seat.paper_id)
    current = PactSeat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    newest = paper.files.chain().last()
    if (
        paper.status != Status.SIGNING
        or not paper.is_in_force
        or newest != base
        or (current.asked_at, current.way) != (seat.asked_at, seat.way)
    ):
        return  # refused, given up, asked for anew: what was made of it is dropped
    current.files.filter(stage=Stage.OFFERED).delete()
    _keep(
        paper, Stage.SIGNED, signed.pdf, seat=current, base=base, level=signed.level.value,
        owed=[*signed.owed], fingerprint=signed.fingerprint,
        signer_name=signed.signer_name, signed_at=signed.signed_at,
    )  # fmt: skip
    amend_as(
        "signed", current, by=seat.signer.user, asked_at=None, problem="",
        unanswered_at=None,
    )  # fmt: skip


@transaction.atomic
def _say(seat, problem, *, handed=False) -> None:
    """The signer is told and asks again; ``handed``: the file is still theirs to sign."""
    locked = PactSeat.objects.select_for_update(no_key=True)
    current = locked.filter(pk=seat.pk, asked_at=seat.asked_at).first()
    if current is not None:
        current.files.filter(stage=Stage.OFFERED).delete()
        PactSeat.objects.filter(pk=seat.pk).update(
            problem=problem, asked_at=seat.asked_at if handed else None,
            unanswered_at=None,
        )  # fmt: skip


@transaction.atomic
def _tell_silence(seat) -> None:
    waiting = PactSeat.objects.filter(pk=seat.pk, asked_at=seat.asked_at)
    waiting.update(unanswered_at=now())


# ---- đủ chữ ký ---------------------------------------------------------------------------


def _is_completable(paper_id) -> bool:
    done = PactPaper.objects.owed().filter(pk=paper_id, status=Status.SIGNING)
    return done.exists() and not _asked(paper_id).exists()


def _complete(paper_id) -> None:
    """Mọi thành viên đã ký: as the signatures of the file say; the archive's stamp goes on top."""
    if not _is_completable(paper_id):
        return
    paper = PactPaper.objects.for_page().get(pk=paper_id)
    last = paper.files.chain().last()
    pdf = store.read_stored(last)
    made = list(paper.files.signed().values_list("fingerprint", flat=True))
    if signing.signers_of(pdf) != made:
        told = "Chữ ký trên tệp không đúng với sổ. Bỏ bản này rồi lập bản khác."
        PactPaper.objects.filter(pk=paper_id).update(problem=told)
        return
    whole = signing.archive(_signed(last, pdf))
    with transaction.atomic():
        current = lock_paper(paper_id)
        if current.files.chain().last() != last or not _is_completable(paper_id):
            return
        _keep(
            current, Stage.COMPLETE, whole.pdf, base=last, level=whole.level.value,
            owed=[*whole.owed], stamp_until=_until(whole.pdf),
        )  # fmt: skip
        move(current, Status.COMPLETE, by=current.laid_by, completed_at=now())
        origin_of(current).record_complete(by=current.laid_by)


def _signed(file: PactFile, pdf: bytes) -> signing.Signed:
    assert file.signed_at is not None  # the last of the chain is a signature
    return signing.Signed(
        pdf=pdf, level=signing.Level(file.level), signed_at=file.signed_at,
        signer_name=file.signer_name, fingerprint=file.fingerprint,
        owed=tuple(file.owed),
    )  # fmt: skip


def archive(paper_id: int) -> None:
    """Nâng lên, gia hạn B-LTA: what a silent service left owed, a stamp that ends soon."""
    with suppress(GivenUp), attempt(f"pact-archive:{paper_id}") as mine:
        if not mine:
            return
        source = PactPaper.objects.get(pk=paper_id).files.chain().last()
        pdf = store.read_stored(source)
        made = signing.upgrade(pdf) if source.owed else signing.renew(pdf)
        if made is None:
            return
        with transaction.atomic():
            current = lock_paper(paper_id)
            if current.files.chain().last() == source:
                _keep(
                    current, Stage.ARCHIVED, made, base=source,
                    level=signing.Level.B_LTA.value, stamp_until=_until(made),
                )  # fmt: skip


def owing_archive() -> list[int]:
    """Complete papers whose newest file owes its proof, or whose stamp ends soon."""
    soon = now() + timedelta(days=settings.ARCHIVE_RENEW_MONTHS * 365 / 12)
    found = []
    for paper in PactPaper.objects.complete().for_page():
        newest = paper.newest
        ends = newest.stamp_until is not None and newest.stamp_until < soon
        if newest.owed or ends:
            found.append(paper.pk)
    return found[:A_NIGHT]


def owed() -> list[tuple[int, str]]:
    """Papers on which a worker has something to do, and at which step they stand."""
    return list(PactPaper.objects.owed().values_list("pk", "status"))


def _until(pdf):
    return signing.stamp_until(pdf)


def _keep(paper, stage, pdf, **facts):
    file = PactFile(paper=paper, stage=stage, size=len(pdf), **facts)
    file.sha256 = store.write(file.key, pdf)
    file.save(force_insert=True)
    return file


def offer(seat: PactSeat, base: PactFile, content: bytes) -> PactFile:
    """The file that came back signed waits for the worker."""
    seat.files.filter(stage=Stage.OFFERED).delete()
    return _keep(seat.paper, Stage.OFFERED, content, seat=seat, base=base)


def _unforeseen(what, paper_id):
    code = token_hex(2).upper()
    logger.exception("joint paper %s was not %s, code %s", paper_id, what, code)
    return f"Hệ thống gặp lỗi khi làm bản ký này. Mã để báo hỗ trợ: {code}."
