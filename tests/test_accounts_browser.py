"""Khóa truy cập trong trình duyệt thật, with Chromium's virtual authenticator; and the pages."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility import faults, overflow
from tests.factories import PASSWORD, MembershipFactory, Role, ward
from units import actions, inviting, one_time
from units.models import Access, AuthenticatorApp, Passkey, Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOME = reverse("home")


@pytest.fixture
def key(page):
    """A platform authenticator that knows its holder and keeps passkeys."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return Authenticator(devtools, made["authenticatorId"])


class Authenticator:
    def __init__(self, devtools, pk):
        self.devtools, self.pk = devtools, pk

    def ask(self, method, **facts):
        return self.devtools.send(
            f"WebAuthn.{method}", {"authenticatorId": self.pk, **facts}
        )

    @property
    def credentials(self):
        return self.ask("getCredentials")["credentials"]


def sign_in(page, user, wait=True):
    page.goto(reverse("login"))
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    if wait:
        page.wait_for_url("**/viec/")


def ways_in(user):
    entries = Access.objects.of_person(user).filter(what="signed_in")
    return list(entries.values_list("about", flat=True))


def add_key(page, name="Máy ở cơ quan"):
    page.goto(reverse("passkey-add"))
    page.get_by_label("Tên khóa").fill(name)
    page.get_by_role("button", name="Thêm khóa").click()


@pytest.fixture
def user(transactional_db):
    return ward().officer


@pytest.fixture
def with_key(page, user, key):
    sign_in(page, user)
    add_key(page)
    page.get_by_role("heading", name="Đã thêm khóa “Máy ở cơ quan”").wait_for()
    page.context.clear_cookies()
    return key


def test_a_passkey_is_added_and_recovery_codes_are_shown(page, user, key):
    sign_in(page, user)
    add_key(page)

    page.get_by_role("heading", name="Đã thêm khóa “Máy ở cơ quan”").wait_for()
    assert page.locator(".td-codes > li").count() == 10
    (row,) = Passkey.objects.all()
    assert (row.user, row.name, row.used_at) == (user, "Máy ở cơ quan", None)
    assert len(key.credentials) == 1
    add_key(page)  # the same device twice
    note = page.locator("[data-passkey-note]")
    expect(note).to_have_text("Thiết bị này đã có khóa của tài khoản.")
    assert Passkey.objects.count() == 1


def test_it_opens_the_site_without_a_password(page, user, with_key):
    page.goto("/dang-nhap/?next=/phong-trao/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    page.wait_for_url(
        lambda address: address.endswith("/phong-trao/") and "?" not in address
    )
    row = Passkey.objects.get()
    assert row.used_at is not None
    assert row.uses == with_key.credentials[0]["signCount"] > 0
    assert Session.objects.filter(user=user).count() >= 1
    assert ways_in(user)[0] == "Khóa truy cập; Chrome trên Linux"


def test_it_is_the_second_step_after_a_password(page, user, with_key):
    sign_in(page, user, wait=False)
    page.get_by_role("heading", name="Xác nhận bước hai").wait_for()
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    page.wait_for_url("**/viec/")
    assert ways_in(user)[0] == "Mật khẩu, khóa truy cập; Chrome trên Linux"


