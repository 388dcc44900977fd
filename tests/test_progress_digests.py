"""Thư nhắc việc: its words, once, by whatever worker; what was sent in meanwhile is left out."""

import threading
from datetime import date, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.urls import reverse
from django.utils.timezone import make_aware

from campaigns import digesting, reminding, tasks
from campaigns.models import Digest, ReminderChoice
from tests.factories import (
    MembershipFactory,
    ParticipationFactory,
    ProgressReportFactory,
    RegistrationCallFactory,
    ReportingPeriodFactory,
    Role,
)
from tests.test_progress_reminding import DUE, Place, on
from units.mailing import FOOT

pytestmark = pytest.mark.django_db
HOME = "https://thidua.mau.gov.vn"


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.PUBLIC_URL = HOME


@pytest.fixture
def clock(monkeypatch):
    """What time it is for the sending of letters."""
    now = [on(0)]
    monkeypatch.setattr(digesting, "now", lambda: now[0])
    return now


@pytest.fixture
def place() -> Place:
    return Place()


def remind(clock, days: int) -> list[int]:
    clock[0] = on(days)
    return reminding.remind(on(days))


def test_the_letter_of_who_reports(place, clock):
    [digest] = remind(clock, 0)
    url = reverse("campaigns:report-begin", args=[place.taking.pk, place.period.pk])

    digesting.send(digest)

    [letter] = mail.outbox
    assert letter.to == ["to1@mau.vn"]
    assert letter.subject == "Nhắc việc ngày 04/11/2026: 1 báo cáo chưa nộp"
    assert letter.extra_headers == {
        "Message-ID": f"<nhac-viec-{digest}@thidua.mau.gov.vn>"
    }
    assert letter.body == (
        f"Kính gửi {place.reporter.full_name},\n\n"
        "Việc của đơn vị anh/chị:\n"
        "- Báo cáo tháng 10/2026, hạn 04/11/2026 (hôm nay)\n"
        f"  {place.taking.unit} · Phường xanh\n"
        "  Vì sao nhắc: ngày đến hạn, người báo cáo của đơn vị.\n"
        f"  {HOME}{url}\n\n"
        f"Nộp, gửi rồi thì việc ấy thôi được nhắc. Xem lại các lần nhắc: {HOME}/thong-bao/\n"
        f"Đổi cách nhận nhắc việc: {HOME}/tai-khoan/nhac-viec/" + FOOT
    )
    row = Digest.objects.get()
    assert (row.status, row.next_try_at, row.sent_at) == ("sent", None, on(0))


def test_the_host_is_told_of_all_units_in_one_line(place, clock):
    place.officer.email = "canbo@mau.vn"
    place.officer.save()
    second = ParticipationFactory(campaign=place.campaign)

    for digest in remind(clock, 7):
        digesting.send(digest)

    [letter] = [one for one in mail.outbox if one.to == ["canbo@mau.vn"]]
    assert letter.subject == "Nhắc việc ngày 11/11/2026: 2 báo cáo chưa nộp"
    assert (
        "Phong trào do cơ quan anh/chị phát động:\n"
        "- 2 đơn vị chưa nộp báo cáo tháng 10/2026, hạn 04/11/2026 (quá hạn 7 ngày)\n"
        f"  {place.taking.unit}, {second.unit} · Phường xanh\n"
        "  Vì sao nhắc: 7 ngày sau hạn, cán bộ cơ quan phát động.\n"
        f"  {HOME}/phong-trao/{place.campaign.pk}-phuong-xanh/bao-cao/"
        f"?ky={place.period.pk}&loc=qua-han\n"
    ) in letter.body


def test_what_is_overdue_besides_is_told_too(place, clock):
    ReportingPeriodFactory(
        campaign=place.campaign, label="Tháng 8/2026", starts_on=date(2026, 8, 1),
        ends_on=date(2026, 8, 31), due_on=date(2026, 9, 4),
    )  # fmt: skip
    [digest] = remind(clock, 0)
    digesting.send(digest)

    assert (
        "Ngoài ra đơn vị anh/chị còn nợ:\n"
        "- Báo cáo tháng 8/2026, hạn 04/09/2026 (quá hạn 61 ngày)\n"
    ) in mail.outbox[0].body


