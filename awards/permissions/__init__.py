"""Quyền của khen thưởng: refused unless ``units.powers`` grants it."""

from awards.permissions.catalogue import (
    can_keep_common_rules,
    can_keep_discipline,
    can_keep_own_rules,
    can_keep_rule,
    discipline_authorities_of,
    rule_hosts_of,
)
from awards.permissions.council import (
    can_answer_invitation,
    can_count_paper,
    can_hold_ballots,
    can_hold_sessions,
    can_keep_council,
    can_publish_nominees,
    can_vote,
    stands_aside,
)
from awards.permissions.decisions import (
    can_draft_decision,
    can_follow_decision,
    can_return_decision,
    can_sign_decision,
    drafts_for,
)
from awards.permissions.honours import (
    can_record_honour,
)
from awards.permissions.proposals import (
    appraises_somewhere,
    can_answer_opinion,
    can_appraise,
    can_appraise_at,
    can_ask_opinions,
    can_confirm_proposal,
    can_write_proposal,
    can_write_proposals,
    can_write_review,
    confirms_somewhere,
    writes_somewhere,
)

__all__ = [
    "appraises_somewhere",
    "can_answer_invitation",
    "can_answer_opinion",
    "can_appraise",
    "can_appraise_at",
    "can_ask_opinions",
    "can_confirm_proposal",
    "can_count_paper",
    "can_draft_decision",
    "can_follow_decision",
    "can_hold_ballots",
    "can_hold_sessions",
    "can_keep_common_rules",
    "can_keep_council",
    "can_keep_discipline",
    "can_keep_own_rules",
    "can_keep_rule",
    "can_publish_nominees",
    "can_record_honour",
    "can_return_decision",
    "can_sign_decision",
    "can_vote",
    "can_write_proposal",
    "can_write_proposals",
    "can_write_review",
    "confirms_somewhere",
    "discipline_authorities_of",
    "drafts_for",
    "rule_hosts_of",
    "stands_aside",
    "writes_somewhere",
]
