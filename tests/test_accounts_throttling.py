"""Chặn dò mật khẩu: per account and per address, told how long, alike for names nobody has."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import PASSWORD, ward
from tests.paper_files import words
from units import actions, visitors
from units.forms import signing_in
from units.forms.signing_in import in_words

pytestmark = pytest.mark.django_db
LOGIN = reverse("login")


@pytest.fixture
def user(monkeypatch):
    monkeypatch.setattr(signing_in, "TRIES_OF_A_NAME", 5)
    return ward().officer


def tries(client, name, count, password="sai"):
    """From another address each time."""
    for n in range(count):
        yield client.post(
            LOGIN,
            {"username": name, "password": password},
            REMOTE_ADDR=f"198.51.100.{n + 1}",
        )


@pytest.mark.parametrize("known", [True, False])
def test_a_name_waits_wherever_it_is_tried_from(client, user, known):
    name = user.username if known else "khong-co-ai"

    pages = [words(answer) for answer in tries(client, name, 6)]

    assert all("không đúng" in page for page in pages[:5])
    assert "Đã thử quá nhiều lần. Chờ 24 giờ rồi đăng nhập lại" in pages[5]


def test_others_go_on(client, user):
    list(tries(client, "khong-co-ai", 6))

    assert next(tries(client, user.username, 1, PASSWORD)).status_code == 302


def test_a_new_password_lifts_it(client, user):
    administrator = ward().administrator
    unit = user.memberships.get().unit
    administrator.memberships.update(unit=unit)
    list(tries(client, user.username, 6))

    actions.set_password(user.pk, by=administrator, password="nam con ga trong den")

    answer = next(tries(client, user.username, 1, "nam con ga trong den"))
    assert answer.status_code == 302


def test_the_wait_that_is_told_gets_shorter(client, user, monkeypatch):
    for _ in range(10):
        client.post(LOGIN, {"username": "ai", "password": "sai"})
    moment = visitors.time.time()
    monkeypatch.setattr(visitors.time, "time", lambda: moment + 10 * 60)
    monkeypatch.setattr(signing_in, "TRIES_OF_A_NAME", 99)

    page = words(client.post(LOGIN, {"username": "ai", "password": "sai"}))

    assert "Chờ 5 phút rồi" in page
    cache.clear()


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(client, user):
    """The answer to both takes one hash of the same kind: time tells nothing."""
    hashed = []
    real = type(user).set_password
    checked = type(user).check_password

    def set_password(self, raw):
        hashed.append("unknown")
        return real(self, raw)

    def check_password(self, raw):
        hashed.append("known")
        return checked(self, raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(user), "set_password", set_password)
        patch.setattr(type(user), "check_password", check_password)
        client.post(LOGIN, {"username": user.username, "password": "sai"})
        client.post(LOGIN, {"username": "khong-co-ai", "password": "sai"})

    assert hashed == ["known", "unknown"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 phút"),
        (60, "1 phút"),
        (61, "2 phút"),
        (5400, "90 phút"),
        (5401, "2 giờ"),
        (86400, "24 giờ"),
    ],
)
def test_a_wait_in_words(seconds, said):
    assert in_words(seconds) == said


def test_sessions_that_a_place_opens_without_signing_in_are_counted(
    client, monkeypatch
):
    monkeypatch.setattr("units.views.signing_in.DOORS", 2)
    address = reverse("passkey-options")

    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    cache.clear()


def test_nobody_knows_how_long_without_the_cache(monkeypatch):
    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(visitors.cache, "get", away)

    assert visitors.seconds_to_wait("x", "y", otherwise=900) == 900
