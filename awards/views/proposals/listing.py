"""Khen thưởng: the list of proposals, and that of one campaign."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from awards.models import Proposal
from awards.models.proposals import Status
from awards.naming import names_on
from awards.permissions import proposals as permissions
from awards.proposal_list import Filter, Listed, listed
from awards.proposal_words import STATES, TAGS
from awards.views.room import tabs
from campaigns.models import Campaign
from campaigns.views.overview import Head
from units.long_lists import page_of
from units.models import User
from units.pages import answer, is_part


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Danh sách: ``?tt= &pt= &ht= &dv= &nam= &q=``, the newest first."""
    user = request.user
    found = listed(user, Filter.of(request.GET))
    names = names_on(localdate())
    context = _results(request, found, names)
    if not is_part(request):
        led = permissions.confirms_somewhere(user)
        waiting = Proposal.objects.to_confirm(led).not_own_of(user.pk)
        context |= _filter(found, names) | {
            "tabs": tabs("awards:proposal-list"),
            "confirms": waiting.count() if led else 0,
        }
    return answer(request, "awards/proposals/list.html", "results", context)


@require_safe
def campaign_proposals(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Đề nghị trong một phong trào, under its own head."""
    seen = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(seen, pk=pk)
    head = Head.of(request.user, campaign)
    among = Proposal.objects.visible_to(request.user).of_campaign(campaign)
    found = listed(request.user, Filter.of(request.GET), among)
    names = names_on(localdate())
    context = _results(request, found, names)
    context |= {"campaign": campaign, "in_campaign": True}
    if not is_part(request):
        context |= _filter(found, names) | head.context("awards:campaign-proposals")
    return answer(request, "awards/proposals/of_campaign.html", "results", context)


def _results(request: HttpRequest, found: Listed, names: dict[int, str]) -> dict:
    user, sought = request.user, found.sought
    page = page_of(request, found.rows)
    writes = permissions.writes_somewhere(user)
    appraises = permissions.appraises_somewhere(user)
    rows = [_row(one, names, user, set(writes), set(appraises)) for one in page]
    return {
        "page": page,
        "rows": rows,
        "filter": sought,
        "state_word": STATES[sought.state].label if sought.state else "",
        "acts": {act for row in rows for act in row["acts"]},
        "can_write": bool(writes),
    }


def _filter(found: Listed, names: dict[int, str]) -> dict[str, Any]:
    """What the form above the results offers."""
    counts = found.counts()
    return {
        "states": [
            {"value": slug, "label": status.label, "count": counts.get(status, 0)}
            for slug, status in STATES.items()
            if counts.get(status) or slug == found.sought.state
        ]
        if counts
        else [],
        "total": sum(counts.values()),
        "choices": found.choices(names),
    }


def _row(one: Proposal, names, user: User, writes: set, appraises: set) -> dict:
    kind, picture = TAGS[Status(one.status)]
    return {
        "proposal": one,
        "award": names.get(one.award_id or 0) or (one.award and one.award.code) or "",
        "tag": kind,
        "picture": picture,
        "acts": _acts(one, user, writes, appraises),
    }


def _acts(one: Proposal, user: User, writes: set, appraises: set) -> set[str]:
    """What may be done with it together with others; asked again by the act."""
    found = set()
    if one.is_open and one.unit_id in writes:
        found |= {"send"}
        if one.status == Status.DRAFT:
            found.add("review")
    if one.authority_id in appraises and user.pk not in one.own_to:
        if one.status == Status.SENT:
            found.add("receive")
        if one.status == Status.APPRAISING:
            found.add("ask")
    return found
