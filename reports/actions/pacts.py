"""Ký giao ước: the head lays the paper, each member's leader signs it, or says why not."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import actions as campaign_actions
from campaigns.evidence import Kind, Looked
from campaigns.models import Pact, PactAgreement
from campaigns.pacts import PACT, head_of, missing, sides
from reports import attempts, pacting, permissions, store, tasks, unlocking, verifying
from reports.actions.outside import BUSY, FIELD, ROOM, take_certificate
from reports.models import PactPaper, PactSeat
from reports.pacting import SOMEBODY_WAS_QUICKER, lock_paper, why_not_sign
from reports.rendering import MOST_MEMBERS
from units.authority import authority_lines
from units.errors import Refused
from units.likeness import same_name
from units.models import Membership, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as, move

Status, Way = PactPaper.Status, PactSeat.Way


@transaction.atomic
def lay_pact_paper(pact_id: int, *, by: User) -> PactPaper:
    """Lập bản giao ước để ký: the words are frozen, a worker sets the pages."""
    pacts = Pact.objects.select_related("cluster").select_for_update(
        of=["self"], no_key=True
    )
    pact = pacts.get(pk=pact_id)
    head = head_of(pact.cluster)
    require(permissions.can_lay_pact(by, head))
    agreed = _ready(pact, head)
    assert head is not None  # else nobody may
    paper = PactPaper(
        pact=pact, version=pact.version, name=pact.name, text=pact.text,
        letterhead=pact.cluster.letterhead or pact.cluster.name.upper(),
        place=head.place or head.short_name, starts_on=pact.starts_on, ends_on=pact.ends_on,
        laid_on=localdate(), laid_by=by,
    )  # fmt: skip
    for stale in PactPaper.objects.of_pact(pact).living():
        # Of words that were changed since.
        move(stale, Status.DROPPED, by=by, reason=stale.why_not_in_force)
    add(paper, by=by)
    for position, agreement in enumerate(agreed, 1):
        add(_seat(paper, position, agreement), by=by)
    campaign_actions.record_pact_signing(pact.pk, by=by, version=pact.version)
    tasks.render_pact.delay_on_commit(paper.pk)
    return paper


@transaction.atomic
def sign_pact(
    seat_id: int, *, by: User, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> PactSeat:  # fmt: skip
    """Ký giao ước, once more after what stood in the way. ``outside``: on one's own device."""
    seat = _lock_seat(seat_id)
    require(permissions.can_sign_pact(by, seat))
    _require_signable(seat)
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


def take_pact_signature(seat_id: int, *, by: User, content: bytes) -> PactSeat:
    """Nhận bản thành viên ký bằng thiết bị của mình: the newest file, plus one signature.

    Judged before any row is locked, for that takes seconds; then all is asked again.
    """
    seat = PactSeat.objects.for_act().get(pk=seat_id)
    require(permissions.can_sign_pact_outside(by, seat))
    base = _newest(seat)
    added = _weigh(seat, base, content)
    with transaction.atomic():
        seat = _lock_seat(seat_id)
        require(permissions.can_sign_pact_outside(by, seat))
        _require_signable(seat)
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


@transaction.atomic
def refuse_pact(seat_id: int, *, by: User, reason: str) -> PactPaper:
    """Không ký: the paper has no force, those who signed it are told why; another may be made."""
    seat = _lock_seat(seat_id)
    require(permissions.can_sign_pact(by, seat))
    _require_signable(seat)
    if not reason.strip():
        raise Refused("Ghi lý do không ký.", at="reason")
    return _give_up(seat.paper, Status.REFUSED, by=by, reason=reason, refused_by=seat)


@transaction.atomic
def drop_pact_paper(paper_id: int, *, by: User, reason: str) -> PactPaper:
    """Bỏ bản đang ký, to name another signer or another way; all sign anew."""
    paper = lock_paper(paper_id)
    require(permissions.can_lay_pact(by, head_of(paper.pact.cluster)))
    if paper.status not in (Status.REQUESTED, Status.STOPPED, Status.SIGNING):
        raise Refused(
            f"Bản giao ước đang ở trạng thái “{paper.get_status_display()}” nên không bỏ được."
        )
    if not reason.strip():
        raise Refused("Ghi lý do bỏ bản đang ký.", at="reason")
    return _give_up(paper, Status.DROPPED, by=by, reason=reason)


