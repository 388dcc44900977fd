"""Thành tích khen thưởng của một người, hộ, tập thể: a card, a page, what is written by hand."""

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

from awards import actions, permissions
from awards.forms.honours import HonourForm
from awards.honour_workbook import CONTENT_TYPE, summary
from awards.honours import award_choices, record_of
from awards.models import Honour
from awards.models.catalogue import AwardFamily
from units.access import What, looked_at
from units.models import Honouree, Unit
from units.pages import answer, number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done


@require_safe
def honouree_honours(request: HttpRequest, pk: int) -> HttpResponse:
    people = Honouree.objects.visible_to(request.user).select_related("unit")
    honouree = get_object_or_404(people, pk=pk)
    looked_at(request, What.VIEWED, honouree, about="Thành tích khen thưởng")
    return _page(request, honouree)


@require_safe
def unit_honours(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _unit(request, pk))


@require_safe
def honouree_honours_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Bảng tóm tắt khen thưởng as a workbook, for the next dossier."""
    people = Honouree.objects.visible_to(request.user).select_related("unit")
    honouree = get_object_or_404(people, pk=pk)
    looked_at(request, What.EXPORTED, honouree, about="Bảng tóm tắt khen thưởng")
    return _file(request, honouree, str(honouree.unit))


@require_safe
def unit_honours_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, _unit(request, pk), "")


def _file(request, subject, place):
    record = record_of(request.user, subject, *_asked(request))
    response = HttpResponse(
        summary(str(subject), place, record), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = content_disposition_header(
        True, f"tom-tat-khen-thuong-{subject.pk}.xlsx"
    )
    response["Cache-Control"] = "no-store"
    return response


def _asked(request):
    """``?nam=2024&nhom=title``"""
    return number_in(request.GET, "nam"), request.GET.get("nhom", "")


@require_http_methods(["GET", "POST"])
def honouree_honour_record(request: HttpRequest, pk: int) -> HttpResponse:
    people = Honouree.objects.visible_to(request.user).select_related("unit")
    if request.method != "POST":
        # Merged or erased while the form was open: the act says so, and what was typed stays.
        people = people.present()
    honouree = get_object_or_404(people, pk=pk)
    require(permissions.can_record_honour(request.user, honouree.unit))
    return _record(request, honouree, honouree_id=pk)


@require_http_methods(["GET", "POST"])
def unit_honour_record(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    require(permissions.can_record_honour(request.user, unit))
    return _record(request, unit, collective_id=pk)


@require_POST
def honour_drop(request: HttpRequest, pk: int) -> HttpResponse:
    honour = get_object_or_404(Honour.objects.visible_to(request.user), pk=pk)
    actions.drop_honour(pk, by=request.user)
    messages.success(request, f"Đã bỏ dòng {honour.award_name}.")
    if honour.honouree_id:
        return redirect("awards:honouree-honours", honour.honouree_id)
    return redirect("awards:unit-honours", honour.collective_id)


def _page(request, subject):
    """The card for htmx, else the page, which prints."""
    is_unit = isinstance(subject, Unit)
    kind = "unit" if is_unit else "honouree"
    can_record = (is_unit or subject.is_open) and permissions.can_record_honour(
        request.user, subject if is_unit else subject.unit
    )
    year, family = _asked(request)
    file_url = reverse(f"awards:{kind}-honours-file", args=[subject.pk])
    query = request.GET.urlencode()
    context = {
        "subject": subject,
        "place": "" if is_unit else str(subject.unit),
        "record": record_of(request.user, subject, year, family),
        "year": year,
        "family": family,
        "families": AwardFamily.choices,
        "is_narrowed": year is not None or family in AwardFamily,
        "file_url": f"{file_url}?{query}" if query else file_url,
        "url": reverse(f"awards:{kind}-honours", args=[subject.pk]),
        "add_url": reverse(f"awards:{kind}-honour-record", args=[subject.pk])
        if can_record
        else "",
        "card_id": f"awards-{kind}-honours",
        "crumbs": [(str(subject), reverse(kind, args=[subject.pk]))]
        if not is_unit
        else [],
    }
    return answer(request, "awards/honours.html", "card", context)


def _record(request, subject, **whose):
    form = HonourForm(posted(request), awards=award_choices())
    kind = "unit" if isinstance(subject, Unit) else "honouree"
    back = reverse(f"awards:{kind}-honours", args=[subject.pk])
    if form.is_bound and form.is_valid():
        told = form.told | whose
        if done(form, actions.record_honour, by=request.user, **told) is not None:
            messages.success(request, "Đã ghi thành tích khen thưởng.")
            return redirect(back)
    context = {
        "subject": subject,
        "form": form,
        "back": back,
        "crumbs": [("Thành tích khen thưởng", back)],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/honour_record.html", context, status=status)


def _unit(request, pk):
    units = Unit.objects.with_honours_for(request.user)
    return get_object_or_404(units, pk=pk)
