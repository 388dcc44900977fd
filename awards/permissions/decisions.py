"""Ai được làm gì với quyết định khen thưởng."""

from awards.models import Decision
from units.models import Unit, User
from units.permissions import allows


def can_draft_decision(user: User, authority: Unit) -> bool:
    """Soạn, sửa, trình quyết định: officers of the authority, its council's secretary."""
    return (
        authority.issues_papers
        and not authority.has_ended()
        and allows(user, "draft-decision", authority)
    )


def can_follow_decision(user: User, decision: Decision) -> bool:
    """Xem ai soạn, ai trình: the authority and its council, not who reads what was issued."""
    return allows(user, "see-decisions", decision.authority)


def can_sign_decision(user: User, decision: Decision) -> bool:
    """Duyệt và ký: the very signer, never who sent it."""
    return (
        decision.signer is not None
        and decision.signer.user_id == user.pk
        and decision.submitted_by_id != user.pk
        and allows(user, "sign-decision", decision.authority)
    )


def can_return_decision(user: User, decision: Decision) -> bool:
    """Trả lại để sửa: the leaders of the authority, never who sent it."""
    return decision.submitted_by_id != user.pk and allows(
        user, "return-decision", decision.authority
    )
