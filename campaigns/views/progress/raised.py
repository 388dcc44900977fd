"""Khó khăn, kiến nghị: the host's list, what a unit was given to answer, one of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms.progress_raised import AnswerForm, AssignForm, ExplainForm
from campaigns.models import Allocation, Campaign, ProgressReport, RaisedItem
from campaigns.views.progress.framing import searching
from campaigns.views.progress.seen import opened, url
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import campaign_url, small_page
from campaigns.workdays import after
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.wording import excerpt

PAGE = 50
ANSWERED_IN = 5  # working days that are offered to answer in
# What the host's list can be narrowed to: key of the address, words.
SORTS = {
    "": "Tất cả",
    "chua-giao": "Chưa giao ai",
    "cho": "Chờ trả lời",
    "qua-han": "Quá hạn trả lời",
    "xong": "Đã trả lời",
}


@require_safe
def campaign_raised(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Mọi kiến nghị của một phong trào, open ones first."""
    head = opened(request, pk)
    today = localdate()
    found = list(RaisedItem.objects.of_host(head.campaign))
    groups = {key: [one for one in found if _is(one, key, today)] for key in SORTS}
    sort = request.GET.get("tt", "")
    sort = sort if sort in SORTS else ""
    page = Paginator(groups[sort], PAGE).get_page(request.GET.get("trang"))
    context = head.context("campaign-raised") | {
        "page": page,
        "sorts": [
            {"key": key, "label": label, "count": len(groups[key]), "now": key == sort}
            for key, label in SORTS.items()
            if groups[key] or key in ("", sort)
        ],
        "listed": [_listed(one, today) for one in page],
        "url": url(head, "campaign-raised"),
        "can_assign": permissions.can_assign_raised(request.user, head.campaign),
    }
    return render(request, "campaigns/progress/raised_board.html", context)


def _is(item: RaisedItem, key: str, today) -> bool:
    is_open = item.answered_at is None
    match key:
        case "chua-giao":
            return is_open and item.owner_id is None
        case "cho":
            return is_open and item.owner_id is not None
        case "qua-han":
            return is_open and item.due_on is not None and item.due_on < today
        case "xong":
            return not is_open
    return True


def _listed(item: RaisedItem, today) -> dict[str, Any]:
    late = _is(item, "qua-han", today)
    kind, icon, label = "info", "chat-left-text", "Chờ trả lời"
    if item.answered_at is not None:
        kind, icon, label = "ok", "check-circle-fill", "Đã trả lời"
    elif late:
        kind, icon, label = "bad", "exclamation-triangle-fill", "Quá hạn trả lời"
    elif item.owner_id is None:
        kind, icon, label = "warn", "exclamation-circle-fill", "Chưa giao ai"
    return {
        "item": item,
        "text": excerpt(item.text, 240),
        "tag": kind,
        "icon": icon,
        "label": label,
        "url": reverse("campaigns:raised", args=[item.pk]),
    }


@require_safe
def raised_list(request: HttpRequest) -> HttpResponse:
    """Kiến nghị giao đơn vị mình trả lời."""
    today = localdate()
    found = RaisedItem.objects.owned_by(request.user).for_owner()
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "listed": [_listed(one, today) for one in page],
        "tabs": unit_tabs("raised-list"),
    }
    return render(request, "campaigns/progress/raised_list.html", context)


def _get(request: HttpRequest, pk: int) -> RaisedItem:
    items = RaisedItem.objects.visible_to(request.user).for_owner()
    return get_object_or_404(items, pk=pk)


def _campaign(item: RaisedItem) -> Campaign | None:
    """None where whoever answers does not see it."""
    return Campaign.objects.filter(pk=item.campaign_id).select_related("host").first()


