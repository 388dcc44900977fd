"""Ghi chú theo chữ: what quotes a line keeps to its words when these are put right.

A target is named by a part of its sentence. Who mends "Phần đầu" there means the name as
well, and the data in the signed file. Figures and dates are left alone: where a note says
another one than its line, the mismatch is shown (``campaigns.mismatch``).
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

# Fields of notes that hold words of their line.
QUOTING = ("name", "text", "what", "unit", "unit_name", "responsible", "baseline")


type Replacements = list[list[tuple[str, str]]]


def replacements(old: str, new: str) -> Replacements:
    """Words of the old line that became others: each as it may stand in a quotation, best first.

    With a neighbour, by which a single word is known from the same word elsewhere.
    """
    was, becomes = old.split(), new.split()
    found = []
    matcher = SequenceMatcher(None, was, becomes, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        gone, come = was[start:end], becomes[first:last]
        if tag != "replace" or re.search(r"\d", " ".join([*gone, *come])):
            continue
        ways = []
        if start and first:
            ways.append((was[start - 1 : end], becomes[first - 1 : last]))
        if end < len(was) and last < len(becomes):
            ways.append((was[start : end + 1], becomes[first : last + 1]))
        if len(gone) > 1:
            ways.append((gone, come))
        found.append([(" ".join(one), " ".join(other)) for one, other in ways])
    return found


def followed(text: str, changes: Replacements) -> str:
    """The quotation with the new words; as it was where none of the old ones stand in it."""
    for ways in changes:
        for was, becomes in ways:
            pattern = rf"(?<!\w){re.escape(was)}(?!\w)"
            text, count = re.subn(pattern, becomes.replace("\\", r"\\"), text)
            if count:
                break
    return text


def quotations(note: object) -> Iterator[tuple[str, str]]:
    """Field and words of whatever in the note quotes its line."""
    for name in QUOTING:
        value = getattr(note, name, "")
        if value and isinstance(value, str):
            yield name, value
