"""Gửi, xác nhận, trả lại người lập, rút, lập lại."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from awards.actions import proposing, sending
from awards.dossier import checklist, goes_to_head, lacks, missing_papers
from awards.forms.proposals import PetitionForm, ReasonForm
from awards.models import Proposal
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.naming import names_on
from awards.permissions import proposals as permissions
from awards.proposal_words import confirms_another
from awards.shelf import Shelf
from awards.views.proposals.shared import (
    PICKED,
    UNPROCESSABLE,
    below,
    crumbs,
    form_page,
    get_proposal,
    looked_file,
    picked,
    refused,
    shelf_for,
    to_page,
)
from campaigns.evidence import LARGEST_FILE
from units import form_messages
from units.errors import Refused
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload
from units.views.shared import done
from units.wording import vn_number


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def proposals_send(request: HttpRequest) -> HttpResponse:
    """Gửi các đề nghị đã chọn (``?ma=``), together with one petition."""
    return _proposals_send(request, limit_upload(request, LARGEST_FILE))


@csrf_protect
@require_http_methods(["GET", "POST"])
def _proposals_send(request, limit):
    require(bool(permissions.writes_somewhere(request.user)))
    found = [
        one
        for one in picked(request)
        if one.is_open and permissions.can_write_proposal(request.user, one)
    ]
    if not found:
        messages.info(request, "Đánh dấu các đề nghị đang lập rồi bấm Gửi.")
        return redirect("awards:proposal-list")
    shelf = shelf_for(request.user, found)
    through = all(goes_to_head(one, shelf) for one in found)
    names = names_on(localdate())
    rows = [_row(one, names, shelf) for one in found]
    needs_scan = any(row["needs_scan"] for row in rows)
    form = PetitionForm(posted(request), needs_scan=needs_scan)
    if request.method == "POST" and form.is_valid():
        sent = _send(request, form, found, limit)
        if sent is not None:
            return _told(request, sent)
    context = {
        "form": form, "rows": rows, "through": through, "crumbs": crumbs(),
        "picked": PICKED, "is_complete": not any(row["lacks"] for row in rows),
        "authority": found[0].authority, "is_from_above": found[0].is_from_above,
        "amount": len(found),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/proposals/send.html", context, status=status)


def _send(request, form, found, limit):
    try:
        looked = looked_file(request, limit, "scan")
    except Refused as refusal:
        form_messages.refused(form, refusal)
        return None
    return done(
        form, sending.send_proposals, [one.pk for one in found], by=request.user,
        reference=form.cleaned_data["reference"], dated=form.cleaned_data["dated"],
        looked=looked,
    )  # fmt: skip


def _row(proposal: Proposal, names: dict[int, str], shelf: Shelf) -> dict:
    missing = missing_papers(checklist(proposal, shelf), at_authority=False)
    papers = [item for item in missing if item.paper != Paper.PETITION]
    return {
        "proposal": proposal,
        "award": names.get(proposal.award_id or 0, ""),
        "lacks": [sentence for _, sentence in lacks(proposal, shelf)]
        + [f"Còn thiếu giấy tờ: {item.name}." for item in papers],
        "needs_scan": len(missing) > len(papers),
    }


def _told(request, sent: list[Proposal]) -> HttpResponse:
    first = sent[0]
    shown = sum(1 for one in sent if one.status == Status.CONFIRMING)
    gone = len(sent) - shown
    told = []
    if shown:
        told.append(f"Đã trình thủ trưởng xác nhận {vn_number(shown)} đề nghị.")
    if gone:
        told.append(f"Đã gửi {first.authority} {vn_number(gone)} đề nghị.")
    messages.success(request, " ".join(told))
    if len(sent) == 1:
        return to_page(first)
    return redirect("awards:proposal-list")


@require_http_methods(["GET", "POST"])
def proposals_confirm(request: HttpRequest) -> HttpResponse:
    """Thủ trưởng xác nhận: those that wait, ticked; each as it stood on this page."""
    require(bool(permissions.confirms_somewhere(request.user)))
    if request.method == "POST":
        versions = _versions(request)
        try:
            if not versions:
                raise Refused("Đánh dấu ít nhất một đề nghị rồi bấm Xác nhận.")
            confirmed = sending.confirm_proposals(versions, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                f"Đã xác nhận {vn_number(len(confirmed))} đề nghị, gửi "
                f"{confirmed[0].authority}.",
            )
        return redirect("awards:proposals-confirm")
    seen = Proposal.objects.visible_to(request.user).in_state(Status.CONFIRMING)
    waiting = list(seen.for_page().order_by("unit__path", "pk"))
    names = names_on(localdate())
    rows = [
        {
            "proposal": one,
            "award": names.get(one.award_id or 0, ""),
            "can": permissions.can_confirm_proposal(request.user, one),
            "because": confirms_another(one, request.user),
        }
        for one in waiting
    ]
    context = {"rows": rows, "crumbs": crumbs(), "picked": PICKED}
    return render(request, "awards/proposals/confirm.html", context)


def _versions(request) -> dict[int, int]:
    """The ticked ones, of those that the person sees, with the version that the page showed."""
    found = {}
    for one in picked(request):
        version = number_in(request.POST, f"ban-{one.pk}")
        found[one.pk] = -1 if version is None else version
    return found


@require_http_methods(["GET", "POST"])
def proposal_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Thủ trưởng trả lại người lập."""
    proposal = get_proposal(request, pk)
    require(permissions.can_confirm_proposal(request.user, proposal))
    form = ReasonForm(posted(request), longest=1_000)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, sending.give_back_proposal, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )
    ):  # fmt: skip
        messages.success(request, f"Đã trả lại đề nghị cho {proposal}.")
        return redirect("awards:proposals-confirm")
    return form_page(
        request, form, title="Trả lại người lập", act="Trả lại",
        lead=f"Đề nghị cho {proposal} trở về người lập để sửa; người lập đọc được lý do.",
        back=reverse("awards:proposal", args=[pk]), path=below(proposal),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút đề nghị; what only the head has comes back at once."""
    proposal = get_proposal(request, pk)
    require(permissions.can_write_proposal(request.user, proposal))
    if request.method == "POST" and proposal.status == Status.CONFIRMING:
        try:
            sending.withdraw_proposal(pk, by=request.user)
        except Refused as refusal:
            return refused(request, proposal, refusal)
        messages.success(request, "Đã rút về để sửa.")
        return redirect("awards:proposal-edit", pk)
    form = ReasonForm(posted(request), longest=500)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, sending.withdraw_proposal, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )
    ):  # fmt: skip
        messages.success(request, f"Đã rút đề nghị cho {proposal}.")
        return to_page(proposal)
    return form_page(
        request, form, title="Rút đề nghị", act="Rút đề nghị", danger=True,
        lead=f"{proposal.authority} thôi xét đề nghị cho {proposal}. Hồ sơ còn đọc được; lập lại "
        "được từ chính đề nghị này.",
        back=reverse("awards:proposal", args=[pk]), path=below(proposal),
    )  # fmt: skip


@require_POST
def proposal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập lại đề nghị đã rút."""
    proposal = get_proposal(request, pk)
    require(permissions.can_write_proposal(request.user, proposal))
    try:
        proposing.reopen_proposal(pk, by=request.user)
    except Refused as refusal:
        return refused(request, proposal, refusal)
    messages.success(request, "Đề nghị trở lại đang lập.")
    return redirect("awards:proposal-edit", pk)
