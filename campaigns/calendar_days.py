"""Ngày hạn của đơn vị mình: what a person's calendar feed holds, until it is done."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, F, Q
from django.urls import reverse

from campaigns.ical import Event
from campaigns.models import (
    Participation,
    ProgressReport,
    RegistrationCall,
    ReportingPeriod,
    Undertaking,
    UnitTask,
)
from campaigns.report_links import lowered, report_url
from units.models import User

PAST = 60  # days for which what is late still stands in the calendar


def of_person(user: User, today: date) -> list[Event]:
    """Reports, registrations, tasks of the person's own units: five queries."""
    taking = list(
        Participation.objects.of_units_of(user)
        .active()
        .filter(campaign__discarded_at=None)
        .select_related("campaign", "unit")
        .order_by("pk")
    )
    since = today - timedelta(PAST)
    found = [
        *_reports(taking, since), *_registrations(taking, since), *_tasks(taking, since)
    ]  # fmt: skip
    return sorted(found, key=lambda event: (event.day, event.uid))


def _reports(taking, since):
    periods = ReportingPeriod.objects.filter(
        campaign__in={one.campaign_id for one in taking}, due_on__gte=since, locked_at=None
    ).order_by("due_on", "pk")  # fmt: skip
    of_campaign: dict[int, list[ReportingPeriod]] = {}
    for period in periods:
        of_campaign.setdefault(period.campaign_id, []).append(period)
    reports = {
        (report.participation_id, report.period_id): report
        for report in ProgressReport.objects.filter(participation__in=taking)
    }
    for one in taking:
        for period in of_campaign.get(one.campaign_id, ()):
            report = reports.get((one.pk, period.pk))
            if report is None or report.is_open:
                yield _event(
                    f"ky-{period.pk}-{one.pk}", period.due_on,
                    f"Hạn nộp báo cáo {lowered(period.label)}", one,
                    report_url(report, one.pk, period.pk),
                )  # fmt: skip


def _registrations(taking, since):
    calls = RegistrationCall.objects.filter(
        campaign__in={one.campaign_id for one in taking}, due_on__gte=since, ended_at=None
    ).order_by("due_on", "pk")  # fmt: skip
    of_campaign: dict[int, list[RegistrationCall]] = {}
    for call in calls:
        of_campaign.setdefault(call.campaign_id, []).append(call)
    sent = {
        (row["participation"], row["call"]): row["amount"]
        for row in Undertaking.objects.filter(
            Q(status__in=["submitted", "approved"]), participation__in=taking
        )
        .order_by()
        .values("participation", "call")
        .annotate(amount=Count("pk"))
    }
    for one in taking:
        for call in of_campaign.get(one.campaign_id, ()):
            if sent.get((one.pk, call.pk), 0) < call.minimum:
                yield _event(
                    f"dang-ky-{call.pk}-{one.pk}", call.due_on,
                    f"Hạn đăng ký {call.what}", one,
                    reverse("campaigns:campaign", args=[one.campaign_id]),
                )  # fmt: skip


def _tasks(taking, since):
    of_pk = {one.pk: one for one in taking}
    tasks = UnitTask.objects.open().filter(participation__in=taking, due_on__gte=since)
    for task in tasks.order_by(F("due_on"), "pk"):
        one = of_pk[task.participation_id]
        yield _event(
            f"nhiem-vu-{task.pk}", task.due_on, f"Hạn nhiệm vụ: {task.text[:120]}", one,
            reverse("campaigns:task", args=[task.pk]),
        )  # fmt: skip


def _event(uid, day, title, taking, url) -> Event:
    host = urlsplit(settings.PUBLIC_URL).hostname
    return Event(
        uid=f"{uid}@{host}",
        day=day,
        title=f"{title} – {taking.unit}",
        text=f"Phong trào: {taking.campaign.name}",
        url=f"{settings.PUBLIC_URL}{url}",
    )
