"""Vào hệ thống: from a name to an open session, in one step or two.

Whoever has a second factor is *held* after the first step: the session knows who knocked,
and nothing opens until the factor is shown. A session therefore always belongs to somebody
who showed all that the account asks for. What changes how one signs in is asked of somebody
who has proved themselves a moment ago (``is_fresh``).
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend, login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from units import door, sessions, visitors
from units.models import AuditEntry, User
from units.wording import vn_datetime

HELD = "cho_buoc_hai"
HELD_FOR = 10 * 60  # seconds between the first step and the second
PROVED = "proved"
FRESH_FOR = 15 * 60
AGENT = 200  # characters

# Acts of others that decide how one signs in: told at the next sign-in.
TOLD = {
    "user.password_set": "đặt lại mật khẩu",
    "user.factor_reset": "gỡ xác thực hai bước",
    "user.sessions_ended": "kết thúc các phiên đăng nhập",
    "user.amended": "sửa thông tin tài khoản",
    "user.closed": "đóng tài khoản",
    "user.reopened": "mở lại tài khoản",
}


@dataclass(frozen=True)
class Held:
    """Đang chờ bước hai: who, where they were going, which way they came, what went wrong."""

    user: User
    next: str
    way: str
    wrong: int


class _Kept(TypedDict):
    """What the session keeps between the two steps."""

    user: int
    hash: str
    at: float
    next: str
    way: str
    wrong: int


def enter(request: HttpRequest, user: User, way: str, *, wrong: int = 0) -> None:
    """Mở phiên for somebody who has shown all that the account asks for.

    ``way`` says how (``units.door``), ``wrong`` how many passwords and codes failed before.
    """
    before = user.last_login
    request.session.pop(HELD, None)
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    moment = time.time()
    request.session["address"] = visitors.address(request)[:45]
    request.session["agent"] = request.headers.get("User-Agent", "")[:AGENT]
    request.session["began"] = request.session["seen"] = moment
    request.session[PROVED] = moment
    door.came_in(request, user, way, wrong=wrong)
    _tell(request, user, before)


def hold(
    request: HttpRequest, user: User, way: str, next_url: str = "", *, wrong: int = 0
) -> None:
    """Chờ bước hai: the first step is done."""
    request.session.cycle_key()
    request.session[HELD] = _Kept(
        user=user.pk,
        hash=user.get_session_auth_hash(),
        at=time.time(),
        next=next_url,
        way=way,
        wrong=wrong,
    )


def held(request: HttpRequest) -> Held | None:
    """Who is at the second step here; None once it took too long or the password changed."""
    kept = _kept(request)
    if kept is None or time.time() - kept["at"] > HELD_FOR:
        return None
    user = load_backend(settings.AUTHENTICATION_BACKENDS[0]).get_user(kept["user"])
    if user is None or not constant_time_compare(
        user.get_session_auth_hash(), kept["hash"]
    ):
        return None
    return Held(user, kept["next"], kept["way"], kept["wrong"])


def _kept(request: HttpRequest) -> _Kept | None:
    """None too where another release wrote it otherwise: then one signs in once more."""
    kept = request.session.get(HELD)
    if not isinstance(kept, dict) or kept.keys() != _Kept.__annotations__.keys():
        return None
    return cast(_Kept, kept)


def is_fresh(request: HttpRequest) -> bool:
    """The person at the keyboard proved who they are a moment ago."""
    return time.time() - request.session.get(PROVED, 0) < FRESH_FOR


def refresh(request: HttpRequest) -> None:
    request.session[PROVED] = time.time()


def note_seen(request: HttpRequest) -> None:
    """Dùng lần cuối, every few minutes, in sessions that were opened here."""
    seen = request.session.get("seen")
    if seen is not None and time.time() - seen > sessions.SEEN_EVERY:
        request.session["seen"] = time.time()
        request.session["address"] = visitors.address(request)[:45]


def _tell(request, user: User, since: datetime | None) -> None:
    """What somebody else did to the account since its person was last here."""
    if since is None:
        return
    done = AuditEntry.objects.about_account(user).done_since(since, but_by=user)
    for entry in done.filter(action__in=TOLD).select_related("actor").order_by("pk"):
        who = entry.actor or "Người vận hành máy chủ"
        messages.warning(
            request,
            f"Lúc {vn_datetime(entry.at)}, {who} đã {TOLD[entry.action]} của anh/chị. Nếu anh/chị "
            "không nhờ việc này thì báo quản trị cấp trên.",
        )
