"""Chủ thể chứng thư số: whether a certificate's name is that of this person, this agency.

Plain strings: whoever registers, signs or verifies asks the same question here.
"""

import re
import unicodedata

# How certificates shorten what a full name writes out.
_SHORT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "hđtđkt": "hội đồng thi đua khen thưởng",
    "tđkt": "thi đua khen thưởng",
    "tp": "thành phố",
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


def same_agency(one: str, other: str) -> bool:
    """As :func:`same_name`; abbreviations and the dashes and dots between words do not count."""
    return _folded(_written_out(one)) == _folded(_written_out(other))


def _written_out(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold()
    words = re.sub(r"[^\w]+", " ", text).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def _folded(name: str) -> list[tuple[str, str]]:
    words = []
    for word in unicodedata.normalize("NFD", name).casefold().split():
        tones = "".join(
            sorted(c for c in word if c in "\u0300\u0301\u0303\u0309\u0323")
        )
        words.append(("".join(c for c in word if c not in tones), tones))
    return words
