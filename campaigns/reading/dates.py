"""Ngày tháng: dates, months, quarters and spans of time as plans write them.

"ngày 05 tháng 12 năm 2025", "15/8/2023", "tháng 7/2021", "quý IV năm 2024", "6 tháng đầu
năm", "từ ngày 08 đến ngày 10 tháng 12 năm 2025", "từ nay đến hết năm 2025". A month, a
quarter or a year stands for its first and its last day.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from campaigns.reading.language import fold

_SEP = r"\s*[/.-]\s*"
_DAY_NUMERIC = (
    rf"(?P<d1>\d{{1,2}}){_SEP}(?P<m1>\d{{1,2}}){_SEP}(?P<y1>(?:19|20)\d\d)(?![/\d])"
)
_DAY_WORDS = (
    r"(?P<d2>\d{1,2})\s*(?:,\s*)?tháng\s*(?P<m2>\d{1,2})(?:\s*,"
    r"?\s*(?:năm\s*|/)(?P<y2>(?:19|20)\d\d))?"
)
# After "đến", "hết" it may be a fraction ("đến 10/12 trường"): what follows must be a verb, a
# figure or a stop.
_NO_NOUN = (
    r"(?=[0-3]\d\s*/\s*\d{1,2}(?!\d)\s*(?:$|[,.;:)]|\d|(?:đạt|hoàn|phải|cơ\s+bản|thì|và|trên|ít\s+nhất|"
    r"tối\s+thiểu|giải\s+ngân|thực\s+hiện|không)\b))"
)
_DAY_SHORT = (
    rf"(?:ngày\s*|(?<=trước\s)|(?:(?<=đến\s)|(?<=hết\s)){_NO_NOUN})"
    r"(?P<d3>\d{1,2})\s*/\s*(?P<m3>\d{1,2})(?![\d/-]|\s*(?:số|tổng|thời|thế)\b)"
)
_MONTH = (
    r"tháng\s*(?P<m4>\d{1,2})(?:\s*(?:/|-|\.|,?\s*năm)\s*(?P<y4>(?:19|20)\d\d)(?!\s*-\s*(?:19|20)\d\d))?"
    r"(?!\s*đầu\s+năm|\s*cuối\s+năm)"
)
_QUARTER = r"qu[ýí]\s*(?P<q>iv|iii|ii|i|[1-4])\b(?:\s*(?:/|-|,?\s*năm)\s*(?P<y5>(?:19|20)\d\d))?"
_HALF = (
    r"(?P<n>\d{1,2}|sáu|chín|mười)\s+tháng\s+(?P<side>đầu|cuối)\s+(?:của\s+)?năm"
    r"(?:\s+(?P<y6>(?:19|20)\d\d))?"
)
_WHOLE = r"cả\s+năm(?:\s+(?P<y8>(?:19|20)\d\d))?(?P<whole>)"
_YEAR = r"năm\s+(?P<y7>(?:19|20)\d\d)(?!\s*[-/]\s*(?:19|20)\d\d)"
_POINT = re.compile(
    r"(?<![\d/.-])(?:(?:ngày\s*)?(?:"
    + "|".join((_DAY_NUMERIC, _DAY_WORDS))
    + ")|"
    + "|".join((_DAY_SHORT, _HALF, _MONTH, _QUARTER, _WHOLE, _YEAR))
    + r")(?!\d)"
)
_BARE_DAY = r"(?:ngày\s*)?(?P<bare>\d{1,2})(?:\s*/\s*(?P<bare_month>\d{1,2}))?"
_NOW = r"(?:nay|khi\s+ban\s+hành[^,;.]{0,30}?|ngày\s+(?:ký\b|ban\s+hành|phát\s+động)[^,;.]{0,40}?)"
_TO = r"\s*(?:,\s*)?(?:đến|tới|-)\s*(?:hết\s+|cuối\s+|trước\s+)?(?:ngày\s+|hết\s+)?"
_DAYS = (("d1", "m1", "y1"), ("d2", "m2", "y2"), ("d3", "m3", None))
_LEAP_YEAR = 2024  # of a day without a year: 29 February may be meant
_NUMBERS = {"sáu": 6, "chín": 9, "mười": 10}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """Một mốc thời gian: positions in the text, first and last day, how it was written.

    ``grain`` is day, month, quarter, part ("6 tháng đầu năm") or year. ``year_given`` tells
    whether the year was written or taken from the context; without either both days are
    None.
    """

    start: int
    end: int
    grain: str
    first: date | None
    last: date | None
    year_given: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Khoảng thời gian "từ … đến …". ``opens`` is "now" or "issue" where no date is given."""

    start: int
    end: int
    first: date | None
    last: date | None
    opens: str = ""
    sure: bool = True


