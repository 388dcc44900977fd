"""Đường dẫn về báo cáo: where one is written, and where an authority sees them all."""

from django.urls import reverse
from django.utils.text import slugify

from campaigns.models import ProgressReport
from campaigns.owing import Owed
from units.vietnamese import fold


def owed_url(owed: Owed) -> str:
    """Where the report is written or read; where it is begun if nobody has yet."""
    return report_url(owed.report, owed.participation.pk, owed.period.pk)


def report_url(report: ProgressReport | None, taking: int, period: int) -> str:
    if report is not None:
        return reverse("campaigns:report", args=[report.pk])
    return reverse("campaigns:report-begin", args=[taking, period])


def board_url(campaign: int, name: str, period: int, sort: str) -> str:
    """Báo cáo của mọi đơn vị trong một kỳ, narrowed to one state."""
    url = reverse("campaigns:campaign-reports", args=[campaign, _slug(name)])
    return f"{url}?ky={period}&loc={sort}"


def registrations_url(campaign: int, name: str, call: int) -> str:
    """Đơn vị chưa gửi đăng ký theo một yêu cầu."""
    url = reverse("campaigns:campaign-registrations", args=[campaign, _slug(name)])
    return f"{url}?yc={call}&tt=chua-gui"


def _slug(name: str) -> str:
    return slugify(fold(name))[:80].strip("-") or "phong-trao"


def lowered(label: str) -> str:
    """ "Tháng 10/2023" → "tháng 10/2023", "Báo cáo đến …" → "đến …"."""
    return (label[:1].lower() + label[1:]).removeprefix("báo cáo ")
