"""Kiểm tra một tệp: what anyone is told of a file, how often, and that nothing of it stays."""

from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import examining, store, verifying
from reports.models import Document, DocumentFile
from reports.verifying.report import Verdict as V
from reports.verifying.report import VerifierBusy
from reports.views import public
from tests.factories import ward
from tests.paper_files import (
    agency,
    content_of,
    issued_paper,
    keep_file,
    person,
    report_on,
    small_pdf,
    words,
)
from units import visitors

pytestmark = pytest.mark.django_db
Stage = DocumentFile.Stage
HOME = reverse("reports:verify-home")
UPLOAD = reverse("reports:verify-upload")


def url(code, name="verify", *more):
    return reverse(f"reports:{name}", args=[code, *more])


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place):
    return issued_paper(
        place,
        number=5,
        issued_on=date(2026, 6, 30),
        title="Thi đua mẫu",
        signer_name="Đỗ Minh Khang",
        code="7KQ2M4XD",
    )


def send(client, content, name="van-ban.pdf", **more):
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(UPLOAD, {"tep": file, **more})


@pytest.fixture
def verifier(monkeypatch):
    """``verifier(verdict, …)``: what the verifier says of any file; it counts the files."""
    seen = []

    def answer(verdict=V.VALID, **changes):
        def verify(content):
            seen.append(content)
            return report_on(content, verdict, **changes)

        monkeypatch.setattr(verifying, "verify", verify)
        return seen

    return answer


def test_the_original_is_known_by_its_hash(client, place, paper, examine, monkeypatch):
    examine(paper)
    monkeypatch.setattr(verifying, "verify", lambda content: pytest.fail("not needed"))

    response = send(client, content_of(paper))
    text = words(response)

    assert response.status_code == 200
    assert (
        f"Văn bản hợp lệ Tệp trùng từng byte với bản gốc do {place.unit.name}" in text
    )
    assert "Số, ký hiệu 05/KH-UBND" in text
    assert f'href="{url("7KQ2M4XD")}"' in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize(
    ("verdict", "kind", "said"),
    [
        (V.VALID, "ok", "Chữ ký số hợp lệ"),
        (V.ALTERED, "bad", "Văn bản đã bị sửa đổi"),
        (V.APPENDED, "bad", "Văn bản bị thêm nội dung sau khi ký"),
        (V.UNTRUSTED, "bad", "Chữ ký số không đủ tin cậy"),
        (V.REVOKED, "bad", "Chứng thư số đã bị thu hồi trước khi ký"),
        (V.UNSIGNED, "warn", "Tệp không có chữ ký số"),
        (V.ENCRYPTED, "warn", "Tệp đặt mật khẩu, không kiểm tra được"),
        (V.NOT_PDF, "warn", "Không đọc được tệp này như một văn bản PDF"),
    ],
)
def test_every_verdict_in_plain_words(client, verifier, verdict, kind, said):
    verifier(
        verdict,
        messages=("Vì sao.",),
        signers=(person(), agency()) if kind != "warn" else (),
    )

    response = send(client, small_pdf("a stranger's file"))
    text = words(response)

    assert f"td-pubverdict--{kind}" in response.content.decode()
    assert f"{said} Vì sao." in text
    assert ("Nên làm gì" in text) is (verdict != V.VALID)


def test_a_good_signature_of_a_stranger_is_not_ours(client, verifier):
    verifier()

    text = words(send(client, small_pdf("somebody else's")))

    assert "Chữ ký số hợp lệ, nhưng tệp không phải bản gốc trong hệ thống này." in text
    assert "Văn bản hợp lệ" not in text


def test_the_leaders_copy_of_an_issued_paper(client, paper, verifier):
    verifier(V.UNSIGNED, signers=(person(),))

    text = words(send(client, content_of(paper, Stage.SIGNED)))

    assert "Lãnh đạo đã ký số" in text
    assert "chưa có số và dấu của cơ quan, không phải bản đã ban hành" in text
    assert "Kế hoạch số 05/KH-UBND" in text
    assert "td-pubverdict--ok" not in text


def test_the_copy_of_a_paper_not_yet_issued_gives_nothing_away(client, place, verifier):
    verifier(V.UNSIGNED, signers=(person(),))
    document = place.document(signed=True, title="Chưa công khai")
    file = keep_file(document, Stage.SIGNED, small_pdf("secret"))

    response = send(client, store.path_of(file.sha256).read_bytes())

    assert "Chưa công khai" not in response.content.decode()
    assert document.code not in response.content.decode()


