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

__all__ = [
    "add_to_decision",
    "amend_decision",
    "amend_line",
    "approve_decision",
    "draft_cancellation",
    "draft_decision",
    "drop_decision",
    "drop_line",
    "give_decision_back",
    "record_decision_issue",
    "record_decision_signature",
    "reopen_decision",
    "return_decision",
    "reword_decision",
    "submit_decision",
    "take_decision_back",
]
