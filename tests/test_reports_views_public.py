"""Tra cứu, xác thực: what anyone is told of a code and of a file, and what nobody is told."""

import re
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from reports import examining, store, verifying
from reports.codes import as_code, why_not_a_code
from reports.models import Document, DocumentFile
from reports.verifying.report import Verdict as V
from reports.verifying.report import VerifierBusy
from reports.views import public, visitors
from tests.factories import ward
from tests.paper_files import (
    agency,
    content_of,
    file_of,
    issued_paper,
    keep_file,
    person,
    report_on,
    small_pdf,
)
from tests.test_reports_views_document import words

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


# ---- by code ----------------------------------------------------------------------------


def test_a_good_paper(client, place, paper, examine, asked):
    examine(paper)

    response = client.get(url("7KQ2M4XD"))
    text = words(response)

    assert response.status_code == 200
    assert f"Văn bản hợp lệ Do {place.unit.name} ban hành." in text
    assert "Nội dung không bị thay đổi từ khi ký." in text
    assert (
        "Số, ký hiệu 05/KH-UBND Ngày ban hành 30/06/2026 Loại Kế hoạch, 2 trang Trích yếu "
        "Thi đua mẫu Người ký Đỗ Minh Khang, Chủ tịch Tình trạng Đang có hiệu lực Mã xác thực "
        "7KQ2-M4XD" in text
    )
    assert "Chữ ký số của người ký Đỗ Minh Khang · 16:42, 30/06/2026" in text
    assert (
        "Chữ ký số của cơ quan Ủy ban nhân dân phường Mẫu · 16:58, 30/06/2026" in text
    )
    assert "Chứng thư số Do CA thử nghiệm cấp, còn hiệu lực khi ký" in text
    assert "Trùng từng byte với bản lưu của cơ quan ban hành" in text
    assert f'data-verify="{file_of(paper).sha256}"' in response.content.decode()
    assert asked == []


def test_nobody_is_known_and_nothing_is_set(client, place, paper, examine):
    examine(paper)
    client.force_login(place.officer)

    response = client.get(url("7KQ2M4XD"))

    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert place.officer.full_name not in response.content.decode()


def test_cost(client, paper, examine, django_assert_num_queries):
    examine(paper)

    with django_assert_num_queries(3):  # paper, its files, the file for its bytes
        client.get(url("7KQ2M4XD"))
    with django_assert_num_queries(1):
        client.get(url("ABCD2345"))


@pytest.mark.parametrize("typed", ["7kq2m4xd", "7KQ2-M4XD", "7kq2 m4xd", "7KQ2–M4XD"])
def test_a_code_as_people_write_it_leads_to_its_page(client, paper, typed):
    response = client.get(f"/x/{typed}/")

    assert (response.status_code, response.url) == (302, "/x/7KQ2M4XD/")


def test_without_the_last_stroke_it_is_the_same_page(client, paper, examine):
    examine(paper)

    assert "Văn bản hợp lệ" in words(client.get("/x/7KQ2M4XD", follow=True))


@pytest.mark.parametrize(
    "traits",
    [
        {},
        {"status": "rendered"},
        {"stopped": True},
        {"signed": True},
        {"numbered": True},
        {"status": "dropped"},
    ],
)
def test_what_is_not_issued_is_answered_like_an_unknown_code(client, place, traits):
    document = place.document(**traits)
    keep_file(document, Stage.SIGNED, small_pdf(document.code))

    def answer(code):
        response = client.get(url(code))
        body = response.content.decode().replace(code, "CODE")
        body = body.replace(f"{code[:4]}-{code[4:]}", "CODE")
        body = re.sub(r"\d\d:\d\d:\d\d, ngày", "TIME", body)
        headers = {k: v for k, v in response.headers.items() if k != "Content-Length"}
        return response.status_code, headers, body

    known, unknown = answer(document.code), answer("ABCD2345")

    assert known == unknown
    assert known[0] == 404
    assert known[1]["Cache-Control"] == "no-store"
    assert document.title not in known[2]
    for name, more in [
        ("verify-file", ()),
        ("verify-pages", ()),
        ("verify-page", (1,)),
    ]:
        assert client.get(url(document.code, name, *more)).status_code == 404


