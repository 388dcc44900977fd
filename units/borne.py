"""Tên đã mang trên văn bản: how many papers bear what a unit was called, as the higher apps that
make papers know.
"""

from collections.abc import Callable
from datetime import date

from units.models import Unit

Count = Callable[[Unit, date, date | None], int]
_counts: list[Count] = []


def register(count: Count) -> None:
    """``count``: papers that a unit made from a day to another (None: until now).

    Called from ``apps.py``.
    """
    _counts.append(count)


def papers_of(unit: Unit, first: date, last: date | None) -> int:
    return sum(count(unit, first, last) for count in _counts)
