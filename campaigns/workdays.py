"""Ngày làm việc: what days of work are in Vietnam.

Mondays to Fridays, without the public holidays (Bộ luật Lao động 2019, Điều 112): those of the
lunar calendar, days in lieu of holidays at a weekend, and working days that the Government swaps
with Saturdays. The days come from the library ``holidays``; what is announced for a coming year
is known with its next release (docs/decisions/0054).
"""

from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays


def after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself where none is to pass."""
    return _vietnam().get_nth_working_day(day, count) if count else day


def before(day: date) -> date:
    """The last working day before ``day``."""
    return _vietnam().get_nth_working_day(day, -1)


def is_one(day: date) -> bool:
    return _vietnam().is_working_day(day)


def on_or_after(day: date) -> date:
    """The day itself where it is a working day, else the next one."""
    return _vietnam().get_nth_working_day(day, 0)


@cache
def _vietnam() -> HolidayBase:
    return country_holidays("VN", language="vi")