def test_the_letter_tells_of_registrations_too(place, clock):
    call = RegistrationCallFactory(
        campaign=place.campaign, what="mô hình", minimum=2, due_on=DUE
    )
    place.officer.email = "canbo@mau.vn"
    place.officer.save()
    [digest] = remind(clock, 0)
    digesting.send(digest)
    begin = reverse("campaigns:registration-begin", args=[place.taking.pk])

    [letter] = mail.outbox
    assert letter.subject == (
        "Nhắc việc ngày 04/11/2026: 1 báo cáo chưa nộp, 1 đăng ký chưa gửi"
    )
    assert (
        "- Đăng ký 2 mô hình, hạn 04/11/2026 (hôm nay)\n"
        f"  {place.taking.unit} · Phường xanh\n"
        "  Vì sao nhắc: ngày đến hạn, người báo cáo của đơn vị.\n"
        f"  {HOME}{begin}?yeu-cau={call.pk}\n"
    ) in letter.body

    for one in remind(clock, 7):
        digesting.send(one)
    [letter] = [one for one in mail.outbox if one.to == ["canbo@mau.vn"]]
    assert (
        "- 1 đơn vị chưa đăng ký mô hình, hạn 04/11/2026 (quá hạn 7 ngày)\n"
        f"  {place.taking.unit} · Phường xanh\n"
        "  Vì sao nhắc: 7 ngày sau hạn, cán bộ cơ quan phát động.\n"
        f"  {HOME}/phong-trao/{place.campaign.pk}-phuong-xanh/dang-ky/"
        f"?yc={call.pk}&tt=chua-gui\n"
    ) in letter.body


def test_what_was_sent_in_before_the_letter_left_is_not_told(place, clock):
    [digest] = remind(clock, 0)
    ProgressReportFactory(
        participation=place.taking, period=place.period, submitted=True
    )

    digesting.send(digest)

    assert mail.outbox == []
    assert Digest.objects.get().letter == "Đã nộp trước khi thư đi"


def test_a_letter_is_sent_once(place, clock):
    [digest] = remind(clock, 0)
    assert digesting.owed() == [digest]
    for _ in range(3):
        digesting.send(digest)
    assert len(mail.outbox) == 1
    assert digesting.owed() == []


def test_without_a_mail_server_nobody_is_asked(place, clock, settings):
    remind(clock, 0)
    settings.MAIL_IS_SENT = False
    assert digesting.owed() == []


def test_an_address_that_is_no_more(place, clock):
    [digest] = remind(clock, 0)
    place.reporter.email = ""
    place.reporter.save()
    digesting.send(digest)
    assert Digest.objects.get().letter == (
        "Chỉ báo trên trang: tài khoản chưa ghi thư điện tử"
    )


# ---- what goes wrong -----------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch):
    """The mail server answers with what ``broken`` holds."""
    answer = []

    def send(self):
        raise answer[0]

    monkeypatch.setattr(EmailMessage, "send", send)
    return answer


def test_a_silent_server_is_asked_again_later(place, clock, broken):
    [digest] = remind(clock, 0)
    broken.append(SMTPServerDisconnected("away"))

    digesting.send(digest)

    row = Digest.objects.get()
    assert (row.status, row.tries) == ("queued", 1)
    assert row.next_try_at == on(0) + timedelta(minutes=2)
    assert row.letter == (
        "Chờ gửi thư: không nối được máy chủ thư, tự gửi lại từ 07:32"
    )
    assert digesting.owed() == []
    clock[0] += timedelta(minutes=2)
    assert digesting.owed() == [digest]


def test_it_is_given_up_after_six_tries(place, clock, broken):
    [digest] = remind(clock, 0)
    broken.append(SMTPDataError(451, b"busy"))
    for _ in range(10):
        clock[0] += timedelta(minutes=70)
        digesting.send(digest)
    row = Digest.objects.get()
    assert (row.tries, row.letter) == (
        6, "Chưa gửi được thư: máy chủ thư không nhận (451)"
    )  # fmt: skip


def test_an_address_that_the_server_refuses(place, clock, broken):
    [digest] = remind(clock, 0)
    broken.append(SMTPRecipientsRefused({"to1@mau.vn": (550, b"no such user")}))
    digesting.send(digest)
    assert Digest.objects.get().letter == (
        "Chưa gửi được thư: máy chủ thư không nhận địa chỉ này (550)"
    )


