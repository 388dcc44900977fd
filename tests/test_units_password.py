"""Đổi mật khẩu: whoever knows the old one, not too often, and other sessions end."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    MembershipFactory,
    Role,
    UserFactory,
    other_ward,
    ward,
)
from tests.paper_files import words
from units import actions, audit
from units.errors import Refused

pytestmark = pytest.mark.django_db
PAGE = reverse("password-change")
HOME = reverse("home")
NEW = "nam con ga trong den"


@pytest.fixture
def user():
    return ward().officer


@pytest.fixture
def client(client, user):
    client.login(username=user.username, password=PASSWORD)
    return client


def ask(client, old=PASSWORD, new=NEW, again=None):
    given = {"old": old, "new": new, "again": new if again is None else again}
    return client.post(PAGE, given)


def test_the_password_is_changed_and_written_down(client, user):
    response = ask(client)

    assert response.status_code == 302
    assert response.url == reverse("account")
    user.refresh_from_db()
    assert user.check_password(NEW)
    (entry,) = audit.history(user)
    assert (entry.action, entry.actor, entry.detail) == (
        "user.password_changed", user, {},
    )  # fmt: skip
    assert "Đã đổi mật khẩu." in words(client.get(HOME))


def test_this_browser_goes_on_and_the_others_sign_in_anew(client, user):
    elsewhere = Client()
    elsewhere.login(username=user.username, password=PASSWORD)
    key = client.session.session_key

    ask(client)

    assert client.get(HOME).status_code == 200
    assert client.session.session_key != key
    assert elsewhere.get(HOME).url == f"{reverse('login')}?next={HOME}"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"old": "sai"}, "old", "Mật khẩu chưa đúng."),
        ({"old": ""}, "old", "Nhập mật khẩu đang dùng."),
        ({"new": "ngắn"}, "new", "Mật khẩu phải có ít nhất 15 ký tự."),
        ({"new": "password12345678"}, "new", "Mật khẩu này rất nhiều người dùng"),
        ({"again": ""}, "again", "Gõ lại mật khẩu mới."),
        ({"again": "nam con ga trong xanh"}, "again", "không giống nhau."),
        ({"new": PASSWORD}, "new", "phải khác mật khẩu đang dùng."),
    ],
)
def test_what_is_not_taken_is_said_at_its_field(client, user, given, field, sentence):
    response = ask(client, **given)

    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    page = words(response)
    assert "Chưa đổi được mật khẩu" in page
    assert sentence in page
    assert "Nhập gõ lại" not in page
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert list(audit.history(user)) == []


def test_ones_own_name_is_no_password(client, user):
    user.username = "nguyenthimaulan"
    user.save(update_fields=["username"])

    assert "gần giống tên đăng nhập" in words(ask(client, new="nguyenthimaulan1"))


def test_no_password_is_shown_again(client):
    page = ask(client, old="sai-mat-khau-cu", again="khac").content.decode()

    for typed in ("sai-mat-khau-cu", NEW, "khac"):
        assert f'value="{typed}"' not in page


def test_after_five_wrong_ones_even_the_right_one_waits(client, user):
    for _ in range(5):
        assert "Mật khẩu chưa đúng" in words(ask(client, old="sai"))

    assert "Đã nhập sai 5 lần. Chờ 15 phút" in words(ask(client))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_slip_in_the_new_one_costs_no_try(client):
    for _ in range(6):
        ask(client, again="khac")

    assert ask(client).status_code == 302


def test_nobody_changes_the_password_of_another(user):
    other = UserFactory()

    with pytest.raises(PermissionDenied):
        actions.change_password(other.pk, by=user, password=NEW)


def test_the_act_itself_keeps_the_rules(user):
    for bad in ("ngắn", PASSWORD):
        with pytest.raises(Refused):
            actions.change_password(user.pk, by=user, password=bad)


def test_the_account_menu_leads_there(client):
    assert f'href="{PAGE}"' in client.get(HOME).content.decode()


def test_a_visitor_signs_in_first():
    assert Client().get(PAGE).url == f"{reverse('login')}?next={PAGE}"


# ---- forgotten


def reset(username, by):
    told = StringIO()
    call_command("reset_password", username, by=by.username, stdout=told)
    return told.getvalue()


def test_an_administrator_gives_a_new_one(client, user):
    administrator = MembershipFactory(
        unit=user.memberships.get().unit, role=Role.ADMINISTRATOR
    ).user

    name, word = reset(user.username.upper(), administrator).strip().split("\t")

    user.refresh_from_db()
    assert name == user.username
    assert user.check_password(word)
    assert audit.history(user).get().actor == administrator
    assert client.get(HOME).url.startswith(reverse("login"))  # the open session ended


def test_nobody_else_does(user):
    with pytest.raises(CommandError, match="không quản trị mọi đơn vị"):
        reset(user.username, other_ward().administrator)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        reset("khong-co", user)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
