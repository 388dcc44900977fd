"""Thời gian lập thành tích: whether two meet, how far apart they are. Knows no database."""

from datetime import date

Period = tuple[date | None, date | None]


def overlap(one: Period, other: Period) -> bool:
    """Trùng nhau ít nhất một ngày; of what has no day nothing can be said."""
    if None in one or None in other:
        return False
    (start, end), (first, last) = one, other
    return start <= last and first <= end  # type: ignore[operator]


def months_between(earlier: date, later: date) -> int:
    """Số tháng tròn from one day to the other; 0 where the second comes first."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if later.day < earlier.day:
        months -= 1
    return max(0, months)
