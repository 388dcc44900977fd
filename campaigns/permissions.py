"""Ai được làm gì với phong trào và kế hoạch."""

from campaigns.models import Plan
from units.models import Membership, Unit, User
from units.permissions import acts_as, holds

Role = Membership.Role


def can_start(user: User, host: Unit) -> bool:
    """Lập phong trào cho một cơ quan: its officers, until its work is handed over."""
    return (
        host.issues_papers and host.heir_id is None and holds(user, Role.OFFICER, host)
    )


def can_edit(user: User, plan: Plan) -> bool:
    """Sửa kế hoạch: officers of the issuing authority, whatever its state (see ``is_open``)."""
    return holds(user, Role.OFFICER, plan.issuer)


def can_read_for_review(user: User, plan: Plan) -> bool:
    """Xem bản chờ duyệt: a leader of the issuing authority, never the person who sent it."""
    return holds(user, Role.LEADER, plan.issuer) and plan.submitted_by_id != user.pk


def can_review(user: User, plan: Plan) -> bool:
    """Duyệt, trả lại: whoever reads it for review and has two steps, where they are required."""
    return can_read_for_review(user, plan) and acts_as(user, Role.LEADER, plan.issuer)


def can_sign(user: User, plan: Plan) -> bool:
    """Ký: the very person named as signer, in the capacity that is in force today."""
    return (
        plan.signer is not None
        and plan.signer.user_id == user.pk
        and can_review(user, plan)
    )  # fmt: skip
