"""Đăng nhập hai bước: nothing opens after the first; words typed outlive both."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    MembershipFactory,
    PasskeyFactory,
    Role,
    UserFactory,
    ward,
)
from tests.paper_files import words
from tests.test_units_session_over import hidden
from units import actions, audit, one_time
from units.errors import Refused
from units.models import AuthenticatorApp, Passkey, RecoveryCode, Session, User

pytestmark = pytest.mark.django_db
SECRET = b"12345678901234567890"
LOGIN, STEP = reverse("login"), reverse("login-step")
HOME, ACCOUNT = reverse("home"), reverse("account")


@pytest.fixture
def user():
    person = ward().officer
    AuthenticatorApp.objects.create(user=person, secret=one_time.seal(SECRET))
    return person


def first_step(client, user, **more):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD} | more)


def code(after=0):
    return one_time.code_at(SECRET, int(one_time.time.time() // 30) + after)


def is_in(client):
    return client.get(HOME).status_code == 200


def test_after_the_password_nothing_is_open_yet(client, user):
    asked = first_step(client, user, next="/phong-trao/")

    assert asked.url == STEP
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    page = words(client.get(STEP))
    assert user.username in page
    assert "Mã 6 chữ số trong ứng dụng" in page
    answer = client.post(STEP, {"code": f" {code()[:3]} {code()[3:]} "})
    assert answer.url == "/phong-trao/"
    assert is_in(client)


def test_an_address_elsewhere_is_not_followed(client, user):
    first_step(client, user, next="https://evil.example/")

    assert client.post(STEP, {"code": code()}).url == HOME


def test_a_wrong_code_is_said_and_five_make_one_wait(client, user):
    first_step(client, user)
    for _ in range(5):
        wrong = client.post(STEP, {"code": "000000"})
        assert wrong.status_code == 422
        assert "Mã chưa đúng hoặc đã dùng." in words(wrong)

    waits = client.post(STEP, {"code": code()})

    assert "Đã nhập sai 5 mã. Chờ 15 phút" in words(waits)
    assert not is_in(client)
    cache.clear()  # a quarter of an hour later
    assert client.post(STEP, {"code": code()}).status_code == 302


def test_codes_are_counted_for_the_account_not_the_window(user):
    for _ in range(5):
        browser = Client()
        first_step(browser, user)
        browser.post(STEP, {"code": "000000"})
    browser = Client()
    first_step(browser, user)

    assert "Đã nhập sai 5 mã." in words(browser.post(STEP, {"code": code()}))


def test_a_code_seen_over_the_shoulder_opens_nothing(client, user):
    first_step(client, user)
    seen = code()
    client.post(STEP, {"code": seen})
    other = Client()
    first_step(other, user)

    assert other.post(STEP, {"code": seen}).status_code == 422


def test_a_recovery_code_opens_and_is_written_down(client, user):
    first, *_ = actions.renew_recovery_codes(user.pk, by=user)
    first_step(client, user)

    answer = client.post(STEP, {"code": first}, follow=True)

    assert "Vừa dùng một mã dự phòng, còn 9 mã." in words(answer)
    line = audit.history(user).first()
    assert (line.action, line.detail) == ("user.recovery_used", {"left": 9})
    client.logout()
    first_step(client, user)
    assert "Mã dự phòng chưa đúng hoặc đã dùng." in words(
        client.post(STEP, {"code": first})
    )


@pytest.mark.parametrize("change", ["password", "closed", "time"])
def test_the_first_step_is_good_for_this_moment_only(client, user, change, monkeypatch):
    first_step(client, user)
    if change == "password":
        user.set_password("mot mat khau moi han")
        user.save(update_fields=["password"])
    elif change == "closed":
        User.objects.update(is_active=False)
    else:
        later = one_time.time.time() + 601
        monkeypatch.setattr("units.entry.time.time", lambda: later)

    answer = client.post(STEP, {"code": code()})

    assert answer.url == LOGIN
    assert "Đã chờ quá lâu" in words(client.get(LOGIN))
    assert not is_in(client)


def test_the_second_step_alone_is_nobodys(client, user):
    assert client.get(STEP).url == LOGIN
    assert client.post(STEP, {"code": code()}).url == LOGIN


def test_words_typed_outlive_both_steps(client, user):
    start = reverse("campaigns:campaign-start")
    again = reverse("login-again")
    kept = hidden(client.post(start, {"trang-name": "Thi đua ba nhất"}))["giu"]

    asked = client.post(
        again, {"giu": kept, "username": user.username, "password": PASSWORD}
    )
    assert asked.status_code == 200
    assert "Xác nhận bước hai" in words(asked)
    assert hidden(asked)["giu"] == kept
    wrong = client.post(STEP, {"giu": kept, "code": "000000"})
    assert hidden(wrong)["giu"] == kept
    assert not is_in(client)

    right = client.post(STEP, {"giu": kept, "code": code()})

    assert right.status_code == 200
    assert f'action="{start}"' in right.content.decode()
    assert hidden(right)["trang-name"] == "Thi đua ba nhất"


def test_words_typed_outlive_a_second_step_that_came_too_late(client, user):
    start = reverse("campaigns:campaign-start")
    kept = hidden(client.post(start, {"trang-name": "Thi đua ba nhất"}))["giu"]

    late = client.post(STEP, {"giu": kept, "code": code()})

    assert late.status_code == 401
    assert "Đã chờ quá lâu" in words(late)
    assert hidden(late)["giu"] == kept


# ---- set up, taken away ----------------------------------------------------------------------


@pytest.fixture
def plain(client):
    """An officer at an open session, with a password and nothing more."""
    person = ward().officer
    first_step(client, person)
    return person


def shown_secret(page):
    text = re.search(r'td-code--wrap mb-0">([A-Z2-7 ]+)<', page.content.decode())[1]
    return one_time.base64.b32decode(text.replace(" ", ""))


def test_an_app_is_set_up_and_codes_are_shown_once(client, plain):
    elsewhere = Client()
    first_step(elsewhere, plain)
    page = client.get(reverse("app-add"))
    secret = shown_secret(page)
    assert "<svg" in page.content.decode()
    assert shown_secret(client.get(reverse("app-add"))) == secret
    wrong = client.post(reverse("app-add"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "Mã 000000 chưa đúng." in words(wrong)
    assert shown_secret(wrong) == secret
    assert not AuthenticatorApp.objects.exists()

    step = int(one_time.time.time() // 30)
    done = client.post(reverse("app-add"), {"code": one_time.code_at(secret, step)})

    codes = re.findall(r'<li class="td-code">([a-z0-9-]+)<', done.content.decode())
    assert len(codes) == 10
    app = AuthenticatorApp.objects.get()
    assert (app.user, one_time.unseal(app.secret)) == (plain, secret)
    assert [line.action for line in audit.history(plain)] == [
        "user.recovery_renewed", "user.app_added",
    ]  # fmt: skip
    # Sessions that were opened with a password alone are over; this one goes on.
    assert is_in(client)
    assert list(Session.objects.filter(user=plain).values_list("pk", flat=True)) == [
        client.session.session_key
    ]
    # That code is used up: whoever saw it typed does not come in with it.
    assert app.last_step == step
    other = Client()
    assert first_step(other, plain).url == STEP
    used = other.post(STEP, {"code": one_time.code_at(secret, step)})
    assert used.status_code == 422
    assert not is_in(other)


def test_ways_in_are_changed_only_by_who_proved_themselves_just_now(
    client, plain, monkeypatch
):
    later = one_time.time.time() + 901
    monkeypatch.setattr("units.entry.time.time", lambda: later)
    confirm = reverse("account-confirm")

    for name in ("app-add", "passkey-add", "account-email", "app-remove"):
        assert client.get(reverse(name)).url == (
            f"{confirm}?next={reverse(name).replace('/', '%2F')}"
        )
    assert client.post(reverse("recovery-codes")).url.startswith(confirm)
    wrong = client.post(f"{confirm}?next={reverse('app-add')}", {"old": "sai"})
    assert "Mật khẩu chưa đúng." in words(wrong)
    right = client.post(f"{confirm}?next={reverse('app-add')}", {"old": PASSWORD})
    assert right.url == reverse("app-add")
    assert client.get(reverse("app-add")).status_code == 200
    elsewhere = client.post(f"{confirm}?next=https://evil.example/", {"old": PASSWORD})
    assert elsewhere.url == ACCOUNT


def test_a_session_opened_without_our_door_is_not_fresh(client):
    person = ward().officer
    client.force_login(person)

    assert client.get(reverse("app-add")).status_code == 302


def test_what_a_role_asks_for_is_not_taken_away(client):
    person = MembershipFactory(role=Role.CLERK, second_factor=False).user
    AuthenticatorApp.objects.create(user=person, secret=one_time.seal(SECRET))
    first_step(client, person)
    client.post(STEP, {"code": code()})

    answer = client.post(reverse("app-remove"), follow=True)

    assert "Vai trò của anh/chị phải có xác thực hai bước." in words(answer)
    assert AuthenticatorApp.objects.exists()


def test_the_last_factor_goes_with_its_recovery_codes(client, user):
    actions.renew_recovery_codes(user.pk, by=user)
    first_step(client, user)
    client.post(STEP, {"code": code()})

    answer = client.post(reverse("app-remove"), follow=True)

    assert "Đã gỡ ứng dụng mã." in words(answer)
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_whoever_must_is_led_to_it_after_signing_in(client):
    person = MembershipFactory(role=Role.LEADER, second_factor=False).user

    answer = first_step(client, person)

    assert answer.url == reverse("factor-start")
    page = words(client.get(answer.url))
    assert "Lãnh đạo" in page
    assert "chưa bật thì chưa ký, cấp số, biểu quyết được" in page
    assert "Để sau, vào Việc cần làm" in page
    assert "Bật xác thực hai bước" in words(client.get(HOME))


# ---- lost ------------------------------------------------------------------------------------


@pytest.fixture
def lost(user):
    administrator = MembershipFactory(
        unit=user.memberships.get().unit, role=Role.ADMINISTRATOR
    ).user
    return user, administrator


def test_an_administrator_takes_away_what_was_lost_and_the_person_is_told(client, lost):
    user, administrator = lost
    user.email = "lan@mau.gov.vn"
    user.save(update_fields=["email"])
    Passkey.objects.create(user=user, name="Khóa", credential_id=b"1", credential=b"")
    actions.renew_recovery_codes(user.pk, by=user)
    theirs = Client()
    first_step(theirs, user)
    theirs.post(STEP, {"code": code()})
    client.force_login(administrator)
    page = reverse("user-factor-reset", args=[user.pk])
    assert "Gỡ xác thực hai bước của" in words(client.get(page))

    client.post(page)

    assert not user.has_second_factor
    assert not RecoveryCode.objects.exists()
    assert not Session.objects.filter(user=user).exists()
    line = audit.history(user).first()
    assert (line.action, line.actor) == ("user.factor_reset", administrator)
    again = Client()
    assert first_step(again, user).url == HOME
    told = words(again.get(HOME))
    assert f"{administrator} đã gỡ xác thực hai bước của anh/chị." in told
    again.logout()
    first_step(again, user)
    assert "đã gỡ xác thực hai bước" not in words(again.get(HOME))  # told once


def test_of_a_signer_only_by_whoever_has_two_steps(user):
    unit = user.memberships.get().unit
    leader = MembershipFactory(unit=unit, role=Role.LEADER).user
    administrator = MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user

    with pytest.raises(Refused, match="cho tài khoản của chính anh/chị trước khi gỡ"):
        actions.reset_factors(leader.pk, by=administrator)
    PasskeyFactory(user=administrator)
    actions.reset_factors(leader.pk, by=administrator)

    assert not leader.has_second_factor


def test_nobody_takes_away_their_own_and_nobody_elses(client, lost):
    user, administrator = lost
    AuthenticatorApp.objects.create(user=administrator, secret=one_time.seal(SECRET))
    client.force_login(administrator)
    own = client.post(
        reverse("user-factor-reset", args=[administrator.pk]), follow=True
    )
    assert "Không thể tự gỡ cho chính mình" in words(own)
    client.force_login(UserFactory())
    assert client.post(reverse("user-factor-reset", args=[user.pk])).status_code == 404
    assert user.has_second_factor
