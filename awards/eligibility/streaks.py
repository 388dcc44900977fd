"""Chuỗi năm: how many years in a row, gaps honoured. Knows no database."""

from collections.abc import Iterable


def run_until(years: Iterable[int], last: int) -> list[int]:
    """Năm liên tục: the unbroken run that ends in the newest of ``years`` up to ``last``.

    2015, 2016, 2019, 2020 are a run of two. A run that ended before ``last − 1`` is over: of
    it nothing counts for ``last``.
    """
    had = {year for year in years if year <= last}
    newest = max(had, default=last)
    if newest < last - 1:
        return []
    run = []
    while newest in had:
        run.append(newest)
        newest -= 1
    return run[::-1]
