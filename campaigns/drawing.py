"""Hình vẽ: positions for the small drawings that templates write as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LINE = 860.0  # width of a timeline, in its own units
LETTER = 8.5  # width of a letter in a bar, the bold ones taken into account


def elapsed(starts_on: date | None, ends_on: date | None, today: date) -> int | None:
    """Phần thời gian đã qua, in percent; None where the dates do not tell."""
    if not starts_on or not ends_on or ends_on < starts_on:
        return None
    days = (ends_on - starts_on).days + 1
    return max(0, min(100, round(100 * ((today - starts_on).days + 1) / days)))


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

    @property
    def fits(self) -> bool:
        """Name and dates stand whole in the bar."""
        return 20 + LETTER * max(len(self.name), len(self.dates)) <= self.width


@dataclass(frozen=True)
class Tick:
    x: float
    label: str

    @property
    def is_last(self) -> bool:
        """No room to its right: the label ends where the drawing does."""
        return self.x + 4 + LETTER * len(self.label) > LINE + 10


@dataclass(frozen=True)
class Timeline:
    """Trục thời gian của phong trào."""

    bars: list[Bar]
    ticks: list[Tick]
    height: int
    today: float | None
    first: date
    last: date

    @property
    def fits(self) -> bool:
        """Every bar holds its own words; else they are told beside the drawing."""
        return all(bar.fits for bar in self.bars)


def timeline(
    spans: Sequence[tuple[str, date | None, date | None, str]], today: date
) -> Timeline | None:
    """``spans``: (name, start, end, dates in words). None where no two dates tell a length."""
    dated = [
        (name, start, end, words)
        for name, start, end, words in spans
        if start and end and start <= end
    ]
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


SERIES = (260.0, 56.0)  # width and height of a series, in its own units
_EDGE = 6.0


@dataclass(frozen=True)
class Series:
    """Chuỗi số qua các kỳ: ``points`` and ``level`` are those of two polylines."""

    points: str
    level: str
    dots: list[tuple[float, float]]
    words: str


def series(
    points: Sequence[tuple[date, float]],
    levels: Sequence[tuple[date, float]],
    words: str,
) -> Series | None:
    """``levels``: what was due on those days. None of fewer than two points."""
    if len(points) < 2:
        return None
    width, height = SERIES
    days = [day for day, _ in (*points, *levels)]
    values = [value for _, value in (*points, *levels)]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    low, high = min(values), max(values)
    rise = (high - low) or 1

    def place(point: tuple[date, float]) -> tuple[float, float]:
        day, value = point
        return (
            round(_EDGE + (day - first).days / span * (width - 2 * _EDGE), 1),
            round(height - _EDGE - (value - low) / rise * (height - 2 * _EDGE), 1),
        )

    def line(which) -> str:
        return " ".join(f"{x},{y}" for x, y in map(place, which))

    return Series(
        points=line(points),
        level=line(levels) if len(levels) > 1 else "",
        dots=[place(point) for point in points],
        words=words,
    )
