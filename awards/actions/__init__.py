"""Việc của khen thưởng: every act that an official performs."""

from awards.actions.disciplines import record_discipline, settle_discipline
from awards.actions.rules import (
    confirm_common_rule,
    confirm_rule,
    end_common_rule,
    end_rule,
    lay_common_rule,
    lay_rule,
    withdraw_common_rule,
    withdraw_rule,
)

__all__ = [
    "confirm_common_rule",
    "confirm_rule",
    "end_common_rule",
    "end_rule",
    "lay_common_rule",
    "lay_rule",
    "record_discipline",
    "settle_discipline",
    "withdraw_common_rule",
    "withdraw_rule",
]
