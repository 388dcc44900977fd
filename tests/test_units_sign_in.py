"""Đăng nhập: one answer for every mistake, and no guessing of passwords."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway

from tests.factories import PASSWORD, ward
from tests.paper_files import words
from units import visitors

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
TOO_MANY = "Đã thử quá nhiều lần. Chờ 15 phút rồi đăng nhập lại"


@pytest.fixture
def user():
    return ward().officer


def sign_in(client, name, password, address="192.0.2.1"):
    given = {"username": name, "password": password}
    return client.post(reverse("login"), given, REMOTE_ADDR=address)


def test_a_wrong_name_and_a_wrong_password_read_alike(client, user):
    for name in (user.username, "khong-co-ai"):
        response = sign_in(client, name, "sai")
        assert WRONG in words(response)
        assert response.status_code == 200


def test_after_ten_tries_even_the_right_password_waits(client, user):
    for _ in range(10):
        assert WRONG in words(sign_in(client, user.username, "sai"))

    refused = sign_in(client, f" {user.username.upper()} ", PASSWORD)

    assert TOO_MANY in words(refused)
    assert "_auth_user_id" not in client.session
    elsewhere = sign_in(client, user.username, PASSWORD, address="192.0.2.2")
    assert elsewhere.status_code == 302
    cache.clear()  # a quarter of an hour later
    client.logout()
    assert sign_in(client, user.username, PASSWORD).status_code == 302


def test_the_right_password_starts_the_count_anew(client, user):
    for _ in range(2):
        for _ in range(9):
            sign_in(client, user.username, "sai")
        assert sign_in(client, user.username, PASSWORD).status_code == 302
        client.logout()


def test_one_address_does_not_try_one_password_on_everybody(client, user, monkeypatch):
    monkeypatch.setattr("units.forms.signing_in.TRIES_OF_A_PLACE", 3)
    for name in ("mot", "hai", "ba"):
        assert WRONG in words(sign_in(client, name, "sai"))

    assert TOO_MANY in words(sign_in(client, user.username, PASSWORD))


def test_without_the_cache_people_still_sign_in(client, user, monkeypatch):
    def away(*args, **kwargs):
        raise RedisAway

    for name in ("add", "incr", "delete"):
        monkeypatch.setattr(visitors.cache, name, away)

    assert sign_in(client, user.username, PASSWORD).status_code == 302
