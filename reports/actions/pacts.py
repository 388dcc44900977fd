"""Ký giao ước: the head lays the paper, each member's leader signs it, or says why not."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import actions as campaign_actions
from campaigns.evidence import Kind, Looked
from campaigns.models import Pact, PactAgreement
from campaigns.pacts import PACT, head_of, missing, sides
from reports import permissions, store, tasks
from reports.actions import _joint
from reports.actions._joint import (
    give_up,
    lock_seat,
    require_signable,
    require_under_way,
)
from reports.actions.outside import FIELD
from reports.joint import lock_paper
from reports.models import PactPaper, PactSeat
from reports.rendering import MOST_MEMBERS
from units.authority import authority_lines
from units.errors import Refused
from units.models import Membership, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as, move

Status = PactPaper.Status


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
    return _joint.ask(
        seat_id, by=by, may=permissions.can_sign_pact, outside=outside, unlock=unlock
    )


def take_pact_signature(seat_id: int, *, by: User, content: bytes) -> PactSeat:
    """Nhận bản thành viên ký bằng thiết bị của mình: the newest file, plus one signature."""
    may = permissions.can_sign_pact_outside
    return _joint.take(seat_id, by=by, may=may, content=content)


@transaction.atomic
def refuse_pact(seat_id: int, *, by: User, reason: str) -> PactPaper:
    """Không ký: the paper has no force, those who signed it are told why; another may be made."""
    seat = lock_seat(seat_id)
    require(permissions.can_sign_pact(by, seat))
    require_signable(seat)
    if not reason.strip():
        raise Refused("Ghi lý do không ký.", at="reason")
    return give_up(seat.paper, Status.REFUSED, by=by, reason=reason, refused_by=seat)


@transaction.atomic
def drop_pact_paper(paper_id: int, *, by: User, reason: str) -> PactPaper:
    """Bỏ bản đang ký, to name another signer or another way; all sign anew."""
    paper = lock_paper(paper_id)
    require(permissions.can_lay_pact(by, leads(paper)))
    return _joint.drop(paper, by=by, reason=reason)


@transaction.atomic
def keep_pact_scan(
    seat_id: int, *, by: User, looked: Looked, signed_on: date
) -> PactSeat:
    """Nhận bản quét of a member that signed on a sheet; no signature of ours is made of it."""
    seat = lock_seat(seat_id)
    paper = seat.paper
    require(permissions.can_keep_pact_scan(by, leads(paper)))
    require_under_way(paper)
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


def leads(paper: PactPaper) -> Unit | None:
    """The head of the cluster whose pact it is; of minutes nobody."""
    return head_of(paper.pact.cluster) if paper.pact else None


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
