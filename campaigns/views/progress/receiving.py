"""Tiếp nhận, yêu cầu bổ sung, hủy tiếp nhận, miễn: the host's side of a report."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import owing, permissions
from campaigns.actions.progress import receiving
from campaigns.filling import sheet_of
from campaigns.forms.progress_periods import ReasonForm
from campaigns.models import (
    Campaign,
    Participation,
    ProgressReport,
    ReportingPeriod,
)
from campaigns.report_links import owed_url
from campaigns.views.overview import Head
from campaigns.views.posted import clean
from campaigns.views.progress.crumbs import Crumbs, above_report, to_report
from campaigns.views.progress.posted import too_long
from campaigns.views.progress.report_head import TAGS, get_report, head_context
from campaigns.views.progress.rows import rows
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted

Status = ProgressReport.Status
# What the list can be narrowed to: key of the address, words.
SORTS = {
    "": "Tất cả",
    "qua-han": "Quá hạn",
    "chua-nop": "Chưa nộp",
    "da-nop": "Đã nộp",
    "cho": "Chờ tiếp nhận",
    "bo-sung": "Cần bổ sung",
    "xong": "Đã tiếp nhận",
    "mien": "Được miễn",
}
PAGE = 50
NOTE = 500  # characters of what is asked for in one line


@require_safe
def campaign_reports(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Báo cáo của mọi đơn vị trong một kỳ (``?ky=``), with who owes what."""
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(campaigns, pk=pk)
    head = Head.of(request.user, campaign)
    require(permissions.can_see_progress(request.user, campaign))
    today = localdate()
    periods = list(ReportingPeriod.objects.of(campaign))
    period = _chosen(periods, request.GET.get("ky", ""), today)
    found = owing.of_campaign(campaign, period) if period else []
    groups = {key: [one for one in found if _is(one, key, today)] for key in SORTS}
    sort = request.GET.get("loc", "")
    sort = sort if sort in SORTS else ""
    page = Paginator(groups[sort], PAGE).get_page(request.GET.get("trang"))
    receives = permissions.can_exempt(request.user, campaign)
    before, after = _beside(periods, period)
    context = head.context("campaign-reports") | {
        "periods": periods,
        "turns": [(before, "prev", "Kỳ trước"), (after, "next", "Kỳ sau")],
        "period": period,
        "sort": sort,
        "sorts": [
            {"key": key, "label": label, "count": len(groups[key])}
            for key, label in SORTS.items()
            if groups[key] or key in ("", sort)
        ],
        "page": page,
        "listed": [_listed(owed, today) for owed in page],
        "url": campaign_url(campaign, "campaign-reports"),
        "reminders_url": campaign_url(campaign, "campaign-reminders"),
        "receives": receives,
        "runs": permissions.can_run(request.user, campaign),
    }
    return render(request, "campaigns/progress/board.html", context)


def _chosen(periods, asked: str, today) -> ReportingPeriod | None:
    """The one that was asked for; else the last that has begun; else the first."""
    for period in periods:
        if str(period.pk) == asked:
            return period
    begun = [period for period in periods if period.starts_on <= today]
    return begun[-1] if begun else next(iter(periods), None)


def _beside(periods, period) -> tuple[ReportingPeriod | None, ReportingPeriod | None]:
    """The period before this one, and the one after it."""
    if period is None:
        return None, None
    at = periods.index(period)
    return (periods[at - 1] if at else None), next(iter(periods[at + 1 :]), None)


def _is(owed: owing.Owed, key: str, today) -> bool:
    status = owed.report.status if owed.report else None
    match key:
        case "qua-han":
            return owed.is_overdue(today)
        case "chua-nop":
            return status in (None, Status.DRAFT)
        case "da-nop":
            return status in (Status.SUBMITTED, Status.APPROVED, Status.RETURNED)
        case "cho":
            return status == Status.SUBMITTED
        case "bo-sung":
            return status == Status.RETURNED
        case "xong":
            return status == Status.APPROVED
        case "mien":
            return status == Status.EXEMPT
    return True


def _listed(owed: owing.Owed, today) -> dict[str, Any]:
    """A draft is the unit's own: the host knows that it is being written, no more."""
    report = owed.report
    kind, icon = TAGS[Status(report.status)] if report else ("mute", "circle")
    readable = report is not None and (
        report.status != Status.DRAFT or report.entered_for_unit
    )
    return {
        "owed": owed,
        "report": report,
        "url": owed_url(owed) if readable else "",
        "tag": kind,
        "icon": icon,
        "label": report.get_status_display() if report else "Chưa nhập",
        "overdue": owed.is_overdue(today),
        "is_late": report is not None
        and report.submitted_at is not None
        and localdate(report.submitted_at) > owed.period.due_on,
        "can_begin": report is None and owed.period.starts_on <= today,
    }


