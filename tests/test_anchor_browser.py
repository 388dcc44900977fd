"""Biên bản niêm bằng trình duyệt: axe at two widths in every state, a download, a choice."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from reports.models import AnchorPaper, AnchorSigner
from tests.accessibility import faults, overflow
from tests.factories import other_ward, ward
from tests.test_anchor_pages import anchor, certificate, signed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SEAL, CHOOSE = reverse("seal"), reverse("reports:anchor-signer")


@pytest.fixture
def here():
    place = ward()
    for ago in range(3, 9):
        signed(anchor(ago, position=12_345 - 100 * ago), place.unit)
    AnchorPaper.objects.create(
        anchor=anchor(1, position=12_300), unit=place.unit, draft=b"x",
        problem="Chưa ký được, hệ thống tự thử lại: Dịch vụ dấu thời gian chưa trả lời.",
    )  # fmt: skip
    anchor(position=12_345)
    return place


def shot(window, name):
    if folder := os.environ.get("SHOTS"):
        window.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_for_axe_and_nothing_over_the_edge(page, log_in, here, width):
    window = log_in(here.administrator)
    window.set_viewport_size({"width": width, "height": 768})
    for name, url in (("none", SEAL), ("choose-none", CHOOSE)):
        window.goto(url)
        shot(window, f"{name}-{width}")
        assert (faults(window), overflow(window)) == ([], 0), name
    certificate(here.unit)
    older = f"{SEAL}?den={localdate() - timedelta(days=5)}"
    for name, url in (("seal", SEAL), ("older", older), ("choose", CHOOSE)):
        window.goto(url)
        shot(window, f"{name}-{width}")
        assert (faults(window), overflow(window)) == ([], 0), name
    certificate(other_ward().unit)
    window.goto(SEAL)
    expect(window.get_by_text("nhiều cơ quan đứng đầu có chứng thư số")).to_be_visible()
    shot(window, f"several-{width}")
    assert (faults(window), overflow(window)) == ([], 0)


def test_the_agency_is_chosen_and_a_paper_taken(page, log_in, here):
    certificate(here.unit)
    window = log_in(here.administrator)
    window.goto(SEAL)
    window.get_by_role("link", name="chọn cơ quan khác").click()
    window.get_by_label("Cơ quan ký").select_option(label=str(here.unit))
    window.get_by_role("button", name="Chọn cơ quan này").first.click()
    expect(window.get_by_text(f"Từ nay {here.unit} ký biên bản niêm.")).to_be_visible()
    assert AnchorSigner.objects.get().unit == here.unit

    day = localdate() - timedelta(days=3)
    with window.expect_download() as taken:
        window.get_by_role("link", name=f"Tải biên bản ngày {day:%d/%m/%Y}").click()
    assert taken.value.suggested_filename == f"BB-niem-nhat-ky-{day.isoformat()}.pdf"
