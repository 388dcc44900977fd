"""Bảng chỉ tiêu, tổng quan, kiến nghị: on a desk and on a phone, with the script and without."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility import faults, overflow, settled
from tests.factories import RaisedItemFactory, UndertakingFactory
from tests.overseen import Overseen

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def running():
    made = Overseen(4)
    one, two, three, _ = made.units
    for period, (streets, trees) in enumerate(((1, 5), (3, 9), (9, 75))):
        made.received(one, period, streets=streets, trees=trees, cause="Mưa nhiều")
    made.received(two, 2, streets=2, trees=100)
    report = made.received(three, 2, streets=5, submitted=True)
    RaisedItemFactory(report=report)
    UndertakingFactory(participation=one, approved=True)
    return made


def look(page, address):
    found = []
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        settled(page)
        found += [f"{address} {width}: {fault}" for fault in faults(page)]
        if overflow(page) > 0:
            found.append(f"{address} {width}: runs over by {overflow(page)} px")
    return found


def test_axe_of_how_far_a_campaign_has_come(page, log_in, running):
    line = running.line(running.units[0], running.streets)
    item = running.units[2].reports.get().raised.get()
    log_in(running.host.officer)
    found = []
    for name in (
        "campaign-detail", "campaign-indicators", "indicator-list", "phase-list",
        "indicator-figures", "campaign-undertakings", "campaign-raised",
    ):  # fmt: skip
        found += look(page, running.url(name))
    found += look(page, f"{running.url()}?cham=1&ky={running.periods[2].pk}")
    found += look(page, f"{running.url()}{line.pk}/")
    for name in ("raised", "raised-assign", "raised-answer"):
        found += look(page, reverse(f"campaigns:{name}", args=[item.pk]))
    found += look(page, reverse("campaigns:raised-list"))

    assert found == []


def test_a_cell_opens_below_the_table(page, log_in, running):
    log_in(running.host.officer)
    page.goto(running.url())
    page.get_by_role("link", name="9 đạt").click()

    dock = page.locator("#o-chi-tiet")
    expect(dock.get_by_text("Phường An Bình")).to_be_visible()
    expect(dock.get_by_text("Mưa nhiều")).to_be_visible()
    assert page.url.endswith(running.url())
    assert faults(page) == []
    dock.get_by_role("link", name="Mở chi tiết").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Phường An Bình: Tuyến hẻm nở hoa"
    )


def test_without_the_script_a_cell_has_a_page_of_its_own(
    browser, client, live_server, running
):
    client.force_login(running.host.officer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(running.url())
    page.get_by_role("link", name="9 đạt").click()

    line = running.line(running.units[0], running.streets)
    assert page.url.endswith(f"/chi-tieu/{line.pk}/")
    context.close()
