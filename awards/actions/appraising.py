"""Tiếp nhận, thẩm định, trả lại, kết luận: what the authority does until a proposal is fit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from awards.actions.proposing import lock_proposal, lock_proposals
from awards.actions.raising import flow_back
from awards.dossier import checklist, lacks, missing_papers
from awards.models import (
    AgendaItem,
    OpinionRequest,
    Part,
    Proposal,
    ProposalReturn,
)
from awards.models.proposals import Status
from awards.permissions import proposals as permissions
from awards.rulings import regime_on
from awards.shelf import shelf_of
from units.errors import Overtaken, Refused
from units.models import User
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_date, vn_datetime
from units.workflow import add, amend_as, move, move_as


@transaction.atomic
def receive_proposals(
    proposal_ids: Sequence[int], *, by: User, day: date | None = None, why: str = ""
) -> list[Proposal]:
    """Tiếp nhận nhiều đề nghị, all or none: from that day's law on they are weighed. A day before
    today has its reason.

    What was received once keeps its day and its law when it comes back mended.
    """
    found = lock_proposals(proposal_ids)
    for proposal in found:
        require(permissions.can_appraise(by, proposal))
    for proposal in found:
        _require_sent(proposal, f"{proposal}: " if len(found) > 1 else "")
    given = _received(day or localdate(), why.strip(), found)
    for proposal in found:
        once = {} if proposal.received_on else given
        move(proposal, Status.APPRAISING, by=by, **once)
    return found


@transaction.atomic
def receive_proposal(
    proposal_id: int, *, by: User, day: date | None = None, why: str = ""
) -> Proposal:
    """Tiếp nhận một đề nghị."""
    [proposal] = receive_proposals([proposal_id], by=by, day=day, why=why)
    return proposal


@transaction.atomic
def note_appraisal(
    proposal_id: int, *, by: User, text: str, seen: str | None = None
) -> Proposal:
    """Ghi ý kiến thẩm định; ``seen``: what stood there when the page was opened."""
    proposal = _lock(proposal_id, by)
    _require_appraising(proposal, "ghi ý kiến thẩm định")
    text = stored(text).strip()
    theirs = proposal.appraisal
    if seen is not None and theirs not in (stored(seen).strip(), text):
        raise Overtaken(
            f"Trong lúc anh/chị viết, người khác đã ghi: “{theirs}”. Chữ anh/chị gõ còn ở đây; "
            "gộp hai ý kiến rồi lưu lần nữa.",
            theirs,
            at="text",
        )
    amend_as(
        "appraisal_noted", proposal, by=by, appraisal=text, appraised_by=by,
        appraised_at=now(),
    )  # fmt: skip
    return proposal


@transaction.atomic
def return_proposal(
    proposal_id: int, *, by: User, parts: Sequence[str], reason: str,
    due_on: date | None = None,
) -> Proposal:  # fmt: skip
    """Trả lại để bổ sung: only ``parts`` are open to the unit until it sends again."""
    proposal = _lock(proposal_id, by)
    if proposal.status not in (Status.SENT, Status.APPRAISING):
        raise Refused(_not_now(proposal, "trả lại"))
    chosen = [part for part in Part.values if part in parts]
    if not chosen:
        raise Refused("Chọn ít nhất một phần phải bổ sung.", at="parts")
    if not reason.strip():
        raise Refused("Ghi rõ phải bổ sung gì.", at="reason")
    if due_on and due_on < localdate():
        raise Refused(
            f"Hạn bổ sung không được trước hôm nay. Đang nhập: {vn_date(due_on)}.",
            at="due_on",
        )
    returned = ProposalReturn(
        proposal=proposal, parts=chosen, reason=reason.strip(), due_on=due_on,
        returned_by=by,
    )  # fmt: skip
    add(returned, by=by)
    move(proposal, Status.RETURNED, by=by)
    return proposal


@transaction.atomic
def mark_ready(proposal_id: int, *, by: User) -> Proposal:
    """Đủ điều kiện trình: with all its papers, and no answer that is still waited for."""
    proposal = _lock(proposal_id, by)
    if proposal.status == Status.READY:
        raise Refused(
            f"{proposal.appraised_by} đã kết luận đủ điều kiện trình lúc "
            f"{vn_datetime(proposal.appraised_at)}."
        )
    _require_appraising(proposal, "kết luận đủ điều kiện trình")
    today = localdate()
    waiting = [
        one
        for one in OpinionRequest.objects.about(proposal).standing().for_page()
        if one.holds_up(today)
    ]
    if waiting:
        names = "; ".join(f"{one.asked} (hạn {vn_date(one.due_on)})" for one in waiting)
        raise Refused(
            f"Còn chờ ý kiến: {names}. Ghi trả lời, hoặc thôi hỏi, rồi kết luận."
        )
    shelf = shelf_of([proposal])
    sentences = [sentence for _, sentence in lacks(proposal, shelf)]
    sentences += [
        f"Còn thiếu giấy tờ: {item.name}."
        for item in missing_papers(checklist(proposal, shelf), at_authority=True)
    ]
    if sentences:
        raise Refused(" ".join([*sentences, "Trả lại đơn vị để bổ sung."]))
    move(proposal, Status.READY, by=by, appraised_by=by, appraised_at=now())
    return proposal


@transaction.atomic
def mark_unfit(proposal_id: int, *, by: User, reason: str) -> Proposal:
    """Không đủ điều kiện: the unit reads why."""
    proposal = _lock(proposal_id, by)
    _require_appraising(proposal, "kết luận không đủ điều kiện")
    if not reason.strip():
        raise Refused("Ghi lý do để đơn vị đề nghị được biết.", at="reason")
    move(
        proposal, Status.UNFIT, by=by, conclusion=reason.strip(), appraised_by=by,
        appraised_at=now(),
    )  # fmt: skip
    flow_back([proposal], by=by)
    return proposal


@transaction.atomic
def undo_appraisal(proposal_id: int, *, by: User) -> Proposal:
    """Hủy kết luận thẩm định: back to be appraised, until the council has it."""
    proposal = _lock(proposal_id, by)
    if proposal.status not in (Status.READY, Status.UNFIT):
        raise Refused(_not_now(proposal, "hủy kết luận thẩm định"))
    if AgendaItem.objects.holding(proposal).exists():
        raise Refused(
            "Đề nghị đang có trong chương trình một phiên họp Hội đồng. Đề nghị thư ký Hội đồng "
            "bỏ khỏi chương trình trước."
        )
    move_as(
        "appraisal_undone", proposal, Status.APPRAISING, by=by, conclusion="",
        appraised_by=None, appraised_at=None,
    )  # fmt: skip
    flow_back([proposal], by=by)
    return proposal


def _require_sent(proposal: Proposal, about: str) -> None:
    if proposal.status == Status.APPRAISING:
        raise Refused(f"{about}Đề nghị đã được tiếp nhận, đang thẩm định.")
    if proposal.status != Status.SENT:
        raise Refused(f"{about}{_not_now(proposal, 'tiếp nhận')}")


def _received(day: date, why: str, found: Sequence[Proposal]) -> dict[str, Any]:
    """The day and its law, for what was never received; nothing where all of it was."""
    today = localdate()
    if all(proposal.received_on for proposal in found):
        return {}
    if day > today:
        raise Refused(
            f"Ngày tiếp nhận không được sau hôm nay. Đang nhập: {vn_date(day)}.",
            at="day",
        )
    if day < today and not why:
        raise Refused(
            "Ngày tiếp nhận trước hôm nay thì ghi lý do, ví dụ: hồ sơ giấy đến ngày ấy.",
            at="why",
        )
    regime = regime_on(day)
    if regime is None:
        raise Refused(
            f"Danh mục không có chế độ pháp luật nào vào ngày {vn_date(day)}; nhờ quản trị bổ "
            "sung danh mục khen thưởng.",
            at="day",
        )
    return {
        "received_on": day, "regime": regime, "received_why": why if day < today else "",
    }  # fmt: skip


def _lock(proposal_id: int, by: User) -> Proposal:
    proposal = lock_proposal(proposal_id)
    require(permissions.can_appraise(by, proposal))
    return proposal


def _require_appraising(proposal: Proposal, what: str) -> None:
    if proposal.status == Status.SENT:
        raise Refused(f"Tiếp nhận đề nghị trước, rồi {what}.")
    if proposal.status != Status.APPRAISING:
        raise Refused(_not_now(proposal, what))


def _not_now(proposal: Proposal, what: str) -> str:
    label = proposal.get_status_display()
    return f"Đề nghị đang ở tình trạng “{label}” nên không {what} được."
