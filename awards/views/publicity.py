"""Công khai danh sách đề nghị: what was shown, and what may be shown from today."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from awards import actions, permissions, rulings
from awards.models import Proposal, Publicity
from awards.views.council import crumbs_of, get_council
from units.errors import Refused
from units.pages import numbers_of, url_or_none
from units.permissions import require
from units.views.shared import UNPROCESSABLE
from units.wording import vn_date

SHOWN = 30  # lists


@require_http_methods(["GET", "POST"])
def council_publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """Các đợt công khai của Hội đồng; POST shows the chosen proposals from today."""
    council = get_council(request, pk)
    publishes = permissions.can_publish_nominees(request.user, council)
    problem = ""
    picked = numbers_of(request.POST.getlist("de-nghi"))
    if request.method == "POST":
        require(publishes)
        try:
            made = actions.open_publicity(pk, by=request.user, proposal_ids=picked)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, f"Đã công khai danh sách đến hết {vn_date(made.last_day)}."
            )
            return redirect("awards:council-publicity", pk)
    authority, today = council.parent, localdate()
    rule = rulings.publicity_rule_on(authority, today)
    found = Publicity.objects.visible_to(request.user).of_council(council)
    waiting = Proposal.objects.to_publish(council.parent_id, today) if publishes else []
    context = {
        "council": council,
        "rule": rule,
        "publishes": publishes,
        "rows": [
            {
                "proposal": one,
                "shown_until": one.shown_until,
                "is_picked": one.pk in picked if problem else not one.shown_until,
            }
            for one in waiting
        ],
        "lists": [
            {"publicity": one, "is_over": one.last_day < today}
            for one in found.for_list()[:SHOWN]
        ],
        "public_url": url_or_none("reports:public-awards", authority.code)
        if authority and rule
        else None,
        "problem": problem,
        "crumbs": crumbs_of(council),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "awards/council/publicity.html", context, status=status)
