"""Dự báo: where a series of results is going, and who left their own earlier pace.

The trend is Theil and Sen's: the middle one of the slopes between any two results, so that a
single mistyped figure turns nothing. What is said of the deadline is said as a span.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, sqrt
from statistics import median

from campaigns.progress.aggregation import rounded
from campaigns.progress.entering import shown
from campaigns.progress.measures import Better, Goal, Scale
from campaigns.progress.pace import amount, level_words, places_of

LEAST = 3  # results on different days, below which nothing is foretold
_EIGHTY = 1.2816  # of a hundred results so many standard deviations hold eighty

type Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Trend:
    """Xu hướng: ``value`` on ``day``, changing by ``slope`` a day.

    The slope is between ``low`` and ``high`` in eight of ten cases, and eight of ten results
    lie no further than ``off`` from the line.
    """

    day: date
    value: Fraction
    slope: Fraction
    low: Fraction
    high: Fraction
    off: Fraction

    def on(self, day: date) -> Fraction:
        return self.value + self.slope * (day - self.day).days

    def span(self, day: date) -> tuple[Fraction, Fraction]:
        """Between which values the result of a later day lies, if the pace stays."""
        days = (day - self.day).days
        return (
            self.value + self.low * days - self.off,
            self.value + self.high * days + self.off,
        )


def trend(points: Iterable[Point]) -> Trend | None:
    """The line through the results; None of fewer than two days. The last of a day counts."""
    known = sorted((day, Fraction(value)) for day, value in dict(points).items())
    if len(known) < 2:
        return None
    first, last = known[0][0], known[-1][0]
    xs = [((day - first).days, value) for day, value in known]
    slopes = sorted((b - a) / (t - s) for (s, a), (t, b) in combinations(xs, 2))
    slope = median(slopes)
    start = median(value - slope * x for x, value in xs)
    off = sorted(abs(value - start - slope * x) for x, value in xs)
    low, high = _inner(len(known), len(slopes))
    return Trend(
        day=last,
        value=start + slope * xs[-1][0],
        slope=slope,
        low=slopes[low],
        high=slopes[high],
        off=_off(off),
    )


def _off(distances: list[Fraction]) -> Fraction:
    """How far from the line eight of ten results to come may lie.

    A line lies nearer to the results that it was drawn through than to those to come, the
    more so the fewer they are: what two of them fixed is counted off.
    """
    count = len(distances)
    if count == 2:
        return Fraction(0)
    place = min(count, ceil((count + 1) * 0.8))
    return distances[place - 1] * Fraction(count, count - 2)


def _inner(results: int, slopes: int) -> tuple[int, int]:
    """Places of the slopes between which the true one lies in eight of ten cases (Sen 1968)."""
    deviation = sqrt(results * (results - 1) * (2 * results + 5) / 18)
    outside = floor((slopes - _EIGHTY * deviation) / 2)
    low = min(max(outside, 0), (slopes - 1) // 2)
    return low, slopes - 1 - low


class Chance(StrEnum):
    """Khả năng of reaching the goal by the deadline."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"

    @property
    def label(self) -> str:
        return _CHANCES[self]


