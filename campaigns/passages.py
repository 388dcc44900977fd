"""Đoạn được góp ý: where it stands in its line, also after the line was written anew."""

import re
from collections.abc import Iterable

from units.vietnamese import stored


def find(text: str, passage: str) -> re.Match[str] | None:
    """The passage in ``text``, however its blanks and its accents were typed."""
    words = stored(passage).split()
    if not words:
        return None
    return re.search(r"\s+".join(map(re.escape, words)), text)


def marked(text: str, passages: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, True where one of the passages stands; together they are the text.

    What stands there no more marks nothing.
    """
    found = sorted(
        match.span() for passage in passages if (match := find(text, passage))
    )
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in found:
        if end <= at:
            continue
        start = max(start, at)
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]
