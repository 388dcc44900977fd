"""Ký biên bản bằng trình duyệt: axe at two widths; signed by two without scripts."""

import os

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from awards import actions as awards
from reports import actions, examining, pacting, tasks
from reports.models import PactPaper
from tests.accessibility import escaped, faults, overflow, settled
from tests.aside import aside
from tests.factories import PASSWORD
from tests.minutes_scene import Minuted, fresh
from tests.office import take_keys

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(settings, office, pictures, monkeypatch):
    for task in (tasks.render_pact, tasks.sign_pact, tasks.examine_pact):
        monkeypatch.setattr(task, "delay", lambda pk: None)
    take_keys(settings, office)
    council = Minuted(office, pictures)
    council.keys()
    return council


def at(name, *args):
    return reverse(f"reports:{name}", args=args)


def looked(page, name, url):
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(url)
        settled(page)
        if folder := os.environ.get("MINUTES_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        assert (url, width, faults(page), overflow(page), escaped(page)) == (
            url, width, [], 0, [],
        )  # fmt: skip


def test_axe_finds_nothing_from_the_end_of_the_session_to_the_signed_file(
    page, log_in, place
):
    session = place.held()
    minutes, signing = (
        reverse("awards:session-minutes", args=[session.pk]),
        at("minutes-paper", session.pk),
    )
    log_in(place.secretary)
    looked(page, "noi-dung", minutes)
    looked(page, "dieu-hanh", reverse("awards:session-run", args=[session.pk]))
    looked(page, "chua-lap", signing)
    paper = place.laid(session)
    looked(page, "dang-ky", signing)
    looked(page, "ky", at("minutes-sign", place.seat(paper, 0).pk))
    looked(page, "bo", at("minutes-drop", paper.pk))
    place.ask(paper, 0, outside=True)
    looked(page, "thiet-bi", signing)
    log_in(place.users[0])
    looked(page, "chu-toa", signing)
    looked(page, "cho-ky", at("desk"))
    actions.drop_minutes(paper.pk, by=place.secretary, reason="Sai chính tả")
    log_in(place.secretary)
    looked(page, "da-bo", signing)
    awards.resume_session(session.pk, by=place.secretary)
    looked(page, "hop-tiep", signing)
    awards.finish_session(session.pk, by=place.secretary)
    done = aside(place.sign, place.laid(place.again(session)), 0, 1)
    examining.examine_pact(done.newest.pk)
    looked(page, "du-chu-ky", signing)
    page.context.clear_cookies()
    looked(page, "tra-cuu", f"/x/{done.code}/")
    expect(page.get_by_role("heading", name="Biên bản hợp lệ")).to_be_visible()


def test_both_sign_without_scripts(browser, client, live_server, place):
    session = place.held()
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="vi-VN"
    )
    page = context.new_page()
    for number, user in enumerate((place.secretary, place.users[0])):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        if not number:
            page.goto(reverse("awards:session-minutes", args=[session.pk]))
            page.get_by_role("button", name="Lập biên bản để ký").click()
            paper = PactPaper.objects.get()
            aside(pacting.render, paper.pk)
        page.goto(at("minutes-paper", session.pk))
        page.get_by_role("link", name="Ký biên bản").click()
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Ký biên bản", exact=True).click()
        expect(page.get_by_text("Máy ký đang làm.")).to_be_visible()
        aside(pacting.sign, paper.pk)
    page.goto(at("minutes-paper", session.pk))
    expect(page.get_by_text("Đủ chữ ký", exact=True).first).to_be_visible()
    done = fresh(paper)
    assert (done.status, done.session.status) == ("complete", "closed")
    context.close()