_CHANCES = {
    Chance.LIKELY: "nhiều khả năng đạt",
    Chance.POSSIBLE: "có thể đạt",
    Chance.UNLIKELY: "khó đạt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Dự báo đến hạn. Without ``low`` and ``high`` it is too early or too late for one, which
    ``words`` tells. ``rule`` says how it was reckoned."""

    words: str
    rule: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    chance: Chance | None = None


def forecast(
    points: Iterable[Point],
    deadline: date,
    goal: Goal | None = None,
    scale: Scale = Scale(),  # noqa: B008  frozen
    *,
    never_falls: bool = False,
) -> Forecast:
    """Where the series stands at the deadline if its pace stays.

    ``never_falls``: a running total is never below what it has been. What never was below
    zero is not foretold to be.
    """
    known = dict(sorted(points))
    line = trend(known.items())
    if line is None or len(known) < LEAST:
        return Forecast(
            words=f"Còn quá sớm để ước tính: mới có {len(known)} kỳ có số, cần ít nhất {LEAST}."
        )
    if line.day >= deadline:
        return Forecast(words=f"Đã có số đến hạn {deadline:%d/%m/%Y}.")
    least = _least([*known.values()], never_falls)
    places = _places(goal, scale)
    low, high = (_above(end, least) for end in line.span(deadline))
    ends = (
        rounded(Fraction(floor(low * 10**places), 10**places)),
        rounded(Fraction(ceil(high * 10**places), 10**places)),
    )
    chance = _chance(*ends, goal) if goal else None
    return Forecast(
        value=rounded(_above(line.on(deadline), least)),
        low=ends[0],
        high=ends[1],
        chance=chance,
        words=_said(*ends, deadline, goal, scale, chance),
        rule=(
            f"Ước tính theo xu hướng của {len(known)} kỳ đã có số (trung vị Theil–Sen); nếu "
            "nhịp không đổi, kết quả nằm trong khoảng này chừng 8 trên 10 lần."
        ),
    )


def _least(values: Sequence[Decimal], never_falls: bool) -> Decimal | None:
    if never_falls:
        return max(values)
    return Decimal(0) if min(values) >= 0 else None


def _places(goal: Goal | None, scale: Scale) -> int:
    """Told as exactly as the goal is: no foretelling has more decimals."""
    if goal is None:
        return 1 if scale.sign == "%" else 0
    return max(places_of(end) for end in (goal.low, goal.high) if end is not None)


def _above(value: Fraction, least: Decimal | None) -> Fraction:
    return value if least is None else max(value, Fraction(least))


def _chance(low: Decimal, high: Decimal, goal: Goal) -> Chance:
    if goal.reached(low) and goal.reached(high):
        return Chance.LIKELY
    above = goal.high is not None and low > goal.high
    below = goal.low is not None and high < goal.low
    return Chance.UNLIKELY if above or below else Chance.POSSIBLE


def _said(
    low: Decimal,
    high: Decimal,
    deadline: date,
    goal: Goal | None,
    scale: Scale,
    chance: Chance | None,
) -> str:
    span = shown(high, scale.sign)
    if low < 0:
        span = f"{shown(low)} đến {span}"
    elif low != high:
        span = f"{shown(low)}–{span}"
    verb = "còn" if goal and goal.is_from_above else "đạt"
    text = f"Với nhịp hiện nay, đến {deadline:%d/%m/%Y} {verb} khoảng {span}"
    if goal is None or chance is None:
        return f"{text}."
    return f"{text}, mức giao {level_words(goal, scale)}: {chance.label}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover[K: Hashable]:
    """Một đơn vị đổi nhịp: what its last period brought, and what its own pace had promised.

    ``surprise`` is the difference, above zero to the good side; ``share`` is it as a share of
    the level given to the unit (0: none was named).
    """

    unit: K
    brought: Decimal
    promised: Decimal
    surprise: Decimal
    share: Decimal

    def words(self, scale: Scale) -> str:
        """Kỳ này tăng 20 điểm; theo nhịp trước là tăng 8 điểm."""
        brought, promised = _moved(self.brought, scale), _moved(self.promised, scale)
        return f"Kỳ này {brought}; theo nhịp trước là {promised}."


@dataclass(frozen=True, slots=True)
class Movers[K: Hashable]:
    """Bứt lên và chậm lại, whoever moved most first."""

    surges: list[Mover[K]]
    laggards: list[Mover[K]]


def surges_and_laggards[K: Hashable](
    series: Mapping[K, Iterable[Point]],
    *,
    better: Better = Better.UP,
    levels: Mapping[K, Decimal] | None = None,
    most: int = 5,
) -> Movers[K]:
    """Who rose or fell most against their own earlier pace, at most so many of each.

    Earlier is everything before the last result, of two at least; a step that is within what
    the unit's results always swung by is none. ``levels``: what each was given, of which the
    difference is then a share; without it the difference itself is compared.
    """
    movers = []
    for unit, points in series.items():
        level = levels.get(unit) if levels else None
        mover = _mover(unit, dict(sorted(points)), better, level)
        if mover is not None:
            movers.append(mover)
    movers.sort(key=lambda one: -abs(one.share if levels else one.surprise))
    return Movers(
        surges=[mover for mover in movers if mover.surprise > 0][:most],
        laggards=[mover for mover in movers if mover.surprise < 0][:most],
    )


def _mover[K: Hashable](
    unit: K, points: dict[date, Decimal], better: Better, level: Decimal | None
) -> Mover[K] | None:
    if len(points) < LEAST:
        return None
    *earlier, (day, value) = points.items()
    line = trend(earlier)
    assert line is not None
    before, previous = earlier[-1]
    brought = Fraction(value) - Fraction(previous)
    promised = line.slope * (day - before).days
    usual = max(abs(Fraction(number) - line.on(day)) for day, number in earlier)
    if abs(brought - promised) <= usual:
        return None
    surprise = brought - promised if better != Better.DOWN else promised - brought
    return Mover(
        unit=unit,
        brought=rounded(brought),
        promised=rounded(promised),
        surprise=rounded(surprise),
        share=rounded(surprise / abs(Fraction(level))) if level else Decimal(0),
    )


def _moved(number: Decimal, scale: Scale) -> str:
    if not number:
        return "không đổi"
    return f"{'tăng' if number > 0 else 'giảm'} {amount(abs(number), scale)}"
