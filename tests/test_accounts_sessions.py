"""Phiên: one sees one's own, ends one or all; an administrator ends somebody's."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import PASSWORD, UserFactory, other_ward, ward
from tests.paper_files import words
from units import actions, audit, devices, sessions, tasks
from units.errors import Refused
from units.models import Session

pytestmark = pytest.mark.django_db
ACCOUNT, HOME = reverse("account"), reverse("home")
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0"
)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/142 Mobile Safari/604.1"


@pytest.fixture
def user():
    return ward().officer


def enter(user, agent=WINDOWS, address="192.0.2.1"):
    browser = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    given = {"username": user.username, "password": PASSWORD}
    assert browser.post(reverse("login"), given).status_code == 302
    return browser


def is_in(browser):
    return browser.get(HOME).status_code == 200


def test_one_sees_where_one_is_signed_in(user):
    here = enter(user)
    enter(user, PHONE, "2001:db8::7")
    enter(UserFactory(), address="198.51.100.9")

    page = words(here.get(ACCOUNT))

    assert "2 phiên" in page
    assert "Edge trên Windows Máy này địa chỉ 192.0.2.1 · từ" in page
    assert "Chrome trên iPhone địa chỉ 2001:db8::7 · từ" in page
    assert "198.51.100.9" not in page


def test_the_page_names_no_key_that_would_open_a_session(user):
    here, there = enter(user), enter(user, PHONE)

    page = here.get(ACCOUNT).content.decode()

    for browser in (here, there):
        assert browser.session.session_key not in page


def test_one_ends_one_of_them(user, django_capture_on_commit_callbacks):
    here, there, third = enter(user), enter(user, PHONE), enter(user, "x")
    handle = Session.objects.get(pk=there.session.session_key).handle

    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(reverse("session-end", args=[handle]), follow=True)

    assert "Phiên ấy đã kết thúc." in words(answer)
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    again = here.post(reverse("session-end", args=[handle]), follow=True)
    assert "Phiên này đã kết thúc." in words(again)


def test_nobody_ends_that_of_another(user):
    there = enter(user)
    handle = Session.objects.get(user=user).handle
    stranger = enter(UserFactory())

    stranger.post(reverse("session-end", args=[handle]))

    assert is_in(there)
    with pytest.raises(PermissionDenied):
        actions.end_session(user.pk, by=UserFactory(), handle=handle)
    with pytest.raises(Refused):
        actions.end_session(user.pk, by=user, handle="0" * 24)


def test_one_ends_all_others(user, django_capture_on_commit_callbacks):
    here, there, third = enter(user), enter(user, PHONE), enter(user, "x")

    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(reverse("sessions-end"), follow=True)

    assert "Đã kết thúc 2 phiên khác." in words(answer)
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)
    assert audit.history(user).first().action == "user.session_ended"


@pytest.mark.parametrize("way", ["end", "password", "close"])
def test_an_administrator_ends_all(way, client, django_capture_on_commit_callbacks):
    place = ward()
    user = place.officer
    there = enter(user)
    client.force_login(place.administrator)
    name = {
        "end": "user-sessions-end",
        "password": "user-password",
        "close": "user-close",
    }

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(name[way], args=[user.pk]), {"how": "rut"})

    assert not is_in(there)
    assert not Session.objects.filter(user=user).exists()
    assert client.get(HOME).status_code == 200


def test_only_whose_business_it_is(client):
    user = ward().officer
    there = enter(user)
    client.force_login(other_ward().administrator)

    answer = client.post(reverse("user-sessions-end", args=[user.pk]))

    assert answer.status_code == 404
    assert is_in(there)
    with pytest.raises(PermissionDenied):
        actions.end_sessions_of(user.pk, by=user)


def test_a_changed_password_ends_the_others_at_once(
    user, django_capture_on_commit_callbacks
):
    here, there = enter(user), enter(user, PHONE)
    new = {
        "old": PASSWORD,
        "new": "nam con ga trong den",
        "again": "nam con ga trong den",
    }

    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("password-change"), new)

    assert (is_in(here), is_in(there)) == (True, False)
    (left,) = Session.objects.filter(user=user)
    assert left.pk == here.session.session_key


def test_last_seen_is_noted_every_few_minutes_and_not_at_every_page(user, monkeypatch):
    here = enter(user)
    moment = now()
    before = Session.objects.get(user=user).seen_at
    is_in(here)
    assert Session.objects.get(user=user).seen_at == before

    later = moment.timestamp() + sessions.SEEN_EVERY + 1
    monkeypatch.setattr("units.entry.time.time", lambda: later)
    here.get(HOME, REMOTE_ADDR="192.0.2.77")

    row = Session.objects.get(user=user)
    assert row.seen_at - before >= timedelta(seconds=sessions.SEEN_EVERY)
    assert row.began_at == before
    assert row.address == "192.0.2.77"


def test_sessions_that_ran_out_are_not_listed(user):
    here = enter(user)
    enter(user, PHONE)
    Session.objects.exclude(pk=here.session.session_key).update(expire_date=now())

    assert [one.agent for one in sessions.live(user)] == [WINDOWS]


def test_sessions_that_ran_out_are_dropped_at_night(user):
    here = enter(user)
    enter(user, PHONE)
    Session.objects.exclude(pk=here.session.session_key).update(expire_date=now())

    tasks.forget_old_sessions()

    assert Session.objects.get().pk == here.session.session_key


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_account(user, count, django_assert_num_queries):
    here = enter(user)
    for _ in range(count - 1):
        enter(user, PHONE)
    here.get(ACCOUNT)

    # user, identities, app, passkeys, recovery codes, roles, sessions, entries, audit book,
    # shell: memberships
    with django_assert_num_queries(10):
        here.get(ACCOUNT)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (WINDOWS, "Edge trên Windows"),
        (PHONE, "Chrome trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142 Mobile Safari/537", "Chrome trên Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/18 Safari/605", "Safari trên macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114", "Cốc Cốc trên Windows"),
        ("curl/8", "Thiết bị không rõ"),
        ("", "Thiết bị không rõ"),
    ],
)  # fmt: skip
def test_devices_are_said_in_words(agent, said):
    assert devices.in_words(agent) == said


def test_visitors_and_strangers_see_nothing(client):
    for name in (
        "account",
        "account-confirm",
        "factor-start",
        "app-add",
        "passkey-add",
    ):
        assert client.get(reverse(name)).url.startswith(reverse("login"))
