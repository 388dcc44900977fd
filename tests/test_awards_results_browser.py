"""Thông báo kết quả xét trong trình duyệt: at two widths, on paper, without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from awards.models import ResultNotice
from tests.accessibility import faults, overflow, settled
from tests.factories.proposals import (
    ResultLineFactory,
    ResultNoticeFactory,
    regime,
)
from tests.proposal_scene import Place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WIDE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
LONG = (
    "Hội đồng ghi nhận cố gắng của tổ dân phố; báo cáo chưa có số liệu so sánh với năm trước nên "
    "chưa đủ căn cứ xét tặng đợt này.\nĐề nghị bổ sung và trình vào đợt tổng kết năm."
)


@pytest.fixture
def place():
    regime()
    return Place()


def notice_of(place) -> ResultNotice:
    notice = ResultNoticeFactory(unit=place.group, session__unit__parent=place.ward)
    for position, (outcome, words) in enumerate(
        (("passed", ""), ("rejected", LONG), ("deferred", "Chờ ý kiến hiệp y."))
    ):
        status = {"passed": "passed", "rejected": "rejected"}.get(outcome, "ready")
        proposal = place.draft(
            appraising=True, status=status, conclusion=words, subject_title="Tổ trưởng"
        )
        ResultLineFactory(
            notice=notice, proposal=proposal, position=position, outcome=outcome,
            words=words, award_name="Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã",
        )  # fmt: skip
    return notice


def url(name, *args):
    return reverse(f"awards:{name}", args=args)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_every_page_is_whole_and_accessible(page, log_in, place, size):
    notice, wrong = notice_of(place), {}
    page.set_viewport_size(size)
    log_in(place.head)
    rejected = notice.lines.get(outcome="rejected").proposal_id
    for address in (
        "/viec/", url("result-list"), url("result-notice", notice.pk),
        url("proposal", rejected), url("proposal-list"),
    ):  # fmt: skip
        page.goto(address)
        settled(page)
        found = faults(page)
        if over := overflow(page):
            found.append(f"{over} px over the edge")
        if found:
            wrong[address] = found
    assert wrong == {}


def test_on_paper_it_is_a_letter(page, log_in, place):
    notice = notice_of(place)
    log_in(place.writer)
    page.goto("/viec/")
    page.get_by_role("link", name="Xem kết quả xét").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Thông báo kết quả xét khen thưởng"
    )
    page.emulate_media(media="print")
    expect(page.get_by_text("THÔNG BÁO", exact=True)).to_be_visible()
    expect(page.get_by_text(f"Kính gửi: {place.group.name}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()

    notice.refresh_from_db()
    assert notice.opened_by == place.writer
