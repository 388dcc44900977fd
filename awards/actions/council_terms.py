"""Thành phần Hội đồng: a term by decision, seats in it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.actions._council import lock_council
from awards.models import CouncilTerm, Seat
from units.errors import Refused
from units.models import Membership, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as


@transaction.atomic
def lay_term(
    council_id: int, *, by: User, reference: str, decided_on: date, valid_from: date,
    valid_to: date | None = None,
) -> CouncilTerm:  # fmt: skip
    """Lập nhiệm kỳ. The one before ends, with all its seats, the day before."""
    council = lock_council(council_id)
    require(permissions.can_keep_council(by, council))
    last = valid_from - timedelta(days=1)
    going_on = CouncilTerm.objects.of_council(council).reaching(valid_from)
    for before in going_on.filter(valid_from__lt=valid_from):
        _end(before, last, by=by)
    term = CouncilTerm(
        unit=council, reference=reference.strip(), decided_on=decided_on,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    add(term, by=by)
    return term


def _end(term, last, *, by):
    for seat in Seat.objects.of_term(term).reaching(last + timedelta(days=1)):
        if seat.valid_from > last:
            raise Refused(
                f"{seat.name} có ghế từ ngày {vn_date(seat.valid_from)} trong nhiệm kỳ cũ. Cho "
                "thôi ghế ấy rồi lập nhiệm kỳ mới."
            )
        amend_as("ended", seat, by=by, valid_to=last)
    amend_as("ended", term, by=by, valid_to=last)


@transaction.atomic
def add_seat(
    term_id: int, *, by: User, position: str, name: str = "", account_id: int | None = None,
    title: str = "", represents: str = "", votes: bool = True, valid_from: date | None = None,
) -> Seat:  # fmt: skip
    """Ghi một thành viên; of an account the name is its own."""
    found = CouncilTerm.objects.get(pk=term_id)
    council = lock_council(found.unit_id)
    require(permissions.can_keep_council(by, council))
    term = CouncilTerm.objects.get(pk=term_id)
    account = None
    if account_id is not None:
        account = accounts_of(council.pk).filter(pk=account_id).first()
        if account is None:
            raise Refused(
                "Tài khoản này không giữ vai trò nào ở Hội đồng. Quản trị đơn vị giao vai trò "
                "Ủy viên Hội đồng trước, hoặc để trống tài khoản và ghi họ tên.",
                at="account",
            )
    begins = valid_from or max(term.valid_from, localdate())
    if begins < term.valid_from or (term.valid_to and begins > term.valid_to):
        raise Refused(
            f"Ngày bắt đầu phải nằm trong nhiệm kỳ (từ {vn_date(term.valid_from)}). Đang nhập: "
            f"{vn_date(begins)}.",
            at="valid_from",
        )
    seat = Seat(
        term=term, unit=council, account=account, position=position,
        name=name.strip() or (account.full_name if account else ""), title=title.strip(),
        represents=represents.strip(), votes=votes, valid_from=begins,
        valid_to=term.valid_to,
    )  # fmt: skip
    if not seat.name:
        raise Refused("Chọn tài khoản hoặc ghi họ và tên thành viên.", at="name")
    add(seat, by=by)
    return seat


def accounts_of(council_id: int):
    """Người có vai trò ở Hội đồng hôm nay."""
    held = Membership.objects.on().filter(unit=council_id).order_by()
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by(
        "full_name"
    )


@transaction.atomic
def end_seat(seat_id: int, *, by: User, last_day: date) -> Seat:
    """Cho thôi: ``last_day`` is the last day of the seat."""
    found = Seat.objects.get(pk=seat_id)
    council = lock_council(found.unit_id)
    require(permissions.can_keep_council(by, council))
    seat = Seat.objects.get(pk=seat_id)
    if seat.valid_to and seat.valid_to < localdate():
        raise Refused(f"{seat.name} đã thôi từ ngày {vn_date(seat.valid_to)}.")
    if last_day < seat.valid_from:
        raise Refused(
            f"Ngày cuối không được trước ngày bắt đầu {vn_date(seat.valid_from)}. Đang nhập: "
            f"{vn_date(last_day)}.",
            at="last_day",
        )
    if seat.valid_to and last_day > seat.valid_to:
        raise Refused(
            f"Ghế này hết hạn ngày {vn_date(seat.valid_to)}; ngày cuối không được sau ngày ấy. "
            f"Đang nhập: {vn_date(last_day)}.",
            at="last_day",
        )
    amend_as("ended", seat, by=by, valid_to=last_day)
    return seat
