"""Tab Theo dõi: what its pages share, and the addresses that answer a search for a unit."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns import permissions
from campaigns.forms.progress_picking import OFFERED
from campaigns.models import Campaign
from campaigns.views.overview import Head
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.permissions import require
from units.views.branch import picked_among
from units.wording import excerpt

PARTS = (
    ("track-units", "Đơn vị tham gia"),
    ("track-periods", "Kỳ báo cáo"),
    ("track-indicators", "Chỉ tiêu"),
    ("track-allotments", "Giao chỉ tiêu"),
    ("track-feeds", "Góp lên cấp trên"),
)


def run_campaign(request: HttpRequest, pk: int) -> Campaign:
    """An issued campaign that the person runs; 403 to others who see it."""
    campaigns = Campaign.objects.visible_to(request.user)
    campaign = get_object_or_404(
        campaigns.select_related("host__kind", "host__parent"), pk=pk
    )
    require(permissions.can_run(request.user, campaign))
    if not campaign.plans.issued().exists():
        raise Http404
    return campaign


def track_context(request: HttpRequest, campaign: Campaign, now: str) -> dict[str, Any]:
    """Head of the campaign and the parts of the tab."""
    context = Head.of(request.user, campaign).context("track-units")
    return context | {
        "parts": [
            {"label": label, "url": campaign_url(campaign, name), "now": name == now}
            for name, label in PARTS
        ]
    }


def track_form(
    request: HttpRequest, campaign: Campaign, form: Form, back: str, **words: Any
) -> HttpResponse:
    """A form of the tab; ``words``: title, lead, act; ``back``: the part that it belongs to."""
    label = dict(PARTS)[back]
    context = {
        "form": form,
        "campaign": campaign,
        "back": campaign_url(campaign, back),
        "crumbs": [
            (excerpt(campaign.name, 80), campaign_url(campaign)),
            (label, campaign_url(campaign, back)),
        ],
        **words,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/form.html", context, status=status)


def searching[F: Form](request: HttpRequest, make: Callable[..., F]) -> F:
    """A form with a unit to be found: the button “Tìm” only asks, and keeps what is typed."""
    if request.method == "POST" and request.POST.get("tim"):
        return make(initial=request.POST.dict())
    return make(request.POST) if request.method == "POST" else make()


@require_safe
def track_pick(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Đơn vị tìm được, as one types."""
    campaign = run_campaign(request, pk)
    if field not in OFFERED:
        raise Http404
    return picked_among(request, field, OFFERED[field](campaign))
