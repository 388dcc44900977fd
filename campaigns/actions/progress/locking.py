"""The report's row is the lock for its figures, items and files; the campaign's for its frame."""

from django.utils.timezone import now

from campaigns import permissions
from campaigns.models import Campaign, ProgressReport
from units.errors import Refused
from units.models import User
from units.permissions import require

OPEN = ProgressReport.OPEN


def lock_report(report_id: int) -> ProgressReport:
    """The report, its row locked until the transaction ends."""
    reports = ProgressReport.objects.for_page().select_for_update(
        of=["self"], no_key=True
    )
    return reports.get(pk=report_id)


def lock_open_report(report_id: int, by) -> ProgressReport:
    """The same, if ``by`` may write it and it is being written."""
    report = lock_report(report_id)
    require(permissions.can_write_report(by, report))
    if not report.is_open:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không sửa được. "
            "Chưa tiếp nhận thì rút về để sửa; đã tiếp nhận thì đề nghị cơ quan phát động "
            "hủy tiếp nhận."
        )
    return report


def touch(report: ProgressReport, by: User) -> None:
    """Ghi nhận đã sửa: when, and by whom; whoever wrote in it does not receive it."""
    if by.pk not in report.written_by:
        report.written_by = [*report.written_by, by.pk]
    report.changed_at = now()
    report.save(update_fields=["written_by", "changed_at"])


def lock_campaign(campaign_id: int, by: User) -> Campaign:
    """The campaign that ``by`` runs, its row locked: how it is tracked changes one at a time."""
    campaigns = Campaign.objects.select_related("host__kind", "host__parent")
    campaign = campaigns.select_for_update(of=["self"], no_key=True).get(pk=campaign_id)
    require(permissions.can_run(by, campaign))
    if not campaign.plans.issued().exists():
        raise Refused("Theo dõi phong trào từ khi kế hoạch được ban hành.")
    return campaign
