"""Nhắc việc buổi sáng: what has come, for whom, written down before anything is sent.

Runs as the machine, any number of times a day with one result: who was told of a step is not
told of it again, and who has the digest of a day gets no second one. One run at a time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.timezone import localtime

from campaigns import workdays
from campaigns.ladder import Come, Ladders, Window, next_to_tell
from campaigns.models import (
    Digest,
    LatePermission,
    Participation,
    PeriodOpening,
    Plan,
    ProgressReport,
    RegistrationCall,
    Reminder,
    ReminderChoice,
    ReportingPeriod,
    Rung,
    Undertaking,
)
from units.mailing import can_send
from units.models import Membership, User

BEGINS = time(7, 30)  # earlier, and on days off, nobody is told anything
LOCK = 0x7468_6E68  # of this work alone
BATCH = 2_000
Role = Membership.Role
# Who writes the reports of a unit.
REPORTERS = (Role.REPORTER, Role.OFFICER)
HEADS = (Membership.Capacity.HEAD, Membership.Capacity.ACTING)


type Thing = ReportingPeriod | RegistrationCall
type Key = tuple[int, str, int]  # unit's part, kind of thing, thing


def key_of(participation_id: int, thing: Thing) -> Key:
    return participation_id, thing._meta.model_name or "", thing.pk


@dataclass(frozen=True)
class Due:
    """Một báo cáo, một việc đăng ký còn nợ, and the steps that have come to it."""

    participation: Participation
    thing: Thing
    due_on: date
    come: tuple[Come, ...]

    @property
    def key(self) -> Key:
        return key_of(self.participation.pk, self.thing)


@transaction.atomic
def remind(at: datetime) -> list[int]:
    """Lập bản nhắc việc of that morning; ids of the new ones whose letter is to go."""
    here = localtime(at)
    today = here.date()
    if here.time() < BEGINS or not workdays.is_one(today):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    dues = list(come_due(today))
    return _write(dues, today, at) if dues else []


def come_due(today: date) -> Iterator[Due]:
    """Reports and registrations that units still owe and to which a step has come.

    Not of what was locked (but for whom it is open again), ended, taken back or thrown away.
    """
    window = Window.of(today)
    ladders = Ladders.reaching(window.first)
    between = window.dues(ladders.steps)
    if between is None:
        return
    periods = ReportingPeriod.objects.begun(today).order_by("due_on", "pk")
    calls = RegistrationCall.objects.filter(ended_at=None, minimum__gt=0)
    for things, owing in (
        (periods, _not_reported),
        (calls.order_by("due_on", "pk"), _not_registered),
    ):
        for thing in _living(things.filter(due_on__range=between)):
            host = thing.campaign.host_id
            due_on = thing.due_on
            if come := tuple(ladders.come(host, due_on, window)):
                for taking in owing(thing, today):
                    taking.campaign = thing.campaign
                    yield Due(taking, thing, due_on, come)


def _living(things):
    """Of campaigns that are not in the trash, and whose plan was not taken back."""
    found = things.filter(campaign__discarded_at=None)
    found = found.exclude(campaign__plans__force=Plan.Force.RECALLED)
    return found.select_related("campaign__host")


def _not_reported(period: ReportingPeriod, today: date) -> list[Participation]:
    """Units that take part and have neither sent the report nor been let off."""
    answered = ProgressReport.objects.filter(period=period).exclude(status="draft")
    taking = period.campaign.participations.active()
    taking = taking.exclude(pk__in=answered.values("participation"))
    if period.locked_at is not None:
        opened = PeriodOpening.objects.in_use(today).filter(period=period)
        taking = taking.filter(pk__in=opened.values("participation"))
    return list(taking.for_list())


def _not_registered(call: RegistrationCall, today: date) -> list[Participation]:
    """Units that have sent less than the call asks for, and were not given more time."""
    given = (
        Undertaking.objects.filter(call=call, status__in=["submitted", "approved"])
        .order_by()
        .values("participation")
        .annotate(amount=Count("pk"))
        .filter(amount__gte=call.minimum)
    )
    taking = call.campaign.participations.active()
    later = LatePermission.objects.in_use(today).filter(call=call)
    taking = taking.exclude(pk__in=later.values("participation"))
    return list(taking.exclude(pk__in=given.values("participation")).for_list())


def _write(dues: list[Due], today: date, at: datetime) -> list[int]:
    people = People.of(dues, today)
    told: dict[tuple[int | None, Key], list[Come]] = defaultdict(list)
    for row in _told_of(dues):
        key = key_of(row.participation_id, row.thing)
        told[row.user_id, key].append(Come(row.days, row.reaches))
    has_one = set(Digest.objects.filter(day=today).values_list("user", flat=True))
    tell: dict[int, list[Reminder]] = defaultdict(list)
    aside: list[Reminder] = []
    for due in dues:
        reached = people.reached_by(due)
        known = told[None, due.key]
        aside += [
            _row(due, one, why_not=Reminder.WhyNot.NOBODY)
            for one in due.come
            if one.reaches not in reached and one not in known
        ]
        for user_id, come in people.asked(due, reached).items():
            past = told[user_id, due.key]
            step = next_to_tell(come, [one.days for one in past])
            if step is None or user_id in has_one:
                continue
            row = _row(due, step, user_id=user_id)
            if people.wants(user_id, step.days):
                tell[user_id].append(row)
            else:
                row.why_not = Reminder.WhyNot.NOT_WANTED
                aside.append(row)
    digests = [
        _digest(people.users[user_id], people.choices.get(user_id), mine, today, at)
        for user_id, mine in sorted(tell.items())
    ]
    Digest.objects.bulk_create(digests, batch_size=BATCH)
    for digest in digests:
        for row in tell[digest.user_id]:
            row.digest = digest
    rows_of_all = [*(row for rows in tell.values() for row in rows), *aside]
    Reminder.objects.bulk_create(rows_of_all, batch_size=BATCH)
    return [one.pk for one in digests if one.next_try_at is not None]


def _told_of(dues: Iterable[Due]):
    """What was told before of the same things."""
    things = {due.thing for due in dues}
    periods = [one.pk for one in things if isinstance(one, ReportingPeriod)]
    calls = [one.pk for one in things if isinstance(one, RegistrationCall)]
    found = Reminder.objects.filter(Q(period__in=periods) | Q(call__in=calls))
    return found.select_related("period", "call").order_by("pk")


def _row(due: Due, step: Come, **more) -> Reminder:
    taking, thing = due.participation, due.thing
    which = "period" if isinstance(thing, ReportingPeriod) else "call"
    return Reminder(
        participation=taking, campaign_id=taking.campaign_id, unit_id=taking.unit_id,
        days=step.days, reaches=step.reaches, due_on=due.due_on, **{which: thing}, **more,
    )  # fmt: skip


def _digest(user, choice, rows: Iterable[Reminder], today, at) -> Digest:
    """Whoever declines letters gets one all the same where others are late."""
    goes_up = any(row.reaches != Rung.REPORTER for row in rows)
    why = ""
    if not can_send():
        why = Digest.WhySite.NO_SERVER
    elif not user.email:
        why = Digest.WhySite.NO_ADDRESS
    elif choice is not None and not choice.by_mail and not goes_up:
        why = Digest.WhySite.SWITCHED_OFF
    if why:
        return Digest(user=user, day=today, status=Digest.Status.SITE, why_site=why)
    return Digest(user=user, day=today, next_try_at=at)


@dataclass(frozen=True)
class People:
    """Ai ở bậc nào: of all units and authorities that one run is about, two queries."""

    of_rung: dict[tuple[str, int], list[int]]  # rung, unit → people, each once
    users: dict[int, User]
    choices: dict[int, ReminderChoice]

    @classmethod
    def of(cls, dues: Iterable[Due], today: date) -> "People":
        units = {due.participation.unit_id for due in dues}
        hosts = {due.thing.campaign.host_id for due in dues}
        held = (
            Membership.objects.on(today)
            .in_units(units | hosts)
            .filter(role__in=[*REPORTERS, Role.LEADER], user__is_active=True)
            .select_related("user")
            .order_by("unit", "pk")
        )
        found: dict[tuple[str, int], list[int]] = {}
        leaders: dict[int, list[Membership]] = {}
        users = {}
        for one in held:
            users[one.user_id] = one.user
            if one.role == Role.LEADER:
                leaders.setdefault(one.unit_id, []).append(one)
                continue
            _once(found.setdefault((Rung.REPORTER, one.unit_id), []), one.user_id)
            if one.role == Role.OFFICER:
                _once(found.setdefault((Rung.OFFICER, one.unit_id), []), one.user_id)
        for unit, those in leaders.items():
            heads = [one for one in those if one.capacity in HEADS] or those
            for rung in (Rung.HEAD, Rung.CHAIR):
                for one in heads:
                    _once(found.setdefault((rung, unit), []), one.user_id)
        chosen = ReminderChoice.objects.filter(user__in=users)
        return cls(found, users, {one.user_id: one for one in chosen})

    def reached_by(self, due: Due) -> dict[str, list[int]]:
        """Rung → who is there, for the rungs that the steps of ``due`` ask for."""
        reached = {}
        for rung in {one.reaches for one in due.come}:
            there = due.participation.unit_id
            if rung in (Rung.OFFICER, Rung.CHAIR):
                there = due.thing.campaign.host_id
            if people := self.of_rung.get((rung, there)):
                reached[rung] = people
        return reached

    def asked(self, due: Due, reached: dict[str, list[int]]) -> dict[int, list[Come]]:
        """Person → the steps that reach them."""
        found: dict[int, list[Come]] = {}
        for one in due.come:
            for user_id in reached.get(one.reaches, ()):
                found.setdefault(user_id, []).append(one)
        return found

    def wants(self, user_id: int, days: int) -> bool:
        choice = self.choices.get(user_id)
        return choice is None or choice.wants(days)


def _once(found: list[int], user_id: int) -> None:
    if user_id not in found:
        found.append(user_id)
