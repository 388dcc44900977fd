"""Giao chỉ tiêu: the grid of units by targets, and one unit's row of it with who is exempt."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions
from campaigns.actions.progress.allotting import last_allotment
from campaigns.allotting import Column, GridRow, checks, grid, read_grid, shown_in
from campaigns.filling import scale_of
from campaigns.forms.progress_periods import ReasonForm
from campaigns.models import Allocation, Campaign, Indicator, Participation
from campaigns.progress.allotting import Face
from campaigns.views.progress.framing import run_campaign, track_context, track_form
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.errors import Refused
from units.pages import number_in
from units.posted import posted
from units.views.shared import done

BACK = "track-allotments"
PAGE = 40


@require_http_methods(["GET", "POST"])
def track_allotments(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Bảng giao: ``?theo=`` which face of it, ``?trang=``."""
    campaign = run_campaign(request, pk)
    face = face_of(request)
    columns = columns_of(campaign)
    taking = Participation.objects.filter(campaign=campaign).active().for_list()
    page = Paginator(taking, PAGE).get_page(request.GET.get("trang"))
    if request.method == "POST":
        sent = [one for one in page if f"cu-{one.pk}" in request.POST]
        rows = grid(columns, sent, face)
        answer = _save(request, campaign, rows, columns, face)
        if answer is not None:
            return answer
        return _page(request, campaign, page, rows, columns, face, is_wrong=True)
    rows = grid(columns, list(page), face)
    return _page(request, campaign, page, rows, columns, face)


def _save(request, campaign, rows, columns, face) -> HttpResponse | None:
    """Where it leads on; None where the page is shown again with what is wrong."""
    cells = read_grid(rows, columns, request.POST, face)
    if any(box.error for row in rows for box in row.boxes):
        return None
    try:
        entry = actions.allot(campaign.pk, by=request.user, cells=cells)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if entry is None:
        messages.info(request, "Không có ô nào đổi.")
    else:
        messages.success(request, f"Đã giao {entry.detail['cells']} ô.")
    return redirect(_here(request, campaign, face))


def _page(
    request, campaign, page: Page, rows: list[GridRow], columns, face, *, is_wrong=False
) -> HttpResponse:  # fmt: skip
    wrong = [box for row in rows for box in row.boxes if box.error]
    context = track_context(request, campaign, BACK) | {
        "page": page,
        "rows": rows,
        "columns": columns,
        "face": face,
        "faces": [
            {"face": one, "url": f"{campaign_url(campaign, BACK)}?theo={one}"}
            for one in Face
        ],
        "wrong": wrong,
        "undo": last_allotment(campaign),
        "action": _here(request, campaign, face),
        "paste_url": f"{campaign_url(campaign, 'track-paste')}?theo={face}",
        "spread_url": campaign_url(campaign, "track-spread"),
        "undo_url": campaign_url(campaign, "track-undo"),
        "add_url": campaign_url(campaign, "track-unit-add"),
    }
    status = UNPROCESSABLE if wrong or is_wrong else 200
    return render(request, "campaigns/progress/allotments.html", context, status=status)


@require_POST
def track_undo(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Hoàn tác lần giao sau cùng."""
    campaign = run_campaign(request, pk)
    actions.undo_allotment(campaign.pk, by=request.user)
    messages.success(request, "Đã hoàn tác lần giao sau cùng: các ô trở lại như trước.")
    return redirect(campaign_url(campaign, BACK))


@require_safe
def participation_allotments(request: HttpRequest, pk: int) -> HttpResponse:
    """Chỉ tiêu của một đơn vị: each with its level, and whether it is exempt."""
    mine = Participation.objects.run_by(request.user).select_related("unit")
    participation = get_object_or_404(mine, pk=pk)
    campaign = run_campaign(request, participation.campaign_id)
    found = Allocation.objects.living().filter(participation=participation)
    rows = found.select_related("indicator", "exempted_by").order_by(
        "indicator__position", "pk"
    )
    context = track_context(request, campaign, BACK) | {
        "participation": participation,
        "rows": [_told(row) for row in rows],
        "back": campaign_url(campaign, BACK),
    }
    return render(request, "campaigns/progress/unit_allotments.html", context)


@require_http_methods(["GET", "POST"])
def allocation_exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Miễn một chỉ tiêu cho một đơn vị."""
    row = _get(request, pk)
    campaign = run_campaign(request, row.campaign_id)
    told = "Đơn vị đọc được lý do này."
    form = ReasonForm(posted(request), title="Chưa miễn được", help_text=told)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        act = actions.exempt_allocation
        if done(form, act, pk, by=request.user, **given) is not None:
            messages.success(request, f"Đã miễn “{row.indicator}” cho {row.unit}.")
            return redirect(_of_unit(row))
    words = {
        "title": f"Miễn chỉ tiêu cho {row.unit}",
        "lead": f"{row.indicator.name}. Đơn vị tính là được miễn, không phải thiếu; số đã báo cáo "
        "không tính vào tổng.",
        "act": "Miễn chỉ tiêu",
    }
    return track_form(request, campaign, form, BACK, **words)


@require_POST
def allocation_owe(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi miễn."""
    row = _get(request, pk)
    run_campaign(request, row.campaign_id)
    actions.owe_again(pk, by=request.user)
    messages.success(request, f"{row.unit} lại nợ “{row.indicator}”.")
    return redirect(_of_unit(row))


def face_of(request: HttpRequest) -> Face:
    asked = request.GET.get("theo", "")
    return Face(asked) if asked in list(Face) else Face.LEVEL


def columns_of(campaign: Campaign) -> list[Column]:
    indicators = list(Indicator.objects.of(campaign))
    found = checks(campaign, indicators)
    return [Column(one, found[one.pk]) for one in indicators]


def _here(request, campaign, face) -> str:
    number = number_in(request.GET, "trang")
    page = f"&trang={number}" if number else ""
    return f"{campaign_url(campaign, BACK)}?theo={face}{page}"


def _get(request, pk) -> Allocation:
    mine = Allocation.objects.run_by(request.user).select_related("indicator", "unit")
    return get_object_or_404(mine, pk=pk)


def _of_unit(row) -> str:
    return reverse("campaigns:participation-allotments", args=[row.participation_id])


def _told(row: Allocation) -> dict[str, Any]:
    scale = scale_of(row.indicator)
    return {
        "row": row,
        "level": shown_in(row, scale, Face.LEVEL),
        "weight": shown_in(row, scale, Face.WEIGHT),
        "baseline": shown_in(row, scale, Face.BASELINE),
    }
