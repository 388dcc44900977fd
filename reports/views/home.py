"""Việc cần làm: where everybody begins."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns import calendar, listing, noticing
from campaigns.inbox import KINDS, SIGN, drafts
from campaigns.permissions import hosts_of
from campaigns.views.shared import campaign_url
from reports import inbox

RUNNING = 5  # campaigns shown


@require_safe
def home(request):
    """All that waits for the person, by urgency; ``?loai=`` narrows it to one kind of work."""
    today = localdate()
    found = inbox.items(request.user)
    mine = [item for item in found if item.mine]
    wanted = request.GET.get("loai", "")
    wanted = wanted if wanted in KINDS else ""
    shown = [item for item in found if not wanted or item.work == wanted]
    request.nav_counts = {"home": len(mine)}
    running = listing.not_over(listing.campaigns(request.user), today)
    can_start = bool(hosts_of(request.user))
    context = {
        "today": today,
        "count": len(mine),
        "late": sum(1 for item in mine if item.deadline and item.deadline < today),
        "kinds": [
            {
                "value": value,
                "label": label,
                "count": sum(item.work == value for item in mine),
            }
            for value, label in KINDS.items()
        ],
        "wanted": wanted,
        "groups": inbox.groups(shown, today),
        "others": [item for item in found if not item.mine],
        "milestones": [
            {"milestone": milestone, "url": campaign_url(milestone.campaign)}
            for milestone in calendar.upcoming(request.user, today)
        ],
        "running": [
            {
                "campaign": campaign,
                "url": campaign_url(campaign),
                "is_coming": bool(campaign.starts_on and campaign.starts_on > today),
            }
            for campaign in listing.for_list(running)[:RUNNING]
        ],
        "unread": noticing.unread(request.user),
        "can_start": can_start,
        "to_sign": sum(item.act == SIGN for item in mine),
        "drafts": [] if wanted else drafts(request.user),
        "step": inbox.next_step(request.user, can_start=can_start),
    }
    return render(request, "reports/home.html", context)
