"""Tab Theo dõi bằng trình duyệt: axe at two widths, nothing over the edge, without scripts."""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from campaigns.models import Allocation, Participation, ReportingPeriod
from tests.accessibility import escaped, faults, overflow, settled
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    IndicatorStepFactory,
    PeriodOpeningFactory,
    ProgressReportFactory,
    Role,
    holder,
)
from tests.tracked import Tracked, at, tracked

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = localdate()
DAY = timedelta(days=1)
LONG = "Ủy ban Mặt trận Tổ quốc Việt Nam phường Thượng Thanh"
D = Decimal


def filled() -> Tracked:
    """Units, targets and periods in every state."""
    place = tracked()
    one, two = place.taking(LONG, "Tổ dân phố 2", source="assigned")
    place.taking(
        "Tổ dân phố 3", left_at=now(), left_by=place.officer, left_reason="Sáp nhập"
    )
    for number in range(4):
        target = IndicatorFactory(
            campaign=place.campaign, position=number, shown="10 tuyến",
            name=f"Số tuyến đường, tuyến hẻm sáng, xanh, sạch, đẹp được công nhận lần {number}",
        )  # fmt: skip
        IndicatorStepFactory(indicator=target)
        AllocationFactory(
            indicator=target, participation=one, value=D(7), value_max=D(9)
        )
        AllocationFactory(
            indicator=target, participation=two, exempted_at=now() if number else None,
            exempt_reason="Không có đường" if number else "",
            exempted_by=place.officer if number else None,
        )  # fmt: skip
    begun = place.period(
        "Tháng 9", TODAY - 60 * DAY, TODAY - 31 * DAY, TODAY - 25 * DAY
    )
    ProgressReportFactory(participation=one, period=begun, submitted=True)
    PeriodOpeningFactory(participation=two, period=begun, until=TODAY + DAY)
    place.period(
        "Tháng 10", TODAY - 30 * DAY, TODAY - DAY, TODAY - DAY, locked_at=now(),
        locked_by=place.officer, locked_reason="Đã tổng hợp",
        due_first_on=TODAY - 3 * DAY, postponed_reason="Bão số 3",
    )  # fmt: skip
    place.period("Tháng 11", TODAY, TODAY + 20 * DAY, TODAY + 25 * DAY)
    return place


def pages(place: Tracked):
    period = ReportingPeriod.objects.of(place.campaign).first()
    row = Allocation.objects.filter(exempted_at=None).first()
    for name in (
        "track-units", "track-unit-add", "track-periods", "periods-lay", "period-add",
        "track-indicators", "track-allotments", "track-paste", "track-spread", "track-feeds",
    ):  # fmt: skip
        yield place.url(name)
    yield f"{place.url('track-units')}?tt=thoi"
    yield at("participation-out", row.participation_id)
    yield at("participation-allotments", row.participation_id)
    yield at("allocation-exempt", row.pk)
    yield at("indicator-measure", row.indicator_id)
    yield at("indicator-feed", row.indicator_id)
    yield at("period-postpone", period.pk)
    yield at("period-open", period.pk)


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(page, log_in):
    place = filled()
    log_in(place.officer)
    found = []
    for number, url in enumerate(pages(place)):
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(url)
            settled(page)
            if folder := os.environ.get("TRACKING_SHOTS"):
                page.screenshot(
                    path=f"{folder}/{number:02}-{width}.png", full_page=True
                )
            wrong = (faults(page), overflow(page), escaped(page))
            if wrong != ([], 0, []):
                found.append((url, width, wrong))
    assert found == []


def test_what_is_wrong_in_the_grid_is_told_beside_its_cell(page, log_in):
    place = filled()
    log_in(place.officer)
    page.goto(place.url("track-allotments"))
    box = page.get_by_role("textbox", name=LONG).first
    box.fill("mười")
    page.get_by_role("button", name="Lưu bảng giao").click()

    summary = page.locator(".td-errsum")
    expect(summary).to_contain_text("Chưa giao được, còn 1 ô cần sửa")
    settled(page)
    assert faults(page) == []
    summary.get_by_role("link").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("mười")
    if folder := os.environ.get("TRACKING_SHOTS"):
        page.screenshot(path=f"{folder}/wrong-1366.png", full_page=True)


