"""Biên bản suy tôn; bản nháp đề nghị cho đơn vị được suy tôn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from awards.models import ClusterRound
from awards.permissions import can_lead_acclaim
from campaigns.pacts import head_of
from reports import acclaim_minutes, actions
from reports.rendering import PaperRefused
from units.errors import Refused
from units.pages import as_it_is
from units.permissions import require


@require_safe
def acclaim_minutes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Biên bản suy tôn, to print and to sign by hand; 404 while there is no result."""
    round_ = _round(request, pk)
    if round_.status != ClusterRound.Status.CLOSED:
        raise Http404
    try:
        pdf = acclaim_minutes.pdf_of(round_)
    except PaperRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:acclaim", pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = acclaim_minutes.file_name(round_)
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return as_it_is(request, response)


@require_POST
def acclaim_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập bản nháp đề nghị."""
    round_ = _round(request, pk)
    require(can_lead_acclaim(request.user, head_of(round_.cluster)))
    try:
        drafts = actions.lay_acclaim_proposals(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        units = ", ".join(str(one.unit) for one in drafts)
        messages.success(
            request,
            f"Đã lập bản nháp đề nghị cho {units}, kèm biên bản suy tôn. Đơn vị viết báo cáo "
            f"thành tích rồi gửi {round_.cluster.parent}.",
        )
    return redirect("awards:acclaim", pk)


def _round(request, pk) -> ClusterRound:
    seen = ClusterRound.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)
