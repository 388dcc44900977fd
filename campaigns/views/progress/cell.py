"""Một ô của bảng: what one unit has come to in one indicator, and everything behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns import permissions
from campaigns.drawing import Series, series
from campaigns.filling import course_of, scale_of
from campaigns.models import (
    Allocation,
    Evidence,
    ProgressReport,
    ProgressValue,
    RaisedItem,
    ReportingPeriod,
)
from campaigns.overseeing import words
from campaigns.overseeing.board import cell_of, run_of
from campaigns.progress.forecast import Forecast, forecast
from campaigns.progress.measures import OverPeriods
from campaigns.progress.pace import Course, judge, required_on
from campaigns.totals import part_of
from campaigns.views.progress.seen import opened, url
from campaigns.views.progress.sheet import TAGS

DOCK = "o-chi-tiet"  # id of the part of the matrix page that shows one cell
Status = ProgressReport.Status


@dataclass(frozen=True)
class Behind:
    """Một kỳ đứng sau con số: the report that the figure stands in."""

    report: ProgressReport
    value: str
    cause: str
    counts: bool

    @property
    def url(self) -> str:
        return reverse("campaigns:report", args=[self.report.pk])

    @property
    def tag(self) -> tuple[str, str]:
        return TAGS[Status(self.report.status)]


@require_safe
def indicator_cell(
    request: HttpRequest, pk: int, slug: str, allocation: int
) -> HttpResponse:
    """Cả trang; or the dock below the matrix, when that asks."""
    head = opened(request, pk)
    rows = Allocation.objects.living().filter(campaign=head.campaign)
    row = get_object_or_404(
        rows.select_related("indicator", "unit", "participation"), pk=allocation
    )
    context = _context(row, head.campaign, request.GET.get("ky", ""))
    context["url"] = request.path
    context["back_url"] = url(head, "campaign-indicators")
    asked = list(RaisedItem.objects.explaining(row))
    context["asked"] = asked
    context["can_ask"] = permissions.can_ask_explanation(
        request.user, head.campaign
    ) and not any(one.answered_at is None for one in asked)
    if request.htmx and request.htmx.target == DOCK:
        return render(request, "campaigns/progress/cell.html#dock", context)
    context = head.context("campaign-indicators") | context
    return render(request, "campaigns/progress/cell.html", context)


def _context(row: Allocation, campaign, asked: str) -> dict[str, Any]:
    today = localdate()
    indicator = row.indicator
    periods = list(ReportingPeriod.objects.of(campaign))
    period = next((one for one in periods if str(one.pk) == asked), None)
    values = list(
        ProgressValue.objects.filter(allocation=row)
        .exclude(report__status__in=[Status.DRAFT, Status.EXEMPT])
        .select_related("report__period")
        .order_by("report__period__ends_on")
    )
    counted = [one for one in values if one.report.status == Status.APPROVED]
    given = [(one.report.period.ends_on, part_of(one)) for one in counted]
    first = periods[0].ends_on if periods else None
    cell = cell_of(row, campaign, given, first, today, period)
    course = course_of(row, campaign, first)
    points = run_of(given, OverPeriods(indicator.over_periods))
    shown = _shown(counted, period)
    kind, icon = words.TAGS[cell.standing]
    label = cell.note or cell.standing.label
    return {
        "row": row,
        "unit": row.unit,
        "indicator": indicator,
        "period": period,
        "value": words.cell_figure(cell, indicator),
        "need": words.need(cell.required, indicator) or "chưa xét",
        "verdict": judge(cell.value, cell.required, is_exempt=cell.part.is_exempt),
        "tag": kind,
        "icon": icon,
        "label": label[:1].upper() + label[1:],
        "series": _series(points, course),
        "forecast": _forecast(points, course, indicator),
        "shown": shown,
        "cause": shown.cause if shown else "",
        "files": Evidence.objects.filter(allocation=row)
        .exclude(report__status__in=[Status.DRAFT, Status.EXEMPT])
        .count(),
        "behind": [_behind(one, row) for one in reversed(values)],
    }


def _shown(counted: list[ProgressValue], period) -> ProgressValue | None:
    """Whose words stand beside the figure: of that period, else of the last."""
    if period is not None:
        return next((o for o in counted if o.report.period_id == period.pk), None)
    return counted[-1] if counted else None


def _behind(value: ProgressValue, row: Allocation) -> Behind:
    part = part_of(value)
    said = words.whole_figure(part.value, scale_of(row.indicator))
    if part.is_exempt:
        said = f"không báo cáo: {value.exempt_reason}"
    return Behind(
        report=value.report,
        value=said,
        cause=value.cause,
        counts=value.report.status == Status.APPROVED,
    )


def _series(points: list[tuple[date, Decimal]], course: Course) -> Series | None:
    if not course.scale.is_counted:
        return None
    levels = []
    for day, _ in points:
        due = required_on(day, course)
        if due is not None and due.level is not None:
            levels.append((day, float(due.level)))
    said = "; ".join(
        f"{day:%d/%m/%Y}: {words.whole_figure(value, course.scale)}"
        for day, value in points
    )
    return series([(day, float(value)) for day, value in points], levels, said)


def _forecast(points, course: Course, indicator) -> Forecast | None:
    """Of figures that grow or fall towards a day; a place or a text is not foretold."""
    if course.deadline is None or course.goal is None or not course.scale.is_counted:
        return None
    if course.deadline < localdate():
        return None  # what came of it is known
    grows = indicator.over_periods in (OverPeriods.RUNNING, OverPeriods.SUM)
    return forecast(
        points, course.deadline, course.goal, course.scale, never_falls=grows
    )
