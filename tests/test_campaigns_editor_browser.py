"""Soạn kế hoạch trong trình duyệt: typing, focus, saving, two people, and without scripts."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.fingerprint import fingerprint
from campaigns.models import ImportDraft, PlanLine
from campaigns.views.desk import Desk
from campaigns.views.shared import campaign_url
from tests.accessibility import faults, overflow, settled
from tests.factories import Role, ward
from tests.test_campaigns_views_import import TEXT
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def window(log_in, place):
    """The officer's window."""
    return log_in(place.officer)


def line(plan, start) -> PlanLine:
    return plan.lines.get(text__startswith=start)


def text_of(row) -> str:
    return PlanLine.objects.values_list("text", flat=True).get(pk=row.pk)


def go(page, plan, slug):
    page.goto(Desk(plan).url(slug))


def box(page, row):
    return page.locator(f"#l{row.pk}-text")


def press(page, value):
    """A button of the form; menus are opened first."""
    button = page.locator(f"button[name=act][value='{value}']").first
    if not button.is_visible():
        button.locator("xpath=ancestor::details[1]/summary").click()
    button.click()


# ---- typing ----------------------------------------------------------------------------------


def test_what_is_typed_is_saved_by_itself_and_never_overwritten(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    answers = []
    window.on(
        "response", lambda r: answers.append(r) if r.request.method == "POST" else 0
    )

    box(window, row).click()
    window.keyboard.press("End")
    window.keyboard.type(" Thêm chữ")
    expect(window.locator("#save-state")).to_have_text("Có thay đổi chưa lưu")
    with window.expect_request(lambda r: r.method == "POST"):
        pass
    window.keyboard.type(" và gõ tiếp")
    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    wait_for(lambda: text_of(row).endswith(" Thêm chữ và gõ tiếp"), 15)

    expect(box(window, row)).to_have_value(
        "Tập thể: 05 tổ dân phố. Thêm chữ và gõ tiếp"
    )
    expect(window.locator(f"#l{row.pk}-text")).to_be_focused()
    assert {answer.status for answer in answers} == {200}


def test_ctrl_s_saves_at_once(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")

    box(window, row).fill("Lời mới")
    window.keyboard.press("Control+s")

    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    assert text_of(row) == "Lời mới"


def test_leaving_asks_only_while_something_is_unsaved(window, plan):
    asked = []
    window.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    go(window, plan, "muc-1")
    row = line(plan, "Tập thể")
    box(window, row).fill("Chưa lưu")
    window.goto("/phong-trao/")
    assert asked == ["beforeunload"]

    go(window, plan, "muc-1")
    box(window, row).fill("Sẽ được lưu")
    window.locator("button[data-save]").click()
    expect(window.locator("#save-state")).to_contain_text("Đã lưu lúc")
    window.goto("/phong-trao/")

    assert asked == ["beforeunload"]
    assert text_of(row) == "Sẽ được lưu"


def test_a_failed_save_is_told_and_the_words_stay(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    window.route("**/soan/muc-1/", lambda route: route.abort())

    box(window, row).fill("Mất mạng")
    expect(window.locator("#save-state")).to_have_attribute("data-state", "bad")

    expect(window.locator("#td-alert")).to_contain_text(
        "Nội dung vẫn còn trên màn hình"
    )
    expect(box(window, row)).to_have_value("Mất mạng")


# ---- buttons ---------------------------------------------------------------------------------


def test_focus_stays_with_the_line(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    box(window, row).fill("Đi xuống")

    down = window.locator(f"button[value='xuong:{row.pk}']")
    press(window, f"xuong:{row.pk}")
    expect(window.locator(".td-line__in").nth(2)).to_have_value("Đi xuống")
    expect(down).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator(".td-line__in").nth(3)).to_have_value("Đi xuống")
    expect(down).to_be_focused()

    press(window, f"them:{row.pk}")
    expect(window.locator(".td-line__in")).to_have_count(5)
    added = plan.lines.get(text="")
    expect(box(window, added)).to_be_focused()
    window.keyboard.type("Dòng mới gõ ngay")
    window.keyboard.press("Control+s")
    wait_for(lambda: text_of(added) == "Dòng mới gõ ngay", 15)


def test_another_kind_renumbers_at_once(window, plan):
    go(window, plan, "muc-4")
    row = line(plan, "Đăng ký")

    window.locator(f"#l{row.pk}-kind").select_option("item")

    expect(window.locator(f"#l{row.pk} .td-line__mark")).to_have_text("2.")
    expect(window.locator(f"#l{row.pk}-kind")).to_be_focused()


def test_remove_and_undo(window, plan):
    row, next_row = line(plan, "Tập thể"), line(plan, "Từ ngày")
    go(window, plan, "muc-1")

    press(window, f"xoa:{row.pk}")
    expect(window.locator(".td-undo")).to_contain_text("Đã xóa dòng “Tập thể")
    expect(window.locator(f"#l{next_row.pk}-text")).to_be_focused()
    window.get_by_role("button", name="Hoàn tác").click()

    expect(window.locator(".td-undo")).to_have_count(0)
    expect(window.locator(".td-line__in").nth(1)).to_have_value(
        "Tập thể: 05 tổ dân phố."
    )


def test_a_note_is_written_in_its_line(window, plan):
    row = line(plan, "Báo cáo")
    go(window, plan, "muc-4")

    press(window, f"ghi-chu:thoi-han:{row.pk}")
    expect(window.locator("#ghi-chu-mo")).to_be_visible()
    expect(window.locator("#ghi-chu-ten")).to_be_focused()
    window.locator("#id_n-due_on").fill("31/13/2023")
    window.get_by_role("button", name="Lưu ghi chú").click()
    expect(window.locator("#ghi-chu-mo .td-errsum")).to_be_focused()
    window.locator("#id_n-due_on").fill("31/12/2023")
    window.get_by_role("button", name="Lưu ghi chú").click()

    expect(window.locator("#ghi-chu-mo")).to_have_count(0)
    expect(window.locator(f"#l{row.pk} .td-annot--warn")).to_contain_text(
        "hạn 31/12/2023"
    )
    expect(window.locator(f"#l{row.pk} .td-line__slip")).to_have_text(
        "thời hạn 31/12/2023 không có trong câu"
    )
    expect(window.locator(f"#l{row.pk}-text")).to_be_focused()


def test_enter_in_a_small_field_saves(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    window.locator(f"#l{row.pk} .td-line__tools summary").click()

    window.locator(f"#l{row.pk}-marker").fill("(1)")
    window.locator(f"#l{row.pk}-marker").press("Enter")

    expect(window.locator(f"#l{row.pk} .td-line__mark")).to_have_text("(1)")


# ---- sections --------------------------------------------------------------------------------


def test_next_section_saves_and_the_back_button_returns(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    box(window, row).fill("Lưu rồi sang")

    press(window, "luu-tiep")

    expect(window.locator("#muc-ten")).to_have_text("Mục II")
    assert window.url.endswith("/soan/muc-2/")
    assert window.title().startswith("Mục II – ")
    assert text_of(row) == "Lưu rồi sang"
    expect(window.locator("[aria-current=step]")).to_contain_text("CHỈ TIÊU")
    window.go_back()
    expect(window.locator("#muc-ten")).to_have_text("Mục I")


def test_the_outline_saves_too(window, plan):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    box(window, row).fill("Lưu khi bấm mục khác")

    window.locator(".td-outline a", has_text="Nơi nhận").click()

    expect(window.locator("#muc-ten")).to_have_text("Nơi nhận")
    assert window.url.endswith("/soan/noi-nhan/")
    assert text_of(row) == "Lưu khi bấm mục khác"


def test_a_new_section_from_any_page(window, plan):
    go(window, plan, "noi-nhan")

    press(window, "muc-moi:section")

    expect(window.locator("#muc-ten")).to_have_text("Mục V")
    expect(window.locator(".td-line__in")).to_be_focused()
    window.keyboard.type("KINH PHÍ")
    window.keyboard.press("Control+s")
    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    expect(window.locator("[aria-current=step]")).to_contain_text("V. KINH PHÍ")


# ---- two people ------------------------------------------------------------------------------


def test_two_people_at_one_line(window, plan, place):
    row = line(plan, "Tập thể")
    go(window, plan, "muc-1")
    edit = LineEdit(pk=row.pk, kind=row.kind, text="Của bạn", seen=fingerprint(row))
    actions.save_lines(plan.pk, by=place.person(Role.OFFICER), edits=[edit])

    box(window, row).fill("Của tôi")
    expect(window.locator("#save-state")).to_contain_text(
        "người khác vừa sửa cùng dòng"
    )
    window.get_by_role("button", name="Xem và sửa").click()

    expect(window.locator(".td-theirs")).to_have_text("Của bạn")
    expect(box(window, row)).to_have_value("Của tôi")
    window.locator("button[data-save]").click()
    expect(window.locator(".is-conflict")).to_have_count(0)
    assert text_of(row) == "Của tôi"


def test_a_refused_autosave_is_told_to_who_writes_far_below(window, plan, place):
    row = line(plan, "Tập thể")
    window.set_viewport_size({"width": 1366, "height": 320})
    go(window, plan, "muc-1")
    edit = LineEdit(pk=row.pk, kind=row.kind, text="Của bạn", seen=fingerprint(row))
    actions.save_lines(plan.pk, by=place.person(Role.OFFICER), edits=[edit])
    box(window, row).evaluate("box => box.scrollIntoView({ block: 'start' })")
    expect(window.locator("#save-state")).not_to_be_in_viewport()

    box(window, row).fill("Của tôi")
    toast = window.locator("#td-alert .td-toast")
    expect(toast).to_contain_text("người khác vừa sửa cùng dòng")
    toast.get_by_role("button", name="Xem và sửa").click()

    expect(window.locator(".td-theirs")).to_have_text("Của bạn")
    expect(box(window, row)).to_have_value("Của tôi")


# ---- the sheet -------------------------------------------------------------------------------


def test_the_sheet_follows_the_words(window, plan, celery_worker_process):
    row = line(plan, "Tỷ lệ")
    go(window, plan, "muc-2")
    sheet = window.locator("#trang-van-ban img").first
    expect(sheet).to_be_visible(timeout=60_000)
    before = sheet.get_attribute("src")
    assert window.evaluate("window.scrollY") == 0
    expect(window.locator("#trang-van-ban [data-linemark]")).to_have_count(1)

    # Sheets are kept by their words: these have never been drawn.
    box(window, row).fill(f"Tỷ lệ hộ nghèo còn không quá 0,39%, lần {uuid4()}.")
    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    # The old sheet stays in sight until the new one is there.
    expect(window.locator("#dang-dan .td-job")).to_be_visible()
    expect(sheet).to_have_attribute("src", before)

    expect(sheet).not_to_have_attribute("src", before, timeout=60_000)
    expect(window.locator(f"#l{row.pk}-text")).to_be_focused()


def test_the_mark_follows_the_line_in_hand(window, plan, celery_worker_process):
    go(window, plan, "muc-1")
    mark = window.locator("#trang-van-ban [data-linemark] rect").first
    expect(mark).to_be_attached(timeout=60_000)
    heading = mark.get_attribute("y")
    window.evaluate("document.querySelector('#trang-van-ban img').dataset.kept = '1'")

    box(window, line(plan, "Tập thể")).click()
    expect(mark).not_to_have_attribute("y", heading, timeout=20_000)
    written = mark.get_attribute("y")
    assert float(written) > float(heading)

    phase = line(plan, "Đợt 1")
    press(window, f"sua-ghi-chu:dot:{phase.phase_notes.get().pk}")
    expect(window.locator("#ghi-chu-ten")).to_be_focused()
    expect(mark).not_to_have_attribute("y", written, timeout=20_000)
    assert float(mark.get_attribute("y")) > float(written)
    # The pages are the same: none was drawn or fetched anew.
    expect(window.locator("#trang-van-ban img[data-kept]")).to_have_count(1)


# ---- without scripts -------------------------------------------------------------------------


@pytest.fixture
def plain(browser, live_server, client, place):
    """The officer's window in which no script runs."""
    client.force_login(place.officer)
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1366, "height": 768},
        java_script_enabled=False,
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    yield context.new_page()
    context.close()


def test_a_plan_is_written_and_sent_without_scripts(plain, place):
    _ = place.leader
    plain.goto(reverse("campaigns:campaign-start"))
    plain.locator("#id_trang-name").fill("Thi đua không kịch bản")
    plain.get_by_role("button", name="Mở trang trắng").click()
    plan = place.unit.plans.get()
    assert plain.url.endswith(f"/ke-hoach/{plan.pk}/soan/can-cu/")
    for number in range(1, 6):
        go(plain, plan, f"muc-{number}")
        title = plan.lines.order_by("position").filter(kind="section")[number - 1]
        press(plain, f"them:{title.pk}")
        added = plan.lines.get(text="")
        box(plain, added).fill(f"Việc thứ {number}, trước ngày 15/8/2023.")
        plain.locator("button[data-save]").click()
    first = line(plan, "Việc thứ 1")
    go(plain, plan, "muc-1")
    plain.locator(f"#l{first.pk} .td-menu > summary").first.click()
    press(plain, f"ghi-chu:thoi-han:{first.pk}")
    plain.get_by_role("button", name="Lưu ghi chú").click()
    assert first.deadline_notes.get().due_on.isoformat() == "2023-08-15"
    go(plain, plan, "noi-nhan")
    plain.locator("#id_nn-texts").fill("Các tổ dân phố\nLưu: VT, VP")
    plain.get_by_role("button", name="Lưu, sang mục sau").click()
    plain.get_by_role("button", name="Lưu và kiểm tra").click()
    plain.get_by_role("button", name="Trình duyệt").click()

    assert "Đã trình" in plain.locator("#messages").inner_text()
    plan.refresh_from_db()
    assert plan.status == "submitted"


def test_pages_are_a_link_without_scripts(plain, plan):
    """Nothing says for ever that the pages are being drawn; these never were."""
    plan.lines.filter(text__startswith="Tập thể").update(text=f"Tập thể {uuid4()}.")
    go(plain, plan, "muc-1")
    assert not plain.get_by_text("Đang dàn trang").is_visible()
    link = plain.locator(".td-preview").get_by_role("link", name="Mở xem trước")
    assert link.get_attribute("href") == f"/ke-hoach/{plan.pk}/xem-truoc/"

    plain.goto(reverse("campaigns:plan-check", args=[plan.pk]))
    assert not plain.get_by_text("Kiểm tra thể thức các trang").is_visible()
    plain.get_by_role("link", name="Xem lỗi thể thức").click()
    assert plain.url.endswith(f"/ke-hoach/{plan.pk}/xem-truoc/")


def test_a_reading_is_looked_through_without_scripts(plain, place):
    plain.goto(reverse("campaigns:campaign-start"))
    plain.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    plain.get_by_role("button", name="Đọc tệp").click()
    assert "Xem lại bản đọc" in plain.title()
    plain.locator("button[value='sua:0']").first.click()
    plain.locator("#id_dau-title").fill("Tên đã sửa")
    plain.locator("button[value=lap]").first.click()

    plan = place.unit.plans.get()
    assert plan.title == "Tên đã sửa"
    assert plan.lines.filter(text__startswith="Phấn đấu").exists()
    assert plain.url.endswith(f"/ke-hoach/{plan.pk}/kiem-tra/")


# ---- everybody can use it --------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    window, client, place, plan, width, height
):
    client.post(reverse("campaigns:import-upload"), {"chu-text": TEXT})
    draft = ImportDraft.objects.get()
    waiting = place.submitted()
    desk = Desk(plan)
    target = line(plan, "Tỷ lệ").target_notes.get()
    target.__class__.objects.filter(pk=target.pk).update(value=30, shown="")
    pages = {
        "home": reverse("home"),
        "list": reverse("campaigns:campaign-list"),
        "nothing found": reverse("campaigns:campaign-list") + "?q=khong-co",
        "start": reverse("campaigns:campaign-start"),
        "import": reverse("campaigns:import-review", args=[draft.pk]),
        "overview": campaign_url(plan.campaign),
        "papers": campaign_url(plan.campaign, "campaign-documents"),
        "book": campaign_url(plan.campaign, "campaign-history"),
        **{page.slug: desk.url(page.slug) for page in desk.pages},
        "note": f"{desk.url('muc-2')}?sua=chi-tieu:{target.pk}",
        "check": reverse("campaigns:plan-check", args=[plan.pk]),
        "sent": reverse("campaigns:plan-check", args=[waiting.pk]),
    }
    window.set_viewport_size({"width": width, "height": height})
    found = {}
    for name, address in pages.items():
        window.goto(address)
        settled(window)
        found[name] = (faults(window), overflow(window))

    assert found == dict.fromkeys(pages, ([], 0))


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_on_the_leaders_pages(log_in, place, width, height):
    plan = place.submitted()
    page = log_in(place.leader)
    page.set_viewport_size({"width": width, "height": height})
    found = {}
    for name in ("plan-review", "plan-return"):
        page.goto(reverse(f"campaigns:{name}", args=[plan.pk]))
        settled(page)
        found[name] = (faults(page), overflow(page))

    assert found == {"plan-review": ([], 0), "plan-return": ([], 0)}
