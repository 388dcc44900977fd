"""Câu và vế câu: where sentences and their parts divided by semicolons begin and end."""

import re

from campaigns.reading.language import fold

_STOP = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s+\S)")
# Short forms that a name or a number follows, so their full stop ends nothing.
_SHORT = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "ths",
        "ts",
        "gs",
        "pgs",
        "bs",
        "cn",
        "ks",
        "vp",
        "st",
        "đ",
        "c",
    ]
)
_ORDINAL = re.compile(r"^\W*(?:điều|mục|phần|bước|đợt)?\s*\d{1,3}$")
_PAREN = re.compile(r"\([^()]*\)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, without the spaces between them."""
    folded = fold(text)
    spans, start = [], 0
    for match in _STOP.finditer(text):
        rest = text[match.end() :].lstrip()
        if not (rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "“\"'(-–+*"):
            continue
        if match[0] == "." and _ends_nothing(
            folded[start : match.start()], text[: match.start()]
        ):
            continue
        if "…" in match[0] and not rest[:1].isupper():
            continue
        spans.append((start, match.end()))
        start = len(text) - len(rest)
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _ends_nothing(sentence: str, before: str) -> bool:
    """Whether a full stop only shortens a word ("TP. X") or follows an ordinal ("Điều 1.")."""
    word = re.search(r"\w+$", before)
    if word is None or _ORDINAL.match(sentence):
        return word is not None
    return word[0][:1].isupper() and word[0].lower() in _SHORT


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the parts of a sentence that semicolons divide (not inside brackets)."""
    masked = _PAREN.sub(lambda m: " " * len(m[0]), text[start:end])
    spans, begin = [], 0
    for match in re.finditer(r";\s*", masked):
        spans.append((start + begin, start + match.start()))
        begin = match.end()
    spans.append((start + begin, end))
    return [(a, b) for a, b in spans if text[a:b].strip()]
