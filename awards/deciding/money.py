"""Tiền thưởng của danh sách: each line's reward, by the rules of a day."""

from collections.abc import Sequence
from datetime import date
from math import prod
from typing import Any

from awards import money
from awards.models import Award, DecisionLine
from awards.rewards import Ask, Reward, rewards_of
from units.models import Unit
from units.wording import excerpt

LONGEST = 300


def reckon(
    lines: Sequence[DecisionLine], authority: Unit, day: date
) -> list[tuple[DecisionLine, dict[str, Any]]]:
    """The money columns of each line; a line without a rule has none, and its basis says so.

    Of titles of one subject for one period only the highest is paid (Điều 49 Nghị định
    152/2025/NĐ-CP). As many queries for all as for one.
    """
    asks = [Ask(line.award, line.subject, day, authority) for line in lines]
    found = list(zip(lines, rewards_of(asks), strict=True))
    not_paid = money.unpaid(
        money.Line(
            key=line.pk, subject=(line.honouree_id, line.collective_id),
            is_title=line.award.family == Award.Family.TITLE,
            period=(line.period_from, line.period_to), amount=reward.amount,
        )
        for line, reward in found
        if reward.amount is not None
    )  # fmt: skip
    return [
        (line, _columns(reward, str(not_paid.get(line.pk, ""))))
        for line, reward in found
    ]


def _columns(reward: Reward, unpaid_because: str) -> dict[str, Any]:
    factor = prod((one.value for one in reward.factors), start=1)
    known = reward.amount is not None
    return {
        "factor": factor if known else None,
        "base_salary": reward.base if known else None,
        "before": reward.before,
        "amount": 0 if unpaid_because else reward.amount,
        "money_basis": excerpt(reward.basis or reward.missing, LONGEST),
        "unpaid_because": unpaid_because,
    }
