"""Loại dòng: what the number that a line begins with makes of it."""

import re

from campaigns.outline import LineKind
from campaigns.reading import signs
from campaigns.reading.entries import Entry
from campaigns.reading.language import is_capitals, squeeze


def kind_of_marker(
    marker: str, entries: list[Entry]
) -> tuple[LineKind, str, int] | None:
    """Kind of a paragraph that Word numbered by itself."""
    found = kind_of(f"{marker} x", entries)
    if found is None:
        bullet = re.fullmatch(r"[o§Ø]|\W", marker)
        return (LineKind.DASH, marker, 0) if bullet else None
    return found[0], marker, 0


def kind_of(text: str, entries: list[Entry]) -> tuple[LineKind, str, int] | None:
    """(kind, number as written, its length) from the number a line begins with, or None."""
    part = signs.PART_RAW.match(text)
    if part and (is_capitals(part[1]) or len(text) < 150):
        return LineKind.PART, squeeze(text[: part.end()]).rstrip(" :-"), part.end()
    if (annex := signs.ANNEX_RAW.match(text)) and _is_annex_title(annex, text):
        return LineKind.ANNEX, annex["name"], annex.end("name")
    if (match := signs.ROMAN_RAW.match(text)) and _fits_roman(match[1], entries):
        return LineKind.SECTION, _written(match, text), match.end()
    if match := signs.LETTER_RAW.match(text):
        return LineKind.DIVISION, _written(match, text), match.end()
    if match := signs.DEEP_RAW.match(text):
        return LineKind.POINT, squeeze(text[: match.end()]), match.end()
    if (match := signs.SUBITEM_RAW.match(text)) and _fits_subitem(match[1], entries):
        return LineKind.SUBITEM, squeeze(text[: match.end()]), match.end()
    if match := signs.ITEM_RAW.match(text):
        sign = match[2] or match[3]
        return _item(sign, entries), f"{match[1]}{sign}", match.end()
    if (match := signs.SMALL_ROMAN_RAW.match(text)) and not _expects_letter(
        "i", entries
    ):
        return LineKind.PLUS, squeeze(match[1]), match.end()
    if (match := signs.POINT_RAW.match(text)) and (
        match[2] != "." or text[match.end() :][:1].isupper()
    ):
        return LineKind.POINT, f"{match[1]}{match[2]}", match.end()
    if match := signs.BRACKETED_RAW.match(text):
        return LineKind.POINT, match[1], match.end()
    if match := signs.STEP_RAW.match(text):
        return LineKind.POINT, f"{match[1]}:", match.end()
    if match := signs.DASH_RAW.match(text):
        return LineKind.DASH, match[1], match.end()
    if match := signs.PLUS_RAW.match(text):
        return LineKind.PLUS, match[1], match.end()
    if match := signs.BULLET_RAW.match(text):
        deeper = entries and entries[-1].kind in (LineKind.DASH, LineKind.PLUS)
        under = deeper and entries[-1].written not in ("•", match[1])
        return (
            (LineKind.PLUS if under else LineKind.DASH),
            _bullet(match[1]),
            match.end(),
        )
    if match := signs.STAR_RAW.match(text):
        return LineKind.PARAGRAPH, "*", match.end()
    return None


def _bullet(sign: str) -> str:
    return "•" if "\ue000" <= sign <= "\uf8ff" else sign


def _written(match: re.Match, text: str) -> str:
    return re.sub(r"\s+", "", text[: match.end()])


def _is_annex_title(match: re.Match, text: str) -> bool:
    return is_capitals(match["name"]) or (
        len(match["rest"].strip(" .:-–")) < 3 and len(text) < 40
    )


def _fits_roman(letters: str, entries: list[Entry]) -> bool:
    """I, V, X alone may be letters of a row A, B, C…; "l." may be a scanned I."""
    if letters == "l":
        return not any(e.kind is LineKind.SECTION for e in entries)
    if set(letters.lower()) - set("ivx"):
        return False
    last = next(
        (
            e
            for e in reversed(entries)
            if e.kind in (LineKind.SECTION, LineKind.DIVISION)
        ),
        None,
    )
    if (
        letters in ("I", "V", "X")
        and last is not None
        and last.kind is LineKind.DIVISION
    ):
        before = {"I": "H", "V": "U", "X": "V"}[letters]
        return not last.written.startswith(before)
    return True


def _fits_subitem(number: str, entries: list[Entry]) -> bool:
    """ "1.1" is a number of the outline, "1.5 triệu" is not."""
    top, below = (int(n) for n in number.split("."))
    item = next((e for e in reversed(entries) if e.kind is LineKind.ITEM), None)
    last = next((e for e in reversed(entries) if e.kind is LineKind.SUBITEM), None)
    before = re.match(r"(\d+)\.(\d+)", last.written) if last else None
    if before and int(before[1]) == top and 1 <= below <= int(before[2]) + 2:
        return True
    if item and (match := re.match(r"(\d+)", item.written)) and int(match[1]) == top:
        return below <= 2 or last is not None
    return below == 1


def _item(sign: str, entries: list[Entry]) -> LineKind:
    """ "1)" under "1." or "a)" is a point; under a section it is an item."""
    if sign == ".":
        return LineKind.ITEM
    for entry in reversed(entries):
        if entry.kind in (LineKind.SECTION, LineKind.PART, LineKind.DIVISION):
            break
        if (
            entry.kind in (LineKind.ITEM, LineKind.SUBITEM)
            and entry.written[-1:] != sign
        ):
            return LineKind.POINT
    return LineKind.ITEM


def _expects_letter(letter: str, entries: list[Entry]) -> bool:
    last = next((e for e in reversed(entries) if e.kind is LineKind.POINT), None)
    return last is not None and last.written[:1] == "h" and letter == "i"
