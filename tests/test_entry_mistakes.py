"""Trang lỗi của người đang đăng nhập: the bar and the band of support stay; the rest is bare."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import MembershipFactory, Role, UserFactory, ward
from tests.paper_files import words
from units.context import shell
from units.models import User

pytestmark = pytest.mark.django_db
NOWHERE = "/khong-co-trang-nay/"


@pytest.fixture
def here():
    return ward()


def has_bar(response):
    html = response.content.decode()
    bars = ("td-nav", "td-bottomnav", "td-menu__pop")
    found = {f'class="{name}"' in html for name in bars}
    assert len(found) == 1, "some of the bar, and not all"
    return found.pop()


def test_an_address_that_is_none_keeps_the_bar_and_the_authority(client, here):
    client.force_login(here.officer)
    client.cookies["td-theme"] = "dark"

    response = client.get(f"/phong-trao{NOWHERE}")

    assert response.status_code == 404
    assert has_bar(response)
    page = response.content.decode()
    assert '<a href="/phong-trao/" aria-current="page">Phong trào</a>' in page
    assert f"<b>Thi đua</b><span>{here.unit}</span>" in page
    assert 'data-bs-theme="dark"' in page
    assert "Không có trang này" in words(response)


def test_what_may_not_be_done_keeps_the_bar(client, here):
    client.force_login(here.officer)

    response = client.get(reverse("user-list"))

    assert response.status_code == 403
    assert has_bar(response)
    assert "xác thực hai bước" not in words(response)


def test_an_overdue_factor_is_still_named(client, here):
    lacking = MembershipFactory(
        unit=here.unit, role=Role.CLERK, second_factor=False
    ).user
    client.force_login(lacking)

    assert "Bật xác thực hai bước" in words(client.get(reverse("user-list")))


def test_the_address_of_an_act_keeps_the_bar(client, here):
    client.force_login(here.officer)

    response = client.get(reverse("sessions-end"))

    assert response.status_code == 405
    assert has_bar(response)


def test_whoever_looks_on_as_another_is_told_so_here_too(client, here):
    client.force_login(here.administrator)
    client.post(
        reverse("support-person", args=[here.officer.pk]), {"reason": "không thấy nút"}
    )

    for address, status in ((NOWHERE, 404), (reverse("user-list"), 403)):
        response = client.get(address)
        assert response.status_code == status
        assert has_bar(response)
        assert f"Đang xem với vai {here.officer}" in words(response)
        assert "Quản trị</a>" not in response.content.decode()  # the officer's bar


def test_a_stranger_is_asked_nothing_and_gets_a_bare_page(client):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(NOWHERE)

    assert response.status_code == 404
    assert not has_bar(response)
    assert not [query for query in asked if "SELECT" in query["sql"]]
    assert "Cookie" not in response.headers.get("Vary", "")


def test_whoever_holds_no_role_keeps_what_bar_there_is(client):
    client.force_login(UserFactory())

    assert has_bar(client.get(NOWHERE))


@pytest.mark.parametrize("where", ["roles", "user", "factor"])
def test_a_database_that_is_away_takes_the_bar_alone(client, here, monkeypatch, where):
    """The page of the mistake itself is drawn, and is none of a worse mistake."""
    client.force_login(here.clerk)

    def away(*args, **kwargs):
        raise OperationalError("away")

    if where == "roles":
        monkeypatch.setattr("units.context._memberships", away)
    elif where == "user":
        monkeypatch.setattr("django.contrib.auth.get_user", away)
        monkeypatch.setattr("django.contrib.auth.middleware.auth.get_user", away)
    else:
        monkeypatch.setattr(User, "factor_duties", property(away))

    response = client.get(NOWHERE)

    assert response.status_code == 404
    assert not has_bar(response)
    assert "Không có trang này" in words(response)


def test_a_failing_server_says_so_without_asking_anything(client, here, monkeypatch):
    client.force_login(here.officer)
    client.raise_request_exception = False
    monkeypatch.setattr("units.views.books.require_administrator", lambda _: 1 / 0)

    response = client.get(reverse("audit"))

    assert response.status_code == 500
    assert not has_bar(response)
    assert "Chưa thực hiện được" in words(response)


def test_nothing_is_asked_until_a_mistake_asks(here, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = here.officer
    request.COOKIES["sessionid"] = "x"
    with django_assert_num_queries(0):
        values = shell(request)
    assert values["stands"]
    request.COOKIES.clear()
    assert not shell(request)["stands"]
