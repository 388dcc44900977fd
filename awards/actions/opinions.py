"""Hỏi hiệp y, lấy ý kiến; trả lời; thôi hỏi."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from awards.actions.papers import keep_paper
from awards.actions.proposing import lock_proposals
from awards.models import DossierPaper, OpinionItem, OpinionRequest, Proposal
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.naming import name_on
from awards.permissions import proposals as permissions
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as

OWN_AWARD = (
    "Trong các đề nghị này có đề nghị cho chính anh/chị; người khác của đơn vị làm việc này thay "
    "anh/chị."
)
Answer, Purpose = OpinionRequest.Answer, OpinionRequest.Purpose


@transaction.atomic
def ask_opinion(
    authority_id: int, *, by: User, proposal_ids: Sequence[int], purpose: str,
    question: str, due_on: date, unit_id: int | None = None, body: str = "",
    silence_agrees: bool = False, reference: str = "",
) -> OpinionRequest:  # fmt: skip
    """Hỏi một đơn vị, một cơ quan về các đề nghị đang thẩm định, as they stand now."""
    authority = Unit.objects.get(pk=authority_id)
    require(permissions.can_ask_opinions(by, authority))
    found = lock_proposals(proposal_ids)
    _require_not_about(by, found)
    for proposal in found:
        require(proposal.authority_id == authority.pk)
        if proposal.status != Status.APPRAISING:
            raise Refused(
                f"Đề nghị cho {proposal} đang ở tình trạng “{proposal.get_status_display()}”; "
                "chỉ hỏi ý kiến về đề nghị đang thẩm định."
            )
    unit = Unit.objects.on().filter(pk=unit_id).first() if unit_id else None
    if unit_id and unit is None:
        raise Refused("Đơn vị này không còn hoạt động; chọn đơn vị khác.", at="unit")
    if (unit is None) == (not body.strip()):
        raise Refused(
            "Chọn một đơn vị trong hệ thống, hoặc ghi tên cơ quan được hỏi.", at="body"
        )
    if due_on < localdate():
        raise Refused(
            f"Hạn trả lời không được trước hôm nay. Đang nhập: {vn_date(due_on)}.",
            at="due_on",
        )
    if not question.strip():
        raise Refused("Ghi rõ hỏi về điều gì.", at="question")
    request = OpinionRequest(
        authority=authority, unit=unit, body=body.strip(), purpose=purpose,
        question=question.strip(), reference=reference.strip(), due_on=due_on,
        silence_agrees=silence_agrees, asked_by=by,
    )  # fmt: skip
    add(request, by=by)
    today = localdate()
    for proposal in found:
        item = OpinionItem(
            request=request, proposal=proposal, subject_name=proposal.subject_name,
            subject_title=proposal.subject_title,
            award_name=name_on(proposal.award, today)[:200], summary=proposal.summary,
        )  # fmt: skip
        add(item, by=by)
    return request


@transaction.atomic
def answer_opinion(
    opinion_id: int, *, by: User, answer: str, text: str = ""
) -> OpinionRequest:
    """Trả lời thay mặt đơn vị được hỏi, dated today."""
    request = lock_request(opinion_id)
    require(permissions.can_answer_opinion(by, request))
    _require_not_about(by, _asked_about(request))
    _answer(request, answer, text, localdate(), by)
    return request


@transaction.atomic
def record_opinion(
    opinion_id: int, *, by: User, answer: str, answered_on: date, text: str = "",
    looked: Looked | None = None,
) -> OpinionRequest:  # fmt: skip
    """Ghi trả lời nhận bằng văn bản, with its scan."""
    request = lock_request(opinion_id)
    require(permissions.can_ask_opinions(by, request.authority))
    _require_not_about(by, _asked_about(request))
    if answered_on > localdate():
        raise Refused(
            f"Ngày trả lời không được sau hôm nay. Đang nhập: {vn_date(answered_on)}.",
            at="answered_on",
        )
    _answer(request, answer, text, answered_on, by)
    if looked is not None:
        keep_paper(looked, by=by, paper=_paper_of(request), opinion=request)
    return request


@transaction.atomic
def add_opinion_paper(opinion_id: int, *, by: User, looked: Looked) -> DossierPaper:
    """Gửi văn bản trả lời."""
    request = lock_request(opinion_id)
    require(permissions.can_ask_opinions(by, request.authority))
    _require_not_about(by, _asked_about(request))
    if request.dropped_at:
        raise Refused("Việc hỏi này đã thôi.")
    return keep_paper(looked, by=by, paper=_paper_of(request), opinion=request)


@transaction.atomic
def drop_opinion(opinion_id: int, *, by: User, reason: str) -> OpinionRequest:
    """Thôi hỏi: nothing waits for the answer any more; the request stays to be read."""
    request = lock_request(opinion_id)
    require(permissions.can_ask_opinions(by, request.authority))
    _require_not_about(by, _asked_about(request))
    _require_unanswered(request)
    if not reason.strip():
        raise Refused("Ghi lý do thôi hỏi.", at="reason")
    amend_as(
        "dropped", request, by=by, dropped_at=now(), dropped_because=reason.strip()
    )
    return request


def lock_request(opinion_id: int) -> OpinionRequest:
    rows = OpinionRequest.objects.for_page().select_for_update(of=["self"], no_key=True)
    return rows.get(pk=opinion_id)


def _asked_about(request) -> list[Proposal]:
    return [
        item.proposal for item in request.items.select_related("proposal__honouree")
    ]


def _require_not_about(by, proposals) -> None:
    if permissions.is_about(by, proposals):
        raise Refused(OWN_AWARD)


def _answer(request, answer, text, day, by) -> None:
    _require_unanswered(request)
    if answer not in Answer:
        raise Refused("Chọn một câu trả lời.", at="answer")
    if answer != Answer.AGREES and not text.strip():
        raise Refused("Ghi nội dung ý kiến.", at="text")
    amend_as(
        "answered", request, by=by, answer=answer, answer_text=text.strip(),
        answered_on=day, recorded_by=by,
    )  # fmt: skip


def _require_unanswered(request) -> None:
    if request.dropped_at:
        raise Refused("Cơ quan hỏi đã thôi hỏi việc này.")
    if request.answered_on:
        raise Refused(
            f"{request.recorded_by} đã ghi trả lời ngày {vn_date(request.answered_on)}."
        )


def _paper_of(request) -> str:
    is_concurrence = request.purpose == Purpose.CONCURRENCE
    return Paper.CONCURRENCE if is_concurrence else Paper.OTHER
