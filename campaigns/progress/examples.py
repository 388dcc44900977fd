"""Ví dụ: each rule of adding up with an example, worked out by the rule itself."""

from datetime import date
from decimal import Decimal

from campaigns.progress.aggregation import Part, over_periods, over_units
from campaigns.progress.entering import shown
from campaigns.progress.measures import Better, Goal, OverPeriods, OverUnits

_FIGURES = (Decimal(3), Decimal(5), Decimal(4))
_WEIGHTS = (Decimal(1), Decimal(2), Decimal(1))
_DAYS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
_GOAL = Goal(Better.UP, low=Decimal(4))


def of_periods(rule: OverPeriods) -> str:
    """Ba kỳ báo 3, 5, 4 → 4"""
    parts = [
        (day, Part(value=value)) for day, value in zip(_DAYS, _FIGURES, strict=True)
    ]
    return (
        f"ba kỳ báo {_told()} thì kết quả là {_result(over_periods(parts, rule).value)}"
    )


def of_units(rule: OverUnits) -> str:
    """Ba đơn vị đạt 3, 5, 4 → 12"""
    parts = [
        Part(value=value, weight=weight, goal=_GOAL)
        for value, weight in zip(_FIGURES, _WEIGHTS, strict=True)
    ]
    given = f"ba đơn vị đạt {_told()}"
    if rule is OverUnits.WEIGHTED:
        given += f", trọng số {', '.join(map(shown, _WEIGHTS))},"
    if rule is OverUnits.COUNT:
        given += f", mức giao {shown(_GOAL.level)},"
    return f"{given} thì kết quả là {_result(over_units(parts, rule).value)}"


def _told() -> str:
    return ", ".join(map(shown, _FIGURES))


def _result(value: Decimal | None) -> str:
    return shown(None if value is None else round(value, 2))
