"""Tiền thưởng như một phép tính: factors × base salary, rounded up; which of several are paid.

Knows no database. Whole đồng and Decimal, never float.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True)
class Rounding:
    """Làm tròn lên đến ``unit`` đồng; ``once``: after all factors, else after each."""

    unit: int = 10_000
    once: bool = True

    def up(self, amount: Decimal) -> Decimal:
        steps = (amount / self.unit).to_integral_value(rounding=ROUND_CEILING)
        return steps * self.unit


@dataclass(frozen=True)
class Sum:
    """Kết quả: before and after rounding."""

    before: Decimal
    after: int


def reckon(base: int, factors: Sequence[Decimal], rounding: Rounding) -> Sum:
    """Hệ số × mức lương cơ sở: NĐ 152/2025, Điều 49.

    ``before`` is the plain product; where each factor is rounded, ``after`` may be more than
    the product rounded once.
    """
    before = running = Decimal(base)
    for factor in factors:
        before *= factor
        running *= factor
        if not rounding.once:
            running = rounding.up(running)
    return Sum(before, int(rounding.up(running)))


@dataclass(frozen=True)
class Line:
    """Một khoản sắp chi: ``key`` of whoever asks; ``subject`` and ``period`` to compare by."""

    key: Hashable
    subject: Hashable
    is_title: bool
    period: tuple[date | None, date | None]
    amount: int


HIGHER = "Cùng thời gian lập thành tích chỉ nhận tiền thưởng của danh hiệu cao nhất."


def unpaid(lines: Iterable[Line]) -> dict[Hashable, str]:
    """Of lines decided at one time: those that are not paid, each with the reason.

    Of titles (danh hiệu) of one subject for one period only the highest; of different periods
    each; a title and a form (hình thức) both; forms each.
    """
    best: dict[Hashable, Line] = {}
    reasons: dict[Hashable, str] = {}
    for line in lines:
        if not line.is_title:
            continue
        place = (line.subject, line.period)
        rival = best.get(place)
        if rival is None:
            best[place] = line
            continue
        lower = min(line, rival, key=lambda one: one.amount)
        if lower is rival:
            best[place] = line
        reasons[lower.key] = HIGHER
    return reasons
