"""Chỗ ký như trang hiện: each member, how it stands, and what the visitor may do there."""

from dataclasses import dataclass

from reports import permissions
from reports.models import PactPaper, PactSeat
from units.models import User
from units.wording import vn_date, vn_datetime


@dataclass(frozen=True)
class SeatRow:
    """Một chỗ ký; ``mine``: the visitor is the leader who signs there."""

    seat: PactSeat
    kind: str
    word: str
    said: str
    mine: bool = False
    can_sign: bool = False
    can_scan: bool = False
    is_working: bool = False


def rows_of(user: User, paper: PactPaper, leads: bool) -> list[SeatRow]:
    """``leads``: the visitor works in the unit that heads the cluster."""
    open_ = _is_open(paper)
    return [
        _row(seat, open_, leads, permissions.can_sign_pact(user, seat))
        for seat in paper.seats.all()
    ]


def minutes_rows(user: User, paper: PactPaper) -> list[SeatRow]:
    """Of the two who sign minutes; nobody sends a scan of theirs."""
    open_, found = _is_open(paper), []
    for seat in paper.seats.all():
        seat.paper = paper  # with its session, which says whose council it is
        own = seat.signer is not None and seat.signer.user_id == user.pk
        mine = own and permissions.can_sign_minutes(user, seat)
        found.append(_row(seat, open_, leads=False, mine=mine))
    return found


def _is_open(paper: PactPaper) -> bool:
    return paper.is_in_force and paper.status == PactPaper.Status.SIGNING


def _row(seat, open_, leads, mine) -> SeatRow:
    if seat.on_paper:
        if seat.is_done:
            on = vn_date(seat.scan_on)
            said = f"Ký trên bản giấy ngày {on}; bản quét {seat.scan_by} nhận"
            return SeatRow(seat, "ok", "Đã có bản quét", said)
        said = "Ký trên bản giấy, chờ bản quét"
        return SeatRow(seat, "mute", "Chờ bản quét", said, can_scan=open_ and leads)
    if (signature := seat.signature) is not None:
        said = f"Ký số lúc {vn_datetime(signature.signed_at)}"
        return SeatRow(seat, "ok", "Đã ký số", said, mine)
    if not open_:
        return SeatRow(seat, "mute", "Chưa ký", "", mine)
    if seat.problem:
        return SeatRow(seat, "warn", "Chưa ký được", seat.problem, mine, can_sign=mine)
    if seat.is_handed:
        said = "Đang ký bằng thiết bị của người ký"
        return SeatRow(seat, "gold", "Chờ tệp ký", said, mine, can_sign=mine)
    if seat.asked_at is not None:
        said = "Máy ký đang làm"
        if seat.unanswered_at is not None:
            said = "Dịch vụ ký số chưa trả lời, hệ thống tự thử lại"
        return SeatRow(seat, "info", "Đang ký", said, mine, is_working=True)
    return SeatRow(seat, "gold", "Chờ ký", "", mine, can_sign=mine)
