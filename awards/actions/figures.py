"""Chèn số liệu từ báo cáo đã duyệt, with where it comes from."""

from django.db import transaction

from awards.actions.proposing import lock_open, open_parts, touch
from awards.figures import reported, sentence_of, words_of
from awards.models import Part, Proposal, ProposalFigure
from units.errors import Refused
from units.models import User
from units.workflow import add, amend, remove

GONE = "Số liệu này không còn trong báo cáo đã duyệt của phong trào; chọn số liệu khác."


@transaction.atomic
def insert_figure(proposal_id: int, *, by: User, allocation_id: int) -> ProposalFigure:
    """Chèn một số liệu: its sentence at the end of the summary, its source beside it."""
    proposal = lock_open(proposal_id, by)
    _require_summary_open(proposal)
    there = ProposalFigure.objects.of(proposal).filter(allocation=allocation_id).first()
    if there is not None:
        return there
    allocation = reported(proposal).visible_to(by).filter(pk=allocation_id).first()
    if allocation is None:
        raise Refused(GONE, at="summary")
    figure = ProposalFigure(
        proposal=proposal, allocation=allocation, name=allocation.indicator.name,
        value=allocation.result, shown=words_of(allocation), until=allocation.result_on,
        added_by=by,
    )  # fmt: skip
    add(figure, by=by)
    before = proposal.summary.rstrip()
    summary = f"{before}\n{sentence_of(allocation)}".lstrip()
    amend(proposal, by=by, summary=summary)
    touch(proposal)
    return figure


@transaction.atomic
def drop_figure(figure_id: int, *, by: User) -> Proposal:
    """Thôi ghi nguồn của một số liệu; the words stay with whoever writes them."""
    found = ProposalFigure.objects.get(pk=figure_id)
    proposal = lock_open(found.proposal_id, by)
    _require_summary_open(proposal)
    figure = ProposalFigure.objects.get(pk=figure_id)
    remove(figure, by=by, name=str(figure), proposal=proposal.pk)
    return proposal


def _require_summary_open(proposal: Proposal) -> None:
    if Part.SUMMARY not in open_parts(proposal):
        raise Refused("Lần trả lại này không mở phần tóm tắt thành tích.", at="summary")
