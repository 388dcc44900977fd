"""Nhắc việc trong trình duyệt: its pages hold at both widths, and axe finds nothing."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import CalendarFeed
from tests.accessibility import faults, overflow
from tests.factories import ReminderFactory
from tests.test_progress_notices import CHOICE, NOTICES, Place, ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PHONE = {"width": 390, "height": 844}


def look(page, url, name):
    found = []
    for size in ({"width": 1366, "height": 768}, PHONE):
        page.set_viewport_size(size)
        page.goto(url)
        expect(page.locator("h1")).to_be_visible()
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/{name}-{size['width']}.png", full_page=True)
        found += [f"{url}: {fault}" for fault in faults(page)]
        assert overflow(page) == 0, url
    return found


def test_pages_of_who_is_reminded(log_in):
    place = Place()
    page = log_in(place.reporter)
    found = look(page, NOTICES, "thong-bao-trong")
    place.remind()
    found += look(page, NOTICES, "thong-bao")
    found += look(page, CHOICE, "nhac-viec")
    CalendarFeed.objects.create(user=place.reporter)
    found += look(page, CHOICE, "lich")
    found += look(page, reverse("home"), "viec")

    assert found == []
    page.goto(NOTICES)
    page.get_by_role("button", name="Đã xem tất cả").click()
    expect(page.get_by_text("Chưa xem")).to_have_count(0)


def test_pages_of_the_host(log_in):
    place = Place()
    page = log_in(place.host.officer)
    found = look(page, ledger(place), "so-trong")
    place.remind()
    ReminderFactory(
        participation=place.taking, period=place.period, days=3, reaches="head",
        user=None, digest=None, why_not="nobody",
    )  # fmt: skip
    found += look(page, ledger(place), "so")
    ladder = reverse("campaigns:ladder", args=[place.host.unit.pk])
    found += look(page, ladder, "bac-thang")
    assert found == []

    page.goto(ladder)
    page.get_by_label("Số ngày").fill("5")
    page.get_by_label("Sau hạn").check()
    page.get_by_label("Người đứng đầu đơn vị").check()
    page.get_by_role("button", name="Thêm bậc").click()
    expect(page.get_by_text("Đã thêm bậc, có hiệu lực từ ngày mai.")).to_be_visible()
    assert look(page, ladder, "bac-thang-moi") == []
