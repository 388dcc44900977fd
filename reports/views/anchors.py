"""Biên bản niêm nhật ký: the paper of an anchor taken away; whose seal signs them."""

import logging
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from reports import actions, permissions, queries
from reports.forms import AnchorSignerForm
from reports.models import AnchorPaper
from reports.views.files import Damaged, stored_pdf, whole
from units import form_messages
from units.access import What, looked_at
from units.errors import Refused
from units.permissions import require
from units.posted import posted

logger = logging.getLogger(__name__)
UNPROCESSABLE = 422


@require_safe
def anchor_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải biên bản; ``?xem=1`` opens it in the browser."""
    if not permissions.can_read_anchor_papers(request.user):
        raise Http404
    papers = AnchorPaper.objects.visible_to(request.user).signed()
    paper = get_object_or_404(papers.for_file(), pk=pk)
    try:
        response = stored_pdf(
            request,
            paper.sha256,
            partial(whole, paper),
            name=paper.file_name,
            inline="xem" in request.GET,
            cache="private",
        )
    except Damaged as damage:
        context = {"paper": paper, "name": str(damage), "crumbs": _crumbs()}
        return render(request, "reports/anchor_damaged.html", context, status=503)
    looked_at(request, What.DOWNLOADED, paper)
    return response


@require_http_methods(["GET", "POST"])
def anchor_signer(request: HttpRequest) -> HttpResponse:
    """Chọn cơ quan ký niêm."""
    require(permissions.can_choose_anchor_signer(request.user))
    now = queries.anchor_signer()
    form = AnchorSignerForm(posted(request), now=now.unit)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["co_quan"]
        try:
            actions.choose_anchor_signer(chosen.pk, by=request.user)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request,
                f"Từ nay {chosen} ký biên bản niêm. Biên bản còn thiếu được lập và ký ngay.",
            )
            return redirect("seal")
    context = {
        "form": form,
        "title": "Chọn cơ quan ký biên bản niêm",
        "lead": "Mỗi ngày một biên bản, ký bằng chứng thư số của con dấu cơ quan này. "
        "Biên bản đã ký giữ nguyên.",
        "act": "Chọn cơ quan này",
        "back": reverse("seal"),
        "crumbs": _crumbs(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [("Nhật ký", reverse("audit")), ("Niêm", reverse("seal"))]
