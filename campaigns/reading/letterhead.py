"""Phần đầu văn bản: agency, number, symbol, place and date from the lines above the title."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.content import Letterhead
from campaigns.reading import organisations, signs
from campaigns.reading.language import fold, is_capitals, squeeze

_NUMBER = re.compile(
    r"(?:^|(?<=[\s|]))số\s*:?\s*(?P<number>\d{0,5})[\s_.…]*(?P<slash>[/-])[ \t]*"
    r"(?P<symbol>[a-zđ&]+(?:\s?[-–]\s?[a-zđ0-9&]+|&[a-zđ]+|/[a-zđ]+)*)?",
    re.M,
)
_DATE_ALONE = re.compile(
    r"(?:^|(?<=\t)|(?<= {3}))[ ,._…*|]*ngày[ _.…]*(?P<day>\d{0,2})[ _.…]*tháng"
    r"[ _.…]*(?P<month>\d{0,2})[ _.…]*năm[ _.…]*(?P<year>(?:20|19)\d\d|20)?[ ._…*|]*$",
    re.M,
)
_NUMBER_ONLY = re.compile(r"^\W*số\s*:\s*(?P<number>\d{1,5})\s*$", re.M)
_YEAR_IN_NUMBER = re.compile(r"^\d{4}\s*/\s*")
_SEGMENTS = re.compile(r" {3,}|\t+|\n")
_CUT_NAME = re.compile(r"\w ([-–])\s*$")  # "PHÒNG TÀI CHÍNH -", with more below
_ABOUT = re.compile(r"(?:^|(?<=\n)|(?<= {3}))[ \t*]*(?:v/v|về việc)\s*:?\s*", re.M)


@dataclass(slots=True)
class Head:
    """Phần đầu đã hiểu. ``about`` is the V/v of a letter; ``left`` what fits no field."""

    letterhead: Letterhead
    about: str = ""
    found: bool = False
    has_date_line: bool = False
    left: tuple[str, ...] = ()


def read_head(text: str) -> Head:
    """Lines above the title, as one text with newlines, → ``Head``.

    Works whether the two columns stand side by side (wide spaces), one after the other,
    or run into one line.
    """
    text, about = _take_about(text)
    text, number, symbol, numbered = _take_number(text)
    text, place, issued_on, dated = _take_date(text)
    text, motto = _take_motto(text)
    names: list[str] = []
    cut: re.Match[str] | None = None
    for segment in _SEGMENTS.split(text):
        name = squeeze(segment).strip(" *|_-–.:;")
        if len(re.sub(r"\W", "", name)) < 2 or not re.search(r"[^\W\d_]", name):
            continue
        if names and cut and not organisations.is_head_name(name):
            names[-1] += f" {cut[1]}"
        cut = _CUT_NAME.search(segment)
        names.append(name)
    names, left = _names_only(names)
    parent, authority = organisations.group_head_lines(names)
    # without motto, number or date only lines in capitals that name an agency count
    named = 0 < len(names) <= 5 and all(is_capitals(n) for n in names)
    found = numbered or dated or motto or (named and organisations.is_unit(names[0]))
    return Head(
        Letterhead(
            parent_authority=parent if found else "",
            authority=authority if found else "",
            number=number,
            symbol=symbol,
            place=place,
            issued_on=issued_on,
        ),
        about=about,
        found=found,
        has_date_line=dated,
        left=tuple(left) if found else (),
    )


def read_date_line(text: str) -> tuple[str, date | None]:
    """(địa danh, ngày) of a line that is nothing else, ("", None) for another line."""
    rest, place, issued_on, dated = _take_date(text)
    return (place, issued_on) if dated and not rest.strip() else ("", None)


def _names_only(names: list[str]) -> tuple[list[str], list[str]]:
    """(names, what stands around them): without the marks of a draft, a copy, of urgency."""
    kept: list[str] = []
    rest: list[str] = []
    for place, name in enumerate(names):
        folded = fold(name)
        # "PHÒNG TÀI CHÍNH - / KẾ HOẠCH" is a name; a type that stands by itself ends the head
        if signs.KIND_ALONE.fullmatch(folded) and not (
            kept and organisations.goes_on(kept[-1])
        ):
            rest = names[place:]
            break
        if signs.WEB_NOTE.match(folded) or re.fullmatch(
            r"(?:hỏa tốc|thượng khẩn|khẩn|mật|dự thảo.*|bản sao|\(?bản.*\)?)", folded
        ):
            continue
        kept.append(name)
    # The names begin with the first line that reads like an agency, if any does.
    for index, name in enumerate(kept):
        if organisations.is_unit(name) or organisations.is_head_name(name):
            return kept[index:], [*kept[:index], *rest]
    return (kept, rest) if len(kept) <= 3 else ([], [*kept, *rest])


def _take_about(text: str) -> tuple[str, str]:
    folded = fold(text)
    match = _ABOUT.search(folded)
    if not match:
        return text, ""
    # The subject of a letter runs on over lines until the addressee or the date line.
    lines, end = [], match.end()
    for number, line in enumerate(text[match.end() :].split("\n")):
        low = fold(line)
        date_at = signs.PLACE_DATE.search(low)
        stops = date_at or signs.MOTTO.search(low) or signs.ADDRESSEE.match(low)
        if number and (stops or not line.strip() or low.strip().startswith("số")):
            break
        if date_at:
            parts = re.split(r" {3,}|\t", line)
            lines.append(parts[0])
            end += len(parts[0])
            break
        lines.append(re.split(r" {4,}|\t", line.strip())[0])
        end += len(line) + 1
    about = squeeze(" ".join(lines))
    return text[: match.start()] + "\n" + text[end:], about.strip(" *")


def _take_number(text: str) -> tuple[str, int | None, str, bool]:
    folded = fold(text)
    match = _NUMBER.search(folded)
    if not match:
        alone = _NUMBER_ONLY.search(folded)
        if alone:
            return (
                text[: alone.start()] + text[alone.end() :],
                int(alone["number"]),
                "",
                True,
            )
        return text, None, "", False
    number = int(match["number"]) if match["number"] else None
    symbol = (
        text[match.start("symbol") : match.end("symbol")] if match["symbol"] else ""
    )
    tail = _YEAR_IN_NUMBER.match(folded[match.end("slash") :])
    end = match.end()
    if tail and not symbol:  # 12/2023/KH-UBND
        rest = re.match(
            r"[A-ZĐa-zđ&]+(?:-[A-ZĐa-zđ&]+)*", text[match.end("slash") + tail.end() :]
        )
        symbol = rest[0] if rest else ""
        end = match.end("slash") + tail.end() + len(symbol)
    symbol = re.sub(r"\s+", "", symbol).replace("–", "-").strip("-")
    return text[: match.start()] + "\n" + text[end:], number, symbol, True


def _take_date(text: str) -> tuple[str, str, date | None, bool]:
    match = signs.PLACE_DATE.search(fold(text))
    if not match:
        alone = _DATE_ALONE.search(fold(text))
        if not alone:
            return text, "", None, False
        return text[: alone.start()] + "\n" + text[alone.end() :], "", _day(alone), True
    place = text[match.start("place") : match.end("place")]
    place = _SEGMENTS.split(place)[-1].strip(" *|._…")
    cut = match.start("place") + text[match.start("place") : match.end("place")].rindex(
        place
    )
    place = _without_motto(place)
    return text[:cut] + "\n" + text[match.end() :], place, _day(match), True


def _day(match: re.Match) -> date | None:
    """The date of a date line, None where a part of it is still blank."""
    parts = (match["year"], match["month"], match["day"])
    if not all(parts) or len(match["year"]) < 4:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _without_motto(place: str) -> str:
    ends = [match.end() for match in signs.MOTTO.finditer(fold(place))]
    return place[ends[-1] :].strip() if ends else place


def _take_motto(text: str) -> tuple[str, bool]:
    found = False
    while match := signs.MOTTO.search(fold(text)):
        text = text[: match.start()] + "\n" + text[match.end() :]
        found = True
    for first, second in signs.WRAPPED_MOTTO:
        folded = fold(text)
        begun = first.search(folded)
        goes_on = begun and second.search(folded, begun.end())
        if begun and goes_on:
            between = text[begun.end() : goes_on.start()]
            text = f"{text[: begun.start()]}\n{between}\n{text[goes_on.end() :]}"
            found = True
    return text, found
