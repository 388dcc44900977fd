"""Phiên họp: planned, invited, opened, ended, closed; who comes and who came."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, localtime, now

from awards import permissions, rulings
from awards.actions._council import (
    Status,
    lock_council,
    lock_session,
    require_home,
    require_status,
)
from awards.actions.convoked import tell_called_off
from awards.actions.raising import flow_back
from awards.actions.results import tell_units
from awards.council import ruling
from awards.council.attending import room_of
from awards.models import (
    AgendaItem,
    Attendance,
    BallotRound,
    CouncilSession,
    CouncilTerm,
    Proposal,
    Seat,
)
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.presence import moment
from units.workflow import add, add_all, amend, amend_all, amend_as, move

Kind = CouncilSession.Kind


@transaction.atomic
def plan_session(
    council_id: int, *, by: User, title: str, planned_at: datetime, kind: str = Kind.MEETING,
    place: str = "", opinions_due: datetime | None = None, chair_id: int | None = None,
    secretary_id: int | None = None,
) -> CouncilSession:  # fmt: skip
    """Lập phiên họp; it takes the next number of its year."""
    council = lock_council(council_id)
    require(permissions.can_hold_sessions(by, council))
    year = localtime(planned_at).year
    taken = CouncilSession.objects.filter(unit=council, year=year)
    last = taken.aggregate(last=Max("number"))["last"] or 0
    session = CouncilSession(
        unit=council, number=last + 1, year=year, title=title.strip(), kind=kind,
        planned_at=planned_at, place=place.strip(), opinions_due=opinions_due,
        chair=_seat(council, chair_id), secretary=_seat(council, secretary_id),
        created_by=by,
    )  # fmt: skip
    add(session, by=by)
    return session


@transaction.atomic
def amend_session(
    session_id: int, *, by: User, title: str, planned_at: datetime, kind: str, place: str = "",
    opinions_due: datetime | None = None, chair_id: int | None = None,
    secretary_id: int | None = None, seen: int | None = None,
) -> CouncilSession:  # fmt: skip
    """Sửa phiên họp before it is opened; afterwards only until when opinions are taken."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    audit.require_unchanged(session, seen, by=by)
    require_home(session)
    if session.status == Status.RUNNING:
        amend(session, by=by, opinions_due=opinions_due)
        return session
    require_status(session, *CouncilSession.AHEAD, doing="sửa")
    if localtime(planned_at).year != session.year:
        raise Refused(
            f"Phiên họp số {session.number} thuộc năm {session.year}; hủy rồi lập phiên khác "
            "nếu họp năm khác.",
            at="planned_day",
        )
    amend(
        session, by=by, title=title.strip(), planned_at=planned_at, kind=kind,
        place=place.strip(), opinions_due=opinions_due, chair=_seat(session.unit, chair_id),
        secretary=_seat(session.unit, secretary_id),
    )  # fmt: skip
    return session


def _seat(council, seat_id):
    if seat_id is None:
        return None
    return Seat.objects.of_council(council).on().get(pk=seat_id)


@transaction.atomic
def cancel_session(session_id: int, *, by: User, reason: str) -> CouncilSession:
    """Hủy phiên họp that has not begun; its proposals wait for another."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_home(session)
    if not reason.strip():
        raise Refused("Ghi lý do hủy phiên họp.", at="reason")
    move(session, Status.CANCELLED, by=by, cancel_reason=reason.strip())
    _release(session, by=by)
    tell_called_off(session, by=by)
    return session


@transaction.atomic
def invite(session_id: int, *, by: User) -> CouncilSession:
    """Mời họp: every seat of that day is asked; again, those that came since."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, *CouncilSession.PLANNING, doing="mời")
    day = localtime(session.planned_at).date()
    term = _term_on(session, day)
    if session.takes_opinions and session.opinions_due is None:
        raise Refused("Ghi hạn nhận ý kiến bằng văn bản rồi mới mời.")
    if session.chair is None or session.secretary is None:
        raise Refused("Chọn chủ trì và thư ký của phiên họp rồi mới mời.")
    _require_one_term(session, term)
    asked = session.attendances.values("seat")  # type: ignore[attr-defined]
    missing = Seat.objects.of_term(term).on(day).exclude(pk__in=asked).for_list()
    rows = [Attendance(session=session, seat=seat) for seat in missing]
    if rows:
        add_all(rows, by=by)
    elif session.status != Status.PLANNED:
        raise Refused("Mọi thành viên đã được mời.")
    if not room_of(session).voting:
        raise Refused("Hội đồng chưa có thành viên biểu quyết. Ghi thành viên trước.")
    if session.status == Status.PLANNED:
        move(session, Status.INVITED, by=by, invited_at=now())
    return session


def _term_on(session, day) -> CouncilTerm:
    term = CouncilTerm.objects.of_council(session.unit).on(day).first()
    if term is None:
        raise Refused(
            "Hội đồng chưa có nhiệm kỳ vào ngày họp. Lập nhiệm kỳ và ghi thành viên trước."
        )
    return term


