"""Ai được làm gì với quyết định khen thưởng."""

from django.utils.timezone import localdate

from awards.models import Decision
from units.models import Membership, Unit, User
from units.permissions import allows, is_near, units_where


def can_draft_decision(user: User, authority: Unit) -> bool:
    """Soạn, sửa, trình quyết định: officers of the authority, its council's secretary."""
    return (
        authority.issues_papers
        and not authority.has_ended()
        and is_near(user, authority)
        and allows(user, "draft-decision", authority)
    )


def drafts_for(user: User) -> list[Unit]:
    """Cơ quan mà người này soạn quyết định, in the order of the tree."""
    secretary = user.units_as(Membership.Role.SECRETARY)
    ids = {*units_where(user, "draft-decision"), *secretary}
    if secretary:
        ids |= set(user.served_authorities)
    if not ids:
        return []
    found = Unit.objects.for_pick().on(localdate()).within(ids)
    return [one for one in found if can_draft_decision(user, one)]


def can_follow_decision(user: User, decision: Decision) -> bool:
    """Xem ai soạn, ai trình: the authority and its council, not who reads what was issued."""
    return is_near(user, decision.authority) and allows(
        user, "see-decisions", decision.authority
    )


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
