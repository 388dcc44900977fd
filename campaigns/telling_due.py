"""Lời nhắc: what a digest tells its person, each thing with why it is told and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from campaigns import owing
from campaigns.models import (
    Campaign,
    Digest,
    PeriodOpening,
    ProgressReport,
    RegistrationCall,
    Reminder,
    ReportingPeriod,
    Rung,
    Undertaking,
)
from campaigns.report_links import (
    board_url,
    lowered,
    owed_url,
    registrations_url,
    report_url,
)
from units.wording import deadline, excerpt, vn_date, vn_number

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
    # What is still owed.
    reports: int = 0
    registrations: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.reports or self.registrations)

    @property
    def subject(self) -> str:
        counts = [
            (self.reports, "báo cáo chưa nộp"),
            (self.registrations, "đăng ký chưa gửi"),
        ]
        said = ", ".join(f"{vn_number(one)} {what}" for one, what in counts if one)
        return f"Nhắc việc ngày {vn_date(self.digest.day)}: {said}"

    @property
    def parts(self) -> list[tuple[str, list[Line]]]:
        """Under their headings; what is empty is left out."""
        parts = [
            ("Việc của đơn vị anh/chị", self.own),
            ("Đơn vị do anh/chị đứng đầu còn nợ", self.headed),
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
    registered: dict[tuple[int, int | None], int]

    @classmethod
    def of(cls, rows: Iterable[Reminder], today: date) -> "Settled":
        takings = {row.participation_id for row in rows}
        found = ProgressReport.objects.filter(participation__in=takings)
        locked = {row.period_id for row in rows if row.period and row.period.locked_at}
        openings = PeriodOpening.objects.in_use(today).filter(
            period__in=locked, participation__in=takings
        )
        calls = {row.call_id for row in rows if row.call_id}
        given = Undertaking.objects.filter(
            call__in=calls,
            participation__in=takings,
            status__in=["submitted", "approved"],
        ).order_by()
        counted = given.values_list("participation", "call").annotate(Count("pk"))
        return cls(
            {(one.participation_id, one.period_id): one for one in found},
            set(openings.values_list("participation", "period")) if locked else set(),
            {(taking, call): count for taking, call, count in counted} if calls else {},
        )

    def report(self, row: Reminder) -> ProgressReport | None:
        if row.period_id is None:
            return None
        return self.reports.get((row.participation_id, row.period_id))

    def is_owed(self, row: Reminder) -> bool:
        if row.participation.left_at or row.campaign.discarded_at:
            return False
        if row.call is not None:
            sent = self.registered.get((row.participation_id, row.call_id), 0)
            return row.call.ended_at is None and sent < row.call.minimum
        report = self.report(row)
        if report is not None and report.status != ProgressReport.Status.DRAFT:
            return False
        return row.period is not None and (
            row.period.locked_at is None
            or (row.participation_id, row.period.pk) in self.opened
        )


def _told(digest, rows, today, *, only_open, settled=None) -> Told:
    rows = list(rows)
    settled = settled or Settled.of(rows, today)
    told = Told(digest)
    hosted: dict[tuple, list[tuple[Reminder, bool]]] = {}
    for row in rows:
        is_open = settled.is_owed(row)
        if only_open and not is_open:
            continue
        told.reports += is_open and row.call is None
        told.registrations += is_open and row.call is not None
        if row.reaches in (Rung.OFFICER, Rung.CHAIR):
            which = (row.period_id, row.call_id, row.reaches)
            hosted.setdefault(which, []).append((row, is_open))
            continue
        lines = told.own if row.reaches == Rung.REPORTER else told.headed
        lines.append(_line(row, settled.report(row), is_open))
    told.hosted = [_hosted(those) for those in hosted.values()]
    return told


def _line(row: Reminder, report: ProgressReport | None, is_open: bool) -> Line:
    return Line(
        title=thing_words(row.thing),
        context=f"{row.unit} · {_name(row.campaign)}",
        due_on=row.due_on,
        why=row.why,
        url=_url(row, report),
        is_open=is_open,
    )


def _url(row: Reminder, report: ProgressReport | None) -> str:
    if row.period_id is not None:
        return report_url(report, row.participation_id, row.period_id)
    begin = reverse("campaigns:registration-begin", args=[row.participation_id])
    return f"{begin}?yeu-cau={row.call_id}"


def _hosted(those: list[tuple[Reminder, bool]]) -> Line:
    first = those[0][0]
    names = [str(row.unit) for row, _ in those]
    more = f" và {len(names) - NAMED} đơn vị khác" if len(names) > NAMED else ""
    campaign, thing = first.campaign, first.thing
    if isinstance(thing, ReportingPeriod):
        lacks = f"nộp báo cáo {lowered(thing.label)}"
        url = board_url(campaign.pk, campaign.name, thing.pk, "qua-han")
    else:
        lacks = f"đăng ký {excerpt(thing.what, 90)}"
        url = registrations_url(campaign.pk, campaign.name, thing.pk)
    return Line(
        title=f"{len(those)} đơn vị chưa {lacks}",
        context=f"{', '.join(names[:NAMED])}{more} · {_name(campaign)}",
        due_on=first.due_on,
        why=first.why,
        url=url,
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
                    title=thing_words(owed.period),
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
        "Nộp, gửi rồi thì việc ấy thôi được nhắc. Xem lại các lần nhắc: "
        f"{settings.PUBLIC_URL}{reverse('campaigns:notices')}\n"
        "Đổi cách nhận nhắc việc: "
        f"{settings.PUBLIC_URL}{reverse('campaigns:reminder-choice')}"
    )
    return "\n\n".join(parts)


def _left(line: Line, day: date) -> str:
    said = deadline(line.due_on, day).relative
    return f"{said[:1].lower()}{said[1:]}"


def thing_words(thing: ReportingPeriod | RegistrationCall) -> str:
    """ "Báo cáo tháng 10/2026", "Đăng ký 2 mô hình, công trình"."""
    if isinstance(thing, ReportingPeriod):
        return f"Báo cáo {lowered(thing.label)}"
    return f"Đăng ký {vn_number(thing.minimum)} {excerpt(thing.what, 90)}"


def _name(campaign: Campaign) -> str:
    return excerpt(campaign.name, 90)