def test_keys_go_from_cell_to_cell_and_take_a_change_back(log_in):
    place = tracked()
    first, second, third = place.taking("Tổ 1", "Tổ 2", "Tổ 3")
    left, right = IndicatorFactory.create_batch(2, campaign=place.campaign)
    # In the middle of the left column nothing can be typed: it is passed over.
    AllocationFactory(
        indicator=left, participation=second, exempted_at=now(),
        exempt_reason="Không có", exempted_by=place.officer,
    )  # fmt: skip
    page = log_in(place.officer)
    page.goto(place.url("track-allotments"))
    cell = {
        (unit, target): page.locator(f"#o-{unit.pk}-{target.pk}")
        for unit in (first, second, third)
        for target in (left, right)
    }
    expect(page.get_by_text("Ctrl+Z trả lại ô vừa đổi")).to_be_visible()
    press = page.keyboard.press

    cell[first, left].focus()
    page.keyboard.type("12")
    press("Enter")
    expect(cell[third, left]).to_be_focused()
    press("Enter")
    expect(cell[third, left]).to_be_focused()
    press("ArrowUp")
    expect(cell[first, left]).to_be_focused()
    press("ArrowRight")
    expect(cell[first, right]).to_be_focused()
    page.keyboard.type("34")
    press("ArrowLeft")  # within what is typed
    expect(cell[first, right]).to_be_focused()
    press("ArrowRight")
    press("ArrowDown")
    expect(cell[second, right]).to_be_focused()
    press("Shift+Enter")
    expect(cell[first, right]).to_be_focused()
    press("ArrowDown")

    press("Control+z")
    expect(cell[first, right]).to_be_focused()
    expect(cell[first, right]).to_have_value("")
    expect(cell[first, left]).to_have_value("12")
    press("Control+z")
    expect(cell[first, left]).to_have_value("")
    expect(cell[first, left]).to_be_focused()

    page.keyboard.type("7")
    press("Control+s")
    expect(page.get_by_text("Đã giao 1 ô.")).to_be_visible()
    assert Allocation.objects.get(indicator=left, participation=first).value == 7


def test_the_tab_works_without_scripts(browser, client, live_server):
    place = filled()
    rose = place.below("Tổ dân phố Hoa Hồng")
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="vi-VN"
    )
    page = context.new_page()

    def log_in(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )

    log_in(place.officer)
    page.goto(place.url("campaign-detail"))
    page.get_by_role("link", name="Theo dõi").click()
    page.get_by_role("link", name="Thêm đơn vị").click()
    page.get_by_role("searchbox").fill("hoa hong")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name="Tổ dân phố Hoa Hồng").check()
    page.get_by_role("button", name="Thêm đơn vị").last.click()
    expect(page.get_by_text("Đã thêm Tổ dân phố Hoa Hồng")).to_be_visible()
    page.get_by_role("link", name="Giao chỉ tiêu").click()
    page.get_by_role("textbox", name="Tổ dân phố Hoa Hồng").first.fill("3")
    page.get_by_role("button", name="Lưu bảng giao").click()
    expect(page.get_by_text("Đã giao 1 ô.")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác lần giao này").click()
    expect(page.get_by_text("Đã hoàn tác lần giao sau cùng")).to_be_visible()
    page.get_by_role("link", name="Kỳ báo cáo").click()
    page.get_by_role("link", name="Lập theo nhịp").click()
    page.get_by_label("Từ ngày").fill("01/01/2030")
    page.get_by_label("Đến hết ngày").fill("31/12/2030")
    page.get_by_role("radio", name="Hằng quý").check()
    page.get_by_role("button", name="Xem trước").last.click()
    page.get_by_role("button", name="Lập 4 kỳ này").click()
    expect(page.get_by_text("Đã lập 4 kỳ báo cáo.")).to_be_visible()

    reporter = holder(rose, Role.REPORTER, "Tổ trưởng").user
    log_in(reporter)
    taking = Participation.objects.get(unit=rose)
    page.goto(at("participation-contact", taking.pk))
    page.get_by_label("Người phụ trách").fill("Bà Lan")
    page.get_by_role("button", name="Lưu đầu mối").last.click()
    expect(page.get_by_text("Đã ghi đầu mối của Tổ dân phố Hoa Hồng.")).to_be_visible()
    assert ReportingPeriod.objects.filter(starts_on__gte=date(2030, 1, 1)).count() == 4
    context.close()
