"""Phôi, máy in giấy khen: sizes, places by the millimetre, the calibration sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.views.shared import small_page
from reports import actions, permissions, printing
from reports.diploma_forms import PlaceForm, PrinterForm, StockForm
from reports.models import Printer, Stock
from reports.rendering import render_calibration
from units.models import Unit
from units.pages import as_it_is, number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import done


@require_safe
def stock_list(request: HttpRequest) -> HttpResponse:
    """Phôi, máy in của những cơ quan mà người này in giấy khen."""
    units = permissions.prints_for(request.user)
    require(bool(units))
    context = {
        "places": [
            {
                "unit": unit,
                "stocks": list(Stock.objects.of_unit(unit)),
                "printers": list(Printer.objects.of_unit(unit)),
            }
            for unit in units
        ],
        "crumbs": _crumbs()[:1],
    }
    return render(request, "reports/stock_list.html", context)


@require_http_methods(["GET", "POST"])
def stock_add(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    form = StockForm(posted(request))
    if form.is_bound and form.is_valid():
        made = done(
            form, actions.add_stock, unit.pk, by=request.user, **form.cleaned_data
        )
        if made is not None:
            messages.success(request, "Đã thêm phôi; xem lại vị trí từng phần chữ.")
            return redirect("reports:stock", made.pk)
    return _form_page(request, form, title="Thêm phôi giấy khen", lead=unit.name)


@require_http_methods(["GET", "POST"])
def stock(request: HttpRequest, pk: int) -> HttpResponse:
    """Vị trí từng phần chữ trên phôi, with the sheet drawn beside the table."""
    kept = _stock(request, pk)
    data = posted(request)
    form = StockForm(
        data,
        initial={
            "name": kept.name, "width_mm": kept.width_mm, "height_mm": kept.height_mm,
        },
    )  # fmt: skip
    places = list(kept.places.all())  # type: ignore[attr-defined]
    rows = [PlaceForm(data, place=place) for place in places]
    sound = data is not None and all(
        [form.is_valid(), *[row.is_valid() for row in rows]]
    )
    if sound:
        saved = done(
            form, actions.amend_stock, pk, by=request.user,
            places={row.part: row.cleaned_data for row in rows}, **form.cleaned_data,
        )  # fmt: skip
        if saved is not None:
            messages.success(
                request, "Đã lưu. In tờ căn chỉnh để thử trước khi in lên phôi."
            )
            return redirect("reports:stock", pk)
    wrong = bool(form.errors) or any(row.errors for row in rows)
    context = {
        "stock": kept,
        "form": form,
        "rows": rows,
        "drawn": [one for one in places if one.is_printed],
        "printers": list(Printer.objects.of_unit(kept.unit)),
        "crumbs": _crumbs(),
    }
    return render(request, "reports/stock.html", context, status=422 if wrong else 200)


@require_POST
def stock_retire(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _stock(request, pk)
    actions.retire_stock(pk, by=request.user)
    messages.success(request, f"Đã thôi dùng phôi “{kept}”.")
    return redirect("reports:stock-list")


@require_safe
def stock_calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """Tờ căn chỉnh; ``?may``: with the offset of a printer undone, to see whether it is right."""
    kept = _stock(request, pk)
    wanted = number_in(request.GET, "may")
    printer = Printer.objects.of_unit(kept.unit).filter(pk=wanted).first()
    offset = printing.offset_of(printer)
    pdf = render_calibration(printing.sheet_of(kept), offset)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"To-can-chinh-{kept.pk}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return as_it_is(request, response)


@require_http_methods(["GET", "POST"])
def printer_add(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    form = PrinterForm(posted(request))
    if form.is_bound and form.is_valid():
        made = done(
            form, actions.add_printer, unit.pk, by=request.user, **form.cleaned_data
        )
        if made is not None:
            messages.success(request, f"Đã thêm máy in “{made}”.")
            return redirect("reports:stock-list")
    return _form_page(request, form, title="Thêm máy in", lead=unit.name)


@require_http_methods(["GET", "POST"])
def printer_amend(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _printer(request, pk)
    initial = {"name": kept.name, "dx_mm": kept.dx_mm, "dy_mm": kept.dy_mm}
    form = PrinterForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.amend_printer, pk, by=request.user, **form.cleaned_data
        )
        if saved is not None:
            messages.success(request, "Đã lưu độ lệch.")
            return redirect("reports:stock-list")
    return _form_page(request, form, title=f"Máy in {kept}", lead=kept.unit.name)


@require_POST
def printer_retire(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _printer(request, pk)
    actions.retire_printer(pk, by=request.user)
    messages.success(request, f"Đã thôi dùng máy in “{kept}”.")
    return redirect("reports:stock-list")


def _form_page(request: HttpRequest, form: Any, **words: Any) -> HttpResponse:
    return small_page(
        request, form, act="Lưu", back=reverse("reports:stock-list"), crumbs=_crumbs(),
        **words,
    )  # fmt: skip


def _unit(request: HttpRequest, pk: int) -> Unit:
    unit = get_object_or_404(Unit.objects.within(request.user.units_near), pk=pk)
    require(permissions.can_keep_stock(request.user, unit))
    return unit


def _stock(request: HttpRequest, pk: int) -> Stock:
    return _kept(request, Stock, pk)


def _printer(request: HttpRequest, pk: int) -> Printer:
    return _kept(request, Printer, pk)


def _kept[Row: (Stock, Printer)](
    request: HttpRequest, model: type[Row], pk: int
) -> Row:
    seen = model.objects.visible_to(request.user).select_related("unit")
    row = get_object_or_404(seen, pk=pk)
    require(permissions.can_keep_stock(request.user, row.unit))
    return row


def _crumbs() -> list[tuple[str, str]]:
    return [
        ("Quyết định khen thưởng", reverse("awards:decision-list")),
        ("Phôi, máy in giấy khen", reverse("reports:stock-list")),
    ]
