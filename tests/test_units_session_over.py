"""Hết phiên giữa chừng: what was typed is kept over signing in, and sent where it was meant."""

import io
import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Campaign
from tests.factories import PASSWORD, ward
from tests.paper_files import words
from units.resending import Typed, unpacked

START = reverse("campaigns:campaign-start")
AGAIN = reverse("login-again")
NAME = "Thi đua “ba nhất”\r\nnăm <2027> & sau đó"
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def place(db):
    return ward()


def hidden(response) -> dict[str, str]:
    """The hidden fields of the page, as a browser would send them."""
    html = response.content.decode()
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html, re.S
    )
    return {name: unescape(value) for name, value in found}


def test_a_form_without_a_session_is_kept_and_sent_on(client, place):
    over = client.post(START, {"trang-name": NAME, "mat_khau": "bí mật"})
    assert over.status_code == 401
    page = words(over)
    assert "vẫn được giữ trong trang này" in page
    assert "bí mật" not in over.content.decode()
    kept = hidden(over)["giu"]

    wrong = client.post(AGAIN, {"giu": kept, "username": "ai", "password": "sai"})
    assert wrong.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in words(wrong)
    assert hidden(wrong)["giu"] == kept

    signed_in = client.post(
        AGAIN,
        {"giu": kept, "username": place.officer.username, "password": PASSWORD},
    )
    assert signed_in.status_code == 200
    assert f'action="{START}"' in signed_in.content.decode()
    fields = hidden(signed_in)
    assert fields.pop("csrfmiddlewaretoken")
    assert fields == {"trang-name": NAME}
    assert Campaign.objects.count() == 0  # nothing is done before the button is pressed

    client.post(START, fields)
    assert Campaign.objects.get().name.split() == NAME.split()


def test_a_file_is_not_kept_and_the_page_says_so(client, db):
    file = io.BytesIO(b"x" * 10)
    file.name = "ke-hoach.docx"

    response = client.post(reverse("campaigns:import-upload"), {"tep-file": file})

    assert "Tệp đã chọn không giữ được" in words(response)


def test_a_page_is_asked_for_as_before(client, db):
    assert client.get(START).url == f"{reverse('login')}?next={START}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fragment_is_told_and_gets_no_login_page(client, db, method):
    response = getattr(client, method)(START, headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.content.decode().startswith("Phiên làm việc đã hết.")
    assert "<" not in response.content.decode()


class TestTheTokenOfAnEarlierSession:
    """Signing in elsewhere in the same browser makes the tokens of open pages stale."""

    @pytest.fixture
    def browser(self, place):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(place.officer)
        browser.get(START)
        browser.cookies[settings.CSRF_COOKIE_NAME] = "n" * 32
        return browser

    def send(self, browser, **headers):
        data = {"trang-name": NAME, "csrfmiddlewaretoken": "a" * 32}
        return browser.post(START, data, headers=headers)

    def test_our_own_form_is_offered_for_sending(self, browser):
        response = self.send(browser, **OURS)

        assert response.status_code == 403
        assert "Gửi tiếp nội dung vừa gõ" in words(response)
        fields = hidden(response)
        assert fields["trang-name"] == NAME
        sent = browser.post(START, fields, headers=OURS)
        assert sent.status_code == 302
        assert Campaign.objects.count() == 1

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}]
    )
    def test_the_form_of_another_site_is_not(self, browser, headers):
        response = self.send(browser, **headers)

        assert response.status_code == 403
        assert NAME.split()[-1] not in words(response)
        assert hidden(response) == {}
        assert "Trang mở đã lâu nên chưa gửi được" in words(response)

    def test_a_fragment_is_told(self, browser):
        headers = OURS | {"HX-Request": "true"}

        assert self.send(browser, **headers).status_code == 401

    def test_without_a_session_one_signs_in_first(self, browser):
        del browser.cookies[settings.SESSION_COOKIE_NAME]

        response = self.send(browser, **OURS)

        assert response.status_code == 401
        assert NAME in json.loads(hidden(response)["giu"])["fields"][0]

    def test_the_login_itself_begins_anew(self, browser):
        browser.logout()
        response = browser.post(reverse("login"), {"username": "a"}, headers=OURS)

        assert response.url == reverse("login")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        '{"address": "/viec/"}',
        '{"address": "//evil.example/", "fields": [], "files": false}',
        '{"address": "https://evil.example/", "fields": [], "files": false}',
        '{"address": "javascript:alert(1)", "fields": [], "files": false}',
        '{"address": "/viec/", "fields": [["a"]], "files": false}',
    ],
)
def test_what_was_not_packed_here_is_not_unpacked(client, db, text):
    assert unpacked(text) is None
    assert client.post(AGAIN, {"giu": text}).url == reverse("login")


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(texts, texts)), st.booleans())
def test_packed_words_come_out_as_they_went_in(fields, had_files):
    typed = Typed("/ke-hoach/1/", tuple(fields), had_files)

    assert unpacked(typed.packed) == typed


def test_an_acts_address_opened_like_a_page_explains_itself(client, place):
    client.force_login(place.officer)
    plan = place.draft()

    response = client.get(reverse("campaigns:plan-withdraw", args=[plan.pk]))

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Địa chỉ này không mở trực tiếp được" in words(response)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_editor_keeps_its_words_when_the_session_ends(page, log_in):
    place = ward()
    plan = place.draft()
    log_in(place.officer)
    page.goto(reverse("campaigns:plan-section", args=[plan.pk, "thong-tin"]))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("[name=kh-title]").fill("Trích yếu gõ sau khi hết phiên")
    page.get_by_text("Phiên làm việc đã hết, chưa lưu được").wait_for()
    assert page.locator(".td-door").count() == 0
    page.locator("button[data-save]").click()
    page.get_by_label("Tên đăng nhập").fill(place.officer.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Gửi tiếp").click()
    page.locator("[name=kh-title]").wait_for()
    plan.refresh_from_db()
    assert plan.title == "Trích yếu gõ sau khi hết phiên"
