"""Đơn vị tham gia: who takes part and why, added, taken out, brought back."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms.progress_periods import ReasonForm
from campaigns.forms.progress_taking import AddUnitForm, ContactForm
from campaigns.models import Indicator, Participation
from campaigns.views.progress.framing import (
    run_campaign,
    searching,
    track_context,
    track_form,
)
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.permissions import require
from units.posted import posted
from units.search import plain_words
from units.views.shared import done

BACK = "track-units"
PAGE = 50


@require_safe
def track_units(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Đơn vị tham gia: ``?q=``; ``?tt=thoi`` those that were taken out."""
    campaign = run_campaign(request, pk)
    words, left = plain_words(request.GET.get("q")), request.GET.get("tt") == "thoi"
    everybody = Participation.objects.filter(campaign=campaign)
    taking, gone = everybody.active().count(), everybody.left().count()
    found = (everybody.left() if left else everybody.active()).with_counts()
    if words:
        found = found.named(words)
    page = Paginator(found.for_list(), PAGE).get_page(request.GET.get("trang"))
    context = track_context(request, campaign, BACK) | {
        "page": page,
        "words": words,
        "left": left,
        "taking": taking,
        "gone": gone,
        "indicators": Indicator.objects.of(campaign).count(),
        "url": campaign_url(campaign, BACK),
        "add_url": campaign_url(campaign, "track-unit-add"),
    }
    return render(request, "campaigns/progress/units.html", context)


@require_http_methods(["GET", "POST"])
def track_unit_add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Thêm đơn vị."""
    campaign = run_campaign(request, pk)
    make = partial(AddUnitForm, campaign=campaign, user=request.user)
    form = searching(request, make)
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["other"]
        act = actions.add_participation
        if done(form, act, campaign.pk, by=request.user, unit_id=unit.pk) is not None:
            messages.success(
                request, f"Đã thêm {unit}, giao các chỉ tiêu giao cho mọi đơn vị."
            )
            return redirect(campaign_url(campaign, BACK))
    words = {
        "title": "Thêm đơn vị tham gia",
        "lead": "Đơn vị được giao các chỉ tiêu giao cho mọi đơn vị và nộp báo cáo các kỳ từ nay.",
        "act": "Thêm đơn vị",
    }
    return track_form(request, campaign, form, BACK, **words)


@require_http_methods(["GET", "POST"])
def participation_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Đưa đơn vị ra."""
    participation = _get(request, pk)
    campaign = run_campaign(request, participation.campaign_id)
    form = ReasonForm(posted(request), title="Chưa đưa ra được")
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.take_out, pk, by=request.user, **given) is not None:
            messages.success(
                request, f"{participation.unit} không còn tham gia phong trào."
            )
            return redirect(campaign_url(campaign, BACK))
    words = {
        "title": f"Đưa {participation.unit} ra khỏi phong trào",
        "lead": "Đơn vị không nợ báo cáo nữa, số liệu của đơn vị không tính vào tổng. Báo cáo đã "
        "nộp vẫn giữ; đưa lại được.",
        "act": "Đưa ra khỏi phong trào",
    }
    return track_form(request, campaign, form, BACK, **words)


@require_POST
def participation_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Đưa lại."""
    participation = _get(request, pk)
    campaign = run_campaign(request, participation.campaign_id)
    actions.bring_back(pk, by=request.user)
    messages.success(request, f"{participation.unit} lại tham gia phong trào.")
    return redirect(campaign_url(campaign, BACK))


@require_http_methods(["GET", "POST"])
def participation_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Đầu mối của đơn vị: for who works there, also where the campaign itself is not seen."""
    own = Participation.objects.of_units_of(request.user)
    found = own.select_related("unit", "campaign__host")
    participation = get_object_or_404(found, pk=pk)
    require(permissions.can_name_contact(request.user, participation))
    form = ContactForm(posted(request), participation=participation)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.name_contact, pk, by=request.user, **given) is not None:
            messages.success(request, f"Đã ghi đầu mối của {participation.unit}.")
            return redirect("campaigns:report-list")
    context = {
        "form": form,
        "campaign": participation.campaign,
        "title": "Đầu mối của đơn vị",
        "lead": f"{participation.unit}, phong trào “{participation.campaign}”. "
        f"{participation.campaign.host} liên hệ với người này khi cần.",
        "act": "Lưu đầu mối",
        "back": reverse("campaigns:report-list"),
        "crumbs": [("Báo cáo", reverse("campaigns:report-list"))],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/form.html", context, status=status)


def _get(request, pk) -> Participation:
    """404 but for who works in the authority that runs the campaign."""
    mine = Participation.objects.run_by(request.user)
    return get_object_or_404(mine.select_related("unit"), pk=pk)
