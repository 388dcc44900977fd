"""Tiền thưởng của danh sách: each line's reward, by the rules of a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from awards.models import DecisionLine
from units.models import Unit


def reckon(
    lines: Sequence[DecisionLine], authority: Unit, day: date
) -> Iterator[tuple[DecisionLine, dict[str, Any]]]:
    for line in lines:
        yield (
            line,
            {
                "factor": None,
                "base_salary": None,
                "before": None,
                "amount": None,
                "money_basis": "",
                "unpaid_because": "",
            },
        )
