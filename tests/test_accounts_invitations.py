"""Lời mời: one link, one time, some days; by letter or on paper."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import PASSWORD, UserFactory, other_ward, ward
from tests.paper_files import words
from units import actions, audit, inviting, mailing, tasks
from units.errors import Refused
from units.models import Invitation, User

pytestmark = pytest.mark.django_db
NEW = "nam con ga trong den"
HOME = reverse("home")


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def person(place):
    """Opened without a password."""
    return actions.create_user(
        by=place.administrator, unit_id=place.unit.pk, username="mai.gt",
        full_name="Giàng Thị Mai", password=None, email="mai@mau.gov.vn",
    )  # fmt: skip


def invite(place, person, by_mail=False):
    return actions.invite(person.pk, by=place.administrator, by_mail=by_mail)


def door(invitation):
    return reverse("invitation", args=[inviting.token_of(invitation)])


def test_without_a_password_nobody_signs_in(person, client):
    for tried in ("", "!", PASSWORD):
        client.post(reverse("login"), {"username": person.username, "password": tried})
        assert client.get(HOME).status_code == 302


def test_the_invited_person_sets_a_password_and_is_in(place, person, client):
    invitation = invite(place, person)
    page = client.get(door(invitation))
    assert page.status_code == 200
    assert "Tên đăng nhập của anh/chị là mai.gt" in words(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]

    short = client.post(door(invitation), {"new": "ngắn", "again": "ngắn"})
    assert short.status_code == 422
    assert "ít nhất 15 ký tự" in words(short)
    differ = client.post(door(invitation), {"new": NEW, "again": f"{NEW}x"})
    assert "không giống nhau" in words(differ)
    answer = client.post(door(invitation), {"new": NEW, "again": NEW})

    assert answer.url == HOME
    assert client.get(HOME).status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    line = audit.history(person).first()
    assert (line.action, line.actor) == ("user.invitation_accepted", person)


def closed(place, person, how):
    invitation = invite(place, person)
    if how == "used":
        actions.accept_invitation(inviting.token_of(invitation), password=NEW)
    elif how == "withdrawn":
        actions.withdraw_invitation(person.pk, by=place.administrator)
    elif how == "again":
        invite(place, person)
    elif how == "late":
        Invitation.objects.update(expires_at=now())
    elif how == "password":
        actions.set_password(person.pk, by=place.administrator, password=NEW)
    elif how == "account":
        actions.close_account(person.pk, by=place.administrator)
    return invitation


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("used", "Lời mời này đã được dùng lúc"),
        ("withdrawn", "Lời mời này đã được thu hồi ngày"),
        ("again", "Có thể đã có lời mời khác thay thế."),
        ("late", "Lời mời này đã hết hạn lúc"),
        ("account", "Tài khoản này đang ngừng dùng."),
        ("password", "Tài khoản này đã có mật khẩu."),
    ],
)
def test_a_closed_one_says_why_and_sets_nothing(place, person, client, how, sentence):
    invitation = closed(place, person, how)
    before = User.objects.get(pk=person.pk).password

    shown = client.get(door(invitation))
    sent = client.post(door(invitation), {"new": f"{NEW} nua", "again": f"{NEW} nua"})

    assert (shown.status_code, sent.status_code) == (410, 410)
    assert sentence in words(shown)
    assert User.objects.get(pk=person.pk).password == before
    with pytest.raises(Refused):
        actions.accept_invitation(inviting.token_of(invitation), password=NEW)


def test_looking_at_the_link_does_not_use_it(place, person, client):
    """Mail servers look at links before people do."""
    invitation = invite(place, person)
    for _ in range(3):
        assert client.get(door(invitation)).status_code == 200
        assert client.head(door(invitation)).status_code == 405

    assert client.post(door(invitation), {"new": NEW, "again": NEW}).status_code == 302


def test_a_page_that_stood_open_too_long_begins_anew(place, person):
    address = door(invite(place, person))
    browser = Client(enforce_csrf_checks=True)
    browser.get(address)
    given = {"new": NEW, "again": NEW, "csrfmiddlewaretoken": "a" * 32}

    answer = browser.post(address, given, headers={"Origin": "http://testserver"})

    assert answer.url == address
    page = words(browser.get(address))
    assert "Trang mở đã lâu." in page
    assert "Đặt mật khẩu" in page


def test_a_link_that_nobody_made(place, person, client):
    token = inviting.token_of(invite(place, person))
    other = token[:-1] + ("a" if token[-1] != "a" else "b")

    for wrong in (other, token.split("-")[0], f"1-{token}", "zzzzzzzzzzzzzz-a", "x"):
        answer = client.get(reverse("invitation", args=[wrong]))
        assert answer.status_code == 404
        assert "Đường dẫn không đúng hoặc bị thiếu." in words(answer)
        assert "Mai" not in words(answer)


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_no_text_is_taken_for_a_link(text):
    assert inviting.found(text) is None


def test_links_of_one_place_are_counted(client, monkeypatch):
    monkeypatch.setattr("units.views.inviting.TRIES", 3)
    address = reverse("invitation", args=["x-y"])

    assert [client.get(address).status_code for _ in range(4)] == [404, 404, 404, 429]
    cache.clear()


def test_the_row_alone_makes_no_link(place, person, settings):
    invitation = invite(place, person)
    token = inviting.token_of(invitation)

    assert invitation.nonce not in token
    settings.SECRET_KEY = "mot khoa khac"
    assert inviting.found(token) is None


# ---- who, and when not -----------------------------------------------------------------------


def test_only_whoever_looks_after_the_account(place, person):
    for by in (other_ward().administrator, place.officer, person):
        with pytest.raises(PermissionDenied):
            actions.invite(person.pk, by=by, by_mail=False)
        with pytest.raises(PermissionDenied):
            actions.withdraw_invitation(person.pk, by=by)
    assert not Invitation.objects.exists()


def test_not_whoever_has_a_password_is_closed_or_has_no_mail(place, person):
    administrator = place.administrator
    with pytest.raises(Refused, match="đã đặt mật khẩu"):
        actions.invite(place.officer.pk, by=administrator, by_mail=False)
    User.objects.filter(pk=person.pk).update(email="")
    with pytest.raises(Refused, match="chưa có thư điện tử"):
        actions.invite(person.pk, by=administrator, by_mail=True)
    with pytest.raises(Refused, match="Không còn lời mời nào"):
        actions.withdraw_invitation(person.pk, by=administrator)
    actions.close_account(person.pk, by=administrator)
    with pytest.raises(Refused, match="đang ngừng dùng"):
        actions.invite(person.pk, by=administrator, by_mail=False)


def test_the_database_keeps_one_open_invitation(place, person):
    first = invite(place, person)

    with pytest.raises(IntegrityError, match="one_open_invitation_an_account"):
        Invitation.objects.create(user=person, nonce="x", expires_at=first.expires_at)


# ---- the letter ------------------------------------------------------------------------------


def test_the_letter_is_sent_once_with_the_link(place, person):
    invitation = invite(place, person, by_mail=True)

    for _ in range(2):
        tasks.send_invitation(invitation.pk)

    (letter,) = mail.outbox
    assert letter.to == ["mai@mau.gov.vn"]
    assert f"/moi/{inviting.token_of(invitation)}/" in letter.body
    invitation.refresh_from_db()
    assert invitation.sent_at is not None


@pytest.mark.parametrize("how", ["used", "withdrawn", "late"])
def test_no_letter_with_a_link_that_is_closed(place, person, how):
    invitation = closed(place, person, how)
    Invitation.objects.update(send_to="mai@mau.gov.vn")

    tasks.send_invitation(invitation.pk)

    assert mail.outbox == []


def test_a_letter_that_was_lost_is_asked_for_again(place, person, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.send_invitation, "delay", asked.append)
    invitation = invite(place, person, by_mail=True)
    tasks.requeue_invitations()
    assert asked == []
    Invitation.objects.update(created_at=now() - timedelta(minutes=11))

    tasks.requeue_invitations()

    assert asked == [invitation.pk]
    tasks.send_invitation(invitation.pk)
    tasks.requeue_invitations()
    assert asked == [invitation.pk]


def test_a_change_of_the_way_in_is_told_by_letter(
    place, person, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(tasks.tell_person, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_password(person.pk, by=place.administrator, password=NEW)
    (entry,) = sent

    mailing.tell_person(entry)

    (letter,) = mail.outbox
    assert letter.subject == "Tài khoản Thi đua mai.gt: đặt lại mật khẩu"
    assert f"Người thực hiện: {place.administrator}." in letter.body
    assert NEW not in letter.body


def test_nobody_without_an_address_is_written_to(place, monkeypatch):
    monkeypatch.setattr(tasks.tell_person, "delay_on_commit", pytest.fail)

    actions.set_password(place.officer.pk, by=place.administrator, password=NEW)


# ---- on the screen ---------------------------------------------------------------------------


def opened(place, **changes):
    return {
        "full_name": "Giàng Thị Mai", "username": "mai.gt", "email": "mai@mau.gov.vn",
        "unit": place.unit.pk, "how": "thu", "buoc": "lam",
    } | changes  # fmt: skip


def test_an_account_is_opened_with_a_letter(place, client):
    client.force_login(place.administrator)

    answer = client.post(reverse("user-create"), opened(place), follow=True)

    invitation = Invitation.objects.get()
    assert invitation.send_to == "mai@mau.gov.vn"
    page = words(answer)
    assert "Đã mở tài khoản cho Giàng Thị Mai." in page
    assert "Thư đến mai@mau.gov.vn chưa gửi xong" in page
    mailing.send_invitation(invitation.pk)
    address = reverse("user-invite", args=[invitation.user_id])
    assert "Đã gửi thư đến mai@mau.gov.vn lúc" in words(client.get(address))


def test_a_letter_needs_an_address_and_a_server(place, client, settings):
    client.force_login(place.administrator)
    answer = client.post(reverse("user-create"), opened(place, email=""))
    assert answer.status_code == 422
    assert "Ghi thư điện tử để gửi lời mời" in words(answer)
    assert 'value="Giàng Thị Mai"' in answer.content.decode()

    settings.MAIL_IS_SENT = False
    assert "Gửi lời mời đến thư" not in words(client.get(reverse("user-create")))
    assert client.post(reverse("user-create"), opened(place)).status_code == 422
    assert not User.objects.filter(username="mai.gt").exists()


def test_a_slip_holds_the_very_link(place, client):
    client.force_login(place.administrator)
    answer = client.post(
        reverse("user-create"), opened(place, how="phieu", email=""), follow=True
    )
    html = answer.content.decode()

    link = re.search(r'td-hash mb-0">([^<]+)<', html)[1]
    assert link == inviting.link_of(Invitation.objects.get())
    assert "<svg" in html
    visitor = Client()
    path = link.removeprefix("http://localhost:8000")
    assert visitor.post(path, {"new": NEW, "again": NEW}).status_code == 302
    after = client.get(
        reverse("user-invite", args=[User.objects.get(username="mai.gt").pk])
    )
    assert "đã có mật khẩu nên không cần lời mời" in words(after)
    assert link not in after.content.decode()


def test_it_is_sent_again_and_withdrawn(place, person, client):
    client.force_login(place.administrator)
    address = reverse("user-invite", args=[person.pk])
    assert "chưa có mật khẩu và chưa được mời" in words(client.get(address))
    client.post(address, {"cach": "phieu"})
    first = Invitation.objects.get()
    client.post(address, {"cach": "thu"})
    first.refresh_from_db()
    assert first.withdrawn_at is not None

    withdrawn = client.post(reverse("user-uninvite", args=[person.pk]), follow=True)

    assert "Đã thu hồi; đường dẫn trong lời mời hết dùng được." in words(withdrawn)
    assert "Lời mời trước đã thu hồi lúc" in words(withdrawn)
    assert not Invitation.objects.open().exists()


def test_a_neighbour_sees_no_invitation(person, client):
    client.force_login(other_ward().administrator)

    for method in (client.get, client.post):
        assert method(reverse("user-invite", args=[person.pk])).status_code == 404
    assert client.post(reverse("user-uninvite", args=[person.pk])).status_code == 404


def test_unknown_names_are_not_told_from_known_ones(client):
    known = UserFactory()
    pages = [
        client.post(
            reverse("login"), {"username": name, "password": "sai"}
        ).content.decode()
        for name in (known.username, "khong-co-ai")
    ]

    strip = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert strip[0] == strip[1]