def test_an_unknown_code_can_be_typed_again(client):
    response = client.get(url("ABCD2345"))

    assert "Không tìm thấy mã" in words(response)
    assert "Đã tra: ABCD-2345" in words(response)
    assert 'value="ABCD2345"' in response.content.decode()


def test_a_code_that_cannot_be_says_what_is_wrong_with_it(client):
    response = client.get("/x/7KQ2M4X0/")

    assert response.status_code == 404
    assert "Mã không dùng số 0." in words(response)


def test_a_code_full_of_marks_does_no_harm(client):
    response = client.get("/x/%3Cscript%3Ealert(1)%3C%2Fscript%3E/")

    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


def test_no_verdict_yet_is_never_green(client, paper, asked):
    response = client.get(url("7KQ2M4XD"))
    html = response.content.decode()

    assert "Đang xác minh" in words(response)
    assert "td-pubverdict--mute" in html
    assert "td-pubverdict--ok" not in html
    assert "hiệu lực" not in words(response)
    assert (
        '<noscript><meta http-equiv="refresh" content="3;url=/x/7KQ2M4XD/?lan=1"></noscript>'
        in html
    )
    assert '<a href="/x/7KQ2M4XD/?lan=1" data-again>Xem lại ngay</a>' in html
    assert response["Cache-Control"] == "no-store"
    assert asked == [("examine_file", file_of(paper).pk)]


def test_a_verdict_that_does_not_come_is_not_green_either(client, paper, asked):
    response = client.get(url("7KQ2M4XD"), {"lan": "15"})
    html = response.content.decode()

    assert "Không xác minh được lúc này" in words(response)
    assert "td-pubverdict--ok" not in html
    assert "http-equiv" not in html


def test_an_altered_stored_file_is_not_called_valid(client, paper, examine):
    examine(paper)
    store.path_of(file_of(paper).sha256).write_bytes(b"%PDF-1.4 other")

    response = client.get(url("7KQ2M4XD"))

    assert "Không xác minh được lúc này" in words(response)
    assert "td-pubverdict--ok" not in response.content.decode()
    assert "Tải bản gốc" not in words(response)


def test_a_missing_stored_file_is_not_called_valid(client, paper, examine):
    examine(paper)
    store.path_of(file_of(paper).sha256).unlink()

    assert "Không xác minh được lúc này" in words(client.get(url("7KQ2M4XD")))


@pytest.mark.parametrize(
    ("verdict", "kind", "said"),
    [
        (V.ALTERED, "bad", "Văn bản không hợp lệ"),
        (V.APPENDED, "bad", "Văn bản không hợp lệ"),
        (V.REVOKED, "bad", "Văn bản không hợp lệ"),
        (V.UNTRUSTED, "warn", "Chữ ký số không đủ tin cậy"),
    ],
)
def test_bad_verdicts(client, paper, examine, verdict, kind, said):
    examine(paper, Stage.ISSUED, verdict, messages=("Vì sao.",))

    response = client.get(url("7KQ2M4XD"))
    html = response.content.decode()

    assert f"td-pubverdict--{kind}" in html
    assert f"{said} Vì sao." in words(response)
    assert "td-pubverdict--ok" not in html
    assert "Đang có hiệu lực" not in words(response)
    assert "Trùng từng byte" not in words(response)


def test_revoked_after_signing_is_valid_and_says_so(client, paper, examine):
    examine(paper, signers=(person(revoked_at=now()), agency()))

    text = words(client.get(url("7KQ2M4XD")))

    assert "Văn bản hợp lệ" in text
    assert "sau khi ký. Văn bản ký trước ngày đó vẫn có giá trị." in text


