"""Đề nghị khen thưởng trong trình duyệt: from the first letter to fit, at two widths."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from awards.models import Proposal
from tests.accessibility import faults, overflow, settled
from tests.factories import HonoureeFactory
from tests.factories.proposals import (
    DossierRequirementFactory,
    OpinionItemFactory,
    PeerReviewLineFactory,
    ProposalReturnFactory,
    regime,
)
from tests.proposal_scene import Place
from tests.test_awards_proposals_pages import campaign_of
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WIDE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def place():
    regime()
    return Place()


def url(name, *args):
    return reverse(f"awards:{name}", args=args)


def stored():
    return Proposal.objects.get()


def test_a_unit_writes_one_and_the_page_keeps_it(page, log_in, place):
    campaign = campaign_of(place).campaign
    DossierRequirementFactory(paper="review", name="Biên bản bình xét")
    log_in(place.writer)
    page.goto(url("proposal-begin") + f"?phong-trao={campaign.pk}")
    page.get_by_role("button", name="Bắt đầu").click()

    page.get_by_text("Giấy khen của Chủ tịch UBND cấp xã").click()
    search = page.get_by_role("searchbox", name=re.compile("Đối tượng"))
    search.press_sequentially("hoa")
    page.get_by_text("Bà Trần Thị Hoa").click()
    page.get_by_label("Thành tích nổi bật").fill("Hiến 64 m² đất.")

    wait_for(lambda: stored().summary == "Hiến 64 m² đất.")
    expect(page.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    expect(page.locator("#dem-chu")).to_contain_text("4 chữ, nên từ 80 chữ")
    assert stored().subject_name == "Bà Trần Thị Hoa"
    rail = page.locator("#kiem-tra")
    expect(rail).to_contain_text("Biên bản bình xét")

    page.get_by_role("button", name="Gia đình văn hóa: 97").click()
    expect(page.get_by_label("Thành tích nổi bật")).to_have_value(
        "Hiến 64 m² đất.\nGia đình văn hóa: 97."
    )
    page.get_by_role("button", name="Trình xác nhận").click()
    expect(page.locator(".td-errsum")).to_contain_text("Biên bản bình xét")


def test_without_scripts_it_goes_from_the_unit_to_ready(
    browser, live_server, client, place
):
    proposal = place.draft()

    def window(user):
        client.force_login(user)
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=False, viewport=WIDE
        )
        context.add_cookies(
            [
                {"name": one.key, "value": one.value, "url": live_server.url}
                for one in client.cookies.values()
            ]
        )
        return context.new_page()

    unit = window(place.writer)
    unit.goto(url("proposal-list"))
    unit.get_by_role("checkbox").check()
    unit.get_by_role("button", name="Gửi các đề nghị đã chọn").click()
    unit.get_by_label("Số, ký hiệu tờ trình").fill("05/TTr-TDP")
    unit.get_by_role("button", name="Trình thủ trưởng xác nhận").click()
    assert stored().status == "confirming"

    head = window(place.head)
    head.goto("/viec/")
    head.get_by_role("link", name=re.compile("Xác nhận 1 đề nghị")).first.click()
    head.get_by_role("button", name="Xác nhận các đề nghị đã đánh dấu").click()
    assert stored().status == "sent"

    office = window(place.officer)
    office.goto("/viec/")
    office.get_by_role("link", name=re.compile("Tiếp nhận 1 đề nghị")).first.click()
    office.get_by_role("checkbox").check()
    office.get_by_role("button", name="Tiếp nhận đã chọn").click()
    office.get_by_role("button", name="Tiếp nhận").click()
    office.get_by_label("Ý kiến thẩm định").fill("Đủ hồ sơ.")
    office.get_by_role("button", name="Lưu ý kiến").click()
    office.get_by_role("button", name="Đủ điều kiện trình").click()

    kept = stored()
    assert (kept.status, kept.appraisal) == ("ready", "Đủ hồ sơ.")
    assert kept.pk == proposal.pk
    for one in (unit, head, office):
        one.context.close()


def everything(place):
    """One of each, and the pages that show it, by who looks."""
    allocation = campaign_of(place)
    DossierRequirementFactory(
        paper="report", name="Báo cáo thành tích", basis="Nghị định thử, Điều 30"
    )
    DossierRequirementFactory(paper="review", name="Biên bản bình xét")
    DossierRequirementFactory(paper="concurrence", name="Ý kiến hiệp y của Công an")
    told = {
        "campaign": allocation.campaign,
        "merit": "campaign",
        "summary": "Vận động 42/42 hộ của hẻm 3 hiến 64 m² đất và góp 118 triệu đồng mở rộng "
        "hẻm từ 2 m lên 3,5 m, xong trước kế hoạch 45 ngày.",
    }
    draft = place.draft(**told)
    returned = place.draft(appraising=True, status="returned", **told)
    ProposalReturnFactory(
        proposal=returned, parts=["summary", "papers"], due_on=localdate()
    )
    weighed = place.draft(appraising=True, report="I. Sơ lược\nII. Thành tích", **told)
    line = PeerReviewLineFactory(proposal=weighed)
    other = PeerReviewLineFactory(
        review=line.review, votes_for=39, votes_against=2,
        proposal=place.draft(honouree=HonoureeFactory(unit=place.group), **told),
    )  # fmt: skip
    asked = OpinionItemFactory(proposal=weighed).request
    sent = place.draft(sent=True, honouree=HonoureeFactory(unit=place.group))
    waiting = place.draft(confirming=True)
    assert other.review_id == line.review_id
    return {
        place.writer: [
            url("proposal-list"), url("proposal-begin"), url("proposal-grid"),
            url("proposal-edit", draft.pk), url("proposal-edit", returned.pk),
            url("proposal", draft.pk), url("paper-add", draft.pk),
            url("proposals-send") + f"?ma={draft.pk}",
            url("proposal-withdraw", weighed.pk), url("review", line.review_id),
            url("review-record") + f"?ma={draft.pk}", url("review-list"),
            url("proposal-drop", draft.pk),
        ],
        place.head: [url("proposals-confirm"), url("proposal-give-back", waiting.pk)],
        place.officer: [
            "/viec/", url("proposal-list"), url("proposal", weighed.pk),
            url("campaign-proposals", allocation.campaign_id, "x"),
            url("proposals-receive") + f"?ma={sent.pk}",
            url("proposal-return", weighed.pk), url("proposal-unfit", weighed.pk),
            url("proposal-history", weighed.pk), url("opinion", asked.pk),
            url("opinion-ask") + f"?ma={weighed.pk}", url("opinion-record", asked.pk),
            url("opinion-list"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_every_page_is_whole_and_accessible(page, log_in, place, size):
    wrong = {}
    page.set_viewport_size(size)
    for user, addresses in everything(place).items():
        log_in(user)
        for address in addresses:
            page.goto(address)
            settled(page)
            found = faults(page)
            if over := overflow(page):
                found.append(f"{over} px over the edge")
            if found:
                wrong[address] = found
    assert wrong == {}
