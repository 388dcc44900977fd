"""Ký bản nhiều người ký: what acts on pacts and on minutes share. Whoever calls says who may."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from reports import attempts, pacting, store, tasks, unlocking, verifying
from reports.actions.outside import BUSY, FIELD, ROOM, take_certificate
from reports.joint import lock_paper, origin_of, why_not_sign
from reports.models import PactPaper, PactSeat
from reports.pacting import SOMEBODY_WAS_QUICKER
from units.errors import Refused
from units.likeness import same_name
from units.models import User
from units.permissions import require
from units.workflow import amend_as, move

Status, Way = PactPaper.Status, PactSeat.Way
May = Callable[[User, PactSeat], bool]


def ask(
    seat_id: int, *, by: User, may: May, outside: bool, unlock: Mapping[str, str] | None
) -> PactSeat:
    """Ký, once more after what stood in the way. Inside the transaction of the act."""
    seat = lock_seat(seat_id)
    require(may(by, seat))
    _require_own(seat, by)
    require_signable(seat)
    if seat.asked_at is not None and not seat.is_handed:
        raise Refused("Máy ký đang làm chữ ký này. Chờ có kết quả rồi chọn lại.")
    attempts.forgive(f"pact-sign:{seat.paper_id}")
    amend_as(
        "asked", seat, by=by, asked_at=now(), problem="", unanswered_at=None,
        way=Way.OUTSIDE if outside else Way.MACHINE,
    )  # fmt: skip
    if unlock:
        keep = partial(unlocking.keep, pacting.unlock_name(seat), unlock)
        transaction.on_commit(keep, robust=True)
    if not outside:
        tasks.sign_pact.delay_on_commit(seat.paper_id)
    return seat


def take(seat_id: int, *, by: User, may: May, content: bytes) -> PactSeat:
    """Nhận bản ký bằng thiết bị của mình: the newest file, plus one signature.

    Judged before any row is locked, for that takes seconds; then all is asked again.
    """
    seat = PactSeat.objects.for_act().get(pk=seat_id)
    require(may(by, seat))
    _require_own(seat, by)
    base = _newest(seat)
    added = _weigh(seat, base, content)
    with transaction.atomic():
        seat = lock_seat(seat_id)
        require(may(by, seat))
        require_signable(seat)
        if _newest(seat) != base:
            raise Refused(SOMEBODY_WAS_QUICKER, at=FIELD)
        if not same_name(added.name, seat.signer_name):
            raise Refused(
                f"Chữ ký này của {added.name}, không phải của {seat.signer_name}. Ký lại bằng "
                "thiết bị của chính người ký.",
                at=FIELD,
            )
        signer = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        take_certificate({"user": signer}, added, by=by)
        pacting.offer(seat, base, content)
        amend_as("offered", seat, by=by, asked_at=now(), problem="", unanswered_at=None)
        tasks.sign_pact.delay_on_commit(seat.paper_id)
    return seat


def _require_own(seat: PactSeat, by: User) -> None:
    """Nobody signs for another."""
    if seat.signer is None or seat.signer.user_id != by.pk:
        raise Refused(f"Chỗ ký này của {seat.signer_name}; chỉ người ấy ký được.")


def lock_seat(seat_id: int) -> PactSeat:
    found = PactSeat.objects.only("paper_id").get(pk=seat_id)
    paper = lock_paper(found.paper_id)
    seats = PactSeat.objects.for_act().select_for_update(of=["self"], no_key=True)
    seat = seats.get(pk=seat_id)
    seat.paper = paper
    return seat


def require_under_way(paper: PactPaper) -> None:
    if not paper.is_in_force:
        raise Refused(paper.why_not_in_force)
    if paper.status != Status.SIGNING:
        raise Refused(
            f"{paper.called} đang ở trạng thái “{paper.get_status_display()}” nên không ký được."
        )


def require_signable(seat: PactSeat) -> None:
    require_under_way(seat.paper)
    if seat.signature is not None:
        raise Refused(f"{seat} đã ký {seat.paper.called_within} này.")
    if refusal := why_not_sign(seat):
        raise Refused(refusal)


def drop(paper: PactPaper, *, by: User, reason: str) -> PactPaper:
    """Bỏ bản đang ký; the caller holds the locks and has asked who may."""
    if paper.status not in (Status.REQUESTED, Status.STOPPED, Status.SIGNING):
        raise Refused(
            f"{paper.called} đang ở trạng thái “{paper.get_status_display()}” nên không bỏ "
            "được."
        )
    if not reason.strip():
        raise Refused("Ghi lý do bỏ bản đang ký.", at="reason")
    return give_up(paper, Status.DROPPED, by=by, reason=reason)


def give_up(
    paper: PactPaper, status: PactPaper.Status, *, by: User, reason: str, **more
) -> PactPaper:
    move(paper, status, by=by, reason=reason.strip()[:500], **more)
    origin_of(paper).record_given_up(paper, by=by)
    return paper


def _newest(seat: PactSeat):
    file = seat.paper.files.chain().last()
    if file is None or not seat.is_handed:
        raise Refused(
            "Chỗ ký này không còn chờ tệp ký ngoài. Mở lại trang bản ký để xem.",
            at=FIELD,
        )
    return file


def _weigh(seat: PactSeat, base, content: bytes) -> verifying.Added:
    rendered = seat.paper.files.get(stage="rendered")
    place = pacting.seat_of((seat.position, rendered.places[str(seat.position)]))
    box = asdict(place.box)
    area = verifying.MarkArea(
        page=place.box.page,
        **{c: box[c] - ROOM for c in ("x1", "y1")},
        **{c: box[c] + ROOM for c in ("x2", "y2")},
    )
    ours = store.read_stored(base)
    if not content.startswith(ours) and content.startswith(store.read_stored(rendered)):
        raise Refused(SOMEBODY_WAS_QUICKER, at=FIELD)
    try:
        added = verifying.weigh_addition(
            ours, content, area=area, since=base.created_at
        )
    except verifying.VerifierBusy:
        raise Refused(BUSY, at=FIELD) from None
    if added.problem:
        raise Refused(added.problem, at=FIELD)
    return added
