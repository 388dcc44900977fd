"""Trang của một đơn vị, lập đơn vị trực thuộc, sửa thông tin."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, cards, permissions
from units.forms.account import FactorRuleForm
from units.forms.tree import AmendUnitForm, CreateUnitForm
from units.long_lists import page_of
from units.models import FactorRule, Reform, Unit, UnitName, UnitPlace
from units.models.tree import CLUSTER
from units.permissions import require
from units.posted import posted
from units.queries import clusters, standing
from units.queries.branch import Branch
from units.telling import about_unit, told
from units.views.shared import (
    UNPROCESSABLE,
    done,
    get_unit,
    telling_of_dropped,
    unit_crumbs,
    unit_form_page,
    watching,
)
from units.wording import vn_date

EVENTS = 20  # lines of the audit book on the page


@require_safe
@telling_of_dropped
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Đơn vị: what it is, where it comes from, its parts and its people."""
    unit = get_unit(request, pk)
    today = localdate()
    ended = request.GET.get("het") == "1"
    branch = Branch(user=request.user, day=today, ended=ended)
    page = page_of(request, branch.parts_of(unit))
    itself, *rows = branch.rows([unit, *page])
    lineage = standing.lineage(unit)
    handover = getattr(unit, "handover", None)
    places = list(UnitPlace.objects.of_unit(unit).select_related("parent"))
    roles = standing.held(standing.roles_in(unit), today)
    context = {
        "unit": unit,
        "crumbs": unit_crumbs(request, unit),
        "has_ended": unit.valid_to is not None and unit.valid_to < today,
        "is_to_come": unit.valid_from > today,
        "today": today,
        "names": UnitName.objects.of_unit(unit),
        "places": places,
        "lineage": lineage,
        "handover": handover,
        "cards": cards.cards_of(unit),
        "seen": _seen(request.user, _named_on(unit, lineage, places, handover)),
        "page": page,
        "itself": itself,
        "rows": rows,
        "ended": ended,
        "roles": roles,
        "clusters": clusters.places_of(unit, today),
        "reforms": Reform.objects.to_come().of_unit(unit),
        "is_cluster": unit.kind.code == CLUSTER,
        "events": told(about_unit(unit)[:EVENTS]),
        "can_reorganise": permissions.can_reorganise(request.user, unit),
    }
    return render(request, "units/unit.html", context)


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập đơn vị trực thuộc."""
    parent = get_unit(request, pk)
    form = CreateUnitForm(posted(request), parent=parent)
    if form.is_bound and form.is_valid():
        unit = done(
            form, actions.create_unit, by=request.user, parent_id=pk, **form.facts
        )
        if unit is not None:
            said = f"Đã lập {unit}, trực thuộc {parent}."
            if unit.valid_from > localdate():
                day = vn_date(unit.valid_from)
                said = f"Đã ghi: từ ngày {day} lập {unit}, trực thuộc {parent}."
            messages.success(request, said)
            return redirect("unit", unit.pk)
    return unit_form_page(
        request,
        parent,
        form,
        title="Lập đơn vị trực thuộc",
        lead=f"Đơn vị mới trực thuộc {parent}.{_ends_with(parent)} Đơn vị không ban hành văn "
        "bản chỉ cần loại, mã, tên.",
        act="Lập đơn vị",
    )


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa thông tin: what is no name and has no date."""
    unit = get_unit(request, pk)
    form = watching(AmendUnitForm(posted(request), unit=unit), unit)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        seal_of, kind = given.pop("seal_of"), given.pop("kind")
        changed = done(
            form,
            actions.amend_unit,
            pk,
            by=request.user,
            seal_of_id=seal_of.pk if seal_of else None,
            kind_code=kind.code if kind else "",
            **given,
        )
        if changed is not None:
            messages.success(request, f"Đã lưu thông tin của {unit}.")
            return redirect("unit", pk)
    return unit_form_page(
        request,
        unit,
        form,
        title="Sửa thông tin",
        lead="Áp dụng cho văn bản lập từ bây giờ; văn bản đã ban hành giữ nguyên. Tên, ký hiệu, "
        "địa danh đổi ở trang Đổi tên, vì mỗi tên có thời gian dùng của nó; ghi nhầm thì sửa ở "
        "trang Sửa tên ghi nhầm.",
        act="Lưu thông tin",
    )


@require_http_methods(["GET", "POST"])
@telling_of_dropped
def unit_factor_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Quy định xác thực hai bước: what holds here, who still lacks it, a rule from a day on."""
    unit = get_unit(request, pk)
    can_set = permissions.can_reorganise(request.user, unit)
    if request.method == "POST":
        require(can_set)
    form = FactorRuleForm(posted(request), initial={"valid_from": localdate()})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        is_required = given.pop("required") == form.YES
        rule = done(
            form,
            actions.set_factor_rule,
            pk,
            by=request.user,
            is_required=is_required,
            **given,
        )
        if rule is not None:
            messages.success(
                request, f"Đã lưu quy định từ ngày {vn_date(rule.valid_from)}."
            )
            return redirect("unit-factor-rule", pk)
    page = page_of(request, standing.lacking_two_steps(unit))
    above = {
        rule.unit_id: rule for rule in FactorRule.objects.on().of_chains(unit.chain)
    }
    near = [above[pk] for pk in unit.chain if pk in above]
    context = {
        "unit": unit,
        "form": form,
        "can_set": can_set,
        "now": near[-1] if near else None,
        "rules": FactorRule.objects.of_unit(unit),
        "page": page,
        "crumbs": unit_crumbs(request, unit, itself=True),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/factor_rule.html", context, status=status)


def _ends_with(parent):
    """Said before anything is saved: a part lasts no longer than its whole."""
    if parent.valid_to is None:
        return ""
    return (
        f" {parent} kết thúc ngày {vn_date(parent.valid_to)}: đơn vị lập ở đây cũng kết thúc "
        "ngày đó."
    )


def _named_on(unit, lineage, places, handover):
    """Ids of units that the page names."""
    ids = {row.predecessor_id for row in lineage.before}
    ids |= {row.successor_id for row in lineage.after}
    ids |= {place.parent_id for place in places}
    heir = handover.heir_id if handover else None
    return {pk for pk in ids | {unit.parent_id, unit.seal_of_id, heir} if pk}


def _seen(user, ids):
    """Those of them that the person administers: the others are named without a link."""
    mine = Unit.objects.administered_by(user)
    return set(mine.within(ids).values_list("pk", flat=True))
