"""So sánh trong trình duyệt: side by side on a desk, one column on a telephone, accessible."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns import actions
from tests.accessibility import faults, overflow
from tests.factories import ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    """With a line that was rewritten, one that is gone, and a target of another value."""
    plan = place.draft()
    first, second = plan.lines.filter(kind="dash")[:2]
    actions.insert_line(
        plan.pk, by=place.officer, after=first.pk, kind="table", text="STT\tTổ\n1\tMột"
    )
    actions.keep_version(plan.pk, by=place.officer, name="Có bảng")
    table = plan.lines.get(kind="table")
    actions.remove_line(second.pk, by=place.officer)
    actions.edit_plan(plan.pk, by=place.officer, title="Thi đua mừng ngày thành lập")
    actions.edit_note(
        plan.lines.get(text__startswith="Tỷ lệ").target_notes.get().pk,
        "chi-tieu", by=place.officer, responsible="Các tổ dân phố",
    )  # fmt: skip
    actions.insert_line(
        plan.pk, by=place.officer, after=table.pk, kind="dash", text="Một ý mới."
    )
    return plan


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_are_whole_and_accessible(log_in, place, plan, width):
    page = log_in(place.officer)
    page.set_viewport_size({"width": width, "height": 768})

    for name, query in (
        ("plan-versions", ""), ("plan-compare", "?tu=1&den=nay"),
        ("plan-compare", "?tu=1&den=nay&ca=1"), ("plan-compare", "?tu=1&den=1"),
        ("plan-check", ""),
    ):  # fmt: skip
        page.goto(reverse(f"campaigns:{name}", args=[plan.pk]) + query)
        assert faults(page) == [], name
        assert overflow(page) <= 0, name


def test_two_columns_or_one(log_in, place, plan):
    page = log_in(place.officer)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(reverse("campaigns:plan-compare", args=[plan.pk]) + "?tu=2&den=nay")
    title = page.locator("tr", has=page.get_by_text("trích yếu", exact=True))

    expect(title.locator(".l del").first).to_be_visible()
    expect(title.locator(".r ins").first).to_be_visible()
    expect(title.locator(".r del").first).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 768})
    expect(title.locator(".l")).to_be_hidden()
    expect(title.locator(".r del").first).to_be_visible()
    expect(page.locator("tr.is-removed .l del")).to_be_visible()


def test_the_summary_leads_to_the_place(log_in, place, plan):
    page = log_in(place.officer)
    page.goto(reverse("campaigns:plan-compare", args=[plan.pk]) + "?tu=1&den=nay")

    page.get_by_text("chỉ tiêu đổi").click()
    page.locator("details[open] a").click()

    expect(page.locator("tr:target")).to_contain_text("chủ trì thêm: Các tổ dân phố")
