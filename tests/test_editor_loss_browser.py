"""Không mất chữ nào: session, network, disk, laptop, two tabs, two people, each in a browser."""

import json
import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from campaigns.views.desk import Desk
from tests.factories import PASSWORD, Role, ward
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAVED = "Đã lưu nháp lúc"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def window(log_in, place, plan):
    """The officer at the first section."""
    page = log_in(place.officer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(Desk(plan).url("muc-1"))
    return page


def line(plan, start):
    return plan.lines.get(text__startswith=start)


def text_of(row):
    return type(row).objects.values_list("text", flat=True).get(pk=row.pk)


def box(page, row):
    return page.locator(f"#l{row.pk}-text")


def state(page):
    return page.locator("#save-state")


@contextmanager
def no_room():
    """The database has no room for another word of a line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create function no_room() returns trigger language plpgsql as $$ begin"
            " raise exception 'could not extend file' using errcode = '53100'; end $$"
        )
        cursor.execute(
            "create trigger no_room before insert or update on campaigns_planline"
            " for each row execute function no_room()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop function no_room() cascade")


# ---- the session ---------------------------------------------------------------------------


def test_the_session_ends_while_one_types(window, place, plan):
    row = line(plan, "Tập thể")
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    box(window, row).fill("Gõ sau khi hết phiên")
    expect(state(window)).to_have_text("Phiên làm việc đã hết, chưa lưu được")
    expect(box(window, row)).to_have_value("Gõ sau khi hết phiên")

    window.locator("button[data-save]").click()
    window.get_by_label("Tên đăng nhập").fill(place.officer.username)
    window.get_by_label("Mật khẩu").fill(PASSWORD)
    window.get_by_role("button", name="Đăng nhập").click()
    window.get_by_role("button", name="Gửi tiếp").click()

    expect(box(window, row)).to_have_value("Gõ sau khi hết phiên")
    assert text_of(row) == "Gõ sau khi hết phiên"


# ---- the network ---------------------------------------------------------------------------


def test_the_network_goes_and_comes_back(window, plan):
    row = line(plan, "Tập thể")
    window.context.set_offline(True)
    box(window, row).fill("Gõ lúc mất mạng")
    expect(state(window)).to_have_text("Chưa lưu được, thử lại sau 10 giây")
    expect(window.locator("#td-alert")).to_contain_text("Mất kết nối.")
    box(window, row).fill("Gõ lúc mất mạng, gõ tiếp")

    window.context.set_offline(False)

    expect(state(window)).to_contain_text(SAVED, timeout=20_000)
    assert text_of(row) == "Gõ lúc mất mạng, gõ tiếp"


# ---- the disk ------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_the_words_stay(window, plan):
    row, before = line(plan, "Tập thể"), line(plan, "Tập thể").text
    with no_room():
        box(window, row).fill("Gõ lúc đĩa đầy")
        expect(state(window)).to_have_text("Chưa lưu được, thử lại sau 10 giây")
        expect(window.locator("#td-alert")).to_contain_text("(mã 507)")
        window.locator("button[data-save]").click()
        expect(window.locator("#td-alert .td-toast")).to_have_count(1)
        expect(box(window, row)).to_have_value("Gõ lúc đĩa đầy")
        assert text_of(row) == before

    expect(state(window)).to_contain_text("Đã lưu", timeout=20_000)
    assert text_of(row) == "Gõ lúc đĩa đầy"


def test_a_full_disk_without_scripts(browser, live_server, client, place, plan):
    client.force_login(place.officer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page, row = context.new_page(), line(plan, "Tập thể")
    page.goto(Desk(plan).url("muc-1"))
    box(page, row).fill("Gõ lúc đĩa đầy")
    with no_room():
        page.locator("button[data-save]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Máy chủ hết chỗ lưu")
    page.get_by_role("button", name="Gửi lại").click()

    expect(box(page, row)).to_have_value("Gõ lúc đĩa đầy")
    assert text_of(row) == "Gõ lúc đĩa đầy"
    context.close()


# ---- the laptop ----------------------------------------------------------------------------


def kept(page) -> dict[str, str]:
    found = page.evaluate("JSON.stringify(localStorage)")
    return {
        name: value
        for name, value in json.loads(found).items()
        if name.startswith("td-go")
    }


def test_a_frozen_page_goes_on(window, plan):
    row = line(plan, "Tập thể")
    laptop = window.context.new_cdp_session(window)
    box(window, row).fill("Gõ rồi gập máy")
    laptop.send("Page.setWebLifecycleState", {"state": "frozen"})
    wait_for(lambda: True, 1)
    laptop.send("Page.setWebLifecycleState", {"state": "active"})

    expect(state(window)).to_contain_text(SAVED)
    assert text_of(row) == "Gõ rồi gập máy"


def test_hiding_the_page_saves_at_once(window, plan):
    row = line(plan, "Tập thể")
    with window.expect_request(lambda r: r.method == "POST", timeout=1200):
        box(window, row).fill("Gõ rồi đổi thẻ")
        window.evaluate(
            """() => { Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange")); }"""
        )
    wait_for(lambda: text_of(row) == "Gõ rồi đổi thẻ", 45)


def cut_off(page):
    """The page's network is gone for good: also for what it sends while it is being closed."""
    page.evaluate(
        """() => { XMLHttpRequest.prototype.send = function () {
        setTimeout(() => this.onerror(new ProgressEvent("error"))); }; }"""
    )


def test_a_window_that_closed_unsaved_is_offered_again(window, plan):
    row, before = line(plan, "Tập thể"), line(plan, "Tập thể").text
    cut_off(window)
    box(window, row).fill("Chưa kịp lưu thì hết pin")
    wait_for(lambda: _typed(window) and kept(window), 10)
    (copy,) = kept(window).values()
    assert "pin" not in copy
    window.close(run_before_unload=False)
    assert text_of(row) == before

    again = window.context.new_page()
    again.goto(Desk(plan).url("muc-1"))
    note = again.locator("#ban-tren-may")
    expect(note).to_be_visible()
    expect(note).to_contain_text("chưa lưu lên máy chủ")
    note.get_by_role("button", name="Lấy lại").click()

    expect(box(again, row)).to_have_value("Chưa kịp lưu thì hết pin")
    expect(state(again)).to_contain_text(SAVED)
    assert text_of(row) == "Chưa kịp lưu thì hết pin"
    wait_for(lambda: _typed(again) and not kept(again), 10)


def test_it_is_offered_as_well_where_one_comes_from_another_section(window, plan):
    row = line(plan, "Tập thể")
    cut_off(window)
    box(window, row).fill("Chưa kịp lưu ở mục I")
    wait_for(lambda: _typed(window) and kept(window), 10)
    window.close(run_before_unload=False)
    again = window.context.new_page()
    again.goto(Desk(plan).url("muc-4"))
    note = again.locator("#ban-tren-may")
    wait_for(lambda: _typed(again) and not note.is_visible(), 10)

    again.locator(".td-outline").get_by_role("link", name="ĐỐI TƯỢNG").click()
    expect(again).to_have_url(re.compile("muc-1"))
    expect(note).to_be_visible()
    # Left for another section it waits there, and comes back with its own.
    again.locator(".td-outline").get_by_role("link", name="TỔ CHỨC").click()
    expect(note).to_be_hidden()
    again.locator(".td-outline").get_by_role("link", name="ĐỐI TƯỢNG").click()
    note.get_by_role("button", name="Lấy lại").click()

    expect(box(again, row)).to_have_value("Chưa kịp lưu ở mục I")
    expect(state(again)).to_contain_text(SAVED)
    assert text_of(row) == "Chưa kịp lưu ở mục I"
    wait_for(lambda: _typed(again) and not kept(again), 10)


def _typed(page):
    page.wait_for_timeout(100)
    return True


def test_what_a_colleague_wrote_meanwhile_is_shown_beside_it(window, place, plan):
    from campaigns import actions  # noqa: PLC0415 used here alone
    from campaigns.actions import LineEdit  # noqa: PLC0415 used here alone
    from campaigns.fingerprint import fingerprint  # noqa: PLC0415 used here alone

    row = line(plan, "Tập thể")
    cut_off(window)
    box(window, row).fill("Của tôi, chưa lưu")
    wait_for(lambda: _typed(window) and kept(window), 10)
    window.close(run_before_unload=False)
    other = place.person(Role.OFFICER)
    edit = LineEdit(pk=row.pk, kind=row.kind, text="Của bạn", seen=fingerprint(row))
    actions.save_lines(plan.pk, by=other, edits=[edit])

    again = window.context.new_page()
    again.goto(Desk(plan).url("muc-1"))
    again.locator("#ban-tren-may").get_by_role("button", name="Lấy lại").click()
    expect(state(again)).to_contain_text("người khác vừa sửa cùng dòng")
    again.get_by_role("button", name="Xem và sửa").click()

    expect(again.locator(".td-theirs")).to_have_text("Của bạn")
    expect(again.locator(".is-conflict")).to_contain_text(f"Bản của {other}")
    expect(box(again, row)).to_have_value("Của tôi, chưa lưu")


def test_another_person_at_the_same_computer_reads_none_of_it(
    window, log_in, place, plan
):
    row = line(plan, "Tập thể")
    cut_off(window)
    box(window, row).fill("Chữ của người trước")
    wait_for(lambda: _typed(window) and kept(window), 10)
    # An answer under way would bring the cookie of the session that was.
    window.goto("about:blank")
    log_in(place.person(Role.OFFICER))

    window.goto(Desk(plan).url("muc-1"))
    window.wait_for_timeout(700)

    expect(window.locator("#ban-tren-may")).to_be_hidden()
    expect(box(window, row)).to_have_value(row.text)


def test_what_is_saved_leaves_no_copy(window, plan):
    box(window, line(plan, "Tập thể")).fill("Lưu xong")
    expect(state(window)).to_contain_text(SAVED)
    wait_for(lambda: _typed(window) and not kept(window), 10)

    window.reload()
    expect(window.locator("#ban-tren-may")).to_be_hidden()


def test_what_one_does_not_want_back_is_forgotten(window, plan):
    row = line(plan, "Tập thể")
    cut_off(window)
    box(window, row).fill("Không cần nữa")
    wait_for(lambda: _typed(window) and kept(window), 10)
    window.goto(Desk(plan).url("muc-1"))

    window.locator("#ban-tren-may").get_by_role("button", name="Bỏ").click()

    assert kept(window) == {}
    expect(box(window, row)).to_have_value(row.text)


# ---- two tabs, two people ------------------------------------------------------------------


def test_two_tabs_of_one_person(window, plan):
    row = line(plan, "Tập thể")
    second = window.context.new_page()
    second.goto(Desk(plan).url("muc-1"))
    box(second, row).fill("Ở thẻ thứ hai")
    expect(state(second)).to_contain_text(SAVED)

    box(window, row).fill("Ở thẻ thứ nhất")
    expect(state(window)).to_contain_text("anh/chị vừa sửa cùng dòng ở một thẻ khác")
    window.get_by_role("button", name="Xem và sửa").click()

    expect(window.locator(".is-conflict")).to_contain_text("anh/chị ở thẻ khác")
    expect(window.locator(".td-theirs")).to_have_text("Ở thẻ thứ hai")
    expect(box(window, row)).to_have_value("Ở thẻ thứ nhất")
    window.locator("button[value^='lay:']").click()
    expect(box(window, row)).to_have_value("Ở thẻ thứ hai")
    assert text_of(row) == "Ở thẻ thứ hai"


def test_two_people_see_each_other_and_lose_nothing(
    window, browser, live_server, place, plan
):
    other, client = place.person(Role.OFFICER), Client()
    client.force_login(other)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    theirs = context.new_page()
    theirs.goto(Desk(plan).url("muc-1"))
    expect(theirs.locator("#cung-soan")).to_have_text(
        f"Đang cùng soạn: {place.officer} (Mục I)"
    )
    window.reload()
    expect(window.locator("#cung-soan")).to_have_text(
        f"Đang cùng soạn: {other} (Mục I)"
    )

    mine, yours = line(plan, "Tập thể"), line(plan, "Từ ngày")
    box(window, mine).fill("Dòng của tôi")
    box(theirs, yours).fill("Dòng của bạn")
    expect(state(window)).to_contain_text(SAVED)
    expect(state(theirs)).to_contain_text(SAVED)
    assert (text_of(mine), text_of(yours)) == ("Dòng của tôi", "Dòng của bạn")

    box(theirs, mine).fill("Bạn sửa dòng của tôi")
    expect(state(theirs)).to_contain_text("người khác vừa sửa cùng dòng")
    theirs.get_by_role("button", name="Xem và sửa").click()
    expect(theirs.locator(".is-conflict")).to_contain_text(f"Bản của {place.officer}")
    expect(theirs.locator(".td-theirs")).to_have_text("Dòng của tôi")
    context.close()
