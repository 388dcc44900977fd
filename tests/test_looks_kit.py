"""The kit through Chromium: nothing that axe finds, nothing over the edge, the script's work."""

import re

import pytest

from tests import looks_urls
from tests.accessibility import faults, overflow
from tests.factories import ward

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAGES = [
    "/kit/?thong-bao",
    "/kit/van-ban/",
    "/kit/soan/",
    "/kit/cong-khai/?kl=ok",
    "/kit/cong-khai/?kl=bad",
    "/kit/dang-nhap/",
    "/kit/loi/404/",
    "/kit/loi/403_csrf/",
]


@pytest.fixture(autouse=True)
def _pages_of_the_kit(settings):
    settings.ROOT_URLCONF = "tests.looks_urls"
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "DIRS": [
                *settings.TEMPLATES[0]["DIRS"],
                settings.BASE_DIR / "tests/templates",
            ],
        }
    ]


@pytest.fixture
def read_as(page, live_server):
    """``read_as(theme="dark", text="lon")``: the reader's settings, as the cookies keep them."""

    def read_as(theme="light", text=""):
        page.context.add_cookies(
            [
                {"name": "td-theme", "value": theme, "url": live_server.url},
                {"name": "td-text", "value": text, "url": live_server.url},
            ]
        )

    return read_as