def test_the_archived_file_is_the_original_too(client, paper, examine):
    archived = keep_file(paper, Stage.ARCHIVED, content_of(paper) + b"\n%archived")
    examine(paper, Stage.ARCHIVED)

    html = client.get(url("7KQ2M4XD")).content.decode()

    assert f'data-verify="{archived.sha256} {file_of(paper).sha256}"' in html
    assert client.get(url("7KQ2M4XD", "verify-file")).content == (
        content_of(paper) + b"\n%archived"
    )


# ---- the original -----------------------------------------------------------------------


def test_download(client, paper):
    response = client.get(url("7KQ2M4XD", "verify-file"))

    assert response.content == content_of(paper)
    assert (
        response["Content-Disposition"] == 'attachment; filename="KH-05-2026-UBND.pdf"'
    )
    assert response["ETag"] == f'"{file_of(paper).sha256}"'
    assert response["Cache-Control"] == "public, no-cache"


def test_a_quick_look(client, paper, examine):
    assert "Ảnh các trang chưa sẵn sàng" in words(
        client.get(url("7KQ2M4XD", "verify-pages"))
    )
    examine(paper)

    html = client.get(url("7KQ2M4XD", "verify-pages")).content.decode()
    picture = client.get(url("7KQ2M4XD", "verify-page", 2))

    assert html.count("<img") == 2
    assert f'src="{url("7KQ2M4XD", "verify-page", 2)}"' in html
    assert picture["Content-Type"] == "image/webp"
    assert picture["Cache-Control"] == "public, max-age=3600"
    assert client.get(url("7KQ2M4XD", "verify-page", 3)).status_code == 404


# ---- typing the code --------------------------------------------------------------------


def test_home(client):
    response = client.get(HOME)
    html = response.content.decode()

    assert "Tra cứu, xác thực văn bản" in words(response)
    assert 'name="ma"' in html
    assert 'name="tep"' in html
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies


def test_a_typed_code_leads_to_its_page_whether_it_exists_or_not(client, paper):
    for typed, code in [(" 7kq2 - m4xd ", "7KQ2M4XD"), ("abcd2345", "ABCD2345")]:
        response = client.get(HOME, {"ma": typed})
        assert (response.status_code, response.url) == (302, url(code))


def test_a_typed_code_that_cannot_be(client):
    response = client.get(HOME, {"ma": "OI01"})

    assert response.status_code == 422
    assert "Mã không dùng chữ O, chữ I, số 0, số 1." in words(response)
    assert 'value="OI01"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7KQ2M4XD", "7KQ2M4XD"),
        ("7kq2-m4xd", "7KQ2M4XD"),
        ("7KQ2 M4XD", "7KQ2M4XD"),
        ("7K Q2 — M4 XD", "7KQ2M4XD"),
        ("https://thidua.example.vn/x/7KQ2M4XD/?lan=1", "7KQ2M4XD"),
        ("7KQ2M4X", None),
        ("7KQ2M4XDD", None),
        ("7KQ2M4X0", None),
        ("7KQ2M4XÐ", None),
        ("", None),
        ("７ＫＱ２Ｍ４ＸＤ", None),
    ],
)
def test_as_code(typed, code):
    assert as_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQ2M4X0", "Mã không dùng số 0. Nhìn lại trên giấy"),
        ("7KQ2", "Mã có đúng 8 chữ và số. Đang nhập: 4."),
        ("7KQ2M4XĐ", "Mã chỉ gồm chữ cái không dấu và chữ số. Đang nhập: Đ."),
    ],
)
def test_why_not_a_code(typed, said):
    assert why_not_a_code(typed).startswith(said)


# ---- by file ----------------------------------------------------------------------------


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
        (V.UNSIGNED, "warn", "Văn bản chưa đủ chữ ký số"),
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
