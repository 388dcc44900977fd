"""Cùng một tên: whether two writings name the same person, the same agency.

Plain strings: whoever writes a head, registers, signs or verifies asks the same question here.
"""

import re
import unicodedata
from collections.abc import Mapping

# How papers shorten what a full name writes out.
ON_PAPER = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "tđkt": "thi đua khen thưởng",
    "tp": "thành phố",
}
# Certificates shorten more; on a paper a lone P or X is no word.
IN_CERTIFICATES = ON_PAPER | {
    "hđtđkt": "hội đồng thi đua khen thưởng",
    "tx": "thị xã",
    "tt": "thị trấn",
    "p": "phường",
    "q": "quận",
    "h": "huyện",
    "x": "xã",
}


def same_name(one: str, other: str) -> bool:
    """Equal but for case, spaces, and where the tone mark stands (hòa, hoà)."""
    return _folded(one) == _folded(other)


def same_agency(
    one: str, other: str, short: Mapping[str, str] = IN_CERTIFICATES
) -> bool:
    """As :func:`same_name`; what is ``short`` and all between words makes no difference."""
    return same_name(_written_out(one, short), _written_out(other, short))


def begins_agency(one: str, other: str) -> bool:
    """Whether ``one`` stops short of the name that ``other`` gives whole ("UBND phường")."""
    start, whole = (_folded(_written_out(name, ON_PAPER)) for name in (one, other))
    return bool(start) and start == whole[: len(start)]


def _written_out(name: str, short: Mapping[str, str]) -> str:
    text = unicodedata.normalize("NFC", name).casefold()
    return " ".join(short.get(word, word) for word in re.findall(r"\w+", text))


def _folded(name: str) -> list[tuple[str, str]]:
    words = []
    for word in unicodedata.normalize("NFD", name).casefold().split():
        tones = "".join(
            sorted(c for c in word if c in "\u0300\u0301\u0303\u0309\u0323")
        )
        words.append(("".join(c for c in word if c not in tones), tones))
    return words
