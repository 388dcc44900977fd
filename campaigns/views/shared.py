"""Chung cho các trang: fetching what the person may see, answering htmx and plain requests."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from campaigns import permissions
from campaigns.models import Campaign, Plan
from campaigns.report_links import page_of
from units.permissions import require
from units.views.shared import form_page

CONFLICT, UNPROCESSABLE = 409, 422
NOW = "nay"  # the plan as it stands, among the numbers of its versions


def get_plan(request: HttpRequest, pk: int) -> Plan:
    """The plan, or 404 where the person may not even see it."""
    return get_object_or_404(Plan.objects.visible_to(request.user).for_desk(), pk=pk)


def get_plan_to_edit(request: HttpRequest, pk: int) -> Plan:
    """The plan of an officer of its authority; 403 to others who see it."""
    plan = get_plan(request, pk)
    require(permissions.can_edit(request.user, plan))
    return plan


def campaign_url(campaign: Campaign, name: str = "campaign-detail") -> str:
    """Address of one of the campaign's pages, with its name for people to read."""
    return page_of(name, campaign.pk, campaign.name)


def compare_url(plan: Plan, old: object = "", new: object = "", **more: str) -> str:
    """Where two versions stand side by side; NOW for the plan as it stands."""
    chosen = {"tu": old, "den": new} | more
    query = urlencode({name: value for name, value in chosen.items() if value})
    url = reverse("campaigns:plan-compare", args=[plan.pk])
    return f"{url}?{query}" if query else url


def small_page(request: HttpRequest, form: Any, **words: Any) -> HttpResponse:
    """Một việc với một biểu mẫu ngắn; words: title, lead, act, back, and about or crumbs."""
    return form_page(request, "campaigns/progress/small_form.html", form, **words)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """After a POST: on to a page; htmx is told where."""
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return redirect(url)
