"""Quyền: đề nghị khen thưởng. Refused unless ``units.powers`` grants it."""

from collections.abc import Iterable

from awards.models import OpinionRequest, PeerReview, Proposal
from units.models import Membership, Unit, User
from units.models.tree import COUNCIL
from units.permissions import allows, is_near, units_where

Role = Membership.Role


def can_write_proposals(user: User, unit: Unit) -> bool:
    """Lập đề nghị của đơn vị: whoever works there."""
    return allows(user, "write-proposals", unit)


def can_write_proposal(user: User, proposal: Proposal) -> bool:
    """Sửa, gửi, rút đề nghị: of the unit that proposes."""
    return allows(user, "write-proposals", proposal.unit)


def can_confirm_proposal(user: User, proposal: Proposal) -> bool:
    """Xác nhận: a leader of the unit, never who wrote or sent it, or whom it is about."""
    return user.pk not in proposal.own_to and allows(
        user, "confirm-proposals", proposal.unit
    )


def is_about(user: User, proposals: Iterable[Proposal]) -> bool:
    """One of them is for ``user``, who then neither asks nor answers about it."""
    return any(user.pk == one.subject_account for one in proposals)


def can_appraise_at(user: User, authority: Unit) -> bool:
    """Thẩm định ở cơ quan: its officers and the secretary of its own council."""
    return is_near(user, authority) and allows(user, "appraise-proposals", authority)


def can_appraise(user: User, proposal: Proposal) -> bool:
    """Tiếp nhận, thẩm định, trả lại, kết luận: never who wrote, sent or confirmed
    it, or whom it is about."""
    return user.pk not in proposal.own_to and can_appraise_at(user, proposal.authority)


def can_ask_opinions(user: User, authority: Unit) -> bool:
    """Hỏi hiệp y, lấy ý kiến."""
    return is_near(user, authority) and allows(user, "ask-opinions", authority)


def can_answer_opinion(user: User, request: OpinionRequest) -> bool:
    """Trả lời: whoever works in the unit that is asked."""
    return request.unit is not None and allows(user, "answer-opinions", request.unit)


def can_write_review(user: User, review: PeerReview) -> bool:
    """Ghi bình xét: of the unit that held it."""
    return allows(user, "write-proposals", review.unit)


def can_open_results(user: User, unit: Unit) -> bool:
    """Mở thông báo kết quả xét thay mặt đơn vị: whoever works there."""
    return allows(user, "open-results", unit)


def opens_results_for(user: User) -> list[int]:
    """Ids of the units whose results the person is told of."""
    return units_where(user, "open-results")


def writes_somewhere(user: User) -> list[int]:
    """Ids of the units for which the person writes proposals."""
    return units_where(user, "write-proposals")


def answers_somewhere(user: User) -> list[int]:
    """Ids of the units for which the person answers when they are asked."""
    return units_where(user, "answer-opinions")


def confirms_somewhere(user: User) -> list[int]:
    """Ids of the units whose head the person is."""
    return units_where(user, "confirm-proposals")


def appraises_somewhere(user: User) -> list[int]:
    """Ids of the authorities at which the person receives and appraises."""
    own = units_where(user, "appraise-proposals")
    if not user.is_authenticated or not (kept := user.units_as(Role.SECRETARY)):
        return own
    # Only of the councils whose secretary it is, not of every council in which the person sits.
    councils = Unit.objects.of_kind(COUNCIL).within(kept).exclude(parent=None)
    return [*own, *kept, *councils.order_by("pk").values_list("parent", flat=True)]
