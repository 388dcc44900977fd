"""Cả chặng đường: a file becomes a sealed, verifiable paper, each person in a real browser.

A real worker renders, signs and seals; the last step is a citizen without an account.
"""

import time
from pathlib import Path

import pytest

from campaigns.models import Plan
from reports import tasks
from reports.models import Document, DocumentFile
from reports.verifying import verify
from tests.accessibility import faults, overflow
from tests.office import make_signing_ward, take_keys
from tests.worker import wait_for
from units import one_time
from units.models import AuthenticatorApp

PLAN = Path(__file__).parent / "reading_documents" / "01_side_by_side_wrapped.txt"
PASSWORD = "mat khau de thu nghiem"


@pytest.fixture
def at_work(celery_worker_process, settings, office, pictures):
    """Phường đang làm việc: a ward whose signing worker has its keys."""
    take_keys(settings, office)
    celery_worker_process.stop()
    celery_worker_process.start(**key_environment_variables(settings))
    place = make_signing_ward(office, pictures)
    for person in (place.officer, place.leader, place.clerk):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    for person in (place.leader, place.clerk):
        secret = one_time.seal(one_time.new_secret())
        AuthenticatorApp.objects.create(user=person, secret=secret)
    yield place
    celery_worker_process.stop()


def sign_in(page, person):
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    app = AuthenticatorApp.objects.filter(user=person).first()
    if app is not None:
        page.get_by_label("Mã 6 chữ số").fill(code_of(app))
        page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url("**/viec/")


def code_of(app):
    """What the person's phone shows at this moment."""
    return one_time.code_at(one_time.unseal(app.secret), int(time.time() // 30))


@pytest.mark.slow
def test_from_a_file_to_a_paper_that_anyone_can_check(at_work, page, tmp_path):
    # Cán bộ: reads the file in, names the signer, sends it.
    sign_in(page, at_work.officer)
    page.goto("/phong-trao/lap/")
    page.locator("input[type=file]").set_input_files(PLAN)
    page.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_url("**/phong-trao/nhap/*/")
    assert overflow(page) == 0
    # The file bears another authority's head.
    own = page.get_by_role("button", name="Dùng tên cơ quan mình")
    own.click()
    own.wait_for(state="detached")
    page.get_by_role("button", name="Lập phong trào").first.click()
    page.wait_for_url("**/ke-hoach/**")
    plan = Plan.objects.get()
    assert plan.title.startswith(
        "Tổ chức phong trào thi đua “Phố sạch, ngõ đẹp, nhà an toàn”"
    )

    page.goto(f"/ke-hoach/{plan.pk}/soan/nguoi-ky/")
    page.get_by_label(at_work.leader.full_name).check()
    page.locator("button[data-save]").click()
    wait_for(lambda: Plan.objects.get(pk=plan.pk).signer_id)
    page.goto(f"/ke-hoach/{plan.pk}/kiem-tra/")
    page.get_by_role("button", name="Trình duyệt").first.click()
    wait_for(lambda: Plan.objects.get(pk=plan.pk).status == Plan.Status.SUBMITTED)

    # Lãnh đạo: one item on the list, the pages, one button and the password.
    sign_in(page, at_work.leader)
    page.get_by_role("link", name=plan.title).first.click()
    page.locator("img[src*='xem-truoc']").first.wait_for()
    page.goto(f"/ke-hoach/{plan.pk}/duyet-va-ky/")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Duyệt và ký").click()
    page.wait_for_url("**/van-ban/*/")
    document = Document.objects.get()
    wait_for(lambda: Document.objects.get().status == Document.Status.SIGNED, 120)

    # Văn thư: number, date, seal.
    sign_in(page, at_work.clerk)
    page.goto(f"/van-ban/{document.pk}/")
    page.get_by_role("button", name="Cấp số").first.click()
    page.get_by_role("button", name="Cấp số và ban hành").last.click()
    wait_for(lambda: Document.objects.get().status == Document.Status.ISSUED, 120)
    page.goto(f"/van-ban/{document.pk}/")
    page.get_by_text("Chữ ký số hợp lệ").first.wait_for(timeout=60_000)
    assert page.locator("h1").inner_text() == "Kế hoạch số 01/KH-UBND"
    assert faults(page) == []

    # Người dân: no account; the code on the paper, then the file itself.
    page.context.clear_cookies()
    page.goto(f"/x/{document.code}/")
    page.get_by_role("heading", name="Văn bản hợp lệ").wait_for(timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải bản gốc").first.click()
    paper = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(paper)
    issued = DocumentFile.objects.get(stage="issued")
    assert paper.name.startswith("KH-01-")
    assert verify(paper.read_bytes()).verdict == "HOP_LE"
    assert verify(paper.read_bytes()).sha256 == issued.sha256

    # … and one byte changed.
    content = bytearray(paper.read_bytes())
    content[len(content) // 3] ^= 1
    forged = tmp_path / "sua.pdf"
    forged.write_bytes(content)
    page.goto("/tra-cuu/")
    page.locator("input[type=file]").set_input_files(forged)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", level=1).wait_for()
    assert "hợp lệ" not in page.locator("h1, h2").first.inner_text().replace(
        "không hợp lệ", ""
    )


@pytest.mark.slow
def test_a_worker_killed_while_signing_finishes_after_its_return(
    at_work, celery_worker_process, client, settings
):
    plan = at_work.checked()
    client.force_login(at_work.leader)
    response = client.post(f"/ke-hoach/{plan.pk}/duyet-va-ky/", {"mat_khau": PASSWORD})
    assert response.status_code == 302
    document = Document.objects.get(plan=plan)
    wait_for(lambda: document.files.exists(), 120)
    celery_worker_process.kill()
    assert document.files.filter(stage="signed").count() <= 1

    celery_worker_process.start(**key_environment_variables(settings))
    Document.objects.filter(pk=document.pk).update(requested_at="2026-01-01T00:00:00Z")
    tasks.requeue_waiting_documents.delay()
    wait_for(
        lambda: Document.objects.get(pk=document.pk).status == Document.Status.SIGNED,
        120,
    )
    assert sorted(document.files.values_list("stage", flat=True)) == [
        "rendered",
        "signed",
    ]


def key_environment_variables(settings):
    return {
        "THIDUA_DEMO": "1",
        "PKI_DIR": str(settings.PKI_DIR),
        "SIGN_KEYS_DIR": str(settings.SIGN_KEYS_DIR),
        "SIGN_KEYS_PASSPHRASE_FILE": str(settings.SIGN_KEYS_PASSPHRASE_FILE),
        "TSA_URL": settings.TSA_URL,
        "REVOCATION_HOSTS": ",".join(settings.REVOCATION_HOSTS),
    }
