"""Budgets of the slow office line, from the files as they go over the wire."""

import re
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from config.staticfiles import SCRIPTS, SHEETS, bare, whole
from tests.factories import ward

STATIC = settings.BASE_DIR / "static"
PACKED = {".css", ".js", ".svg", ".html"}  # fonts are packed already
HEADERS = 500  # bytes of headers an answer brings with it


def weight(file: Path) -> int:
    """Bytes on the wire: brotli for text, with the headers of the answer."""
    body = file.read_bytes()
    return HEADERS + (
        len(brotli.compress(body)) if file.suffix in PACKED else len(body)
    )


def found(name: str) -> Path:
    """A static file as pages are given it."""
    return Path(finders.find(name))


def files_of(html: str) -> set[str]:
    """Every static file that a page makes the browser fetch, those of its style sheets too."""
    asked = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    for name in [name for name in asked if name.endswith(".css")]:
        sheet = found(name).read_text()
        asked |= set(re.findall(r'url\("?([\w./-]+\.(?:woff2|svg))', sheet))
    return asked


@pytest.fixture(scope="module")
def page():
    """A page with everything that base.html can bring: about as large as the inbox."""
    rows = [
        {
            "icon": "pen",
            "title": f"Việc số {number}",
            "url": f"/viec/{number}/",
            "act": "Mở",
        }
        for number in range(60)
    ]
    nav = [{"label": "Việc cần làm", "url": "/viec/", "icon": "inbox"}] * 4
    body = "".join(
        render_to_string("components/task_row.html", {"task": row}) for row in rows
    )
    return render_to_string("base.html", {"nav": nav}) + body


def test_a_first_visit_fits_180_kb_in_12_requests(page):
    files = files_of(page)
    assert files == {
        "site.css",
        "vendor/htmx/htmx.min.js",
        "app.js",
        "fonts/inter-vi.woff2",
        "fonts/be-vietnam-pro-600-vi.woff2",
        "icons.svg",
    }
    # Room for what only some pages have: a script, the sheets of a draft and three pictures.
    assert 1 + len(files) + 5 <= 12
    scripts = {"campaigns.js", "reports.js"}
    total = sum(weight(found(name)) for name in files | scripts)
    total += HEADERS + len(brotli.compress(page.encode()))
    assert total <= 124_000, total  # two pictures of pages come to it in the editor


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/dang-nhap/", {"passkeys.js"}),
        ("/viec/", set()),
        ("/phong-trao/", set()),
        ("thong-tin", {"campaigns.js"}),
        ("muc-2", {"campaigns.js"}),
        ("check", set()),
        ("/tra-cuu/", set()),
    ],
)
def test_a_page_links_one_sheet_and_at_most_one_script_of_its_own(client, address, own):
    place = ward()
    if address not in ("/dang-nhap/", "/tra-cuu/"):
        client.force_login(place.officer)
    if "/" not in address:
        plan = place.draft()
        address = (
            reverse("campaigns:plan-check", args=[plan.pk])
            if address == "check"
            else reverse("campaigns:plan-section", args=[plan.pk, address])
        )
    html = client.get(address).content.decode()
    linked = re.findall(r'<(?:link|script)[^>]+(?:href|src)="/static/([^"]+)', html)
    assert len(linked) == len(set(linked))
    fonts = {name for name in linked if name.startswith("fonts/")}
    common = {"site.css", "app.js", "vendor/htmx/htmx.min.js"}
    assert len(fonts) == 2
    assert "site.css" in linked
    assert set(linked) - fonts - common == own


def test_the_one_sheet_holds_every_sheet_that_we_write():
    text = found("site.css").read_text()
    ours = {file.name for file in STATIC.glob("*.css")}
    assert {name for name in SHEETS["site.css"] if "/" not in name} == ours
    places = [
        text.index((STATIC / name).read_text().strip()) for name in SHEETS["site.css"]
    ]
    assert places == sorted(places)


