"""Tài khoản của mình: what the page says and what of it one may change."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import PASSWORD, MembershipFactory, Role, UserFactory, ward
from tests.paper_files import words
from units import actions, audit, mailing, tasks
from units.models import AccountNotice, Passkey

pytestmark = pytest.mark.django_db
ACCOUNT, EMAIL = reverse("account"), reverse("account-email")


@pytest.fixture
def user():
    person = ward().officer
    person.email = "cu@mau.gov.vn"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def client(client, user):
    given = {"username": user.username, "password": PASSWORD}
    client.post(reverse("login"), given)
    return client


def test_the_menu_leads_there_and_the_page_says_what_is(client, user):
    home = client.get(reverse("home")).content.decode()
    assert f'href="{ACCOUNT}"' in home

    page = words(client.get(ACCOUNT))

    for text in (user.full_name, user.username, "cu@mau.gov.vn", "Chưa bật"):
        assert text in page
    assert "Đăng nhập liên thông" not in page  # no provider here
    Passkey.objects.create(
        user=user, name="Khóa bàn", credential_id=b"1", credential=b""
    )
    page = words(client.get(ACCOUNT))
    assert "Khóa bàn" in page
    assert "Đang bật" in page
    assert "còn 0 mã" in page


def test_an_address_is_changed_and_both_are_told(
    client, user, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(tasks.tell_person, "delay", sent.append)
    wrong = client.post(EMAIL, {"email": "không phải"})
    assert wrong.status_code == 422
    assert 'value="không phải"' in wrong.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(EMAIL, {"email": "moi@mau.gov.vn"}, follow=True)

    assert "Đã lưu thư điện tử." in words(answer)
    user.refresh_from_db()
    assert user.email == "moi@mau.gov.vn"
    assert audit.history(user).first().action == "user.email_changed"
    (entry,) = sent
    mailing.tell_person(entry)
    (letter,) = mail.outbox
    assert letter.to == ["moi@mau.gov.vn", "cu@mau.gov.vn"]
    assert "Người thực hiện: chính tài khoản này." in letter.body


def test_a_letter_whose_message_was_lost_leaves_all_the_same(
    client, user, django_capture_on_commit_callbacks, monkeypatch
):
    def away(*ids):
        raise OSError("the broker is away")

    monkeypatch.setattr(tasks.tell_person, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(EMAIL, {"email": "moi@mau.gov.vn"})
    assert answer.status_code == 302
    asked = []
    monkeypatch.setattr(tasks.tell_person, "delay", asked.append)
    tasks.requeue_notices()  # a moment after, its own message may still be on the way
    assert asked == []
    AccountNotice.objects.update(created_at=now() - timedelta(minutes=11))

    tasks.requeue_notices()
    (entry,) = asked
    tasks.tell_person(entry)
    tasks.tell_person(entry)

    (letter,) = mail.outbox
    assert letter.to == ["moi@mau.gov.vn", "cu@mau.gov.vn"]
    tasks.requeue_notices()
    assert asked == [entry]


def test_a_letter_that_cannot_leave_is_owed_and_after_a_month_given_up(
    client, user, monkeypatch
):
    monkeypatch.setattr(tasks.tell_person, "delay_on_commit", lambda pk: None)
    client.post(EMAIL, {"email": "moi@mau.gov.vn"})
    owed = AccountNotice.objects.get()

    def refused(*args, **kwargs):
        raise OSError("no way out")

    monkeypatch.setattr(mailing, "send_mail", refused)
    with pytest.raises(OSError, match="no way out"):
        mailing.tell_person(owed.pk)
    assert mailing.owed(now() + timedelta(minutes=1)) == [owed.pk]
    AccountNotice.objects.update(created_at=now() - timedelta(days=31))

    assert mailing.owed(now()) == []
    assert not AccountNotice.objects.exists()


def test_nothing_is_told_where_nothing_changed(client, user, monkeypatch):
    monkeypatch.setattr(tasks.tell_person, "delay_on_commit", pytest.fail)

    client.post(EMAIL, {"email": "cu@mau.gov.vn"})

    assert "user.email_changed" not in [line.action for line in audit.history(user)]


def test_nobody_changes_that_of_another(user):
    acts = [
        lambda by: actions.change_email(user.pk, by=by, email="x@mau.gov.vn"),
        lambda by: actions.add_app(user.pk, by=by, secret=b"x" * 20, step=1),
        lambda by: actions.remove_app(user.pk, by=by),
        lambda by: actions.renew_recovery_codes(user.pk, by=by),
        lambda by: actions.end_other_sessions(user.pk, by=by, session=""),
        lambda by: actions.link_identity(
            user.pk, by=by, issuer="x", subject="x", provider="x"
        ),
    ]
    unit = user.memberships.get().unit
    others = [UserFactory(), MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user]
    for act in acts:
        for by in others:
            with pytest.raises(PermissionDenied):
                act(by)


def test_a_key_of_another_is_not_there(client, user):
    other = UserFactory()
    key = Passkey.objects.create(
        user=other, name="K", credential_id=b"2", credential=b""
    )

    assert client.post(reverse("passkey-remove", args=[key.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.remove_passkey(key.pk, by=user)
    assert Passkey.objects.filter(pk=key.pk).exists()


def test_ones_own_key_is_asked_about_and_taken_away(client, user):
    key = Passkey.objects.create(
        user=user, name="K", credential_id=b"2", credential=b""
    )
    address = reverse("passkey-remove", args=[key.pk])
    assert "Gỡ khóa “K”?" in words(client.get(address))

    answer = client.post(address, follow=True)

    assert "Đã gỡ khóa “K”." in words(answer)
    assert not Passkey.objects.exists()


def test_a_bare_address_has_no_passkeys(client, user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = client.get(ACCOUNT, headers={"host": "10.0.0.5:8000"})
    assert "Khóa truy cập (passkey)" not in words(page)
    answer = client.get(reverse("passkey-add"), headers={"host": "10.0.0.5"})
    assert answer.url == ACCOUNT


def test_an_answer_of_no_browser_is_refused(client, user):
    for answer in ("", "x", "[]", "{}", '{"rawId": "AA"}'):
        client.get(reverse("passkey-add-options"))
        page = client.post(reverse("passkey-add"), {"name": "K", "answer": answer})
        assert page.status_code == 422, answer
        assert 'value="K"' in page.content.decode()
    client.logout()
    for answer in ("", "x", "[]", "{}", '{"rawId": "AA"}', '{"rawId": 5}'):
        client.get(reverse("passkey-options"))
        page = client.post(reverse("login-passkey"), {"answer": answer})
        assert page.status_code == 422, answer
        assert "Khóa truy cập chưa được chấp nhận." in words(page)
    assert not Passkey.objects.exists()
