"""Góp lên cấp trên: both sides of a superior's target, what was given and what was given on."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, feeding
from campaigns.feeding import Passed, passed_on
from campaigns.filling import scale_of
from campaigns.forms.progress_feeding import FeedForm
from campaigns.models import Campaign, Indicator
from campaigns.progress.entering import said
from campaigns.totals import of_indicators
from campaigns.views.progress.framing import run_campaign, track_context, track_form
from campaigns.views.shared import campaign_url
from units import fence
from units.posted import posted
from units.views.shared import done

BACK = "track-feeds"
PAGE = 50


@require_safe
def track_feeds(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Góp lên (own targets) and góp từ dưới (whose figures come here)."""
    campaign = run_campaign(request, pk)
    own = list(Indicator.objects.of(campaign).for_feeding())
    # Sums alone of what stands below or above; whose campaign it is was asked before.
    with fence.lowered():
        up = [one for one in own if one.feeds_id]
        by_indicator = {one.indicator.pk: one for one in passed_on(up)}
        sums = of_indicators(up)
        below = Indicator.objects.feeding(campaign).for_feeding()
        page = Paginator(below, PAGE).get_page(request.GET.get("trang"))
        down = [_told(one, None) for one in passed_on(list(page))]
        can_feed = bool(own) and bool(feeding.offered(campaign))
    context = track_context(request, campaign, BACK) | {
        "rows": [
            {"indicator": one, "told": _told(by_indicator[one.pk], sums[one.pk].value)}
            if one.feeds_id
            else {"indicator": one, "told": None}
            for one in own
        ],
        "can_feed": can_feed,
        "page": page,
        "down": down,
    }
    return render(request, "campaigns/progress/feeds.html", context)


@require_http_methods(["GET", "POST"])
def indicator_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Chọn chỉ tiêu cấp trên để góp vào, hoặc thôi góp."""
    seen = Campaign.objects.visible_to(request.user).values("pk")
    found = Indicator.objects.filter(campaign__in=seen, ended_at=None)
    indicator = get_object_or_404(found, pk=pk)
    campaign = run_campaign(request, indicator.campaign_id)
    with fence.lowered():
        offered = feeding.offered(campaign)
    form = FeedForm(posted(request), indicator=indicator, offered=offered)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        act = actions.feed_indicator
        if done(form, act, pk, by=request.user, **given) is not None:
            messages.success(request, f"Đã ghi “{indicator}” góp vào đâu.")
            return redirect(campaign_url(campaign, BACK))
    words = {
        "title": "Góp vào chỉ tiêu cấp trên",
        "lead": f"{indicator.name}. Số đã tiếp nhận ở đây được cộng vào dòng của đơn vị trong bảng "
        "của cấp trên.",
        "act": "Lưu",
    }
    return track_form(request, campaign, form, BACK, **words)


def _told(one: Passed, result) -> dict[str, Any]:
    above = one.indicator.feeds
    scale = scale_of(above) if above else scale_of(one.indicator)
    value = result if one.row is None or result is not None else one.row.collected
    return {
        "passed": one,
        "level": said(one.level, scale),
        "result": said(value, scale_of(one.indicator)),
    }
