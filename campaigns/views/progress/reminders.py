"""Bậc thang nhắc việc của cơ quan, và sổ nhắc việc của một phong trào."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import ladder, permissions
from campaigns.actions.progress import ladders
from campaigns.forms.progress_reminders import StepForm
from campaigns.models import (
    Campaign,
    RegistrationCall,
    Reminder,
    ReminderStep,
    ReportingPeriod,
    Rung,
)
from campaigns.telling_due import thing_words
from campaigns.views.overview import Head
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.errors import Refused
from units.models import Unit
from units.permissions import require
from units.posted import posted
from units.views.shared import done

PAGE = 50


@require_safe
def campaign_reminders(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Sổ nhắc việc: of one period who was told what, when and why, or why nobody was."""
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(campaigns, pk=pk)
    head = Head.of(request.user, campaign)
    require(permissions.can_run(request.user, campaign))
    things = _things(campaign)
    key = _chosen(things, request.GET.get("ky", ""))
    rows = Reminder.objects.none()
    if key:
        rows = Reminder.objects.run_by(request.user).about(things[key]).for_ledger()
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    keeps = permissions.can_keep_ladder(request.user, campaign.host)
    context = head.context("campaign-reports") | {
        "things": {one: (thing_words(thing), thing) for one, thing in things.items()},
        "key": key,
        "thing": thing_words(things[key]) if key else "",
        "page": page,
        "url": campaign_url(campaign, "campaign-reminders"),
        "back": campaign_url(campaign, "campaign-reports"),
        "ladder_of": campaign.host_id if keeps else None,
    }
    return render(request, "campaigns/progress/reminder_ledger.html", context)


def _things(campaign) -> dict[str, ReportingPeriod | RegistrationCall]:
    """What units are reminded of, by the key of the address: periods, then calls."""
    calls = campaign.registration_calls.exclude(due_on=None)
    return {
        **{str(one.pk): one for one in ReportingPeriod.objects.of(campaign)},
        **{f"dk{one.pk}": one for one in calls},
    }


def _chosen(things: dict, asked: str) -> str:
    """What was asked for; else the last period that has begun, else the first thing."""
    if asked in things:
        return asked
    today = localdate()
    begun = [
        key
        for key, one in things.items()
        if isinstance(one, ReportingPeriod) and one.starts_on <= today
    ]
    return begun[-1] if begun else next(iter(things), "")


@require_http_methods(["GET", "POST"])
def ladder_page(request: HttpRequest, unit: int) -> HttpResponse:
    """Bậc thang nhắc việc: as it will hold from tomorrow on; a step is added here."""
    host = _host(request, unit)
    form = StepForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        added = done(
            form, ladders.add_reminder_step, host.pk, by=request.user,
            days=given["days"], reaches=given["reaches"],
        )  # fmt: skip
        if added is not None:
            messages.success(request, "Đã thêm bậc, có hiệu lực từ ngày mai.")
            return redirect("campaigns:ladder", host.pk)
    today = localdate()
    tomorrow = today + timedelta(1)
    steps, is_own = ladder.of_authority(host, tomorrow)
    now, _ = ladder.of_authority(host, today)
    context = {
        "unit": host,
        "form": form,
        "days": ladder.by_days(steps).items(),
        "is_own": is_own,
        "tomorrow": tomorrow,
        "changes": _said(now) != _said(steps),
        "today_days": ladder.by_days(now).items(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/ladder.html", context, status=status)


def _said(steps: list[ReminderStep]) -> set[tuple[int, str]]:
    return {(step.days, step.reaches) for step in steps}


@require_POST
def ladder_drop(request: HttpRequest, unit: int) -> HttpResponse:
    """Bỏ một bậc."""
    host = _host(request, unit)
    reaches = request.POST.get("reaches", "")
    days = request.POST.get("days", "")
    if reaches not in Rung or not days.lstrip("-").isdecimal():
        messages.error(request, "Không rõ bỏ bậc nào. Bấm lại nút Bỏ của bậc ấy.")
        return redirect("campaigns:ladder", host.pk)
    try:
        ladders.drop_reminder_step(
            host.pk, by=request.user, days=int(days), reaches=reaches
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ bậc, thôi áp dụng từ ngày mai.")
    return redirect("campaigns:ladder", host.pk)


@require_POST
def ladder_common(request: HttpRequest, unit: int) -> HttpResponse:
    """Dùng lại bậc thang chung."""
    host = _host(request, unit)
    try:
        ladders.use_common_ladder(host.pk, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Từ ngày mai dùng lại bậc thang chung.")
    return redirect("campaigns:ladder", host.pk)


def _host(request: HttpRequest, pk: int) -> Unit:
    """Of one's own units; 403 where the role there does not keep the ladder."""
    own = Unit.objects.filter(pk__in=request.user.units_read)
    host = get_object_or_404(own, pk=pk)
    require(permissions.can_keep_ladder(request.user, host))
    return host
