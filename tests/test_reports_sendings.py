"""Gửi ra ngoài: letters and links to recipients that are not in here, and their first opening."""

import re
import socketserver
import threading
from contextlib import closing, contextmanager
from datetime import timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localtime, now

from reports import actions, mailing
from reports.models import Correspondent, Delivery, Sending
from tests.factories import (
    CorrespondentFactory,
    DeliveryFactory,
    SendingFactory,
    other_ward,
    ward,
)
from tests.paper_files import issued_paper, words
from units import fence
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "toasoan@baomau.vn"
HOME = "https://thidua.mau.gov.vn"


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.PUBLIC_URL = HOME


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    document = issued_paper(place, number=5, title="Thi đua mẫu")
    examine(document)
    return document


@pytest.fixture
def line(paper):
    return DeliveryFactory(document=paper, text="Báo Mẫu")


def settle(line, place, **given):
    return actions.settle_delivery(line.pk, by=place.clerk, **given)


def by_mail(line, place, address=ADDRESS, **given):
    settle(line, place, way="mail", address=address, **given)
    return Sending.objects.get(delivery=line)


def page_of(paper):
    return reverse("reports:document", args=[paper.pk])


def book():
    lines = AuditEntry.objects.filter(
        subject__in=("reports.Sending", "reports.Correspondent")
    )
    return list(lines.order_by("pk").values_list("action", "actor", "about"))


# ---- the letter ---------------------------------------------------------------------------


def test_the_letter(
    place, paper, line, django_capture_on_commit_callbacks, monkeypatch
):
    queued = []
    monkeypatch.setattr(actions.delivering.tasks.send_letter, "delay", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        sending = by_mail(line, place, address=f" {ADDRESS} ")
    assert queued == [sending.pk]
    assert mailing.owed() == [sending.pk]

    mailing.send(sending.pk)
    mailing.send(sending.pk)

    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert letter.subject == "Kế hoạch số 05/KH-UBND: Thi đua mẫu"
    assert f"{HOME}/g/{sending.token}/" in letter.body
    assert f"Mã tra cứu: {paper.code[:4]}-{paper.code[4:]}." in letter.body
    assert letter.body.startswith("Kính gửi Báo Mẫu,\n")
    sending.refresh_from_db()
    assert now() - sending.mailed_at < timedelta(minutes=1)
    assert (sending.next_try_at, sending.failure, mailing.owed()) == (None, "", [])
    assert book() == [
        ("sending.added", place.clerk.pk, ""),
        ("sending.mailed", place.clerk.pk, ""),
    ]


def test_the_book_never_holds_the_address(place, line):
    sending = by_mail(line, place, remember=True)
    by_mail(line, place, address="moi@baomau.vn", remember=True)
    known = Correspondent.objects.get()
    actions.forget_correspondent(known.pk, by=place.clerk)
    settle(line, place, way="paper")

    told = str(list(AuditEntry.objects.values_list("about", "detail")))
    for secret in (ADDRESS, "moi@baomau.vn", sending.token):
        assert secret not in told
    assert [action for action, *_ in book()] == [
        "sending.added", "correspondent.added", "sending.amended", "correspondent.amended",
        "correspondent.removed", "sending.removed",
    ]  # fmt: skip


def test_another_address_gets_a_link_of_its_own(place, line):
    sending = by_mail(line, place)
    mailing.send(sending.pk)
    actions.open_link(sending.token, by=_nobody())
    old = sending.token
    line.refresh_from_db()
    was = line.sent_at

    settle(line, place, way="mail", address=ADDRESS)  # as before: nothing is sent again
    sending.refresh_from_db()
    assert (sending.token, sending.opened_at is None) == (old, False)
    settle(line, place, way="mail", address="dung@baomau.vn")

    sending.refresh_from_db()
    line.refresh_from_db()
    assert sending.token != old
    assert (sending.mailed_at, sending.opened_at, sending.tries) == (None, None, 0)
    assert line.sent_at > was
    assert actions.open_link(old, by=_nobody()) is None
    mailing.send(sending.pk)
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], ["dung@baomau.vn"]]


