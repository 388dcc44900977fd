"""Tệp và chữ của văn bản: proper names, hashes, what is kept and what is never sent."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports import examining, store
from reports.models import DocumentFile
from reports.webp import size_of
from tests.factories import ward
from tests.paper_files import content_of, file_of, issued_paper, words

pytestmark = pytest.mark.django_db
Stage = DocumentFile.Stage


def url(document, name, *more):
    return reverse(f"reports:{name}", args=[document.pk, *more])


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    """An issued paper that was examined and found good."""
    document = issued_paper(place, number=5, issued_on=date(2026, 6, 30))
    for stage in (Stage.ISSUED, Stage.SIGNED):
        examine(document, stage)
    return document


def test_the_words_of_every_page(client, place, paper):
    client.force_login(place.officer)

    text = words(client.get(url(paper, "document-text")))

    assert re.search(rf"Trang 1 {paper.code} issued \d+ Trang 2 Page two", text)


def test_the_words_of_another_version(client, place, paper):
    client.force_login(place.officer)

    text = words(client.get(url(paper, "document-text"), {"ban": "signed"}))

    assert f"Trang 1 {paper.code} signed" in text


def test_the_words_are_on_their_way(client, place, asked):
    document = issued_paper(place)
    client.force_login(place.officer)

    response = client.get(url(document, "document-text"))

    assert "Bản chữ đang được chuẩn bị" in words(response)
    assert asked == [("examine_file", file_of(document).pk)]


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("issued", "KH-05-2026-UBND.pdf"),
        ("signed", "KH-05-2026-UBND-lanh-dao-da-ky.pdf"),
        ("rendered", "KH-05-2026-UBND-trinh-ky.pdf"),
    ],
)
def test_download_under_its_proper_name(client, place, paper, stage, name):
    client.force_login(place.officer)

    response = client.get(
        url(paper, "document-file", stage), headers={"Accept-Encoding": "gzip, br"}
    )

    assert response.content == content_of(paper, stage)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["ETag"] == f'"{file_of(paper, stage).sha256}"'
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in response


def test_to_print_it_opens_in_the_browser(client, place, paper):
    client.force_login(place.officer)

    response = client.get(url(paper, "document-file", "issued"), {"xem": "1"})

    assert response["Content-Disposition"] == 'inline; filename="KH-05-2026-UBND.pdf"'
    assert "Content-Security-Policy" not in response


def test_what_the_browser_has_is_not_sent_again(client, place, paper):
    client.force_login(place.officer)
    address = url(paper, "document-file", "issued")

    response = client.get(
        address, headers={"If-None-Match": f'"{file_of(paper).sha256}"'}
    )

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_a_damaged_file_is_never_sent_and_the_page_says_so(
    client, place, paper, damage, caplog
):
    path = store.path_of(file_of(paper).sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"%PDF-1.4 other")
    client.force_login(place.officer)

    response = client.get(url(paper, "document-file", "issued"))
    public = client.get(reverse("reports:verify-file", args=[paper.code]))

    assert (response.status_code, public.status_code) == (503, 503)
    assert "Chưa tải được tệp này Tệp giữ ở máy chủ bị mất" in words(response)
    assert file_of(paper).sha256 in words(response)
    assert "Không xác minh được lúc này" in words(public)
    for page in (response, public):
        assert page["Content-Security-Policy"].startswith("default-src 'self'")
    lines = [r for r in caplog.records if r.name == "reports.views.files"]
    assert [r.getMessage() for r in lines] == 2 * [
        f"file {file_of(paper).sha256} of {paper.code}-issued"
    ]
    assert all(line.exc_info for line in lines)


def test_pictures_are_kept_for_a_year_by_this_browser_only(client, place, paper):
    client.force_login(place.officer)
    digest = file_of(paper).sha256[:16]

    page = client.get(url(paper, "document-page", digest, 1, 90))
    strip = client.get(url(paper, "document-strip", digest))

    for response in (page, strip):
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response.content[:4] == b"RIFF"
    drawn = examining.pictures(file_of(paper).sha256)
    assert size_of(drawn.strip) == (20, 2 * 28)
    assert strip.content == drawn.strip.read_bytes()
    again = client.get(
        url(paper, "document-page", digest, 1, 90),
        headers={"If-None-Match": page["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("digest", "page", "width"),
    [("", 3, 90), ("", 1, 91), ("0" * 16, 1, 90), ("short", 1, 90)],
)
def test_pictures_that_are_not_there(client, place, paper, digest, page, width):
    client.force_login(place.officer)
    digest = digest or file_of(paper).sha256[:16]
    if digest == "short":
        digest = file_of(paper).sha256[:3]

    assert (
        client.get(url(paper, "document-page", digest, page, width)).status_code == 404
    )
