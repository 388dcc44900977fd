"""Mã dùng một lần: codes of an authenticator app (TOTP, RFC 6238) and recovery codes.

The secret of an app is stored sealed with a key drawn from ``SECRET_KEY``; of a recovery
code only a keyed digest is stored.
"""

import base64
import hmac
import secrets
import struct
import time
from hashlib import sha1, sha256
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps by which a phone's clock may be off
SECRET_BYTES = 20
ISSUER = "Thi đua"
RECOVERY_LENGTH = 12  # letters and figures, without the hyphens
CODES = 10  # recovery codes of an account
# As in ``passwords``: read from paper and typed.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """The secret as one types it into an app: fours of Base32."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, username: str, place: str = "") -> str:
    """otpauth:// that the QR code holds."""
    issuer = f"{ISSUER} {place}".strip()
    label = quote(f"{issuer}:{username}")
    facts = {"secret": base64.b32encode(secret).decode(), "issuer": issuer}
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"


def code_at(secret: bytes, step: int) -> str:
    """The code of one step."""
    digest = hmac.new(secret, struct.pack(">Q", step), sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(
    secret: bytes, code: str, *, after: int = 0, moment: float | None = None
) -> int | None:
    """The step whose code this is, if it is later than ``after``: no code serves twice."""
    current = int((time.time() if moment is None else moment) // STEP)
    found = None
    # All steps are tried, whichever fits.
    for step in range(current - DRIFT, current + DRIFT + 1):
        if constant_time_compare(code_at(secret, step), code) and step > after:
            found = step
    return found


def seal(secret: bytes) -> str:
    return _sealer().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    return _sealer().decrypt(sealed.encode())


def new_recovery_codes() -> list[str]:
    """Mã dự phòng: "k7pm-2xwq-9dhr", 59 bits each."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(CODES)
    ]


def recovery_digest(code: str) -> str:
    plain = "".join(char for char in code.lower() if char.isalnum())
    return salted_hmac("units.recovery", plain, algorithm="sha256").hexdigest()


def is_app_code(code: str) -> bool:
    return len(code) == DIGITS and code.isdecimal() and code.isascii()


def is_recovery_code(code: str) -> bool:
    """Of that length, with or without its hyphens; whether it is one is another question."""
    return sum(char.isalnum() for char in code) == RECOVERY_LENGTH


def _sealer():
    from cryptography.fernet import (  # noqa: PLC0415 slow, and only sign-in needs it
        Fernet,
        MultiFernet,
    )

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hmac.new(key.encode(), b"units.one_time", sha256).digest()
                )
            )
            for key in keys
        ]
    )
