"""Kết luận: what the council says of each proposal, and what becomes of it."""

from django.db import transaction

from awards import permissions
from awards.actions._council import (
    Status,
    lock_item,
    lock_session,
    require_ballots,
    require_status,
)
from awards.models import AgendaItem, BallotRound, Proposal
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.presence import moment
from units.workflow import amend_as, move

Outcome = AgendaItem.Outcome


@transaction.atomic
def conclude_item(item_id: int, *, by: User, words: str = "") -> AgendaItem:
    """Ghi kết luận as the last count says; of what did not pass with the reason in words."""
    item = lock_item(item_id)
    require_ballots(by, item)
    _conclude(item, _last(item), words, by=by)
    return item


@transaction.atomic
def conclude_passed(session_id: int, *, by: User) -> list[AgendaItem]:
    """Ghi kết luận cho mọi đề nghị đã đạt, at once; those that failed wait for their words."""
    session = lock_session(session_id)
    require(permissions.can_hold_ballots(by, session.unit))
    waiting = session.items.weighed().filter(outcome=Outcome.WAITING)  # type: ignore[attr-defined]
    found = []
    for item in waiting.for_page().order_by("position"):
        item.session = session
        last = _last(item)
        aside = permissions.stands_aside(by, item)
        if last is not None and last.passed and not aside:
            _conclude(item, last, "", by=by)
            found.append(item)
    if not found:
        raise Refused("Không có đề nghị nào đã đạt mà chưa ghi kết luận.")
    return found


def _last(item) -> BallotRound | None:
    """The last count; None while a round is open, or none was held."""
    last = item.rounds.living().last()
    return last if last and last.status == BallotRound.Status.CLOSED else None


def _conclude(item, last, words, *, by):
    require_status(item.session, Status.RUNNING, doing="ghi kết luận")
    if item.outcome != Outcome.WAITING:
        raise Refused(
            f"“{item}” đã có kết luận. Muốn đổi thì mở lượt biểu quyết khác, có lý do."
        )
    if last is None:
        raise Refused(f"“{item}” chưa kiểm phiếu xong.")
    proposals = Proposal.objects.select_for_update(no_key=True)
    proposal = proposals.get(pk=item.proposal_id)
    if proposal.status != Proposal.Status.READY:
        raise Refused(
            f"Đề nghị này đang ở tình trạng “{proposal.get_status_display()}”, không còn chờ "
            "Hội đồng xét. Để phiên sau hoặc hỏi đơn vị đề nghị."
        )
    said = words.strip()
    if not last.passed and not said:
        raise Refused(
            "Ghi lý do không thông qua để đơn vị đề nghị được biết.", at="words"
        )
    to = Proposal.Status.PASSED if last.passed else Proposal.Status.REJECTED
    move(proposal, to, by=by, conclusion=said)
    amend_as(
        "concluded", item, by=by,
        outcome=Outcome.PASSED if last.passed else Outcome.REJECTED, conclusion=said,
        concluded_at=moment(), concluded_by=by,
    )  # fmt: skip


@transaction.atomic
def defer_item(item_id: int, *, by: User, words: str) -> AgendaItem:
    """Để phiên sau: it goes on waiting, and may come before another session at once."""
    item = lock_item(item_id)
    require_ballots(by, item)
    require_status(item.session, Status.RUNNING, doing="để phiên sau")
    if item.proposal_id is None:
        raise Refused("Mục này không biểu quyết khen thưởng.")
    if item.outcome != Outcome.WAITING:
        raise Refused(f"“{item}” đã có kết luận.")
    if BallotRound.objects.filter(item=item).open().exists():
        raise Refused(
            "Đề nghị này đang được biểu quyết. Kiểm phiếu hoặc hủy lượt trước."
        )
    if not words.strip():
        raise Refused("Ghi vì sao để phiên sau.", at="words")
    amend_as(
        "deferred", item, by=by, outcome=Outcome.DEFERRED, conclusion=words.strip(),
        concluded_at=moment(), concluded_by=by, released_at=moment(),
    )  # fmt: skip
    return item
