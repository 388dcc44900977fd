"""Phiên bản của kế hoạch: the list, two of them side by side, and a mark kept by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, compared, permissions
from campaigns.comparing import Comparison, compare
from campaigns.content import PlanContent
from campaigns.forms import CompareForm, MarkForm
from campaigns.models import Plan, PlanVersion
from campaigns.queries import content_of
from campaigns.twin import from_own
from campaigns.views.reviewing import check_page
from campaigns.views.shared import (
    NOW,
    campaign_url,
    compare_url,
    get_plan,
    get_plan_to_edit,
)
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.wording import vn_date

ROWS = 80  # of a page
PLACES = 8  # of one kind that the summary leads to
Status = Plan.Status
STANDING = {
    Status.DRAFT: "Bản đang soạn",
    Status.RETURNED: "Bản đang sửa",
    Status.SUBMITTED: "Bản đang chờ duyệt",
    Status.APPROVED: "Bản đã duyệt",
    Status.SIGNED: "Bản đã ký",
    Status.ISSUED: "Bản ban hành",
}


@require_safe
def plan_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Các phiên bản đã giữ, mới nhất trước."""
    plan, versions = _kept(request, pk)
    context = _head(request, plan) | {
        "form": CompareForm(
            choices=_choices(plan, versions), initial=dict(_usual(versions))
        ),
        "compare_url": compare_url(plan),
        "now_name": STANDING[Status(plan.status)],
        "now_url": compare_url(plan, versions[0].number, NOW) if versions else "",
        "rows": [
            {
                "version": version,
                "url": compare_url(plan, version.number - 1, version.number)
                if version.changes
                else "",
            }
            for version in versions
        ],
    }
    return render(request, "campaigns/versions.html", context)


@require_safe
def plan_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """So sánh ``?tu=`` with ``?den=``: numbers of versions or NOW; ``ca=1`` shows all lines."""
    plan, versions = _kept(request, pk)
    usual = dict(_usual(versions))
    old, new = (request.GET.get(name) or usual[name] for name in ("tu", "den"))
    choices = _choices(plan, versions)
    if not {old, new} <= dict(choices).keys():
        raise Http404
    before, after = _contents(plan, old, new)
    whole = request.GET.get("ca") == "1"
    found = compare(before, after)
    blocks = compared.blocks(found, before, after, whole=whole)
    page = Paginator(blocks, ROWS).get_page(request.GET.get("trang"))
    context = _head(request, plan) | {
        "form": CompareForm(choices=choices, initial={"tu": old, "den": new}),
        "old_name": dict(choices)[old],
        "new_name": dict(choices)[new],
        "is_same_choice": old == new,
        "total": found.total,
        "whole": whole,
        "switch_url": compare_url(plan, old, new, **({} if whole else {"ca": "1"})),
        "summary": _summary(found, blocks, lambda n: _at(plan, old, new, whole, n)),
        "page": page,
    }
    return render(request, "campaigns/compare.html", context)


@require_http_methods(["GET", "POST"])
def plan_keep_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Giữ mốc bản này; asked for by its address: the page that the form stands on."""
    plan = get_plan_to_edit(request, pk)
    if request.method == "GET":
        return redirect("campaigns:plan-check", plan.pk)
    form = MarkForm(posted(request))
    if form.is_valid():
        try:
            occasion = actions.keep_version(
                plan.pk, by=request.user, name=form.cleaned_data["name"]
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            number = occasion.version.number
            messages.success(
                request, f"Đã giữ mốc “{occasion.name}”: phiên bản {number}."
            )
            return redirect("campaigns:plan-versions", plan.pk)
    return check_page(request, plan, mark=form)


def _kept(request, pk) -> tuple[Plan, list[PlanVersion]]:
    plan = get_plan(request, pk)
    require(permissions.can_read_versions(request.user, plan))
    seen = PlanVersion.objects.visible_to(request.user)
    return plan, list(seen.for_list().of_plan(plan))


def _usual(versions) -> list[tuple[str, str]]:
    """What is compared where nobody chose: the newest with the plan as it stands."""
    return [("tu", str(versions[0].number) if versions else NOW), ("den", NOW)]


def _choices(plan, versions) -> list[tuple[str, str]]:
    named = [(str(version.number), _name(version)) for version in versions]
    return [(NOW, STANDING[Status(plan.status)]), *named]


def _name(version) -> str:
    """ "Phiên bản 2: Bản trình lần 1, 26/11/2026"."""
    titles = ", ".join(occasion.title for occasion in version.occasions.all())
    return f"{version}: {titles}, {vn_date(version.kept_at)}"


def _contents(plan: Plan, *names: str) -> list[PlanContent]:
    twins = plan.versions.twins({int(name) for name in names if name != NOW})
    found = {str(number): from_own(twin) for number, twin in twins.items()}
    if NOW in names:
        found[NOW] = content_of(plan)
    return [found[name] for name in names]


def _at(plan, old, new, whole, number) -> str:
    """Where the block of that place, counted from 1, is shown."""
    more = {"ca": "1"} if whole else {}
    page = (number - 1) // ROWS + 1
    if page > 1:
        more["trang"] = str(page)
    return f"{compare_url(plan, old, new, **more)}#c{number}"


def _summary(found: Comparison, blocks, url) -> list[dict[str, Any]]:
    """Each count with the first places behind it."""
    told = []
    for key, number in compared.counts(found).items():
        own = [(n, block) for n, block in enumerate(blocks, 1) if key in block.counts]
        if number:
            told.append(
                {
                    "number": number,
                    "words": compared.WORDS[key],
                    "url": url(own[0][0]),
                    "places": [
                        {"where": block.where, "text": block.quoted, "url": url(n)}
                        for n, block in own[:PLACES]
                    ],
                    "next_url": url(own[PLACES][0]) if len(own) > PLACES else "",
                    "more": len(own) - PLACES,
                }
            )
    return told


def _head(request, plan) -> dict[str, Any]:
    can_edit = permissions.can_edit(request.user, plan)
    return {
        "plan": plan,
        "campaign_url": campaign_url(plan.campaign),
        "check_url": reverse("campaigns:plan-check", args=[plan.pk])
        if can_edit and plan.status != Status.ISSUED
        else "",
    }
