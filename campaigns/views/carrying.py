"""Dùng lại kế hoạch năm trước: what would change first, then the new campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from campaigns import actions, carrying
from campaigns.forms import CarryForm
from campaigns.models import Plan
from campaigns.permissions import hosts_of
from campaigns.queries import content_of
from campaigns.views.shared import UNPROCESSABLE, campaign_url, get_plan
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted

LATE = 9  # from this month on a plan is for the next year


@require_http_methods(["GET", "POST"])
def plan_carry_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Dùng lại; ``buoc=xem`` shows the changes for the years typed, ``buoc=lap`` makes it."""
    plan = get_plan(request, pk)
    hosts = hosts_of(request.user)
    require(bool(hosts))
    content = content_of(plan)
    base = carrying.year_of(content)
    years = _usual(base)
    form = CarryForm(
        posted(request),
        hosts=hosts,
        initial={"years": years, "host": _host(plan, hosts)},
    )
    if form.is_bound and form.is_valid():
        years = form.cleaned_data["years"]
        if request.POST.get("buoc") == "lap":
            made = _made(plan, form, request.user)
            if made:
                return redirect("campaigns:plan-check", made.pk)
    carried, markers = carrying.carry_on(content, years), content.markers
    context = {
        "form": form,
        "plan": plan,
        "campaign_url": campaign_url(plan.campaign),
        "base": base,
        "new_year": base + years if base else None,
        "moved": [
            {
                "is_title": one.line is None,
                "marker": "" if one.line is None else markers[one.line],
                "pieces": one.pieces,
            }
            for one in carried.moved
        ],
        "remarks": carried.remarks,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/carry_on.html", context, status=status)


def _made(plan: Plan, form: CarryForm, by) -> Plan | None:
    try:
        return actions.carry_on(
            plan.pk, by=by, host_id=form.host_id, years=form.cleaned_data["years"]
        )
    except Refused as refusal:
        form_messages.refused(form, refusal)
        return None


def _usual(base: int | None) -> int:
    """From the plan's year to this one; late in the year to the next."""
    if base is None:
        return 0
    return min(max(year_planned() - base, 0), carrying.MOST)


def year_planned() -> int:
    """This year; late in the year the next."""
    today = localdate()
    return today.year + (today.month >= LATE)


def _host(plan, hosts):
    own = [unit.pk for unit in hosts]
    return plan.issuer_id if plan.issuer_id in own else own[0]