@require_safe
def raised_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một kiến nghị, with its answer."""
    item = _get(request, pk)
    return render(request, "campaigns/progress/raised.html", _context(request, item))


def _context(request: HttpRequest, item: RaisedItem) -> dict[str, Any]:
    user = request.user
    campaign = _campaign(item)
    report = (
        ProgressReport.objects.visible_to(user)
        .filter(pk=item.report_id)
        .select_related("period")
        .first()
    )
    is_open = item.answered_at is None
    asks = campaign is not None and permissions.can_ask_explanation(user, campaign)
    return _listed(item, localdate()) | {
        "cell_url": cell_of(item, campaign, user),
        "can_drop": item.is_explanation and is_open and asks,
        "campaign": campaign,
        "back": _above(user, item),
        "report": report,
        "can_assign": is_open
        and not item.is_explanation
        and campaign is not None
        and permissions.can_assign_raised(user, campaign),
        "can_answer": _answers(user, item, campaign)
        and (is_open or item.answered_by_id == user.pk),
    }


def cell_of(item: RaisedItem, campaign: Campaign | None, user) -> str:
    """The figure that is to be explained, for who sees the board; "" for all others."""
    if item.allocation_id is None or campaign is None:
        return ""
    if not permissions.can_see_progress(user, campaign):
        return ""
    return f"{campaign_url(campaign, 'campaign-indicators')}{item.allocation_id}/"


def _above(user, item: RaisedItem) -> str:
    """The list from which one comes to it."""
    campaign = _campaign(item)
    if campaign is not None and permissions.can_see_progress(user, campaign):
        return campaign_url(campaign, "campaign-raised")
    return reverse("campaigns:raised-list")


def _answers(user, item: RaisedItem, campaign: Campaign | None) -> bool:
    if item.owner is None and campaign is None:
        return False
    return permissions.can_answer_raised(user, item)


@require_http_methods(["GET", "POST"])
def raised_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Giao trả lời."""
    item = _get(request, pk)
    campaign = _campaign(item)
    require(
        campaign is not None and permissions.can_assign_raised(request.user, campaign)
    )
    assert campaign is not None

    def make(*args, **kwargs):
        return AssignForm(
            *args, item=item, campaign=campaign, user=request.user, **kwargs
        )

    form = searching(request, make)
    if form.is_bound and form.is_valid():
        try:
            actions.assign_raised(
                item.pk, by=request.user, owner_id=form.cleaned_data["owner"].pk,
                due_on=form.cleaned_data["due_on"],
            )  # fmt: skip
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request,
                f"Đã giao {form.cleaned_data['owner']} trả lời. Đơn vị thấy ở Việc cần làm.",
            )
            return redirect("campaigns:raised", item.pk)
    return _form(request, item, form, "Giao đơn vị trả lời", "Giao trả lời")


@require_http_methods(["GET", "POST"])
def raised_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lời."""
    item = _get(request, pk)
    require(_answers(request.user, item, _campaign(item)))
    form = AnswerForm(posted(request), initial={"answer": item.answer})
    if form.is_bound and form.is_valid():
        try:
            actions.answer_raised(
                item.pk, by=request.user, answer=form.cleaned_data["answer"]
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            read = (
                "đọc được ngay"
                if item.is_explanation
                else "đọc được trong báo cáo của mình"
            )
            messages.success(request, f"Đã trả lời. {item.unit} {read}.")
            return redirect("campaigns:raised", item.pk)
    title = "Giải trình" if item.is_explanation else "Trả lời kiến nghị"
    return _form(request, item, form, title, "Gửi trả lời")


@require_POST
def explanation_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi yêu cầu giải trình."""
    item = _get(request, pk)
    back = _above(request.user, item)
    try:
        actions.drop_explanation(item.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:raised", item.pk)
    messages.success(request, f"Đã thôi yêu cầu {item.owner} giải trình.")
    return redirect(back)


@require_http_methods(["GET", "POST"])
def explanation_ask(
    request: HttpRequest, pk: int, slug: str, allocation: int
) -> HttpResponse:
    """Yêu cầu giải trình một ô của bảng chỉ tiêu."""
    head = opened(request, pk)
    require(permissions.can_ask_explanation(request.user, head.campaign))
    rows = Allocation.objects.living().of_campaign(head.campaign.pk)
    row = get_object_or_404(rows.for_list(), pk=allocation)
    cell = f"{url(head, 'campaign-indicators')}{row.pk}/"
    form = ExplainForm(
        posted(request), initial={"due_on": after(localdate(), ANSWERED_IN)}
    )
    if form.is_bound and form.is_valid():
        try:
            item = actions.ask_explanation(row.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request,
                f"Đã yêu cầu {row.unit} giải trình. Đơn vị thấy ở Việc cần làm.",
            )
            return redirect("campaigns:raised", item.pk)
    board = (excerpt(head.campaign.name, 40), url(head, "campaign-indicators"))
    context = {
        "title": "Yêu cầu giải trình",
        "lead": str(row.indicator),
        "act": "Gửi yêu cầu",
        "crumbs": [board, (str(row.unit), cell)],
    }
    return _small(request, form, context)


def _form(request, item: RaisedItem, form, title: str, act: str) -> HttpResponse:
    page, above = (
        reverse("campaigns:raised", args=[item.pk]),
        _above(request.user, item),
    )
    context = {
        "title": title,
        "lead": item.text,
        "act": act,
        "crumbs": [("Kiến nghị", above), (item.called, page)],
    }
    return _small(request, form, context)


def _small(request, form, context: dict[str, Any]) -> HttpResponse:
    """A form about what the last crumb names and leads back to."""
    about, back = context["crumbs"][-1]
    return small_page(request, form, **context, about=about, back=back)
