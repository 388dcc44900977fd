"""Bỏ đơn vị lập nhầm, việc đổi tên sắp có hiệu lực: asked once more; sửa tên ghi nhầm."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from units import actions, permissions
from units.forms.people import ConfirmForm
from units.forms.tree import CorrectNameForm
from units.models import Unit, UnitName
from units.permissions import require
from units.posted import posted
from units.views.shared import (
    done,
    get_unit,
    telling_of_dropped,
    unit_form_page,
    watching,
)
from units.wording import vn_date


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


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_name_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa tên ghi nhầm of the name in use."""
    unit = get_unit(request, pk)
    require(permissions.can_administer(request.user, unit))
    name = UnitName.objects.in_use(unit)
    typed = posted(request)
    form = watching(CorrectNameForm(typed, name=name), name)
    if form.is_bound and form.is_valid():
        corrected = done(
            form, actions.correct_name, pk, by=request.user, **form.cleaned_data
        )
        if corrected is not None:
            messages.success(request, f"Đã sửa tên ghi nhầm của {corrected}.")
            return redirect("unit", pk)
    return unit_form_page(
        request,
        unit,
        form,
        title="Sửa tên ghi nhầm",
        lead=f"Sửa như thể đã ghi đúng từ ngày {vn_date(name.valid_from)}. Chỉ sửa được khi chưa "
        "có văn bản nào ghi tên này; đã có thì dùng Đổi tên, từ một ngày.",
        act="Lưu tên đã sửa",
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
    form = ConfirmForm(posted(request))
    asked = form.is_bound and form.is_valid()
    if asked and done(form, act, unit.pk, by=request.user) is not None:
        messages.success(request, told)
        return redirect(*way)
    return unit_form_page(request, unit, form, title=title, lead=lead, act=button)