def test_scripts_lose_comments_and_indents_and_no_more(monkeypatch, settings, tmp_path):
    assert {file.name for file in STATIC.glob("*.js")} == set(SCRIPTS)
    (tmp_path / "static").mkdir()
    (tmp_path / "static/app.js").write_text(
        '/* what it is:\n   "two" lines */\n(function () {\n  var a = "/* kept */"; /* said */\n'
        "  var b = /x/; // kept\n\n})();\n"
    )
    settings.BASE_DIR = tmp_path

    assert bare("app.js") == (
        '(function () {\nvar a = "/* kept */";\nvar b = /x/; // kept\n})();\n'
    )


def test_a_sheet_of_another_folder_that_names_files_is_refused(
    monkeypatch, settings, tmp_path
):
    (tmp_path / "static/vendor").mkdir(parents=True)
    (tmp_path / "static/vendor/a.css").write_text('a { background: url("a.png") }')
    settings.BASE_DIR = tmp_path
    monkeypatch.setitem(SHEETS, "site.css", ("vendor/a.css",))
    with pytest.raises(ValueError, match=r"vendor/a\.css"):
        whole("site.css")


def test_a_named_page_belongs_to_a_class():
    """All sheets are on every page: a bare @page would turn the paper of them all."""
    for file in STATIC.glob("*.css"):
        bare = re.findall(r"@page\s*\{", file.read_text())
        assert len(bare) == (file.name == "tokens.css"), file.name


def test_the_drum_in_the_sheet_is_the_drum_of_the_file():
    inlined = re.search(
        r'--drum: url\("data:image/svg\+xml,([^"]+)"\)',
        (STATIC / "app.css").read_text(),
    )
    drawing = (STATIC / "trong-dong.svg").read_text().strip().replace('"', "'")
    assert unquote(inlined.group(1)) == drawing


def test_a_later_page_fits_30_kb(page):
    assert HEADERS + len(brotli.compress(page.encode(), quality=4)) <= 30_000


def test_each_kind_of_file_keeps_its_share():
    # The doors load the one, the pages of reports and works the other, the grid of allotments
    # the third, and no page two of them.
    door, camera, grid = found("passkeys.js"), found("evidence.js"), found("allot.js")
    ours = {found(file.name) for file in STATIC.glob("*.js")}
    htmx = STATIC / "vendor/htmx/htmx.min.js"
    away = found("offline.js")  # loaded by its own page alone
    scripts = {*ours, htmx} - {door, camera, grid, away}
    assert weight(away) <= 10_700
    assert weight(door) <= 2_500
    assert weight(grid) <= 1_200
    assert weight(grid) + weight(found("app.js")) + weight(htmx) <= 25_000
    assert weight(camera) <= 3_500
    assert weight(found("site.css")) <= 40_000
    assert sum(map(weight, scripts)) <= 25_000
    assert sum(map(weight, STATIC.glob("fonts/*.woff2"))) <= 95_000


def test_every_picture_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named = set()
    for folder in ("templates", "tests/templates"):
        for file in (settings.BASE_DIR / folder).rglob("*.html"):
            text = file.read_text()
            named |= set(re.findall(r'{% icon "([^"]+)"', text))
            named |= set(
                re.findall(r'{% tag (?:"\w+"|\S+) (?:"[^"]*"|\S+) "([^"]+)"', text)
            )
    assert len(named) > 20
    assert named - drawn == set()


def test_no_template_breaks_the_content_security_policy():
    """No inline style, script or handler; "var()" in an SVG attribute is none of these."""
    wrong = re.compile(r'<style|<script(?![^>]*\bsrc=)|\sstyle="|\son\w+="|hx-on')
    folders = [settings.BASE_DIR / "templates", settings.BASE_DIR / "tests/templates"]
    found = [
        f"{file.name}: {match.group()}"
        for folder in folders
        for file in folder.rglob("*.html")
        if "pdf"
        not in file.parts  # papers are drawn by WeasyPrint, no browser reads them
        for match in wrong.finditer(file.read_text())
    ]
    assert found == []


def test_what_others_made_brings_its_licence():
    for folder, words in {
        "vendor/bootstrap/LICENSE": "MIT",
        "vendor/htmx/LICENSE": "Zero-Clause BSD",
        "fonts/LICENSE-Inter.txt": "SIL Open Font License",
        "fonts/LICENSE-BeVietnamPro.txt": "SIL Open Font License",
        "LICENSE-icons.txt": "MIT",
    }.items():
        assert words in (STATIC / folder).read_text(), folder
