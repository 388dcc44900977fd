"""Quyền của khen thưởng: refused unless ``units.powers`` grants it."""

from awards.permissions.catalogue import (
    can_keep_common_rules,
    can_keep_discipline,
    can_keep_own_rules,
    can_keep_rule,
    discipline_authorities_of,
    rule_hosts_of,
)

__all__ = [
    "can_keep_common_rules",
    "can_keep_discipline",
    "can_keep_own_rules",
    "can_keep_rule",
    "discipline_authorities_of",
    "rule_hosts_of",
]
