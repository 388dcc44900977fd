"""Phiếu báo cáo của đơn vị (màn hình 06): begin, fill in, check, send, take back."""

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

from campaigns import owing, permissions
from campaigns.actions.progress import reporting
from campaigns.filling import lacks, sheet_of
from campaigns.forms.progress_reports import ProvenanceForm
from campaigns.models import (
    Participation,
    ProgressReport,
    ReportingPeriod,
)
from campaigns.report_links import owed_url
from campaigns.views.progress.crumbs import above_report
from campaigns.views.progress.evidence_rows import panel_of
from campaigns.views.progress.report_head import TAGS, get_report, head_context
from campaigns.views.progress.rows import rows
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.progress.writing import SHEET, save, sheet_context
from campaigns.views.shared import UNPROCESSABLE
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted as sent
from units.wording import vn_time

Status = ProgressReport.Status


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Báo cáo của đơn vị mình: what is owed first, then what was sent."""
    today = localdate()
    found = owing.of_person(request.user, today)
    open_ones = [_listed(owed, today) for owed in found if owed.is_open]
    done = [_listed(owed, today) for owed in reversed(found) if not owed.is_open]
    context = {"open": open_ones, "done": done, "tabs": unit_tabs("report-list")}
    return render(request, "campaigns/progress/report_list.html", context)


def _listed(owed, today) -> dict[str, Any]:
    kind, icon = TAGS[Status(owed.report.status)] if owed.report else ("mute", "circle")
    label = owed.report.get_status_display() if owed.report else "Chưa nhập"
    return {
        "owed": owed,
        "url": owed_url(owed),
        "tag": kind,
        "icon": icon,
        "label": label,
        "overdue": owed.is_overdue(today),
        "returned": owed.report is not None and owed.report.status == Status.RETURNED,
    }


@require_safe
def report_next(request: HttpRequest) -> HttpResponse:
    """Làm tiếp: on to what is due first of all that is owed; ``?sau=`` after that report."""
    today = localdate()
    left = [one for one in owing.of_person(request.user, today) if one.is_due(today)]
    skipped = request.GET.get("sau", "")
    keys = [f"{one.participation.pk}-{one.period.pk}" for one in left]
    start = keys.index(skipped) + 1 if skipped in keys else 0
    if start >= len(left):
        messages.info(
            request,
            "Đã đi hết các báo cáo đến hạn."
            if left
            else "Không còn báo cáo nào đến hạn.",
        )
        return redirect("campaigns:report-list")
    return redirect(f"{owed_url(left[start])}?lien-tiep=1")


@require_http_methods(["GET", "POST"])
def report_begin(request: HttpRequest, taking: int, period: int) -> HttpResponse:
    """Mở báo cáo một kỳ: the unit at once, the host with what it is typed in from."""
    participation = get_object_or_404(
        Participation.objects.visible_to(request.user).select_related(
            "campaign__host", "unit"
        ),
        pk=taking,
    )
    when = get_object_or_404(
        ReportingPeriod, pk=period, campaign=participation.campaign_id
    )
    there = (
        ProgressReport.objects.visible_to(request.user)
        .filter(participation=participation, period=when)
        .first()
    )
    if there is not None and request.method == "GET":
        return redirect("campaigns:report", there.pk)
    own = permissions.can_report(request.user, participation)
    require(own or permissions.can_report_for(request.user, participation))
    form = None if own else ProvenanceForm(sent(request))
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            report = _begin(request, participation, when, form)
        except Refused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect("campaigns:report-list")
            form_messages.refused(form, refusal)
        else:
            return redirect("campaigns:report", report.pk)
    context = {
        "participation": participation, "period": when, "form": form,
        "campaign": participation.campaign, "own": own,
        "crumbs": above_report(request.user, participation, when),
        "in_row": "lien-tiep" in request.GET, "key": f"{taking}-{period}",
    }  # fmt: skip
    status = UNPROCESSABLE if form is not None and form.is_bound else 200
    return render(request, "campaigns/progress/begin.html", context, status=status)


def _begin(request, participation, when, form) -> ProgressReport:
    if form is None:
        return reporting.begin_report(participation.pk, when.pk, by=request.user)
    return reporting.begin_report_for_unit(
        participation.pk, when.pk, by=request.user,
        provenance=form.cleaned_data["provenance"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu: written by the unit while it is open, read by all others who see it."""
    report = get_report(request, pk)
    writes = permissions.can_write_report(request.user, report)
    if request.method == "POST":
        require(writes)
        return save(request, report)
    if writes and report.is_open:
        sheet = sheet_of(report)
        return render(request, SHEET, sheet_context(request, report, sheet))
    return render(
        request, "campaigns/progress/report.html", read_context(request, report)
    )


def read_context(request, report) -> dict[str, Any]:
    """The report as it is read."""
    sheet = sheet_of(report)
    user = request.user
    return head_context(request, report) | {
        "sheet": sheet,
        "rows": rows(sheet),
        "evidence": panel_of(user, report),
        "raised": list(
            report.raised.select_related("owner", "answered_by").order_by("pk")
        ),
        "can_withdraw": report.status == Status.SUBMITTED
        and permissions.can_write_report(user, report),
        "can_receive": report.status == Status.SUBMITTED
        and permissions.can_receive(user, report),
        "is_own_hand": report.status == Status.SUBMITTED
        and report.is_written_by(user)
        and permissions.can_exempt(user, report.campaign),
        "can_undo": report.status == Status.APPROVED
        and permissions.can_receive(user, report),
        "can_end_exemption": report.status == Status.EXEMPT
        and permissions.can_exempt(user, report.campaign),
    }


@require_http_methods(["GET", "POST"])
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem lại trước khi nộp: what is missing first, each a link to its box; then all of it."""
    report = get_report(request, pk)
    require(permissions.can_write_report(request.user, report))
    if not report.is_open:
        return redirect("campaigns:report", report.pk)
    refused = ""
    if request.method == "POST":
        try:
            reporting.submit_report(report.pk, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
            report = get_report(request, pk)
            if not report.is_open:
                messages.info(request, refused)
                return redirect("campaigns:report", report.pk)
        else:
            report = get_report(request, pk)
            messages.success(
                request,
                f"Đã nộp lúc {vn_time(report.sent_again_at or report.submitted_at)}, số biên "
                f"nhận {report.receipt}. {report.campaign.host} sẽ tiếp nhận hoặc yêu cầu bổ "
                "sung; rút về để sửa được cho đến khi tiếp nhận.",
            )
            return redirect("campaigns:report", report.pk)
    sheet = sheet_of(report)
    context = head_context(request, report) | {
        "rows": rows(sheet),
        "lacks": lacks(sheet),
        "sheet": sheet,
        "refused": refused,
        "raised": list(report.raised.order_by("pk")),
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "campaigns/progress/check.html", context, status=status)


@require_POST
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút về."""
    report = get_report(request, pk)
    require(permissions.can_write_report(request.user, report))
    try:
        reporting.withdraw_report(report.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút báo cáo về. Sửa xong thì nộp lại.")
    return redirect("campaigns:report", report.pk)
