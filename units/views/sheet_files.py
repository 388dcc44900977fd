"""Tệp của việc nhập Excel: templates, what there is now, and results."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from units.access import What, looked_at
from units.errors import Refused
from units.forms.sheets import KIND_OF_SLUG
from units.models import Honouree, SheetImport, SheetKind, Unit, User
from units.queries import sheets as queries
from units.sheets import LAYOUTS, writing
from units.vietnamese import fold
from units.views.shared import require_administrator
from units.views.sheets import get_sheet

# Whose names and addresses a file of that kind holds.
_PERSONAL = {
    SheetKind.ACCOUNT: User,
    SheetKind.HONOUREE: Honouree,
    SheetKind.HONOUR: Honouree,
}


@require_safe
def sheet_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Tải mẫu: headings, an example, the lists of codes as they are today."""
    require_administrator(request)
    layout = _layout(slug)
    return _file(writing.template(layout, queries.choices()), f"mau-{slug}.xlsx")


@require_safe
def sheet_current(request: HttpRequest, slug: str, unit_pk: int) -> HttpResponse:
    """Tải dữ liệu hiện có in the columns of the template, to be corrected and sent back."""
    require_administrator(request)
    layout = _layout(slug)
    if not layout.is_corrected:
        raise Http404
    mine = Unit.objects.administered_by(request.user)
    top = get_object_or_404(mine, pk=unit_pk)
    try:
        records = queries.records(layout.kind, request.user, top)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('sheet-new')}?loai={slug}")
    if layout.kind in _PERSONAL:
        model = _PERSONAL[layout.kind]
        looked_at(request, What.EXPORTED, model, about=f"{layout.title} của {top}")
    content = writing.filled(layout, queries.choices(), records)
    return _file(content, f"{slug}-{fold(top.code).replace(' ', '-')}.xlsx")


@require_safe
def sheet_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải kết quả: the file as it was sent, with what came of each row in a last column."""
    get_sheet(request, pk)
    kept = get_object_or_404(SheetImport, pk=pk)  # with its bytes
    if kept.source is None or kept.is_owed or not kept.rows.exists():
        raise Http404
    if kept.kind in _PERSONAL:
        looked_at(request, What.DOWNLOADED, kept)
    headings, rows = queries.result_rows(kept)
    stem = kept.file_name.rsplit(".", 1)[0][:100]
    return _file(writing.result(headings, rows), f"ket-qua-{stem}.xlsx")


def _layout(slug):
    if slug not in KIND_OF_SLUG:
        raise Http404
    return LAYOUTS[KIND_OF_SLUG[slug]]


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=writing.CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response
