"""Khóa dòng: the decision's row is the lock of its list and its words."""

from awards import permissions
from awards.actions._drafts import require_open
from awards.models import Decision
from units.models import User
from units.permissions import require


def lock_decision(decision_id: int) -> Decision:
    """The decision, its row locked until the transaction ends."""
    decisions = Decision.objects.for_page().select_for_update(of=["self"], no_key=True)
    return decisions.get(pk=decision_id)


def lock_open(decision_id: int, by: User) -> Decision:
    """Likewise, if ``by`` may write on it and it is still being written."""
    decision = lock_decision(decision_id)
    require(permissions.can_draft_decision(by, decision.authority))
    require_open(decision)
    return decision
