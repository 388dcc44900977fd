"""Lời mời: the link in it, and what its row says of it.

The link holds a number and a code keyed with ``SECRET_KEY``; the row alone opens nothing,
and a letter can be sent again by whoever knows only its number.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from units.models import Invitation
from units.wording import vn_date, vn_datetime

GOOD_FOR = timedelta(days=7)
_SHORT = 26  # characters of the code: more than 128 bits


def new_nonce() -> str:
    return secrets.token_urlsafe(32)


def token_of(invitation: Invitation) -> str:
    return f"{int_to_base36(invitation.pk)}-{_code(invitation)}"


def link_of(invitation: Invitation) -> str:
    return f"{settings.PUBLIC_URL}{reverse('invitation', args=[token_of(invitation)])}"


def found(token: str) -> Invitation | None:
    """The invitation whose link this is, in whatever state."""
    number, _, code = token.partition("-")
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    rows = Invitation.objects.select_related("user")
    invitation = rows.filter(pk=pk).first() if pk < 2**62 else None
    if invitation is None or not constant_time_compare(_code(invitation), code):
        return None
    return invitation


def why_closed(invitation: Invitation) -> str:
    """A sentence where the link opens nothing any more; "" while it does."""
    ask = "Đề nghị liên hệ quản trị đơn vị để được mời lại."
    if invitation.used_at:
        return (
            f"Lời mời này đã được dùng lúc {vn_datetime(invitation.used_at)}. Đăng nhập bằng mật "
            "khẩu đã đặt khi ấy; quên mật khẩu thì nhờ quản trị đơn vị đặt lại."
        )
    if invitation.withdrawn_at:
        return (
            f"Lời mời này đã được thu hồi ngày {vn_date(invitation.withdrawn_at)}. Có thể đã có "
            f"lời mời khác thay thế. {ask}"
        )
    if invitation.has_run_out:
        return f"Lời mời này đã hết hạn lúc {vn_datetime(invitation.expires_at)}. {ask}"
    if invitation.user.has_usable_password():
        return (
            "Tài khoản này đã có mật khẩu. Đăng nhập bằng mật khẩu ấy; quên thì nhờ quản trị đơn "
            "vị đặt lại."
        )
    if not invitation.user.is_active:
        return f"Tài khoản này đang ngừng dùng. {ask}"
    return ""


def _code(invitation: Invitation) -> str:
    facts = f"{invitation.pk} {invitation.user_id} {invitation.nonce}"
    digest = salted_hmac("units.invitation", facts, algorithm="sha256").digest()
    return _base32(digest)[:_SHORT]


def _base32(digest: bytes) -> str:
    """Lower case, so that a slip of paper can be typed; 0/o and 1/l are not in it."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    number, text = int.from_bytes(digest), ""
    while number:
        number, rest = divmod(number, 32)
        text += alphabet[rest]
    return text.ljust(_SHORT, alphabet[0])
