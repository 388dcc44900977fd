"""Việc làm của khen thưởng: each function is one act that an official performs."""

from awards.actions.conferring import (
    approve_decision,
    draft_cancellation,
    give_decision_back,
    record_decision_issue,
    record_decision_signature,
    reopen_decision,
)
from awards.actions.deciding import (
    add_to_decision,
    amend_decision,
    amend_line,
    draft_decision,
    drop_decision,
    drop_line,
    return_decision,
    reword_decision,
    submit_decision,
    take_decision_back,
)
from awards.actions.disciplines import (
    record_discipline,
    settle_discipline,
)
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
    "add_to_decision",
    "amend_decision",
    "amend_line",
    "approve_decision",
    "confirm_common_rule",
    "confirm_rule",
    "draft_cancellation",
    "draft_decision",
    "drop_decision",
    "drop_line",
    "end_common_rule",
    "end_rule",
    "give_decision_back",
    "lay_common_rule",
    "lay_rule",
    "record_decision_issue",
    "record_decision_signature",
    "record_discipline",
    "reopen_decision",
    "return_decision",
    "reword_decision",
    "settle_discipline",
    "submit_decision",
    "take_decision_back",
    "withdraw_common_rule",
    "withdraw_rule",
]
