"""Hòm phiếu: ballots sealed as one value, so that nothing tells which came when.

The key of a box is made of the secret of the installation and of ``half``, which lies beside
the box and is thrown away with it. The plain ballots are in memory alone, while one is put in
and while the box is emptied.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from awards.models import Choice
from units.errors import Refused

HALF = 32
NONCE = 12
# Without letters and figures that are taken for each other when read aloud.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE = 10
SHOWN = 8  # characters of a mark that a published list shows
LOST = "Không mở được hòm phiếu vì khóa của máy chủ đã đổi. Hủy lượt này rồi biểu quyết lại."

_SIGN = {choice.value: str(number) for number, choice in enumerate(Choice)}
_CHOICE = {sign: choice for choice, sign in _SIGN.items()}


@dataclass(frozen=True)
class Slip:
    """Một phiếu: what was chosen, and the digest of the code on its receipt."""

    choice: str
    mark: str


def new_half() -> bytes:
    return os.urandom(HALF)


def new_code() -> str:
    """Mã phiếu, as it stands on the receipt: "7KQ2M-4XDPA"."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(CODE))
    return f"{drawn[: CODE // 2]}-{drawn[CODE // 2 :]}"


def mark_of(round_id: int, code: str) -> str:
    """The digest that is kept of a code, as somebody types it."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return sha256(f"phieu:{round_id}:{plain}".encode()).hexdigest()


def random_mark() -> str:
    """Of a paper ballot: nobody holds its code."""
    return secrets.token_hex(32)


def seal(round_id: int, half: bytes, slips: list[Slip]) -> bytes:
    """Lắc hòm rồi niêm lại."""
    shuffled = list(slips)
    secrets.SystemRandom().shuffle(shuffled)
    # Every slip as long as any other: a cipher tells how long what it hides is.
    plain = json.dumps([[_SIGN[slip.choice], slip.mark] for slip in shuffled]).encode()
    nonce = os.urandom(NONCE)
    cipher = _cipher(settings.SECRET_KEY, half, round_id)
    return nonce + cipher.encrypt(nonce, plain, _about(round_id))


def unseal(round_id: int, half: bytes, sealed: bytes) -> list[Slip]:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 slow, few need it

    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = _cipher(secret, half, round_id).decrypt(
                sealed[:NONCE], sealed[NONCE:], _about(round_id)
            )
        except InvalidTag:
            continue
        return [Slip(_CHOICE[sign], mark) for sign, mark in json.loads(plain)]
    raise Refused(LOST)


def _cipher(secret: str, half: bytes, round_id: int):
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 likewise
        AESGCM,
    )

    return AESGCM(hmac.new(secret.encode(), half + _about(round_id), sha256).digest())


def _about(round_id: int) -> bytes:
    return f"awards.ballotbox:{round_id}".encode()
