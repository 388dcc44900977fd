"""Nhắc việc: which steps come on which morning, to whom, once; and where it stops by itself."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import make_aware
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from campaigns import reminding
from campaigns.ladder import Come, Ladders, Window, next_to_tell
from campaigns.models import (
    Digest,
    Plan,
    Reminder,
    ReminderChoice,
    ReminderStep,
    ReportingPeriod,
    Rung,
)
from tests.factories import (
    CampaignFactory,
    LatePermissionFactory,
    MembershipFactory,
    ParticipationFactory,
    PeriodOpeningFactory,
    ProgressReportFactory,
    RegistrationCallFactory,
    ReminderStepFactory,
    ReportingPeriodFactory,
    Role,
    UndertakingFactory,
    UserFactory,
    ward,
)
from tests.superiors import issue, superior_content

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 4)  # a Wednesday


def morning(day: date, at: time = time(7, 30)) -> datetime:
    return make_aware(datetime.combine(day, at))


def on(days: int, at: time = time(7, 30)) -> datetime:
    return morning(DUE + timedelta(days), at)


class Place:
    """A ward with one campaign and one unit under it: a reporter, a head; one report is due."""

    def __init__(self, due: date = DUE):
        self.host = ward()
        self.officer, self.chair = self.host.officer, self.host.leader
        self.campaign = CampaignFactory(host=self.host.unit, name="Phường xanh")
        self.taking = ParticipationFactory(campaign=self.campaign)
        self.reporter = self.person(Role.REPORTER, email="to1@mau.vn")
        self.head = self.person(Role.LEADER, email="bt1@mau.vn")
        self.period = ReportingPeriodFactory(
            campaign=self.campaign, label="Tháng 10/2026",
            starts_on=due - timedelta(34), ends_on=due - timedelta(4), due_on=due,
        )  # fmt: skip

    def person(self, role, **given):
        user = UserFactory(**given)
        MembershipFactory(unit=self.taking.unit, role=role, user=user)
        return user

    def told(self, *days: int) -> list[tuple]:
        """Who was told what, morning after morning."""
        for one in days:
            reminding.remind(on(one))
        rows = Reminder.objects.order_by("pk").values_list("days", "reaches", "user")
        return [(days, reaches, user) for days, reaches, user in rows]


@pytest.fixture
def place() -> Place:
    return Place()


def test_the_ladder_goes_up_step_by_step(place):
    reporter, head = place.reporter.pk, place.head.pk

    told = place.told(*range(-10, 30))

    assert told == [
        (-7, "reporter", reporter), (-2, "reporter", reporter), (0, "reporter", reporter),
        (3, "reporter", reporter), (3, "head", head),
        (7, "reporter", reporter), (7, "officer", place.officer.pk),
        (14, "reporter", reporter), (14, "chair", place.chair.pk),
    ]  # fmt: skip
    assert [str(row) for row in Reminder.objects.order_by("pk")[:5]] == [
        "7 ngày trước hạn, người báo cáo của đơn vị",
        "2 ngày trước hạn, người báo cáo của đơn vị",
        "ngày đến hạn, người báo cáo của đơn vị",
        "3 ngày sau hạn, người báo cáo của đơn vị",
        "3 ngày sau hạn, người đứng đầu đơn vị",
    ]


def test_what_comes_on_days_off_is_told_on_the_next_working_day(place):
    """3 days after is Saturday 7/11: told on Monday, nothing on Saturday and Sunday."""
    place.told(0, 3, 4)
    assert [row.days for row in Reminder.objects.all()] == [0]

    place.told(5)

    rows = Reminder.objects.filter(days=3).values_list("digest__day", flat=True)
    assert list(rows) == [date(2026, 11, 9)] * 2


def test_what_comes_during_tet_is_told_after_it():
    """Due on 14/2, the first of nine days off; the step of 3 days after falls among them."""
    Place(due=date(2026, 2, 14))
    for day in range(13, 28):
        reminding.remind(morning(date(2026, 2, day)))

    told = Reminder.objects.order_by("pk").values_list("digest__day", "days", "reaches")
    assert list(told) == [
        (date(2026, 2, 13), -2, "reporter"),
        (date(2026, 2, 23), 7, "reporter"),
        (date(2026, 2, 23), 3, "head"),
        (date(2026, 2, 23), 7, "officer"),
    ]


def test_of_two_steps_that_came_meanwhile_the_later_is_told(place):
    """The machine slept from before the step of 2 days until the due day."""
    assert place.told(0) == [(0, "reporter", place.reporter.pk)]
    assert place.told(1, 2) == [(0, "reporter", place.reporter.pk)]


def test_nothing_is_told_of_days_long_past(place):
    assert place.told(6, 13, 19) == [
        (3, "reporter", place.reporter.pk),
        (3, "head", place.head.pk),
    ]


def test_not_before_half_past_seven_and_once_a_day(place):
    assert reminding.remind(on(0, time(7, 29))) == []
    first = reminding.remind(on(0))
    assert reminding.remind(on(0, time(10, 30))) == []

    assert list(Digest.objects.values_list("pk", flat=True)) == first
    assert Digest.objects.get().status == "queued"


def test_one_digest_holds_all_of_a_person(place):
    other = ParticipationFactory(unit=place.taking.unit, campaign__host=place.host.unit)
    ReportingPeriodFactory(
        campaign=other.campaign, label="Quý III", starts_on=DUE - timedelta(90),
        ends_on=DUE, due_on=DUE,
    )  # fmt: skip

    reminding.remind(on(0))

    digest = Digest.objects.get()
    assert digest.user == place.reporter
    labels = digest.reminders.order_by("pk").values_list("period__label", flat=True)
    assert sorted(labels) == ["Quý III", "Tháng 10/2026"]


@pytest.mark.parametrize("status", ["submitted", "approved", "exempt"])
def test_it_stops_when_the_report_is_in(place, status):
    user = UserFactory()
    given = {"status": status}
    if status == "exempt":
        given |= {
            "exempted_by": user, "exempted_at": on(-3), "exempt_reason": "Sáp nhập"
        }  # fmt: skip
    else:
        given = {status: True}
    ProgressReportFactory(participation=place.taking, period=place.period, **given)

    assert place.told(-2, 0, 5, 7) == []


def test_it_stops_when_the_unit_left(place):
    place.taking.left_at, place.taking.left_by = on(-3), place.officer
    place.taking.left_reason = "Sáp nhập"
    place.taking.save()

    assert place.told(-2, 0, 5) == []


def test_it_stops_when_the_period_is_locked_but_for_whom_it_is_open(place):
    second = ParticipationFactory(campaign=place.campaign)
    reporter = MembershipFactory(unit=second.unit, role=Role.REPORTER).user
    place.period.locked_at, place.period.locked_by = on(1), place.officer
    place.period.locked_reason = "Đã tổng hợp"
    place.period.save()
    PeriodOpeningFactory(
        participation=second, period=place.period, until=DUE + timedelta(6)
    )

    assert place.told(5) == [
        (3, "reporter", reporter.pk),
        (3, "head", None),
    ]
    assert place.told(7)[2:] == []


def test_it_stops_when_the_campaign_is_thrown_away(place):
    place.campaign.discarded_at, place.campaign.discarded_by = on(-1), place.officer
    place.campaign.save()
    assert place.told(0) == []


@pytest.mark.parametrize(("force", "told"), [("current", 1), ("recalled", 0)])
def test_it_stops_when_the_plan_is_taken_back(place, force, told):
    plan = issue(place.host, superior_content(), number=1)
    Plan.objects.filter(pk=plan.pk).update(force=force)
    ReportingPeriod.objects.all().delete()
    ReportingPeriodFactory(
        campaign=plan.campaign, starts_on=DUE - timedelta(30), ends_on=DUE, due_on=DUE
    )
    ParticipationFactory(campaign=plan.campaign, unit=place.taking.unit)

    reminding.remind(on(0))

    assert Reminder.objects.filter(user=place.reporter).count() == told


def test_who_is_no_more_in_office_is_told_nothing(place):
    place.reporter.memberships.update(valid_to=DUE - timedelta(1))
    place.head.is_active = False
    place.head.save()

    assert place.told(0, 5) == [
        (-2, "reporter", None), (0, "reporter", None), (3, "reporter", None),
        (3, "head", None),
    ]  # fmt: skip
    rows = Reminder.objects.order_by("pk")
    assert {row.get_why_not_display() for row in rows} == {
        "chưa có ai giữ vai trò này trong hệ thống"
    }


def test_the_head_is_told_and_not_the_deputies(place):
    deputy = MembershipFactory(
        unit=place.taking.unit, role=Role.LEADER, capacity="deputy", title="Phó"
    )
    place.head.memberships.update(capacity="head")
    place.told(5)
    assert not Reminder.objects.filter(user=deputy.user).exists()


def test_own_work_comes_first_where_one_person_is_both(place):
    MembershipFactory(unit=place.taking.unit, role=Role.LEADER, user=place.reporter)
    place.head.memberships.all().delete()

    assert place.told(5) == [(3, "reporter", place.reporter.pk)]


def test_a_call_to_register_goes_up_the_same_ladder_until_enough_was_sent(place):
    place.period.delete()
    call = RegistrationCallFactory(
        campaign=place.campaign, what="mô hình", minimum=2, due_on=DUE
    )
    RegistrationCallFactory(campaign=place.campaign, minimum=0, due_on=DUE)
    UndertakingFactory(participation=place.taking, call=call, approved=True)
    UndertakingFactory(participation=place.taking, call=call)  # not sent yet
    reporter, head = place.reporter.pk, place.head.pk

    told = place.told(*range(-10, 6))

    assert told == [
        (-7, "reporter", reporter), (-2, "reporter", reporter), (0, "reporter", reporter),
        (3, "reporter", reporter), (3, "head", head),
    ]  # fmt: skip
    assert {row.call for row in Reminder.objects.all()} == {call}

    UndertakingFactory(participation=place.taking, call=call, approved=True)
    assert place.told(7, 14) == told


def test_a_call_rests_while_the_unit_may_register_late_and_ends_with_the_plan(place):
    place.period.delete()
    call = RegistrationCallFactory(campaign=place.campaign, due_on=DUE)
    late = LatePermissionFactory(
        call=call, participation=place.taking, until=DUE + timedelta(6)
    )
    assert place.told(5) == []
    late.closed_at = on(6)
    late.save()
    assert [days for days, *_ in place.told(7)] == [7, 7]
    call.ended_at = on(8)
    call.save()
    assert len(place.told(14)) == 2


# ---- what people choose --------------------------------------------------------------------


def test_who_wants_to_be_told_only_shortly_before(place):
    ReminderChoice.objects.create(user=place.reporter, lead_days=2)

    place.told(-7, -2)

    rows = Reminder.objects.order_by("pk").values_list("days", "why_not", "digest")
    digest = Digest.objects.get()
    assert list(rows) == [(-7, "unwanted", None), (-2, "", digest.pk)]


def test_nobody_declines_what_is_late(place):
    ReminderChoice.objects.create(user=place.reporter, lead_days=0, by_mail=False)

    place.told(5)

    row = Reminder.objects.get(user=place.reporter)
    assert (row.days, row.digest.status, row.digest.why_site) == (3, "site", "off")


def test_what_goes_up_always_goes_by_letter(place):
    for user in (place.reporter, place.head):
        ReminderChoice.objects.create(user=user, by_mail=False)

    place.told(5)

    found = Digest.objects.values_list("user", "status")
    assert set(found) == {(place.reporter.pk, "site"), (place.head.pk, "queued")}


def test_without_an_address_it_is_told_on_the_site_only(place):
    place.reporter.email = ""
    place.reporter.save()
    assert reminding.remind(on(0)) == []
    assert Digest.objects.get().letter == (
        "Chỉ báo trên trang: tài khoản chưa ghi thư điện tử"
    )


def test_without_a_mail_server_it_is_told_on_the_site_only(place, settings):
    settings.MAIL_IS_SENT = False
    assert reminding.remind(on(0)) == []
    assert Digest.objects.get().letter == (
        "Chỉ báo trên trang: hệ thống chưa nối máy chủ thư"
    )


# ---- the ladder ----------------------------------------------------------------------------


def test_an_authority_with_steps_of_its_own_has_only_those_from_their_day_on(place):
    ReminderStepFactory(
        unit=place.host.unit, days=-1, reaches="reporter", valid_from=DUE - timedelta(2)
    )
    assert [days for days, *_ in place.told(*range(-8, 20))] == [-7, -1]


def test_what_the_database_holds(place):
    place.told(0)
    row = Reminder.objects.get()
    again = Reminder(
        **{
            field.attname: getattr(row, field.attname)
            for field in Reminder._meta.concrete_fields
            if field.attname not in ("id", "made_at")
        }
    )
    broken = (
        ("a_person_is_told_of_a_report_once", again.save),
        ("one_digest_a_day", Digest(user=row.user, day=row.digest.day, status="site",
                                    why_site="off").save),
        ("a_digest_kept_here_says_why", lambda: Digest.objects.update(
            status="site", next_try_at=None)),
        ("a_digest_sent_has_its_time", lambda: Digest.objects.update(
            status="sent", next_try_at=None)),
        ("a_reminder_is_told_or_says_why_not", lambda: Reminder.objects.update(
            why_not="nobody")),
        ("only_what_is_late_goes_up", lambda: ReminderStep.objects.update(
            days=-1, reaches="chair")),
    )  # fmt: skip
    for name, act in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


def test_what_a_run_costs(place, django_assert_num_queries):
    """One more unit of a period costs nothing but its rows."""
    with django_assert_num_queries(13):
        reminding.remind(on(-2))
    for _ in range(2):
        taking = ParticipationFactory(campaign=place.campaign)
        MembershipFactory(unit=taking.unit, role=Role.REPORTER)
    with django_assert_num_queries(13):
        reminding.remind(on(0))
    assert Digest.objects.filter(day=DUE).count() == 3


# ---- laws ----------------------------------------------------------------------------------

reminding.workdays.is_one(DUE)  # the holidays of a year are put together once
STEPS = st.lists(
    st.tuples(st.integers(-20, 20), st.sampled_from(Rung.values)),
    min_size=1, max_size=8, unique=True,
)  # fmt: skip


BUSY = trying(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@BUSY
@given(steps=STEPS, mornings=st.sets(st.integers(-30, 45), min_size=1, max_size=20))
def test_whoever_is_told_is_told_later_and_later_steps_once(steps, mornings):
    ladders = Ladders(
        ReminderStep(days=days, reaches=reaches, valid_from=date(2020, 1, 1))
        for days, reaches in steps
    )
    told: list[Come] = []
    for day in sorted(mornings):
        window = Window.of(DUE + timedelta(day))
        come = ladders.come(1, DUE, window)
        assert all(
            window.first <= DUE + timedelta(one.days) <= window.last for one in come
        )
        step = next_to_tell(come, [one.days for one in told])
        if step is not None:
            told.append(step)
    days = [one.days for one in told]
    assert days == sorted(set(days))


@BUSY
@given(steps=STEPS)
def test_whoever_looks_every_working_day_misses_no_step(steps):
    ladders = Ladders(
        ReminderStep(days=days, reaches=reaches, valid_from=date(2020, 1, 1))
        for days, reaches in steps
    )
    seen = set()
    for day in range(-40, 60):
        today = DUE + timedelta(day)
        if reminding.workdays.is_one(today):
            seen |= set(ladders.come(1, DUE, Window.of(today)))
    assert seen == {Come(days, reaches) for days, reaches in steps}


def test_one_run_at_a_time(place):
    with connection.cursor() as cursor:
        reminding.remind(on(0))
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [reminding.LOCK],
        )
        assert cursor.fetchone() == (1,)
