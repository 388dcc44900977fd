"""Biên bản niêm trên màn hình: beside its anchor, taken away, checked by anybody."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from reports import store, verifying
from reports.management.commands import verify_pdf
from reports.models import AnchorPaper, AnchorSigner, Attempt, Certificate
from tests.factories import MembershipFactory, Role, UserFactory, other_ward, ward
from tests.paper_files import agency, report_on, small_pdf, words
from units.models import Access, AuditAnchor

pytestmark = pytest.mark.django_db
SEAL = reverse("seal")
CHOOSE = reverse("reports:anchor-signer")
TODAY = localdate()
MOMENT = datetime(2026, 11, 25, 17, 21, tzinfo=UTC)  # 00:21 of the 26th in Vietnam


@pytest.fixture
def place(client):
    here = ward()
    client.force_login(here.administrator)
    return here


def certificate(unit, **changes):
    return Certificate.objects.create(
        unit=unit, key=f"dau-{unit.pk}", common_name=unit.name, fingerprint="0" * 64,
        valid_from=now(), valid_to=now() + timedelta(days=90), picture=b"x", **changes,
    )  # fmt: skip


def anchor(ago=0, position=7):
    day = TODAY - timedelta(days=ago)
    return AuditAnchor.objects.create(day=day, position=position, digest=b"\xab" * 32)


def signed(one, unit, content=None):
    content = content or small_pdf(f"record of {one.day}")
    digest = sha256(content).hexdigest()
    path = store.path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return AnchorPaper.objects.create(
        anchor=one, unit=unit, status="signed", sha256=digest, size=len(content),
        level="B-LTA", signer_name=unit.name, signed_at=MOMENT,
    )  # fmt: skip


# ---- the page of the seal ---------------------------------------------------------------------


def test_beside_each_anchor_stands_its_paper_or_why_there_is_none(client, place):
    certificate(place.unit)
    paper = signed(anchor(2), place.unit)
    AnchorPaper.objects.create(
        anchor=anchor(1),
        unit=place.unit,
        draft=b"x",
        problem="Chứng thư số đã hết hạn.",
    )
    anchor()

    page = client.get(SEAL)
    text = words(page)
    days = [f"{TODAY - timedelta(days=ago):%d/%m/%Y}" for ago in range(3)]

    assert (
        f"{days[0]} Đến mắt xích 7 {'ab' * 8} Chờ ký trong giờ tới. {days[1]}" in text
    )
    assert f"{days[1]} Đến mắt xích 7 {'ab' * 8} Chứng thư số đã hết hạn." in text
    assert (
        f"{days[2]} Đến mắt xích 7 {'ab' * 8} Tải biên bản ngày {days[2]} "
        f"{place.unit.name} ký 00:21, 26/11/2026" in text
    )
    assert f'href="/nhat-ky/niem/bien-ban/{paper.pk}/"' in page.content.decode()
    assert f"Cơ quan ký: {place.unit} ( chọn cơ quan khác )." in text


def test_work_that_killed_its_workers_is_told_by_its_code(client, place):
    certificate(place.unit)
    AnchorPaper.objects.create(anchor=anchor(1), unit=place.unit, draft=b"x")
    anchor()
    for step, ago, code in (("sign", 1, "AB12"), ("render", 0, "CD34")):
        day = TODAY - timedelta(days=ago)
        Attempt.objects.create(work=f"anchor-{step}:{day}", begun=3, code=code)

    text = words(client.get(SEAL))

    for code in ("AB12", "CD34"):
        assert f"Mã để báo quản trị hệ thống: {code}." in text


def test_without_a_certificate_the_page_says_what_to_do(client, place):
    signed(anchor(1), place.unit)
    anchor()

    text = words(client.get(SEAL))

    assert (
        "Chưa ký được biên bản niêm : chưa cơ quan đứng đầu nào đăng ký chứng thư số của con "
        "dấu. Việc cần làm: đăng ký chứng thư số, hoặc chọn cơ quan ký trong các cơ quan đã "
        "có. Chọn cơ quan ký" in text
    )
    assert f"{'ab' * 8} Chưa ký được. " in text
    assert "Tải biên bản" in text  # what was signed before stays


def test_who_does_not_administer_every_tree_is_told_who_chooses(client, place):
    other_ward()
    anchor()

    page = client.get(SEAL)

    assert CHOOSE not in page.content.decode()
    assert (
        "Người quản trị mọi cơ quan đứng đầu làm ở trang này, hoặc trên máy chủ bằng lệnh "
        "anchor_signer, register_certificate." in words(page)
    )


def test_older_anchors_are_a_page_away(client, place):
    for ago in range(9):
        anchor(ago, position=100 - ago)
    older = TODAY - timedelta(days=7)

    first = client.get(SEAL).content.decode()
    second = client.get(f"{SEAL}?den={older}").content.decode()
    odd = client.get(f"{SEAL}?den=hom-qua").content.decode()
    none = client.get(f"{SEAL}?den=2000-01-01").content.decode()

    assert first.count('scope="row"') == odd.count('scope="row"') == 7
    assert f'href="?den={older}"' in first
    assert second.count('scope="row"') == 2
    assert "Các neo cũ hơn" not in second
    assert "Không có neo nào đến ngày 01/01/2000." in none


def test_the_page_costs_the_same_for_one_anchor_and_for_three(client, place):
    certificate(place.unit)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            one = anchor(AuditAnchor.objects.count())
            signed(one, place.unit)
        anchor_open = anchor(100 + more)
        client.get(SEAL)
        with CaptureQueriesContext(connection) as asked:
            client.get(SEAL)
        counts.append(len(asked))
        anchor_open.delete()

    assert counts == [14, 14]


# ---- taken away -------------------------------------------------------------------------------


def test_a_download_is_the_file_and_is_logged(client, place):
    paper = signed(anchor(), place.unit, content := small_pdf("the record"))
    url = reverse("reports:anchor-file", args=[paper.pk])

    response = client.get(url)
    shown = client.get(f"{url}?xem=1")

    assert response.content == content
    assert response["Content-Type"] == "application/pdf"
    name = f"BB-niem-nhat-ky-{TODAY.isoformat()}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert shown["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["Cache-Control"] == "private, no-cache"
    assert (
        client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    )
    line = Access.objects.order_by("pk").first()
    assert (line.what, line.user, line.role, line.unit, line.about) == (
        "downloaded", place.administrator, "administrator", place.unit, str(paper),
    )  # fmt: skip
    assert Access.objects.count() == 3


def test_whoever_administers_something_takes_it_and_nobody_else(client, place):
    paper = signed(anchor(), place.unit)
    waiting = AnchorPaper.objects.create(anchor=anchor(1), unit=place.unit, draft=b"x")
    url = reverse("reports:anchor-file", args=[paper.pk])
    # The seal is of the whole installation: so is its paper.
    client.force_login(other_ward().administrator)
    assert client.get(url).status_code == 200
    for unsigned in (waiting.pk, paper.pk + 10**6):
        path = reverse("reports:anchor-file", args=[unsigned])
        assert client.get(path).status_code == 404

    for role in set(Role) - {Role.ADMINISTRATOR}:
        client.force_login(MembershipFactory(unit=place.unit, role=role).user)
        assert client.get(url).status_code == 404, role
    ended = MembershipFactory(
        unit=place.unit, role=Role.ADMINISTRATOR, valid_to=TODAY - timedelta(days=1)
    )
    for user in (ended.user, UserFactory()):
        client.force_login(user)
        assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302
    assert Access.objects.count() == 1


def test_a_damaged_file_is_told_and_not_handed_out(client, place):
    paper = signed(anchor(), place.unit)
    store.path_of(paper.sha256).write_bytes(b"%PDF-something else")

    response = client.get(reverse("reports:anchor-file", args=[paper.pk]))

    assert response.status_code == 503
    assert f"từ bản sao lưu: {paper.sha256}.pdf Về trang Niêm" in words(response)
    assert not Access.objects.exists()


# ---- whose seal ---------------------------------------------------------------------------


@pytest.fixture
def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(
        "reports.tasks.render_anchor_papers.delay_on_commit", lambda: calls.append(1)
    )
    return calls


def test_the_agency_is_chosen_on_the_page(client, place, woken):
    certificate(place.unit)
    page = client.get(CHOOSE)
    assert f'<option value="{place.unit.pk}" selected>' in page.content.decode()

    missing = client.post(CHOOSE, {"co_quan": ""})
    assert missing.status_code == 422
    answer = client.post(CHOOSE, {"co_quan": place.unit.pk}, follow=True)
    again = client.post(CHOOSE, {"co_quan": place.unit.pk})

    assert AnchorSigner.objects.get().unit == place.unit
    assert f"Từ nay {place.unit} ký biên bản niêm." in words(answer)
    assert woken == [1]
    assert again.status_code == 422
    assert f"{place.unit} đang là cơ quan ký biên bản." in words(again)


def test_without_any_certificate_the_form_says_so(client, place):
    text = words(client.get(CHOOSE))

    assert "Chưa cơ quan nào đăng ký chứng thư số của con dấu." in text
    assert client.post(CHOOSE, {"co_quan": place.unit.pk}).status_code == 422


def test_nobody_chooses_for_all_who_does_not_administer_all(client, place, woken):
    certificate(place.unit)
    other_ward()

    assert client.get(CHOOSE).status_code == 403
    assert client.post(CHOOSE, {"co_quan": place.unit.pk}).status_code == 403
    assert (AnchorSigner.objects.count(), woken) == (0, [])


# ---- checked by anybody ------------------------------------------------------------------------


def send(client, content):
    file = SimpleUploadedFile("bien-ban.pdf", content, "application/pdf")
    return client.post(reverse("reports:verify-upload"), {"tep": file})


def test_the_public_check_says_what_it_is(client, place, monkeypatch):
    content = small_pdf("a record, signed")
    signed(anchor(position=1_234), place.unit, content)
    monkeypatch.setattr(
        verifying, "verify", lambda data: report_on(data, signers=(agency(),))
    )
    client.logout()

    response = send(client, content)
    text = words(response)

    assert "td-pubverdict--ok" in response.content.decode()
    assert (
        f"Biên bản hợp lệ Tệp trùng từng byte với biên bản niêm sổ nhật ký ngày "
        f"{TODAY:%d/%m/%Y} do hệ thống này tự động lập, {place.unit.name} ký số."
        in text
    )
    assert "thì biết 1.234 dòng đầu có bị sửa, xóa về sau hay không." in text
    assert "không phải bản gốc" not in text
    assert "Chữ ký số của người ký" not in text
    assert "Chữ ký số của cơ quan Ủy ban nhân dân phường Mẫu" in text


def test_the_same_signature_on_a_file_that_is_not_ours(client, monkeypatch):
    monkeypatch.setattr(
        verifying, "verify", lambda data: report_on(data, signers=(agency(),))
    )

    text = words(send(client, small_pdf("another record")))

    assert "tệp không phải bản gốc trong hệ thống này" in text
    assert "Chữ ký số của người ký Không có trên tệp" in text


def test_the_command_says_what_it_is(place):
    content = small_pdf("a record for the command")
    paper = signed(anchor(), place.unit, content)

    assert verify_pdf.standing_of(report_on(content)) == (
        True, f"{paper} của hệ thống này",
    )  # fmt: skip
