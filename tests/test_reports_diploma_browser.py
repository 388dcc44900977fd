"""Giấy khen bằng trình duyệt: every page at both widths, with axe; the batch is watched live."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Diploma
from tests.accessibility import faults, overflow
from tests.factories import ward
from tests.factories.decisions import DecisionFactory
from tests.factories.diplomas import (
    DiplomaBatchFactory,
    DiplomaFactory,
    DiplomaPrintFactory,
    PrinterFactory,
    StockFactory,
    StockPlaceFactory,
)
from units.models import Membership

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LONG = "Đã có thành tích xuất sắc trong phong trào thi đua yêu nước của phường " * 4


@pytest.fixture
def place(db):
    place = ward()
    signer = Membership.objects.get(user=place.leader, role="leader")
    made = {"authority": place.unit, "created_by": place.officer, "signer": signer}
    place.bare = DecisionFactory(issued=True, code="BARE2345", number=8, **made)
    place.decision = DecisionFactory(issued=True, **made)
    batch = place.batch = DiplomaBatchFactory(
        decision=place.decision, asked_by=place.officer
    )
    DiplomaFactory(batch=batch, subject="Nguyễn Thị Hoà", signed=True)
    DiplomaFactory(batch=batch, subject="Đặng Văn Ẩn", merit=LONG, about=LONG)
    DiplomaFactory(batch=batch, subject="Tổ dân phố số 3", stopped=True)
    DiplomaPrintFactory(batch=batch, ready=True, asked_by=place.officer)
    place.stock = StockFactory(unit=place.unit, name="Phôi A4 năm 2026")
    for number, part in enumerate(("subject", "merit", "decision")):
        StockPlaceFactory(stock=place.stock, part=part, y_mm=94 + 20 * number)
    place.printer = PrinterFactory(unit=place.unit)
    return place


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_every_page_is_whole_and_accessible(page, log_in, place, size):
    page.set_viewport_size(size)
    log_in(place.officer)
    unit = place.unit.pk
    found = {}
    for name, pk in (
        ("decision-diplomas", place.bare.pk), ("decision-diplomas", place.decision.pk),
        ("stock-list", None), ("stock", place.stock.pk), ("stock-add", unit),
        ("printer-add", unit), ("printer-amend", place.printer.pk),
    ):  # fmt: skip
        url = reverse(f"reports:{name}", args=[pk] if pk else [])
        page.goto(url)
        found[url] = (faults(page), overflow(page))
    assert {url: what for url, what in found.items() if what != ([], 0)} == {}


def test_what_is_made_shows_by_itself_and_keeps_what_is_ticked(page, log_in, place):
    page.set_viewport_size(WIDE)
    log_in(place.officer)
    page.goto(reverse("reports:decision-diplomas", args=[place.decision.pk]))
    page.get_by_label("In giấy khen của Đặng Văn Ẩn").uncheck()
    Diploma.objects.filter(subject="Đặng Văn Ẩn").update(
        status="stopped", problem="Dài quá"
    )
    expect(page.get_by_text("2 giấy khen chưa làm được")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("In giấy khen của Đặng Văn Ẩn")).not_to_be_checked()
