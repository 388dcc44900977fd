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
from awards.proposal_list import Filter, listed
from awards.proposal_words import STATES, TAGS
from awards.views.room import tabs
from campaigns.models import Campaign
from campaigns.views.overview import Head
from units.long_lists import page_of
from units.models import User
from units.pages import answer


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Danh sách: ``?tt= &pt= &ht= &dv= &nam= &q=``, the newest first."""
    sought = Filter.of(request.GET)
    context = _context(request, sought, listed(request.user, sought))
    context["tabs"] = tabs(request.user, "awards:proposal-list")
    led = permissions.confirms_somewhere(request.user)
    context["confirms"] = (
        Proposal.objects.to_confirm(request.user, led).count() if led else 0
    )
    return answer(request, "awards/proposals/list.html", "results", context)


@require_safe
def campaign_proposals(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Đề nghị trong một phong trào, under its own head."""
    seen = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(seen, pk=pk)
    head = Head.of(request.user, campaign)
    sought = Filter.of(request.GET)
    among = Proposal.objects.visible_to(request.user).of_campaign(campaign)
    context = _context(request, sought, listed(request.user, sought, among))
    context |= head.context("awards:campaign-proposals") | {"in_campaign": True}
    return answer(request, "awards/proposals/of_campaign.html", "results", context)


def _context(request: HttpRequest, sought: Filter, found) -> dict[str, Any]:
    user = request.user
    page = page_of(request, found.rows)
    writes = permissions.writes_somewhere(user)
    appraises = permissions.appraises_somewhere(user)
    names = names_on(localdate())
    rows = [_row(one, names, user, set(writes), set(appraises)) for one in page]
    return {
        "page": page,
        "rows": rows,
        "filter": sought,
        "state_word": STATES[sought.state].label if sought.state else "",
        "states": [
            {"value": slug, "label": status.label, "count": found.counts.get(status, 0)}
            for slug, status in STATES.items()
            if found.counts.get(status) or slug == sought.state
        ]
        if found.counts
        else [],
        "total": found.total,
        "choices": found.choices,
        "acts": {act for row in rows for act in row["acts"]},
        "can_write": bool(writes),
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
