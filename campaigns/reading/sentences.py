"""Câu và vế câu: where sentences and their parts divided by semicolons begin and end."""

import re

from campaigns.reading.language import fold

_STOP = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s+\S)")
# Short forms that a name or a number follows, so their full stop ends nothing.
_SHORT_FORMS = "tp tx tt q p h ths ts gs pgs bs cn ks vp st đ c"
_SHORT = frozenset(_SHORT_FORMS.split())
_ORDINAL = re.compile(r"^\W*(?:điều|mục|phần|bước|đợt)?\s*\d{1,3}$")
_SPACE = re.compile(r"\s*")
_LAST_WORD = re.compile(r"\w+$")
_PAREN = re.compile(r"\([^()]*\)")


LONGEST = 4_000  # characters: what is longer is no sentence and is left unread


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, without the spaces between them."""
    folded = fold(text)
    spans, start = [], 0
    for match in _STOP.finditer(text):
        begin = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]
        first = text[begin]
        if not (first.isupper() or first.isdigit() or first in "“\"'(-–+*"):
            continue
        if match[0] == "." and _ends_nothing(folded[start : match.start()]):
            continue
        if "…" in match[0] and not first.isupper():
            continue
        spans.append((start, match.end()))
        start = begin
    if start < len(text.rstrip()):
        spans.append((start, len(text.rstrip())))
    return [(a, b) for a, b in spans if b - a <= LONGEST]


def _ends_nothing(sentence: str) -> bool:
    """Whether a full stop only shortens a word ("TP. X") or follows an ordinal ("Điều 1.")."""
    word = _LAST_WORD.search(sentence[-30:])
    return word is not None and (word[0] in _SHORT or bool(_ORDINAL.match(sentence)))


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the parts of a sentence that semicolons divide (not inside brackets)."""
    masked = _PAREN.sub(lambda m: " " * len(m[0]), text[start:end])
    spans, begin = [], 0
    for match in re.finditer(r";\s*", masked):
        spans.append((start + begin, start + match.start()))
        begin = match.end()
    spans.append((start + begin, end))
    return [(a, b) for a, b in spans if text[a:b].strip()]
