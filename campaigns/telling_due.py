"""Lời nhắc: what a digest tells its person, each thing with why it is told and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse

from campaigns import owing
from campaigns.models import (
    Campaign,
    Digest,
    PeriodOpening,
    ProgressReport,
    Reminder,
    ReportingPeriod,
    Rung,
)
from campaigns.report_links import board_url, lowered, owed_url, report_url
from units.wording import deadline, excerpt, vn_date

NAMED = 10  # units named in one line of the host


@dataclass
class Line:
    """Một việc được nhắc. ``is_open``: it is still to be done."""

    title: str
    context: str
    due_on: date
    why: str
    url: str
    is_open: bool = True


@dataclass
class Told:
    """Cả bản: one's own, of units one heads, of campaigns of one's authority, and besides."""

    digest: Digest
    own: list[Line] = field(default_factory=list)
    headed: list[Line] = field(default_factory=list)
    hosted: list[Line] = field(default_factory=list)
    besides: list[Line] = field(default_factory=list)
    waiting: int = 0  # reports that are still owed

    @property
    def is_empty(self) -> bool:
        return self.waiting == 0

    @property
    def subject(self) -> str:
        return f"Nhắc việc ngày {vn_date(self.digest.day)}: {self.waiting} báo cáo chưa nộp"

    @property
    def parts(self) -> list[tuple[str, list[Line]]]:
        """Under their headings; what is empty is left out."""
        parts = [
            ("Báo cáo của đơn vị anh/chị", self.own),
            ("Đơn vị do anh/chị đứng đầu chưa nộp", self.headed),
            ("Phong trào do cơ quan anh/chị phát động", self.hosted),
            ("Ngoài ra đơn vị anh/chị còn nợ", self.besides),
        ]
        return [(title, lines) for title, lines in parts if lines]


def of_digest(digest: Digest, today: date) -> Told:
    """Only what is still owed: for the letter."""
    told = _told(digest, digest.reminders.for_letter(), today, only_open=True)
    _besides(told, today)
    return told


def of_digests(digests: Iterable[Digest], today: date) -> list[Told]:
    """As they were told, with what has been done since: for the page. Three queries."""
    those = list(digests)
    rows: dict[int | None, list[Reminder]] = {}
    for row in Reminder.objects.filter(digest__in=those).for_letter():
        rows.setdefault(row.digest_id, []).append(row)
    every = [row for found in rows.values() for row in found]
    settled = Settled.of(every, today)
    return [
        _told(one, rows.get(one.pk, []), today, only_open=False, settled=settled)
        for one in those
    ]


@dataclass(frozen=True)
class Settled:
    """Which of the reports reminded of have come in, and which nobody may send any more."""

    reports: dict[tuple[int, int], ProgressReport]
    opened: set[tuple[int, int]]

    @classmethod
    def of(cls, rows: Iterable[Reminder], today: date) -> "Settled":
        takings = {row.participation_id for row in rows}
        found = ProgressReport.objects.filter(participation__in=takings)
        locked = {row.period_id for row in rows if row.period.locked_at}
        openings = PeriodOpening.objects.in_use(today).filter(
            period__in=locked, participation__in=takings
        )
        return cls(
            {(one.participation_id, one.period_id): one for one in found},
            set(openings.values_list("participation", "period")) if locked else set(),
        )

    def report(self, row: Reminder) -> ProgressReport | None:
        return self.reports.get((row.participation_id, row.period_id))

    def is_owed(self, row: Reminder) -> bool:
        report = self.report(row)
        if report is not None and report.status != ProgressReport.Status.DRAFT:
            return False
        if row.participation.left_at or row.campaign.discarded_at:
            return False
        place = (row.participation_id, row.period_id)
        return row.period.locked_at is None or place in self.opened


def _told(digest, rows, today, *, only_open, settled=None) -> Told:
    rows = list(rows)
    settled = settled or Settled.of(rows, today)
    told = Told(digest)
    hosted: dict[tuple[int, str], list[tuple[Reminder, bool]]] = {}
    for row in rows:
        is_open = settled.is_owed(row)
        if only_open and not is_open:
            continue
        told.waiting += is_open
        if row.reaches in (Rung.OFFICER, Rung.CHAIR):
            hosted.setdefault((row.period_id, row.reaches), []).append((row, is_open))
            continue
        lines = told.own if row.reaches == Rung.REPORTER else told.headed
        lines.append(_line(row, settled.report(row), is_open))
    told.hosted = [_hosted(those) for those in hosted.values()]
    return told


def _line(row: Reminder, report: ProgressReport | None, is_open: bool) -> Line:
    return Line(
        title=_title(row.period),
        context=f"{row.unit} · {_name(row.campaign)}",
        due_on=row.due_on,
        why=row.why,
        url=report_url(report, row.participation_id, row.period_id),
        is_open=is_open,
    )


def _hosted(those: list[tuple[Reminder, bool]]) -> Line:
    first = those[0][0]
    names = [str(row.unit) for row, _ in those]
    more = f" và {len(names) - NAMED} đơn vị khác" if len(names) > NAMED else ""
    return Line(
        title=f"{len(those)} đơn vị chưa nộp báo cáo {lowered(first.period.label)}",
        context=f"{', '.join(names[:NAMED])}{more} · {_name(first.campaign)}",
        due_on=first.due_on,
        why=first.why,
        url=board_url(
            first.campaign_id, first.campaign.name, first.period_id, "qua-han"
        ),
        is_open=any(is_open for _, is_open in those),
    )


def _besides(told: Told, today: date) -> None:
    """Overdue reports of the person's own units that were told before."""
    if not told.own:
        return
    here = {line.url for line in told.own}
    for owed in owing.of_person(told.digest.user, today):
        if not owed.is_overdue(today) or owed.period.locked_at:
            continue
        url = owed_url(owed)
        if url not in here:
            told.besides.append(
                Line(
                    title=_title(owed.period),
                    context=f"{owed.participation.unit} · {_name(owed.participation.campaign)}",
                    due_on=owed.period.due_on, why="đã nhắc trước đây", url=url,
                )
            )  # fmt: skip


def letter(told: Told) -> str:
    """The words of the letter, without what stands under every letter."""
    user = told.digest.user
    parts = [f"Kính gửi {user.full_name},"]
    for title, lines in told.parts:
        told_lines = [
            f"- {line.title}, hạn {vn_date(line.due_on)} ({_left(line, told.digest.day)})\n"
            f"  {line.context}\n"
            f"  Vì sao nhắc: {line.why}.\n"
            f"  {settings.PUBLIC_URL}{line.url}"
            for line in lines
        ]
        parts.append("\n".join([f"{title}:", *told_lines]))
    parts.append(
        "Nộp rồi thì việc ấy thôi được nhắc. Xem lại các lần nhắc: "
        f"{settings.PUBLIC_URL}{reverse('campaigns:notices')}\n"
        "Đổi cách nhận nhắc việc: "
        f"{settings.PUBLIC_URL}{reverse('campaigns:reminder-choice')}"
    )
    return "\n\n".join(parts)


def _left(line: Line, day: date) -> str:
    said = deadline(line.due_on, day).relative
    return f"{said[:1].lower()}{said[1:]}"


def _title(period: ReportingPeriod) -> str:
    return f"Báo cáo {lowered(period.label)}"


def _name(campaign: Campaign) -> str:
    return excerpt(campaign.name, 90)
