"""Phạm vi được mở: told on the draft, asked for more, answered, looked at again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import actions, permissions
from campaigns.forms import AskOpeningForm, DeclineOpeningForm
from campaigns.models import Plan, PlanReturn
from campaigns.opening import PAGES
from campaigns.views.comment_rows import ALL, Said, Talk
from campaigns.views.desk import Desk
from campaigns.views.shared import UNPROCESSABLE, get_plan, get_plan_to_edit
from units.models import User
from units.permissions import require
from units.posted import posted
from units.views.shared import done
from units.wording import excerpt

PAGE = "campaigns/opening_words.html"


@require_http_methods(["GET", "POST"])
def plan_open_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Xin mở thêm, với lý do."""
    plan = get_plan_to_edit(request, pk)
    form = AskOpeningForm(posted(request))
    back = reverse("campaigns:plan-edit", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.ask_opening, plan.pk, by=request.user, **given):
            messages.success(request, "Đã gửi. Trả lời hiện trên bản nháp.")
            return redirect(back)
    return _words(request, plan, form, "Xin mở thêm", "Gửi", back)


@require_POST
def plan_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở sửa cả kế hoạch."""
    plan = get_plan(request, pk)
    actions.open_whole(plan.pk, by=request.user)
    messages.success(request, "Đã mở sửa cả kế hoạch.")
    return redirect("campaigns:plan-review", plan.pk)


@require_http_methods(["GET", "POST"])
def plan_open_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Chưa mở thêm, với một câu trả lời."""
    plan = get_plan(request, pk)
    require(
        permissions.can_review(request.user, plan)
        or permissions.is_asked(request.user, plan)
    )
    form = DeclineOpeningForm(posted(request))
    back = reverse("campaigns:plan-review", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.decline_opening, plan.pk, by=request.user, **given):
            messages.success(request, "Đã trả lời. Phạm vi mở sửa giữ nguyên.")
            return redirect(back)
    return _words(request, plan, form, "Chưa mở thêm", "Gửi trả lời", back)


@require_POST
def plan_look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã xem lại: closes all that one had said."""
    plan = get_plan(request, pk)
    actions.look_again(plan.pk, by=request.user)
    messages.success(request, "Đã khép các góp ý của anh/chị, ghi là đã xem lại.")
    return redirect("campaigns:plan-review", plan.pk)


def opening_context(desk: Desk, user: User) -> dict[str, Any]:
    """For the partial ``opening``: what is open, what was asked, who answers; empty: all is."""
    opening = desk.opening
    if opening is None:
        return {}
    returned = opening.returned
    asked = returned.requests.select_related("asked_by", "answered_by").first()
    return {
        "opening": {
            "who": returned.returned_by,
            "places": [_place(desk, place) for place in opening.places],
            "request": asked,
            "is_asked": asked is not None and asked.status == asked.Status.OPEN,
            "is_declined": asked is not None and asked.status == asked.Status.DECLINED,
            "can_ask": permissions.can_edit(user, desk.plan),
            "can_open": permissions.can_open_whole(user, desk.plan, returned),
        }
    }


def look_again_context(
    desk: Desk, user: User, returned: PlanReturn | None
) -> dict[str, Any]:
    """For the partial ``look_again``: what the leader had said, and what became of each line."""
    plan = desk.plan
    mine = (
        returned is not None
        and plan.status == Plan.Status.SUBMITTED
        and returned.scope == PlanReturn.Scope.PLACES
        and returned.returned_by_id == user.pk
    )
    if not mine or returned is None:
        return {}
    talk = Talk(plan, user, ALL, lines=desk.rows.lines)
    marks = {
        line.pk: mark
        for line, mark in zip(desk.rows.lines, desk.content.markers, strict=True)
    }
    said = [
        {"said": one, "where": marks.get(one.comment.line_id, "")}
        for one in talk.own()
        if _was_said(one, returned)
    ]
    return {
        "again": said,
        "again_open": sum(item["said"].comment.is_open for item in said),
        "again_waits": returned.looked_again_at is None,
        "again_is_signer": permissions.can_sign(user, plan),
    }


def _was_said(said: Said, returned: PlanReturn) -> bool:
    closed_at = said.comment.closed_at
    return closed_at is None or closed_at > returned.returned_at


def _place(desk, place):
    if place.line is None:
        return {"words": place.get_part_display(), "url": desk.url(PAGES[place.part])}
    page = desk.page_of(place.line_id)
    return {
        "words": f"“{excerpt(place.line.text, 60)}”"
        if place.line.text
        else "dòng trống",
        "url": f"{desk.url(page.slug)}?dong={place.line_id}" if page else "",
    }


def _words(request, plan, form, title, act, back):
    context = {"plan": plan, "form": form, "title": title, "act": act, "back": back}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, PAGE, context, status=status)
