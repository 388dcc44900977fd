"""Thẩm quyền khen thưởng trên trang của đơn vị: before and after, by the day that one asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.queries import authority_of
from awards.views.room import day_asked
from units.views.shared import get_unit, unit_crumbs


@require_safe
def unit_authority(request: HttpRequest, pk: int) -> HttpResponse:
    """Thẩm quyền của một đơn vị vào ``?ngay=``; with htmx only the card."""
    unit = get_unit(request, pk)
    # Of one that has ended its last day.
    usual = unit.valid_to if unit.has_ended() else None
    day, typed, problem = day_asked(request, usual)
    context = {
        "unit": unit,
        "typed": typed,
        "problem": problem,
        "authority": authority_of(unit, day),
    }
    if request.htmx:
        return render(request, "awards/unit_authority.html#card", context)
    context["crumbs"] = unit_crumbs(request, unit, itself=True)
    return render(request, "awards/unit_authority.html", context)
