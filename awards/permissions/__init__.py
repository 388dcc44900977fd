"""Quyền của khen thưởng: refused unless ``units.powers`` grants it."""

from awards.permissions.catalogue import (
    can_keep_common_rules,
    can_keep_discipline,
    can_keep_own_rules,
    can_keep_rule,
    discipline_authorities_of,
    rule_hosts_of,
)
from awards.permissions.decisions import (
    can_draft_decision,
    can_follow_decision,
    can_return_decision,
    can_sign_decision,
)

__all__ = [
    "can_draft_decision",
    "can_follow_decision",
    "can_keep_common_rules",
    "can_keep_discipline",
    "can_keep_own_rules",
    "can_keep_rule",
    "can_return_decision",
    "can_sign_decision",
    "discipline_authorities_of",
    "rule_hosts_of",
]
