"""Sửa đổi, thay thế, đính chính, thu hồi kế hoạch đã ban hành; bản hợp nhất."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, permissions
from campaigns.amending import Entry
from campaigns.cells import cells
from campaigns.forms import ChangeForm, DayForm
from campaigns.lineage import Consolidated, consolidated, in_force, root_id_of
from campaigns.models import Plan, PlanEffect
from campaigns.outline import LineKind
from campaigns.papers import is_derived
from campaigns.views.shared import UNPROCESSABLE, campaign_url, get_plan
from units import form_messages
from units.errors import Refused
from units.pages import url_or_none
from units.permissions import require
from units.posted import posted

Kind = PlanEffect.Kind
_BEGIN = {
    Kind.AMEND: actions.begin_amendment,
    Kind.REPLACE: actions.begin_replacement,
    Kind.CORRECT: actions.begin_correction,
    Kind.RECALL: actions.begin_recall,
}


@require_http_methods(["GET", "POST"])
def plan_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa đổi, thay thế, đính chính, thu hồi: one of them begins, with its reason."""
    plan = get_plan(request, pk)
    require(permissions.can_change_issued(request.user, plan))
    form = ChangeForm(posted(request), only_recall=is_derived(plan))
    if form.is_bound and form.is_valid():
        begin = _BEGIN[Kind(form.cleaned_data["kind"])]
        try:
            made = begin(plan.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return redirect("campaigns:plan-edit", made.pk)
    context = {
        "plan": plan,
        "form": form,
        "campaign_url": campaign_url(plan.campaign),
        "force": in_force(plan.pk) if plan.status == Plan.Status.ISSUED else None,
        "open_change": PlanEffect.objects.open_on(root_id_of(plan)),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/change.html", context, status=status)


@require_safe
def plan_consolidated(request: HttpRequest, pk: int) -> HttpResponse:
    """Bản hợp nhất: the plan as it reads on a day, today where none is asked for."""
    plan = get_plan(request, pk)
    if plan.status != Plan.Status.ISSUED:
        raise Http404
    root_id = root_id_of(plan)
    if root_id != plan.pk:
        return redirect("campaigns:plan-consolidated", root_id)
    form = DayForm(request.GET if "ngay" in request.GET else None)
    day = localdate()
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["ngay"]
    elif not form.is_bound:
        form = DayForm(initial={"ngay": day})
    found = consolidated(plan, day)
    context = {
        "plan": plan,
        "form": form,
        "day": day,
        "is_before": plan.source_date is not None and day < plan.source_date,
        "title": found.title,
        "sources": [_source(number, one) for number, one in enumerate(found.sources)],
        "rows": [_row(entry, found) for entry in found.entries],
        "force": in_force(plan.pk),
        "campaign_url": campaign_url(plan.campaign),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/consolidated.html", context, status=status)


def _source(number, source) -> dict[str, Any]:
    effect = source.effect
    return {
        "words": source.words,
        "sign": f"[{number + 1}]",
        "id": f"nguon-{number + 1}",
        "day": effect.from_day,
        "reason": effect.reason,
        "url": url_or_none("reports:verify", effect.paper_code)
        if effect.paper_code
        else "",
    }


def _row(entry: Entry, found: Consolidated) -> dict[str, Any]:
    """``state``: same, changed, added or removed; told in words beside the line."""
    state, words = "same", ""
    if entry.removed is not None:
        state, words = "removed", "Bãi bỏ"
    elif entry.formers:
        letter = found.sources[entry.formers[-1].step].is_letter
        state, words = "changed", "Đính chính" if letter else "Sửa đổi"
    elif entry.added is not None:
        state, words = "added", "Bổ sung"
    marker = "" if entry.place is None else found.markers[entry.place]
    return {
        "state": state,
        "words": words,
        "marker": marker or entry.line.marker,
        "text": entry.line.text,
        "cells": cells(entry.line.text) if entry.line.kind is LineKind.TABLE else None,
        "is_head": entry.line.kind in (LineKind.PART, LineKind.SECTION, LineKind.ANNEX),
        "signs": [
            {"sign": f"[{step + 1}]", "id": f"nguon-{step + 1}"} for step in entry.steps
        ],
        "formers": [
            {
                "text": former.line.text,
                "sign": f"[{former.step + 1}]",
            }
            for former in entry.formers
        ],
    }
