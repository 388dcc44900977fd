"""Số định danh cá nhân: told apart without being kept.

A number of twelve digits is soon guessed from a plain digest, so the digest has a key that
lies outside the database (``IDENTITY_KEY``): whoever takes the tables alone learns nothing.
"""

import hmac
import re
from hashlib import sha256

from django.conf import settings

from units.errors import Refused

_LENGTHS = (9, 12)  # chứng minh nhân dân, căn cước
TAIL = 3


def read(number: str) -> str:
    """The digits of a typed number, without blanks and points; "" for an empty box."""
    digits = re.sub(r"[\s.\-]", "", number)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in _LENGTHS:
        raise Refused(
            "Số định danh gồm 12 chữ số (căn cước) hoặc 9 chữ số (CMND cũ).",
            at="identity_number",
        )
    return digits


def digest(number: str) -> str:
    """What stands for the number; equal for equal numbers, "" for none."""
    if not number:
        return ""
    return hmac.new(settings.IDENTITY_KEY.encode(), number.encode(), sha256).hexdigest()


def tail(number: str) -> str:
    return number[-TAIL:]
