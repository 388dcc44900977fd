"""Bỏ đơn vị lập nhầm, việc đổi tên sắp có hiệu lực: asked once more."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from units import actions, permissions
from units.forms.people import ConfirmForm
from units.models import Unit
from units.permissions import require
from units.views.shared import done, get_unit, telling_of_dropped, unit_form_page


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ đơn vị lập nhầm."""
    unit = get_unit(request, pk)
    require(permissions.can_reorganise(request.user, unit))
    above = unit.parent_id
    return _asked(
        request,
        unit,
        actions.take_back_unit,
        title="Bỏ đơn vị lập nhầm",
        lead=f"{unit}, mã {unit.code}. Chỉ bỏ được khi chưa có đơn vị trực thuộc, người, vai trò "
        "hay văn bản nào; nhật ký giữ mã và tên.",
        button="Bỏ đơn vị này",
        told=f"Đã bỏ {unit}.",
        way=("unit", above) if above else ("unit-list",),
    )


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_name_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ việc đổi tên sắp có hiệu lực."""
    unit = get_unit(request, pk)
    require(permissions.can_administer(request.user, unit))
    return _asked(
        request,
        unit,
        actions.take_back_name,
        title="Bỏ việc đổi tên",
        lead="Tên sắp dùng được bỏ; tên đang dùng tiếp tục như chưa định đổi.",
        button="Bỏ tên sắp dùng",
        told=f"{unit} giữ tên đang dùng.",
        way=("unit", pk),
    )


def _asked(
    request: HttpRequest,
    unit: Unit,
    act: Callable[..., Any],
    *,
    title: str,
    lead: str,
    button: str,
    told: str,
    way: tuple[Any, ...],
) -> HttpResponse:
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    asked = form.is_bound and form.is_valid()
    if asked and done(form, act, unit.pk, by=request.user) is not None:
        messages.success(request, told)
        return redirect(*way)
    return unit_form_page(request, unit, form, title=title, lead=lead, act=button)
