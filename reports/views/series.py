"""Dãy số của một đơn vị: what there is, a new one, and where a book on paper was left off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from reports import actions, permissions
from reports.forms import ContinueBookForm, SeriesForm
from reports.models import AgencyCode, NumberSeries
from units import fence
from units.permissions import can_administer, require
from units.posted import posted
from units.views.shared import done, unit_crumbs, unit_form_page


@require_safe
def unit_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Dãy số và sổ năm nay; with htmx only the card of the unit's page."""
    unit = keeping(request, pk)
    context = {
        "unit": unit,
        "year": localdate().year,
        "rows": _rows(unit),
        "agency_code": AgencyCode.objects.of(unit),
        "can_keep": permissions.can_keep_series(request.user, unit),
    }
    if request.htmx:
        return render(request, "reports/unit_series.html#card", context)
    context["crumbs"] = _crumbs(request, unit)
    return render(request, "reports/unit_series.html", context)


@require_http_methods(["GET", "POST"])
def series_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập dãy số."""
    unit = keeping(request, pk)
    require(permissions.can_keep_series(request.user, unit))
    form = SeriesForm(posted(request), is_first=not _rows(unit))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        series = done(form, actions.open_series, unit.pk, by=request.user, **given)
        if series is not None:
            messages.success(request, f"Đã lập dãy số “{series}”.")
            return redirect("reports:unit-series", unit.pk)
    words = {
        "title": "Lập dãy số",
        "lead": f"{unit}. Người đứng đầu cơ quan quyết định các loại văn bản lấy số chung hay "
        "riêng (Nghị định 30/2020/NĐ-CP, Điều 15).",
        "act": "Lập dãy số",
    }
    return series_form(request, unit, form, **words)


@require_http_methods(["GET", "POST"])
def series_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """Chuyển tiếp từ sổ giấy: the last number that this year's book on paper has given."""
    units = permissions.keeps_series_of(request.user).values("pk")
    kept = NumberSeries.objects.of_units(units).select_related("unit")
    with fence.lowered():
        series = get_object_or_404(kept, pk=pk)
    unit = series.unit
    require(permissions.can_keep_series(request.user, unit))
    form = ContinueBookForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        book = done(form, actions.continue_book, pk, by=request.user, **given)
        if book is not None:
            told = f"Sổ {book} tiếp từ số {book.last_number + 1:02d}."
            messages.success(request, told)
            return redirect("reports:unit-series", unit.pk)
    words = {
        "title": f"Chuyển tiếp từ sổ giấy: {series}",
        "lead": f"{unit}. Ghi số cuối đã cấp trong sổ giấy năm nay; hệ thống cấp tiếp từ số sau.",
        "act": "Chuyển tiếp",
    }
    return series_form(request, unit, form, **words)


def keeping(request, pk):
    """404 but for who administers the unit and for its clerks."""
    seen = permissions.keeps_series_of(request.user)
    return get_object_or_404(seen.select_related("kind", "parent"), pk=pk)


def _crumbs(request, unit):
    """A clerk comes from the register, an administrator from the unit's page."""
    if can_administer(request.user, unit):
        return unit_crumbs(request, unit, itself=True)
    return [("Sổ đăng ký văn bản đi", reverse("reports:register"))]


def _rows(unit):
    """Of a unit that the visitor keeps. The fence knows only the units of their own roles; who
    administers the branch keeps the series of those below."""
    with fence.lowered():
        return list(NumberSeries.objects.with_book(unit, localdate().year))


def series_form(request, unit, form, **words):
    back = reverse("reports:unit-series", args=[unit.pk])
    crumbs = _crumbs(request, unit)
    return unit_form_page(request, unit, form, back=back, crumbs=crumbs, **words)
