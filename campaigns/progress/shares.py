"""Phần trăm: a result as a share of what it is held against, for bars and maps.

One is exactly the goal. Shares of different targets may be put together, where their figures
may not.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor

from campaigns.progress.measures import Better, Goal

MOST = Fraction(12, 10)  # who does more of one thing does not make good another


def share(value: Decimal, goal: Goal, *, baseline: Decimal | None = None) -> Fraction:
    """How much of the goal is done, never below nothing; 1 and more exactly when reached.

    What should fall is measured from its baseline down; without one by how near it has come.
    """
    if goal.reached(value):
        return max(Fraction(1), _of(value, goal, baseline))
    return min(_of(value, goal, baseline), Fraction(999, 1000))


def _of(value: Decimal, goal: Goal, baseline: Decimal | None) -> Fraction:
    if goal.better is Better.HOLD:
        return _near(value, goal)
    level = goal.level
    if goal.better is Better.DOWN:
        if baseline is not None and baseline > level:
            return _share(baseline - value, baseline - level)
        return _share(level, value)
    return _share(value, level)


def _near(value: Decimal, goal: Goal) -> Fraction:
    """Of a range: 1 inside, less the further outside."""
    if goal.low is not None and value < goal.low:
        return _share(value, goal.low)
    if goal.high is not None and value > goal.high:
        return _share(goal.high, value)
    return Fraction(1)


def _share(part: Decimal, whole: Decimal) -> Fraction:
    if whole <= 0:
        return Fraction(0)
    return max(Fraction(0), Fraction(part) / Fraction(whole))


def mean(shares: Iterable[Fraction], *, most: Fraction = MOST) -> Fraction | None:
    """Bình quân, each counted up to ``most``; None of nothing."""
    found = [min(one, most) for one in shares]
    return sum(found, Fraction(0)) / len(found) if found else None


def percent(part: Fraction) -> int:
    """In whole percent, rounded down: 100 is only said of what is reached."""
    return floor(part * 100)
