"""Quản trị bằng trình duyệt: the reform of 1 July 2025, by keyboard in part; axe at two widths."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accessibility import faults, overflow, settled
from tests.factories import (
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.test_units_reform import BASIS, LAST_DAY, REFORM, Province
from units.models import Membership, Succession, Unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIST = reverse("unit-list")
PREVIEW = "Xem trước thay đổi"


@pytest.fixture
def here():
    return Province()


@pytest.fixture
def window(page, log_in, here):
    return log_in(here.administrator)


def at(name, subject):
    return reverse(name, args=[subject.pk])


def tab_to(window, label):
    """Tab until the field of that label has the focus."""
    field = window.get_by_label(label, exact=True)
    for _ in range(40):
        window.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {label}")


def test_the_reform_of_the_first_of_july(window, here):
    officer = UserFactory(full_name="Lê Thị Mẫu", home=here.ward)
    MembershipFactory(user=officer, unit=here.ward, role=Role.LEADER)
    # From the bar, down the tree, to the district.
    window.goto(reverse("home"))
    window.get_by_role("link", name="Quản trị", exact=True).click()
    window.get_by_role("link", name="UBND quận Mẫu", exact=True).click()
    window.get_by_role("link", name="Sáp nhập đơn vị trực thuộc").click()

    # Two wards become one, under the province: typed, looked at, mended, done.
    window.get_by_label("UBND phường Đông · Ủy ban nhân dân").check()
    window.get_by_label("UBND phường Tây · Ủy ban nhân dân").check()
    window.get_by_label("Có hiệu lực từ ngày").fill("1/7/2025")
    window.get_by_label("Văn bản căn cứ").fill(BASIS)
    window.get_by_label("Mã định danh").fill("H99.1")
    window.get_by_label("Tên đầy đủ").fill("Ủy ban nhân dân phường Đông")
    window.get_by_label("Tên gọn").fill("UBND phường Đông Tây")
    window.get_by_label("Tên in trên văn bản").fill("ỦY BAN NHÂN DÂN\nPHƯỜNG ĐÔNG TÂY")
    window.get_by_label("Đơn vị mới trực thuộc").press_sequentially(
        "tinh mau", delay=20
    )
    window.get_by_label("UBND tỉnh Mẫu").check()
    window.get_by_role("button", name=PREVIEW).last.click()
    expect(window.get_by_role("heading", level=1)).to_have_text(
        "Sáp nhập UBND phường Đông, UBND phường Tây từ ngày 01/07/2025"
    )
    window.get_by_role("button", name="Sửa lại").click()
    window.get_by_label("Tên đầy đủ").fill("Ủy ban nhân dân phường Đông Tây")
    expect(window.get_by_label("UBND tỉnh Mẫu")).to_be_checked()
    window.get_by_role("button", name=PREVIEW).last.click()
    expect(window.locator("main")).to_contain_text(
        "Tổ dân phố 2: từ UBND phường Tây sang UBND phường Đông Tây"
    )
    window.get_by_role("button", name="Sáp nhập từ 01/07/2025").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("UBND phường Đông Tây")

    # The district ends: by keyboard alone.
    window.goto(at("unit-dissolve", here.district))
    tab_to(window, "Có hiệu lực từ ngày")
    window.keyboard.type("01/07/2025")
    tab_to(window, "Văn bản căn cứ")
    window.keyboard.type(BASIS)
    tab_to(window, "Đơn vị tiếp nhận nhiệm vụ (không bắt buộc)")
    window.keyboard.type("dong tay", delay=20)
    choice = window.get_by_label("UBND phường Đông Tây").first
    expect(choice).to_be_visible()
    window.keyboard.press("Tab")  # the button that searches without a script
    window.keyboard.press("Tab")
    window.keyboard.press("Space")
    expect(choice).to_be_checked()
    window.keyboard.press("Control+s")
    act = window.get_by_role("button", name="Giải thể từ 01/07/2025")
    expect(act).to_be_visible()
    expect(window.locator("main")).to_contain_text(
        "UBND quận Mẫu, ngày cuối 30/06/2025"
    )
    act.focus()
    window.keyboard.press("Enter")
    expect(window.locator("#messages")).to_contain_text("giải thể UBND quận Mẫu")

    # Who led the old ward leads the new one.
    merged = Unit.objects.get(code="H99.1")
    window.goto(at("role-grant", officer))
    window.get_by_label("Ở đơn vị").press_sequentially("dong tay", delay=20)
    window.get_by_label("UBND phường Đông Tây").check()
    window.get_by_label("Lãnh đạo:").check()
    window.get_by_label("Tư cách ký").select_option("head")
    expect(window.locator("#khoi-ky")).to_contain_text(
        "Khối chữ ký sẽ ghi: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH."
    )
    window.get_by_label("Từ ngày").fill("1/7/2025")
    window.get_by_role("button", name="Giao vai trò").last.click()
    expect(window.locator("#messages")).to_contain_text("Đã giao Lê Thị Mẫu vai trò")

    # As it was the day before, and as it is.
    window.goto(LIST)
    expect(window.locator(".td-treebox")).to_contain_text("UBND phường Đông Tây")
    window.get_by_label("Xem vào ngày").fill("30/06/2025")
    window.get_by_label("Xem vào ngày").press("Tab")
    expect(window.locator(".td-treebox")).to_contain_text("UBND quận Mẫu")
    assert window.url.endswith("ngay=30%2F06%2F2025")
    window.get_by_text("Ủy ban nhân dân · 2 đơn vị trực thuộc").click()
    expect(
        window.get_by_role("link", name="UBND phường Tây", exact=True)
    ).to_be_visible()

    assert (merged.parent, merged.name) == (here.top, "Ủy ban nhân dân phường Đông Tây")
    assert {
        (row.predecessor_id, row.kind) for row in Succession.objects.around(merged)
    } == {
        (here.ward.pk, "merger"), (here.other.pk, "merger"), (here.district.pk, "takeover"),
    }  # fmt: skip
    roles = Membership.objects.filter(user=officer).order_by("valid_from")
    assert [(role.unit, role.valid_to) for role in roles] == [
        (here.ward, LAST_DAY), (merged, None),
    ]  # fmt: skip
    assert roles[1].valid_from == REFORM


def test_enter_in_a_field_looks_ahead_and_never_searches(window, here):
    window.goto(at("unit-move", here.other))
    window.get_by_label("Chuyển sang trực thuộc").fill("tinh mau")
    window.get_by_label("UBND tỉnh Mẫu").check()
    window.get_by_label("Có hiệu lực từ ngày").fill("1/1/2026")
    window.get_by_label("Văn bản căn cứ").fill(BASIS)
    window.get_by_label("Văn bản căn cứ").press("Enter")

    expect(window.get_by_role("heading", level=1)).to_have_text(
        "Chuyển UBND phường Tây sang UBND tỉnh Mẫu từ ngày 01/01/2026"
    )


def test_results_come_as_one_types_and_stay_in_the_address(window, here):
    window.goto(LIST)
    window.get_by_label("Tên đơn vị").press_sequentially("to dan", delay=20)

    expect(window.locator(".td-resultline")).to_contain_text(
        "2 đơn vị khớp với “to dan”"
    )
    assert "q=to%20dan" in window.url
    window.reload()
    expect(window.get_by_label("Tên đơn vị")).to_have_value("to dan")
    expect(window.locator(".td-rowlink")).to_have_text(["Tổ dân phố 1", "Tổ dân phố 2"])


def test_a_password_is_copied_from_the_page_that_shows_it_once(window, here):
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.goto(reverse("user-create") + f"?don-vi={here.ward.pk}")
    window.get_by_label("Họ và tên").fill("Giàng Thị Mai")
    window.get_by_label("Tên đăng nhập").fill("mai.gt")
    window.get_by_label("Rút ngẫu nhiên").check()
    window.get_by_role("button", name="Mở tài khoản").last.click()
    window.get_by_role("button", name="Chép mật khẩu").click()

    expect(window.locator("#td-live")).to_contain_text("Đã sao chép.")
    shown = window.locator("dd .td-code, dd > span.td-code").last.inner_text()
    assert window.evaluate("navigator.clipboard.readText()") == shown


def test_axe_finds_nothing(window, here):
    leader = MembershipFactory(
        unit=here.ward, role=Role.LEADER, capacity=Capacity.HEAD, title="Chủ tịch"
    )
    MembershipFactory(unit=here.ward, valid_to=date(2024, 1, 1))
    MembershipFactory(unit=here.ward, role=Role.CLERK, valid_from=date(2999, 1, 1))
    UnitFactory(parent=here.ward, valid_to=date(2024, 1, 1))
    merged = here.reform()
    again = MembershipFactory(user=leader.user, unit=merged, role=Role.LEADER)
    person = leader.user
    pages = [
        LIST,
        LIST + "?het=1&ngay=30/06/2025",
        LIST + "?q=to",
        LIST + "?q=xyz",
        at("unit", merged) + "?het=1",
        at("unit", here.ward),
        *(
            at(name, merged)
            for name in (
                "unit-create", "unit-amend", "unit-rename", "unit-move", "unit-merge",
                "unit-divide", "unit-dissolve", "unit-take-back", "unit-name-take-back",
                "unit-name-correct",
            )
        ),
        reverse("user-list"),
        reverse("user-list") + "?vt=ngung",
        reverse("user-create"),
        *(
            at(name, person)
            for name in (
                "user", "user-amend", "user-password", "user-close", "user-reopen",
                "role-grant",
            )
        ),
        at("role-end", again),
    ]  # fmt: skip
    found = []

    def look(where):
        for width in (1366, 390):
            window.set_viewport_size({"width": width, "height": 844})
            found.extend(f"{where} {width}: {fault}" for fault in faults(window))
            if overflow(window) > 0:
                found.append(f"{where} {width}: runs over by {overflow(window)} px")

    for address in pages:
        window.goto(address)
        for summary in window.locator("main summary").all():
            summary.click()
        settled(window)  # parts of the tree have come
        look(address)
    # What comes back wrong, what is found, what is seen in advance.
    window.goto(at("unit-dissolve", merged))
    window.get_by_label("Đơn vị tiếp nhận nhiệm vụ").fill("tinh")
    expect(window.get_by_label("UBND tỉnh Mẫu")).to_be_visible()
    look("found")
    window.get_by_role("button", name=PREVIEW).last.click()
    look("wrong")
    window.goto(at("unit-dissolve", here.east))
    window.get_by_label("Có hiệu lực từ ngày").fill("1/8/2026")
    window.get_by_label("Văn bản căn cứ").fill(BASIS)
    window.get_by_role("button", name=PREVIEW).last.click()
    expect(window.get_by_role("heading", level=1)).to_have_text(
        "Giải thể Tổ dân phố 1 từ ngày 01/08/2026"
    )
    look("in advance")
    assert found == []
