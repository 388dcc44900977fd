"""Ở một bước của quy trình duyệt: đồng ý chuyển tiếp, trả lại."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns import actions, permissions
from campaigns.forms import AgreeForm, ReturnForm
from campaigns.models import Plan
from campaigns.views.comment_rows import places_said
from campaigns.views.shared import UNPROCESSABLE, get_plan
from campaigns.way import Way, looked_at_first_by, way_of
from units.models import User
from units.permissions import require
from units.posted import posted
from units.views.shared import done


@require_http_methods(["GET", "POST"])
def plan_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Đồng ý, chuyển tiếp, with a remark or none."""
    plan = _asked(request, pk)
    way = way_of(plan)
    step = way.open_step if way else None
    form = AgreeForm(posted(request), initial={"buoc": step.pk if step else None})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        passed = done(
            form, actions.agree_step, plan.pk, by=request.user, step_id=given["buoc"],
            remark=given["remark"],
        )  # fmt: skip
        if passed is not None:
            messages.success(request, _told(plan, passed))
            return redirect("home")
    context = {
        "plan": plan,
        "form": form,
        "title": f"Đồng ý ở bước “{step}”" if step else "Đồng ý, chuyển tiếp",
        "act": "Đồng ý, chuyển tiếp",
        "back": reverse("campaigns:plan-review", args=[plan.pk]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/opening_words.html", context, status=status)


@require_http_methods(["GET", "POST"])
def plan_step_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại ở một bước, với lý do."""
    plan = _asked(request, pk)
    way = way_of(plan)
    step = way.open_step if way else None
    form = ReturnForm(posted(request), places=places_said(request.user, plan))
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("buoc", "")
        returned = done(
            form, actions.return_at_step, plan.pk, by=request.user,
            step_id=int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
            reason=form.cleaned_data["reason"], **form.opens,
        )  # fmt: skip
        if returned is not None:
            messages.success(
                request, "Đã trả lại. Người soạn thấy lý do trên bản nháp của mình."
            )
            return redirect("home")
    context = {
        "plan": plan,
        "form": form,
        "step": request.POST.get("buoc") or (step.pk if step else ""),
        "review_url": reverse("campaigns:plan-review", args=[plan.pk]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/return.html", context, status=status)


def turn_context(plan: Plan, way: Way | None, user: User) -> dict[str, Any]:
    """For the page of whom a step asks: what waits for them, and where they do it."""
    if way is None:
        return {}
    turn = way.turn_of(user)
    first = looked_at_first_by(plan.returns.first(), turn, way, user) if turn else None
    can = turn is not None and first is None and turn.is_proven(user)
    acted = way.acted_by(user)
    return {
        "way_says": way.sentence if plan.status == Plan.Status.SUBMITTED else "",
        "way_first": first,
        "way_acted": acted,
        "turn": turn if can and acted is None else None,
        "agree_form": AgreeForm(initial={"buoc": turn.step.pk if turn else None}),
        "agree_url": reverse("campaigns:plan-agree", args=[plan.pk]),
        "step_return_url": reverse("campaigns:plan-step-return", args=[plan.pk]),
    }


def _asked(request, pk) -> Plan:
    plan = get_plan(request, pk)
    require(permissions.is_asked(request.user, plan))
    return plan


def _told(plan, passed) -> str:
    way = way_of(plan)
    step = way.open_step if way else None
    if step is not None and step.pk == passed.pk:
        return f"Đã đồng ý. Bước “{passed}” còn chờ {way.names(step)}."
    if step is not None:
        return (
            f"Đã đồng ý, chuyển đến bước {step.position} “{step}”: {way.names(step)}."
        )
    signer = plan.signer.user if plan.signer else "lãnh đạo"
    return f"Đã đồng ý. Các bước đã xong, kế hoạch chờ {signer} ký."
