"""Đầu trang của một báo cáo: the report itself, its tag, what stands above each of its pages."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from campaigns import owing
from campaigns.models import ProgressReport
from campaigns.views.progress.crumbs import above_report, taking_of, to_report
from campaigns.views.shared import campaign_url

Status = ProgressReport.Status
TAGS = {
    Status.DRAFT: ("info", "pencil"),
    Status.SUBMITTED: ("info", "send"),
    Status.RETURNED: ("warn", "arrow-return-left"),
    Status.APPROVED: ("ok", "check-circle-fill"),
    Status.EXEMPT: ("mute", "dash"),
}


def get_report(request: HttpRequest, pk: int) -> ProgressReport:
    """The report, or 404 where the person may not even see it."""
    reports = ProgressReport.objects.visible_to(request.user).for_page()
    return get_object_or_404(reports, pk=pk)


def head_context(request, report) -> dict[str, Any]:
    """What stands above every page of one report."""
    tag, icon = TAGS[Status(report.status)]
    today = localdate()
    sees = report.campaign.host_id in request.user.chain_of_units or (
        report.campaign.host_id in request.user.units_read
    )
    return {
        "report": report,
        "period": report.period,
        "campaign": report.campaign,
        "campaign_url": campaign_url(report.campaign) if sees else "",
        "crumbs": above_report(request.user, taking_of(report), report.period),
        "crumbs_to_report": to_report(request.user, report),
        "tag": tag,
        "icon": icon,
        "overdue": owing.Owed(report.participation, report.period, report).is_overdue(
            today
        ),
        "is_late": report.submitted_at is not None
        and localdate(report.submitted_at) > report.period.due_on,
        "in_row": "lien-tiep" in request.GET,
        "key": f"{report.participation_id}-{report.period_id}",
    }
