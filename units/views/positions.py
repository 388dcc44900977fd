"""Chức vụ, đơn vị đã ghi của một đối tượng: corrected, dropped, an earlier one added."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from units import actions, audit, permissions
from units.errors import Overtaken, Refused
from units.forms.honourees import PLACES, AmendPlaceForm, EarlierPlaceForm
from units.models import Honouree, Position, User
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.queries import honourees as queries
from units.views.honourees import Kind, about, form_page, get_kept, typed
from units.views.shared import done, telling, watching
from units.wording import vn_date, vn_span


def _their_page(pk: int, user: User) -> tuple[str, str] | None:
    """Whose row it was."""
    told = queries.dropped_position(pk, user)
    return told and (reverse("honouree", args=[told[0]]), told[1])


@require_http_methods(["GET", "POST"])
def position_earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi chức vụ, đơn vị trước đây."""
    honouree = get_kept(request, pk)
    facts = {"user": request.user, "kind": honouree.kind}
    if request.method == "POST" and request.POST.get("tim"):
        form = EarlierPlaceForm(initial=typed(request), **facts)
    else:
        now = {"unit": honouree.unit_id}
        data = posted(request)
        form = EarlierPlaceForm(data, initial=now, **facts)
    if form.is_bound and form.is_valid():
        added = done(
            form, actions.add_earlier_position, pk, by=request.user, **form.place
        )
        if added is not None:
            span = vn_span(added.valid_from, added.valid_to)
            messages.success(request, f"{honouree}: {added}, {span}.")
            return redirect("honouree", pk)
    called = PLACES[Kind(honouree.kind)]["both"]
    words = {"title": f"{called} trước đây", "act": "Ghi"}
    return form_page(request, form, about(honouree) | words)


@require_http_methods(["GET", "POST"])
@telling(_their_page)
def position_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa một dòng chức vụ, đơn vị."""
    position = _get_kept(request, pk)
    honouree = position.honouree
    facts = {"user": request.user, "kind": honouree.kind}
    if request.method == "POST" and request.POST.get("tim"):
        form = AmendPlaceForm(initial=typed(request), **facts)
    else:
        now = {
            "unit": position.unit_id,
            "title": position.title,
            "valid_from": position.valid_from,
        }
        data = posted(request)
        form = AmendPlaceForm(data, initial=now, **facts)
    watching(form, position)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        amended = done(
            form, actions.amend_position, pk, by=request.user, seen=seen, **form.place
        )
        if amended is not None:
            messages.success(
                request,
                f"{honouree}: {amended}, từ ngày {vn_date(amended.valid_from)}.",
            )
            return redirect("honouree", honouree.pk)
    called = PLACES[Kind(honouree.kind)]["both"].lower()
    words = {
        "title": f"Sửa {called}",
        "lead": f"Đang ghi: {position}, {vn_span(position.valid_from, position.valid_to)}.",
        "act": "Lưu",
        "drop": reverse("position-drop", args=[pk]),
    }
    return form_page(request, form, about(honouree) | words)


@require_http_methods(["GET", "POST"])
@telling(_their_page)
def position_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một dòng ghi nhầm, after a second look."""
    position = _get_kept(request, pk)
    honouree = position.honouree
    if request.method == "POST":
        try:
            seen = number_in(request.POST, "seen")
            actions.drop_position(pk, by=request.user, seen=seen)
        except Overtaken as overtaken:
            messages.error(request, str(overtaken))
            return redirect("position-drop", pk)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("position-amend", pk)
        messages.success(request, f"Đã bỏ: {position}.")
        return redirect("honouree", honouree.pk)
    context = {
        "question": f"Bỏ dòng “{position}” của {honouree}?",
        "consequences": [
            f"Thời gian đang ghi: {vn_span(position.valid_from, position.valid_to)}.",
            "Dòng liền ngay trước, nếu có, kéo dài thay cho dòng này. Nhật ký giữ điều đã bỏ.",
        ],
        "act": "Bỏ dòng này",
        "danger": True,
        "hidden": [("seen", audit.mark(position))],
        "safe_url": reverse("position-amend", args=[pk]),
    }
    return render(request, "confirm.html", context)


def _get_kept(request, pk) -> Position:
    """404 of whom the visitor sees nothing; 403 to whoever looks not after the person and
    the unit."""
    seen = Honouree.objects.visible_to(request.user).order_by().values("pk")
    rows = Position.objects.filter(honouree__in=seen)
    position = get_object_or_404(rows.select_related("unit", "honouree__unit"), pk=pk)
    require(permissions.can_keep_honourees(request.user, position.honouree.unit))
    require(permissions.can_keep_honourees(request.user, position.unit))
    return position
