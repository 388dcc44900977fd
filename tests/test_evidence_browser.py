"""Gửi minh chứng trong trình duyệt: shrunk there, one by one, and not lost with the line."""

import errno
from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Evidence
from campaigns.stores import EVIDENCE
from tests.accessibility import faults, overflow
from tests.cut_line import line_to
from tests.evidence_files import PLACE, opened, pdf, photo
from tests.evidence_scene import report_under, somebody
from tests.factories import PASSWORD, AllocationFactory, EvidenceFactory, ward
from tests.test_progress_registering_views import Site, on
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def report():
    return report_under(ward())


@pytest.fixture
def reporter(report):
    return somebody(report.unit)


@pytest.fixture
def window(log_in, report, reporter):
    page = log_in(reporter)
    page.goto(address(report))
    return page


def address(report):
    return reverse("campaigns:report", args=[report.pk])


def file(data, name="Đường hoa.jpg", kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": data}


def choose(page, *files):
    page.get_by_label("Chọn tệp minh chứng").set_input_files(list(files))


def row(page, name):
    return page.locator("#evidence-list > li", has_text=name)


def tally(page):
    return page.locator("#evidence-tally")


def kept():
    return list(Evidence.objects.order_by("pk").values_list("file_name", flat=True))


# ---- as it should go -------------------------------------------------------------------------


def test_a_photo_is_made_smaller_before_it_goes(window, report):
    line = AllocationFactory(participation=report.participation)
    window.reload()
    whole = photo(1, (3000, 2000))
    window.get_by_label("Về chỉ tiêu").select_option(str(line.indicator))
    window.get_by_label("Giữ nơi chụp").check()
    expect(window.get_by_role("button", name="Gửi tệp")).to_be_hidden()

    with window.expect_request(lambda one: one.method == "POST") as sent:
        choose(window, file(whole))

    expect(row(window, "Đường hoa.jpg")).to_contain_text(str(line.indicator))
    expect(row(window, "Đường hoa.jpg").locator("img")).to_be_visible()
    expect(tally(window)).to_be_empty()
    assert int(sent.value.all_headers()["content-length"]) < len(whole) / 2
    made = Evidence.objects.get()
    assert opened(EVIDENCE.read(made.sha256)).size == (1600, 1067)
    assert made.original_sha256 != sha256(whole).hexdigest()
    assert made.allocation == line
    # Said by the camera; the smaller photo says nothing any more.
    assert (made.latitude, made.longitude) == PLACE
    assert made.taken_at.hour == 1  # 8:15 in Vietnam


def test_a_photo_that_lies_is_turned_once(window):
    """The browser turns it; what the camera wrote comes beside and must not turn it again."""
    choose(window, file(photo(1, (2400, 1600), orientation=6)))

    expect(row(window, "Đường hoa.jpg").locator("img")).to_be_visible()
    made = Evidence.objects.get()
    assert opened(EVIDENCE.read(made.sha256)).size == (1067, 1600)


def test_each_file_is_answered_for_itself(window):
    choose(
        window,
        file(photo(1), "mot.jpg"),
        file(pdf(password="x"), "khoa.pdf", "application/pdf"),
        file(b"\x00" * 16_000_000, "phim.pdf", "application/pdf"),
        file(photo(2), "hai.jpg"),
    )

    expect(row(window, "hai.jpg").locator("img")).to_be_visible()
    expect(row(window, "mot.jpg").locator("img")).to_be_visible()
    expect(row(window, "khoa.pdf")).to_contain_text(
        "Chưa nhận được: Tệp PDF được đặt mật khẩu"
    )
    expect(row(window, "phim.pdf")).to_contain_text(
        "tệp nặng 15,3 MB, vượt 15 MB. Thu nhỏ hoặc tách tệp rồi chọn lại."
    )
    expect(tally(window)).to_have_text("Có 2 tệp không gửi được.")
    expect(row(window, "khoa.pdf").get_by_role("button", name="Thử lại")).to_be_hidden()
    assert faults(window) == []
    row(window, "khoa.pdf").get_by_role("button", name="Bỏ khoa.pdf").click()
    expect(row(window, "khoa.pdf")).to_have_count(0)
    window.reload()
    expect(window.locator("#evidence-list > li")).to_have_count(2)
    assert kept() == ["mot.jpg", "hai.jpg"]


def test_on_a_phone(window, report):
    EvidenceFactory(
        report=report,
        same_as=EvidenceFactory(),
        caption="Đường hoa tổ dân phố số 5 " * 5,
    )
    window.set_viewport_size({"width": 390, "height": 844})
    window.reload()
    choose(window, file(photo(1), "mot.jpg"))
    expect(row(window, "mot.jpg").locator("img")).to_be_visible()

    assert overflow(window) <= 0
    assert faults(window) == []


def test_without_a_script(browser, live_server, client, report, reporter):
    client.force_login(reporter)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": key.key, "value": key.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(address(report))

    choose(page, file(photo(1), "mot.jpg"), file(photo(2), "hai.jpg"))
    page.get_by_role("button", name="Gửi tệp").click()

    expect(page.get_by_text("Đã nhận 2 tệp minh chứng.")).to_be_visible()
    context.close()
    assert kept() == ["mot.jpg", "hai.jpg"]


def test_beside_what_is_typed_into_the_report(window, report):
    """Its boxes stand among those of the report, and are none of them."""
    saves = []
    window.on(
        "request",
        lambda one: (
            saves.append(one.url)
            if one.method == "POST" and not one.url.endswith("/minh-chung/")
            else None
        ),
    )
    window.get_by_label("Giữ nơi chụp").check()
    choose(window, file(photo(1), "mot.jpg"))
    expect(row(window, "mot.jpg").locator("img")).to_be_visible()
    assert saves == []

    window.get_by_role("textbox", name="Kết quả nổi bật").fill("Đường hoa tổ 5")
    choose(window, file(photo(2), "hai.jpg"))

    expect(row(window, "hai.jpg").locator("img")).to_be_visible()
    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    expect(window.get_by_role("textbox", name="Kết quả nổi bật")).to_have_value(
        "Đường hoa tổ 5"
    )
    report.refresh_from_db()
    assert report.narrative == "Đường hoa tổ 5"
    assert report.evidence.count() == 2


# ---- the line breaks -------------------------------------------------------------------------


@contextmanager
def window_on_a_line(browser, live_server, client, user):
    """A window on a line that can be cut."""
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    with line_to(live_server.url) as line:
        context = browser.new_context(base_url=line.url, locale="vi-VN")
        context.set_default_timeout(45_000)
        context.add_cookies([{"name": key.key, "value": key.value, "url": line.url}])
        page = context.new_page()
        page.line = line
        yield page
        context.close()


@pytest.fixture
def far(browser, live_server, client, reporter):
    with window_on_a_line(browser, live_server, client, reporter) as page:
        yield page


def noisy(seed):
    """Too large for one piece of the line."""
    return photo(seed, (1500, 1200))


def test_the_line_breaks_in_the_middle_of_a_photo(far, report):
    far.goto(address(report))
    far.line.watch = lambda seen, up: up and b"hai.jpg" in seen and len(seen) > 100_000

    choose(
        far,
        *(
            file(noisy(one), f"{name}.jpg")
            for one, name in enumerate(["mot", "hai", "ba"])
        ),
    )

    expect(row(far, "hai.jpg")).to_contain_text(
        "Mất kết nối. Tệp vẫn còn ở máy này, tự gửi tiếp khi có mạng."
    )
    expect(tally(far)).to_have_text("Còn 2 tệp chưa gửi xong.")
    assert kept() == ["mot.jpg"]

    far.line.mend()

    expect(row(far, "ba.jpg").locator("img")).to_be_visible()
    expect(row(far, "hai.jpg").locator("img")).to_be_visible()
    expect(tally(far)).to_be_empty()
    assert kept() == ["mot.jpg", "hai.jpg", "ba.jpg"]


def test_the_page_is_closed_while_the_line_is_down(far, report):
    far.goto(address(report))
    far.line.watch = lambda seen, up: up and b"mot.jpg" in seen
    choose(far, file(noisy(1), "mot.jpg"), file(noisy(2), "hai.jpg"))
    expect(row(far, "mot.jpg")).to_contain_text("Mất kết nối.")
    expect(row(far, "hai.jpg")).to_contain_text("Chờ gửi")
    far.close()
    far.line.mend()
    assert kept() == []

    again = far.context.new_page()
    again.goto(address(report))

    for name in ("mot.jpg", "hai.jpg"):
        expect(row(again, name).locator("img")).to_be_visible()
    assert kept() == ["mot.jpg", "hai.jpg"]
    again.reload()
    expect(again.locator("#evidence-list > li")).to_have_count(2)
    expect(tally(again)).to_be_empty()


def test_what_waits_is_its_owner_s_alone(far, client, report):
    """A computer that two colleagues use."""
    far.goto(address(report))
    far.line.watch = lambda seen, up: up and b"mot.jpg" in seen
    choose(far, file(noisy(1), "mot.jpg"))
    expect(row(far, "mot.jpg")).to_contain_text("Mất kết nối.")
    client.force_login(somebody(report.unit))
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    far.context.add_cookies(
        [{"name": key.key, "value": key.value, "url": far.line.url}]
    )
    far.line.mend()

    other = far.context.new_page()
    far.close()
    other.goto(address(report))

    expect(tally(other)).to_be_empty()
    expect(other.locator("#evidence-list > li")).to_have_count(0)
    assert kept() == []


def test_an_answer_that_is_lost_makes_no_second_file(far, report):
    far.goto(address(report))
    sent = []

    def before_the_answer(seen, up):
        if up and b"mot.jpg" in seen:
            sent.append(len(seen))
        return bool(sent) and not up

    far.line.watch = before_the_answer

    choose(far, file(noisy(1), "mot.jpg"))
    expect(row(far, "mot.jpg")).to_contain_text("Mất kết nối.")
    wait_for(lambda: kept() == ["mot.jpg"])
    far.line.mend()
    row(far, "mot.jpg").get_by_role("button", name="Thử lại").click()

    expect(row(far, "mot.jpg").locator("img")).to_be_visible()
    expect(far.locator("#evidence-list > li")).to_have_count(1)
    assert kept() == ["mot.jpg"]


def test_a_full_disk_is_told_and_the_file_may_go_again(window, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(EVIDENCE, "keep", full)
        choose(window, file(photo(1), "mot.jpg"), file(photo(2), "hai.jpg"))
        expect(row(window, "hai.jpg")).to_contain_text("Chưa nhận được: ")
        expect(
            row(window, "mot.jpg").get_by_role("button", name="Thử lại")
        ).to_be_visible()
        assert kept() == []

    row(window, "mot.jpg").get_by_role("button", name="Thử lại mot.jpg").click()
    expect(row(window, "mot.jpg").locator("img")).to_be_visible()
    window.reload()
    expect(row(window, "hai.jpg").locator("img")).to_be_visible()
    assert kept() == ["mot.jpg", "hai.jpg"]


def test_the_session_ends_before_a_file_has_gone(window, report, reporter):
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    choose(window, file(photo(1), "mot.jpg"))
    expect(row(window, "mot.jpg")).to_contain_text("Phiên làm việc đã hết. Tệp vẫn còn")
    assert kept() == []

    window.reload()
    window.get_by_label("Tên đăng nhập").fill(reporter.username)
    window.get_by_label("Mật khẩu").fill(PASSWORD)
    window.get_by_role("button", name="Đăng nhập").click()

    expect(row(window, "mot.jpg").locator("img")).to_be_visible()
    assert kept() == ["mot.jpg"]


# ---- ảnh của mô hình, công trình: the same script and the same way -----------------------------


def test_photos_of_a_work_go_on_when_the_line_is_back(browser, live_server, client):
    site = Site()
    url = on("undertaking", site.approved(name="Hẻm nở hoa"))
    with window_on_a_line(browser, live_server, client, site.by) as page:
        page.goto(url)
        page.get_by_label("Lúc chụp").select_option("after")
        page.line.watch = lambda seen, up: (
            up and b"hai.jpg" in seen and len(seen) > 100_000
        )
        expect(page.get_by_role("button", name="Gửi ảnh, tệp")).to_be_hidden()
        page.get_by_label("Chọn ảnh, tệp").set_input_files(
            [file(noisy(one), f"{name}.jpg") for one, name in enumerate(["mot", "hai"])]
        )
        expect(row(page, "mot.jpg").locator("img")).to_be_visible()
        expect(row(page, "mot.jpg")).to_contain_text("Sau khi xong")
        expect(row(page, "hai.jpg")).to_contain_text("Mất kết nối.")
        page.close()
        page.line.mend()
        assert kept() == ["mot.jpg"]

        again = page.context.new_page()
        again.goto(url)
        expect(row(again, "hai.jpg").locator("img")).to_be_visible()
        assert kept() == ["mot.jpg", "hai.jpg"]
        assert set(Evidence.objects.values_list("moment", flat=True)) == {"after"}
        for width in (1366, 390):
            again.set_viewport_size({"width": width, "height": 900})
            assert faults(again) == []
            assert overflow(again) == 0
        again.reload()
        expect(again.locator("#anh li", has_text="hai.jpg")).to_have_count(1)
