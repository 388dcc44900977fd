"""Ở cơ quan xét: received, appraised, returned, found fit or unfit, undone."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from awards.actions import appraising
from awards.forms.proposals import AppraisalForm, ReasonForm, ReceiveForm, ReturnForm
from awards.models import Proposal
from awards.models.proposals import Status
from awards.naming import names_on
from awards.permissions import proposals as permissions
from awards.views.proposals.page import page_context
from awards.views.proposals.shared import (
    PICKED,
    UNPROCESSABLE,
    below,
    crumbs,
    form_page,
    get_proposal,
    picked,
    refused,
    to_page,
)
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.views.shared import done
from units.wording import vn_number


@require_http_methods(["GET", "POST"])
def proposals_receive(request: HttpRequest) -> HttpResponse:
    """Tiếp nhận các đề nghị đã chọn (``?ma=``), on one day."""
    require(bool(permissions.appraises_somewhere(request.user)))
    found = [
        one
        for one in picked(request)
        if one.status == Status.SENT and permissions.can_appraise(request.user, one)
    ]
    if not found:
        messages.info(request, "Đánh dấu các đề nghị đã nộp rồi bấm Tiếp nhận.")
        return redirect(f"{reverse('awards:proposal-list')}?tt=da-nop")
    form = ReceiveForm(posted(request), initial={"day": localdate()})
    if request.method == "POST" and form.is_valid():
        received = done(
            form, appraising.receive_proposals, [one.pk for one in found],
            by=request.user, day=form.cleaned_data["day"], why=form.cleaned_data["why"],
        )  # fmt: skip
        if received is not None:
            amount = vn_number(len(received))
            messages.success(request, f"Đã tiếp nhận {amount} đề nghị.")
            if len(found) == 1:
                return to_page(found[0])
            return redirect(f"{reverse('awards:proposal-list')}?tt=tham-dinh")
    names = names_on(localdate())
    context = {
        "form": form, "picked": PICKED, "crumbs": crumbs(),
        "rows": [(one, names.get(one.award_id or 0, "")) for one in found],
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/proposals/receive.html", context, status=status)


@require_POST
def proposal_appraise(request: HttpRequest, pk: int) -> HttpResponse:
    """Lưu ý kiến thẩm định."""
    _mine(request, pk)
    form = AppraisalForm(request.POST)
    if form.is_valid() and done(
        form, appraising.note_appraisal, pk, by=request.user,
        text=form.cleaned_data["text"], seen=form.cleaned_data["seen"],
    ):  # fmt: skip
        messages.success(request, "Đã lưu ý kiến thẩm định.")
        return redirect(f"{reverse('awards:proposal', args=[pk])}#tham-dinh")
    fresh = get_proposal(request, pk)
    context = page_context(request.user, fresh, appraisal_form=form)
    return render(request, "awards/proposals/page.html", context, status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
def proposal_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại để bổ sung, scoped to parts."""
    proposal = _mine(request, pk)
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, appraising.return_proposal, pk, by=request.user, **given):
            messages.success(request, f"Đã trả lại {proposal.unit} để bổ sung.")
            return to_page(proposal)
    return form_page(
        request, form, title="Trả lại để bổ sung", act="Trả lại đơn vị",
        lead=f"Đề nghị cho {proposal} của {proposal.unit}.",
        back=reverse("awards:proposal", args=[pk]), path=below(proposal),
    )  # fmt: skip


@require_POST
def proposal_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Đủ điều kiện trình."""
    told = "Đã kết luận đủ điều kiện trình."
    return _press(request, pk, appraising.mark_ready, told)


@require_http_methods(["GET", "POST"])
def proposal_unfit(request: HttpRequest, pk: int) -> HttpResponse:
    """Không đủ điều kiện."""
    proposal = _mine(request, pk)
    form = ReasonForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, appraising.mark_unfit, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )
    ):  # fmt: skip
        messages.success(request, "Đã kết luận không đủ điều kiện.")
        return to_page(proposal)
    return form_page(
        request, form, title="Không đủ điều kiện", danger=True,
        act="Kết luận không đủ điều kiện",
        lead=f"Đề nghị cho {proposal} dừng ở đây; {proposal.unit} đọc được lý do. Hủy kết luận "
        "này được, khi cần thẩm định lại.",
        back=reverse("awards:proposal", args=[pk]), path=below(proposal),
    )  # fmt: skip


@require_POST
def proposal_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy kết luận thẩm định."""
    told = "Đã hủy kết luận; đề nghị trở lại đang thẩm định."
    return _press(request, pk, appraising.undo_appraisal, told)


def _press(request, pk: int, act: Callable, told: str) -> HttpResponse:
    """A button without a form."""
    proposal = _mine(request, pk)
    try:
        act(pk, by=request.user)
    except Refused as refusal:
        return refused(request, proposal, refusal)
    messages.success(request, told)
    return to_page(proposal)


def _mine(request, pk: int) -> Proposal:
    proposal = get_proposal(request, pk)
    require(permissions.can_appraise(request.user, proposal))
    return proposal
