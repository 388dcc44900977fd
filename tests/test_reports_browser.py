"""Văn bản trong trình duyệt: with scripts and without, from start to end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from campaigns.content import Line
from campaigns.outline import LineKind
from config.celery import app
from reports import examining, issuing, monitoring, previews
from reports.models import Document, DocumentFile, RegisterEntry
from reports.verifying.report import Verdict as V
from tests.accessibility import overflow
from tests.factories import (
    PASSWORD,
    DocumentFindingFactory,
    NumberBookFactory,
    RegisterEntryFactory,
    ready_content,
    ward,
)
from tests.paper_files import (
    content_of,
    file_of,
    issued_paper,
    keep_file,
    person,
    small_pdf,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Stage = DocumentFile.Stage


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine, asked):
    document = issued_paper(
        place, number=5, issued_on=date(2026, 6, 30), title="Thi đua mẫu"
    )
    examine(document)
    DocumentFindingFactory(document=document, level="warning", page=2)
    return document


@pytest.fixture
def signed(place, examine, asked):
    _ = place.series
    document = place.document(signed=True, title="Chờ cấp số")
    keep_file(document, Stage.SIGNED, small_pdf(document.code))
    examine(document, Stage.SIGNED, V.UNSIGNED, signers=(person(),))
    return document


@pytest.fixture
def without_scripts(browser, live_server, client):
    """``without_scripts(user)``: a window whose scripts are off, of that user or of nobody."""
    contexts = []

    def open_window(user=None):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=False
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user:
            client.force_login(user)
            cookie = client.cookies["sessionid"]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def at_the_worker(*steps):
    """Run steps as a worker would: in a thread without the browser's event loop."""

    def run():
        try:
            for step, document in steps:
                step(document.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def url(document, name="document"):
    return reverse(f"reports:{name}", args=[document.pk])


# ---- turning pages ----------------------------------------------------------------------


def test_pages_turn_without_loading_the_page(page, log_in, place, paper):
    log_in(place.officer)
    page.goto(url(paper))
    page.evaluate("window.stays = true")
    image = page.locator("[data-viewer-image]")

    page.get_by_role("link", name="Trang sau").click()

    assert image.get_attribute("src").endswith("/2-90.webp")
    assert page.locator("[data-viewer-where]").inner_text() == "Trang 2 / 2"
    assert (
        page.locator(".td-thumbs [aria-current]").get_attribute("aria-label")
        == "Trang 2"
    )
    assert page.url.endswith("?trang=2#van-ban")
    assert (
        page.get_by_role("link", name="Trang sau").get_attribute("aria-disabled")
        == "true"
    )
    page.locator("[data-viewer-pane]").focus()
    page.keyboard.press("ArrowLeft")
    assert image.get_attribute("src").endswith("/1-90.webp")
    page.get_by_role("link", name="Trang 2", exact=True).click()
    assert image.get_attribute("src").endswith("/2-90.webp")
    assert page.evaluate("window.stays") is True


def test_enlarged_the_arrows_scroll(page, log_in, place, paper):
    log_in(place.officer)
    page.goto(url(paper))
    sheet = page.locator(".td-viewer .td-sheet")
    width = sheet.bounding_box()["width"]

    page.get_by_role("button", name="Phóng to").click()
    page.get_by_role("button", name="Phóng to").click()

    assert page.locator("[data-viewer-scale]").inner_text() == "150%"
    assert sheet.bounding_box()["width"] == pytest.approx(1.5 * width, rel=0.02)
    page.locator("[data-viewer-pane]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-viewer-where]").inner_text() == "Trang 1 / 2"
    assert overflow(page) == 0


def test_a_page_is_its_own_address_after_a_reload(page, log_in, place, paper):
    log_in(place.officer)
    page.goto(url(paper) + "?trang=2")

    assert (
        page.locator("[data-viewer-image]").get_attribute("src").endswith("/2-90.webp")
    )


# ---- the list ---------------------------------------------------------------------------


def test_the_list_narrows_while_one_types_and_goes_back(
    page, log_in, place, paper, signed
):
    log_in(place.officer)
    page.goto(reverse("reports:document-list"))
    page.evaluate("window.stays = true")
    rows = page.locator("tbody tr")
    assert rows.count() == 2

    page.get_by_label("Tìm số, trích yếu, người ký").press_sequentially("cho cap so")
    page.wait_for_url("**q=cho%20cap%20so**")

    assert rows.count() == 1
    assert "Chờ cấp số" in rows.inner_text()
    assert page.evaluate("window.stays") is True
    page.get_by_label("Trạng thái").select_option("issued")
    page.wait_for_url("**tt=issued**")
    assert "Không có văn bản nào khớp" in page.inner_text("#results")
    page.go_back()
    page.wait_for_url(re.compile("tt=(&|$)"))
    page.locator("tbody tr").wait_for()
    assert rows.count() == 1


def test_the_list_without_scripts(without_scripts, place, paper, signed):
    page = without_scripts(place.officer)
    page.goto(reverse("reports:document-list"))
    page.get_by_label("Tìm số, trích yếu, người ký").fill("5 kh ubnd")
    page.get_by_role("button", name="Lọc").click()

    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Kế hoạch số 05/KH-UBND").click()
    page.get_by_role("link", name="Trang sau").click()
    assert (
        page.locator("[data-viewer-image]").get_attribute("src").endswith("/2-90.webp")
    )
    page.get_by_role("link", name="Xem bản chữ (dễ đọc)").click()
    assert "Page two" in page.inner_text("#trang-2 + .td-doctext")


# ---- waiting ----------------------------------------------------------------------------


def test_the_page_follows_the_work_by_itself(page, log_in, place, asked):
    document = place.document()
    log_in(place.officer)
    page.goto(url(document))
    assert page.inner_text(".td-job b") == "Đang dựng trang"

    Document.objects.filter(pk=document.pk).update(status="rendered")
    page.get_by_text("Đang ký số").first.wait_for()
    Document.objects.filter(pk=document.pk).update(
        status="stopped", problem="Chứng thư số đã hết hạn."
    )
    page.get_by_text("Chứng thư số đã hết hạn.").wait_for()

    assert page.locator("[hx-get]").count() == 0


def test_a_preview_appears_by_itself(page, log_in, place, settings, tmp_path, asked):
    settings.PREVIEWS_DIR = tmp_path / "previews"
    plan = place.draft()
    log_in(place.officer)
    page.goto(reverse("reports:plan-preview", args=[plan.pk]) + "?dong=6")
    assert "Đang dàn trang" in page.inner_text("main")
    assert asked == [("render_preview", plan.pk)]

    previews.render(plan.pk)
    page.locator("[data-linemark]").wait_for()

    image = page.locator(".td-sheet img").first
    image.wait_for()
    page.wait_for_function(
        "img => img.complete && img.naturalWidth > 0", arg=image.element_handle()
    )
    assert image.evaluate("img => img.currentSrc").endswith("/1-700.webp")


def test_pictures_of_pages_below_are_fetched_when_they_come_near(
    page, log_in, place, settings, tmp_path, asked
):
    settings.PREVIEWS_DIR = tmp_path / "previews"
    text = "Nội dung thi đua của các tổ dân phố trên địa bàn phường. " * 40
    lines = [Line(kind=LineKind.PARAGRAPH, text=text) for _ in range(8)]
    content = ready_content()
    plan = place.draft(ready_content(lines=(*content.lines, *lines)))
    pages = previews.render(plan.pk).pages
    assert pages >= 4
    fetched = []
    page.on(
        "request", lambda r: fetched.append(r.url) if r.url.endswith(".webp") else 0
    )
    log_in(place.officer)

    page.goto(reverse("reports:plan-preview", args=[plan.pk]))
    page.wait_for_load_state("networkidle")
    assert [url.rpartition("/")[2] for url in fetched] == ["1-700.webp"]

    page.locator(f"#trang-{pages}").scroll_into_view_if_needed()
    last = page.locator(f"#trang-{pages} > img")
    expect(last).to_have_attribute("src", re.compile(rf"/{pages}-700\.webp$"))
    assert last.evaluate("img => img.decode().then(() => img.naturalWidth > 0)")


def test_the_narrow_column_takes_small_pictures(
    page, log_in, place, settings, tmp_path, asked
):
    settings.PREVIEWS_DIR = tmp_path / "previews"
    plan = place.draft()
    previews.render(plan.pk)
    fetched = []
    page.on(
        "request", lambda r: fetched.append(r.url) if r.url.endswith(".webp") else 0
    )
    log_in(place.officer)

    page.goto(reverse("campaigns:plan-section", args=[plan.pk, "muc-2"]))
    page.locator("#trang-van-ban .td-sheet img[src]").first.wait_for()
    page.wait_for_load_state("networkidle")

    assert [url.rpartition("/")[2] for url in fetched] == ["1-480.webp"]


# ---- issuing ----------------------------------------------------------------------------


def test_issuing_asks_in_a_dialog_with_the_safe_way_first(page, log_in, place, signed):
    log_in(place.clerk)
    page.goto(url(signed))
    dialog = page.get_by_role("dialog")
    page.get_by_label("Số lượng bản").fill("0")
    page.get_by_role("button", name="Cấp số, đóng dấu và ban hành").click()
    page.get_by_text("Chưa ban hành được").wait_for()
    assert dialog.count() == 0
    page.get_by_label("Số lượng bản").fill("9")
    page.get_by_role("button", name="Cấp số, đóng dấu và ban hành").click()
    dialog.wait_for()

    today = f"{localdate():%d/%m/%Y}"
    assert dialog.get_by_role("heading").inner_text() == (
        f"Ban hành văn bản số 01/KH-UBND ngày {today}?"
    )
    assert page.evaluate("document.activeElement.textContent") == "Để sau"
    assert "Chờ cấp số" in dialog.inner_text()
    dialog.get_by_role("button", name="Để sau").click()
    assert "Cấp số, đóng dấu" in page.evaluate("document.activeElement.textContent")
    assert not RegisterEntry.objects.exists()
    page.get_by_role("button", name="Cấp số, đóng dấu và ban hành").click()
    dialog.get_by_role("button", name="Cấp số và ban hành").click()
    page.get_by_text("Đang đóng dấu").first.wait_for()

    assert RegisterEntry.objects.get().copies == 9
    app.control.purge()


def test_issuing_without_scripts(without_scripts, place, signed):
    page = without_scripts(place.clerk)
    page.goto(url(signed))
    page.get_by_label("Số lượng bản").fill("9")
    page.get_by_role("button", name="Cấp số, đóng dấu và ban hành").click()

    today = f"{localdate():%d/%m/%Y}"
    assert page.inner_text("h1") == f"Ban hành văn bản số 01/KH-UBND ngày {today}?"
    assert not RegisterEntry.objects.exists()
    page.get_by_role("button", name="Cấp số và ban hành").click()

    assert RegisterEntry.objects.get().copies == 9
    assert "Đang đóng dấu" in page.inner_text(".td-job")
    app.control.purge()


# ---- the register -----------------------------------------------------------------------


def test_the_dispatch_is_noted_in_the_line_itself(page, log_in, place):
    entry = RegisterEntryFactory(book=NumberBookFactory(series=place.series), number=7)
    log_in(place.clerk)
    page.goto(reverse("reports:register"))
    line = page.locator(f"#so-{entry.pk}")
    line.get_by_role("link", name="Ghi ngày chuyển").click()
    expect(line.locator("input[name=dispatched_on]")).to_be_focused()
    line.locator("input[name=dispatched_on]").fill("31/02/2026")
    line.get_by_role("button", name="Ghi").click()
    line.get_by_text("Không có ngày 31/02/2026.").last.wait_for()
    line.locator("input[name=dispatched_on]").fill(f"{localdate():%d/%m/%Y}")
    line.locator("input[name=received_by]").fill("Bưu điện")
    line.get_by_role("button", name="Ghi").click()
    line.get_by_role("link", name="Sửa ngày chuyển").wait_for()

    expect(line.get_by_role("link", name="Sửa ngày chuyển")).to_be_focused()
    entry.refresh_from_db()
    assert (entry.dispatched_on, entry.received_by) == (localdate(), "Bưu điện")


# ---- anyone -----------------------------------------------------------------------------


def choose(page, content, name="tep.pdf"):
    page.locator("input[name=tep]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def test_a_file_is_compared_in_the_browser_and_sent_nowhere(page, paper):
    sent = []
    page.on(
        "request", lambda request: request.method == "POST" and sent.append(request.url)
    )
    page.goto(reverse("reports:verify", args=[paper.code]))
    answer = page.locator("#doi-chieu-kq")

    choose(page, content_of(paper))
    page.get_by_text("trùng từng byte với bản gốc do cơ quan ban hành.").wait_for()
    assert "td-note--ok" in answer.get_attribute("class")
    choose(page, small_pdf("another"), "khac.pdf")
    page.get_by_text("không trùng với bản gốc.").wait_for()
    assert "td-note--bad" in answer.get_attribute("class")
    assert sent == []


def test_the_public_page_looks_again_by_itself(page, place, examine, asked):
    document = issued_paper(place)
    page.goto(reverse("reports:verify", args=[document.code]))
    assert page.inner_text("h1") == "Đang xác minh"

    examine(document)
    page.get_by_role("heading", name="Văn bản hợp lệ").wait_for()


def test_anyone_without_scripts(without_scripts, paper):
    page = without_scripts()
    page.goto(reverse("reports:verify-home"))
    page.get_by_label("Mã tra cứu").fill(f"{paper.code[:4]} {paper.code[4:]}".lower())
    page.get_by_role("button", name="Tra cứu").click()
    assert page.inner_text("h1") == "Văn bản hợp lệ"

    choose(page, content_of(paper))
    page.get_by_role("button", name="Gửi tệp lên để kiểm tra").click()

    assert page.inner_text("h1") == "Văn bản hợp lệ"
    assert "Tệp này là bản gốc của mã" in page.inner_text("main")


def test_pages_are_light(page, log_in, place, paper):
    """≤ 20 KB of HTML a page, compressed as it is sent."""
    log_in(place.clerk)
    sizes = {}
    for address in (
        url(paper),
        reverse("reports:document-list"),
        reverse("reports:register"),
        reverse("reports:verify", args=[paper.code]),
        reverse("reports:verify-home"),
    ):
        response = page.goto(address)
        sizes[address] = response.request.sizes()["responseBodySize"]

    assert {address: size for address, size in sizes.items() if size > 20_000} == {}


# ---- the whole way ----------------------------------------------------------------------


def test_from_the_leaders_password_to_the_public_page(
    page, log_in, live_server, signing_ward, transactional_db, no_worker
):
    """Real rendering, keys and time stamps; only the worker's part runs in this process."""
    plan = signing_ward.checked()
    log_in(signing_ward.leader)
    page.goto(reverse("reports:plan-sign", args=[plan.pk]))
    page.get_by_label("Mật khẩu của anh/chị").fill(PASSWORD)
    page.get_by_role("button", name="Duyệt và ký").click()
    page.get_by_text("Đang dựng trang").first.wait_for()
    document = Document.objects.get()
    at_the_worker(
        (issuing.render, document),
        (issuing.sign, document),
        (examining.examine_all, document),
    )
    page.get_by_text("Lãnh đạo đã ký số").wait_for()

    page.goto(
        "about:blank"
    )  # what the leader's page still asks for brings no session back
    log_in(signing_ward.clerk)
    page.goto(url(document))
    page.get_by_role("button", name="Cấp số, đóng dấu và ban hành").click()
    page.get_by_role("dialog").get_by_role("button", name="Cấp số và ban hành").click()
    page.get_by_text("Đang đóng dấu").first.wait_for()
    at_the_worker((issuing.seal, document), (examining.examine_all, document))
    page.get_by_text("Chữ ký số hợp lệ").wait_for()

    assert page.inner_text("h1") == "Kế hoạch số 01/KH-UBND"
    signatures = page.locator(".td-sigs > li")
    assert signing_ward.leader.full_name in signatures.nth(0).inner_text()
    assert signing_ward.unit.name in signatures.nth(1).inner_text()
    assert page.locator(".td-sigmark--pen").count() == 1
    assert page.locator(".td-sigmark--seal").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản ký số").click()
    year = localdate().year
    assert download.value.suggested_filename == f"KH-01-{year}-UBND.pdf"
    document.refresh_from_db()
    content = issuing.read_file(document, Stage.ISSUED)
    assert download.value.path().read_bytes() == content

    page.context.clear_cookies()
    page.goto(reverse("reports:verify", args=[document.code]))
    assert page.inner_text("h1") == "Văn bản hợp lệ"
    choose(page, content)
    page.get_by_text("trùng từng byte với bản gốc").wait_for()
    page.goto(reverse("reports:verify-home"))
    choose(page, content.replace(b"/Type /Page", b"/Type /Pagf", 1))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.wait_for_url("**/tra-cuu/tep/")
    assert page.inner_text("h1") != "Văn bản hợp lệ"
    assert page.locator(".td-pubverdict--ok").count() == 0
    assert file_of(document).sha256
    assert monitoring.exposition().count('thidua_documents{status="issued"} 1') == 1
    app.control.purge()
