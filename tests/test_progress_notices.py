"""Thông báo, cách nhận, sổ nhắc việc và lịch: who reads what, in which words."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions, ical
from campaigns.models import CalendarFeed, Digest, NudgeLetter, ReminderChoice
from tests.factories import (
    CampaignFactory,
    MembershipFactory,
    NudgeFactory,
    NudgeLetterFactory,
    ParticipationFactory,
    ProgressReportFactory,
    RegistrationCallFactory,
    ReminderFactory,
    ReportingPeriodFactory,
    Role,
    UndertakingFactory,
    UnitTaskFactory,
    UserFactory,
    ward,
)
from tests.paper_files import words
from tests.superiors import issue, superior_content
from units.models import AuditEntry
from units.wording import vn_date, vn_datetime

pytestmark = pytest.mark.django_db
NOTICES, CHOICE = reverse("campaigns:notices"), reverse("campaigns:reminder-choice")
TODAY = localdate()


class Place:
    """A unit that takes part in a campaign of a ward, its reporter, one report due today."""

    def __init__(self):
        self.host = ward()
        self.campaign = issue(self.host, superior_content(), number=1).campaign
        self.campaign.periods.all().delete()
        self.taking = ParticipationFactory(campaign=self.campaign)
        self.period = ReportingPeriodFactory(
            campaign=self.campaign, label="Tháng 10/2026",
            starts_on=TODAY - timedelta(30), ends_on=TODAY, due_on=TODAY,
        )  # fmt: skip
        self.reporter = MembershipFactory(
            unit=self.taking.unit, role=Role.REPORTER
        ).user

    def remind(self, **more):
        given = {"period": self.period} | more
        return ReminderFactory(
            participation=self.taking, days=0, digest__user=self.reporter, **given
        )


@pytest.fixture
def place():
    return Place()


# ---- what was told -------------------------------------------------------------------------


def test_what_was_told_and_what_became_of_it(client, place):
    row = place.remind()
    client.force_login(place.reporter)

    page = client.get(NOTICES)

    text = words(page)
    assert "Thông báo (1)" in text
    assert f"{vn_date(TODAY)} Chưa xem" in text
    assert "Chỉ báo trên trang: tài khoản chưa ghi thư điện tử" in text
    assert (
        f"Việc của đơn vị anh/chị Báo cáo tháng 10/2026 {place.taking.unit} · "
        f"{place.campaign.name}" in text
    )
    assert "Vì sao nhắc: ngày đến hạn, người báo cáo của đơn vị" in text
    begin = reverse("campaigns:report-begin", args=[place.taking.pk, place.period.pk])
    assert f'href="{begin}"' in page.content.decode()

    report = ProgressReportFactory(
        participation=place.taking, period=place.period, submitted=True
    )
    page = client.get(NOTICES)
    assert "Báo cáo tháng 10/2026 Đã xong" in words(page)
    assert reverse("campaigns:report", args=[report.pk]) in page.content.decode()

    client.post(reverse("campaigns:notices-read"))
    row.digest.refresh_from_db()
    assert now() - row.digest.read_at < timedelta(minutes=1)
    assert "Chưa xem" not in words(client.get(NOTICES))


def test_the_home_page_says_how_many_are_new(client, place):
    place.remind()
    client.force_login(place.reporter)
    assert "1 thông báo chưa xem" in words(client.get(reverse("home")))
    client.post(reverse("campaigns:notices-read"))
    assert "thông báo chưa xem" not in words(client.get(reverse("home")))


def test_nobody_reads_what_another_was_told(client, place):
    place.remind()
    client.force_login(MembershipFactory(unit=place.taking.unit).user)
    assert "Chưa có thông báo nào" in words(client.get(NOTICES))
    client.post(reverse("campaigns:notices-read"))
    assert Digest.objects.unread().count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(client, place, django_assert_num_queries, count):
    for day in range(count):
        taking = ParticipationFactory(
            campaign=CampaignFactory(host=place.host.unit), unit=place.taking.unit
        )
        ReminderFactory(
            participation=taking, digest__user=place.reporter,
            digest__day=TODAY - timedelta(day),
        )  # fmt: skip
    client.force_login(place.reporter)
    with django_assert_num_queries(10):
        page = client.get(NOTICES)
    assert len(page.context["told"]) == count


def nudged(place, user=None, **values):
    nudge = NudgeFactory(
        participation=place.taking, sent_by=place.host.officer,
        text="Còn phải đăng ký 2 mô hình.\nGửi trước thứ Sáu.", **values,
    )  # fmt: skip
    return NudgeLetterFactory(nudge=nudge, user=user or place.reporter)


def test_a_nudge_is_told_with_its_reason_and_where_to_go(client, place):
    letter = nudged(place)
    client.force_login(place.reporter)
    assert "1 thông báo chưa xem" in words(client.get(reverse("home")))

    page = client.get(NOTICES)

    said = vn_datetime(letter.nudge.sent_at)
    assert (
        f"{vn_date(TODAY)} Chưa xem Cơ quan phát động đôn đốc Đôn đốc đăng ký "
        f"{place.taking.unit} · {place.campaign.name} Còn phải đăng ký 2 mô hình. Gửi trước thứ "
        f"Sáu. Vì sao nhắc: {place.host.officer}, {place.host.unit} đôn đốc lúc {said}"
    ) in words(page)
    assert f'<a href="{reverse("campaigns:registration-home")}"><b>' in (
        page.content.decode()
    )
    assert "Thông báo (1)" in words(page)

    client.post(reverse("campaigns:notices-read"))
    letter.refresh_from_db()
    assert now() - letter.read_at < timedelta(minutes=1)
    assert "Chưa xem" not in words(client.get(NOTICES))
    assert "thông báo chưa xem" not in words(client.get(reverse("home")))


def test_nudges_and_reminders_of_one_day_stand_together(client, place):
    place.remind()
    nudged(place)
    nudged(place, sent_on=TODAY - timedelta(3), about="report")
    client.force_login(place.reporter)
    page = client.get(NOTICES)
    days = [(one.day, bool(one.told), len(one.nudges)) for one in page.context["told"]]
    assert days == [(TODAY, True, 1), (TODAY - timedelta(3), False, 1)]
    assert "Thông báo (3)" in words(page)
    assert f'<a href="{reverse("campaigns:report-list")}"><b>Đôn đốc báo cáo' in (
        page.content.decode()
    )


def test_a_nudge_is_read_by_whom_it_was_sent_to_while_they_work_there(client, place):
    nudged(place)
    other = MembershipFactory(unit=place.taking.unit, role=Role.OFFICER).user
    gone = MembershipFactory(
        unit=place.taking.unit, role=Role.REPORTER, valid_to=TODAY - timedelta(1)
    ).user
    nudged(place, gone, sent_on=TODAY - timedelta(1))
    for user in (other, gone, place.host.officer):
        client.force_login(user)
        assert "Chưa có thông báo nào" in words(client.get(NOTICES))
        client.post(reverse("campaigns:notices-read"))
    assert NudgeLetter.objects.unread().count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_what_nudges_cost(client, place, django_assert_num_queries, count):
    for day in range(count):
        nudged(place, sent_on=TODAY - timedelta(day))
    client.force_login(place.reporter)
    with django_assert_num_queries(8):
        page = client.get(NOTICES)
    assert len(page.context["told"]) == count


# ---- how one is told -----------------------------------------------------------------------


def test_a_person_chooses(client, place):
    client.force_login(place.reporter)
    text = words(client.get(CHOICE))
    assert (
        "Tài khoản chưa ghi thư điện tử nên lời nhắc chỉ có ở trang Thông báo." in text
    )

    answer = client.post(CHOICE, {"mail": "khong", "lead": "3"}, follow=True)

    assert "Đã lưu cách nhận nhắc việc." in words(answer)
    choice = ReminderChoice.objects.get()
    assert (choice.user, choice.by_mail, choice.lead_days) == (place.reporter, False, 3)
    assert answer.context["form"]["lead"].value() == 3
    client.post(CHOICE, {"mail": "co", "lead": ""})
    choice.refresh_from_db()
    assert (choice.by_mail, choice.lead_days) == (True, None)
    assert client.post(CHOICE, {"lead": "99"}).status_code == 422
    told = AuditEntry.objects.filter(subject="campaigns.ReminderChoice")
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "reminderchoice.added", "reminderchoice.amended"
    ]  # fmt: skip


def test_without_a_mail_server_it_says_so(client, place, settings):
    settings.MAIL_IS_SENT = False
    client.force_login(place.reporter)
    assert "Hệ thống chưa nối máy chủ thư" in words(client.get(CHOICE))


def test_nobody_chooses_for_another(place):
    other = UserFactory()
    for act in (actions.make_calendar, actions.end_calendar, actions.read_notices):
        with pytest.raises(PermissionDenied):
            act(other.pk, by=place.reporter)
    with pytest.raises(PermissionDenied):
        actions.choose_reminders(
            other.pk, by=place.reporter, takes_mail=False, lead_days=None
        )


# ---- the ledger ----------------------------------------------------------------------------


def ledger(place) -> str:
    return reverse("campaigns:campaign-reminders", args=[place.campaign.pk, "x"])


def test_the_host_reads_who_was_told_why_or_why_not(client, place):
    row = place.remind()
    Digest.objects.update(status="sent", why_site="", sent_at=now())
    ReminderFactory(
        participation=place.taking, period=place.period, days=3, reaches="head",
        user=None, digest=None, why_not="nobody",
    )  # fmt: skip
    client.force_login(place.host.officer)

    text = words(client.get(ledger(place)))

    assert (
        f"{place.taking.unit} chưa có ai 3 ngày sau hạn, người đứng đầu đơn vị Không nhắc "
        "chưa có ai giữ vai trò này trong hệ thống" in text
    )
    assert re.search(
        f"{place.taking.unit} {row.user} ngày đến hạn, người báo cáo của đơn vị Đã nhắc "
        rf"{vn_date(TODAY)}, thư đi lúc \d\d:\d\d",
        text,
    )
    board = client.get(
        reverse("campaigns:campaign-reports", args=[place.campaign.pk, "x"])
    )
    assert f'{place.period.pk}">Sổ nhắc việc' in board.content.decode()


def test_the_ledger_tells_of_registrations_too(client, place):
    call = RegistrationCallFactory(
        campaign=place.campaign, what="mô hình", minimum=2, due_on=TODAY
    )
    row = place.remind(call=call, period=None, due_on=TODAY)
    client.force_login(place.host.officer)

    text = words(client.get(f"{ledger(place)}?ky=dk{call.pk}"))

    assert "Sổ nhắc việc: Đăng ký 2 mô hình 1 lần nhắc" in text
    assert f"{place.taking.unit} {row.user} ngày đến hạn" in text
    assert "Báo cáo tháng 10/2026, hạn" in text
    client.force_login(place.reporter)
    assert "Đăng ký 2 mô hình" in words(client.get(NOTICES))


def test_the_ledger_is_of_the_host_alone(client, place):
    place.remind()
    client.force_login(place.reporter)
    assert client.get(ledger(place)).status_code in (403, 404)
    client.force_login(place.host.leader)
    assert client.get(ledger(place)).status_code == 403
    client.force_login(ward().officer)
    assert client.get(ledger(place)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_ledger_costs(client, place, django_assert_num_queries, count):
    for _ in range(count):
        ReminderFactory(
            participation=ParticipationFactory(campaign=place.campaign),
            period=place.period,
        )
    client.force_login(place.host.officer)
    with django_assert_num_queries(13):
        page = client.get(ledger(place))
    assert len(page.context["page"]) == count


# ---- the calendar --------------------------------------------------------------------------


def test_the_address_is_made_changed_and_dropped(client, place):
    client.force_login(place.reporter)
    client.post(reverse("campaigns:calendar-make"))
    first = CalendarFeed.objects.get().token
    assert f"/lich/{first}.ics" in client.get(CHOICE).content.decode()
    client.post(reverse("campaigns:calendar-make"))
    second = CalendarFeed.objects.get().token
    assert first != second
    client.logout()
    assert client.get(f"/lich/{first}.ics").status_code == 404
    assert client.get(f"/lich/{second}.ics").status_code == 200

    client.force_login(place.reporter)
    end = reverse("campaigns:calendar-end")
    assert "Đã bỏ địa chỉ lịch." in words(client.post(end, follow=True))
    assert client.get(f"/lich/{second}.ics").status_code == 404
    gone = client.post(end, follow=True)
    assert "Anh/chị chưa có địa chỉ lịch nào." in words(gone)
    told = AuditEntry.objects.filter(subject="campaigns.CalendarFeed").order_by("pk")
    assert [line.action for line in told] == [
        "calendarfeed.added", "calendarfeed.renewed", "calendarfeed.removed"
    ]  # fmt: skip
    assert not any(
        token in str(line.detail) for line in told for token in (first, second)
    )


def feed_of(client, user) -> list[str]:
    feed = CalendarFeed.objects.create(user=user)
    answer = client.get(reverse("campaigns:calendar-feed", args=[feed.token]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    whole = answer.content.decode().replace("\r\n ", "")
    return re.findall(r"SUMMARY:(.*)\r\n", whole)


def test_the_calendar_has_what_is_still_to_be_done(client, place, settings):
    settings.PUBLIC_URL = "https://thidua.mau.gov.vn"
    unit = str(place.taking.unit)
    later = ReportingPeriodFactory(
        campaign=place.campaign, label="Tháng 11/2026", starts_on=TODAY + timedelta(1),
        ends_on=TODAY + timedelta(30), due_on=TODAY + timedelta(35),
    )  # fmt: skip
    UnitTaskFactory(
        participation=place.taking, text="Treo cờ; dọn hẻm, sơn tường",
        due_on=TODAY + timedelta(2),
    )  # fmt: skip
    call = RegistrationCallFactory(
        campaign=place.campaign, what="mô hình", due_on=TODAY + timedelta(1)
    )
    ReportingPeriodFactory()  # of a campaign in which the unit takes no part
    assert feed_of(client, place.reporter) == [
        f"Hạn nộp báo cáo tháng 10/2026 – {unit}",
        f"Hạn đăng ký mô hình – {unit}",
        f"Hạn nhiệm vụ: Treo cờ\\; dọn hẻm\\, sơn tường – {unit}",
        f"Hạn nộp báo cáo tháng 11/2026 – {unit}",
    ]

    ProgressReportFactory(
        participation=place.taking, period=place.period, submitted=True
    )
    UndertakingFactory(participation=place.taking, call=call, approved=True)
    later.locked_at, later.locked_by = now(), place.host.officer
    later.locked_reason = "Đã tổng hợp"
    later.save()
    CalendarFeed.objects.all().delete()
    assert feed_of(client, place.reporter) == [
        f"Hạn nhiệm vụ: Treo cờ\\; dọn hẻm\\, sơn tường – {unit}"
    ]


def test_the_calendar_ends_with_the_role_and_the_account(client, place):
    place.reporter.memberships.update(valid_to=TODAY - timedelta(1))
    assert feed_of(client, place.reporter) == []
    place.reporter.is_active = False
    place.reporter.save()
    token = CalendarFeed.objects.get().token
    assert client.get(f"/lich/{token}.ics").status_code == 404


def test_the_host_has_no_days_of_others(client, place):
    assert feed_of(client, place.host.officer) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_calendar_costs(client, place, count):
    for _ in range(count):
        taking = ParticipationFactory(
            campaign=CampaignFactory(host=place.host.unit), unit=place.taking.unit
        )
        ReportingPeriodFactory(campaign=taking.campaign, due_on=TODAY, starts_on=TODAY,
                               ends_on=TODAY)  # fmt: skip
    feed = CalendarFeed.objects.create(user=place.reporter)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("campaigns:calendar-feed", args=[feed.token]))
    assert len(asked) == 9


def test_the_file_as_the_standard_has_it():
    event = ical.Event(
        uid="ky-1-2@mau.vn", day=date(2026, 12, 31), title="Hạn nộp", text="a\nb",
        url="https://mau.vn/",
    )  # fmt: skip
    assert (
        ical.calendar("Lịch", [event], datetime(2026, 11, 27, 1, 2, 3, tzinfo=UTC))
        == (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Thi dua//Han nop//VI\r\n"
            "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Lịch\r\n"
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n"
            "BEGIN:VEVENT\r\nUID:ky-1-2@mau.vn\r\nDTSTAMP:20261127T010203Z\r\n"
            "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Hạn nộp\r\n"
            "DESCRIPTION:a\\nb\r\nURL:https://mau.vn/\r\nTRANSP:TRANSPARENT\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        ).encode()
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_loses_nothing_and_no_line_is_too_long(text):
    whole = ical.folded(text)
    assert all(len(line) <= 75 for line in whole.split(b"\r\n"))
    assert whole.replace(b"\r\n ", b"").decode() == text + "\r\n"


@given(st.text(max_size=80))
def test_what_was_typed_ends_no_line(text):
    assert not re.search(r"[\r\n\x00-\x1f]", ical.escaped(text))
