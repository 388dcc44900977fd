"""Danh mục bằng trình duyệt: a rule is laid and confirmed; axe and width at two sizes."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from awards.eligibility.verdicts import Outcome, Tally, Verdict
from awards.models import CouncilRule, Multiplier
from tests.accessibility import faults, overflow
from tests.award_law import case, lay_law
from tests.factories import HonoureeFactory, UnitFactory, Ward
from units.models import UnitKind

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZES = [(1366, 768), (390, 844)]
LINES = [
    Verdict("dossier", "Hồ sơ đủ giấy tờ", Outcome.LACKING, "Còn thiếu: biên bản bình xét.",
            "Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 84", localdate(), "papers"),
    Verdict("double", "Chưa được khen cho cùng thành tích", Outcome.COUNCIL,
            "Cho thời gian trùng nhau, đối tượng đang được đơn vị khác đề nghị Bằng khen.",
            "Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 5", localdate(),
            inside="Tổ dân phố 9 đề nghị Bằng khen.", certainty="check"),
    *(
        Verdict("subject", f"Điều kiện {n}", Outcome.MET, "Đạt.", "Điều 19", localdate())
        for n in range(5)
    ),
]  # fmt: skip


@pytest.fixture
def here():
    lay_law()
    return Ward(
        UnitFactory(
            kind=UnitKind.objects.get(code="ubnd-xa"), short_name="UBND phường Đông"
        )
    )


def fits(page, address):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        assert faults(page) == []
        assert overflow(page) <= 0
        yield width


def test_pages_are_accessible_and_fit(page, log_in, here):
    log_in(here.administrator)
    rule = CouncilRule.objects.get(award__code="cstd-tinh")
    for address in (
        reverse("awards:catalogue"), reverse("awards:award", args=["giay-khen-xa"]),
        reverse("awards:common-rules"), reverse("awards:rule-lay", args=["dieu-kien"]),
        reverse("awards:rule-confirm", args=["bo-phieu", rule.pk]),
    ):  # fmt: skip
        assert list(fits(page, address)) == [1366, 390], address


def test_a_rule_is_laid_in_place_of_another_and_confirmed(page, log_in, here):
    log_in(here.administrator)
    page.goto(reverse("awards:catalogue"))
    page.get_by_role("link", name="Giấy khen của Chủ tịch UBND cấp xã").click()
    page.locator("#qd-he-so").get_by_role("link", name="Thay bằng quy định mới").click()
    page.get_by_label("Áp dụng cho").select_option("Chung cho mọi cơ quan")
    page.get_by_label("Hệ số").fill("0,35")
    page.get_by_label("Văn bản căn cứ").fill("Nghị định mới, Điều 54")
    page.get_by_label("Mức chắc chắn").select_option("Cần đối chiếu văn bản")
    page.get_by_role("button", name="Ghi quy định").last.click()

    rules = page.locator("#qd-he-so")
    expect(rules).to_contain_text("Cá nhân: 0,35 lần mức lương cơ sở")
    expect(page.locator("#qd-he-so details")).to_contain_text("0,3 lần")
    rules.get_by_role("link", name="Đối chiếu").click()
    page.get_by_label("Đọc ở đâu").fill("Công báo số 9")
    page.get_by_role("button", name="Xác nhận đã đối chiếu").last.click()
    expect(page.locator("#qd-he-so")).to_contain_text("Công báo số 9")
    assert (
        Multiplier.objects.get(award__code="giay-khen-xa", valid_to=None).certainty
        == "read"
    )


def test_the_day_is_asked_without_leaving_the_page(page, log_in, here):
    log_in(here.officer)
    page.goto(reverse("awards:catalogue"))
    page.wait_for_load_state()
    page.get_by_label("Vào ngày").fill("30/06/2025")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("#kq")).to_contain_text("Xã, phường, thị trấn tiêu biểu")
    assert page.url.endswith("?ngay=30%2F06%2F2025")


def test_cases_are_recorded_and_fit(page, log_in, here):
    HonoureeFactory(unit=here.unit, name="Đỗ Thị Ái")
    case(here.unit, honouree=HonoureeFactory(unit=here.unit, name="Lê Văn Bình"))
    log_in(here.officer)
    page.goto(reverse("awards:discipline-list"))
    assert list(fits(page, reverse("awards:discipline-list"))) == [1366, 390]
    page.get_by_role("link", name="Ghi vụ việc").click()
    page.get_by_label("Tìm người, hộ, tập thể").fill("do thi ai")
    page.keyboard.press("Enter")
    page.get_by_label("Đỗ Thị Ái").check()
    page.get_by_label("Văn bản, căn cứ").fill("Công văn 7")
    assert faults(page) == []
    page.get_by_role("button", name="Ghi vụ việc").last.click()
    expect(page.locator("main")).to_contain_text("Đỗ Thị Ái")


def test_the_card_of_conditions_is_accessible_and_fits(page, log_in, here):
    log_in(here.officer)
    drawn = render_to_string(
        "awards/eligibility.html#card",
        {"verdicts": LINES, "tally": Tally.of(LINES), "shows_inside": True},
    )
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(reverse("awards:common-rules"))
        page.evaluate(
            "html => { const main = document.querySelector('.td-body');"
            "main.innerHTML = '<div>' + html + '</div>'"
            " + '<div id=papers></div>' }",
            drawn,
        )
        assert faults(page) == []
        assert overflow(page) <= 0
        bars = page.locator(".td-elig__bar rect").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().width)"
        )
        assert len(bars) == 3
        assert bars[0] > 4 * bars[1] > 0
