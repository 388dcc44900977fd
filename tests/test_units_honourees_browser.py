"""Đối tượng khen thưởng bằng trình duyệt: typed, found alike, merged; axe at two widths."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility import faults, overflow
from tests.test_units_honourees import NUMBER, Commune
from units import actions
from units.models import Honouree, LikelyDouble, RetentionDue

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONG = "Công Tằng Tôn Nữ Thị Nguyễn Hoàng Thượng Thanh Huyền Trang"


@pytest.fixture
def here():
    return Commune()


def test_somebody_is_registered_and_the_double_is_seen_while_typing(page, log_in, here):
    known = here.register("Lê Thị Hoà", title="Tổ trưởng", birth_year=1985)
    log_in(here.secretary)
    page.goto(reverse("honouree-list"))
    page.get_by_role("link", name="Ghi đối tượng").click()
    page.wait_for_load_state()  # what is typed before the scripts are there is not heard
    page.get_by_label("Họ và tên").fill("le thi hoa")
    expect(page.locator("#giong")).to_contain_text("Đã có bản ghi cùng tên:")
    expect(page.locator("#giong")).to_be_in_viewport()
    page.get_by_label("Ngày sinh hoặc năm sinh").fill("1985")
    expect(page.locator("#giong")).to_contain_text("Có thể đã ghi rồi.")
    page.get_by_role("button", name="Tập thể").click()
    expect(page.get_by_label("Tên tập thể")).to_have_value("le thi hoa")
    page.get_by_role("button", name="Cá nhân").click()
    expect(page.get_by_label("Ngày sinh hoặc năm sinh")).to_have_value("1985")
    page.wait_for_load_state()
    page.get_by_label("Họ và tên").fill("Lê Thị Hoàng")
    expect(page.locator("#giong")).not_to_contain_text("Có thể đã ghi rồi.")
    page.locator("[name=unit_tim]").fill("to dan")
    page.get_by_label("Tổ dân phố 1").check()
    page.get_by_role("button", name="Ghi", exact=True).last.click()
    page.wait_for_url("**/nguoi/*/")

    made = Honouree.objects.exclude(pk=known.pk).get()
    assert (made.name, made.unit, made.birth_year) == (
        "Lê Thị Hoàng",
        here.street,
        1985,
    )


def test_the_list_is_narrowed_as_one_types(page, log_in, here):
    here.register("Lê Thị Hoa")
    here.register("Trần Văn Bình")
    log_in(here.officer)
    here.person(here.street, "officer")
    log_in(here.keeper)
    page.goto(reverse("honouree-list"))
    expect(page.locator("#kq")).to_contain_text("2 đối tượng")
    page.get_by_label("Họ tên, tên gọi").fill("binh")
    expect(page.locator("#kq")).to_contain_text("1 đối tượng")
    assert page.url.endswith("?q=binh&loai=&tt=")


def test_two_become_one_by_keyboard(page, log_in, here):
    here.register("Lê Thị Hoa", title="Tổ phó")
    other = here.register("Lê Thị Hoa", title="Tổ trưởng")
    log_in(here.keeper)
    page.goto(reverse("double", args=[LikelyDouble.objects.get().pk]))
    page.locator(f"#giu-{other.pk}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/nguoi/{other.pk}/")

    expect(page.get_by_text("Đã gộp.")).to_be_visible()
    assert Honouree.objects.with_status("active").get() == other


def look(page, address, act=None):
    found = []
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.goto(address).ok
        if act:
            act(page)
        found += [f"{address} {width}: {fault}" for fault in faults(page)]
        if overflow(page) > 0:
            found.append(f"{address} {width}: runs over by {overflow(page)} px")
    return found


def send(page):
    page.locator("button[data-save]").click()
    page.locator(".td-errors, [role=alert]").first.wait_for()


def test_axe_of_every_page(page, log_in, here):
    person = here.register(
        LONG, title="Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam phường",
        birth_date=date(1985, 2, 28), gender="female", identity_number=NUMBER,
    )  # fmt: skip
    actions.amend_honouree(person.pk, by=here.keeper, name=LONG, birth_year=1985)
    here.register(LONG, birth_year=1985)
    here.register("Lớp 5A", kind="collective")
    home = here.register(
        "Lê Văn Hòa", kind="household", members=[("Trần Thị Lụa", "vợ")]
    )
    merge = actions.merge_honourees(
        here.register("Lê Bà").pk, here.register("Lê Bà").pk, by=here.keeper
    )
    gone = here.register("Lê Đã Thôi", gender="male")
    actions.release_honouree(
        gone.pk, by=here.keeper, left_on=date(2024, 3, 1), because="retired"
    )
    RetentionDue.objects.create(honouree=gone, code="details", due_on=date(2026, 3, 1))
    erased = here.register("Lê Xóa")
    actions.erase_honouree(erased.pk, by=here.keeper, reason="x", basis="y")
    pair = LikelyDouble.objects.of_unmerged().get()
    log_in(here.above)
    found = []
    for name, *arguments in (
        ("honouree-list",), ("double-list",), ("personal-data",),
        ("double", pair.pk), ("merge-undo", merge.pk), ("retention-set", "details"),
        ("honouree", person.pk), ("honouree", home.pk), ("honouree", gone.pk),
        ("honouree", merge.kept_id), ("honouree", erased.pk),
        ("honouree-amend", person.pk), ("honouree-amend", home.pk),
        ("honouree-place", person.pk), ("honouree-release", person.pk),
        ("honouree-account", person.pk), ("honouree-erase", person.pk),
    ):  # fmt: skip
        found += look(page, reverse(f"{name}", args=arguments))
    create = reverse("honouree-create")
    for kind in Honouree.Kind:
        found += look(page, f"{create}?loai={kind}")
    found += look(page, create, send)
    found += look(page, reverse("honouree-erase", args=[person.pk]), send)
    found += look(page, reverse("honouree-list") + "?q=không có")
    log_in(here.officer)
    found += look(page, reverse("honouree-list"))

    assert found == []
