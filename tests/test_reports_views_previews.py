"""Xem trước: the draft's pages, asked for once, watched, marked, refused in words."""

import json
import os
import re
import time
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from reports import previews, sheets
from reports.webp import size_of
from tests.factories import other_ward, ward
from tests.paper_files import small_pdf, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_previews(settings, tmp_path):
    settings.PREVIEWS_DIR = tmp_path / "previews"


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


def url(plan):
    return reverse("reports:plan-preview", args=[plan.pk])


def make(plan, **facts) -> previews.Preview:
    """What the worker would have left for the plan as it stands."""
    key = previews.key_of(plan)
    home = settings.PREVIEWS_DIR / key
    home.mkdir(parents=True)
    values = {
        "key": key,
        "pages": 2,
        "problem": "",
        "line_pages": [1] * 5 + [2] * 8,
        "line_tops": [0.1] * 5 + [0.25] * 8,
        "findings": [],
    } | facts
    (home / "preview.json").write_text(json.dumps(values))
    for page in range(1, values["pages"] + 1):
        for width in sheets.WIDTHS:
            image = b"RIFF" + bytes([page, width // 100])
            sheets.path(home, page, width).write_bytes(image)
    return previews.ready(key)


def test_the_first_look_asks_the_worker_once(client, place, plan, asked):
    client.force_login(place.officer)

    first = client.get(url(plan))
    client.get(url(plan))

    assert "Đang dàn trang" in words(first)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in (
        first.content.decode()
    )
    assert asked == [("render_preview", plan.pk)]


def test_without_the_cache_the_page_still_comes(
    client, place, plan, asked, monkeypatch
):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(previews.cache, "add", away)
    client.force_login(place.officer)

    assert "Đang dàn trang" in words(client.get(url(plan)))
    assert asked == []


@pytest.mark.parametrize("key", ["..", "%00", "a" * 300, "0" * 31 + "G"])
def test_no_key_leads_out_of_the_previews(client, place, plan, key):
    client.force_login(place.officer)
    settings.PREVIEWS_DIR.mkdir()
    (settings.PREVIEWS_DIR.parent / "preview.json").write_text(
        json.dumps({"key": "", "pages": 1})
    )
    (settings.PREVIEWS_DIR.parent / "1.webp").write_bytes(b"RIFF")

    response = client.get(f"/ke-hoach/{plan.pk}/xem-truoc/{key}/1.webp")

    assert response.status_code == 404


def test_a_preview_is_kept_under_the_words_it_shows(place, plan, monkeypatch):
    """The officer goes on writing while the worker draws."""
    before = previews.key_of(plan)
    drawn = []

    def draw(content, key, draft):
        plan.lines.all().delete()
        drawn.append((len(content.lines), key))
        return previews.Preview(key, pages=0)

    lines = plan.lines.count()
    monkeypatch.setattr(previews, "_draw", draw)

    previews.render(plan.pk)

    assert drawn == [(lines, before)]
    assert previews.ready(before) is not None
    assert previews.key_of(plan) != before


def test_the_fragment_asks_on_slower_until_it_is_there(client, place, plan, asked):
    client.force_login(place.officer)
    html = client.get(url(plan), {"dong": "6"}, headers=HTMX).content.decode()
    assert "<html" not in html

    for look in range(1, 23):
        address = unescape(re.search(r'hx-get="([^"]*)"', html)[1])
        assert address == f"{url(plan)}?lan={look}&dong=6"
        html = client.get(address, headers=HTMX).content.decode()
        pause = "0.4" if look < 6 else "2" if look < 21 else "5"
        assert f"every {pause}s" in html
    assert "Lâu hơn thường lệ" in html
    make(plan)
    html = client.get(address, headers=HTMX).content.decode()

    assert "hx-get" not in html
    assert html.count("<img") == 2


def test_the_pages_and_the_line_that_is_written(client, place, plan):
    preview = make(plan)
    client.force_login(place.officer)

    html = client.get(url(plan), {"dong": "6"}).content.decode()

    image = reverse("reports:preview-page", args=[plan.pk, preview.key, 2, 700])
    second = html[html.index('id="trang-2"') :]
    first = html[html.index('id="trang-1"') : html.index('id="trang-2"')]
    assert f'src="{image}"' in second
    assert 'y="25.00"' in second
    assert "td-linemark" not in first
    assert client.get(image).content == b"RIFF\x02\x07"
    assert client.get(image)["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("line", ["", "99", "-1", "x"])
def test_no_line_no_mark(client, place, plan, line):
    make(plan)
    client.force_login(place.officer)

    response = client.get(url(plan), {"dong": line})

    assert response.status_code == 200
    assert "td-linemark" not in response.content.decode()


def test_a_draft_that_cannot_be_printed_says_why(client, place, plan):
    make(plan, pages=0, problem="Dòng 3 có ký tự không in được.")
    client.force_login(place.officer)

    response = client.get(url(plan))

    assert "Chưa dàn được trang. Dòng 3 có ký tự không in được." in words(response)
    assert "<img" not in response.content.decode()


def test_findings_of_form_stand_below(client, place, plan):
    finding = {"rule": "R82", "level": "warning", "message_vi": "Thiếu Lưu.", "page": 2}
    make(plan, findings=[finding])
    client.force_login(place.officer)

    text = words(client.get(url(plan)))

    assert "Thể thức: 1 chỗ nên xem lại Thiếu Lưu. Quy tắc R82 · trang 2" in text


@pytest.mark.slow
def test_an_annex_across_lies_across(client, place, plan):
    from PIL import Image  # noqa: PLC0415 for two pictures

    preview = make(plan)
    for number, size in ((1, (90, 127)), (2, (127, 90))):
        place_of = sheets.path(preview.home, number, sheets.WIDTHS[0])
        Image.new("RGB", size).save(place_of, "WEBP", lossless=True)
    client.force_login(place.officer)

    html = client.get(url(plan)).content.decode()

    assert 'class="td-sheet" id="trang-1"' in html
    assert 'class="td-sheet td-sheet--across" id="trang-2"' in html


def test_changed_words_have_another_preview(client, place, plan, asked):
    make(plan)
    client.force_login(place.officer)
    plan.lines.filter(position=2).update(text="Chữ khác hẳn.")

    assert "Đang dàn trang" in words(client.get(url(plan)))


def test_others_see_neither_pages_nor_pictures(client, place, plan):
    preview = make(plan)
    client.force_login(other_ward().officer)

    assert client.get(url(plan)).status_code == 404
    image = reverse("reports:preview-page", args=[plan.pk, preview.key, 1, 700])
    assert client.get(image).status_code == 404


@pytest.mark.parametrize("page", [0, 3])
def test_pictures_that_are_not_there(client, place, plan, page):
    preview = make(plan)
    client.force_login(place.officer)

    image = reverse("reports:preview-page", args=[plan.pk, preview.key, page, 700])
    assert client.get(image).status_code == 404


def test_a_key_is_no_way_out_of_the_directory(client, place, plan):
    client.force_login(place.officer)

    image = reverse("reports:preview-page", args=[plan.pk, "..", 1, 700])
    assert client.get(image).status_code == 404


@pytest.mark.slow
def test_the_real_worker_part(client, place, plan):
    previews.render(plan.pk)
    client.force_login(place.officer)

    html = client.get(url(plan), {"dong": "0"}).content.decode()

    assert 'id="trang-1"' in html
    assert "td-linemark" in html


def test_small_pdf_is_a_pdf():
    from reports.rendering import page_texts  # noqa: PLC0415 loads pdfium

    assert page_texts(small_pdf("One", "Two")) == ["One", "Two"]


@pytest.mark.parametrize("size", [(1, 1), (1000, 1414), (1414, 1000), (16383, 2)])
def test_the_size_of_a_picture(tmp_path, size):
    from PIL import Image  # noqa: PLC0415 for one picture

    path = tmp_path / "a.webp"
    Image.new("RGB", size, "red").save(path, "WEBP", lossless=True)

    assert size_of(path) == size


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 40, None])
def test_what_is_no_picture_has_no_size(tmp_path, content):
    path = tmp_path / "a.webp"
    if content is not None:
        path.write_bytes(content)

    assert size_of(path) is None


class TestPagesDrawnBefore:
    """A draft in which one line is another: the pages that look the same are not drawn again."""

    @pytest.fixture
    def home(self, settings, tmp_path):
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        return tmp_path

    def draw(self, home, name, texts, monkeypatch):
        packed, pages = [], sheets.page_images

        def watched(pdf, widths, numbers=None):
            packed.extend(numbers)
            return pages(pdf, widths, numbers)

        monkeypatch.setattr(sheets, "page_images", watched)
        pdf = several_pages(texts)
        sheets.draw(pdf, home / name, kept=home / "trang")
        monkeypatch.setattr(sheets, "page_images", pages)
        found = [
            (sheets.path(home / name, number, width)).read_bytes()
            for number in range(1, len(texts) + 1)
            for width in sheets.WIDTHS
        ]
        flat = [image for images in pages(pdf, sheets.WIDTHS) for image in images]
        assert found == flat
        return packed

    def test_only_the_changed_page(self, home, monkeypatch):
        assert self.draw(home, "one", ["a", "b", "c"], monkeypatch) == [0, 1, 2]
        assert self.draw(home, "two", ["a", "x", "c"], monkeypatch) == [1]

    def test_two_pages_alike(self, home, monkeypatch):
        assert self.draw(home, "one", ["a", "a"], monkeypatch) == [0, 1]

    def test_pictures_that_are_gone_are_drawn_again(self, home, monkeypatch):
        self.draw(home, "one", ["a", "b"], monkeypatch)
        gone = next((home / "trang").glob("*-480.webp"))
        gone.unlink()
        assert len(self.draw(home, "two", ["a", "b"], monkeypatch)) == 1


def several_pages(texts) -> bytes:
    import weasyprint  # noqa: PLC0415 slow to load

    body = "<p style='break-before: page'>".join(texts)
    return weasyprint.HTML(string=f"<p>{body}").write_pdf()


def test_old_pictures_go_and_those_in_use_stay(settings):
    pages = settings.PREVIEWS_DIR / "trang-3"
    pages.mkdir(parents=True)
    for name, age in (("old", 8), ("new", 6)):
        (pages / name).write_bytes(b"x")
        then = time.time() - age * 86400
        os.utime(pages / name, (then, then))

    previews.clear_old()

    assert [picture.name for picture in pages.iterdir()] == ["new"]
