"""Tra cứu, xác thực: what anyone is told of a code, and what nobody is told."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from reports import store
from reports.codes import as_code, why_not_a_code
from reports.models import DocumentFile
from reports.verifying.report import Verdict as V
from tests.factories import ward
from tests.paper_files import (
    agency,
    content_of,
    file_of,
    issued_paper,
    keep_file,
    person,
    small_pdf,
    words,
)

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

    with django_assert_num_queries(3):  # paper, its files, what was done to it
        client.get(url("7KQ2M4XD"))
    # Neither a paper nor a pact has it; nor, behind a lowered fence, a diploma.
    with django_assert_num_queries(4):
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
        ("verify-page", (1, 90)),
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
    assert client.get("/x/7kq2-m4xd/tai/").status_code == 200
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
    picture = client.get(url("7KQ2M4XD", "verify-page", 2, 90))

    # The first at once, the next when it comes near or, without scripts, at once too.
    pages = [url("7KQ2M4XD", "verify-page", number, 90) for number in (1, 2)]
    shown = re.findall(r'<img [^>]*?src="([^"]+/\d+/?[^"]*)"', html)
    assert sorted(set(shown)) == pages
    assert picture["Content-Type"] == "image/webp"
    assert picture["Cache-Control"] == "public, max-age=3600"
    assert client.get(url("7KQ2M4XD", "verify-page", 3, 90)).status_code == 404


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


def test_a_demonstration_paper_says_that_it_proves_nothing(client, paper, examine):
    said = "Chữ ký của hạ tầng chứng thực trình diễn, không có giá trị pháp lý."
    unchanged = "Nội dung không bị thay đổi từ khi ký."
    examine(paper, messages=(unchanged, said))

    assert f"ban hành. {unchanged} {said}" in words(client.get(url("7KQ2M4XD")))
