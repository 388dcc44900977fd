"""Giấy tờ đề nghị để xem trước, để in và ký: báo cáo, tóm tắt thành tích, tờ trình."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.dossier import lacks
from awards.models import Proposal
from awards.naming import names_on
from awards.permissions import proposals as permissions
from awards.shelf import Shelf
from awards.views.proposals.shared import get_proposal, picked, refused, shelf_for
from reports import merits
from reports.rendering import SheetRecord, render_sheet
from units.access import What, looked_at
from units.errors import Refused
from units.pages import as_it_is
from units.permissions import require

TO_SIGN = "ky"  # in an address: without "DỰ THẢO", to be printed and signed


@require_safe
@never_cache
def merit_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Báo cáo thành tích as it stands; ``?ky``: to be signed, for who writes it."""
    proposal, shelf = _read(request, pk)
    draft = TO_SIGN not in request.GET
    if not draft and (told := _why_not(request, proposal, shelf, report=True)):
        return told
    record = merits.report_of(proposal, shelf, request.user, draft=draft)
    return _given(request, proposal, record, f"Bao-cao-thanh-tich-{pk}")


@require_safe
@never_cache
def merit_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Tóm tắt thành tích, on one page; ``?ky`` likewise."""
    proposal, shelf = _read(request, pk)
    draft = TO_SIGN not in request.GET
    if not draft and (told := _why_not(request, proposal, shelf, report=False)):
        return told
    record = merits.summary_of(proposal, shelf, draft=draft)
    return _given(request, proposal, record, f"Tom-tat-thanh-tich-{pk}")


@require_safe
@never_cache
def petition_sheet(request: HttpRequest) -> HttpResponse:
    """Tờ trình of what is about to be sent (``?ma=``); a draft while something is missing."""
    require(bool(permissions.writes_somewhere(request.user)))
    found = [
        one
        for one in picked(request)
        if one.is_open and permissions.can_write_proposal(request.user, one)
    ]
    if not found:
        messages.info(request, "Đánh dấu các đề nghị đang lập rồi bấm Gửi.")
        return redirect("awards:proposal-list")
    first = found[0]
    if (
        len({(one.unit_id, one.authority_id) for one in found}) > 1
        or first.is_from_above
    ):
        messages.error(
            request,
            "Một tờ trình là của một đơn vị gửi một cơ quan; chọn đề nghị của từng đơn vị, gửi "
            "từng cơ quan.",
        )
        return redirect("awards:proposal-list")
    shelf = shelf_for(request.user, found)
    draft = any(lacks(one, shelf) for one in found)
    record = merits.petition_of(found, names_on(localdate()), draft=draft)
    return _given(request, first, record, f"To-trinh-khen-thuong-{first.unit_id}")


def _read(request: HttpRequest, pk: int) -> tuple[Proposal, Shelf]:
    proposal = get_proposal(request, pk)
    return proposal, shelf_for(request.user, [proposal])


def _why_not(request, proposal, shelf, *, report) -> HttpResponse | None:
    """Refused where it may not be signed yet, with what to write first."""
    require(permissions.can_write_proposal(request.user, proposal))
    said = merits.why_not_sign(proposal, shelf, report=report)
    return refused(request, proposal, Refused(said)) if said else None


def _given(
    request: HttpRequest, proposal: Proposal, record: SheetRecord, name: str
) -> HttpResponse:
    """The file, opened in the browser; what cannot be printed is told on the proposal's page."""
    try:
        pdf = render_sheet(record).pdf
    except Refused as refusal:
        return refused(request, proposal, refusal)
    name = f"{name}{'-du-thao' if record.draft else ''}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    looked_at(request, What.DOWNLOADED, proposal, about=f"{proposal}: {name}")
    return as_it_is(request, response)
