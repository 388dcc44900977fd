"""Theo đợt: each phase with its days, the reports of its periods, its indicators."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns.models import ReportingPeriod
from campaigns.overseeing import words
from campaigns.overseeing.phases import PhaseSeen, phases_of, state_of
from campaigns.overseeing.wholes import Whole
from campaigns.views.progress.bars import bar_of
from campaigns.views.progress.indicator_list import TAGS
from campaigns.views.progress.seen import Seen, opened, tools, url


@require_safe
def phase_list(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    head = opened(request, pk)
    seen = Seen.of(request, head.campaign)
    today = localdate()
    periods = list(ReportingPeriod.objects.of(head.campaign).with_counts())
    figures = url(head, "indicator-figures")
    reports = url(head, "campaign-reports")
    context = head.context("campaign-indicators") | tools(head, seen, "phase-list")
    context["phases"] = [
        _shown(one, seen, figures, reports, today)
        for one in phases_of(head.plan, seen.wholes(), periods)
    ]
    return render(request, "campaigns/progress/phase_list.html", context)


def _shown(
    one: PhaseSeen, seen: Seen, figures: str, reports: str, today: date
) -> dict[str, Any]:
    phase = one.phase
    tag, state = state_of(phase, today) if phase else ("", "")
    return {
        "name": phase.name if phase else "Cả phong trào",
        "starts_on": phase.starts_on if phase else None,
        "ends_on": phase.ends_on if phase else None,
        "tag": tag,
        "state": state,
        "done": one.done,
        "behind": one.behind,
        "count": len(one.wholes),
        "periods": [
            {
                "period": period,
                "url": f"{reports}?ky={period.pk}",
                "late": period.due_on < today,
            }
            for period in one.periods
        ],
        "indicators": [_indicator(whole, seen, figures) for whole in one.wholes],
    }


def _indicator(one: Whole, seen: Seen, figures: str) -> dict[str, Any]:
    tag, icon = TAGS[one.level]
    return {
        "name": one.indicator.name,
        "url": figures + seen.query(ct=one.indicator.pk),
        "value": words.whole_figure(one.value, one.course.scale),
        "need": words.need(one.required, one.indicator),
        "bar": bar_of(one),
        "tag": tag,
        "icon": icon,
        "label": one.level.label[:1].upper() + one.level.label[1:],
    }
