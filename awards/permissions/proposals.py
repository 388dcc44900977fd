"""Quyền: đề nghị khen thưởng. Refused unless ``units.powers`` grants it."""

from collections.abc import Iterable

from awards.models import OpinionRequest, PeerReview, Proposal
from units.models import Membership, Unit, User
from units.permissions import allows, is_near

Role = Membership.Role
WRITERS = (Role.OFFICER, Role.REPORTER, Role.SECRETARY, Role.LEADER)
APPRAISERS = (Role.OFFICER, Role.SECRETARY)


def can_write_proposals(user: User, unit: Unit) -> bool:
    """Lập đề nghị của đơn vị: whoever works there."""
    return allows(user, "write-proposals", unit)


def can_write_proposal(user: User, proposal: Proposal) -> bool:
    """Sửa, gửi, rút đề nghị: of the unit that proposes."""
    return allows(user, "write-proposals", proposal.unit)


def can_confirm_proposal(user: User, proposal: Proposal) -> bool:
    """Xác nhận: a leader of the unit, never who wrote or sent it, or whom it is about."""
    own = (proposal.created_by_id, proposal.sent_by_id, _subject_of(proposal))
    return user.pk not in own and allows(user, "confirm-proposals", proposal.unit)


def _subject_of(proposal: Proposal) -> int | None:
    """The account of whom it is about: nobody weighs the own award."""
    return proposal.honouree.account_id if proposal.honouree else None


def is_about(user: User, proposals: Iterable[Proposal]) -> bool:
    """One of them is for ``user``, who then neither asks nor answers about it."""
    return any(user.pk == _subject_of(one) for one in proposals)


def can_appraise_at(user: User, authority: Unit) -> bool:
    """Thẩm định ở cơ quan: its officers and the secretary of its own council."""
    return is_near(user, authority) and allows(user, "appraise-proposals", authority)


def can_appraise(user: User, proposal: Proposal) -> bool:
    """Tiếp nhận, thẩm định, trả lại, kết luận: never who wrote, sent or confirmed
    it, or whom it is about."""
    own = (
        proposal.created_by_id, proposal.sent_by_id, proposal.confirmed_by_id,
        _subject_of(proposal),
    )  # fmt: skip
    return user.pk not in own and can_appraise_at(user, proposal.authority)


def can_ask_opinions(user: User, authority: Unit) -> bool:
    """Hỏi hiệp y, lấy ý kiến."""
    return is_near(user, authority) and allows(user, "ask-opinions", authority)


def can_answer_opinion(user: User, request: OpinionRequest) -> bool:
    """Trả lời: whoever works in the unit that is asked."""
    return request.unit is not None and allows(user, "answer-opinions", request.unit)


def can_write_review(user: User, review: PeerReview) -> bool:
    """Ghi bình xét: of the unit that held it."""
    return allows(user, "write-proposals", review.unit)


def writes_somewhere(user: User) -> list[int]:
    """Ids of the units for which the person writes proposals."""
    return user.units_as(*WRITERS) if user.is_authenticated else []


def confirms_somewhere(user: User) -> bool:
    """Thủ trưởng của một đơn vị."""
    return user.is_authenticated and bool(user.units_as(Role.LEADER))


def appraises_somewhere(user: User) -> list[int]:
    """Ids of the authorities at which the person receives and appraises."""
    if not user.is_authenticated or not user.units_as(*APPRAISERS):
        return []
    own = user.units_as(Role.OFFICER, Role.SECRETARY)
    served = user.served_authorities if user.units_as(Role.SECRETARY) else []
    return [*own, *served]
