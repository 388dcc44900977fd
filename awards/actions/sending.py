"""Gửi, xác nhận, rút đề nghị: how proposals leave the unit."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from awards.actions.papers import keep_paper
from awards.actions.proposing import lock_proposal, lock_proposals, touch
from awards.actions.raising import flow_back
from awards.dossier import checklist, goes_to_head, lacks, missing_papers
from awards.models import Petition, Proposal, ProposalReturn
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.permissions import proposals as permissions
from awards.shelf import Shelf, shelf_of
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import excerpt, vn_date
from units.workflow import add, amend_as, move, move_as, remove

SCAN_WANTED = (
    "Đơn vị chưa có tài khoản thủ trưởng để xác nhận trong hệ thống: chọn bản chụp tờ trình đã "
    "ký, đóng dấu rồi gửi."
)


@transaction.atomic
def send_proposals(
    proposal_ids: Sequence[int], *, by: User, reference: str = "",
    dated: date | None = None, looked: Looked | None = None,
) -> list[Proposal]:  # fmt: skip
    """Gửi đề nghị, several with one petition: to the head of the unit where there is one to
    confirm them, else straight to the authority with the scan of the signed petition.
    """
    found = lock_proposals(proposal_ids)
    for proposal in found:
        require(permissions.can_write_proposal(by, proposal))
    _require_one_way(found)
    if dated and dated > localdate():
        raise Refused(
            f"Ngày tờ trình không được sau hôm nay. Đang nhập: {vn_date(dated)}.",
            at="dated",
        )
    shelf = shelf_of(found, by.pk)
    through_head = [goes_to_head(proposal, shelf) for proposal in found]
    _require_complete(found, shelf, has_scan=looked is not None)
    petition = _petition(found, by, reference, dated, looked)
    for proposal, through in zip(found, through_head, strict=True):
        given: dict[str, Any] = {"sent_by": by, "given_back_because": ""}
        if petition is not None and proposal.petition_id is None:
            given["petition"] = petition
        if through:
            # What was mended is confirmed anew.
            given |= {"confirmed_by": None, "confirmed_at": None}
            move(proposal, Status.CONFIRMING, by=by, **given)
        else:
            move(proposal, Status.SENT, by=by, **given, **_first_sent(proposal))
            _answer_return(proposal, by)
        touch(proposal)
    return found


@transaction.atomic
def confirm_proposals(versions: Mapping[int, int], *, by: User) -> list[Proposal]:
    """Thủ trưởng xác nhận: each as it stood on the page (``versions``, by proposal)."""
    found = lock_proposals(list(versions))
    for proposal in found:
        require(permissions.can_confirm_proposal(by, proposal))
    for proposal in found:
        if proposal.status != Status.CONFIRMING:
            raise Refused(
                f"Đề nghị cho {proposal} không còn chờ xác nhận: đang ở tình trạng "
                f"“{proposal.get_status_display()}”."
            )
        if versions[proposal.pk] != proposal.version:
            raise Refused(
                f"Đề nghị cho {proposal} đã đổi từ khi mở trang; đọc lại rồi xác nhận."
            )
    for proposal in found:
        move(
            proposal, Status.SENT, by=by, confirmed_by=by, confirmed_at=now(),
            **_first_sent(proposal),
        )  # fmt: skip
        _answer_return(proposal, by)
    return found


@transaction.atomic
def give_back_proposal(proposal_id: int, *, by: User, reason: str) -> Proposal:
    """Thủ trưởng trả lại người lập: to what it was before it was sent to the head."""
    proposal = lock_proposal(proposal_id)
    require(permissions.can_confirm_proposal(by, proposal))
    _require_confirming(proposal)
    if not reason.strip():
        raise Refused("Ghi lý do để người lập biết cần sửa gì.", at="reason")
    _take_from_head(proposal, "given_back", by, given_back_because=reason.strip())
    return proposal


@transaction.atomic
def withdraw_proposal(proposal_id: int, *, by: User, reason: str = "") -> Proposal:
    """Rút: what only the head has goes back to the writer; what the authority has ends, with
    its reason.
    """
    proposal = lock_proposal(proposal_id)
    require(permissions.can_write_proposal(by, proposal))
    if proposal.status == Status.CONFIRMING:
        _take_from_head(proposal, "taken_back", by)
        return proposal
    if proposal.status not in Proposal.WITHDRAWABLE:
        raise Refused(
            f"Đề nghị đang ở tình trạng “{proposal.get_status_display()}” nên không rút được; "
            "liên hệ cơ quan xét."
        )
    if not reason.strip():
        raise Refused("Ghi lý do rút đề nghị.", at="reason")
    _answer_return(proposal, by)
    move(proposal, Status.WITHDRAWN, by=by, withdrawn_because=reason.strip())
    flow_back([proposal], by=by)
    return proposal


def _require_one_way(found: Sequence[Proposal]) -> None:
    """One petition is of one unit to one authority, about what is not sent yet."""
    for proposal in found:
        if not proposal.is_open:
            raise Refused(
                f"Đề nghị cho {proposal} đang ở tình trạng “{proposal.get_status_display()}”; "
                "bỏ chọn rồi gửi các đề nghị còn lại."
            )
    if len({proposal.unit_id for proposal in found}) > 1:
        raise Refused("Một tờ trình là của một đơn vị; chọn đề nghị của từng đơn vị.")
    if len({proposal.authority_id for proposal in found}) > 1:
        names = ", ".join(sorted({str(proposal.authority) for proposal in found}))
        raise Refused(f"Các đề nghị đã chọn gửi tới {names}; gửi riêng từng cơ quan.")


def _require_complete(
    found: Sequence[Proposal], shelf: Shelf, *, has_scan: bool
) -> None:
    """The one place that asks for completeness; of one proposal each sentence at its field."""
    parts = []
    needs_scan = False
    for proposal in found:
        for field, sentence in lacks(proposal, shelf):
            parts.append((field, _about(proposal, sentence, len(found))))
        for item in missing_papers(checklist(proposal, shelf), at_authority=False):
            if item.paper == Paper.PETITION:
                needs_scan = True
                continue
            sentence = f"Còn thiếu giấy tờ: {item.name}. {item.says}"
            parts.append(("papers", _about(proposal, sentence, len(found))))
    if needs_scan and not has_scan:
        parts.append(("scan", SCAN_WANTED))
    if parts:
        raise Refused(" ".join(sentence for _, sentence in parts), parts=parts)


def _about(proposal, sentence: str, amount: int) -> str:
    return sentence if amount == 1 else f"{excerpt(str(proposal), 60)}: {sentence}"


def _petition(found, by, reference, dated, looked) -> Petition | None:
    """A new one for what has none; the scan goes with it, else with the one there is."""
    fresh = [proposal for proposal in found if proposal.petition_id is None]
    first = found[0]
    petition = first.petition
    if fresh and not first.is_from_above:
        petition = Petition(
            unit=first.unit, authority=first.authority, reference=reference.strip(),
            dated=dated, sent_by=by,
        )  # fmt: skip
        add(petition, by=by)
    if looked is not None and petition is not None:
        keep_paper(looked, by=by, paper=Paper.PETITION, petition=petition)
    return petition if fresh else None


def _first_sent(proposal: Proposal) -> dict:
    """When it reached the authority: for the first time."""
    return {} if proposal.sent_at else {"sent_at": now()}


def _answer_return(proposal: Proposal, by: User) -> None:
    returned = ProposalReturn.objects.of(proposal).open().first()
    if returned is not None:
        amend_as("answered", returned, by=by, answered_by=by, answered_at=now())


def _require_confirming(proposal: Proposal) -> None:
    if proposal.status != Status.CONFIRMING:
        raise Refused(
            f"Đề nghị không còn chờ xác nhận: đang ở tình trạng "
            f"“{proposal.get_status_display()}”."
        )


def _take_from_head(proposal: Proposal, verb: str, by: User, **changes: str) -> None:
    """To the writer again; a petition with which nothing went any more goes."""
    is_mended = ProposalReturn.objects.of(proposal).open().exists()
    back = Status.RETURNED if is_mended else Status.DRAFT
    petition = None if is_mended else proposal.petition
    if petition is not None:
        move_as(verb, proposal, back, by=by, petition=None, **changes)
        if not petition.proposals.exists() and not petition.papers.exists():
            remove(petition, by=by)
        return
    move_as(verb, proposal, back, by=by, **changes)
