"""Sổ đăng ký văn bản đi (Nghị định 30/2020, Điều 16, Phụ lục IV)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from reports import actions, permissions
from reports.forms import ReasonForm, RegisterPaperForm
from reports.models import NumberSeries, RegisterEntry
from units.errors import Refused
from units.models import Membership
from units.permissions import require

PAGE_LENGTH = 50


@require_safe
def register(request):
    """One year of one series in the register's ten columns; ``?in=1`` all of it, for paper."""
    all_series = list(NumberSeries.objects.visible_to(request.user).for_pick())
    series = _chosen(all_series, request.GET.get("so", ""))
    if series is None:
        return render(request, "reports/register.html", {"all_series": []})
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


@require_http_methods(["GET", "POST"])
def register_paper(request):
    """Ghi sổ một văn bản làm ngoài hệ thống."""
    series = NumberSeries.objects.of_units(
        request.user.units_as(Membership.Role.CLERK)
    ).for_pick()
    require(series.exists())
    form = RegisterPaperForm(
        request.POST or None, series=series, initial={"series": request.GET.get("so")}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("series")
        try:
            entry = actions.register_paper(chosen.pk, by=request.user, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
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
    entries = RegisterEntry.objects.visible_to(request.user).for_list()
    entry = get_object_or_404(entries, pk=pk)
    require(permissions.can_void(request.user, entry))
    form = ReasonForm(
        request.POST or None,
        help_text="Ghi trong cột Ghi chú của sổ, ví dụ: in hỏng, cấp trùng, không ban hành nữa.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_number(entry.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã hủy số {entry}.")
            return redirect(_address(entry))
    context = {"entry": entry, "form": form, "back": _address(entry)}
    return render(
        request,
        "reports/register_void.html",
        context,
        status=422 if form.errors else 200,
    )


def _address(entry):
    book = entry.book
    return f"{reverse('reports:register')}?so={book.series_id}&nam={book.year}#so-{entry.pk}"


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
