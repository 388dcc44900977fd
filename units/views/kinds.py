"""Loại đơn vị: the list that all trees share, and its two forms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, permissions
from units.forms.kinds import KindForm
from units.models import UnitKind
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done, require_administrator


@require_safe
def kind_list(request: HttpRequest) -> HttpResponse:
    """Loại đơn vị: each with its days and what they rest on."""
    require_administrator(request)
    context = {
        "kinds": UnitKind.objects.all(),
        "today": localdate(),
        "can_keep": permissions.can_keep_kinds(request.user),
        "crumbs": [("Đơn vị", reverse("unit-list"))],
    }
    return render(request, "units/kind_list.html", context)


@require_http_methods(["GET", "POST"])
def kind_add(request: HttpRequest) -> HttpResponse:
    """Thêm loại đơn vị."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def kind_amend(request: HttpRequest, code: str) -> HttpResponse:
    """Sửa một loại đơn vị."""
    return _form(request, code)


def _form(request, code):
    require(permissions.can_keep_kinds(request.user))
    kind = get_object_or_404(UnitKind, code=code) if code else None
    form = KindForm(posted(request), kind=kind)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        saved = (
            done(form, actions.amend_kind, code, by=request.user, **given)
            if kind
            else done(form, actions.add_kind, by=request.user, **given)
        )
        if saved is not None:
            messages.success(request, f"Đã lưu loại “{saved}”.")
            return redirect("kind-list")
    context = {
        "form": form,
        "title": f"Sửa loại: {kind}" if kind else "Thêm loại đơn vị",
        "lead": "Mọi cây đơn vị của hệ thống dùng chung danh sách này.",
        "act": "Lưu loại đơn vị",
        "back": reverse("kind-list"),
        "crumbs": [
            ("Đơn vị", reverse("unit-list")), ("Loại đơn vị", reverse("kind-list"))
        ],
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)
