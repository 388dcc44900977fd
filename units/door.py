"""Ở cửa: who came in and how, who did not, who has to wait, who left, in the access log.

A try that fails is told once for a name and a place in a quarter of an hour, a wait once; how
many tries there were stands in the line of the sign-in that follows. Nothing is kept of a name
that nobody has: people type passwords into that field. The same is done for such a name and
then taken back, and the disk is waited for in neither case, so that time tells nothing.
"""

import logging

from django.db import connection, transaction
from django.http import HttpRequest

from units import devices, visitors
from units.models import Access, User
from units.presence import address

log = logging.getLogger(__name__)
What = Access.What

PASSWORD = "mật khẩu"
APP_CODE = "mã ứng dụng"
RECOVERY_CODE = "mã dự phòng"
PASSKEY = "khóa truy cập"
INVITATION = "lời mời"

AGAIN = 15 * 60  # seconds in which failed tries of one name from one place are one line
DAY = 24 * 60 * 60
MOST = 100  # lines about one name a day that somebody else can bring about
NOBODY = 0  # an account that there is not


def provider(name: str) -> str:
    """The way through a provider of identities."""
    return f"liên thông {name}"


def came_in(request: HttpRequest, user: User, way: str, *, wrong: int = 0) -> None:
    """Đăng nhập: by which ``way``, after how many ``wrong`` passwords and codes."""
    after = f"sau {wrong} lần sai" if wrong else ""
    _keep(What.SIGNED_IN, user, _told(way, after, _device(request)))


def turned_away(request: HttpRequest, name: str, way: str) -> None:
    """Đăng nhập sai of whoever typed ``name``, which may be nobody's."""
    place = visitors.origin(request)
    if _is_news(What.FAILED, f"{name} {place}", AGAIN):
        _try_to_keep(What.FAILED, name, _told(way, _device(request)))


def made_to_wait(request: HttpRequest, name: str, after: str, *, seconds: int) -> None:
    """Bị khóa tạm ``after`` so many tries; told once while it lasts."""
    place = visitors.origin(request)
    if _is_news(What.LOCKED, f"{name} {after} {place}", seconds):
        _try_to_keep(What.LOCKED, name, _told(after, _device(request)))


def place_made_to_wait(request: HttpRequest, tries: int, seconds: int) -> None:
    """An address that tries many names: of nobody in particular, so it goes to the log."""
    place = visitors.origin(request)
    if visitors.may("cua:noi", place, times=1, seconds=seconds):
        log.warning(
            "sign-in: more than %s tries from %s within %s seconds",
            tries, place, seconds,
        )  # fmt: skip


def left(request: HttpRequest, user: User) -> None:
    """Đăng xuất."""
    _keep(What.SIGNED_OUT, user, _told(_device(request)))


def _keep(what, user, about):
    Access.objects.create(**_line(what, *User.objects.place_of(user.username), about))


def _try_to_keep(what, name, about):
    if not visitors.may("cua:ten", name, times=MOST, seconds=DAY):
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        user_id, unit_id = User.objects.place_of(name) or (NOBODY, None)
        Access.objects.create(**_line(what, user_id, unit_id, about))
        transaction.set_rollback(user_id == NOBODY)


def _line(what, user_id, unit_id, about):
    return {
        "what": what,
        "user_id": user_id,
        "unit_id": unit_id,
        "address": address(),
        "subject": User._meta.label,
        "subject_id": user_id,
        "about": about[:300],
    }


def _is_news(what, whose, seconds):
    return visitors.may(f"cua:{what}", whose, times=1, seconds=seconds)


def _device(request):
    return devices.in_words(request.headers.get("User-Agent", ""))


def _told(*parts):
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
