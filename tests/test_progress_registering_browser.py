"""Đăng ký bằng trình duyệt: axe at two widths, nothing over the edge, without scripts."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from campaigns import actions
from campaigns.models import Undertaking
from tests.accessibility import faults, overflow, settled
from tests.factories import (
    LatePermissionFactory,
    MembershipFactory,
    NudgeFactory,
    ParticipationFactory,
    RegistrationCallFactory,
    Role,
    UndertakingFactory,
)
from tests.test_progress_examples import Cluster
from tests.test_progress_registering_views import Site, five, on

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = localdate()
DAY = timedelta(days=1)


class Place:
    """A board with every state, a unit with every kind of thing, an example, a pact."""

    def __init__(self):
        self.site = site = Site()
        takings = five(site)
        RegistrationCallFactory(
            campaign=site.campaign, what="công trình, phần việc", due_on=TODAY - DAY
        )
        NudgeFactory(
            participation=site.taking, text="Còn phải đăng ký 1 mô hình.\nGửi sớm giúp."
        )
        LatePermissionFactory(participation=takings[0], call=site.call)
        self.draft = site.begun(name="Tuyến hẻm nở hoa, phân loại rác tại nguồn " * 3)
        self.sent = site.sent()
        back = site.sent(name="Camera an ninh")
        self.returned = actions.return_undertaking(
            back.pk, by=site.ward.officer, reason="Ghi rõ nguồn kinh phí."
        )
        self.example = site.approved(name="Sân chơi thiếu nhi")
        actions.record_carrying_out(
            self.example.pk, by=site.by, begun_on=TODAY - 9 * DAY, finished_on=TODAY,
            outcome="120 em có chỗ chơi.",
        )  # fmt: skip
        for stage in ("found", "nurtured"):
            actions.take_example_on(
                self.example.pk, by=site.ward.officer, stage=stage, on=TODAY,
                note="Nơi khác làm được.",
            )  # fmt: skip
        other = ParticipationFactory(campaign=site.campaign)
        UndertakingFactory(
            participation=other, approved=True, adopted_from=self.example
        )
        self.neighbour = MembershipFactory(
            unit=takings[1].unit, role=Role.REPORTER
        ).user
        self.cluster = Cluster()
        self.pact = self.cluster.written()
        self.cluster.agree(self.pact, 0)

    def pages(self):
        """Who looks at what."""
        site, officer = self.site, self.site.ward.officer
        yield site.by, reverse("campaigns:registration-home")
        yield site.by, reverse("campaigns:registration-begin", args=[site.taking.pk])
        for one in (self.draft, self.sent, self.returned, self.example):
            yield site.by, on("undertaking", one)
        yield site.by, on("undertaking-edit", self.returned)
        yield site.by, on("undertaking-carry-out", self.example)
        yield self.neighbour, reverse("campaigns:example-list")
        yield self.neighbour, on("undertaking", self.example)
        yield self.neighbour, on("example-adopt", self.example)
        for name in ("registrations", "nudge", "contacts", "examples"):
            yield officer, site.at(f"campaign-{name}")
        yield officer, on("undertaking", self.sent)
        yield officer, on("undertaking-return", self.sent)
        yield officer, on("undertaking", self.example)
        yield officer, on("example-step", self.example)
        cluster = self.cluster
        yield cluster.west, reverse("campaigns:pact-list", args=[cluster.cluster.pk])
        yield cluster.west, reverse("campaigns:pact", args=[self.pact.pk])
        yield cluster.head, reverse("campaigns:pact-edit", args=[self.pact.pk])


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(page, log_in):
    place = Place()
    for number, (user, url) in enumerate(place.pages()):
        log_in(user)
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(url)
            settled(page)
            assert (url, width, faults(page), overflow(page)) == (url, width, [], 0)
            if folder := os.environ.get("REGISTRATION_SHOTS"):
                page.screenshot(
                    path=f"{folder}/{number:02}-{width}.png", full_page=True
                )


def test_a_unit_registers_and_the_host_approves_without_scripts(
    browser, client, live_server
):
    site = Site()
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

    log_in(site.by)
    page.goto(reverse("campaigns:registration-home"))
    page.get_by_role("link", name="Đăng ký mô hình").click()
    page.get_by_label("Tên", exact=True).fill("Hẻm nở hoa")
    page.get_by_label("Kinh phí dự kiến (đồng)").fill("45 triệu")
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_text("Đã lưu nháp, chưa gửi")).to_be_visible()
    expect(page.get_by_label("Kinh phí dự kiến (đồng)")).to_have_value("45.000.000")
    page.get_by_label("Nội dung, cách làm").fill("Trồng hoa dọc hẻm.")
    page.get_by_label("Nguồn kinh phí").fill("Xã hội hóa")
    page.get_by_label("Người phụ trách").fill("Ông Bảy")
    page.get_by_label("Dự kiến hoàn thành").fill("30/9/2027")
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()

    log_in(site.ward.officer)
    page.goto(site.at("campaign-registrations"))
    page.get_by_role("link", name="Chờ duyệt 1").click()
    page.get_by_role("link", name="Hẻm nở hoa").click()
    page.get_by_role("button", name="Duyệt").click()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()
    assert Undertaking.objects.get().status == "approved"
    context.close()
