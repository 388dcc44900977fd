"""Ký biên bản phiên họp: the council's secretary lays it, who kept it and who chaired sign."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.timezone import localdate

from awards.council.record import record_of
from awards.models import CouncilSession, Seat
from reports import minutes, permissions, tasks
from reports.actions import _joint
from reports.joint import lock_paper
from reports.models import PactPaper, PactSeat
from reports.signers import membership_of, why_no_signer
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, move

Status = PactPaper.Status
# Left and right, as Mẫu 1.9 has them: what the seat is called, what stands above the name.
PLACES = (
    ("secretary", "Thư ký phiên họp", "THƯ KÝ"),
    ("chair", "Chủ tọa phiên họp", "CHỦ TỌA"),
)


@transaction.atomic
def lay_minutes(session_id: int, *, by: User) -> PactPaper:
    """Lập biên bản để ký: the words are frozen, a worker sets the pages."""
    sessions = CouncilSession.objects.for_page()
    session = sessions.select_for_update(of=["self"], no_key=True).get(pk=session_id)
    require(permissions.can_lay_minutes(by, session))
    if session.status != CouncilSession.Status.MINUTES:
        raise Refused(
            f"{session} đang ở tình trạng “{session.get_status_display()}”. Bế mạc phiên họp rồi "
            "mới lập biên bản để ký."
        )
    if why := why_no_signer(session):
        raise Refused(why)
    earlier = PactPaper.objects.of_session(session)
    for stale in earlier.living():
        if stale.is_in_force and stale.status != Status.STOPPED:
            raise Refused("Phiên họp này đã có biên bản đang ký.")
        # Of the session before it went on; or its pages could not be set.
        reason = stale.why_not_in_force or stale.problem
        move(stale, Status.DROPPED, by=by, reason=reason[:500])
    words = minutes.draft(session, record_of(session))
    paper = PactPaper(
        session=session, version=earlier.count() + 1, ended_at=session.finished_at,
        laid_on=localdate(), laid_by=by, **asdict(words),
    )  # fmt: skip
    add(paper, by=by)
    for position, (role, called, printed) in enumerate(PLACES, 1):
        seat = getattr(session, role)
        add(_place(paper, position, seat, called, printed), by=by)
    tasks.render_pact.delay_on_commit(paper.pk)
    return paper


def _place(paper, position, seat: Seat, called: str, printed: str) -> PactSeat:
    return PactSeat(
        paper=paper, position=position, council_seat=seat, unit_name=called,
        capacity=printed, signer=membership_of(seat), signer_name=seat.name,
    )  # fmt: skip


@transaction.atomic
def sign_minutes(
    seat_id: int, *, by: User, outside: bool = False,
    unlock: Mapping[str, str] | None = None,
) -> PactSeat:  # fmt: skip
    """Ký biên bản, once more after what stood in the way. ``outside``: on one's own device."""
    return _joint.ask(
        seat_id, by=by, may=permissions.can_sign_minutes, outside=outside, unlock=unlock
    )


def take_minutes_signature(seat_id: int, *, by: User, content: bytes) -> PactSeat:
    """Nhận biên bản ký bằng thiết bị của mình: the newest file, plus one signature."""
    may = permissions.can_sign_minutes
    return _joint.take(seat_id, by=by, may=may, content=content)


@transaction.atomic
def drop_minutes(paper_id: int, *, by: User, reason: str) -> PactPaper:
    """Bỏ biên bản đang ký, to lay it anew or have it signed on paper."""
    paper = lock_paper(paper_id)
    require(permissions.can_lay_minutes(by, paper.session))
    return _joint.drop(paper, by=by, reason=reason)