@pytest.mark.parametrize(
    ("given", "sentence", "at"),
    [
        ({"address": " "}, "Ghi địa chỉ thư điện tử của nơi nhận.", "address"),
        (
            {"address": "bao mau"},
            "Thư điện tử: địa chỉ thư điện tử chưa đúng, ví dụ đúng: vanthu@baomau.vn.",
            "address",
        ),
    ],
)
def test_an_address_that_is_none(place, line, given, sentence, at):
    with pytest.raises(Refused) as refused:
        settle(line, place, way="mail", **given)
    assert [(part, text.lower()) for part, text in refused.value.parts] == [
        (at, sentence.lower())
    ]
    assert Sending.objects.count() == 0


def test_without_a_mail_server_only_the_link(client, place, line, settings):
    settings.MAIL_IS_SENT = False
    with pytest.raises(Refused, match="chưa nối máy chủ thư"):
        settle(line, place, way="mail", address=ADDRESS)
    client.force_login(place.clerk)
    text = words(client.get(reverse("reports:delivery-settle", args=[line.pk])))
    assert "Gửi thư điện tử" not in text
    assert "Hệ thống chưa nối máy chủ thư" in text
    SendingFactory(delivery=line, address=ADDRESS, next_try_at=now())
    assert mailing.owed() == []


# ---- what goes wrong ----------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch):
    """The mail server answers with what ``broken`` holds."""
    answer = []

    def send(self):
        raise answer[0]

    monkeypatch.setattr(mailing.EmailMessage, "send", send)
    return answer


def test_a_silent_server_is_asked_again_later(place, line, broken):
    broken.append(SMTPServerDisconnected("away"))
    sending = by_mail(line, place)
    mailing.send(sending.pk)

    sending.refresh_from_db()
    at = sending.next_try_at
    assert timedelta(seconds=100) < at - now() <= timedelta(minutes=2)
    said = f"Không nối được máy chủ thư. Tự gửi lại từ {localtime(at):%H:%M}."
    assert sending.failure == said
    mailing.send(sending.pk)  # not before its time
    sending.refresh_from_db()
    assert (sending.tries, sending.has_failed) == (1, False)


def test_it_is_given_up_and_the_clerk_sends_it_again(
    client, place, paper, line, broken
):
    broken.append(SMTPDataError(451, b"busy"))
    sending = by_mail(line, place)
    for _ in range(Sending.TRIES):
        Sending.objects.update(next_try_at=now())
        mailing.send(sending.pk)

    sending.refresh_from_db()
    assert (sending.tries, sending.next_try_at, sending.has_failed) == (8, None, True)
    client.force_login(place.clerk)
    text = words(client.get(page_of(paper)))
    assert (
        f"{ADDRESS} · Chưa gửi được thư Máy chủ thư không nhận (451) sau 8 lần thử. Gửi lại "
        "thư, hoặc giao đường dẫn." in text
    )
    assert "Gửi lại thư tới Báo Mẫu" in text
    client.force_login(place.officer)
    assert ADDRESS not in words(client.get(page_of(paper)))

    client.force_login(place.clerk)
    again = reverse("reports:letter-again", args=[line.pk])
    response = client.post(again, follow=True)
    assert "Đang gửi lại thư tới “Báo Mẫu”." in words(response)
    assert mailing.owed() == [sending.pk]
    assert "Thư này đang được gửi." in words(client.post(again, follow=True))


def test_an_address_that_the_server_refuses_is_not_tried_again(place, line, settings):
    sending = by_mail(line, place)
    with post_office(settings, refuse=550) as got:
        mailing.send(sending.pk)

    sending.refresh_from_db()
    assert got == []
    assert sending.has_failed
    assert sending.failure == (
        "Máy chủ thư không nhận địa chỉ này (550). Sửa địa chỉ rồi ghi lại, hoặc giao đường dẫn."
    )
    assert book()[-1][0] == "sending.failed"


def test_through_a_real_mail_server(place, paper, line, settings):
    sending = by_mail(line, place)
    with post_office(settings) as got:
        mailing.send(sending.pk)

    (letter,) = got
    assert f"To: {ADDRESS}" in letter
    assert (
        f"Message-ID: <van-ban-{sending.pk}-{paper.code}@thidua.mau.gov.vn>" in letter
    )
    sending.refresh_from_db()
    assert sending.mailed_at


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(place, line):
    sending = by_mail(line, place)
    start = threading.Barrier(2)

    def work():
        start.wait()
        with closing(connection):
            mailing.send(sending.pk)

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(mail.outbox) == 1


