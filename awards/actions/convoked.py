"""Giấy mời đã ký, đã ban hành: members get it, open it, are reminded, hear that it is off."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, localtime, now

from awards import permissions, tasks
from awards.actions import _drafts
from awards.actions._council import lock_session, require_home, require_status
from awards.actions.convoking import lock_convocation, reopen_convocation
from awards.convoking import standing
from awards.convoking.paper import symbol_of
from awards.models import (
    Attendance,
    Convocation,
    ConvocationCopy,
    CouncilSession,
    CouncilTerm,
    PapersTaken,
    Seat,
    SessionLetter,
)
from units.errors import Refused
from units.mailing import can_send
from units.models import Handover, User
from units.permissions import require
from units.workflow import add, add_all, amend_all, amend_as, move

Status = Convocation.Status
Kind = SessionLetter.Kind


@transaction.atomic
def approve_convocation(convocation_id: int, *, by: User) -> Convocation:
    """Duyệt: the signer says yes; its symbol is that of this day."""
    made = lock_convocation(convocation_id)
    require(permissions.can_sign_convocation(by, made))
    _drafts.require_submitted(made, "không chờ ký")
    require_home(made.session)
    if found := standing.blocking(made):
        raise Refused(" ".join([*found, "Trả lại để thư ký sửa."]))
    move(made, Status.APPROVED, by=by, symbol=symbol_of(made))
    return made


@transaction.atomic
def record_convocation_signature(convocation_id: int, *, by: User) -> None:
    """Đã ký: called when the signed file is kept."""
    made = lock_convocation(convocation_id)
    if made.status == Status.APPROVED:
        move(made, Status.SIGNED, by=by)


@transaction.atomic
def record_convocation_issue(
    convocation_id: int, *, by: User, number: int, issued_on: date, code: str
) -> None:
    """Ban hành: every seat of that day is invited and has its copy; e-mail follows.

    Where the session was called off, opened or ended while the paper was being sealed, the
    paper is issued all the same; nobody is invited by it any more.
    """
    made = lock_convocation(convocation_id)
    if made.status == Status.ISSUED:
        return
    move(made, Status.ISSUED, by=by, number=number, issued_on=issued_on, code=code)
    session = made.session
    if session.status not in CouncilSession.AHEAD:
        return
    _invite(session, by)
    if made.replaces is not None and _is_elsewhere(made):
        _ask_again(session, by)
    seats = [row.seat for row in session.attendances.for_list()]  # type: ignore[attr-defined]
    add_all([ConvocationCopy(convocation=made, seat=seat) for seat in seats], by=by)
    _write(session, seats, Kind.SENT, by=by, convocation=made)


def _invite(session: CouncilSession, by: User) -> None:
    """Seats of the term in force on that day that were not invited yet."""
    day = localtime(session.planned_at).date()
    term = CouncilTerm.objects.of_council(session.unit).on(day).first()
    asked = session.attendances.values("seat")  # type: ignore[attr-defined]
    if term is not None:
        missing = Seat.objects.of_term(term).on(day).exclude(pk__in=asked).for_list()
        rows = [Attendance(session=session, seat=seat) for seat in missing]
        if rows:
            add_all(rows, by=by)
    if session.status == CouncilSession.Status.PLANNED:
        move(session, CouncilSession.Status.INVITED, by=by, invited_at=now())


def _is_elsewhere(made: Convocation) -> bool:
    before = made.replaces
    assert before is not None
    return (made.planned_at, made.place) != (before.planned_at, before.place)


def _ask_again(session: CouncilSession, by: User) -> None:
    """Who said that they come said so of another hour or room."""
    answered = session.attendances.exclude(answer="")  # type: ignore[attr-defined]
    if rows := list(answered):
        amend_all(rows, by=by, answer="", answer_reason="", answered_at=None)


@transaction.atomic
def give_convocation_back(convocation_id: int, handover: Handover) -> None:
    """Hội đồng đã kết thúc: back to writing."""
    reopen_convocation(
        convocation_id, by=handover.recorded_by,
        reason=f"{handover.unit} đã kết thúc trước khi giấy mời có số.",
    )  # fmt: skip


@transaction.atomic
def open_convocation(convocation_id: int, *, by: User) -> ConvocationCopy | None:
    """Mở giấy mời: the first time is written down; None of who has no copy."""
    made = Convocation.objects.select_related("unit").get(pk=convocation_id)
    require(permissions.can_answer_invitation(by, made.unit))
    rows = ConvocationCopy.objects.filter(convocation=made, seat__account=by)
    copy = rows.select_for_update(no_key=True).first()
    if copy is not None and copy.opened_at is None:
        amend_as("opened", copy, by=by, opened_at=now())
    return copy


@transaction.atomic
def nudge_members(session_id: int, *, by: User) -> list[SessionLetter]:
    """Nhắc thành viên chưa trả lời, each once a day; e-mail waits for working hours."""
    session = lock_session(session_id)
    require(permissions.can_convoke(by, session.unit))
    require_status(session, CouncilSession.Status.INVITED, doing="nhắc trả lời")
    rows = session.attendances.filter(answer="").for_list()  # type: ignore[attr-defined]
    if not rows:
        raise Refused("Mọi thành viên đã trả lời giấy mời.")
    told = SessionLetter.objects.filter(
        session=session, kind=Kind.NUDGE, sent_on=localdate()
    )
    today = set(told.values_list("seat", flat=True))
    seats = [row.seat for row in rows if row.seat_id not in today]
    if not seats:
        raise Refused("Hôm nay đã nhắc các thành viên chưa trả lời; mai nhắc tiếp.")
    issued = Convocation.objects.of_session(session).issued().first()
    return _write(session, seats, Kind.NUDGE, by=by, convocation=issued)


def tell_called_off(session: CouncilSession, *, by: User) -> None:
    """Báo hủy phiên họp to all who were invited; part of calling it off."""
    seats = [row.seat for row in session.attendances.for_list()]  # type: ignore[attr-defined]
    _write(session, seats, Kind.CANCELLED, by=by)


def _write(
    session: CouncilSession, seats: Iterable[Seat], kind: str, *, by: User,
    convocation: Convocation | None = None,
) -> list[SessionLetter]:  # fmt: skip
    """One a seat; what is mailed leaves after the transaction, and is looked for again."""
    mails = can_send()
    letters = [
        SessionLetter(
            session=session, seat=seat, kind=kind, sent_on=localdate(), sent_by=by,
            convocation=convocation,
            address=seat.account.email if mails and seat.account else "",
        )
        for seat in seats
    ]  # fmt: skip
    if not letters:
        return []
    add_all(letters, by=by)
    for letter in letters:
        if letter.address:
            tasks.send_session_letter.delay_on_commit(letter.pk)
    return letters


@transaction.atomic
def take_papers(
    session_id: int, *, by: User, left_out: int, sha256: str
) -> PapersTaken:
    """Tải tài liệu phiên họp: every time is written down, with what the copy left out."""
    session = lock_session(session_id)
    require(permissions.can_take_papers(by, session.unit))
    taken = PapersTaken(session=session, person=by, left_out=left_out, sha256=sha256)
    add(taken, by=by)
    return taken
