"""Sổ đăng ký văn bản đi (Nghị định 30/2020, Điều 16, Phụ lục IV)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_safe,
)

from reports import actions, permissions, register_book
from reports.forms import DispatchForm, ReasonForm, RegisterPaperForm
from reports.models import NumberSeries, RegisterEntry
from units import form_messages
from units.errors import Refused
from units.models import Membership
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

PAGE_LENGTH = 50


@require_safe
def register(request):
    """One year of one series in the register's ten columns; ``?in=1`` all of it, for paper."""
    all_series = list(NumberSeries.objects.visible_to(request.user).for_pick())
    series = _chosen(all_series, request.GET.get("so", ""))
    if series is None:
        context = {
            "all_series": [],
            "keeps_series": permissions.may_open_first_series(request.user),
        }
        return render(request, "reports/register.html", context)
    years = series.years()
    year = _year(request.GET.get("nam", ""), years)
    entries = RegisterEntry.objects.visible_to(request.user).in_book(series, year)
    entries = entries.select_related("document", "voided_by")
    for_print = "in" in request.GET
    page = None
    if not for_print:
        # The last lines of the book are the ones a clerk looks for.
        page = Paginator(entries.reverse(), PAGE_LENGTH).get_page(
            request.GET.get("trang")
        )
    can_write = permissions.can_register(request.user, series.unit)
    context = {
        "all_series": all_series,
        "series": series,
        "years": years,
        "year": year,
        "page": page,
        "entries": entries if for_print else page.object_list,
        "can_write": can_write,
        "expected": series.next_number(year) if can_write else None,
        "for_print": for_print,
    }
    return render(request, "reports/register.html", context)


@require_GET
def register_file(request):
    """Tải sổ của một năm: a spreadsheet in the register's ten columns."""
    series, year = chosen_book(request)
    entries = actions.export_register(series.pk, year, by=request.user)
    if not entries:
        raise Http404
    response = HttpResponse(
        register_book.workbook(series, year, entries),
        content_type=register_book.CONTENT_TYPE,
    )
    name = register_book.file_name(series, year)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def record_dispatch(request, pk):
    """Ghi ngày chuyển, ký nhận: in the line itself, or on a page of its own.

    htmx gets the one line back: with the form, or as it now stands (``?thoi=1`` too).
    """
    entry = _entry(request, pk)
    require(permissions.can_record_dispatch(request.user, entry))
    form = watching(DispatchForm(posted(request), entry=entry), entry)
    if request.method == "POST" and form.is_valid():
        act, given = actions.record_dispatch, form.cleaned_data
        if done(form, act, entry.pk, by=request.user, **given):
            if request.htmx:
                return _line(request, _entry(request, pk), is_focused=True)
            messages.success(request, f"Đã ghi ngày chuyển của văn bản {entry}.")
            return redirect(_address(entry))
    status = 422 if form.errors else 200
    if request.htmx and "thoi" in request.GET:
        return _line(request, entry, is_focused=True)
    if request.htmx:
        return _line(request, entry, status=status, form=form)
    context = {"entry": entry, "form": form, "back": _address(entry)}
    return render(request, "reports/register_dispatch.html", context, status=status)


def _line(request, entry, *, status=200, **more):
    context = {"entry": entry, "can_write": True, **more}
    response = render(request, "reports/register_line.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
def register_paper(request):
    """Ghi sổ một văn bản làm ngoài hệ thống."""
    series = NumberSeries.objects.of_units(
        request.user.units_as(Membership.Role.CLERK)
    ).for_pick()
    require(series.exists())
    form = RegisterPaperForm(
        posted(request), series=series, initial={"series": request.GET.get("so")}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("series")
        try:
            entry = actions.register_paper(chosen.pk, by=request.user, **given)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, f"Đã cấp số {entry} và ghi vào sổ.")
            return redirect(_address(entry))
    context = {
        "form": form,
        "expected": [(one, one.next_number(localdate().year)) for one in series],
    }
    return render(
        request,
        "reports/register_paper.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def void_number(request, pk):
    """Hủy số: the reason stands in the register for ever."""
    entry = _entry(request, pk)
    require(permissions.can_void(request.user, entry))
    form = ReasonForm(
        posted(request),
        undone="Chưa hủy được số",
        help_text="Ghi trong cột Ghi chú của sổ, ví dụ: in hỏng, cấp trùng, không ban hành nữa.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_number(entry.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, f"Đã hủy số {entry}.")
            return redirect(_address(entry))
    context = {
        "entry": entry,
        "form": form,
        "barred": actions.why_not_void(entry),
        "back": _address(entry),
    }
    return render(
        request,
        "reports/register_void.html",
        context,
        status=422 if form.errors else 200,
    )


def _entry(request, pk):
    """The line, if this user may see it; else 404."""
    entries = RegisterEntry.objects.visible_to(request.user).for_list()
    return get_object_or_404(entries.select_related("voided_by"), pk=pk)


def _address(entry):
    book = entry.book
    return f"{reverse('reports:register')}?so={book.series_id}&nam={book.year}#so-{entry.pk}"


def chosen_book(request):
    """The series and the year asked for; 404 where there is no such book to see."""
    all_series = list(NumberSeries.objects.visible_to(request.user).for_pick())
    series = _chosen(all_series, request.GET.get("so", ""))
    years = series.years() if series else []
    if not years:
        raise Http404
    return series, _year(request.GET.get("nam", ""), years)


def _chosen(all_series, asked):
    """The series asked for; the first one when none is; 404 for one that is not there to see."""
    if not asked:
        return next(iter(all_series), None)
    found = next((one for one in all_series if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _year(asked, years):
    """The year asked for, if it has a book; else the latest, else this one."""
    found = next((year for year in years if str(year) == asked), None)
    return found or next(iter(years), localdate().year)