def test_a_worker_that_died_leaves_the_letter_owed(place, line, monkeypatch):
    class Killed(BaseException):
        pass

    def die(self):
        raise Killed

    sending = by_mail(line, place)
    with monkeypatch.context() as patch:
        patch.setattr(mailing.EmailMessage, "send", die)
        with pytest.raises(Killed):
            mailing.send(sending.pk)
    mailing.send(sending.pk)
    assert (mail.outbox, mailing.owed()) == ([], [])  # another may still be at it
    Sending.objects.update(next_try_at=now() - timedelta(seconds=1))
    mailing.send(sending.pk)
    assert len(mail.outbox) == 1


def test_a_letter_to_the_former_address_says_nothing_of_the_new(
    place, line, monkeypatch
):
    sending = by_mail(line, place)

    def meanwhile(self):
        settle(line, place, way="mail", address="moi@baomau.vn")

    monkeypatch.setattr(mailing.EmailMessage, "send", meanwhile)
    mailing.send(sending.pk)

    sending.refresh_from_db()
    assert (sending.address, sending.mailed_at) == ("moi@baomau.vn", None)


@contextmanager
def post_office(settings, refuse=None):
    """A mail server of the standard library on a real socket; gives the letters that it took."""
    got = []

    class Desk(socketserver.StreamRequestHandler):
        def handle(self):
            self.say(220)
            while said := self.rfile.readline().decode().strip():
                verb = said.split()[0].upper()
                if verb == "RCPT" and refuse:
                    self.say(refuse)
                elif verb == "DATA":
                    self.say(354)
                    lines = iter(self.rfile.readline, b".\r\n")
                    got.append(b"".join(lines).decode())
                    self.say(250)
                else:
                    self.say(221 if verb == "QUIT" else 250)
                    if verb == "QUIT":
                        return

        def say(self, code):
            self.wfile.write(b"%d that\r\n" % code)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Desk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "127.0.0.1",
                    "port": server.server_address[1],
                    "timeout": 5,
                },
            }
        }
        yield got
        server.shutdown()


# ---- the link -----------------------------------------------------------------------------


def _nobody():
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415  a model's module

    return AnonymousUser()


def test_the_link_leads_to_the_paper_and_its_opening_is_written_once(
    client, place, paper, line
):
    client.force_login(place.clerk)
    answer = client.post(
        reverse("reports:delivery-settle", args=[line.pk]), {"way": "link"}, follow=True
    )
    sending = Sending.objects.get()
    assert f"{HOME}/g/{sending.token}/" in words(answer)
    client.logout()
    link = reverse("reports:delivery-link", args=[sending.token])

    client.head(link)
    client.get(link, headers={"Sec-Purpose": "prefetch;prerender"})
    sending.refresh_from_db()
    assert sending.opened_at is None

    with fence.raised():
        answer = client.get(link)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("reports:verify", args=[paper.code])
    assert "no-store" in answer["Cache-Control"]
    sending.refresh_from_db()
    first = sending.opened_at
    assert now() - first < timedelta(minutes=1)
    client.get(link)
    sending.refresh_from_db()
    assert sending.opened_at == first
    assert [line for line in book() if line[0] == "sending.opened"] == [
        ("sending.opened", None, "")
    ]
    client.force_login(place.officer)
    assert "Báo Mẫu Mở đường dẫn" in words(client.get(page_of(paper)))


def test_whoever_sent_it_opens_nothing(client, place, line):
    settle(line, place, way="link")
    sending = Sending.objects.get()
    link = reverse("reports:delivery-link", args=[sending.token])
    client.force_login(place.officer)
    assert client.get(link).status_code == 302
    sending.refresh_from_db()
    assert sending.opened_at is None
    beside = other_ward()
    client.force_login(beside.officer)
    client.get(link)
    sending.refresh_from_db()
    assert sending.opened_at is not None
    assert book()[-1][:2] == ("sending.opened", beside.officer.pk)


def test_a_link_that_was_taken_back(client, place, line):
    settle(line, place, way="link")
    token = Sending.objects.get().token
    settle(line, place, way="paper")

    answer = client.get(reverse("reports:delivery-link", args=[token]))
    assert answer.status_code == 404
    assert "Đường dẫn không còn dùng" in words(answer)
    assert (Sending.objects.count(), Delivery.objects.get(pk=line.pk).way) == (
        0,
        "paper",
    )


