"""Chưa có vai trò: why somebody who is signed in sees nothing, and from which day that ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from units.models import Membership, User
from units.wording import vn_date

LATELY = 90  # days in which a role that has ended is still named
MOST = 3  # roles named of each kind
NOT_YET = (
    "Trước ngày {day} chưa xem được phong trào, văn bản; cần sớm hơn thì đề nghị quản trị đơn "
    "vị."
)
ASK = (
    "Đề nghị quản trị đơn vị giao vai trò ở đơn vị của anh/chị; trước đó chưa xem được "
    "phong trào, văn bản nào."
)
AGAIN = (
    "Từ ngày thôi thì không xem được phong trào, văn bản nữa. Nếu chưa đúng, đề nghị quản trị "
    "đơn vị giao lại vai trò."
)


@dataclass(frozen=True)
class Notice:
    """Lời báo: what it is called, and its sentences."""

    title: str
    sentences: list[str]


def notice(user: User) -> Notice:
    """For somebody without a role today: the next ones, those of late, or whom to ask."""
    today = localdate()
    mine = Membership.objects.of_users([user]).reaching(today - timedelta(LATELY))
    rows = list(mine.select_related("unit").order_by("valid_from", "pk"))
    coming = [row for row in rows if row.valid_from > today]
    ended = [row for row in rows if row.valid_to and row.valid_to < today]
    told = [_begins(row) for row in coming[:MOST]]
    told += [_ended(row) for row in sorted(ended, key=_last_day)[-MOST:][::-1]]
    if coming:
        first = vn_date(coming[0].valid_from)
        return Notice("Vai trò chưa bắt đầu", [*told, NOT_YET.format(day=first)])
    if ended:
        return Notice("Vai trò đã thôi", [*told, AGAIN])
    return Notice("Tài khoản chưa được giao vai trò", [ASK])


def _begins(row: Membership) -> str:
    day = vn_date(row.valid_from)
    return f"Từ ngày {day} anh/chị là {_called(row)} của {row.unit}."


def _ended(row: Membership) -> str:
    day = vn_date(_last_day(row) + timedelta(1))
    return f"Anh/chị đã thôi là {_called(row)} của {row.unit} từ ngày {day}."


def _last_day(row: Membership) -> date:
    return row.valid_to or date.max


def _called(row: Membership) -> str:
    return row.title or row.get_role_display()
