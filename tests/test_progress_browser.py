"""Báo cáo trong trình duyệt: typed, saved by itself, sent; a lost line loses nothing."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from campaigns.actions.progress.reporting import begin_report
from campaigns.models import ProgressReport
from tests.accessibility import faults, overflow
from tests.running import Running
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAVED = re.compile("Đã lưu nháp lúc")
KEPT = "() => Object.keys(localStorage)"


@pytest.fixture
def running() -> Running:
    return Running()


@pytest.fixture
def report(running) -> ProgressReport:
    by = running.reporter(running.one)
    return begin_report(running.one.pk, running.periods[2].pk, by=by)


@pytest.fixture
def window(log_in, running, report):
    page = log_in(running.reporter(running.one))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/bao-cao/{report.pk}/")
    return page


def test_a_figure_that_is_behind_asks_why_and_the_report_is_sent(
    window, running, report
):
    line = running.line(running.one)
    cause = window.locator(f"#v{line}-vi-sao")
    expect(cause).to_be_hidden()

    window.fill(f"#v{line}-so", "3,5")
    expect(cause).to_be_visible()
    expect(window.locator("#save-state")).to_have_text(SAVED)
    assert report.values.get().value == Decimal("3.5")
    cause.fill("Mưa nhiều, chuyển sang tháng sau.")
    window.get_by_role("button", name="Xem lại và nộp").click()
    window.get_by_role("button", name="Nộp báo cáo").click()

    expect(window.get_by_text(f"số biên nhận BC-{report.pk:06d}").first).to_be_visible()
    report.refresh_from_db()
    assert report.status == "submitted"


def test_a_lost_line_loses_nothing(window, running, report):
    line = running.line(running.one)
    window.context.set_offline(True)
    window.fill(f"#v{line}-so", "12")
    expect(window.locator("#save-state")).to_have_attribute("data-state", "bad")
    assert not report.values.exists()

    window.context.set_offline(False)
    expect(window.locator("#save-state")).to_have_text(SAVED, timeout=45_000)
    assert report.values.get().value == 12


def test_what_a_closed_window_took_along_is_offered_again(window, running, report):
    line = running.line(running.one)
    window.context.set_offline(True)
    window.fill(f"#v{line}-so", "11")
    wait_for(lambda: any(key.startswith("td-go ") for key in window.evaluate(KEPT)))
    context = window.context
    window.close()
    context.set_offline(False)

    again = context.new_page()
    again.on("dialog", lambda dialog: dialog.accept())
    again.goto(f"/bao-cao/{report.pk}/")
    again.get_by_role("button", name="Lấy lại").click()

    expect(again.locator(f"#v{line}-so")).to_have_value("11")
    expect(again.locator("#save-state")).to_have_text(SAVED)
    assert report.values.get().value == 11


@pytest.mark.parametrize("width", [1366, 390])
def test_no_fault_for_who_cannot_see(log_in, running, report, width):
    page = log_in(running.reporter(running.one))
    page.set_viewport_size({"width": width, "height": 900})
    for url in (
        "/bao-cao/",
        f"/bao-cao/{report.pk}/",
        f"/bao-cao/{report.pk}/xem-lai/",
    ):
        page.goto(url)
        assert faults(page) == []
        assert overflow(page) == 0
    sent = running.sent(running.two, value=12)
    page = log_in(running.host.officer)
    page.set_viewport_size({"width": width, "height": 900})
    board = f"/phong-trao/{running.campaign.pk}-x/bao-cao/"
    for url in (board, f"/bao-cao/{sent.pk}/", f"/bao-cao/{sent.pk}/bo-sung/"):
        page.goto(url)
        assert faults(page) == []
        assert overflow(page) == 0
