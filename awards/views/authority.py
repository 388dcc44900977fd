"""Thẩm quyền khen thưởng trên trang của đơn vị: before and after, by the day that one asks for."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from awards.queries import authority_of
from units.fields import VietnameseDateField
from units.views.shared import get_unit, unit_crumbs


@require_safe
def unit_authority(request: HttpRequest, pk: int) -> HttpResponse:
    """Thẩm quyền của một đơn vị vào ``?ngay=``; with htmx only the card."""
    unit = get_unit(request, pk)
    typed = request.GET.get("ngay", "").strip()
    day, problem = _day(typed, unit)
    context = {
        "unit": unit,
        "typed": typed or f"{day:%d/%m/%Y}",
        "problem": problem,
        "authority": authority_of(unit, day),
    }
    if request.htmx:
        return render(request, "awards/unit_authority.html#card", context)
    context["crumbs"] = unit_crumbs(request, unit, itself=True)
    return render(request, "awards/unit_authority.html", context)


def _day(typed: str, unit) -> tuple[date, str]:
    """The day asked for, and what is wrong with how it was written; of an ended unit its last."""
    usual = unit.valid_to if unit.has_ended() else localdate()
    if not typed:
        return usual, ""
    field = VietnameseDateField()
    try:
        return field.clean(typed), ""
    except ValidationError as error:
        return usual, " ".join(error.messages)
