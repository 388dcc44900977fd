"""So từng từ: two texts of one line, in whole words as they are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaigns.aligning import patience

SQUARE = 160_000  # words of one side times words of the other that are held against each other


@dataclass(frozen=True, slots=True)
class Piece:
    """Một đoạn chữ. ``kind``: "" as before, "del" gone, "ins" new."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """What was left, taken out and put in; without "ins" it is ``before``, without "del" ``after``.

    Exchanging the texts exchanges what is gone and what is new, no more.
    """
    if before == after:
        return [Piece("", before)] if before else []
    if not before or not after:
        return replaced(before, after)
    if after < before:
        return _turned(pieces(after, before))
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    found: list[Piece] = []
    gone = came = ""
    i = j = 0
    for a, b, size in [*_runs(_equal(old, new)), (len(old), len(new), 0)]:
        gone, came = gone + "".join(old[i:a]), came + "".join(new[j:b])
        text = "".join(old[a : a + size])
        i, j = a + size, b + size
        if not text.strip() and text and (gone or came) and i < len(old):
            gone, came = gone + text, came + text  # a space between two changes
            continue
        found += replaced(gone, came)
        gone = came = ""
        if text:
            found.append(Piece("", text))
    return found


def replaced(before: str, after: str) -> list[Piece]:
    """One text in the place of the other."""
    return [
        piece for piece in (Piece("del", before), Piece("ins", after)) if piece.text
    ]


def _turned(found: list[Piece]) -> list[Piece]:
    turned: list[Piece] = []
    for piece in found:
        match piece.kind:
            case "ins":
                # Behind the "del" that it replaced, which became the "ins".
                place = len(turned)
                if turned and turned[-1].kind == "ins":
                    place -= 1
                turned.insert(place, Piece("del", piece.text))
            case "del":
                turned.append(Piece("ins", piece.text))
            case _:
                turned.append(piece)
    return turned


def _equal(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of equal words and spaces, in order."""
    words = [
        [place for place, token in enumerate(tokens) if not token.isspace()]
        for tokens in (old, new)
    ]
    a, b = (
        [tokens[i] for i in at] for tokens, at in zip((old, new), words, strict=True)
    )
    pairs = [(words[0][i], words[1][j]) for i, j in _equal_words(a, b)]
    return _with_spaces(old, new, pairs)


def _equal_words(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    if len(a) * len(b) <= SQUARE:
        return _matched(a, b)
    pairs, gaps = patience(a, b)
    for start, end, first, last in gaps:
        if (end - start) * (last - first) <= SQUARE:
            inner = _matched(a[start:end], b[first:last])
            pairs += [(start + i, first + j) for i, j in inner]
    return sorted(pairs)


def _matched(a, b):
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [
        (block.a + k, block.b + k)
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def _with_spaces(old, new, pairs):
    """The space before and behind a word that stayed, where it stayed too."""
    found = []
    i = j = -1  # the last that are taken
    for place, (a, b) in enumerate(pairs):
        if a - 1 > i and b - 1 > j and _same_space(old, new, a - 1, b - 1):
            found.append((a - 1, b - 1))
        found.append((a, b))
        i, j = a, b
        end, last = pairs[place + 1] if place + 1 < len(pairs) else (len(old), len(new))
        if a + 1 < end and b + 1 < last and _same_space(old, new, a + 1, b + 1):
            found.append((a + 1, b + 1))
            i, j = a + 1, b + 1
    if not pairs and old and new and old[0].isspace() and old[0] == new[0]:
        found.append((0, 0))
    return found


def _same_space(old, new, a, b):
    return old[a].isspace() and old[a] == new[b]


def _runs(pairs):
    """(old, new, how many): neighbours on both sides together."""
    found: list[tuple[int, int, int]] = []
    for i, j in pairs:
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (
            i,
            j,
        ):
            a, b, size = found[-1]
            found[-1] = (a, b, size + 1)
        else:
            found.append((i, j, 1))
    return found
