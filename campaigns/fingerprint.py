"""Dấu của một dòng: whether its words and form are still those that somebody saw."""

from hashlib import sha256
from typing import Any

from units.vietnamese import stored


def fingerprint_of_words(text: str) -> str:
    """Likewise of words that are no line of the plan."""
    return sha256(stored(text).encode()).hexdigest()[:16]


def fingerprint(line: Any) -> str:
    """Short hash of the kind, words, number and title of a line, stored or typed."""
    whole = "\x1f".join(
        [line.kind, stored(line.text), stored(line.marker), str(line.is_title)]
    )
    return sha256(whole.encode()).hexdigest()[:16]
