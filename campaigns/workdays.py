"""Ngày làm việc: Mondays to Fridays. Public holidays are not known here yet."""

from datetime import date, timedelta

SATURDAY = 5


def after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