def moments(text: str, year: int | None = None) -> list[Moment]:
    """All points of time in ``text`` in order; ``year`` completes those without one."""
    return [
        m for m in (_moment(match, year) for match in _POINT.finditer(fold(text))) if m
    ]


def impossible(text: str) -> list[str]:
    """Days as written that no calendar has: "31/6", "ngày 30 tháng 02"."""
    found = []
    for match in _POINT.finditer(fold(text)):
        for day, month, year in _DAYS:
            if match[day]:
                which = int(match[year]) if year and match[year] else _LEAP_YEAR
                at = int(match[month]), int(match[day])
                if max(at) <= 31 and at[0] <= 12 and _safe(which, *at) is None:
                    found.append(text[match.start() : match.end()])
    return found


def same_day(day: date, year: int) -> date:
    """That day of another year; the end of February stays its end."""
    if day == month_end(day.year, day.month):
        return month_end(year, day.month)
    return day.replace(year=year)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def spans(text: str, year: int | None = None) -> list[Span]:
    """All "từ A đến B" in ``text``. The first part may lack month or year; B gives them."""
    folded = fold(text)
    return list(_spans(folded, year))


def _spans(folded: str, year: int | None) -> Iterator[Span]:
    points = [
        m for m in (_moment(match, year) for match in _POINT.finditer(folded)) if m
    ]
    for last in points:
        before = folded[: last.start]
        tail = re.search(
            r"\s*,?\s*(?:đến|tới|(?:và\s+)?kết\s+thúc(?:\s+(?:vào|trước))?)"
            r"\s*(?:(?:hết|cuối|trước)\s+)?(?:ngày\s+)?$",
            before,
        )
        if not tail:
            # "20/11/2025 - 03/12/2025" after "từ" or in brackets
            dash = re.search(r"\s*-\s*(?:ngày\s+)?$", before)
            first = _ending_at(points, dash.start()) if dash else None
            if first and _is_dated_pair(first, last) and _opened(folded, first):
                yield Span(first.start, last.end, first.first, last.last)
            continue
        head = before[: tail.start()]
        first = _ending_at(points, len(head.rstrip()))
        if first and _opened(folded, first):
            begins = _agree(first, last, folded)
            yield Span(_from_at(folded, first.start), last.end, begins, last.last)
            continue
        opening = re.search(rf"\b(?:từ|kể\s+từ)\s+(?P<now>{_NOW})\s*$", head)
        if opening:
            opens = "now" if opening["now"] == "nay" else "issue"
            yield Span(opening.start(), last.end, None, last.last, opens)
            continue
        bare = re.search(rf"\b(?:từ|kể\s+từ)\s+{_BARE_DAY}\s*$", head)
        if bare and last.last and last.grain == "day":
            month = int(bare["bare_month"] or last.last.month)
            begins = _safe(last.last.year, month, int(bare["bare"]))
            if begins and begins > last.last:
                begins = _safe(last.last.year - 1, month, int(bare["bare"]))
            yield Span(bare.start(), last.end, begins, last.last)


