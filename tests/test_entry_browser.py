"""Cửa vào, trang lỗi, cách viết tên trong trình duyệt: no fault of access at either width."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.accessibility import faults, overflow
from tests.factories import MembershipFactory, Role, UserFactory
from tests.test_units_honourees import Commune
from units import actions
from units.models import Access, LikelyDouble

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ABOUT = "Mật khẩu, mã ứng dụng; sau 3 lần sai; Chrome trên Windows"


@pytest.fixture
def here():
    cache.clear()
    return Commune()


def entries(user):
    for what, about in (
        ("failed", "Mật khẩu; Chrome trên Windows"),
        ("locked", "Sau 10 lần sai; Chrome trên Windows"),
        ("signed_in", ABOUT),
        ("signed_out", "Chrome trên Windows"),
    ):
        Access.objects.create(
            user=user, unit_id=user.units_as()[0], what=what, about=about,
            subject="units.User", subject_id=user.pk, address="192.0.2.17",
        )  # fmt: skip


def look(page):
    assert faults(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [1366, 390])
def test_what_happened_at_the_door(page, here, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    entries(here.keeper)
    log_in(here.keeper).goto(reverse("account"))
    page.get_by_text("Nhật ký đăng nhập").click()
    expect(page.get_by_text(ABOUT)).to_be_visible()
    look(page)

    page.goto(f"{reverse('access-log')}?viec=cua")

    expect(page.locator(".td-book__l")).to_have_count(4)
    look(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_of_mistakes_keep_the_bar(page, here, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    log_in(here.officer).goto("/phong-trao/khong-co/")
    bar = "Điều hướng chính" if width > 800 else "Điều hướng nhanh trên điện thoại"
    expect(page.get_by_role("navigation", name=bar)).to_be_visible()
    look(page)

    page.goto(reverse("user-list"))
    expect(page.get_by_role("navigation", name=bar)).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_role_to_come_is_said(page, here, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    person = UserFactory()
    since = localdate() + timedelta(days=9)
    MembershipFactory(user=person, unit=here.ward, role=Role.CLERK, valid_from=since)
    log_in(person).goto(reverse("campaigns:campaign-list"))

    expect(page.get_by_role("heading", name="Vai trò chưa bắt đầu")).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_name_is_offered_and_written_before_it_is_saved(page, here, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    record = here.register("Lê An")
    log_in(here.keeper).goto(reverse("honouree-amend", args=[record.pk]))
    page.get_by_label("Họ và tên").fill("lê văn an")
    page.keyboard.press("Enter")
    offer = page.get_by_role("button", name="Viết “Lê Văn An”")
    expect(offer).to_be_visible()
    look(page)

    offer.click()

    expect(page.get_by_text("Đã viết lại họ tên.")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("Lê Văn An")
    look(page)
    record.refresh_from_db()
    assert record.name == "Lê An"
    page.get_by_role("button", name="Lưu thông tin").last.click()
    page.wait_for_url(f"**{reverse('honouree', args=[record.pk])}")
    record.refresh_from_db()
    assert record.name == "Lê Văn An"


def test_back_after_a_merge_stands_on_the_kept_record(page, here, log_in):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    log_in(here.keeper).goto(reverse("double", args=[pair.pk]))
    page.get_by_role("button", name="Gộp vào bản ghi được giữ").click()
    kept = reverse("honouree", args=[one.pk])
    page.wait_for_url(f"**{kept}")

    page.go_back()

    page.wait_for_url(f"**{kept}")
    told = f"Bản ghi số {other.pk} đã gộp vào bản ghi này"
    expect(page.get_by_text(told)).to_be_visible()


def test_a_pair_that_was_told_apart_says_so(page, here, log_in):
    here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    actions.tell_apart(pair.pk, by=here.secretary)
    log_in(here.keeper).goto(reverse("double", args=[pair.pk]))

    expect(page.get_by_text(f"{here.secretary} đã ghi: không trùng")).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_wrong_first_day_is_put_right(page, here, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    record = here.register("Lê An", title="Giáo viên", valid_from=date(2026, 11, 1))
    twin = here.register("Lê An", title="Bí thư", valid_from=date(2025, 1, 1))
    log_in(here.keeper).goto(reverse("honouree", args=[record.pk]))
    page.get_by_role("link", name="Sửa Giáo viên, Tổ dân phố 1").click()
    page.get_by_label("Từ ngày").fill("01/09/2021")
    look(page)

    page.get_by_role("button", name="Lưu", exact=True).last.click()

    expect(page.get_by_text("Giáo viên · 01/09/2021 – nay")).to_be_visible()
    page.get_by_role("link", name="So sánh hai bản ghi").click()
    expect(page.get_by_text("Bí thư, Tổ dân phố 1, 01/01/2025 – nay")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Gộp vào bản ghi được giữ").click()
    expect(page.get_by_text(f"bản ghi số {twin.pk}").last).to_be_visible()
    look(page)
