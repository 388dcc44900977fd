"""Phụ lục ở tệp riêng trên các trang: listed, taken, verified with their paper, sent with it."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.content import Line
from campaigns.outline import LineKind
from reports import edxml, examining, exchange, mailing, store, verifying
from reports.models import Document
from reports.previews import Preview
from reports.verifying.report import Verdict as V
from reports.views.previews import files_of
from tests.factories import RegisterEntryFactory, other_ward, ready_content, ward
from tests.paper_files import (
    agency,
    issued_paper,
    keep_annex,
    report_on,
    words,
)
from units.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    document = issued_paper(place, number=5, title="Thi đua mẫu", annex_count=2)
    examine(document)
    return document


@pytest.fixture
def annexes(paper):
    return [
        keep_annex(paper, position=1, marker="Phụ lục I", title="Danh sách", pages=3),
        keep_annex(paper, position=2, marker="Phụ lục II", title="Biểu mẫu"),
    ]


@pytest.fixture
def judge(monkeypatch):
    """What the worker finds of annexes."""

    def judge(*files, verdict=V.VALID):
        for file in files:
            report = report_on(store.read_stored(file), verdict, signers=(agency(),))
            monkeypatch.setattr(verifying, "verify", lambda _, made=report: made)
            examining.examine_annex(file.pk)

    return judge


def page_of(paper):
    return reverse("reports:document", args=[paper.pk])


def public_of(paper, *more):
    name = "reports:verify-annex" if more else "reports:verify"
    return reverse(name, args=[paper.code, *more])


# ---- the page of the paper ----------------------------------------------------------------


def test_the_page_lists_each_with_its_pages_verdict_and_hash(
    client, place, paper, annexes, judge, asked
):
    client.force_login(place.clerk)
    judge(annexes[0])

    told = words(client.get(page_of(paper)))

    first, second = annexes
    assert (
        f"Phụ lục ở tệp riêng Phụ lục I Danh sách Tải Phụ lục I 3 trang · {size(first)} "
        f"Chữ ký số hợp lệ SHA-256 {first.sha256} "
        f"Phụ lục II Biểu mẫu Tải Phụ lục II 1 trang · {size(second)} "
        f"Đang xác minh SHA-256 {second.sha256}"
    ) in told
    assert ("examine_annex", second.pk) in asked


def size(file):
    return f"{file.size} byte" if file.size < 1000 else ""


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(
    client, place, examine, judge, django_assert_num_queries, count
):
    document = issued_paper(place, number=7, annex_count=count)
    examine(document)
    judge(*(keep_annex(document, position=at + 1) for at in range(count)))
    client.force_login(place.clerk)
    client.get(page_of(document))
    with django_assert_num_queries(12):
        client.get(page_of(document))


def test_each_is_taken_under_its_name_and_the_taking_is_logged(
    client, place, paper, annexes
):
    client.force_login(place.clerk)
    url = reverse("reports:annex-file", args=[paper.pk, 2])

    answer = client.get(url)

    assert answer.content == store.read_stored(annexes[1])
    name = f"KH-05-{paper.issued_on.year}-UBND-PL2.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert client.get(f"{url}?xem=1")["Content-Disposition"].startswith("inline")
    logged = Access.objects.order_by("pk").first()
    assert logged.about == f"{paper}: {name}"
    for missing in (3, 0):
        other = reverse("reports:annex-file", args=[paper.pk, missing])
        assert client.get(other).status_code == 404
    client.force_login(other_ward().clerk)
    assert client.get(url).status_code == 404


def test_before_issue_those_who_keep_its_papers_see_what_was_rendered(client, place):
    document = place.document(signed=True, annex_count=1)
    file = keep_annex(document, stage="rendered")
    client.force_login(place.clerk)

    told = words(client.get(page_of(document)))

    assert "Phụ lục ở tệp riêng Phụ lục Biểu mẫu đăng ký Tải Phụ lục 1 trang" in told
    assert "Ký xong mọi tệp, văn bản mới được ban hành." in told
    answer = client.get(reverse("reports:annex-file", args=[document.pk, 1]))
    assert answer.content == store.read_stored(file)
    assert answer["Content-Disposition"].endswith('-PL1-trinh-ky.pdf"')
    assert client.get(public_of(document)).status_code == 404
    assert client.get(public_of(document, 1)).status_code == 404


def test_a_damaged_one_is_told(client, place, paper, annexes):
    store.path_of(annexes[0].sha256).write_bytes(b"x")
    client.force_login(place.clerk)

    answer = client.get(reverse("reports:annex-file", args=[paper.pk, 1]))

    assert answer.status_code == 503
    assert f"{annexes[0].sha256}.pdf" in words(answer)
    assert client.get(public_of(paper, 1)).status_code == 503


# ---- for everybody ------------------------------------------------------------------------


def test_the_public_page_is_what_the_worst_of_its_files_is(
    client, paper, annexes, judge, asked
):
    told = words(client.get(public_of(paper)))
    assert "Đang xác minh" in told
    assert "Văn bản hợp lệ" not in told
    assert [call for call in asked if call[0] == "examine_annex"] == [
        ("examine_annex", file.pk) for file in annexes
    ]

    judge(*annexes)
    answer = client.get(public_of(paper))
    told = words(answer)
    assert "Văn bản hợp lệ Do" in told
    for file in annexes:
        assert f"{file.marker} {file.title} Tải {file.marker}" in told
        assert f"SHA-256 {file.sha256}" in told
        # The machine of the reader knows a file by its hash.
        assert file.sha256 in answer.content.decode().split('data-verify="')[1]
    got = client.get(public_of(paper, 2))
    assert got.content == store.read_stored(annexes[1])
    assert client.get(public_of(paper, 3)).status_code == 404

    store.path_of(annexes[0].sha256).write_bytes(b"x")
    assert "Không xác minh được lúc này" in words(client.get(public_of(paper)))


def test_a_paper_with_an_annex_that_does_not_hold_is_not_valid(
    client, paper, annexes, judge
):
    judge(annexes[0])
    judge(annexes[1], verdict=V.ALTERED)

    told = words(client.get(public_of(paper)))

    assert "Văn bản không hợp lệ" in told
    assert "Văn bản hợp lệ Do" not in told


def test_an_uploaded_annex_is_known_and_leads_to_its_paper(
    client, paper, annexes, judge
):
    judge(*annexes)
    upload = SimpleUploadedFile(
        "a.pdf", store.read_stored(annexes[1]), "application/pdf"
    )

    told = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))

    assert f"Tệp trùng từng byte với Phụ lục II của {paper}, bản gốc do" in told
    assert f"Đây là Phụ lục II kèm theo {paper} , ban hành ở tệp riêng" in told
    assert "Chữ ký số của người ký Không có trên tệp" not in told
    under_way = ward().document(signed=True, annex_count=1)
    file = keep_annex(under_way)
    judge(file)
    upload = SimpleUploadedFile("b.pdf", store.read_stored(file), "application/pdf")
    told = words(client.post(reverse("reports:verify-upload"), {"tep": upload}))
    assert str(under_way) not in told


# ---- with what goes out -------------------------------------------------------------------


def test_edxml_takes_them_along(paper, annexes):
    RegisterEntryFactory(document=paper, recipients="Các tổ dân phố")
    message = replace(
        exchange.message_of(paper), sender=edxml.Party(name="A", organ_id="A1.B2")
    )

    assert [file.file_name for file in message.files] == [
        exchange.paper_name(paper),
        exchange.annex_name(paper, 1),
        exchange.annex_name(paper, 2),
    ]
    assert message.pages == 2 + 3 + 1
    assert message.annexes[0].pdf == store.read_stored(annexes[0])
    message = replace(message, position="Chủ tịch", recipients=(message.sender,))
    assert edxml.faults(message) == []
    assert edxml.read(edxml.write(message)) == message
    long = replace(message, annexes=(edxml.Attached(file_name="x" * 51, pdf=b""),))
    assert edxml.faults(long) == [
        "Tên tệp phụ lục (AttachmentName) dài 51 ký tự, edXML nhận tối đa 50 ký tự."
    ]


def test_names_stay_within_fifty_letters():
    document = Document(number=123, symbol="KH-" + "A" * 60)
    name = exchange.annex_name(document, 12)
    assert len(name) <= 50
    assert name.endswith("-PL12.pdf")


def test_a_letter_tells_of_them(paper):
    paper.annex_count = 0
    assert mailing._annexes_told(paper) == ""
    paper.annex_count = 2
    assert mailing._annexes_told(paper) == (
        "Kèm theo 2 phụ lục ở tệp riêng, tải ở cùng trang.\n\n"
    )


# ---- the preview --------------------------------------------------------------------------


def test_the_preview_says_which_pages_go_to_which_file():
    plain = ready_content()
    content = replace(
        plain,
        lines=(
            *plain.lines,
            Line(kind=LineKind.ANNEX, text="Danh sách"),
            Line(kind=LineKind.PARAGRAPH, text="Một."),
            Line(kind=LineKind.ANNEX, text="Biểu mẫu"),
        ),
        annexes_apart=True,
    )
    pages = [1] * len(plain.lines) + [3, 3, 5]
    preview = Preview("k", pages=5, line_pages=pages)

    assert files_of(content, preview) == [
        {"name": "Văn bản chính", "first": 1, "last": 2},
        {"name": "Phụ lục I Danh sách", "first": 3, "last": 4},
        {"name": "Phụ lục II Biểu mẫu", "first": 5, "last": 5},
    ]
    assert files_of(replace(content, annexes_apart=False), preview) == []
    assert files_of(content, None) == []
    assert files_of(content, Preview("k", problem="Hỏng.")) == []
