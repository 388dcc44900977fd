"""Sắp xếp đơn vị: a form, then what would change and from which day, then the act.

Every act goes the same way: ``buoc=xem`` shows the consequences, ``buoc=lam`` does it; any
other step (a search in a list of units, one more new unit, “Sửa lại”) gives the form back as
it was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from units import actions, as_shown, permissions
from units.actions.reform import merged
from units.actions.reform_steps import named
from units.actions.resettling import ENDS, WITH_HEIR
from units.as_shown import OtherThanShown
from units.forms import reform as forms
from units.forms import reform_many as many
from units.forms.reform import FATE
from units.models import Unit, User
from units.permissions import require
from units.rehearsal import Consequences, rehearse
from units.views.shared import (
    UNPROCESSABLE,
    done,
    get_unit,
    telling_of_dropped,
    unit_crumbs,
)
from units.wording import vn_date

LOOK, DO, MORE = "xem", "lam", "them"
SEEN = "da_xem"  # the mark of what the preview showed


@dataclass(frozen=True)
class Act:
    """Một cách sắp xếp: its form, what it does with it, its words."""

    form: type[forms.ReformForm]
    do: Callable[[Any, Unit, User], Any]
    title: str
    lead: str
    deed: Callable[[Any], tuple[str, str]]  # its verb, and whom it concerns
    done: Callable[[Any, Any], str]  # of what the act gave and the form
    keeps: str = ""  # what stays as it is: said on the page of consequences
    can_grow: bool = False
    can_be_written_anew: bool = False  # instead of being taken back


RENAME = Act(
    forms.RenameForm,
    lambda form, unit, by: actions.rename_unit(
        unit.pk, by=by, **form.order, **form.names
    ),
    "Đổi tên",
    "Tên cũ dùng đến hết ngày trước ngày có hiệu lực.",
    lambda form: ("Đổi tên", str(form.unit)),
    lambda name, form: (
        f"Đã ghi: từ ngày {vn_date(form.day)} dùng tên {name.short_name}."
    ),
    "Văn bản đã ban hành giữ tên cũ.",
)
MOVE = Act(
    forms.MoveForm,
    lambda form, unit, by: actions.move_unit(
        unit.pk, by=by, parent_id=form.cleaned_data["parent"].pk, **form.order
    ),
    "Chuyển nơi trực thuộc",
    "Đơn vị chuyển cùng mọi đơn vị bên dưới. Người, vai trò ở đó giữ nguyên.",
    lambda form: ("Chuyển", f"{form.unit} sang {form.cleaned_data['parent']}"),
    lambda place, form: (
        f"Đã ghi: từ ngày {vn_date(form.day)} trực thuộc {place.parent}."
    ),
    "Quản trị của nơi cũ không còn quyền với đơn vị này từ ngày đó.",
)
MERGE = Act(
    many.MergeForm,
    lambda form, unit, by: actions.merge_units(
        form.cleaned_data["units"],
        by=by,
        people=form.people,
        **form.order,
        **form.aim,
    ),
    "Sáp nhập đơn vị trực thuộc",
    "Tổ dân phố, thôn, trường, trạm y tế … theo sang đơn vị sau sáp nhập; phòng, hội đồng, đoàn "
    "thể của đơn vị bị sáp nhập kết thúc cùng nó.",
    lambda form: (
        "Sáp nhập",
        merged(form.changed, form.taker) if form.taker else named(form.changed),
    ),
    lambda unit, form: (
        f"Đã ghi: từ ngày {vn_date(form.day)} sáp nhập {merged(form.changed, unit)}."
    ),
    "Văn bản đã ban hành giữ tên cơ quan cũ.",
)
DIVIDE = Act(
    many.DivideForm,
    lambda form, unit, by: actions.divide_unit(
        unit.pk,
        by=by,
        parts=form.new_units,
        stays=form.stays,
        heir=form.cleaned_data["heir"],
        people=form.people,
        **form.order,
    ),
    "Chia, tách",
    "Khi chia, mỗi tổ dân phố, thôn, trường, trạm y tế phải về một đơn vị mới; phòng, hội đồng, "
    "đoàn thể không chọn nơi về thì kết thúc.",
    lambda form: ("Tách" if form.stays else "Chia", str(form.unit)),
    lambda units, form: (
        f"Đã ghi: từ ngày {vn_date(form.day)} "
        f"{f'từ {form.unit} tách ra' if form.stays else f'{form.unit} chia thành'} "
        f"{', '.join(map(str, units))}."
    ),
    "Văn bản đã ban hành giữ tên cơ quan cũ.",
    can_grow=True,
)
DISSOLVE = Act(
    forms.DissolveForm,
    lambda form, unit, by: actions.dissolve_unit(
        unit.pk,
        by=by,
        successor_ids=form.successor_ids,
        people=form.people,
        **form.order,
    ),
    "Giải thể",
    "Đơn vị còn đơn vị trực thuộc thì chuyển hoặc giải thể các đơn vị đó trước.",
    lambda form: ("Giải thể", str(form.unit)),
    lambda unit, form: (
        f"Đã ghi: từ ngày {vn_date(form.day)} giải thể {unit}, ngày cuối "
        f"{vn_date(form.day - timedelta(days=1))}."
    ),
    "Văn bản đã ban hành, sổ của đơn vị giữ nguyên và vẫn xem được.",
)
HEIR = Act(
    forms.HeirForm,
    lambda form, unit, by: actions.name_heir(
        unit.pk,
        by=by,
        heir_id=form.cleaned_data["heir"].pk,
        basis=form.cleaned_data["basis"],
    ),
    "Chỉ định đơn vị tiếp nhận",
    "Đơn vị tiếp nhận làm tiếp phong trào, kế hoạch dở dang và xem được văn bản, sổ của đơn vị "
    "đã kết thúc.",
    lambda form: ("Bàn giao", f"của {form.unit}"),
    lambda handover, form: f"Đã ghi: {handover.heir} tiếp nhận của {handover.unit}.",
    "Văn bản đã ban hành giữ tên cơ quan cũ; dãy số cũ đóng cùng đơn vị.",
    can_be_written_anew=True,
)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Đổi tên: the office itself may."""
    return _page(request, get_unit(request, pk), RENAME)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_move(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _get_part(request, pk), MOVE)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sáp nhập những đơn vị trực thuộc đơn vị này."""
    return _page(request, get_unit(request, pk), MERGE)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_divide(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _get_part(request, pk), DIVIDE)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _get_part(request, pk), DISSOLVE)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_heir(request: HttpRequest, pk: int) -> HttpResponse:
    """Chỉ định đơn vị tiếp nhận: only of a unit whose last day is known, else 404."""
    unit = _get_part(request, pk)
    if unit.valid_to is None:
        raise Http404
    return _page(request, unit, HEIR)


def _get_part(request, pk):
    """403 to whoever administers the unit but not what it stands under."""
    unit = get_unit(request, pk)
    require(permissions.can_reorganise(request.user, unit))
    return unit


def _page(request, unit, act):
    given = {"unit": unit, "user": request.user}
    data = request.POST
    step = "" if data.get("tim") else data.get("buoc", "")
    if step not in (LOOK, DO):
        form = act.form(**given)
        if request.method == "POST":
            form = act.form(initial=_typed(act, data, given, step), **given)
        return _show(request, unit, act, form)
    form = act.form(data, **given)
    if not form.is_valid():
        return _show(request, unit, act, form)
    do = partial(act.do, form, unit, request.user)
    if step == LOOK:
        consequences = done(form, _rehearsed, form, do, request.user)
        if consequences is None:
            return _show(request, unit, act, form)
        return _preview(request, unit, act, form, consequences)
    try:
        result = done(
            form, as_shown.carry_out, do, by=request.user, seen=data.get(SEEN)
        )
    except OtherThanShown as told:
        _give_usual_fates(form, told.found)
        return _preview(request, unit, act, form, told.found, changed=str(told))
    if result is None:
        return _show(request, unit, act, form)
    messages.success(request, act.done(result, form))
    return redirect("unit", result.pk if isinstance(result, Unit) else unit.pk)


def _rehearsed(form, do, user):
    """The consequences; what was said of roles before the form was changed is kept where it
    still makes sense, first without a word of them."""
    said, form.people = form.people, {}
    found = rehearse(do, by=user)
    form.people = _still_sensible(form, said, found)
    if form.people:
        found = rehearse(do, by=user)
    _give_usual_fates(form, found)
    return found


def _still_sensible(form, said, found):
    ending = {role.pk: role for role in found.people}
    places = {place for place, _ in form.other_places}
    kept = {}
    for pk, fate in said.items():
        role = ending.get(pk)
        if role is None:
            continue  # it does not end this way round
        chosen = WITH_HEIR if fate and fate == form.heirs_place else fate
        if chosen == ENDS or chosen in places or (chosen == WITH_HEIR and role.heir):
            kept[pk] = chosen
    return kept


def _give_usual_fates(form, found):
    """Roles of which nothing was said yet go on where somebody inherits; leaders do not."""
    form.people |= {
        role.pk: WITH_HEIR
        for role in found.people
        if role.pk not in form.people and role.heir and not role.leads
    }


def _typed(act, data, given, step):
    """All that stands in the form, as the next one begins with it."""
    sent = act.form(data, **given)
    values = {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in sent.fields.items()
    }
    searched = {
        name: data[name]
        for name in data
        if name.endswith("_tim") or name.startswith(FATE)
    }
    if step == MORE:
        values["count"] = sent.count + 1
    return values | searched


def _show(request, unit, act, form):
    context = {
        "unit": unit,
        "act": act,
        "form": form,
        "fates": [(f"{FATE}{pk}", fate) for pk, fate in form.people.items()],
        "crumbs": unit_crumbs(request, unit, itself=True),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/reform.html", context, status=status)


def _preview(request, unit, act, form, consequences: Consequences, changed=""):
    """``changed``: what is other than the preview that was just confirmed."""
    kept = ("csrfmiddlewaretoken", "buoc", SEEN)
    verb, whom = act.deed(form)
    context = {
        "unit": unit,
        "act": act,
        "verb": verb,
        "whom": whom,
        "groups": consequences.groups_beside_people,
        "people": [
            {
                "role": role,
                "name": f"{FATE}{role.pk}",
                "fate": form.people.get(role.pk, ""),
            }
            for role in consequences.people
        ],
        "other_places": form.other_places,
        "day": form.day,
        "basis": form.cleaned_data["basis"],
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in kept and not name.startswith(FATE)
            for value in values
        ],
        "changed": changed,
        "is_final": form.day <= localdate() and not act.can_be_written_anew,
        "seen": (SEEN, as_shown.mark(consequences)),
        "crumbs": unit_crumbs(request, unit, itself=True),
    }
    status = UNPROCESSABLE if changed else 200
    return render(request, "units/reform_preview.html", context, status=status)
