"""Số có lẽ sai: what deserves a second look and is never refused."""

from decimal import Decimal

from campaigns.progress.measures import Better, Goal, Measure, OverPeriods
from units.numerals import vn_number

WHOLE = Decimal(100)


def unlikely_share(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None,
    measure: Measure, goal: Goal | None, *, is_change: bool = False,
) -> str:  # fmt: skip
    """More than the whole, of a target that is a share of one: neither "tăng 12%" nor "đạt 105%
    kế hoạch" is.
    """
    if measure is not Measure.PERCENT or is_change:
        return ""
    if goal is not None and max(goal.low or WHOLE, goal.high or WHOLE) > WHOLE:
        return ""
    if numerator is not None and denominator is not None:
        if numerator <= denominator:
            return ""
        return (
            f"Số đạt {vn_number(numerator)} lớn hơn tổng số {vn_number(denominator)}; xem lại có "
            "đảo hai số hay gõ thừa chữ số không."
        )
    if value is None or value <= WHOLE:
        return ""
    return f"{vn_number(value)}% là quá cả tổng số (100%); xem lại dấu phẩy."


def unlikely_fall(
    value: Decimal | None, before: Decimal | None, when: str, measure: Measure,
    over: OverPeriods, goal: Goal | None,
) -> str:  # fmt: skip
    """A running total that is less than it was; not of what is to fall."""
    if value is None or before is None or value >= before:
        return ""
    falls = goal is not None and goal.better is Better.DOWN
    if over is not OverPeriods.RUNNING or measure is not Measure.NUMBER or falls:
        return ""
    return (
        f"Số lũy kế {vn_number(value)} thấp hơn {vn_number(before)} đã báo ở {when}; số lũy kế "
        "tính từ đầu phong trào."
    )
