"""Khung trang by keyboard, enlarged, in high contrast and without motion."""

import pytest
from django.urls import reverse

from tests.accessibility import faults, overflow
from tests.factories import ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOME = reverse("home")
PAGES = (HOME, reverse("guide"), reverse("password-change"), "/khong-co/")
# What has the focus, as a person would name it.
NAME = """() => {
  const one = document.activeElement
  if (one === document.body) return "–"
  if (one.id === "main") return "nội dung"
  const copy = one.cloneNode(true)
  copy.querySelectorAll("[aria-hidden=true]").forEach(part => part.remove())
  const words = one.getAttribute("aria-label") || copy.innerHTML.replace(/<[^>]+>/g, " ")
  return words.replace(/\\s+/g, " ").trim()
}"""
RING = """() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
}"""


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def window(page, log_in, place):
    log_in(place.officer)
    page.goto(HOME)
    return page


def focused(window) -> str:
    return window.evaluate(NAME)


def walk(window, steps: int) -> list[str]:
    """The places that Tab stops at, each with a ring to be seen by."""
    stops = []
    for _ in range(steps):
        window.keyboard.press("Tab")
        assert window.evaluate(RING), focused(window)
        stops.append(focused(window))
    return stops


def test_tab_goes_through_the_bar_in_the_order_it_is_read(window, place):
    assert walk(window, 11) == [
        "Chuyển đến nội dung chính",
        f"Thi đua {place.unit}",
        "Việc cần làm",
        "Phong trào",
        "Khen thưởng",
        "Văn bản",
        "Sổ văn bản",
        "Đối tượng",
        "Hướng dẫn trang này (mở thẻ mới)",
        f"Tài khoản {place.officer.full_name}",
        "Lập phong trào",
    ]


def test_the_first_tab_leads_past_the_bar(window):
    window.keyboard.press("Tab")
    box = window.locator(".td-skip").bounding_box()
    assert box["y"] >= 0
    window.keyboard.press("Enter")
    assert focused(window) == "nội dung"

    assert walk(window, 1) == ["Lập phong trào"]


def test_the_account_menu_opens_closes_and_never_hides_what_has_the_focus(
    window, place
):
    summary = window.locator(".td-user")
    menu = window.locator(".td-menu__pop")
    summary.focus()
    window.keyboard.press("Enter")
    assert menu.is_visible()
    stops = walk(window, 11)
    assert stops == [
        "Vừa", "Lớn", "Rất lớn", "Theo máy", "Sáng", "Tối", "Thùng rác", "Thông báo",
        "Tài khoản", "Đổi mật khẩu", "Đăng xuất",
    ]  # fmt: skip
    window.keyboard.press("Escape")
    assert not menu.is_visible()
    assert focused(window) == f"Tài khoản {place.officer.full_name}"

    window.keyboard.press("Space")
    assert menu.is_visible()
    walk(window, 12)
    assert focused(window) == "Lập phong trào"
    assert not menu.is_visible()


def test_escape_leaves_the_focus_alone_where_no_menu_is_open(window):
    window.get_by_role("link", name="Lập phong trào").first.focus()

    window.keyboard.press("Escape")

    assert focused(window) == "Lập phong trào"


def test_every_place_of_the_shell_has_its_name(window, place):
    assert window.get_by_role("banner").count() == 1
    assert window.get_by_role("main").count() == 1
    assert window.get_by_role("contentinfo").count() == 1
    names = window.locator("nav:visible").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert names == ["Điều hướng chính"]
    assert window.get_by_role("heading", level=1).count() == 1
    assert window.get_by_role("link", name="Việc cần làm").get_attribute(
        "aria-current"
    ) == ("page")
    assert window.locator("html").get_attribute("lang") == "vi"


@pytest.mark.parametrize("width", [683, 342])  # 1366 at 200 % and at 400 %
def test_enlarged_pages_lose_nothing_over_the_edge(window, width):
    window.set_viewport_size({"width": width, "height": 384})
    for address in PAGES:
        window.goto(address)
        assert overflow(window) == 0, address
    window.goto(HOME)
    assert window.locator(".td-bottomnav").is_visible()
    window.locator(".td-user").click()
    box = window.locator(".td-menu__pop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    last = window.get_by_role("button", name="Đăng xuất")
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= 384


def test_nothing_moves_for_those_who_ask_for_less(window):
    window.emulate_media(reduced_motion="reduce")
    window.locator(".td-user").click()

    slow = window.evaluate(
        """() => [...document.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one)
          return [style.transitionDuration, style.animationDuration].some(
            text => text.split(",").some(part => parseFloat(part) > 0.001))
        }).length"""
    )

    assert slow == 0


def test_in_high_contrast_the_parts_stay_apart(window):
    window.emulate_media(forced_colors="active")
    window.goto(HOME)
    window.locator(".td-user").click()
    for css in (".td-menu__pop", ".td-panel"):
        border = window.locator(css).first.evaluate(
            "one => getComputedStyle(one).borderTopWidth"
        )
        assert border == "1px", css
    window.locator(".td-nav a").nth(1).focus()
    window.keyboard.press("Tab")
    assert window.evaluate(RING)
    current = window.locator(".td-nav a[aria-current]")
    assert current.evaluate(
        "one => getComputedStyle(one, '::after').backgroundColor"
    ) == window.evaluate(
        """() => { const one = document.createElement("i"); one.style.color = "Highlight";
          document.body.append(one); const found = getComputedStyle(one).color;
          one.remove(); return found }"""
    )


@pytest.mark.parametrize("address", ["/khong-co/", "/huong-dan/", "/doi-mat-khau/"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing(window, address, width):
    window.set_viewport_size({"width": width, "height": 800})
    window.goto(address)

    assert faults(window) == []
