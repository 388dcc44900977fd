"""Phiên họp bằng trình duyệt: held at two widths, axe, without scripts, live."""

import os
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from awards import actions
from tests.accessibility import escaped, faults, overflow, settled
from tests.council_scene import Sitting
from tests.factories import MembershipFactory, Role, UnitFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


FAULTS: list[tuple] = []


def at(name, *args):
    return reverse(f"awards:{name}", args=args)


def looked(page, name, url=""):
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        if url:
            page.goto(url)
        settled(page)
        found = (faults(page), overflow(page), escaped(page))
        if folder := os.environ.get("COUNCIL_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        if found != ([], 0, []):
            FAULTS.append((name, width, *found))


@pytest.fixture(autouse=True)
def _no_faults():
    """Every page that was looked at is well; all that is not is told at once."""
    FAULTS.clear()
    yield
    assert FAULTS == []


@pytest.fixture
def place():
    return Sitting(9, proposals=4, without_account=2)


def test_axe_finds_nothing_from_the_plan_to_the_minutes(page, log_in, place):
    session = place.planned()
    secretary, member = place.secretary, place.users[1]
    log_in(secretary)
    looked(page, "hoi-dong", at("council-home"))
    looked(page, "nhiem-ky", at("term-lay", place.council.pk))
    looked(page, "ghe", at("seat-add", place.term.pk))
    looked(page, "lap-phien", at("session-plan", place.council.pk))
    looked(page, "chon", at("session-pick", session.pk))
    looked(page, "du-kien", at("session-run", session.pk))
    actions.invite(session.pk, by=secretary)
    place.come(session, 9)
    looked(page, "diem-danh", at("session-run", session.pk))
    actions.open_session(session.pk, by=secretary)
    items = place.items(session)
    actions.record_recusal(
        items[3].pk, place.seats[1].pk, by=secretary, reason="cùng đơn vị"
    )
    rounds = place.opened(session, 0, 1)
    place.cast(rounds[0], *["agree"] * 8, "against")
    place.cast(rounds[1], "agree", "against")
    for round_ in rounds:
        place.mark(session, place.seats[9], "present")
        actions.give_paper(
            session.pk, place.seats[9].pk, by=secretary, round_ids=[round_.pk]
        )
    looked(page, "dieu-hanh", at("session-run", session.pk))
    looked(page, "phieu-giay", at("paper-give", session.pk))
    looked(page, "so-phieu-giay", at("paper-count", rounds[0].pk))
    looked(page, "kiem-phieu", at("round-close", rounds[0].pk))
    for user in (secretary, member):
        actions.count_paper(rounds[0].pk, by=user, agreed=1, against=0, blank=0)
    place.closed(rounds[0])
    looked(page, "luot", at("round", rounds[0].pk))
    log_in(place.users[3])
    looked(page, "phien", at("session", session.pk))
    looked(page, "phieu", at("ballot", session.pk))
    log_in(secretary)
    actions.conclude_passed(session.pk, by=secretary)
    looked(page, "bien-ban", at("session-minutes", session.pk))
    looked(page, "ket-luan", at("item-defer", items[2].pk))
    looked(page, "khong-xet", at("recusal-record", items[2].pk))


def test_an_open_vote_and_an_authority_without_a_council(page, log_in):
    place = Sitting(4, ruled=False)
    session = place.running()
    [item] = place.items(session)
    log_in(place.secretary)
    looked(page, "quy-dinh", at("rule-enter", item.pk))
    page.get_by_label("Căn cứ").fill("Quy chế 15")
    page.get_by_label("Biểu quyết công khai").check()
    page.get_by_label("số thành viên dự họp, cho ý kiến").check()
    page.get_by_label("trên tỷ lệ này").check()
    page.get_by_label("Tỷ lệ (%)").fill("50")
    page.get_by_label("Phải có mặt ít nhất").fill("2")
    page.locator("#id_quorum_of").fill("3")
    page.get_by_role("button", name="Lưu quy định").click()
    expect(page.get_by_text("Đã ghi quy định cho 1 đề nghị của phiên.")).to_be_visible()
    page.get_by_role("button", name="Mở biểu quyết các đề nghị đã chọn").click()
    round_ = item.rounds.get()
    looked(page, "gio-tay", at("round-hands", round_.pk))
    log_in(MembershipFactory(unit=UnitFactory(), role=Role.OFFICER).user)
    looked(page, "chua-co", at("council-home"))


def test_a_member_votes_on_a_phone_and_the_secretary_sees_it_live(
    browser, page, log_in, live_server, place
):
    session = place.running()
    [first, second] = place.opened(session, 0, 1)
    log_in(place.secretary)
    page.goto(at("session-run", session.pk))
    expect(page.get_by_text("0/11").first).to_be_visible()

    phone = browser.new_context(
        base_url=live_server.url, locale="vi-VN", java_script_enabled=False,
        viewport={"width": 390, "height": 768},
    )  # fmt: skip
    client = Client()  # another session than the secretary's
    client.force_login(place.users[2])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    phone.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    sheet = phone.new_page()
    sheet.goto(at("session", session.pk))
    expect(sheet.get_by_text("2 đề nghị đang chờ phiếu của anh/chị.")).to_be_visible()
    sheet.get_by_role("link", name="Bỏ phiếu").first.click()
    sheet.get_by_role("button", name="Bỏ phiếu").click()
    expect(sheet.get_by_text("Chưa bỏ phiếu được.")).to_be_visible()
    sheet.locator(f'[name="phieu-{first.pk}"][value="agree"]').check()
    sheet.get_by_role("button", name="Bỏ phiếu").click()
    expect(sheet.locator(".td-code")).to_have_text(
        re.compile("^[A-Z0-9]{5}-[A-Z0-9]{5}$")
    )
    if folder := os.environ.get("COUNCIL_SHOTS"):
        sheet.screenshot(path=f"{folder}/bien-nhan-390.png", full_page=True)
    sheet.get_by_role("link", name="Bỏ phiếu tiếp 1 đề nghị").click()
    assert sheet.locator('input[type="radio"]').count() == 3
    phone.close()
    # No press of the secretary: the page goes on by itself.
    expect(page.get_by_text("1/11").first).to_be_visible()
    expect(
        page.get_by_text(f"Đã bỏ phiếu: {place.users[2].full_name}.")
    ).to_be_visible()
    assert second.taken.count() == 0


def test_a_receipt_at_both_widths(page, log_in, place):
    session = place.running()
    rounds = place.opened(session)
    log_in(place.users[1])
    page.goto(at("ballot", session.pk))
    for round_ in rounds:
        page.locator(f'[name="phieu-{round_.pk}"][value="blank"]').check()
    page.get_by_role("button", name="Bỏ phiếu").click()
    expect(page.get_by_role("heading", name="Mã phiếu của anh/chị")).to_be_visible()
    looked(page, "bien-nhan")
    page.get_by_role("link", name="Về phiên họp").click()
    expect(page.get_by_text("Đã bỏ phiếu").first).to_be_visible()