def test_a_key_that_is_no_more_opens_nothing(page, user, with_key):
    Passkey.objects.all().delete()
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    expect(page.get_by_role("alert").first).to_contain_text(
        "Khóa truy cập chưa được chấp nhận."
    )
    page.goto(HOME)
    assert "/dang-nhap/" in page.url


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 500}, "Máy chủ đang gặp lỗi; khóa và trình duyệt vẫn dùng được."),
        ({"status": 503}, "Máy chủ đang gặp lỗi; khóa và trình duyệt vẫn dùng được."),
        (
            {"body": "<html>"},
            "Máy chủ đang gặp lỗi; khóa và trình duyệt vẫn dùng được.",
        ),
        ({"status": 429}, "Đã thử nhiều lần. Chờ ít phút rồi bấm nút lần nữa."),
        (None, "Chưa kết nối được với máy chủ. Kiểm tra mạng rồi bấm nút lần nữa."),
        ({"json": {}}, "Trình duyệt chưa dùng được khóa truy cập ở đây."),
    ],
)
def test_it_is_said_who_failed_and_the_button_works_again(
    page, user, with_key, answer, said
):
    page.route(
        "**/dang-nhap/khoa/tuy-chon/",
        lambda route: route.fulfill(**answer) if answer else route.abort(),
    )
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator("[data-passkey-note]")).to_contain_text(said)

    page.unroute("**/dang-nhap/khoa/tuy-chon/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    page.wait_for_url("**/viec/")


def test_a_session_that_is_over_is_not_the_browsers_fault(page, user):
    sign_in(page, user)
    page.goto(reverse("passkey-add"))
    Session.objects.all().delete()
    cache.clear()
    page.get_by_label("Tên khóa").fill("K")
    page.get_by_role("button", name="Thêm khóa").click()

    expect(page.locator("[data-passkey-note]")).to_have_text(
        "Phiên làm việc đã hết. Tải lại trang rồi đăng nhập."
    )


def test_a_copied_key_is_noticed(page, user, with_key):
    Passkey.objects.update(uses=1_000_000)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    expect(page.get_by_role("alert").first).to_contain_text("có dấu hiệu bị sao chép")


def test_whoever_does_not_prove_who_they_are_gets_in_nowhere(page, user, with_key):
    """Without a password the key must make sure who holds it."""
    with_key.ask("setUserVerified", isUserVerified=False)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    expect(page.locator("[data-passkey-note]")).to_be_visible()
    assert "/dang-nhap/" in page.url


def test_a_closed_account_stays_closed(page, user, with_key):
    type(user).objects.update(is_active=False)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()

    expect(page.get_by_role("alert").first).to_contain_text("đã ngừng dùng")


def test_words_typed_outlive_a_session_and_both_steps(page, user, with_key):
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url("**/viec/")
    page.goto(reverse("campaigns:campaign-start"))
    page.get_by_label("Tên phong trào").fill("Thi đua ba nhất")
    page.context.clear_cookies()
    page.get_by_role("button", name="Mở trang trắng").click()
    page.get_by_role("heading", name="Đăng nhập lại để gửi tiếp").wait_for()
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("heading", name="Xác nhận bước hai").wait_for()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_role("button", name="Gửi tiếp").click()

    page.wait_for_url("**/soan/**")
    assert "Thi đua ba nhất" in page.content()


def test_without_scripts_a_code_does(browser, live_server, user):
    secret = one_time.new_secret()
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(secret))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, user, wait=False)
    assert page.get_by_role("button", name="Dùng khóa truy cập").count() == 0
    code = one_time.code_at(secret, int(one_time.time.time() // 30))
    page.get_by_label("Mã 6 chữ số").fill(code)
    page.get_by_role("button", name="Xác nhận").click()

    page.wait_for_url("**/viec/")
    context.close()


def test_a_password_is_shown_and_hidden_and_pasted(page, user):
    page.goto(reverse("login"))
    field = page.get_by_label("Mật khẩu", exact=True)
    field.fill("mật khẩu gõ dở")
    button = page.get_by_role("button", name="Hiện mật khẩu")
    button.click()
    assert field.get_attribute("type") == "text"
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert field.get_attribute("type") == "password"
    pasted = field.evaluate(
        "field => field.dispatchEvent(new ClipboardEvent('paste', {cancelable: true}))"
    )
    assert pasted is True  # nobody stands in the way of pasting


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_have_no_fault_of_access(page, user, width, log_in):
    leader = MembershipFactory(
        unit=user.memberships.get().unit, role=Role.LEADER, second_factor=False
    ).user
    administrator = MembershipFactory(
        unit=user.memberships.get().unit, role=Role.ADMINISTRATOR
    ).user
    guest = actions.create_user(
        by=administrator, unit_id=user.memberships.get().unit_id, username="khach.moi",
        full_name="Khách Mời", password=None, email="khach@mau.gov.vn",
    )  # fmt: skip
    invitation = actions.invite(guest.pk, by=administrator, by_mail=False)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}

    def look(address):
        page.goto(address)
        found[address] = [*faults(page), *([overflow(page)] if overflow(page) else [])]

    look(reverse("login"))
    look(reverse("invitation", args=[inviting.token_of(invitation)]))
    look(reverse("invitation", args=["x-y"]))
    sign_in(page, leader, wait=False)
    page.wait_for_url("**/hai-buoc/")
    for name in ("factor-start", "account", "app-add", "passkey-add", "account-email"):
        look(reverse(name))
    look(reverse("account-confirm"))
    log_in(administrator)
    look(reverse("user-invite", args=[guest.pk]))
    look(reverse("unit-factor-rule", args=[leader.memberships.get().unit_id]))
    look(reverse("user-factor-reset", args=[leader.pk]))

    assert {address: found[address] for address in found if found[address]} == {}