def test_the_same_file_is_examined_once(client, verifier):
    seen = verifier(V.UNSIGNED, signers=())
    content = small_pdf("again and again")

    first, second = send(client, content), send(client, content)

    assert len(seen) == 1
    assert (
        words(first).split("Kiểm tra lúc")[0] == words(second).split("Kiểm tra lúc")[0]
    )


def test_nothing_of_the_file_is_kept(client, verifier):
    verifier(V.UNSIGNED, signers=())
    content = small_pdf("private")
    send(client, content)

    digest = sha256(content).hexdigest()
    assert not store.path_of(digest).exists()
    assert not (store.path_of(digest).parent / "shown" / digest).exists()
    assert not Document.objects.exists()


def test_compared_with_a_code(client, paper, examine, verifier):
    examine(paper)
    same = words(send(client, content_of(paper), ma="7KQ2M4XD"))
    verifier()
    other = words(send(client, small_pdf("other"), ma="7KQ2M4XD"))

    assert "Tệp này là bản gốc của mã 7KQ2-M4XD." in same
    assert "Tệp này không phải bản gốc của mã 7KQ2-M4XD." in other


def test_too_large_is_refused_before_it_is_read(client, verifier):
    seen = verifier()

    response = client.post(
        UPLOAD,
        data=b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(32 * 1024 * 1024),
    )

    assert response.status_code == 413
    assert "Tệp lớn hơn 30 MB nên không kiểm tra được ở đây." in words(response)
    assert seen == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Tệp được chọn không có nội dung."), (None, "Chọn tệp cho mục “Tệp PDF”.")],
)
def test_no_file(client, content, said):
    response = client.post(UPLOAD) if content is None else send(client, content)

    assert response.status_code == 422
    assert said in words(response)


def test_one_address_may_send_ten_files(client, verifier):
    verifier(V.UNSIGNED, signers=())
    for number in range(10):
        assert send(client, small_pdf(f"{number}")).status_code == 200

    response = send(client, small_pdf("eleventh"))

    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "Địa chỉ này đã gửi 10 tệp trong 10 phút." in words(response)
    elsewhere = SimpleUploadedFile("a.pdf", small_pdf("x"), "application/pdf")
    assert (
        client.post(UPLOAD, {"tep": elsewhere}, REMOTE_ADDR="203.0.113.9").status_code
        == 200
    )


def test_only_two_files_at_a_time(client, verifier):
    verifier(V.UNSIGNED, signers=())
    places = [public._place(), public._place()]

    busy = send(client, small_pdf("third"))
    visitors.forget("kiem-tra", places[0])
    free = send(client, small_pdf("third"))

    assert (places, busy.status_code, free.status_code) == (["0", "1"], 503, 200)
    assert "Nhiều người đang kiểm tra tệp cùng lúc." in words(busy)


def test_a_busy_verifier_is_told_and_the_place_is_given_back(client, monkeypatch):
    def busy(content):
        raise VerifierBusy

    monkeypatch.setattr(verifying, "verify", busy)
    responses = [send(client, small_pdf(f"{n}")) for n in range(3)]

    assert [response.status_code for response in responses] == [503, 503, 503]
    assert public._place() == "0"


def test_a_strangers_file_never_becomes_a_paper_on_show(client, verifier):
    verifier()
    content = small_pdf("stranger")
    send(client, content)

    assert examining.verdict(sha256(content).hexdigest()).is_valid  # in the cache only
    assert client.get(url("ABCD2345")).status_code == 404


@pytest.mark.parametrize(
    ("forwarded", "behind_proxy", "remote", "origin"),
    [
        ("", False, "203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", False, "203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", True, "10.0.0.2", "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7", True, "10.0.0.2", "198.51.100.7"),
        ("nonsense", True, "10.0.0.2", "unknown"),
        ("", False, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_whom_a_limit_counts(rf, settings, forwarded, behind_proxy, remote, origin):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X", "https") if behind_proxy else None
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = rf.get("/", headers=headers, REMOTE_ADDR=remote)

    assert visitors.origin(request) == origin


def test_the_original_of_a_demonstration_says_that_it_proves_nothing(
    client, paper, examine
):
    said = "Chữ ký của hạ tầng chứng thực trình diễn, không có giá trị pháp lý."
    examine(paper, messages=("Nội dung không bị thay đổi từ khi ký.", said))

    assert said in words(send(client, content_of(paper)))