def test_an_opening_stays(line):
    sending = SendingFactory(delivery=line, opened_at=now())
    rows = Sending.objects.filter(pk=sending.pk)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        rows.update(opened_at=None)
    assert rows.update(opened_at=None, token="another") == 1


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"next_try_at": now()}, "a_letter_has_its_address"),
        ({"mailed_at": now()}, "a_letter_has_its_address"),
        (
            {"address": ADDRESS, "mailed_at": now(), "next_try_at": now()},
            "a_letter_that_left_is_not_tried_again",
        ),
    ],
)
def test_constraints(line, wrong, name):
    sending = SendingFactory(delivery=line)
    with pytest.raises(IntegrityError, match=name):
        Sending.objects.filter(pk=sending.pk).update(**wrong)


# ---- the clerk's pages --------------------------------------------------------------------


def test_the_form_keeps_what_was_typed(client, place, line):
    address = reverse("reports:delivery-settle", args=[line.pk])
    client.force_login(place.clerk)
    answer = client.post(
        address, {"way": "mail", "address": "bao mau", "remember": "on"}
    )
    assert answer.status_code == 422
    assert 'value="bao mau"' in answer.content.decode()
    # What stands in a field that does not count is nobody's mistake.
    assert (
        client.post(address, {"way": "paper", "address": "bao mau"}).status_code == 302
    )


def test_the_address_book_proposes(client, place, paper, line):
    client.force_login(place.clerk)
    address = reverse("reports:delivery-settle", args=[line.pk])
    client.post(address, {"way": "mail", "address": ADDRESS, "remember": "on"})
    again = DeliveryFactory(document=paper, text="BÁO Mẫu (để đưa tin)")
    CorrespondentFactory(unit=other_ward().unit, name="Đài Khác", address="dai@khac.vn")

    html = client.get(
        reverse("reports:delivery-settle", args=[again.pk])
    ).content.decode()

    field = re.search(r'<input[^>]* name="address"[^>]*>', html)[0]
    assert f'value="{ADDRESS}"' in field
    assert f'<option value="{ADDRESS}">Báo Mẫu</option>' in html
    assert "dai@khac.vn" not in html


def test_the_address_book(client, place):
    known = CorrespondentFactory(unit=place.unit)
    CorrespondentFactory(unit=place.unit, name="Đài Mẫu")
    other = CorrespondentFactory(unit=other_ward().unit, name="Đài Khác")
    client.force_login(place.clerk)
    pages = reverse("reports:correspondent-list")
    page = reverse("reports:correspondent-amend", args=[known.pk])

    text = words(client.get(pages))
    assert f"Báo Mẫu Sổ của {place.unit} toasoan@baomau.vn" in text
    assert "Đài Khác" not in text
    answer = client.post(page, {"name": "Đài  Mẫu", "address": "moi@mau.vn"})
    assert answer.status_code == 422
    assert "Nơi nhận này đã có trong sổ địa chỉ." in words(answer)
    assert (
        client.post(page, {"name": "Báo Mới", "address": "moi@mau.vn"}).status_code
        == 302
    )
    known.refresh_from_db()
    assert (known.name, known.key, known.address) == (
        "Báo Mới",
        "báo mới",
        "moi@mau.vn",
    )
    client.post(reverse("reports:correspondent-forget", args=[known.pk]))
    assert Correspondent.objects.filter(pk=known.pk).count() == 0
    with pytest.raises(PermissionDenied):
        actions.forget_correspondent(other.pk, by=place.clerk)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_address_book(
    client, place, django_assert_num_queries, count
):
    for number in range(count):
        name = f"Báo {number}"
        CorrespondentFactory(unit=place.unit, name=name, key=name)
    client.force_login(place.clerk)
    # user, roles; count, rows; shell: memberships
    with django_assert_num_queries(5):
        client.get(reverse("reports:correspondent-list"))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_paper(
    client, place, paper, django_assert_num_queries, count
):
    for number in range(count):
        SendingFactory(
            delivery__document=paper, delivery__text=f"Báo {number}", address=ADDRESS
        )
    client.force_login(place.officer)
    with django_assert_num_queries(11):  # as without: tests/test_reports_deliveries.py
        client.get(page_of(paper))