def test_a_letter_of_yesterday_is_sent_no_more(place, clock):
    [digest] = remind(clock, 0)
    clock[0] = on(1)
    digesting.send(digest)
    assert mail.outbox == []
    assert Digest.objects.get().letter == "Chưa gửi được thư: không gửi được trong ngày"


def test_a_worker_that_was_killed_loses_no_letter(place, clock, monkeypatch):
    """It dies with the letter in its hands; the next one takes it ten minutes later."""
    [digest] = remind(clock, 0)

    class Killed(BaseException):
        pass

    def die(self):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(Killed):
            digesting.send(digest)
    assert Digest.objects.get().status == "sending"
    digesting.send(digest)
    assert (mail.outbox, digesting.owed()) == ([], [])

    clock[0] += digesting.TAKEN_FOR
    assert digesting.owed() == [digest]
    digesting.send(digest)

    assert len(mail.outbox) == 1
    assert (Digest.objects.get().status, Digest.objects.get().tries) == ("sent", 2)


def test_who_was_slow_does_not_overwrite_what_the_next_one_wrote(
    place, clock, monkeypatch
):
    [digest] = remind(clock, 0)
    real = EmailMessage.send

    def slow(self):
        monkeypatch.setattr(EmailMessage, "send", real)
        clock[0] += digesting.TAKEN_FOR
        digesting.send(digest)
        raise SMTPServerDisconnected("at last")

    monkeypatch.setattr(EmailMessage, "send", slow)
    digesting.send(digest)

    assert (Digest.objects.get().status, len(mail.outbox)) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(place, clock, monkeypatch):
    [digest] = remind(clock, 0)
    together = threading.Barrier(2)
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self: sent.append(self.to))

    def work():
        together.wait(10)
        digesting.send(digest)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(20)

    assert sent == [["to1@mau.vn"]]
    assert Digest.objects.get().status == "sent"


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_one_morning_tell_once():
    place = Place()
    for _ in range(5):
        taking = ParticipationFactory(campaign=place.campaign)
        MembershipFactory(unit=taking.unit, role=Role.REPORTER)
    together = threading.Barrier(2)
    made, faults = [], []

    def work():
        together.wait(10)
        try:
            made.extend(reminding.remind(on(0)))
        except Exception as fault:
            faults.append(fault)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(20)

    assert faults == []
    assert Digest.objects.count() == 6


# ---- the clock -----------------------------------------------------------------------------


def test_the_morning_task_queues_the_letters(place, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks.send_digest, "delay", queued.append)
    monkeypatch.setattr(tasks, "now", lambda: on(0))
    tasks.remind()
    assert queued == [Digest.objects.get().pk]


def test_the_sweep_queues_what_was_lost_once(place, clock, monkeypatch):
    [digest] = remind(clock, 0)
    queued = []
    monkeypatch.setattr(tasks.send_digest, "delay", queued.append)
    tasks.send_owed_digests()
    tasks.send_owed_digests()
    assert queued == [digest]


def test_what_a_letter_costs(place, clock, django_assert_num_queries):
    [digest] = remind(clock, -2)
    for _ in range(2):
        other = ParticipationFactory(
            unit=place.taking.unit, campaign__host=place.host.unit
        )
        ReportingPeriodFactory(
            campaign=other.campaign, starts_on=DUE - timedelta(30), ends_on=DUE,
            due_on=DUE,
        )  # fmt: skip
    with django_assert_num_queries(11):
        digesting.send(digest)
    [digest] = remind(clock, 0)
    with django_assert_num_queries(11):
        digesting.send(digest)
    assert mail.outbox[-1].subject == "Nhắc việc ngày 04/11/2026: 3 báo cáo chưa nộp"


def test_half_past_seven_here():
    assert on(0) == make_aware(datetime.combine(DUE, time(7, 30)))
    assert on(0).utcoffset() == timedelta(hours=7)


def test_who_declines_letters_gets_none(place, clock):
    ReminderChoice.objects.create(user=place.reporter, by_mail=False)
    assert remind(clock, 0) == []
    assert Digest.objects.get().letter == (
        "Chỉ báo trên trang: người nhận không nhận thư nhắc việc"
    )
