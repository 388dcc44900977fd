"""Cụm, khối bằng trình duyệt: axe at two widths, the checklist on a phone, without scripts."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.accessibility import faults, overflow, settled
from tests.factories import (
    ClusterFactory,
    ClusterHandoverFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    HandoverPieceFactory,
    MembershipFactory,
    Role,
    UnitFactory,
)
from units import actions
from units.models import ClusterOffice, HandoverItem

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = localdate()
DAY = timedelta(days=1)
ITEMS = (
    "Quy chế hoạt động", "Danh sách thành viên", "Giao ước thi đua đã ký", "Quỹ, kinh phí",
    "Biên bản họp, sơ kết, tổng kết",
)  # fmt: skip


class Place:
    """Four communes, a year that has ended, one that runs, one to come half handed over."""

    def __init__(self):
        year = TODAY.year
        self.top = UnitFactory(short_name="UBND tỉnh Hà Lĩnh")
        self.cluster = ClusterFactory(
            parent=self.top, short_name="Cụm thi đua các xã vùng cao",
            name="Cụm thi đua số 2 các xã vùng cao tỉnh Hà Lĩnh",
        )  # fmt: skip
        self.units = [
            UnitFactory(parent=self.top, short_name=f"UBND xã {name}")
            for name in ("Khe Mây", "Suối Ngọc", "Đồi Chè", "Bản Lau")
        ]
        for unit in self.units:
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
        UnitFactory.create_batch(3, parent=self.top)  # who may still join
        terms = [
            ClusterOfficeFactory(
                cluster=self.cluster, unit=unit, office=office,
                valid_from=date(when, 1, 1), valid_to=date(when, 12, 31),
            )
            for when, head, deputy in ((year - 1, 0, 3), (year, 1, 2), (year + 1, 2, 3))
            for unit, office in ((self.units[head], "head"), (self.units[deputy], "deputy"))
        ]  # fmt: skip
        self.handover = ClusterHandoverFactory(
            giver=self.units[1], term=terms[4], items=ITEMS
        )
        self.giver, self.taker = (
            MembershipFactory(unit=unit, user__full_name=name).user
            for unit, name in (
                (self.units[1], "Lục Thị Xoan"),
                (self.units[2], "Âu Thị Thắm"),
            )
        )
        self.by = MembershipFactory(unit=self.top, role=Role.ADMINISTRATOR).user
        items = list(self.handover.items.order_by("position"))
        for item in items[:3]:
            actions.give_item(item.pk, by=self.giver, note="Bản giấy và tệp.")
        actions.give_item(
            items[3].pk, by=self.giver, is_absent=True, note="Cụm không lập quỹ."
        )
        actions.take_item(items[0].pk, by=self.taker, note="Đủ 12 trang.")
        actions.return_item(
            items[2].pk, by=self.taker, reason="Thiếu chữ ký của xã Bản Lau."
        )
        HandoverPieceFactory(
            name="Cờ luân lưu", unit=self.top, hint="Cờ, giá cờ, hộp đựng."
        )
        self.page = reverse("cluster", args=[self.cluster.pk])
        self.sheet = reverse("cluster-handover", args=[self.handover.pk])


@pytest.fixture
def here():
    return Place()


def shot(window, name):
    if folder := os.environ.get("SHOTS"):
        window.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def look(window, name, url):
    window.goto(url)
    settled(window)  # parts of a unit's page come after it
    shot(window, name)
    assert (faults(window), overflow(window)) == ([], 0), name


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_for_axe_and_nothing_over_the_edge(log_in, here, width):
    window = log_in(here.by)
    window.set_viewport_size({"width": width, "height": 768})
    term = ClusterOffice.objects.heads().last()
    for name, url in (
        ("list", reverse("cluster-list")),
        ("list-none", f"{reverse('cluster-list')}?q=zz"),
        ("page", here.page),
        ("handover-looked-on", here.sheet),
        ("found", reverse("cluster-found")),
        ("join", reverse("cluster-join", args=[here.cluster.pk])),
        ("leave", reverse("cluster-leave", args=[here.cluster.pk])),
        ("appoint", reverse("cluster-appoint", args=[here.cluster.pk])),
        ("office-end", reverse("cluster-office-end", args=[term.pk])),
        ("pieces", reverse("cluster-piece-list")),
        ("piece-add", reverse("cluster-piece-add")),
        ("unit", reverse("unit", args=[here.units[1].pk])),
    ):
        look(window, f"{name}-{width}", url)
    window.goto(reverse("cluster-join", args=[here.cluster.pk]))
    window.get_by_role("button", name="Thêm thành viên").last.click()
    expect(window.locator(".td-errsum")).to_be_visible()
    shot(window, f"join-wrong-{width}")
    assert (faults(window), overflow(window)) == ([], 0)
    ClusterOffice.objects.filter(valid_from=date(TODAY.year, 1, 1)).update(
        valid_to=TODAY - DAY, end_basis="Nghị quyết số 7 sắp xếp đơn vị"
    )
    look(window, f"headless-{width}", here.page)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_checklist_of_both_sides(log_in, here, width):
    window = log_in(here.taker)
    window.set_viewport_size({"width": width, "height": 768})
    look(window, f"handover-taker-{width}", here.sheet)
    look(window, f"home-taker-{width}", reverse("home"))
    window = log_in(here.giver)
    look(window, f"handover-giver-{width}", here.sheet)
    window.get_by_role("button", name="Không có: Giao ước thi đua đã ký").click()
    expect(window.locator(".td-hand .td-err")).to_contain_text(
        "Ghi lý do không có mục này."
    )
    shot(window, f"handover-refused-{width}")
    assert (faults(window), overflow(window)) == ([], 0)
    window.locator("textarea").first.fill("Xã Bản Lau ký lại ngày mai.")
    window.get_by_role("button", name="Đã giao: Giao ước thi đua đã ký").click()
    expect(window.get_by_text("Đã giao “Giao ước thi đua đã ký”.")).to_be_visible()
    expect(window.get_by_text("Xã Bản Lau ký lại ngày mai.")).to_be_visible()
    assert window.url.endswith(here.sheet)  # the part came alone
    item = HandoverItem.objects.get(name="Giao ước thi đua đã ký")
    assert (item.status, item.given_note) == ("given", "Xã Bản Lau ký lại ngày mai.")
    for item in here.handover.items.exclude(status="taken"):
        if item.status == "waiting":
            actions.give_item(item.pk, by=here.giver)
        actions.take_item(item.pk, by=here.taker)
    look(window, f"handover-done-{width}", here.sheet)


def test_the_checklist_without_scripts(browser, live_server, client, here, settings):
    client.force_login(here.giver)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False,
        viewport={"width": 390, "height": 768},
    )  # fmt: skip
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    window = context.new_page()
    window.goto(here.sheet)
    window.locator("textarea").first.fill("Đủ.")
    window.get_by_role("button", name="Đã giao: Giao ước thi đua đã ký").click()
    window.get_by_role("button", name="Rút lại: Danh sách thành viên").click()

    states = dict(here.handover.items.values_list("name", "status"))
    context.close()
    assert states["Giao ước thi đua đã ký"] == "given"
    assert states["Danh sách thành viên"] == "waiting"