def _require_one_term(session, term):
    """Who was invited sits in that term: two councils never vote in one session."""
    if session.attendances.exclude(seat__term=term).exists():
        raise Refused(
            "Giấy mời đã gửi cho thành viên của nhiệm kỳ khác. Hủy phiên họp này, lập phiên mới "
            "rồi mời thành viên của nhiệm kỳ đang có hiệu lực."
        )


@transaction.atomic
def answer_invitation(
    session_id: int, *, by: User, answer: str, reason: str = ""
) -> Attendance:
    """Trả lời giấy mời; may be changed until the session is over."""
    session = lock_session(session_id)
    require(permissions.can_answer_invitation(by, session.unit))
    row = room_of(session).row_of(by)
    if row is None:
        raise Refused("Anh/chị không có ghế trong Hội đồng ở phiên họp này.")
    return _answer(session, row, answer, reason, by=by)


@transaction.atomic
def record_answer(
    session_id: int, attendance_id: int, *, by: User, answer: str, reason: str = ""
) -> Attendance:
    """Ghi thay trả lời của một thành viên, said by telephone or on paper."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    rows = session.attendances.select_related("seat")  # type: ignore[attr-defined]
    return _answer(session, rows.get(pk=attendance_id), answer, reason, by=by)


def _answer(session, row, answer, reason, *, by):
    require_status(session, *CouncilSession.SITTING, doing="trả lời giấy mời")
    if answer == Attendance.Answer.WRITING and not session.takes_opinions:
        raise Refused(
            "Phiên họp này không lấy ý kiến bằng văn bản. Chọn dự họp hoặc vắng mặt.",
            at="answer",
        )
    if answer == Attendance.Answer.ABSENT and not reason.strip():
        raise Refused("Ghi lý do vắng mặt.", at="reason")
    amend_as(
        "answered", row, by=by, answer=answer, answer_reason=reason.strip(),
        answered_at=moment(),
    )  # fmt: skip
    return row


@transaction.atomic
def mark_attendance(
    session_id: int, attendance_id: int, *, by: User, presence: str
) -> Attendance:
    """Điểm danh: present, absent, or "" to take it back."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, *CouncilSession.SITTING, doing="điểm danh")
    if session.kind == Kind.WRITTEN:
        raise Refused("Phiên lấy ý kiến bằng văn bản không điểm danh.")
    rows = session.attendances.select_related("seat")  # type: ignore[attr-defined]
    row = rows.get(pk=attendance_id)
    amend_as("marked", row, by=by, presence=presence)
    return row


@transaction.atomic
def open_session(session_id: int, *, by: User) -> CouncilSession:
    """Khai mạc: the rules of this day are copied onto what is weighed."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, Status.INVITED, doing="khai mạc")
    _require_one_term(session, _term_on(session, localdate(moment())))
    move(session, Status.RUNNING, by=by, opened_at=moment())
    for item in session.items.weighed().for_page():  # type: ignore[attr-defined]
        copy_rule(item, by=by)
    return session


def copy_rule(item: AgendaItem, *, by: User) -> None:
    """Of today, from the catalogue; what has no rule there waits for one to be entered."""
    authority = item.session.unit.parent
    proposal = item.proposal
    if item.has_rule or authority is None or proposal is None or proposal.award is None:
        return
    row = rulings.council_rule_on(proposal.award, authority, localdate(moment()))
    if row is not None:
        amend_as("ruled", item, by=by, **ruling.copied(row))


@transaction.atomic
def finish_session(session_id: int, *, by: User) -> CouncilSession:
    """Bế mạc: everything was concluded on."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_home(session)
    if BallotRound.objects.of_session(session).open().exists():
        raise Refused("Còn lượt biểu quyết đang mở. Kiểm phiếu hoặc hủy lượt ấy trước.")
    waiting = session.items.weighed().filter(outcome=AgendaItem.Outcome.WAITING)  # type: ignore[attr-defined]
    if amount := waiting.count():
        raise Refused(
            f"Còn {amount} đề nghị chưa có kết luận. Ghi kết luận, hoặc để phiên sau."
        )
    move(session, Status.MINUTES, by=by, finished_at=moment())
    return session


@transaction.atomic
def resume_session(session_id: int, *, by: User) -> CouncilSession:
    """Họp tiếp, as long as the minutes are not signed."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, Status.MINUTES, doing="họp tiếp")
    move(session, Status.RUNNING, by=by, finished_at=None)
    return session


@transaction.atomic
def close_session(session_id: int, *, by: User) -> CouncilSession:
    """Kết thúc: the minutes are signed on paper; from here on nothing of it changes.

    Every unit whose proposals were weighed is told, in the council's own words.
    """
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    return _close(session, by=by)


@transaction.atomic
def record_minutes(session_id: int, *, by: User) -> CouncilSession:
    """Kết thúc khi biên bản đủ chữ ký số: called in the transaction that keeps the signed paper."""
    return _close(lock_session(session_id), by=by)


def _close(session, *, by):
    move(session, Status.CLOSED, by=by, closed_at=now())
    _release(session, by=by)
    tell_units(session, by=by)
    flow_back(Proposal.objects.weighed_in(session), by=by)
    return session


def _release(session, *, by):
    held = session.items.filter(released_at=None)
    amend_all(list(held), by=by, released_at=now())
