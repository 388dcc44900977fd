"""Xuất edXML: one paper, or those of a book from number to number; the agency's code."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from reports import actions, exchange, permissions
from reports.forms import AgencyCodeForm, EdxmlRangeForm
from reports.models import AgencyCode
from reports.views.documents import get
from reports.views.register import chosen_book
from reports.views.series import keeping, series_form
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.views.shared import done


@require_GET
def document_edxml(request, pk):
    """Tải edXML của một văn bản; where it does not fit, its page says why."""
    document = get(request, pk)
    require(permissions.can_export_edxml(request.user, document))
    try:
        made = actions.export_edxml(pk, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("reports:document", pk)
    response = HttpResponse(made, content_type=exchange.CONTENT_TYPE)
    name = exchange.edxml_name(document)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def register_edxml(request):
    """Xuất edXML từ số đến số của một sổ."""
    series, year = chosen_book(request)
    require(permissions.can_export_register(request.user, series.unit))
    form = EdxmlRangeForm(posted(request), last=series.next_number(year) - 1)
    if form.is_bound and form.is_valid():
        given, act = form.cleaned_data, actions.export_edxml_of
        made = done(form, act, series.pk, year, by=request.user, **given)
        if made is not None:
            name = f"edxml-{year}-{series.unit.code}-{series.pk}.zip"
            return FileResponse(made, as_attachment=True, filename=name)
    context = {"form": form, "series": series, "year": year, "most": exchange.MOST}
    status = 422 if form.errors else 200
    return render(request, "reports/register_edxml.html", context, status=status)


@require_http_methods(["GET", "POST"])
def agency_code(request, pk):
    """Mã định danh của cơ quan."""
    unit = keeping(request, pk)
    require(permissions.can_keep_series(request.user, unit))
    form = AgencyCodeForm(posted(request), now=AgencyCode.objects.of(unit))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.set_agency_code, pk, by=request.user, **given):
            messages.success(request, f"Đã ghi mã định danh của {unit}.")
            return redirect("reports:unit-series", pk)
    words = {
        "title": "Mã định danh cơ quan",
        "lead": f"{unit}. Mã dùng khi gửi, nhận văn bản giữa các hệ thống (Quyết định "
        "20/2020/QĐ-TTg); cần có để xuất edXML. Để trống là bỏ mã đã ghi.",
        "act": "Ghi mã",
    }
    return series_form(request, unit, form, **words)
