"""Ai được làm gì với tờ trình cấp trên."""

from django.utils.timezone import localdate

from awards.models import Submission
from units.models import Membership, Unit, User
from units.permissions import allows, is_near, units_where


def can_draft_submission(user: User, authority: Unit) -> bool:
    """Soạn, sửa, trình, rút; ghi trả lời: officers of the authority, its council's secretary."""
    return (
        authority.issues_papers
        and not authority.has_ended()
        and is_near(user, authority)
        and allows(user, "draft-submission", authority)
    )


def submits_for(user: User) -> list[Unit]:
    """Cơ quan mà người này soạn tờ trình, in the order of the tree."""
    secretary = user.units_as(Membership.Role.SECRETARY)
    ids = {*units_where(user, "draft-submission"), *secretary}
    if secretary:
        ids |= set(user.served_authorities)
    if not ids:
        return []
    found = Unit.objects.for_pick().on(localdate()).within(ids)
    return [one for one in found if can_draft_submission(user, one)]


def can_follow_submission(user: User, submission: Submission) -> bool:
    """Xem ai soạn, ai trình: the authority and its council, not the superior."""
    return is_near(user, submission.authority) and allows(
        user, "see-submissions", submission.authority
    )


def can_take_submission(user: User, submission: Submission) -> bool:
    """Tải gói hồ sơ, which holds minutes and dossiers: who works on it, here or above."""
    there = submission.superior
    arrived = submission.arrived_at is not None and submission.status == "issued"
    if arrived and there is not None and allows(user, "take-submission", there):
        return True
    return allows(user, "take-submission", submission.authority)


def can_sign_submission(user: User, submission: Submission) -> bool:
    """Duyệt và ký: the very signer, never who sent it."""
    return (
        submission.signer is not None
        and submission.signer.user_id == user.pk
        and submission.submitted_by_id != user.pk
        and allows(user, "sign-submission", submission.authority)
    )


def can_return_submission(user: User, submission: Submission) -> bool:
    """Trả lại để sửa: the leaders of the authority, never who sent it."""
    return submission.submitted_by_id != user.pk and allows(
        user, "return-submission", submission.authority
    )
