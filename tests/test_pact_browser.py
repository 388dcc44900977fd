"""Ký giao ước, nhiệm vụ được giao bằng trình duyệt: axe at two widths, without scripts."""

import os
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from reports import actions, examining, pacting
from tests.accessibility import escaped, faults, overflow, settled
from tests.aside import aside
from tests.factories import PASSWORD, UnitTaskFactory
from tests.office import take_keys
from tests.pact_scene import SigningCluster, again
from tests.test_progress_tasks import Place, done
from units.wording import vn_date

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = localdate()


@pytest.fixture
def cluster(settings, office, pictures):
    take_keys(settings, office)
    place = SigningCluster(office, pictures)
    place.keys()
    return place


def looked(page, number, url):
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(url)
        settled(page)
        assert (url, width, faults(page), overflow(page), escaped(page)) == (
            url, width, [], 0, [],
        )  # fmt: skip
        if folder := os.environ.get("PACT_SHOTS"):
            page.screenshot(path=f"{folder}/{number:02}-{width}.png", full_page=True)


def test_axe_finds_nothing_on_the_pages_of_a_pact(page, log_in, cluster):
    paper = cluster.laid(on_paper=(2,))
    seat = cluster.seat(paper, 1)
    at = f"/giao-uoc/{paper.pact_id}/ban-ky/"
    agreement = paper.pact.agreements.get(unit=cluster.units[1])
    pages = [
        (cluster.leaders[1], at),
        (cluster.leaders[1], f"/giao-uoc/cho-ky/{seat.pk}/ky/"),
        (cluster.leaders[1], f"/giao-uoc/cho-ky/{seat.pk}/khong-ky/"),
        (cluster.leaders[1], "/cho-ky/"),
        (cluster.officers[1], f"/giao-uoc/dong-y/{agreement.pk}/nguoi-ky/"),
        (cluster.officers[1], f"/giao-uoc/{paper.pact_id}/"),
        (cluster.head, at),
        (cluster.head, f"/giao-uoc/cho-ky/{cluster.seat(paper, 2).pk}/ban-quet/"),
    ]
    for number, (user, url) in enumerate(pages):
        log_in(user)
        looked(page, number, url)
    cluster.ask(paper, 0, outside=True)
    log_in(cluster.leaders[0])
    looked(page, 10, at)
    actions.refuse_pact(seat.pk, by=cluster.leaders[1], reason="Chỉ tiêu quá cao")
    log_in(cluster.head)
    looked(page, 11, at)
    second = actions.lay_pact_paper(paper.pact_id, by=cluster.head)
    pacting.render(second.pk)
    done_paper = again(second)
    assert done_paper.status == "signing"
    looked(page, 12, at)


def test_axe_finds_nothing_on_a_pact_that_all_have_signed(page, log_in, cluster):
    signed = aside(cluster.sign, cluster.laid(), 0, 1, 2)
    assert (signed.status, signed.problem) == ("complete", "")
    examining.examine_pact(signed.newest.pk)
    log_in(cluster.head)
    looked(page, 20, f"/giao-uoc/{signed.pact_id}/ban-ky/")
    page.context.clear_cookies()
    looked(page, 21, f"/x/{signed.code}/")
    expect(page.get_by_role("heading", name="Giao ước hợp lệ")).to_be_visible()


def without_scripts(browser, live_server):
    return browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="vi-VN"
    )


def enter(context, client, live_server, user):
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )


def test_a_leader_signs_without_scripts(browser, client, live_server, cluster):
    paper = cluster.laid()
    context = without_scripts(browser, live_server)
    enter(context, client, live_server, cluster.leaders[1])
    page = context.new_page()
    page.goto("/cho-ky/")
    page.get_by_role("link", name=re.compile("^Ký ?: Giao ước")).click()
    page.get_by_label("Mật khẩu của anh/chị").fill(PASSWORD)
    page.get_by_role("button", name="Ký giao ước").click()
    expect(page.get_by_text("Máy ký đang làm.").first).to_be_visible()
    aside(pacting.sign, paper.pk)
    page.goto(f"/giao-uoc/{paper.pact_id}/ban-ky/")
    expect(page.get_by_text("1/3 thành viên đã ký")).to_be_visible()
    context.close()


def test_axe_finds_nothing_on_the_pages_of_tasks(page, log_in):
    place = Place()
    late = UnitTaskFactory(
        participation=place.taking, text="Dọn hẻm, sơn lại tường, treo cờ " * 6,
        due_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    finished = UnitTaskFactory(participation=place.taking, text="Treo cờ")
    done(finished, place.reporter, link="https://mau.vn/bai-viet")
    UnitTaskFactory(
        participation=place.taking, text="Trồng hoa", status="unable", reason="Ngập lụt"
    )
    board = reverse("campaigns:campaign-tasks", args=[place.campaign.pk, "x"])
    pages = [
        (place.reporter, "/nhiem-vu/"),
        (place.reporter, f"/nhiem-vu/{late.pk}/"),
        (place.officer, board),
        (place.officer, f"/nhiem-vu/{finished.pk}/"),
    ]
    for number, (user, url) in enumerate(pages):
        log_in(user)
        looked(page, 30 + number, url)


def test_a_task_is_told_without_scripts(browser, client, live_server):
    place = Place()
    task = UnitTaskFactory(participation=place.taking, text="Dọn hẻm")
    context = without_scripts(browser, live_server)
    enter(context, client, live_server, place.reporter)
    page = context.new_page()
    page.goto("/nhiem-vu/")
    page.get_by_role("link", name="Dọn hẻm").click()
    page.get_by_label("Đã xong").check()
    page.get_by_label("Kết quả").fill("Dọn xong 4 hẻm")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Ghi ngày xong.").first).to_be_visible()
    expect(page.get_by_label("Kết quả")).to_have_value("Dọn xong 4 hẻm")
    page.get_by_label("Ngày xong").fill(vn_date(TODAY))
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    task.refresh_from_db()
    assert (task.status, task.done_on) == ("done", TODAY)
    context.close()


def test_the_page_follows_the_worker_without_being_loaded_anew(page, log_in, cluster):
    first = cluster.laid()
    actions.drop_pact_paper(first.pk, by=cluster.head, reason="In nhầm tên")
    second = actions.lay_pact_paper(first.pact_id, by=cluster.head)
    log_in(cluster.head)
    page.goto(f"/giao-uoc/{second.pact_id}/ban-ky/")
    told = page.get_by_text("Đang dựng trang.")
    expect(told).to_be_visible()
    page.evaluate("window.stays = true")

    aside(pacting.render, second.pk)

    expect(told).to_have_count(0)
    assert page.evaluate("window.stays") is True
