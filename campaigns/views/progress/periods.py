"""Kỳ báo cáo: the periods of a campaign, and what is done with each."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms.progress_periods import (
    LayPeriodsForm,
    OpenPeriodForm,
    PeriodForm,
    PostponeForm,
    ReasonForm,
)
from campaigns.models import Campaign, Participation, PeriodOpening, ReportingPeriod
from campaigns.progress.terms import TooMany
from campaigns.scheduling import is_begun, schedule
from campaigns.views.progress.framing import (
    run_campaign,
    searching,
    track_context,
    track_form,
)
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.permissions import require
from units.posted import posted
from units.views.shared import done
from units.wording import excerpt, vn_date

BACK = "track-periods"


@require_safe
def track_periods(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Kỳ báo cáo: days, due day, how many have reported, for whom it is open."""
    campaign = run_campaign(request, pk)
    openings: dict[int, list[PeriodOpening]] = {}
    for one in PeriodOpening.objects.filter(campaign=campaign).open().for_list():
        openings.setdefault(one.period_id, []).append(one)
    taking = Participation.objects.filter(campaign=campaign).active().count()
    periods = ReportingPeriod.objects.of(campaign).with_counts()
    periods = periods.select_related("locked_by")
    context = track_context(request, campaign, BACK) | {
        "rows": [_row(one, openings.get(one.pk, []), taking) for one in periods],
        "taking": taking,
        "today": localdate(),
        "lay_url": campaign_url(campaign, "periods-lay"),
        "add_url": campaign_url(campaign, "period-add"),
    }
    return render(request, "campaigns/progress/periods.html", context)


