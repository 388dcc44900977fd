"""Dàn ý cả văn bản: what only the neighbours of a line can tell about it."""

import re

from campaigns import closings, outline
from campaigns.outline import LineKind
from campaigns.reading.entries import Entry
from campaigns.reading.language import fold, is_capitals

SENTENCE_END = re.compile(r"[.;,!?…]$|\./\.?$")
_SHORT_TITLE = 22  # words


def settle(entries: list[Entry]) -> None:
    """Letters or romans on top, headings in two paragraphs, which lines are titles."""
    _settle_letters(entries)
    _settle_tops(entries)
    _join_headings(entries)
    _mark_titles(entries)


def _settle_letters(entries: list[Entry]) -> None:
    """C., D. among roman sections, I. among letters: read again by their neighbours."""
    letters = [e for e in entries if e.kind is LineKind.DIVISION]
    if len(letters) == 1 and not letters[0].written.startswith("A"):
        # a lone initial such as "Đ. …" is no heading
        entry = letters[0]
        entry.kind, entry.text = LineKind.PARAGRAPH, f"{entry.written} {entry.text}"
        entry.written = ""


def _settle_tops(entries: list[Entry]) -> None:
    """A. above I.: the letters are then the parts."""
    first_letter = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.DIVISION), None
    )
    first_roman = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.SECTION), None
    )
    if first_letter is None or first_roman is None or first_roman < first_letter:
        return
    for entry in entries:
        if entry.kind is LineKind.DIVISION:
            entry.kind = LineKind.PART


def _join_headings(entries: list[Entry]) -> None:
    """A heading in capitals that went on in a paragraph of its own."""
    index = 1
    while index < len(entries):
        above, entry = entries[index - 1], entries[index]
        heading = above.kind in (
            LineKind.SECTION,
            LineKind.PART,
            LineKind.DIVISION,
            LineKind.ANNEX,
        )
        if (
            heading
            and entry.kind is LineKind.PARAGRAPH
            and not entry.written
            and is_capitals(entry.text)
            and (
                not above.text
                or (is_capitals(above.text) and above.kind is not LineKind.ANNEX)
            )
            and len(entry.text) < 200
            and not above.text.endswith((".", ":", ";"))
        ):
            joined = f"{above.text} {entry.text}".strip()
            above.bold_to = (
                len(joined) if above.bold or not above.text else above.bold_to
            )
            above.text = joined
            del entries[index]
        else:
            index += 1


def _mark_titles(entries: list[Entry]) -> None:
    titled = (LineKind.SECTION, LineKind.PART, LineKind.DIVISION, LineKind.ANNEX)
    for index, entry in enumerate(entries):
        if entry.kind in titled:
            entry.is_title = len(entry.text.split()) <= 60
        elif entry.kind in (LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT):
            entry.is_title = _is_title(entry, entries[index + 1 :][:1])
        elif entry.kind is LineKind.PARAGRAPH and not entry.written:
            short = len(entry.text.split()) <= _SHORT_TITLE
            heads = entry.bold or (is_capitals(entry.text) and len(entry.text) > 5)
            entry.is_title = heads and short and not SENTENCE_END.search(entry.text)


def _is_title(entry: Entry, following: list[Entry]) -> bool:
    """Whether a numbered line stands as a heading over what follows."""
    words = len(entry.text.split())
    if not entry.text or words > 60:
        return False
    sentence = SENTENCE_END.search(entry.text) and not entry.text.endswith((",", "…"))
    if entry.bold and words <= (_SHORT_TITLE if sentence else 40):
        return True
    below = (
        following
        and outline.depth(following[0].kind) > outline.depth(entry.kind)
        and not _ends_the_plan(following[0])
    )
    if not below or words > _SHORT_TITLE + 10:
        return False
    if entry.text.endswith(":"):
        # "Thời gian: từ … đến …, chia làm 02 đợt:" says something itself.
        says = re.search(r"[:;]\s", entry.text)
        return words <= _SHORT_TITLE and entry.kind is not LineKind.POINT and not says
    if not SENTENCE_END.search(entry.text):
        return True
    # a full stop by habit after a short name or a list of names
    short = words <= (4 if entry.kind is LineKind.POINT else 7)
    return entry.text.endswith(".") and (short or _names_several(entry))


def _ends_the_plan(entry: Entry) -> bool:
    """Closing words stand under no heading."""
    return entry.kind is LineKind.PARAGRAPH and closings.sums_up(fold(entry.text))


def _names_several(entry: Entry) -> bool:
    several = entry.text.count(",") >= 2 and len(entry.text.split()) <= _SHORT_TITLE
    return (
        several
        and entry.kind is not LineKind.POINT
        and not re.search(r"[.;:]\s", entry.text)
    )
