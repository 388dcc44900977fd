"""Khóa truy cập (passkey): what the browser is asked, and whether its answer is good (WebAuthn).

The rules are those of the ``fido2`` package; here stands how this site uses it. A challenge
lives in the session, for one answer and some minutes.
"""

import ipaddress
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from units.models import Passkey, User

CHALLENGE = "khoa_truy_cap"
GOOD_FOR = 5 * 60  # seconds between a challenge and its answer
REFUSED = "Khóa truy cập chưa được chấp nhận. Thử lại, hoặc dùng cách khác nếu vẫn không được."


class NotAccepted(Exception):
    """The answer of the browser does not prove what it should."""


class NotAsked(NotAccepted):
    """No answer is waited for here, or no longer: nothing was tried."""


@dataclass(frozen=True)
class New:
    """Khóa mới, as it is stored."""

    credential_id: bytes
    credential: bytes
    uses: int


def are_possible(request: HttpRequest) -> bool:
    """A passkey belongs to a name; a site reached by a bare address can have none."""
    try:
        ipaddress.ip_address(_host(request).strip("[]"))
    except ValueError:
        return True
    return False


def options_to_register(request: HttpRequest, user: User) -> dict:
    """What ``navigator.credentials.create`` is given; the challenge is kept."""
    options, state = _server(request).register_begin(
        {
            "id": f"thidua-{user.pk}".encode(),
            "name": user.username,
            "displayName": user.full_name,
        },
        credentials=[_stored(one) for one in user.passkeys.all()],
        resident_key_requirement="preferred",
        user_verification="preferred",
    )
    return _asked(request, options, state)


def options_to_sign_in(request: HttpRequest, user: User | None) -> dict:
    """For ``navigator.credentials.get``: keys of ``user``, or any passkey of this site.

    Without a password before it the key itself must make sure who holds it (PIN, finger).
    """
    keys = None if user is None else [_stored(one) for one in user.passkeys.all()]
    options, state = _server(request).authenticate_begin(
        keys, user_verification="required" if user is None else "preferred"
    )
    return _asked(request, options, state)


def registered(request: HttpRequest, answer: str) -> New:
    """The new key in the browser's answer. Raises NotAccepted."""
    state, given = _state(request), _read(answer)
    try:
        data = _server(request).register_complete(state, given)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAccepted(REFUSED) from error
    found = data.credential_data
    return New(found.credential_id, bytes(found), data.counter)


def proved(request: HttpRequest, answer: str, keys: Iterable[Passkey]) -> Passkey:
    """Which of ``keys`` signed the challenge, with its new count in ``uses``.

    Raises NotAccepted. A count that does not go up is that of a copied key.
    """
    state, given = _state(request), _read(answer)
    rows = {bytes(one.credential_id): one for one in keys}
    stored = [_stored(one) for one in rows.values()]
    try:
        found = _server(request).authenticate_complete(state, stored, given)
        uses = _count(given)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAccepted(REFUSED) from error
    key = rows[found.credential_id]
    if (uses or key.uses) and uses <= key.uses:
        raise NotAccepted(
            "Khóa này có dấu hiệu bị sao chép nên không dùng được. Báo quản trị đơn vị."
        )
    key.uses = uses
    return key


def credential_id_in(answer: str) -> bytes:
    """The id that the answer names, to look the key up; nothing is proved by it."""
    from fido2.utils import websafe_decode  # noqa: PLC0415 slow, few requests need it

    try:
        return websafe_decode(str(_read(answer)["rawId"]))
    except (KeyError, ValueError) as error:
        raise NotAccepted(REFUSED) from error


def _asked(request, options, state):
    request.session[CHALLENGE] = {**state, "at": time.time()}
    return dict(options)["publicKey"]


def _state(request) -> dict:
    """The challenge that was asked, once."""
    state = request.session.pop(CHALLENGE, None)
    if state is None or time.time() - state.pop("at") > GOOD_FOR:
        raise NotAsked("Đã chờ quá lâu. Bấm nút dùng khóa lần nữa.")
    return state


def _read(answer: str) -> dict[str, Any]:
    try:
        given = json.loads(answer)
    except ValueError as error:
        raise NotAccepted(REFUSED) from error
    if not isinstance(given, dict):
        raise NotAccepted(REFUSED)
    return given


def _count(given) -> int:
    from fido2.webauthn import (  # noqa: PLC0415 slow, few requests need it
        AuthenticationResponse,
    )

    return AuthenticationResponse.from_dict(given).response.authenticator_data.counter


def _stored(key: Passkey):
    from fido2.webauthn import (  # noqa: PLC0415 slow, few requests need it
        AttestedCredentialData,
    )

    return AttestedCredentialData(bytes(key.credential))


def _server(request):
    from fido2.server import Fido2Server  # noqa: PLC0415 slow, few requests need it

    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        {"id": _host(request), "name": "Thi đua"},
        verify_origin=lambda given: given == origin,
    )


def _host(request) -> str:
    """The host that the browser asked (one of ``ALLOWED_HOSTS``), without its port."""
    host = request.get_host()
    return host if host.endswith("]") else host.rsplit(":", 1)[0]
