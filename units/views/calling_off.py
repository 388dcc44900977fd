"""Trang của một việc sắp xếp đã ghi; rút lại khi chưa đến ngày, asked once more with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, form_messages, permissions
from units.forms.reform import CallOffForm
from units.models import Reform, Unit
from units.permissions import require
from units.posted import posted
from units.queries import reforms
from units.rehearsal import read
from units.views.shared import UNPROCESSABLE, done
from units.wording import vn_date


@require_safe
def reform_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Việc sắp xếp: from which day, by which paper, what it does, and whether it stands."""
    reform = _get_reform(request, pk)
    can_call_off = permissions.can_call_off(request.user, reform)
    entries = [] if reform.is_called_off else list(reform.lines)
    if not can_call_off:
        entries = reforms.told_to(request.user, entries)
    context = {
        **_about(request, reform),
        "groups": read(entries).groups,
        "can_call_off": can_call_off,
    }
    return render(request, "units/reform_page.html", context)


@require_http_methods(["GET", "POST"])
def reform_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút lại: what comes back, and why it is called off."""
    reform = _get_reform(request, pk)
    require(permissions.can_call_off(request.user, reform))
    form = CallOffForm(posted(request))
    if form.is_bound and form.is_valid():
        called = done(
            form, actions.call_off_reform, pk, by=request.user, **form.cleaned_data
        )
        if called is not None:
            messages.success(request, f"Đã rút lại: {called}.")
            return redirect("reform", pk)
    if not _get_reform(request, pk).is_to_come:
        # Called off in another tab, or its day came over night: nothing is left to ask here.
        for sentence in form.non_field_errors() if form.is_bound else ():
            messages.error(request, sentence)
        return redirect("reform", pk)  # its page says why
    context = {
        **_about(request, reform),
        "form": form,
        "groups": reforms.coming_back(list(reform.lines)),
        "obstacle": None if form.is_bound else _obstacle(reform),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/reform_call_off.html", context, status=status)


def _obstacle(reform):
    found = actions.standing_in_the_way(reform)
    return found and form_messages.with_way(str(found), found)


def _get_reform(request, pk) -> Reform:
    """404 where the person administers none of its units."""
    seen = Reform.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("unit", "recorded_by", "called_off_by"), pk=pk
    )


def _about(request, reform):
    """What both pages say of it; links only to units of the branch."""
    sides = list(reform.sides.for_page())
    mine = Unit.objects.administered_by(request.user)
    seen = set(mine.within([one.unit_id for one in sides]).values_list("pk", flat=True))
    place = reform.unit if reform.unit_id in seen else None
    crumbs = [("Đơn vị", reverse("unit-list"))]
    if place:
        crumbs.append((str(place), reverse("unit", args=[place.pk])))
    return {
        "reform": reform,
        "day": vn_date(reform.effective_on),
        "sides": sides,
        "seen": seen,
        "crumbs": crumbs,
    }
