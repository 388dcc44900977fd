"""Chữ Việt để so khớp: one spelling for matching, of the same length as the original.

Patterns are written for folded text; spans found in it are valid in the original.
"""

import re
import unicodedata
from functools import lru_cache

_OPEN_OA = re.compile(r"o([àáảãạèéẻẽẹ])(?!\w)")
_OPEN_UY = re.compile(r"(?<!q)u([ỳýỷỹỵ])(?!\w)")
_TONES = {
    "à": "òa", "á": "óa", "ả": "ỏa", "ã": "õa", "ạ": "ọa",
    "è": "òe", "é": "óe", "ẻ": "ỏe", "ẽ": "õe", "ẹ": "ọe",
    "ỳ": "ùy", "ý": "úy", "ỷ": "ủy", "ỹ": "ũy", "ỵ": "ụy",
}  # fmt: skip
_DASHES = re.compile("[\u2010\u2011\u2013\u2014\u2212]")
_QUOTES = re.compile("[\u201c\u201d\u201e]")
_APOSTROPHES = re.compile("[\u2018\u2019]")
_CACHED = 600  # characters: longer texts are folded once anyway


def fold(text: str) -> str:
    """Lower case, one way of placing tones (hoà → hòa, uỷ → ủy), plain dashes and quotes.

    The result has the length of ``text`` (which must be NFC).
    """
    return _fold_cached(text) if len(text) <= _CACHED else _fold(text)


def _fold(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few foreign letters grow when lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _APOSTROPHES.sub("'", _QUOTES.sub('"', _DASHES.sub("-", lowered)))
    lowered = _OPEN_OA.sub(lambda m: _TONES[m[1]], lowered)
    return _OPEN_UY.sub(lambda m: _TONES[m[1]], lowered)


_fold_cached = lru_cache(maxsize=20_000)(_fold)


def key(text: str) -> str:
    """For comparing names: folded, words only, UBND written out."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    return re.sub(r"\bubnd\b", "ủy ban nhân dân", words)


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """Without tones and marks, đ as d; lower case. For likeness, not for display."""
    split = unicodedata.normalize("NFD", text.lower())
    kept = "".join(c for c in split if not unicodedata.combining(c))
    return kept.replace("đ", "d")


def is_capitals(text: str) -> bool:
    """Whether the letters are capitals (a stray small one apart)."""
    letters = [c for c in text if c.isalpha()]
    small = sum(c.islower() for c in letters)
    return len(letters) >= 2 and small <= len(letters) // 12


def squeeze(text: str) -> str:
    """One space between words, none at the ends."""
    return " ".join(text.split())


def starts_small(text: str) -> bool:
    """Whether the first letter is a small one."""
    first = next((c for c in text if c.isalnum()), "")
    return first.islower()
