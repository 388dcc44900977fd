"""Bản dự thảo trong trình duyệt: doubts that are looked at, pages enlarged, tabs in view."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns import actions
from campaigns.models import Plan
from campaigns.reading import Remark
from reports import previews
from tests.accessibility import faults, overflow, settled
from tests.drawn import drawn
from tests.factories import Role, ready_content, ward

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _own_previews(settings, tmp_path):
    settings.PREVIEWS_DIR = tmp_path / "previews"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    _ = place.leader
    plan = actions.create_campaign_from_content(
        by=place.officer,
        host_id=place.unit.pk,
        content=ready_content(),
        remarks=[
            Remark(
                "Có thời hạn lặp lại “trước ngày 20 hằng tháng”; hạn này không có ngày cụ thể"
                " nên chưa được ghi thành thời hạn.",
                12,
            ),
            Remark("Có 2 trang không có lớp chữ (ảnh quét); không đọc được."),
        ],
    )
    Plan.objects.filter(pk=plan.pk).update(signer=place.signer)
    return plan


def url(name, plan):
    return reverse(name, args=[plan.pk])


def look(page, address) -> list[str]:
    """Faults of one address, at both widths."""
    found = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.goto(address)
        settled(page)
        found += faults(page)
        assert overflow(page) <= 0
    page.set_viewport_size(WIDE)
    return found


def test_axe(page, log_in, place, plan, asked):
    log_in(place.officer)
    found = look(page, url("reports:plan-text", plan))
    drawn(plan)
    own = url("campaigns:plan-check", plan)
    found += look(page, own)
    page.goto(own)
    page.get_by_role("button", name="Đã xem").last.click()
    page.locator("summary", has_text="Đã xem, giữ nguyên").click()
    found += faults(page)
    found += look(page, url("reports:plan-text", plan))
    found += look(page, url("reports:plan-preview", plan))
    actions.submit_plan(plan.pk, by=place.officer)
    log_in(place.leader)
    found += look(page, url("campaigns:plan-review", plan))

    assert found == []


def test_axe_while_the_pages_are_drawn(page, log_in, place, plan, asked):
    actions.submit_plan(plan.pk, by=place.officer)
    log_in(place.leader)
    found = look(page, url("campaigns:plan-review", plan))
    found += look(page, url("reports:plan-sign", plan))
    log_in(place.officer)
    found += look(page, url("campaigns:plan-check", plan))

    assert found == []


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_looked_at_goes_and_comes_back(
    browser, live_server, page, client, log_in, place, plan, scripts
):
    log_in(place.officer)
    if not scripts:
        cookies = page.context.cookies()
        context = browser.new_context(
            java_script_enabled=False, base_url=live_server.url
        )
        context.add_cookies(cookies)
        page = context.new_page()
    page.goto(url("campaigns:plan-check", plan))
    before = page.locator(".td-looks > .warn").count()

    page.get_by_role("button", name="Đã xem và giữ nguyên: Có 2 trang").click()
    page.wait_for_url("**/kiem-tra/#nen-xem")
    assert page.locator(".td-looks > .warn").count() == before - 1
    page.locator("summary", has_text="Đã xem, giữ nguyên").click()
    page.get_by_role("button", name="Đưa lại").click()
    page.wait_for_url("**/kiem-tra/#nen-xem")

    assert page.locator(".td-looks > .warn").count() == before
    if not scripts:
        page.context.close()


def test_pages_as_large_as_one_needs(page, log_in, place, plan, asked):
    previews.render(plan.pk)
    page.set_viewport_size(PHONE)
    log_in(place.officer)
    page.goto(url("reports:plan-preview", plan))
    sheet, pane = page.locator(".td-sheet").first, page.locator(".td-viewer__scroll")
    fits = sheet.bounding_box()["width"]

    page.get_by_text("200%", exact=True).click()

    assert sheet.bounding_box()["width"] == pytest.approx(2 * fits, abs=1)
    assert pane.evaluate("pane => pane.scrollWidth > 1.9 * pane.clientWidth")
    assert overflow(page) <= 0
    # Where there is room for more, a sharper picture is fetched.
    page.set_viewport_size(WIDE)
    page.wait_for_function(
        "() => { const img = document.querySelector('.td-sheet img');"
        " return img.complete && img.naturalWidth && img.currentSrc.endsWith('/1-960.webp'); }"
    )
    page.set_viewport_size(PHONE)
    page.get_by_role("radio", name="150%").focus()
    page.keyboard.press("ArrowLeft")
    assert sheet.bounding_box()["width"] == pytest.approx(fits, abs=1)
    page.get_by_role("link", name="Xem bản chữ").click()
    assert "Phát động đợt thi đua mẫu năm 2023" in page.inner_text("main")


def test_the_button_to_sign_comes_when_the_check_is_done(
    page, log_in, place, plan, asked
):
    actions.submit_plan(plan.pk, by=place.officer)
    log_in(place.leader)
    page.goto(url("campaigns:plan-review", plan))
    page.get_by_text("Trang dự thảo đang được vẽ").first.wait_for()
    assert page.get_by_role("link", name="Duyệt và ký").count() == 0

    previews.render(plan.pk)

    page.get_by_role("link", name="Duyệt và ký").click()
    page.get_by_label("Mật khẩu của anh/chị").wait_for()


def test_the_page_that_signs_goes_on_by_itself(page, log_in, place, plan, asked):
    actions.submit_plan(plan.pk, by=place.officer)
    log_in(place.leader)
    page.goto(url("reports:plan-sign", plan))
    page.get_by_text("Trang dự thảo đang được vẽ").first.wait_for()

    previews.render(plan.pk)

    page.get_by_label("Mật khẩu của anh/chị").wait_for()
    assert page.get_by_role("button", name="Duyệt và ký").count() == 1


def test_a_click_that_leads_away_is_not_undone_by_the_page_itself(
    page, log_in, place, plan, asked
):
    """The page that signs loads itself anew once the pages are drawn: not for who is leaving."""
    actions.submit_plan(plan.pk, by=place.officer)
    log_in(place.leader)
    page.goto(url("reports:plan-sign", plan))
    page.get_by_text("Trang dự thảo đang được vẽ").first.wait_for()
    away = f"**{reverse('campaigns:campaign', args=[plan.campaign_id])}"
    held = []
    page.route(away, lambda route: held.append(route))

    page.locator(".td-crumb a").first.click(no_wait_after=True)
    with page.expect_response(lambda answer: "hx-refresh" in answer.headers):
        previews.render(plan.pk)
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()

    page.wait_for_url(f"**/phong-trao/{plan.campaign_id}-*/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(
        "Duyệt và ký kế hoạch này?"
    )


def current_in_view(page) -> bool:
    """Its words are; the first tab's padding hangs over the edge, so that words stand in line."""
    return page.locator(".td-tabs [aria-current]").evaluate(
        "tab => { const a = tab.getBoundingClientRect(),"
        " b = tab.closest('.td-tabs').getBoundingClientRect();"
        " return a.left >= b.left - 13 && a.right <= b.right + 1; }"
    )


