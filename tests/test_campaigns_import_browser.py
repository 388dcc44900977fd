"""Đọc sau, in the browser: the page becomes the review by itself, with and without scripts."""

import pytest
from django.conf import settings
from django.urls import reverse

from campaigns.models import ImportDraft
from tests.accessibility import faults
from tests.factories import ward
from tests.reading_files import OFFICE, old_word

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed"),
]
START = reverse("campaigns:campaign-start")


@pytest.fixture
def file(tmp_path):
    old_word(OFFICE, tmp_path)
    return tmp_path / "ke-hoach.doc"


def test_a_doc_is_read_while_the_page_waits(celery_worker_process, log_in, file):
    page = log_in(ward().officer)
    page.goto(START)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_selector("progress")
    assert page.locator("h1").inner_text() == "Đang đọc tệp"
    assert faults(page) == []

    page.wait_for_selector("h1:has-text('Xem lại bản đọc')")

    assert page.locator("#id_dau-title").input_value() == (
        "Tổ chức đợt thi đua làm thủ tục đúng hẹn"
    )


def test_a_bad_doc_becomes_a_sentence(celery_worker_process, log_in, file):
    data = file.read_bytes()
    half = len(data) // 2
    file.write_bytes(data[:600] + bytes(half - 600) + data[half:])
    page = log_in(ward().officer)
    page.goto(START)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Đọc tệp").click()

    page.wait_for_selector(".td-errsum")

    assert page.locator(".td-errsum h2").inner_text() == "Chưa đọc được tệp"
    assert page.locator(".td-errsum li").inner_text() == (
        "Tệp kế hoạch: Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx"
        " rồi nhập lại."
    )
    assert not ImportDraft.objects.filter(source__isnull=False).exists()


def test_without_scripts_the_page_looks_again_by_itself(
    celery_worker_process, client, browser, live_server, file
):
    client.force_login(ward().officer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(START)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_selector("a:has-text('Xem đã đọc xong chưa')")

    page.wait_for_selector("h1:has-text('Xem lại bản đọc')")
    context.close()
