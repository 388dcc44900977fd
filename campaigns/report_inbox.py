"""Việc cần làm về báo cáo: what units owe, what their reports wait for at the host."""

from datetime import date, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from campaigns import owing, permissions
from campaigns.inbox import Item
from campaigns.models import Participation, ProgressReport, ReportingPeriod
from campaigns.report_links import board_url, lowered, owed_url, report_url
from units.models import Membership, User
from units.wording import excerpt

TOLD_LATE = (
    90  # days after the due day for which the host is reminded of who has not sent
)
MOST = 20  # that are told one by one
Role = Membership.Role
Status = ProgressReport.Status


def items(user: User) -> list[Item]:
    """Reports to write, also for units, then reports to receive, then units to press."""
    if not user.roles:
        return []
    today = localdate()
    return [
        *_own(user, today),
        *_entered(user),
        *_received(user),
        *_missing(user, today),
    ]


def _own(user: User, today: date) -> list[Item]:
    found = []
    for owed in owing.of_person(user, today):
        if not owed.is_due(today) or not permissions.can_report(
            user, owed.participation
        ):
            continue
        if owed.report is not None and owed.report.entered_for_unit:
            continue  # the host's to finish: ``_entered``
        report, period = owed.report, owed.period
        reason = ""
        if report is not None and report.status == Status.RETURNED:
            reason = excerpt(report.return_reason, 90)
        unit, campaign = owed.participation.unit, owed.participation.campaign
        found.append(
            Item(
                work="bao-cao",
                kind="warn" if reason else "",
                icon="arrow-return-left" if reason else "bar-chart",
                title=f"{'Bổ sung' if reason else 'Nộp'} báo cáo {lowered(period.label)}",
                url=owed_url(owed),
                context=f"{unit} · {excerpt(campaign.name, 90)}"
                + (f" · “{reason}”" if reason else ""),
                act="Bổ sung" if reason else "Nhập",
                deadline=None if reason else period.due_on,
            )
        )
    return found


def _entered(user: User) -> list[Item]:
    """What was typed in for a unit and came back: nobody in the unit will mend it."""
    reports = ProgressReport.objects.to_mend_for_units(user).for_page()[:MOST]
    return [
        Item(
            work="bao-cao",
            kind="warn",
            icon="arrow-return-left",
            title=f"Bổ sung báo cáo {lowered(one.period.label)} nhập thay {one.unit}",
            url=report_url(one, one.participation_id, one.period_id),
            context=f"{excerpt(one.campaign.name, 90)} · “{excerpt(one.return_reason, 90)}”",
            act="Bổ sung",
        )
        for one in reports
    ]


def _received(user: User) -> list[Item]:
    """One line a period, however many reports of it were sent."""
    if not user.units_as(Role.OFFICER, Role.SECRETARY):
        return []
    waiting = (
        ProgressReport.objects.to_receive(user)
        .values("period", "period__label", "campaign", "campaign__name")
        .annotate(amount=Count("pk"))
        .order_by("period__due_on", "period")
    )
    return [
        Item(
            work="bao-cao",
            kind="info",
            icon="inbox",
            title=f"Tiếp nhận {row['amount']} báo cáo {lowered(row['period__label'])}",
            url=board_url(row["campaign"], row["campaign__name"], row["period"], "cho"),
            context=excerpt(row["campaign__name"], 120),
            act="Xem",
        )
        for row in waiting
    ]


def _missing(user: User, today: date) -> list[Item]:
    """Units that have not sent a report whose day has passed, counted by period."""
    hosts = user.units_as(Role.OFFICER)
    if not hosts:
        return []
    taking = (
        Participation.objects.active()
        .filter(
            ~Q(source="added") | Q(joined_at__date__lte=OuterRef("ends_on")),
            campaign=OuterRef("campaign"),
        )
        .order_by()
        .values("campaign")
        .annotate(amount=Count("pk"))
        .values("amount")
    )
    sent = (
        ProgressReport.objects.filter(
            ~Q(participation__source="added")
            | Q(participation__joined_at__date__lte=OuterRef("ends_on")),
            period=OuterRef("pk"),
            participation__left_at=None,
        )
        .exclude(status__in=["draft", "returned"], submitted_at=None)
        .order_by()
        .values("period")
        .annotate(amount=Count("pk"))
        .values("amount")
    )
    late = (
        ReportingPeriod.objects.filter(
            campaign__host__in=hosts,
            campaign__discarded_at=None,
            locked_at=None,
            due_on__gte=today - timedelta(TOLD_LATE),
        )
        .overdue(today)
        .annotate(missing=_amount(taking) - _amount(sent))
        .filter(missing__gt=0)
        .values("pk", "label", "due_on", "campaign", name=F("campaign__name"))
        .annotate(missing=F("missing"))
        .order_by("due_on", "pk")
    )
    return [
        Item(
            work="bao-cao",
            kind="warn",
            icon="megaphone",
            title=f"Đôn đốc {row['missing']} đơn vị chưa nộp báo cáo {lowered(row['label'])}",
            url=board_url(row["campaign"], row["name"], row["pk"], "qua-han"),
            context=excerpt(row["name"], 120),
            act="Xem",
            deadline=row["due_on"],
        )
        for row in late
    ]


def _amount(rows):
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))
