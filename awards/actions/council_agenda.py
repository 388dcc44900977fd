"""Chương trình: topics and proposals, the rule each is voted on by, who stands aside."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from awards import permissions
from awards.actions._council import (
    Status,
    lock_item,
    lock_rounds,
    lock_session,
    require_status,
)
from awards.actions.council_sessions import copy_rule
from awards.council.attending import room_of
from awards.models import (
    AgendaItem,
    BallotRound,
    BallotTaken,
    CouncilSession,
    Proposal,
    Recusal,
)
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.presence import moment
from units.workflow import add, amend_as, remove


@transaction.atomic
def add_topic(session_id: int, *, by: User, topic: str) -> AgendaItem:
    """Thêm một nội dung không biểu quyết khen thưởng."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, *CouncilSession.PLANNING, doing="sửa chương trình")
    item = AgendaItem(session=session, position=_next(session), topic=topic.strip())
    add(item, by=by)
    return item


@transaction.atomic
def add_proposals(
    session_id: int, *, by: User, proposal_ids: Sequence[int]
) -> list[AgendaItem]:
    """Đưa đề nghị đủ điều kiện vào chương trình."""
    session = lock_session(session_id)
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, *CouncilSession.PLANNING, doing="sửa chương trình")
    if not proposal_ids:
        raise Refused("Chọn ít nhất một đề nghị.")
    waiting = Proposal.objects.waiting_for_council(session.unit.parent_id)
    locked = waiting.select_for_update(of=["self"], no_key=True)
    found = list(locked.filter(pk__in=proposal_ids))
    if len(found) < len(set(proposal_ids)):
        raise Refused(
            "Có đề nghị vừa vào phiên họp khác hoặc không còn đủ điều kiện trình. Chọn lại từ "
            "danh sách mới."
        )
    first, items = _next(session), []
    for number, proposal in enumerate(found):
        item = AgendaItem(session=session, position=first + number, proposal=proposal)
        add(item, by=by)
        items.append(item)
        if session.status == Status.RUNNING:
            copy_rule(item, by=by)
    return items


