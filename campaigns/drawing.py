"""Hình vẽ: positions for the small drawings that templates write as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 150.0  # of a year strip, in its own units
LINE = 860.0  # of a timeline


@dataclass(frozen=True)
class Strip:
    """Một năm trên một dải: the bar of a campaign; ``before``, ``after``: it goes beyond."""

    x: float
    width: float
    before: bool
    after: bool
    today: float | None


def year_strip(
    starts_on: date | None, ends_on: date | None, year: int, today: date
) -> Strip | None:
    """The campaign inside ``year``; None where it has no dates or none of them in it.

    An open end is drawn to the end of the year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if starts_on is None or starts_on > last or (ends_on and ends_on < first):
        return None
    days = (last - first).days + 1
    start, end = max(starts_on, first), min(ends_on or last, last)
    return Strip(
        x=round((start - first).days / days * WIDTH, 1),
        width=round(max(((end - start).days + 1) / days * WIDTH, 2.0), 1),
        before=starts_on < first,
        after=bool(ends_on and ends_on > last) or ends_on is None,
        today=round((today - first).days / days * WIDTH, 1)
        if first <= today <= last
        else None,
    )


@dataclass(frozen=True)
class Bar:
    """Một đợt trên trục thời gian. ``y`` is its row: phases that overlap stand below each other."""

    name: str
    dates: str
    x: float
    width: float
    y: int
    now: bool
    over: bool


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """Trục thời gian của phong trào."""

    bars: list[Bar]
    ticks: list[Tick]
    height: int
    today: float | None
    first: date
    last: date


def timeline(
    spans: Sequence[tuple[str, date | None, date | None, str]], today: date
) -> Timeline | None:
    """``spans``: (name, start, end, dates in words). None where no two dates tell a length."""
    dated = [span for span in spans if span[1] and span[2] and span[1] <= span[2]]
    if not dated:
        return None
    first = min(start for _, start, _, _ in dated)
    last = max(end for _, _, end, _ in dated)
    days = max((last - first).days + 1, 1)

    def place(day: date) -> float:
        return round((day - first).days / days * LINE, 1)

    bars: list[Bar] = []
    ends: list[date] = []  # last day in each row so far
    for name, start, end, words in sorted(dated, key=lambda span: (span[1], span[2])):
        row = next((i for i, busy in enumerate(ends) if busy < start), len(ends))
        ends[row : row + 1] = [end]
        bars.append(
            Bar(
                name=name,
                dates=words,
                x=place(start),
                width=round(max(place(end + timedelta(1)) - place(start), 4.0), 1),
                y=34 + row * 50,
                now=start <= today <= end,
                over=end < today,
            )
        )
    return Timeline(
        bars=bars,
        ticks=_ticks(first, last, place),
        height=34 + len(ends) * 50 + 4,
        today=place(today) if first <= today <= last else None,
        first=first,
        last=last,
    )


def _ticks(first, last, place):
    """At most eight first days of months, evenly spread."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 120, 10_000) if months / s <= 8)
    found = []
    for index in range(0, months, step):
        year, month = divmod(first.year * 12 + first.month - 1 + index, 12)
        day = date(year, month + 1, 1)
        if day >= first:
            found.append(Tick(place(day), f"{day.month}/{day.year}"))
    if not found or found[0].x > LINE / 10:
        found.insert(0, Tick(0.0, f"{first.month}/{first.year}"))
    return found
