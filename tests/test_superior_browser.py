"""Trả lời cấp trên trong trình duyệt: a whole walk, on a desk and on a telephone, accessible."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Plan
from tests.accessibility import faults, overflow
from tests.superiors import superior_content, tiers, with_target

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def place():
    return tiers()


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_are_whole_and_accessible(log_in, place, width):
    source = place.issued()
    plan = place.answered(source, "registrations", "phases")
    content = superior_content()
    place.newer(source, replace(content, deadlines=()))
    page = log_in(place.ward.officer)
    # Tall: at the fold the bar at the bottom of a telephone covers half a link.
    page.set_viewport_size({"width": width, "height": 3000})

    for address in (
        url("campaign-start"), url("superior-list"), url("superior-list") + "?q=khongco",
        url("plan-answer", source.pk), url("plan-superior", plan.pk),
        url("plan-check", plan.pk), url("campaign", plan.campaign_id),
    ):  # fmt: skip
        page.goto(address)
        assert faults(page) == [], address
        assert overflow(page) <= 0, address


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_of_the_superior_is_whole_and_accessible(log_in, place, width):
    source = place.issued()
    plan = place.answered(source, "registrations")
    when = plan.created_at
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", submitted_by=place.ward.officer, submitted_at=when,
        approved_by=place.ward.leader, approved_at=when, source_number=3,
        source_date=date(2023, 7, 20),
    )  # fmt: skip
    page = log_in(place.above.officer)
    page.set_viewport_size({"width": width, "height": 768})

    page.goto(url("campaign-answers", source.campaign_id, "x"))
    page.get_by_text("Chỗ chênh").click()

    expect(page.get_by_text("mô hình")).to_be_visible()
    assert faults(page) == []
    assert overflow(page) <= 0


def test_a_walk_from_the_superiors_plan_to_its_change(log_in, place):
    source = place.issued()
    _ = place.ward.leader
    page = log_in(place.ward.officer)
    page.goto(url("campaign-start"))
    page.get_by_role("link", name="Phát động thi đua toàn tỉnh năm 2023").click()

    page.get_by_label("Trích yếu, tên phong trào").fill("Thi đua của phường năm 2023")
    page.get_by_label("Con số của mình: Tỷ lệ hộ nghèo").fill("0,3")
    page.get_by_label("Hạn của mình: Báo cáo kết quả").fill("30/12/2023")
    page.get_by_text("Đợt 1 · 01/08/2023").click()  # left out
    page.get_by_role("button", name="Lập kế hoạch").click()
    expect(page.get_by_text("không muộn hơn hạn cấp trên giao").first).to_be_visible()
    expect(page.get_by_label("Con số của mình: Tỷ lệ hộ nghèo")).to_have_value("0,3")
    page.get_by_label("Hạn của mình: Báo cáo kết quả").fill("10/12/2023")
    page.get_by_role("button", name="Lập kế hoạch").click()

    expect(
        page.get_by_text("3 giữ nguyên · 2 điều chỉnh · 1 chưa đưa vào")
    ).to_be_visible()
    page.get_by_role("link", name="Xem từng chỗ").click()
    expect(page.get_by_text("Hạn sớm hơn 10 ngày")).to_be_visible()
    page.get_by_role("button", name=re.compile("Đưa vào kế hoạch.*Đợt 1")).click()
    expect(page.get_by_text("Đã theo cấp trên.")).to_be_visible()
    plan = Plan.objects.get(issuer=place.ward.unit)

    later = place.newer(
        source, with_target(superior_content(), value="0.2", shown="0,2%")
    )
    page.goto("/viec/")
    page.get_by_role("link", name="Xem thay đổi của kế hoạch cấp trên").first.click()
    expect(
        page.get_by_role("heading", name="Cấp trên đã ban hành bản mới")
    ).to_be_visible()
    page.get_by_role("button", name="Đã xem").click()
    expect(page.get_by_text("Đã ghi là đã xem.")).to_be_visible()
    expect(
        page.get_by_text("Cao hơn cấp trên giao: ghi không quá 0,3%")
    ).to_be_visible()
    plan.refresh_from_db()
    assert plan.answer.source == later
