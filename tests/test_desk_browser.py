"""Chờ ký, quy trình duyệt trong trình duyệt: two signed at once, the way of a plan as a map."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Document, SigningItem
from tests.accessibility import faults, overflow
from tests.factories import (
    PASSWORD,
    Role,
    StandInFactory,
    UnitFactory,
    holder,
    route_asking,
    ward,
)
from tests.test_desk import waiting
from tests.test_routes_passing import agree, step

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DESK = reverse("reports:desk")


@pytest.fixture
def place():
    return ward()


def shot(window, name):
    if folder := os.environ.get("SHOTS"):
        window.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_two_are_signed_with_one_password(log_in, place):
    plans = waiting(place, 3)
    page = log_in(place.leader)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(reverse("home"))
    page.get_by_role("link", name="Chờ ký").click()
    shot(page, "desk-1366")

    for plan in plans[:2]:
        page.get_by_label(plan.title).check()
    page.get_by_role("button", name="Ký các kế hoạch đã chọn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Duyệt và ký 2 kế hoạch này?"
    )
    shot(page, "desk-sign-1366")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Duyệt và ký 2 kế hoạch").click()

    expect(page.get_by_text("Đang ký: xong 0/2")).to_be_visible()
    assert [one.plan for one in SigningItem.objects.all()] == plans[:2]
    for document, status in zip(
        Document.objects.order_by("pk"), ("signed", "stopped"), strict=True
    ):
        document.status = status
        document.signed_at = document.requested_at if status == "signed" else None
        document.problem = "" if status == "signed" else "Chứng thư đã hết hạn."
        document.save(update_fields=["status", "signed_at", "problem"])
    expect(page.get_by_text("1/2 kế hoạch đã ký.")).to_be_visible()
    expect(page.get_by_text("Dừng: Chứng thư đã hết hạn.")).to_be_visible()
    shot(page, "desk-result-1366")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        result = page.url
        for name, url in (
            ("result", result),
            ("desk", DESK),
            ("sign", f"{reverse('reports:desk-sign')}?k={plans[2].pk}"),
        ):
            page.goto(url)
            shot(page, f"{name}-{width}")
            assert (faults(page), overflow(page) <= 0) == ([], True), name
        page.goto(result)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_way_of_a_plan_and_the_pages_of_a_route(log_in, place, width):
    office = UnitFactory(parent=place.unit, quiet=True, short_name="Phòng Văn hóa")
    culture = holder(office, Role.LEADER, "Trưởng phòng")
    clerk = holder(place.unit, Role.OFFICER, "Chánh Văn phòng")
    route = route_asking(place.unit, culture, [clerk])
    StandInFactory(unit=office, absent=culture.user)
    plan = place.checked()
    agree(plan, culture, remark="Nên nêu rõ nguồn kinh phí.")

    seen = (
        (place.officer, "check", reverse("campaigns:plan-check", args=[plan.pk])),
        (clerk.user, "step", reverse("campaigns:plan-review", args=[plan.pk])),
        (clerk.user, "agree", reverse("campaigns:plan-agree", args=[plan.pk])),
        (place.leader, "gated", reverse("campaigns:plan-review", args=[plan.pk])),
    )
    admin = [
        ("routes", reverse("campaigns:unit-routes", args=[place.unit.pk])),
        ("route", reverse("campaigns:route", args=[route.pk])),
        ("stand-in", reverse("campaigns:stand-in-name", args=[place.unit.pk])),
    ]
    for user, name, url in [
        *seen, *((place.administrator, name, url) for name, url in admin)
    ]:  # fmt: skip
        page = log_in(user)
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(url)
        shot(page, f"{name}-{width}")
        assert (faults(page), overflow(page) <= 0) == ([], True), name


def test_a_route_is_made_with_the_mouse_and_gone(log_in, place):
    clerk = holder(place.unit, Role.OFFICER, "Chánh Văn phòng")
    page = log_in(place.administrator)
    page.goto(reverse("campaigns:unit-routes", args=[place.unit.pk]))
    page.get_by_role("link", name="Lập quy trình").click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("link", name="Thêm bước").first.click()
    page.get_by_label("Tên bước").fill("Thẩm tra")
    page.get_by_label("Người xem xét", exact=True).select_option(
        label=f"Chánh Văn phòng ({clerk.user})"
    )
    shot(page, "step-form")
    assert faults(page) == []
    page.get_by_role("button", name="Lưu bước").click()
    shot(page, "route-draft")
    assert faults(page) == []
    page.get_by_role("link", name="Áp dụng").click()
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.get_by_text("Đang áp dụng")).to_be_visible()

    plan = place.checked()
    page = log_in(clerk.user)
    page.goto(reverse("home"))
    page.get_by_role("link", name=f"Xem xét: {plan.title}").first.click()
    page.get_by_label("Ý kiến khi chuyển tiếp").fill("Được.")
    page.get_by_role("button", name="Đồng ý, chuyển tiếp").click()

    expect(page.get_by_text("Các bước đã xong, kế hoạch chờ")).to_be_visible()
    assert step(plan, 1).status == "done"
