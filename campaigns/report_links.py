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
    url = page_of("campaign-reports", campaign, name)
    return f"{url}?ky={period}&loc={sort}"


def registrations_url(campaign: int, name: str, call: int) -> str:
    """Đơn vị chưa gửi đăng ký theo một yêu cầu."""
    url = page_of("campaign-registrations", campaign, name)
    return f"{url}?yc={call}&tt=chua-gui"


def page_of(page: str, campaign: int, name: str) -> str:
    """Address of one of a campaign's pages, with its name for people to read."""
    return reverse(f"campaigns:{page}", args=[campaign, slug_of(name)])


def slug_of(name: str) -> str:
    """The name as it stands in an address."""
    return slugify(fold(name))[:80].strip("-") or "phong-trao"


def lowered(label: str) -> str:
    """ "Tháng 10/2023" → "tháng 10/2023", "Báo cáo đến …" → "đến …"."""
    return (label[:1].lower() + label[1:]).removeprefix("báo cáo ")