@require_http_methods(["GET", "POST"])
def periods_lay(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Lập kỳ theo nhịp: shown first (``buoc=xem``), laid down with the second button."""
    campaign = run_campaign(request, pk)
    form = LayPeriodsForm(posted(request), campaign=campaign)
    preview = None
    if form.is_bound and form.is_valid():
        if request.POST.get("buoc") == "xem":
            try:
                preview = schedule(campaign, form.asked)
            except TooMany as error:
                form.add_error("ends_on", str(error))
        else:
            asked = form.asked
            laid = done(
                form, actions.lay_periods, campaign.pk, by=request.user, asked=asked
            )
            if laid is not None:
                messages.success(request, f"Đã lập {len(laid)} kỳ báo cáo.")
                return redirect(campaign_url(campaign, BACK))
    context = {
        "form": form,
        "campaign": campaign,
        "preview": preview,
        "why": form.asked.why if preview else "",
        "back": campaign_url(campaign, BACK),
        "crumbs": [
            (excerpt(campaign.name, 80), campaign_url(campaign)),
            ("Kỳ báo cáo", campaign_url(campaign, BACK)),
        ],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "campaigns/progress/periods_lay.html", context, status=status
    )


@require_http_methods(["GET", "POST"])
def period_add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Thêm một kỳ."""
    campaign = run_campaign(request, pk)
    form = PeriodForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        period = done(form, actions.add_period, campaign.pk, by=request.user, **given)
        if period is not None:
            messages.success(request, f"Đã thêm kỳ “{period}”.")
            return redirect(campaign_url(campaign, BACK))
    words = {
        "title": "Thêm kỳ báo cáo",
        "lead": "Một kỳ riêng, ngoài các kỳ lập theo nhịp. Các kỳ không trùng ngày nhau.",
        "act": "Thêm kỳ",
    }
    return track_form(request, campaign, form, BACK, **words)


@require_http_methods(["GET", "POST"])
def period_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa tên, ngày."""
    period, campaign = _get(request, pk)
    form = PeriodForm(posted(request), period=period)
    words = {
        "title": f"Sửa kỳ “{period}”",
        "lead": f"Hạn nộp {vn_date(period.due_on)} không đổi ở đây. Sửa được khi chưa đơn vị "
        "nào mở báo cáo của kỳ.",
        "act": "Lưu kỳ",
    }
    return _done(
        request, campaign, form, actions.amend_period, period,
        "Đã sửa kỳ “{}”.", words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def period_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Lùi hạn nộp."""
    period, campaign = _get(request, pk)
    words = {
        "title": f"Lùi hạn nộp kỳ “{period}”",
        "lead": f"Hạn đang có: {vn_date(period.due_on)}. Hạn mới áp dụng cho mọi đơn vị.",
        "act": "Lùi hạn nộp",
    }
    return _done(
        request, campaign, PostponeForm(posted(request)), actions.postpone_due, period,
        "Đã lùi hạn nộp kỳ “{}”.", words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def period_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Khóa kỳ."""
    period, campaign = _get(request, pk)
    told = "Đơn vị đọc được lý do này."
    form = ReasonForm(
        posted(request), title="Chưa khóa được kỳ báo cáo", help_text=told
    )
    words = {
        "title": f"Khóa kỳ “{period}”",
        "lead": "Quá hạn rồi thì không nhận báo cáo của kỳ này nữa, trừ đơn vị được mở riêng. "
        "Báo cáo đã nộp giữ nguyên.",
        "act": "Khóa kỳ",
    }
    return _done(
        request, campaign, form, actions.lock_period, period,
        "Đã khóa kỳ “{}”.", words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def period_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở khóa kỳ."""
    period, campaign = _get(request, pk)
    form = ReasonForm(posted(request), title="Chưa mở khóa được kỳ báo cáo")
    words = {
        "title": f"Mở khóa kỳ “{period}”",
        "lead": "Mọi đơn vị lại nộp được báo cáo của kỳ này; nộp sau hạn vẫn ghi là muộn.",
        "act": "Mở khóa kỳ",
    }
    return _done(
        request, campaign, form, actions.unlock_period, period,
        "Đã mở khóa kỳ “{}”.", words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def period_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở kỳ cho một đơn vị."""
    period, campaign = _get(request, pk)
    make = partial(OpenPeriodForm, campaign=campaign, user=request.user)
    form = searching(request, make)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        opening = done(
            form, actions.open_period, pk, by=request.user, unit_id=unit.pk, **given
        )
        if opening is not None:
            day = vn_date(opening.until)
            messages.success(
                request, f"Đã mở kỳ “{period}” cho {unit} đến hết ngày {day}."
            )
            return redirect(campaign_url(campaign, BACK))
    words = {
        "title": f"Mở kỳ “{period}” cho một đơn vị",
        "lead": f"Hạn nộp {vn_date(period.due_on)}. Chỉ đơn vị được chọn nộp muộn được.",
        "act": "Mở kỳ",
    }
    return track_form(request, campaign, form, BACK, **words)


@require_POST
def opening_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Đóng lại kỳ đã mở."""
    mine = PeriodOpening.objects.run_by(request.user).select_related("campaign__host")
    opening = get_object_or_404(mine, pk=pk)
    require(permissions.can_run(request.user, opening.campaign))
    opening = actions.close_opening(pk, by=request.user)
    messages.success(request, f"Đã đóng lại kỳ “{opening.period}” với {opening.unit}.")
    return redirect(campaign_url(opening.campaign, BACK))


@require_POST
def period_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một kỳ."""
    period, campaign = _get(request, pk)
    actions.remove_period(pk, by=request.user)
    messages.success(request, f"Đã bỏ kỳ “{period}”.")
    return redirect(campaign_url(campaign, BACK))


def _get(request, pk) -> tuple[ReportingPeriod, Campaign]:
    """404 but for who sees the campaign; 403 but for who runs it."""
    seen = Campaign.objects.visible_to(request.user).values("pk")
    period = get_object_or_404(ReportingPeriod.objects.filter(campaign__in=seen), pk=pk)
    return period, run_campaign(request, period.campaign_id)


def _done(request, campaign, form, act, period, said, words) -> HttpResponse:
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, act, period.pk, by=request.user, **given) is not None:
            period.refresh_from_db()
            messages.success(request, said.format(period))
            return redirect(campaign_url(campaign, BACK))
    return track_form(request, campaign, form, BACK, **words)


def _row(period, openings, taking) -> dict[str, Any]:
    today = localdate()
    state = "now"
    if period.locked_at:
        state = "locked"
    elif period.starts_on > today:
        state = "coming"
    elif period.due_on < today:
        state = "over"
    return {
        "period": period,
        "state": state,
        "openings": openings,
        "owing": taking - period.exempted,
        "is_begun": is_begun(period),
    }