@transaction.atomic
def keep_pact_scan(
    seat_id: int, *, by: User, looked: Looked, signed_on: date
) -> PactSeat:
    """Nhận bản quét of a member that signed on a sheet; no signature of ours is made of it."""
    seat = _lock_seat(seat_id)
    paper = seat.paper
    require(permissions.can_keep_pact_scan(by, head_of(paper.pact.cluster)))
    _require_under_way(paper)
    if not seat.on_paper:
        raise Refused(f"{seat} ký số vào bản điện tử, không nhận bản quét.", at=FIELD)
    if seat.scan_sha256:
        raise Refused(f"Đã có bản quét của {seat}.", at=FIELD)
    if looked.kind != Kind.PDF:
        raise Refused("Bản quét phải là tệp PDF. Quét hoặc lưu thành PDF.", at=FIELD)
    if not paper.laid_on <= signed_on <= localdate():
        raise Refused(
            f"Ngày ký từ {vn_date(paper.laid_on)} (ngày lập bản ký) đến hôm nay. Đang nhập: "
            f"{vn_date(signed_on)}.",
            at="signed_on",
        )
    content = looked.content
    amend_as(
        "scanned", seat, by=by, scan_sha256=store.write(seat.key, content),
        scan_size=len(content), scan_on=signed_on, scan_by=by, scan_at=now(),
    )  # fmt: skip
    tasks.sign_pact.delay_on_commit(paper.pk)
    return seat


def _ready(pact: Pact, head: Unit | None) -> list[PactAgreement]:
    """What each member agreed, the head's first; refuses with what is missing."""
    if pact.status == Pact.Status.OPEN and (waiting := missing(pact)):
        names = ", ".join(str(one.unit) for one in waiting)
        raise Refused(f"Còn chờ {names} đồng ý.")
    if pact.status != Pact.Status.COMPLETE:
        raise Refused(
            f"Giao ước đang ở trạng thái “{pact.get_status_display()}” nên chưa lập bản ký được."
        )
    if waiting := missing(pact):
        names = ", ".join(str(one.unit) for one in waiting)
        raise Refused(f"Còn chờ {names} đồng ý.")
    members = {one.unit.pk for one in sides(pact)}
    rows = pact.agreements.living().for_paper()  # type: ignore[attr-defined]
    agreed = [one for one in rows.order_by("pk") if one.unit_id in members]
    if unnamed := [one.unit_name for one in agreed if not one.names_its_signer]:
        raise Refused(f"Chưa cử người ký: {', '.join(unnamed)}.")
    if all(one.on_paper for one in agreed):
        raise Refused(
            "Chưa thành viên nào ký số. Ít nhất một thành viên ký số thì mới lập bản điện tử."
        )
    if len(agreed) > MOST_MEMBERS:
        raise Refused(
            f"Giao ước có {len(agreed)} thành viên; một bản nhiều nhất {MOST_MEMBERS} chữ ký."
        )
    head_id = head.pk if head else None
    return sorted(agreed, key=lambda one: (one.unit_id != head_id, one.pk))


def _seat(paper: PactPaper, position: int, agreement: PactAgreement) -> PactSeat:
    seat = PactSeat(
        paper=paper, position=position, unit=agreement.unit,
        unit_name=agreement.unit_name, undertakes=agreement.undertakes,
    )  # fmt: skip
    if agreement.on_paper:
        seat.signer_name = agreement.paper_signer
        seat.capacity = agreement.paper_title.upper()
        return seat
    signer = agreement.signer
    assert signer is not None  # ``_ready`` asked
    if not Membership.objects.signers_of(agreement.unit, PACT).filter(pk=signer.pk):
        raise Refused(
            f"{signer.user} không còn tư cách ký của {agreement.unit}. Đơn vị cử lại người ký."
        )
    seat.signer, seat.signer_name = signer, signer.user.full_name
    block = authority_lines(signer)
    seat.capacity = "\n".join([*block.lines, *filter(None, [block.title_below])])
    return seat


def _lock_seat(seat_id: int) -> PactSeat:
    found = PactSeat.objects.only("paper_id").get(pk=seat_id)
    paper = lock_paper(found.paper_id)
    seats = PactSeat.objects.for_act().select_for_update(of=["self"], no_key=True)
    seat = seats.get(pk=seat_id)
    seat.paper = paper
    return seat


def _require_under_way(paper: PactPaper) -> None:
    if not paper.is_in_force:
        raise Refused(paper.why_not_in_force)
    if paper.status != Status.SIGNING:
        raise Refused(
            f"Bản giao ước đang ở trạng thái “{paper.get_status_display()}” nên không ký được."
        )


def _require_signable(seat: PactSeat) -> None:
    _require_under_way(seat.paper)
    if seat.signature is not None:
        raise Refused(f"{seat} đã ký giao ước này.")
    if refusal := why_not_sign(seat):
        raise Refused(refusal)


def _give_up(
    paper: PactPaper, status: PactPaper.Status, *, by: User, reason: str, **more
) -> PactPaper:
    move(paper, status, by=by, reason=reason.strip()[:500], **more)
    if paper.pact.version == paper.version:
        campaign_actions.record_pact_unsigned(paper.pact_id, by=by)
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