def _next(session):
    return (session.items.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def remove_item(item_id: int, *, by: User) -> int:
    """Bỏ khỏi chương trình what was not voted on; its session."""
    item = lock_item(item_id)
    require(permissions.can_hold_sessions(by, item.session.unit))
    require_status(item.session, *CouncilSession.PLANNING, doing="sửa chương trình")
    if item.rounds.exists():  # type: ignore[attr-defined]
        raise Refused("Đề nghị này đã được biểu quyết nên không bỏ được; để phiên sau.")
    if item.recusals.exists():  # type: ignore[attr-defined]
        raise Refused(
            "Đã có thành viên ghi không tham gia xét mục này; để phiên sau thay vì bỏ."
        )
    remove(item, by=by, name=item.topic or f"Đề nghị số {item.proposal_id}")
    return item.session_id


@transaction.atomic
def enter_rule(
    item_id: int, *, by: User, threshold: Decimal, operator: str, denominator: str,
    ballot: str, basis: str, quorum_parts: int, quorum_of: int,
    written_opinions: bool = False, chair_agrees: bool = False, to_all: bool = False,
) -> int:  # fmt: skip
    """Nhập quy định bỏ phiếu cho phiên này, where the catalogue has none; how many took it.

    ``to_all``: also for every other proposal of the session that has no rule.
    """
    item = lock_item(item_id)
    session = item.session
    require(permissions.can_hold_sessions(by, session.unit))
    require_status(session, Status.RUNNING, doing="nhập quy định bỏ phiếu")
    if not basis.strip():
        raise Refused(
            "Ghi căn cứ: quy chế hoạt động của Hội đồng hoặc văn bản quy định.",
            at="basis",
        )
    if item.proposal_id is None:
        raise Refused("Mục này không biểu quyết khen thưởng.")
    if item.has_rule and not item.rule_entered:
        raise Refused("Đề nghị này đã có quy định bỏ phiếu lấy từ danh mục.")
    if item.rounds.exists():  # type: ignore[attr-defined]
        raise Refused("Đề nghị này đã được biểu quyết nên giữ nguyên quy định.")
    others = session.items.weighed().filter(rule_basis="").exclude(pk=item.pk)  # type: ignore[attr-defined]
    taking = [item, *(others if to_all else ())]
    for one in taking:
        amend_as(
            "ruled", one, by=by, threshold=threshold, operator=operator,
            denominator=denominator, ballot=ballot, written_opinions=written_opinions,
            chair_agrees=chair_agrees, quorum_parts=quorum_parts, quorum_of=quorum_of,
            rule_basis=basis.strip(), rule_entered=True,
        )  # fmt: skip
    return len(taking)


@transaction.atomic
def declare_recusal(item_id: int, *, by: User, reason: str) -> Recusal:
    """Tự khai không tham gia xét."""
    item = lock_item(item_id)
    require(permissions.can_answer_invitation(by, item.session.unit))
    row = room_of(item.session).row_of(by)
    if row is None:
        raise Refused("Anh/chị không có ghế trong Hội đồng ở phiên họp này.")
    return _recuse(item, row.seat, reason, by=by, declared=True)


@transaction.atomic
def record_recusal(item_id: int, seat_id: int, *, by: User, reason: str) -> Recusal:
    """Ghi thành viên không tham gia xét."""
    item = lock_item(item_id)
    require(permissions.can_hold_sessions(by, item.session.unit))
    rows = {row.seat_id: row for row in room_of(item.session).rows}
    if seat_id not in rows:
        raise Refused("Thành viên này không được mời họp.")
    return _recuse(item, rows[seat_id].seat, reason, by=by, declared=False)


def _recuse(item, seat, reason, *, by, declared):
    require_status(
        item.session, *CouncilSession.SITTING, doing="ghi không tham gia xét"
    )
    if item.proposal_id is None:
        raise Refused("Mục này không biểu quyết khen thưởng.")
    if not reason.strip():
        raise Refused("Ghi lý do không tham gia xét.", at="reason")
    if item.outcome != AgendaItem.Outcome.WAITING:
        raise Refused(
            "Đề nghị này đã có kết luận. Mở biểu quyết lại trước, rồi ghi không tham gia xét."
        )
    lock_rounds(item.rounds.open().values_list("pk", flat=True))
    last = item.rounds.living().last()
    if last and BallotTaken.objects.filter(round=last, seat=seat).exists():
        raise Refused(
            f"{seat.name} đã bỏ phiếu ở lượt gần nhất. Hủy lượt ấy hoặc mở biểu quyết lại trước, "
            "rồi ghi không tham gia xét."
        )
    recusal = Recusal(
        item=item,
        seat=seat,
        reason=reason.strip(),
        declared=declared,
        recorded_by=by,
        recorded_at=moment(),
    )
    add(recusal, by=by)
    return recusal


@transaction.atomic
def drop_recusal(recusal_id: int, *, by: User, reason: str) -> Recusal:
    """Bỏ việc ghi nhầm, before the item was voted on; what minutes tell stays as it is."""
    found = Recusal.objects.get(pk=recusal_id)
    item = lock_item(found.item_id)
    require(permissions.can_hold_sessions(by, item.session.unit))
    require_status(
        item.session, *CouncilSession.SITTING, doing="bỏ việc không tham gia xét"
    )
    recusal = Recusal.objects.select_related("seat").get(pk=recusal_id)
    if recusal.dropped_at is not None:
        raise Refused("Việc không tham gia xét này đã được bỏ.")
    if BallotRound.objects.filter(item=item).exists():
        raise Refused(
            "Đề nghị này đã được biểu quyết nên giữ nguyên người không tham gia."
        )
    if not reason.strip():
        raise Refused("Ghi lý do bỏ.", at="reason")
    amend_as(
        "dropped", recusal, by=by, dropped_at=moment(), dropped_reason=reason.strip()
    )
    return recusal
