"""Tệp xuất từ nhật ký: asked for, waited for, taken by who asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import actions, exporting
from units.models import BookExport
from units.pages import answer
from units.views.books import room
from units.views.shared import require_administrator, tabs

URLS = {BookExport.Kind.AUDIT: "audit", BookExport.Kind.ACCESS: "access-log"}


@require_POST
def export_ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Xuất: the filter of the page comes along as ``bo-loc``."""
    form = request.POST.get("dang", "")
    if kind not in BookExport.Kind or form not in BookExport.Form:
        raise Http404
    export = actions.export_book(
        by=request.user, kind=kind, form=form, query=request.POST.get("bo-loc", "")
    )
    return redirect("export", export.pk)


@require_safe
@never_cache
def export_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Chờ tệp, then take it."""
    export = _get(request, pk)
    name = URLS[BookExport.Kind(export.kind)]
    address = reverse(name)
    context = {
        "export": export,
        "back": f"{address}?{export.query}" if export.query else address,
        "room": room(name),
        "tabs": tabs("audit"),
    }
    return answer(request, "units/export.html", "state", context)


@require_safe
@never_cache
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    export = _get(request, pk)
    if export.finished_at is None:
        raise Http404
    response = HttpResponse(
        bytes(export.content), content_type=exporting.TYPES[export.form]
    )
    response["Content-Disposition"] = (
        content_disposition_header(True, export.file_name) or ""
    )
    return response


def _get(request, pk) -> BookExport:
    """Whoever administers nothing any more takes nothing more away."""
    require_administrator(request)
    return get_object_or_404(BookExport.objects.of(request.user), pk=pk)
