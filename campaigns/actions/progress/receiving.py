"""Tiếp nhận, yêu cầu bổ sung, hủy tiếp nhận, miễn: what the host does with a unit's report.

Every act that makes figures count, or no longer, renews the results that they feed in the
same transaction: the unit's own, and above them what a superior collects from them.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.timezone import now

from campaigns import permissions, tasks, totals
from campaigns.actions.progress.locking import lock_report
from campaigns.collecting import collect
from campaigns.models import (
    Allocation,
    Participation,
    ProgressReport,
    ReportingPeriod,
)
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_datetime
from units.workflow import add, amend, move, move_as

Status = ProgressReport.Status


@transaction.atomic
def receive_report(report_id: int, *, by: User) -> ProgressReport:
    """Tiếp nhận: from now on the figures count."""
    report = lock_report(report_id)
    require(permissions.can_receive(by, report))
    if report.status == Status.APPROVED:
        raise Refused(
            f"{report.approved_by} đã tiếp nhận báo cáo này lúc "
            f"{vn_datetime(report.approved_at)}."
        )
    _require_sent(report)
    for value in report.values.filter(flagged=True):
        amend(value, by=by, flagged=False, flag_note="")
    move(report, Status.APPROVED, by=by, approved_by=by, approved_at=now())
    _renew(report)
    return report


@transaction.atomic
def return_report(
    report_id: int, *, by: User, reason: str, lines: Mapping[int, str] | None = None
) -> ProgressReport:
    """Yêu cầu bổ sung. ``lines``: allocation → what is asked for there; only these open again;
    none: the whole report does.
    """
    report = lock_report(report_id)
    require(permissions.can_receive(by, report))
    _require_sent(report)
    if not reason.strip():
        raise Refused("Ghi rõ cần bổ sung gì.", at="reason")
    asked = lines or {}
    for value in report.values.all():
        flagged = value.allocation_id in asked
        note = asked.get(value.allocation_id, "").strip()
        amend(value, by=by, flagged=flagged, flag_note=note)
    move(
        report, Status.RETURNED, by=by, return_reason=reason.strip(), returned_by=by,
        returned_at=now(),
    )  # fmt: skip
    return report


@transaction.atomic
def undo_receipt(report_id: int, *, by: User, reason: str) -> ProgressReport:
    """Hủy tiếp nhận: the figures count no more, every total is what it was before."""
    report = lock_report(report_id)
    require(permissions.can_receive(by, report))
    if report.status != Status.APPROVED:
        raise Refused("Chỉ hủy được việc tiếp nhận của báo cáo đã tiếp nhận.")
    if not reason.strip():
        raise Refused("Ghi lý do hủy tiếp nhận.", at="reason")
    audit.write("progressreport.receipt_undone", report, by=by, reason=reason.strip())
    move_as(
        "reopened", report, Status.SUBMITTED, by=by, approved_by=None, approved_at=None
    )
    _renew(report)
    return report


@transaction.atomic
def exempt_report(
    participation_id: int, period_id: int, *, by: User, reason: str
) -> ProgressReport:
    """Miễn báo cáo một kỳ: it counts as exempt, never as missing."""
    taking = Participation.objects.select_related("campaign__host", "unit")
    participation = taking.select_for_update(of=["self"], no_key=True).get(
        pk=participation_id
    )
    require(permissions.can_exempt(by, participation.campaign))
    period = ReportingPeriod.objects.get(pk=period_id, campaign=participation.campaign)
    if not reason.strip():
        raise Refused("Ghi lý do miễn báo cáo.", at="reason")
    there = participation.reports.filter(period=period).first()
    report = lock_report(there.pk) if there else None
    told = {"exempt_reason": reason.strip(), "exempted_by": by, "exempted_at": now()}
    if report is None:
        report = ProgressReport(
            participation=participation, period=period, campaign=participation.campaign,
            unit=participation.unit, created_by=by, status=Status.EXEMPT, **told,
        )  # fmt: skip
        add(report, by=by)
        return report
    if not report.is_open:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không miễn được."
        )
    move(report, Status.EXEMPT, by=by, **told)
    return report


@transaction.atomic
def end_exemption(report_id: int, *, by: User) -> ProgressReport:
    """Thôi miễn: the unit owes the report again."""
    report = lock_report(report_id)
    require(permissions.can_exempt(by, report.campaign))
    if report.status != Status.EXEMPT:
        raise Refused("Kỳ này không còn được miễn.")
    move(
        report,
        Status.DRAFT,
        by=by,
        exempted_by=None,
        exempted_at=None,
        exempt_reason="",
    )
    return report


def renew_allocations(allocations: list[Allocation]) -> None:
    """Tính lại: what approved reports come to, for these, and for what they feed above.

    The caller holds the lock of what changed. Rows are taken in one order, so that two acts
    never wait for each other.
    """
    ids = [one.pk for one in allocations]
    rows = list(
        Allocation.objects.select_related("indicator")
        .filter(pk__in=ids)
        .select_for_update(of=["self"], no_key=True)
        .order_by("pk")
    )
    results = totals.renewed(rows)
    changed = []
    for row in rows:
        columns = results[row.pk].columns
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        Allocation.objects.bulk_update(changed, [*results[changed[0].pk].columns])
    collect({row.indicator_id: row.indicator for row in rows}.values())


def _renew(report) -> None:
    renew_allocations(list(Allocation.objects.filter(values__report=report).distinct()))
    tasks.keep_sums.delay_on_commit(report.campaign_id)


def _require_sent(report):
    if report.status != Status.SUBMITTED:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{report.get_status_display()}”, không phải đã nộp."
        )
