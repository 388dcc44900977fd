"""Việc của khen thưởng, by what they are about."""

from awards.actions.council_agenda import (
    add_proposals,
    add_topic,
    declare_recusal,
    drop_recusal,
    enter_rule,
    record_recusal,
    remove_item,
)
from awards.actions.council_ballots import (
    Receipt,
    cast,
    count_paper,
    give_paper,
    record_hands,
    take_paper_back,
)
from awards.actions.council_conclusions import (
    conclude_item,
    conclude_passed,
    defer_item,
)
from awards.actions.council_rounds import close_round, open_rounds, void_round
from awards.actions.council_sessions import (
    amend_session,
    answer_invitation,
    cancel_session,
    close_session,
    finish_session,
    invite,
    mark_attendance,
    open_session,
    plan_session,
    record_answer,
    resume_session,
)
from awards.actions.council_terms import accounts_of, add_seat, end_seat, lay_term

__all__ = [
    "Receipt",
    "accounts_of",
    "add_proposals",
    "add_seat",
    "add_topic",
    "amend_session",
    "answer_invitation",
    "cancel_session",
    "cast",
    "close_round",
    "close_session",
    "conclude_item",
    "conclude_passed",
    "count_paper",
    "declare_recusal",
    "defer_item",
    "drop_recusal",
    "end_seat",
    "enter_rule",
    "finish_session",
    "give_paper",
    "invite",
    "lay_term",
    "mark_attendance",
    "open_rounds",
    "open_session",
    "plan_session",
    "record_answer",
    "record_hands",
    "record_recusal",
    "remove_item",
    "resume_session",
    "take_paper_back",
    "void_round",
]
