"""Chia chỉ tiêu: a total spread over units, so that the parts add up to it exactly.

Each part is first cut down to the decimals asked for; what is then left of the total goes,
one smallest step each, to the parts that lost the most by the cut (largest remainder, phần dư
lớn nhất). Where two lost the same, the one that comes first in the list has it.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from campaigns.progress.aggregation import PLACES, rounded
from campaigns.progress.entering import shown


class Spread(StrEnum):
    """Cách chia: what the parts are measured by."""

    EQUALLY = "equally"
    BY_WEIGHT = "by_weight"
    BY_RESULT = "by_result"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Spread.EQUALLY: "Chia đều",
    Spread.BY_WEIGHT: "Theo trọng số",
    Spread.BY_RESULT: "Theo kết quả kỳ trước",
}


class NotSpread(ValueError):
    """Không chia được. ``str(error)`` is one Vietnamese sentence for whoever asked."""


def equally(total: Decimal, units: int, places: int = 0) -> list[Decimal]:
    """Chia đều: the first units have one step more where it does not come out even."""
    return by_weight(total, [Decimal(1)] * units, places)


def by_result(
    total: Decimal, results: Sequence[Decimal | None], places: int = 0
) -> list[Decimal]:
    """Theo kết quả kỳ trước. A unit without a result has no share by it: it is refused, so
    that nobody is forgotten by a blank."""
    blank = [place for place, result in enumerate(results, 1) if result is None]
    if blank:
        raise NotSpread(
            f"{len(blank)}/{len(results)} đơn vị chưa có kết quả kỳ trước nên không chia "
            "theo kết quả được. Chia theo trọng số hoặc chia đều."
        )
    known = [result for result in results if result is not None]
    return _spread(total, known, places, "kết quả kỳ trước")


def by_weight(
    total: Decimal, weights: Sequence[Decimal], places: int = 0
) -> list[Decimal]:
    """Theo trọng số: a unit of weight 0 has nothing."""
    return _spread(total, weights, places, "trọng số")


def _spread(
    total: Decimal, weights: Sequence[Decimal], places: int, what: str
) -> list[Decimal]:
    if not weights:
        raise NotSpread("Chọn ít nhất một đơn vị để chia chỉ tiêu.")
    if any(weight < 0 for weight in weights):
        raise NotSpread(f"Không chia được theo {what} âm. Sửa số âm rồi chia lại.")
    whole = sum(map(Fraction, weights))
    if not whole:
        raise NotSpread(
            f"Mọi đơn vị đều có {what} bằng 0 nên không chia được. Ghi {what} lớn hơn 0 cho "
            "ít nhất một đơn vị, hoặc chia đều."
        )
    step = Fraction(1, 10**places)
    steps, odd = divmod(abs(Fraction(total)), step)
    if odd or not 0 <= places <= PLACES:
        raise NotSpread(_too_coarse(total, places))
    exact = [Fraction(weight) / whole * steps for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    left = steps - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for place in order[:left]:
        parts[place] += 1
    sign = -1 if total < 0 else 1
    return [rounded(sign * part * step) for part in parts]


def _too_coarse(total: Decimal, places: int) -> str:
    written = shown(total)
    if places == 0:
        return (
            f"Không chia {written} thành các số nguyên được. Chia đến phần thập phân."
        )
    return f"Không chia {written} đến {places} chữ số sau dấu phẩy được. Chọn nhiều chữ số hơn."


def words(spread: Spread, places: int = 0) -> str:
    """How it was spread, to print beside the parts."""
    to = "số nguyên" if places == 0 else f"{places} chữ số sau dấu phẩy"
    return (
        f"{spread.label}, làm tròn xuống {to}; phần còn lại cộng lần lượt cho đơn vị có phần "
        "dư lớn nhất, bằng nhau thì theo thứ tự trong danh sách."
    )