@pytest.mark.parametrize(
    ("width", "theme"), [(1366, "light"), (1366, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing(page, log_in, read_as, width, theme):
    log_in(ward().leader)
    read_as(theme)
    page.emulate_media(color_scheme=theme)  # the pages that read no cookie
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in PAGES:
        assert page.goto(address).ok
        # Menus float over each other when all are open; theirs is the next test.
        page.evaluate(
            "document.querySelectorAll('details:not(.td-menu)')"
            ".forEach(one => { one.open = true })"
        )
        if lines := faults(page):
            found[address] = lines
    assert found == {}


def test_axe_finds_nothing_in_an_open_menu_a_dialog_and_a_form_with_errors(
    page, log_in
):
    log_in(ward().leader)
    page.goto("/kit/")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_selector(".td-errsum")
    assert faults(page) == []
    page.locator(".td-user").click()
    assert faults(page, within=".td-top") == []
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Mở hộp thoại ký số").click()
    assert faults(page) == []


@pytest.mark.parametrize("text", ["", "rat-lon"])
def test_nothing_runs_over_the_edge(page, log_in, read_as, text):
    log_in(ward().leader)
    read_as(text=text)
    found = []
    for address in PAGES:
        page.goto(address)
        for width in (320, 390, 768, 1024, 1366, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            if over := overflow(page):
                found.append((address, width, over))
    assert found == []


def test_the_server_paints_the_readers_theme_and_text_size_at_once(page, log_in):
    log_in(ward().leader)
    page.goto("/kit/")
    assert page.locator("html").get_attribute("data-bs-theme") == "auto"
    page.locator(".td-user").click()
    page.get_by_role("button", name="Tối").click()
    page.get_by_role("button", name="Rất lớn").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    html = page.request.get("/kit/").text()
    assert '<html lang="vi" data-bs-theme="dark" data-text="rat-lon">' in html
    page.reload()
    page.locator(".td-user").click()
    assert (
        page.get_by_role("button", name="Tối").get_attribute("aria-pressed") == "true"
    )
    # A page without cookies (an error) takes the settings from this browser.
    page.goto("/kit/loi/500/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert (
        page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    )


def test_auto_follows_the_machine_without_a_script(page):
    page.route("**/app.js", lambda route: route.abort())
    page.goto("/kit/")
    page.emulate_media(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 28)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == "rgb(250, 248, 244)"


def test_dark_pages_print_on_white_paper(page, read_as):
    read_as("dark")
    page.goto("/kit/")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert not page.locator(".td-top").is_visible()
    assert not page.locator(".td-bottomnav").is_visible()


def test_the_summary_takes_the_focus_and_leads_into_the_fields(page):
    page.goto("/kit/")
    page.get_by_label("Tên phong trào").fill("Thi đua xanh")
    page.get_by_label("Ngày bắt đầu").fill("1/8/2023")
    page.get_by_label("Ngày kết thúc").fill("15/13/2023")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_selector(".td-errsum")
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.className") == "td-errsum"
    heading = page.locator(".td-errsum h2").inner_text()
    assert heading == "Chưa lưu được, còn 5 chỗ cần sửa"
    assert page.locator(".td-errsum li").all_inner_texts() == [
        "Ngày kết thúc: Không có ngày 15/13/2023.",
        "Chọn cấp.",
        "Chọn hình thức khen.",
        "Nhập nội dung.",
        "Chọn tệp cho mục “Kế hoạch có sẵn”.",
    ]
    page.locator(".td-errsum a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_ends_on"
    field = page.locator("#id_ends_on")
    assert field.input_value() == "15/13/2023"  # kept as typed
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby") == "id_ends_on_error"
    page.locator(".td-errsum a", has_text="hình thức khen").click()
    assert page.evaluate("document.activeElement.name") == "form"


def test_leaving_with_unsaved_words_is_asked_about(page):
    page.goto("/kit/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/kit/")
    assert asked == []
    page.get_by_label("Tên phong trào").press_sequentially("Thi đua")
    page.goto("/kit/loi/404/")
    assert asked == ["beforeunload"]


def test_ctrl_s_saves_and_a_form_is_sent_once(page):
    page.goto("/kit/")
    sent = []
    page.on(
        "request", lambda request: request.method == "POST" and sent.append(request)
    )
    page.route("**/kit/", lambda route: route.fulfill(status=204))  # the page stays
    page.get_by_label("Tên phong trào").fill("Thi đua")
    page.keyboard.press("Control+s")
    button = page.locator("button[data-save]")
    page.wait_for_function("document.querySelector('button[data-save]').dataset.label")
    assert button.inner_text() == "Đang gửi…"
    button.click(force=True)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_the_dialog_opens_on_its_safe_button_and_escape_closes_the_menu(page, log_in):
    log_in(ward().leader)
    page.goto("/kit/")
    page.get_by_role("link", name="Mở hộp thoại ký số").click()
    dialog = page.locator("dialog#ky")
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.innerText") == "Để sau"
    page.keyboard.press("Enter")
    assert not dialog.is_visible()
    page.locator(".td-user").click()
    assert page.locator(".td-menu__pop").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".td-menu__pop").is_visible()


def test_a_file_is_named_at_once_and_one_too_heavy_is_refused(page):
    page.goto("/kit/")
    field = page.get_by_label("Kế hoạch có sẵn")
    words = page.locator("form .td-drop__txt")
    one = {
        "name": "kế hoạch.docx",
        "mimeType": "application/zip",
        "buffer": b"x" * 2048,
    }
    field.set_input_files([one])
    assert words.inner_text() == "Chọn tệp khác\nkế hoạch.docx · 2 KB"
    field.set_input_files([{**one, "buffer": b"x" * (1024 * 1024 + 1)}])
    assert "vượt giới hạn 1 MB" in words.inner_text()
    assert page.evaluate("document.querySelector('#id_file').files.length") == 0


def test_a_file_is_compared_in_the_browser(page):
    page.goto("/kit/cong-khai/", wait_until="networkidle")
    field = page.locator("input[data-verify]")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    same = {
        "name": "a.pdf",
        "mimeType": "application/pdf",
        "buffer": looks_urls.ORIGINAL,
    }
    field.set_input_files([same])
    page.wait_for_selector(".td-note--ok")
    assert "trùng từng byte với bản gốc" in page.locator("#ket-qua").inner_text()
    field.set_input_files([{**same, "buffer": looks_urls.ORIGINAL + b" "}])
    page.wait_for_selector("#ket-qua.td-note--bad")
    assert "không trùng với bản gốc" in page.locator("#ket-qua").inner_text()
    assert sent == []  # nothing left the browser


def test_pages_work_without_the_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/kit/")
    assert page.locator("#id_file").is_visible()
    box = page.locator("#id_file").bounding_box()
    assert box["height"] > 24
    assert not page.locator("[data-needs-script]").first.is_visible()
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert page.locator(".td-errsum li").count() == 6
    context.close()


def test_the_bar_of_a_phone_shows_the_same_places_as_the_top(page, log_in):
    log_in(ward().leader)
    page.goto("/viec/")
    places = re.compile(r"\s+")
    top = [
        places.sub(" ", text) for text in page.locator(".td-nav a").all_inner_texts()
    ]
    assert top == ["Việc cần làm 9 việc", "Phong trào", "Văn bản", "Sổ văn bản"]
    assert (
        page.locator(".td-nav [aria-current]").inner_text().startswith("Việc cần làm")
    )
    assert not page.locator(".td-bottomnav").is_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator(".td-bottomnav").is_visible()
    assert not page.locator(".td-nav").is_visible()
    assert page.locator(".td-bottomnav a").count() == 4
