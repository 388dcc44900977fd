"""Nhập Excel bằng trình duyệt: a whole import with htmx and by hand; axe at two widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility import faults, overflow
from tests.factories import MembershipFactory
from tests.sheet_files import ACCOUNT_HEADS, SINCE, UNIT_HEADS, Office, workbook
from units.models import SheetImport, Unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1366, "height": 768}


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def window(page, log_in, office):
    return log_in(office.administrator)


def choose(window, data, name="to-dan-pho.xlsx", kind="Đơn vị"):
    window.goto(reverse("sheet-new"))
    window.get_by_label(kind, exact=True).check()
    window.get_by_label("Tệp", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    window.get_by_role("button", name="Đọc tệp, xem thử").click()


def test_from_the_list_of_units_to_an_undone_import(window, office, tmp_path):
    window.goto(reverse("unit-list"))
    window.get_by_role("link", name="Nhập từ Excel").click()
    with window.expect_download() as download:
        window.get_by_role("link", name="Đơn vị", exact=True).first.click()
    assert download.value.suggested_filename == "mau-don-vi.xlsx"

    rows = [office.part_row(2), office.part_row(3, parent="K1")]
    choose(window, workbook(("Mã nội bộ", *UNIT_HEADS[1:]), *rows))
    expect(window.get_by_role("heading", level=1)).to_have_text("Ghép cột")
    window.get_by_label("Mã nội bộ").select_option(label="Mã định danh")
    window.get_by_role("button", name="Ghép xong, xem thử").click()
    expect(window.locator("main")).to_contain_text("1 dòng bị từ chối")
    window.get_by_role("link", name="Thêm 1").click()
    expect(window.locator("#dong")).to_contain_text("H1.2 Tổ dân phố 2")
    expect(window).to_have_url(re.compile(r"\?xem=them$"))

    choose(window, workbook(UNIT_HEADS, office.part_row(2)))
    window.get_by_role("button", name="Nhập 1 dòng").click()
    expect(window.locator("main")).to_contain_text("H1.2 Tổ dân phố 2")
    window.get_by_role("link", name="Hoàn tác cả đợt").click()
    window.get_by_role("button", name="Hoàn tác cả đợt").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("to-dan-pho.xlsx")
    assert not Unit.objects.filter(code="H1.2").exists()


def test_every_page_for_everybody(window, office):
    refused = office.rehearsed(office.part_row(2), office.part_row(3, kind="x" * 90))
    ready = office.rehearsed(office.part_row(4))
    mapping = office.take(("H1.2", "x"), heads=("Mã", "Cột lạ của địa phương"))
    waiting = office.take(*[office.part_row(n) for n in range(2, 300)])
    failed = office.rehearsed(office.part_row(5))
    SheetImport.objects.filter(pk=failed.pk).update(status="failed", problem="Lỗi.")
    done = office.done(
        ("nva", "Nguyễn Văn Anh", "H1", "officer", "H1", SINCE),
        kind="account", heads=ACCOUNT_HEADS,
    )  # fmt: skip
    built = office.done(office.part_row(6))
    MembershipFactory(unit=Unit.objects.get(code="H1.6"))
    pages = [
        reverse("sheet-list"),
        reverse("sheet-new"),
        *[
            reverse("sheet", args=[kept.pk])
            for kept in (refused, ready, mapping, waiting, failed, done, built)
        ],
        reverse("sheet-undo", args=[done.pk]),
        reverse("sheet-undo", args=[built.pk]),
        reverse("sheet-drop", args=[ready.pk]),
    ]
    found = {}
    for size in (WIDE, PHONE):
        window.set_viewport_size(size)
        for address in pages:
            window.goto(address)
            found[address, size["width"]] = (faults(window), overflow(window))
    window.goto(reverse("sheet", args=[done.pk]))
    window.get_by_role("button", name="Lập phiếu mời để in").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("1 phiếu mời")
    found["slips"] = (faults(window), overflow(window))
    assert {at: what for at, what in found.items() if what != ([], 0)} == {}
