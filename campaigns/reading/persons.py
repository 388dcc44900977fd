"""Người ký: lines that hold an authority, a post or a person's name."""

import re

from campaigns.reading import signs
from campaigns.reading.language import fold, is_capitals


def is_authority(text: str) -> bool:
    """Quyền hạn, chức vụ: "TM. …", "KT. …", "CHỦ TỊCH" in capitals."""
    plain = text.strip("* \n")
    if len(plain) > 110 or not plain or signs.begins_with_marker(plain):
        return False
    if signs.ON_BEHALF_RAW.match(plain):
        return is_capitals(plain) or len(plain) < 45
    return is_capitals(plain.split("\n")[0]) and bool(
        signs.POST_LINE.match(fold(plain))
    )


_NAME_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_DEGREE = re.compile(
    r"^(?:(?:ThS|TS|GS|PGS|BS|CN|KS|BSCKI{1,2}|"
    r"Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy)(?:\.\s*|\s+))+",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Họ tên: two to six words, each with a capital (or all in capitals)."""
    plain = _DEGREE.sub("", text.strip("* .\n"))
    words = plain.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.fullmatch(w) for w in words):
        return False
    return all(w[0].isupper() for w in words) and len(plain) < 45