def open_ends(text: str, year: int | None = None) -> list[Span]:
    """ "từ A đến <an event>", or "bắt đầu từ A": only the first day is known."""
    folded = fold(text)
    found = []
    taken = [(s.start, s.end) for s in _spans(folded, year)]
    for point in moments(text, year):
        if any(start <= point.start < end for start, end in taken):
            continue
        before, after = folded[: point.start], folded[point.end :]
        opened = re.search(r"\b(?:từ|kể\s+từ)\s+(?:đầu\s+)?(?:ngày\s+)?$", before)
        if opened and re.match(r"\s*(?:đến|tới)\b", after):
            found.append(Span(opened.start(), point.end, point.first, None))
    return found


def _is_dated_pair(first: Moment, last: Moment) -> bool:
    return first.grain == last.grain == "day" and first.year_given


def _opened(folded: str, first: Moment) -> bool:
    return bool(
        re.search(
            r"(?:\btừ|\bkể\s+từ|\(|:|thời\s+gian)\s*(?:đầu\s+)?(?:ngày\s+)?$",
            folded[: first.start],
        )
    )


def _from_at(folded: str, start: int) -> int:
    match = re.search(
        r"\b(?:bắt\s+đầu\s+)?(?:kể\s+)?từ\s+(?:đầu\s+)?(?:ngày\s+)?$", folded[:start]
    )
    return match.start() if match else start


def _ending_at(points: list[Moment], position: int) -> Moment | None:
    return next((p for p in points if p.end == position), None)


def _agree(first: Moment, last: Moment, folded: str) -> date | None:
    """First day of A, its missing year taken from B (the year before when A would follow B)."""
    if first.year_given or last.last is None:
        return first.first
    written = _moment_again(folded[first.start : first.end], last.last.year)
    if written and written.first and written.first > last.last:
        written = _moment_again(folded[first.start : first.end], last.last.year - 1)
    return written.first if written else None


def _moment_again(folded: str, year: int) -> Moment | None:
    match = _POINT.search(folded)
    return _moment(match, year) if match else None


def _moment(match: re.Match, year: int | None) -> Moment | None:
    groups = match.groupdict()
    for day, month, own in _DAYS:
        if groups[day]:
            given = groups[own] if own else None
            which = int(given) if given else year
            if not (1 <= int(groups[month]) <= 12 and 1 <= int(groups[day]) <= 31):
                return None
            on = _safe(which, int(groups[month]), int(groups[day])) if which else None
            if which and on is None:
                return None
            return Moment(match.start(), match.end(), "day", on, on, bool(given))
    if groups["n"]:
        return _part(match, groups, year)
    if groups["m4"]:
        return _months(match, "month", int(groups["m4"]), 1, groups["y4"], year)
    if groups["q"]:
        quarter = _ROMAN.get(groups["q"]) or int(groups["q"])
        return _months(match, "quarter", 3 * quarter - 2, 3, groups["y5"], year)
    if groups["whole"] is not None:
        return _months(match, "part", 1, 12, groups["y8"], year)
    which = int(groups["y7"])
    return Moment(
        match.start(), match.end(), "year", date(which, 1, 1), date(which, 12, 31), True
    )


def _part(match, groups, year) -> Moment | None:
    count = _NUMBERS.get(groups["n"]) or int(groups["n"])
    if not 1 <= count <= 12:
        return None
    first = 1 if groups["side"] == "đầu" else 13 - count
    return _months(match, "part", first, count, groups["y6"], year)


def _months(match, grain, month, count, own, year) -> Moment | None:
    if not 1 <= month <= 12:
        return None
    which = int(own) if own else year
    if not which:
        return Moment(match.start(), match.end(), grain, None, None, False)
    first = date(which, month, 1)
    return Moment(
        match.start(),
        match.end(),
        grain,
        first,
        month_end(which, month + count - 1),
        bool(own),
    )


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