# What a browser that knows no initial place of scrolling does instead.
WITHOUT = """
@supports (scroll-initial-target: nearest) {
  .td-tabs { animation: td-start .1s; animation-duration: .1s !important; }
  .td-tabs a[aria-current] { scroll-initial-target: none; scroll-snap-align: center; }
}
"""


@pytest.mark.parametrize("old", [False, True])
def test_the_current_tab_is_in_view_from_the_beginning(page, log_in, place, old):
    log_in(place.person(Role.ADMINISTRATOR))
    page.set_viewport_size(PHONE)
    if old:

        def with_old_ways(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text() + WITHOUT)

        page.route("**/site.css", with_old_ways)
    page.goto(reverse("unit-list"))
    assert current_in_view(page)
    page.locator(".td-tabs a").last.click()
    page.wait_for_load_state("networkidle")
    strip = page.locator(".td-tabs")
    assert strip.evaluate("strip => strip.scrollWidth > strip.clientWidth + 40")

    page.wait_for_timeout(300)  # longer than what holds the strip at the beginning
    assert current_in_view(page)
    assert page.evaluate("scrollY") == 0
    strip.evaluate("strip => { strip.scrollLeft = 0 }")  # it stays where it is put
    page.wait_for_timeout(200)
    assert strip.evaluate("strip => strip.scrollLeft") == 0
