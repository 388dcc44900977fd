"""Đăng nhập liên thông, against a real provider in a process of its own."""

import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests import oidc_provider
from tests.accessibility import faults, overflow
from tests.factories import PASSWORD, MembershipFactory, Role, UserFactory, ward
from tests.paper_files import words
from units import actions, audit, entry, one_time, sign_on
from units.errors import Refused
from units.models import (
    Access,
    AuthenticatorApp,
    Identity,
    Membership,
    Session,
    User,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOME, LOGIN, ACCOUNT = reverse("home"), reverse("login"), reverse("account")
START = reverse("sign-on", args=["thu"])
LINK = reverse("identity-link", args=["thu"])
RETURN = reverse("sign-on-return", args=["thu"])
UNKNOWN = "Thiết bị không rõ"


@pytest.fixture(scope="module")
def issuer():
    command = [sys.executable, "-m", "tests.oidc_provider"]
    with subprocess.Popen(
        command, cwd=django_settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(autouse=True)
def provider(settings, issuer):
    settings.OIDC_PROVIDERS = [
        {
            "slug": "thu",
            "name": "Nơi cấp thử",
            "issuer": issuer,
            "client_id": oidc_provider.CLIENT,
            "client_secret": oidc_provider.SECRET,
            "scopes": "openid",
        }
    ]


def asked(client, start=START):
    """The address at the provider to which the site sends the browser."""
    if start == LINK:
        page = client.post(start)
        assert page.status_code == 200, page
        address = page["Refresh"].removeprefix("0; url=")
        assert f'href="{escape(address)}"' in page.content.decode()
        return address
    answer = client.get(start)
    assert answer.status_code == 302, answer
    return answer.url


def identified(address, who):
    """What a person does at the provider: its page, a name, and the way back."""
    page = requests.get(address, timeout=10)
    assert page.status_code == 200, page.text
    fields = {
        name: values[0] for name, values in parse_qs(urlsplit(address).query).items()
    }
    answer = requests.post(
        address.split("?")[0],
        data=fields | {"who": who},
        allow_redirects=False,
        timeout=10,
    )
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def through(client, who, start=START, **more):
    return client.get(identified(asked(client, start), who), **more)


def in_by_password(user):
    browser = Client()
    browser.post(LOGIN, {"username": user.username, "password": PASSWORD})
    return browser


def linked(user, issuer, who="chi-lan"):
    subject = sign_on.subject_digest(issuer, who)
    return Identity.objects.create(user=user, issuer=issuer, subject=subject)


def entries():
    return list(Access.objects.at_the_door().values_list("user", "what", "about"))


def test_the_request_has_what_the_standard_asks_for(client):
    address = asked(client)

    given = parse_qs(urlsplit(address).query)
    assert given["response_type"] == ["code"]
    assert given["scope"] == ["openid"]
    assert given["code_challenge_method"] == ["S256"]
    assert len(given["code_challenge"][0]) == 43
    assert len(given["state"][0]) >= 20
    assert len(given["nonce"][0]) >= 16
    assert given["redirect_uri"] == [f"http://testserver{RETURN}"]


def test_a_linked_person_comes_in(client, issuer):
    user = ward().officer
    identity = linked(user, issuer)

    answer = through(client, "chi-lan")

    assert answer.url == HOME
    assert client.get(HOME).status_code == 200
    assert int(client.session["_auth_user_id"]) == user.pk
    assert Session.objects.get(user=user).address == "127.0.0.1"
    identity.refresh_from_db()
    assert identity.used_at is not None
    assert entries() == [(user.pk, "signed_in", f"Liên thông Nơi cấp thử; {UNKNOWN}")]


def test_an_unknown_identity_opens_and_makes_nothing(client):
    before = (User.objects.count(), Membership.objects.count())

    answer = through(client, "nguoi-la")

    assert answer.status_code == 403
    page = words(answer)
    assert "chưa liên kết với tài khoản nào ở đây" in page
    assert "đề nghị quản trị đơn vị nơi công tác mở và mời" in page
    assert client.get(HOME).status_code == 302
    assert (User.objects.count(), Membership.objects.count()) == before
    assert entries() == []


def test_a_closed_account_stays_closed(client, issuer):
    user = ward().officer
    linked(user, issuer)
    User.objects.update(is_active=False)

    answer = through(client, "chi-lan")

    assert answer.status_code == 403
    assert "đang ngừng dùng" in words(answer)
    assert entries() == [(user.pk, "failed", f"Liên thông Nơi cấp thử; {UNKNOWN}")]


def test_an_account_of_the_demonstration_does_not_come_in(client, issuer):
    linked(UserFactory(is_demonstration=True), issuer)

    assert through(client, "chi-lan").status_code == 403


def test_the_second_step_is_asked_here_too(client, issuer):
    user = ward().officer
    linked(user, issuer)
    secret = one_time.new_secret()
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(secret))

    answer = through(client, "chi-lan")

    assert answer.url == reverse("login-step")
    assert client.get(HOME).status_code == 302
    code = one_time.code_at(secret, int(one_time.time.time() // 30))
    assert client.post(answer.url, {"code": code}).url == HOME


@pytest.mark.parametrize("who", [*oidc_provider.TRICKS, oidc_provider.NO_TOKEN])
def test_a_token_that_is_not_good_opens_nothing(client, issuer, who):
    linked(ward().officer, issuer, who)
    linked(UserFactory(), issuer, "")

    answer = through(client, who, follow=True)

    assert answer.redirect_chain[-1][0] == LOGIN
    page = words(answer)
    assert "không kiểm tra được" in page or "không dùng được" in page or "là ai" in page
    assert client.get(HOME).status_code == 302


def test_whoever_refuses_is_told_so(client):
    answer = through(client, oidc_provider.REFUSES, follow=True)

    assert "Anh/chị đã từ chối ở Nơi cấp thử." in words(answer)


def test_an_answer_belongs_to_the_window_that_asked(client, issuer):
    linked(ward().officer, issuer)
    back = identified(asked(client), "chi-lan")
    victim = Client()
    asked(victim)

    stolen = victim.get(back, follow=True)

    assert "Thử lại từ đầu." in words(stolen)
    assert victim.get(HOME).status_code == 302
    cold = Client().get(back, follow=True)
    assert "Đã chờ quá lâu." in words(cold)


def test_an_answer_serves_once(client, issuer):
    linked(ward().officer, issuer)
    back = identified(asked(client), "chi-lan")
    assert client.get(back).url == HOME
    client.logout()

    assert client.get(back).url == LOGIN


def test_a_code_without_its_verifier_is_worth_nothing(client):
    back = parse_qs(urlsplit(identified(asked(client), "chi-lan")).query)

    answer = requests.post(
        f"{django_settings.OIDC_PROVIDERS[0]['issuer']}/token",
        data={
            "grant_type": "authorization_code", "code": back["code"][0],
            "redirect_uri": f"http://testserver{RETURN}", "code_verifier": "x" * 43,
        },
        auth=(oidc_provider.CLIENT, oidc_provider.SECRET), timeout=10,
    )  # fmt: skip

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_provider_that_is_away_or_another_is_said_so(client, settings, issuer):
    one = settings.OIDC_PROVIDERS[0]
    settings.OIDC_PROVIDERS = [one | {"issuer": "http://127.0.0.1:9"}]
    away = client.get(START, follow=True)
    settings.OIDC_PROVIDERS = [one | {"issuer": f"{issuer}/"}]
    other = client.get(START, follow=True)

    assert "Chưa kết nối được với Nơi cấp thử." in words(away)
    assert "không kiểm tra được" in words(other)


# ---- linked and unlinked ---------------------------------------------------------------------


def test_a_person_links_their_own_account(issuer):
    user = ward().officer
    browser = in_by_password(user)
    assert "Nơi cấp thử" in words(browser.get(ACCOUNT))

    answer = through(browser, "chi-lan", LINK, follow=True)

    assert "Đã liên kết với Nơi cấp thử." in words(answer)
    row = Identity.objects.get()
    assert (row.user, row.issuer) == (user, issuer)
    assert len(row.subject) == 64  # a digest: it may have been a citizen's number
    assert "chi-lan" not in str(audit.history(row).get().detail)
    assert audit.history(user).first().action == "user.identity_linked"
    assert through(Client(), "chi-lan").url == HOME


def test_an_identity_is_of_one_account_and_an_account_has_one_of_an_issuer(issuer):
    linked(UserFactory(), issuer)
    user = ward().officer
    taken = through(in_by_password(user), "chi-lan", LINK, follow=True)
    assert "đã liên kết với một tài khoản khác" in words(taken)
    linked(user, issuer, "anh-ba")
    second = through(in_by_password(user), "anh-tu", LINK, follow=True)
    assert "bỏ liên kết cũ trước" in words(second)

    assert Identity.objects.filter(user=user).count() == 1


def test_a_link_that_somebody_else_began_is_not_finished(issuer):
    user, other = ward().officer, UserFactory()
    browser = in_by_password(user)
    back = identified(asked(browser, LINK), "chi-lan")
    session = browser.session
    session["lien_thong"] = {"purpose": "lien-ket", "user": other.pk}
    session.save()

    answer = browser.get(back, follow=True)

    assert "Phiên đã đổi người trong lúc liên kết." in words(answer)
    assert not Identity.objects.exists()


def test_linking_asks_for_the_password_first(client):
    client.force_login(ward().officer)

    assert client.post(LINK).url.startswith(reverse("account-confirm"))


def test_another_site_cannot_begin_a_link(issuer):
    """An address alone begins nothing, and a form of theirs bears no token."""
    user = ward().officer
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    session = browser.session
    session[entry.PROVED] = int(time.time())
    session.save()

    assert browser.get(LINK).status_code == 405
    assert browser.post(LINK).status_code == 403
    assert sign_on.PURPOSE not in browser.session


def test_a_provider_that_is_away_leads_back_to_the_account(issuer, settings):
    one = settings.OIDC_PROVIDERS[0] | {"issuer": "http://127.0.0.1:9"}
    settings.OIDC_PROVIDERS = [one]

    answer = in_by_password(ward().officer).post(LINK, follow=True)

    assert answer.redirect_chain == [(ACCOUNT, 302)]
    assert "Chưa kết nối được với Nơi cấp thử." in words(answer)


def test_it_is_unlinked_but_not_the_only_way_in(issuer):
    user = ward().officer
    row = linked(user, issuer)
    browser = in_by_password(user)
    page = reverse("identity-unlink", args=[row.pk])
    assert "Bỏ liên kết với Nơi cấp thử?" in words(browser.get(page))
    with pytest.raises(PermissionDenied):
        actions.unlink_identity(row.pk, by=UserFactory())
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
    with pytest.raises(Refused, match="cách đăng nhập duy nhất"):
        actions.unlink_identity(row.pk, by=user)
    User.objects.filter(pk=user.pk).update(password="x")

    actions.unlink_identity(row.pk, by=user)

    assert not Identity.objects.exists()
    assert through(Client(), "chi-lan").status_code == 403


def test_nobody_unlinks_that_of_another(issuer):
    row = linked(UserFactory(), issuer)
    browser = in_by_password(ward().officer)

    assert browser.post(reverse("identity-unlink", args=[row.pk])).status_code == 404


def test_whoever_must_is_led_to_the_second_step(client, issuer):
    user = MembershipFactory(role=Role.LEADER, second_factor=False).user
    linked(user, issuer)

    assert through(client, "chi-lan").url == reverse("factor-start")


def test_the_door_shows_what_there_is(client, settings):
    assert f'href="{START}"' in client.get(LOGIN).content.decode()
    settings.OIDC_PROVIDERS = []
    assert "Đăng nhập bằng Nơi" not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(f"{RETURN}?{urlencode({'code': 'x'})}").status_code == 404


@pytest.mark.parametrize("scripts", [True, False])
def test_a_browser_is_led_to_the_provider_and_back(browser, live_server, scripts):
    """A form may lead nowhere else (``form-action``): the page between goes on by itself."""
    user = ward().officer
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=scripts,
        viewport={"width": 390, "height": 800},
    )  # fmt: skip
    page = context.new_page()
    page.goto(LOGIN)
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/viec/")
    page.goto(ACCOUNT)
    if scripts:
        assert (faults(page), overflow(page)) == ([], 0)

    page.get_by_role("button", name="Liên kết với Nơi cấp thử").click()
    page.get_by_label("Mã định danh").fill("chi-lan")
    page.get_by_role("button", name="Đồng ý").click()

    page.wait_for_url(f"**{ACCOUNT}")
    assert "Đã liên kết với Nơi cấp thử." in page.content()
    assert Identity.objects.get().user == user
    context.close()
