"""Mã tra cứu as people type it from paper: in fours, in small letters, with a slip."""

import re

from reports.models.document import CODE_LETTERS
from units.vietnamese import stored

LENGTH = 8
# What a reader takes for another sign; the right hand never stands in a code.
_NEVER = {"0": "số 0", "O": "chữ O", "1": "số 1", "I": "chữ I", "L": "chữ L"}


def as_code(typed: str) -> str | None:
    """ "7kq2 – m4xd" → "7KQ2M4XD"; None for what cannot be a code."""
    code = _plain(typed)
    whole = len(code) == LENGTH and not set(code) - set(CODE_LETTERS)
    return code if whole else None


def why_not_a_code(typed: str) -> str:
    """One sentence that says what is wrong with ``typed`` and how to put it right."""
    code = _plain(typed)
    mistaken = [_NEVER[sign] for sign in dict.fromkeys(code) if sign in _NEVER]
    if mistaken:
        return (
            f"Mã không dùng {', '.join(mistaken)}. Nhìn lại trên giấy: nét tròn thường là "
            "chữ Q hoặc chữ D, nét đứng thường là số 7 hoặc chữ J."
        )
    strange = [sign for sign in dict.fromkeys(code) if sign not in CODE_LETTERS]
    if strange:
        return f"Mã chỉ gồm chữ cái không dấu và chữ số. Đang nhập: {' '.join(strange[:5])}."
    return f"Mã có đúng {LENGTH} chữ và số. Đang nhập: {len(code)}."


def _plain(typed: str) -> str:
    """Capitals without blanks, dashes and points; a pasted address gives its last part."""
    text = stored(typed).strip()
    if "/x/" in text:
        text = text.rsplit("/x/", 1)[1].partition("?")[0]
    return re.sub(r"[\s.\-‐-―_/]", "", text).upper()
