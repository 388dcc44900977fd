"""Quy trình duyệt của một cơ quan: what is in force, one that is being made, who stands in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions
from campaigns.forms import (
    ApplyForm,
    BeginRouteForm,
    EndRouteForm,
    StandInForm,
    StepForm,
)
from campaigns.models import Route, RouteStep, StandIn
from campaigns.roster import Roster
from campaigns.views.route_map import ahead
from campaigns.way import obstacles
from units.models import Unit
from units.posted import posted
from units.views.shared import done, get_unit, unit_crumbs, unit_form_page
from units.wording import vn_date

TITLE = "Quy trình duyệt"


@require_safe
def unit_routes(request: HttpRequest, pk: int) -> HttpResponse:
    """Quy trình duyệt và người thay; with htmx only the card of the unit's page."""
    unit = get_unit(request, pk)
    context = {
        "unit": unit,
        "today": localdate(),
        "routes": [_told(route) for route in Route.objects.of_unit(unit)],
        "stand_ins": StandIn.objects.of_unit(unit).reaching(localdate()),
        "can_begin": unit.issues_papers and not unit.has_ended(),
    }
    if request.htmx:
        return render(request, "campaigns/unit_routes.html#card", context)
    context["crumbs"] = unit_crumbs(request, unit, itself=True)
    return render(request, "campaigns/unit_routes.html", context)


@require_http_methods(["GET", "POST"])
def route_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập quy trình; ``tu``: with the steps of another."""
    unit = get_unit(request, pk)
    form = BeginRouteForm(posted(request))
    if form.is_bound and form.is_valid():
        copied = request.POST.get("tu", "")
        route = done(
            form, actions.begin_route, unit.pk, by=request.user,
            kind=form.cleaned_data["kind"],
            copy_of=int(copied) if copied.isdecimal() and len(copied) < 19 else None,
        )  # fmt: skip
        if route is not None:
            return redirect("campaigns:route", route.pk)
    words = {
        "title": "Lập quy trình duyệt",
        "lead": f"{unit}. Kế hoạch được trình sẽ qua từng bước trước khi đến người ký. Không có "
        "quy trình thì trình thẳng người ký.",
        "act": "Tiếp tục",
    }
    return _form(request, unit, form, **words)


@require_safe
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """Một quy trình: its map with today's names, and what can be changed of it."""
    return _route_page(request, _route(request, pk))


@require_http_methods(["GET", "POST"])
def route_step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm bước."""
    found = _route(request, pk)
    form = StepForm(posted(request), unit=found.unit)
    saved = (
        form.is_bound
        and form.is_valid()
        and done(form, actions.add_step, pk, by=request.user, **form.given)
    )
    if saved:
        return redirect("campaigns:route", pk)
    return _step_form(request, found, form, "Thêm bước")


@require_http_methods(["GET", "POST"])
def route_step_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa một bước."""
    step = _step(request, pk)
    form = StepForm(posted(request), unit=step.route.unit, step=step)
    saved = (
        form.is_bound
        and form.is_valid()
        and done(form, actions.amend_step, pk, by=request.user, **form.given)
    )
    if saved:
        return redirect("campaigns:route", step.route_id)
    return _step_form(request, step.route, form, f"Sửa bước “{step}”")


@require_POST
def route_step_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Chuyển bước lên, xuống."""
    step = _step(request, pk)
    actions.move_step(pk, by=request.user, up=request.POST.get("huong") == "len")
    return redirect("campaigns:route", step.route_id)


@require_POST
def route_step_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một bước."""
    step = _step(request, pk)
    actions.remove_step(pk, by=request.user)
    messages.success(request, f"Đã bỏ bước “{step}”.")
    return redirect("campaigns:route", step.route_id)


@require_http_methods(["GET", "POST"])
def route_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Áp dụng từ một ngày."""
    found = _route(request, pk)
    form = ApplyForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.put_in_force, pk, by=request.user, **given):
            day = vn_date(given["valid_from"])
            messages.success(request, f"Quy trình áp dụng từ ngày {day}.")
            return redirect("campaigns:unit-routes", found.unit_id)
    words = {
        "title": "Áp dụng quy trình",
        "lead": f"{found}. Quy trình đang áp dụng, nếu có, kết thúc ngày hôm trước.",
        "act": "Áp dụng",
        "back": reverse("campaigns:route", args=[pk]),
    }
    return _form(request, found.unit, form, **words)


@require_http_methods(["GET", "POST"])
def route_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc quy trình."""
    found = _route(request, pk)
    form = EndRouteForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.end_route, pk, by=request.user, **given):
            day = vn_date(given["valid_to"])
            messages.success(request, f"Quy trình áp dụng đến hết ngày {day}.")
            return redirect("campaigns:unit-routes", found.unit_id)
    words = {
        "title": "Kết thúc quy trình",
        "lead": f"{found}. Kế hoạch đang duyệt vẫn đi hết các bước của nó.",
        "act": "Kết thúc",
        "back": reverse("campaigns:route", args=[pk]),
    }
    return _form(request, found.unit, form, **words)


