"""Cách đo: what kind of result a target asks for, and when a result reaches it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from campaigns.content import Comparator, Direction


class Measure(StrEnum):
    """Loại chỉ tiêu: what its result is."""

    NUMBER = "number"
    PERCENT = "percent"  # perhaps with numerator and denominator
    YES_NO = "yes_no"  # 1 yes, 0 no
    RANK = "rank"  # the place among ordered words, 1 the best
    NARRATIVE = "narrative"  # words; 1 where there are any

    @property
    def label(self) -> str:
        return _MEASURES[self]


class OverPeriods(StrEnum):
    """Cách cộng theo kỳ: what the results of several periods come to."""

    RUNNING = "running"
    SUM = "sum"
    LATEST = "latest"
    AVERAGE = "average"

    @property
    def label(self) -> str:
        return _OVER_PERIODS[self]


class OverUnits(StrEnum):
    """Cách cộng theo đơn vị: what the results of several units come to."""

    SUM = "sum"
    AVERAGE = "average"
    WEIGHTED = "weighted"
    WORST = "worst"
    COUNT = "count"

    @property
    def label(self) -> str:
        return _OVER_UNITS[self]


_MEASURES = {
    Measure.NUMBER: "Con số",
    Measure.PERCENT: "Tỷ lệ %",
    Measure.YES_NO: "Có/chưa",
    Measure.RANK: "Xếp hạng",
    Measure.NARRATIVE: "Diễn giải",
}
_OVER_PERIODS = {
    OverPeriods.RUNNING: "Số lũy kế đến cuối kỳ",
    OverPeriods.SUM: "Số của riêng từng kỳ, cộng dồn",
    OverPeriods.LATEST: "Số mới nhất",
    OverPeriods.AVERAGE: "Bình quân các kỳ",
}
_OVER_UNITS = {
    OverUnits.SUM: "Cộng các đơn vị",
    OverUnits.AVERAGE: "Bình quân các đơn vị",
    OverUnits.WEIGHTED: "Bình quân có trọng số",
    OverUnits.WORST: "Đơn vị kém nhất",
    OverUnits.COUNT: "Số đơn vị đạt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Thang đo: what a result is written with.

    ``unit`` of a percentage is always %. ``ranks`` are the words of a rank, the best first.
    ``takes_ratio``: a percentage may be given as "31/37".
    """

    measure: Measure = Measure.NUMBER
    unit: str = ""
    ranks: tuple[str, ...] = ()
    takes_ratio: bool = False

    @property
    def is_counted(self) -> bool:
        """A number may lie between two others; a place, a yes or a text may not."""
        return self.measure in (Measure.NUMBER, Measure.PERCENT)

    @property
    def sign(self) -> str:
        return "%" if self.measure == Measure.PERCENT else self.unit


class Better(StrEnum):
    """Chiều tốt: which results are the better ones."""

    UP = "up"  # the more the better: from below
    DOWN = "down"  # the less the better: from above ("giảm còn 0,39%"), a rank too
    HOLD = "hold"  # between two ends


@dataclass(frozen=True, slots=True)
class Goal:
    """Mức giao: the level that a result is held against.

    UP has ``low`` alone, DOWN ``high`` alone, HOLD both.
    """

    better: Better
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_from_above(self) -> bool:
        """ "giảm còn 0,39%": every result begins above it."""
        return self.better is Better.DOWN

    @property
    def level(self) -> Decimal:
        """The end that a result comes to first; of a range the lower one."""
        level = self.high if self.is_from_above else self.low
        assert level is not None
        return level

    def reached(self, result: Decimal) -> bool:
        return (self.low is None or result >= self.low) and (
            self.high is None or result <= self.high
        )

    def margin(self, result: Decimal) -> Decimal:
        """Vượt (above zero) or thiếu (below): how far on the good side of the goal."""
        if self.high is not None and (self.low is None or result > self.high):
            return self.high - result
        assert self.low is not None
        inside = result >= self.low and self.high is not None
        return Decimal(0) if inside else result - self.low

    def at(self, level: Decimal) -> "Goal":
        """The same goal at the level that is due before its end (a milestone)."""
        if self.is_from_above:
            return replace(self, high=level)
        return Goal(Better.UP, low=level)


def wanted(
    comparator: Comparator | str | None,
    value: Decimal | None,
    value_max: Decimal | None = None,
    direction: Direction | str = Direction.HOLD,
    *,
    measure: Measure | str = Measure.NUMBER,
    is_change: bool = False,
) -> Goal | None:
    """The goal of a target as the plan has it; None where it has no figure to be held against.

    - ≥ is reached from below, ≤ from above, whatever the direction: of "giảm ít nhất 30%" the
      result is how much was saved.
    - "Đạt 95%" is reached by 96% too, so = goes by the direction: down from above, else from
      below. ``is_change`` (``campaigns.wording.is_change``): "giảm 1/3" is the size of a
      change, and of a change more is reached too.
    - A range is a range where the direction is to hold; "tăng 5–7%" is reached by 8%.
    - A rank is reached by its own place and by every better one, which is a smaller number.
    - Yes, and a text that is asked for, are 1.
    """
    if measure in (Measure.YES_NO, Measure.NARRATIVE):
        return Goal(Better.UP, low=Decimal(1))
    if value is None:
        return None
    if measure == Measure.RANK:
        return Goal(Better.DOWN, high=value)
    compared = Comparator(comparator) if comparator else None
    last = value if value_max is None else value_max
    is_range = compared is Comparator.RANGE or (last != value and not compared)
    if is_range and direction == Direction.HOLD:
        return Goal(Better.HOLD, low=value, high=last)
    falls = direction == Direction.DOWN and not is_change
    if compared is Comparator.AT_MOST or (
        falls and compared is not Comparator.AT_LEAST
    ):
        return Goal(Better.DOWN, high=last)
    return Goal(Better.UP, low=value)
