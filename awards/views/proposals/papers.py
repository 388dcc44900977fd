"""Giấy tờ của hồ sơ: sent, handed out, dropped. Files are private, as evidence is."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import papers as paper_acts
from awards.actions.papers import addable
from awards.dossier import BY_AUTHORITY, OFFERED
from awards.forms.proposals import PaperForm
from awards.models import DossierPaper, Proposal
from awards.models.rules import Paper
from awards.permissions import proposals as permissions
from awards.stores import DOSSIERS
from awards.views.proposals.shared import below, form_page, get_proposal, looked_file
from campaigns.evidence import LARGEST_FILE, Kind, content_type_of
from units import form_messages
from units.access import What, looked_at
from units.errors import Refused
from units.pages import given_out
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload

logger = logging.getLogger(__name__)


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def paper_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi một giấy tờ; GET shows the form alone."""
    return _paper_add(request, pk, limit_upload(request, LARGEST_FILE))


@csrf_protect
@require_http_methods(["GET", "POST"])
def _paper_add(request, pk, limit):
    proposal = get_proposal(request, pk)
    may = addable(request.user, proposal)
    offered = [paper for paper in (*OFFERED, *sorted(BY_AUTHORITY)) if paper in may]
    require(
        permissions.can_write_proposal(request.user, proposal)
        or permissions.can_appraise(request.user, proposal)
    )
    back = _back(request, proposal)
    if not offered:
        messages.error(request, paper_acts.CLOSED)
        return redirect(back)
    choices = [(paper, Paper(paper).label) for paper in offered]
    form = PaperForm(posted(request), papers=choices)
    if request.method == "POST" and form.is_valid():
        try:
            looked = looked_file(request, limit, "file")
            if looked is None:
                raise Refused("Chọn một tệp rồi bấm Gửi tệp.", at="file")
            paper = paper_acts.add_paper(
                proposal.pk, by=request.user, looked=looked,
                paper=form.cleaned_data["paper"], name=form.cleaned_data["name"],
            )  # fmt: skip
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, f"Đã nhận “{paper}” vào hồ sơ.")
            return redirect(f"{back}#giay-to")
    return form_page(
        request, form, title="Gửi giấy tờ", act="Gửi tệp", back=back,
        path=below(proposal), multipart=True,
        lead=f"Hồ sơ đề nghị cho {proposal}. Chỉ đơn vị đề nghị, cơ quan xét và Hội đồng của cơ "
        "quan ấy xem được.",
    )  # fmt: skip


@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải giấy tờ; ``?xem=1`` opens a photo in the browser."""
    rows = DossierPaper.objects.visible_to(request.user).for_page()
    paper = get_object_or_404(rows, pk=pk)
    inline = "xem" in request.GET and paper.kind == Kind.PHOTO
    try:
        response = given_out(
            request, DOSSIERS, paper.sha256, content_type_of(Kind(paper.kind))
        )
    except (OSError, ValueError):
        logger.exception("dossier paper %s", paper.pk)
        return render(
            request, "awards/proposals/file_gone.html", {"paper": paper}, status=503
        )
    disposition = content_disposition_header(not inline, paper.file_name)
    response["Content-Disposition"] = disposition or ""
    about = f"{paper.proposal or paper.petition or paper.opinion}: {paper.file_name}"
    looked_at(request, What.DOWNLOADED, paper, about=about)
    return response


@require_http_methods(["GET", "POST"])
def paper_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một giấy tờ; GET asks."""
    rows = DossierPaper.objects.visible_to(request.user).exclude(proposal=None)
    paper = get_object_or_404(rows.select_related("proposal__unit"), pk=pk)
    proposal = get_proposal(request, paper.proposal_id)
    require(
        permissions.can_appraise(request.user, proposal)
        if paper.paper in BY_AUTHORITY
        else permissions.can_write_proposal(request.user, proposal)
    )
    back = f"{_back(request, proposal)}#giay-to"
    if request.method == "POST":
        try:
            paper_acts.drop_paper(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã bỏ “{paper}”.")
        return redirect(back)
    context = {
        "question": f"Bỏ “{paper}” khỏi hồ sơ?",
        "consequences": ["Tệp bị xóa khỏi hồ sơ này và không lấy lại được."],
        "act": "Bỏ tệp", "danger": True, "safe_url": back,
    }  # fmt: skip
    return render(request, "confirm.html", context)


def _back(request, proposal: Proposal) -> str:
    """To the page on which one writes, where one writes."""
    writes = proposal.is_open and permissions.can_write_proposal(request.user, proposal)
    name = "proposal-edit" if writes else "proposal"
    return reverse(f"awards:{name}", args=[proposal.pk])
