"""Minh chứng như trang hiện: each file with what it is about, and where it was used before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from campaigns import permissions
from campaigns.actions.progress.evidence import MOST
from campaigns.evidence import ACCEPTED, LARGEST_FILE
from campaigns.models import Allocation, Evidence, ProgressReport
from units.models import User
from units.wording import file_size, vn_datetime

MAX_MB = LARGEST_FILE // 2**20
WHOLE = "Cả báo cáo"


@dataclass(frozen=True)
class Used:
    """Đã dùng ở nơi khác: in words, and the page of that report for whoever may open it."""

    words: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Row:
    """Một tệp."""

    evidence: Evidence
    about: str
    facts: str
    used: Used | None
    can_change: bool

    @property
    def is_photo(self) -> bool:
        return self.evidence.kind == Evidence.Kind.PHOTO


@dataclass(frozen=True)
class Panel:
    """Mục Minh chứng of the page of a report (``campaigns/progress/evidence.html``)."""

    report: ProgressReport
    rows: Sequence[Row]
    lines: Sequence[tuple[int, str]]  # that files may be about
    can_add: bool
    owner: str  # whose files wait in this browser, and for which report
    most: int = MOST
    max_mb: int = MAX_MB
    accepts: str = ACCEPTED

    @property
    def room(self) -> int:
        return MOST - len(self.rows)


def panel_of(user: User, report: ProgressReport) -> Panel:
    """What the person sees of the files of a report that they see."""
    can_write = report.is_open and permissions.can_write_report(user, report)
    return Panel(
        report=report,
        rows=rows_of(user, report, can_write),
        lines=lines_of(report) if can_write else (),
        can_add=can_write,
        owner=f"{user.pk}-{report.pk}",
    )


def lines_of(report: ProgressReport) -> list[tuple[int, str]]:
    """Chỉ tiêu của báo cáo, for a list to choose from."""
    lines = Allocation.objects.owed().of_participation(report.participation_id)
    return [(line.pk, str(line.indicator)) for line in lines.for_list()]


def rows_of(
    user: User, report: ProgressReport, can_change: bool, only: int | None = None
) -> list[Row]:
    """``only``: the one with that number."""
    files = Evidence.objects.visible_to(user).of_report(report).for_list()
    if only is not None:
        files = files.among([only])
    files = list(files)
    used = _used(user, report, [one.same_as_id for one in files if one.same_as_id])
    return [_row(one, can_change, used) for one in files]


def _row(evidence, can_change, used) -> Row:
    line = evidence.allocation.indicator if evidence.allocation else WHOLE
    facts = [file_size(evidence.size)]
    if evidence.taken_at:
        facts.append(f"chụp lúc {vn_datetime(evidence.taken_at)}")
    if evidence.latitude is not None:
        facts.append(f"tại {_degrees(evidence.latitude, evidence.longitude)}")
    if evidence.is_source:
        facts.append("văn bản của đơn vị")
    before = used.get(evidence.same_as_id) if evidence.same_as_id else None
    if evidence.same_as_id and before is None:
        what = "Ảnh" if evidence.kind == Evidence.Kind.PHOTO else "Tệp"
        before = Used(f"{what} này đã dùng ở đơn vị khác.")
    return Row(evidence, str(line), " · ".join(facts), before, can_change)


def _used(user, report, pks) -> dict[int, Used]:
    """Of those that the person may see: the unit its own, who runs the campaign all of it."""
    if not pks:
        return {}
    found = Evidence.objects.visible_to(user).among(pks).for_page()
    return {one.pk: _where(one, report) for one in found}


def _where(other: Evidence, report: ProgressReport) -> Used:
    what = "Ảnh" if other.kind == Evidence.Kind.PHOTO else "Tệp"
    place = "của đơn vị này" if other.unit_id == report.unit_id else f"của {other.unit}"
    campaign = (
        "" if other.campaign_id == report.campaign_id else f", {other.campaign.name}"
    )
    if other.report is None:
        url = reverse("campaigns:undertaking", args=[other.undertaking_id])
        return Used(
            f"{what} này đã dùng ở mô hình, công trình {place}{campaign}:",
            url=url, link=str(other.undertaking),
        )  # fmt: skip
    url = reverse("campaigns:report", args=[other.report_id])
    return Used(
        f"{what} này đã dùng ở báo cáo {place}{campaign}:",
        url=f"{url}#mc-{other.pk}", link=str(other.report.period),
    )  # fmt: skip


def _degrees(latitude, longitude):
    return f"{latitude}, {longitude}".replace(".", ",").replace(", ", "; ")
