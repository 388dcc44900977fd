"""Chỉ tiêu: what the plan asks for, how each is measured and added up, what it comes to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, permissions
from campaigns.allotting import checks
from campaigns.filling import scale_of
from campaigns.forms.progress_measuring import MeasureForm
from campaigns.lineage import root_id_of
from campaigns.models import Campaign, Indicator, Participation
from campaigns.progress import examples
from campaigns.progress.entering import said
from campaigns.progress.measures import OverPeriods, OverUnits
from campaigns.progress.pace import level_words
from campaigns.totals import goal_of, of_indicators
from campaigns.views.progress.framing import run_campaign, track_context, track_form
from campaigns.views.shared import campaign_url
from units.posted import posted
from units.views.shared import done

BACK = "track-indicators"


@require_safe
def track_indicators(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Chỉ tiêu đang theo dõi."""
    campaign = run_campaign(request, pk)
    context = track_context(request, campaign, BACK)
    indicators = list(Indicator.objects.of(campaign).with_steps().with_owing())
    found, totals = checks(campaign, indicators), of_indicators(indicators)
    plan = context["plan"]
    can_change = permissions.can_change_issued(request.user, plan)
    context |= {
        "rows": [_row(one, found[one.pk], totals[one.pk]) for one in indicators],
        "taking": Participation.objects.filter(campaign=campaign).active().count(),
        "change_plan_url": reverse("campaigns:plan-change", args=[root_id_of(plan)])
        if can_change
        else "",
        "grid_url": campaign_url(campaign, "track-allotments"),
    }
    return render(request, "campaigns/progress/indicators.html", context)


@require_http_methods(["GET", "POST"])
def indicator_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa cách đo."""
    seen = Campaign.objects.visible_to(request.user).values("pk")
    found = Indicator.objects.filter(campaign__in=seen, ended_at=None).with_steps()
    indicator = get_object_or_404(found, pk=pk)
    campaign = run_campaign(request, indicator.campaign_id)
    form = MeasureForm(posted(request), indicator=indicator)
    if form.is_bound and form.is_valid():
        act = actions.measure_indicator
        if done(form, act, pk, by=request.user, **form.given) is not None:
            messages.success(
                request, f"Đã lưu cách đo “{indicator}”, các số tổng được tính lại."
            )
            return redirect(f"{campaign_url(campaign, BACK)}#ct-{pk}")
    words = {
        "title": "Cách đo chỉ tiêu",
        "lead": f"{indicator.name}: {_asked(indicator)}. Con số, điều kiện, hạn là của kế hoạch, "
        "không sửa ở đây.",
        "act": "Lưu cách đo",
    }
    return track_form(request, campaign, form, BACK, **words)


def _row(indicator, check, total) -> dict[str, Any]:
    scale = scale_of(indicator)
    return {
        "indicator": indicator,
        "asked": _asked(indicator),
        "check": check,
        "periods": OverPeriods(indicator.over_periods).label,
        "periods_example": examples.of_periods(OverPeriods(indicator.over_periods)),
        "units": OverUnits(indicator.over_units).label,
        "units_example": examples.of_units(OverUnits(indicator.over_units)),
        "result": said(total.value, scale)
        if indicator.over_units != OverUnits.COUNT
        else said(total.value, scale_of(Indicator(measure="number"))),
        "told": total.tally.words(),
    }


def _asked(indicator) -> str:
    """Kế hoạch yêu cầu gì."""
    goal = goal_of(indicator)
    if indicator.value is None or goal is None:
        return "không ghi con số"
    return level_words(goal, scale_of(indicator))