@require_POST
def route_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản đang lập."""
    found = _route(request, pk)
    actions.drop_route(pk, by=request.user)
    messages.success(request, "Đã bỏ bản quy trình đang lập.")
    return redirect("campaigns:unit-routes", found.unit_id)


@require_http_methods(["GET", "POST"])
def stand_in_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử người thay khi vắng."""
    unit = get_unit(request, pk)
    form = StandInForm(posted(request), unit=unit, by=request.user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        row = done(form, actions.name_stand_in, pk, by=request.user, **given)
        if row is not None:
            messages.success(
                request,
                f"Đã cử {row.deputy} thay {row.absent} từ {vn_date(row.valid_from)} đến hết "
                f"{vn_date(row.valid_to)}.",
            )
            return redirect("campaigns:unit-routes", pk)
    words = {
        "title": "Cử người thay khi vắng",
        "lead": f"{unit}. Người thay xem xét ở các bước của quy trình duyệt khi người giữ vai trò "
        "vắng.",
        "act": "Cử người thay",
    }
    return _form(request, unit, form, **words)


@require_POST
def stand_in_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi cử người thay."""
    mine = StandIn.objects.administered_by(request.user)
    row = get_object_or_404(mine.select_related("absent", "deputy"), pk=pk)
    actions.end_stand_in(pk, by=request.user)
    messages.success(request, f"{row.deputy} không còn thay {row.absent}.")
    return redirect("campaigns:unit-routes", row.unit_id)


def _route(request, pk) -> Route:
    """404 but for who administers its authority."""
    mine = Route.objects.administered_by(request.user)
    unit_id = get_object_or_404(mine, pk=pk).unit_id
    unit = Unit.objects.get(pk=unit_id)
    return Route.objects.of_unit(unit).select_related("unit").get(pk=pk)


def _step(request, pk) -> RouteStep:
    mine = Route.objects.administered_by(request.user)
    steps = RouteStep.objects.filter(route__in=mine.values("pk"))
    steps = steps.select_related("route__unit").prefetch_related("parties__unit")
    return get_object_or_404(steps, pk=pk)


def _told(route) -> dict[str, Any]:
    today = localdate()
    draft = route.status == Route.Status.DRAFT
    past = route.valid_to is not None and route.valid_to < today
    state = "draft" if draft else "past" if past else "now"
    if not draft and route.valid_from > today:
        state = "coming"
    steps = [str(step) for step in route.steps.all()]
    return {"route": route, "state": state, "steps": " → ".join(steps)}


def _route_page(request, found):
    told = _told(found)
    steps = list(found.steps.all())
    roster = Roster.of([party for step in steps for party in step.parties.all()])
    open_draft = Route.objects.filter(
        unit=found.unit, kind=found.kind, status=Route.Status.DRAFT
    )
    context = told | {
        "unit": found.unit,
        "rows": list(zip(steps, ahead(found), strict=True)),
        "route_rows": ahead(found),
        "route_title": "Bản đồ",
        "faults": obstacles(steps, roster, found.kind),
        "is_draft": told["state"] == "draft",
        "other_draft": open_draft.exclude(pk=found.pk).first(),
        "crumbs": [
            *unit_crumbs(request, found.unit, itself=True),
            (TITLE, reverse("campaigns:unit-routes", args=[found.unit_id])),
        ],
    }
    return render(request, "campaigns/route.html", context)


def _step_form(request, found, form, title):
    words = {
        "title": title,
        "lead": f"{found}. Chọn một hay nhiều vai trò của cơ quan và đơn vị trực thuộc.",
        "act": "Lưu bước",
        "back": reverse("campaigns:route", args=[found.pk]),
    }
    return _form(request, found.unit, form, **words)


def _form(request, unit, form, **words):
    back = reverse("campaigns:unit-routes", args=[unit.pk])
    crumbs = [*unit_crumbs(request, unit, itself=True), (TITLE, back)]
    return unit_form_page(request, unit, form, crumbs=crumbs, **{"back": back} | words)