@require_POST
def report_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Tiếp nhận."""
    report = get_report(request, pk)
    require(permissions.can_receive(request.user, report))
    try:
        receiving.receive_report(report.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Đã tiếp nhận báo cáo {report.period.label} của {report.unit}."
        )
    return redirect("campaigns:report", report.pk)


@require_http_methods(["GET", "POST"])
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Yêu cầu bổ sung: a reason, and the lines that open again."""
    report = get_report(request, pk)
    require(permissions.can_receive(request.user, report))
    form = ReasonForm(posted(request), title="Chưa gửi được yêu cầu bổ sung")
    sheet = sheet_of(report)
    asked = {
        line.pk: clean(request.POST.get(f"v{line.pk}-xin", "")).strip()
        for line in sheet.lines
        if f"v{line.pk}-chon" in request.POST
    }
    long = {
        pk: said
        for pk, words in asked.items()
        if (said := too_long("Ghi chú", words, NOTE))
    }
    if request.method == "POST" and form.is_valid() and not long:
        try:
            receiving.return_report(
                report.pk,
                by=request.user,
                reason=form.cleaned_data["reason"],
                lines=asked,
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request,
                f"Đã gửi yêu cầu bổ sung cho {report.unit}. Số liệu chưa được tính.",
            )
            return redirect("campaigns:report", report.pk)
    context = head_context(request, report) | {
        "form": form, "rows": rows(sheet), "asked": asked, "long": long,
    }  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "campaigns/progress/return.html", context, status=status)


@require_http_methods(["GET", "POST"])
def report_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy tiếp nhận, with a reason."""
    report = get_report(request, pk)
    require(permissions.can_receive(request.user, report))
    form = ReasonForm(posted(request), title="Chưa hủy được tiếp nhận")
    if request.method == "POST" and form.is_valid():
        try:
            receiving.undo_receipt(
                report.pk, by=request.user, reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request,
                "Đã hủy tiếp nhận. Số liệu của báo cáo này không còn trong số tổng.",
            )
            return redirect("campaigns:report", report.pk)
    return _reason_page(
        request, form, to_report(request.user, report), act="Hủy tiếp nhận",
        heading="Hủy tiếp nhận báo cáo",
        told="Số liệu của báo cáo này thôi được tính; mọi số tổng trở lại như trước khi tiếp "
        "nhận. Báo cáo về trạng thái đã nộp, tiếp nhận lại hoặc yêu cầu bổ sung được.",
        back=reverse("campaigns:report", args=[report.pk]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_exempt(request: HttpRequest, taking: int, period: int) -> HttpResponse:
    """Miễn báo cáo một kỳ, with a reason."""
    participations = Participation.objects.visible_to(request.user)
    participation = get_object_or_404(
        participations.select_related("campaign__host", "unit"), pk=taking
    )
    when = get_object_or_404(
        ReportingPeriod, pk=period, campaign=participation.campaign_id
    )
    require(permissions.can_exempt(request.user, participation.campaign))
    form = ReasonForm(posted(request), title="Chưa miễn được")
    back = f"{campaign_url(participation.campaign, 'campaign-reports')}?ky={when.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            receiving.exempt_report(
                participation.pk, when.pk, by=request.user,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request, f"Đã miễn báo cáo {when.label} cho {participation.unit}."
            )
            return redirect(back)
    return _reason_page(
        request, form, above_report(request.user, participation, when),
        heading=f"Miễn báo cáo: {participation.unit}",
        act="Miễn báo cáo", back=back,
        told=f"{when.label}. Đơn vị được tính là miễn, không phải thiếu báo cáo.",
    )  # fmt: skip


@require_POST
def report_exempt_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi miễn."""
    report = get_report(request, pk)
    require(permissions.can_exempt(request.user, report.campaign))
    try:
        receiving.end_exemption(report.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{report.unit} lại phải nộp báo cáo này.")
    back = campaign_url(report.campaign, "campaign-reports")
    return redirect(f"{back}?ky={report.period_id}")


def _reason_page(
    request, form, crumbs: Crumbs, *, heading: str, act: str, told: str, back: str
) -> HttpResponse:
    context = {
        "form": form, "crumbs": crumbs, "heading": heading, "act": act, "told": told,
        "back": back,
    }  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "campaigns/progress/reason.html", context, status=status)
