"""Chênh so với kế hoạch cấp trên; các đơn vị hưởng ứng."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns import actions, permissions
from campaigns.answers import Answered, answering, changed_since, newest
from campaigns.drifting import Drift, State
from campaigns.lineage import in_force, root_id_of
from campaigns.models import Campaign, Plan, PlanAnswer, SuperiorNote
from campaigns.pairing import Change
from campaigns.papers import effect_of
from campaigns.views.desk import Desk
from campaigns.views.overview import Head
from campaigns.views.shared import campaign_url, get_plan
from campaigns.wording import KIND_OF_FIELD, describe
from units import fence
from units.models import User
from units.pages import number_in
from units.permissions import require
from units.wording import vn_date

PAGE_SIZE = 50


@require_safe
def plan_superior(request: HttpRequest, pk: int) -> HttpResponse:
    """Chênh: what is kept, adapted, left out, added; what was changed above since."""
    plan = get_plan(request, pk)
    require(permissions.can_read_versions(request.user, plan))
    desk = Desk(plan)
    if desk.answered is None:
        raise Http404
    answer = PlanAnswer.objects.for_page().get(pk=desk.answered.answer.pk)
    can_edit = permissions.can_edit(request.user, plan)
    context = {
        "plan": plan,
        "campaign_url": campaign_url(plan.campaign),
        "answer": answer,
        "source_url": source_url(request.user, answer),
        "can_edit": can_edit,
        "is_open": can_edit and plan.is_open,
        **drift_context(desk, desk.answered),
        "source_force": in_force(root_id_of(answer.source)) if answer.source else None,
        **_newer(answer, desk, request.user),
    }
    return render(request, "campaigns/superior.html", context)


@require_POST
def plan_superior_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã xem thay đổi của cấp trên."""
    plan = get_plan(request, pk)
    require(permissions.can_edit(request.user, plan))
    source = number_in(request.POST, "ban") or 0
    actions.see_superior_changes(plan.pk, by=request.user, source_id=source)
    messages.success(
        request, "Đã ghi là đã xem. Chỗ chênh được tính theo bản mới của cấp trên."
    )
    return redirect("campaigns:plan-superior", plan.pk)


@require_POST
def superior_note_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Theo cấp trên, hoặc đưa vào kế hoạch."""
    own = SuperiorNote.objects.filter(
        answer__in=PlanAnswer.objects.visible_to(request.user)
    )
    item = get_object_or_404(own.select_related("answer"), pk=pk)
    plan = get_plan(request, item.answer.plan_id)
    require(permissions.can_edit(request.user, plan))
    line = actions.take_superior_note(item.pk, by=request.user)
    desk = Desk(get_plan(request, plan.pk))
    page = desk.page_of(line.pk)
    url = f"{desk.url(page.slug)}?dong={line.pk}" if page else ""
    messages.success(request, "Đã theo cấp trên. Xem lại câu chữ của dòng này.")
    return redirect(url or reverse("campaigns:plan-superior", args=[plan.pk]))


@require_safe
def campaign_answers(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Các đơn vị hưởng ứng: issued plans below that answer this campaign, and their drift."""
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).for_list(), pk=pk
    )
    head = Head.of(request.user, campaign)
    require(permissions.can_follow(request.user, campaign))
    # Drafts below are not for the eyes of a superior, and so the fence hides these plans
    # whole; it was asked above, and only what is issued is read.
    with fence.lowered():
        found = PlanAnswer.objects.issued_below(campaign).for_page()
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
        newest_plan = Plan.objects.issued().newest_of(campaign)
        rows = [_answer_row(one, newest_plan) for one in answering(list(page))]
    context = head.context("campaign-answers") | {"page": page, "rows": rows}
    return render(request, "campaigns/answers.html", context)


def drift_context(desk: Desk, answered: Answered) -> dict[str, Any]:
    """For the partial ``drift``: each state with its rows, in words."""
    rows = [_drift_row(one, desk) for one in answered.drifts]
    return {
        "drift": [
            {
                "state": state,
                "label": state.label,
                "rows": [row for row in rows if row["drift"].state is state],
            }
            for state in (State.CHANGED, State.LEFT_OUT, State.ADDED, State.KEPT)
        ],
        "counts": answered.told_counts,
        "behind": len(answered.behind),
    }


def source_url(user: User, answer: PlanAnswer) -> str:
    """The superior's campaign, where it still reaches the person."""
    if answer.source is None:
        return ""
    seen = Plan.objects.visible_to(user).filter(pk=answer.source_id).exists()
    return campaign_url(answer.source.campaign) if seen else ""


def _drift_row(one: Drift, desk: Desk) -> dict[str, Any]:
    line = one.own.row if one.own else None
    page = desk.page_of(line) if line is not None else None
    return {
        "drift": one,
        "kind": KIND_OF_FIELD[one.kind],
        "name": one.name,
        "given": describe(one.item.note) if one.item else "",
        "url": f"{desk.url(page.slug)}?dong={line}" if page else "",
    }


def _newer(answer: PlanAnswer, desk: Desk, user: User) -> dict[str, Any]:
    """What the superior issued since: nothing of it where it does not reach the person."""
    plan = newest(answer)
    if plan is None or not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return {"newer": None}
    by_place = {(item.kind, item.place): item.pk for item in answer.items.all()}
    lines = {
        row.answers_id: row.line_id
        for rows in desk.rows.notes.values()
        for row in rows
        if row.answers_id
    }
    return {
        "newer": plan,
        "newer_words": _newer_words(plan, answer),
        "newer_url": campaign_url(plan.campaign),
        "changes": [
            _change_row(one, desk, lines.get(by_place.get((one.kind, one.before))))
            for one in changed_since(answer, plan)
        ],
    }


def _newer_words(plan: Plan, answer: PlanAnswer) -> str:
    """What the superior did: amended, took an amendment back, or issued anew."""
    issuer, effect = str(plan.issuer), effect_of(plan)
    source = answer.source
    if source is not None and source.pk > plan.pk:
        return f"{issuer} đã thu hồi bản sửa đổi, kế hoạch đọc lại như trước."
    if effect is not None and effect.is_derived:
        verb = effect.get_kind_display().lower()
        return f"{issuer} {verb} kế hoạch bằng {effect.paper_cited}."
    day = f" ngày {vn_date(plan.source_date)}" if plan.source_date else ""
    number = (
        f", số {plan.source_number:02d}/{plan.symbol}" if plan.source_number else ""
    )
    return f"{issuer} ban hành lại kế hoạch{day}{number}."


def _change_row(one: Change, desk: Desk, line: int | None) -> dict[str, Any]:
    page = desk.page_of(line) if line is not None else None
    what = "Sửa" if one.before is not None and one.after is not None else "Thêm"
    return {
        "change": one,
        "what": "Bỏ" if one.after is None else what,
        "kind": KIND_OF_FIELD[one.kind],
        "told": "; ".join(each.words for each in one.differences) or describe(one.note),
        "url": f"{desk.url(page.slug)}?dong={line}" if page else "",
    }


def _answer_row(one: Answered, newest_plan: Plan | None) -> dict[str, Any]:
    plan = one.answer.plan
    counts = one.counts
    return {
        "unit": plan.issuer,
        "plan": plan,
        "number": plan.known_number if plan.source_number else "",
        "kept": counts[State.KEPT],
        "changed": counts[State.CHANGED],
        "left_out": counts[State.LEFT_OUT],
        "added": counts[State.ADDED],
        "is_late": newest_plan is not None and one.answer.source_id != newest_plan.pk,
        "told": [
            {"name": each.name, "words": each.words or each.state.label.lower()}
            for each in one.drifts
            if each.state in (State.CHANGED, State.LEFT_OUT)
        ],
    }
