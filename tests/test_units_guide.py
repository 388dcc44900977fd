"""Hướng dẫn: readable in the product, found from every screen, and true to its links."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories import Role, ward
from tests.paper_files import words
from units import guide, guide_links

DOCS = settings.BASE_DIR / "docs"
GUIDE = reverse("guide")
# Addresses that no person looks at: files, pictures, fragments, machines, the doors.
NO_SCREEN = {
    "login", "login-again", "logout", "guide", "guide-page",
    "sheet-watch", "sheet-rehearse", "sheet-carry-out", "sheet-template", "sheet-current",
    "sheet-result",
    "login-step", "login-passkey", "passkey-options", "passkey-add-options", "sign-on",
    "sign-on-return", "identity-link", "invitation", "session-end", "sessions-end",
    "user-uninvite",
    "unit-pick", "unit-pick-coming", "unit-pick-ended", "unit-parts", "signature-words",
    "reports:document-watch", "reports:document-file", "reports:document-page",
    "reports:document-strip", "reports:of-campaign", "reports:plan-format",
    "reports:preview-page", "reports:document-word", "reports:plan-word",
    "reports:verify-file", "reports:verify-page", "reports:health-live",
    "reports:health-ready", "reports:metrics", "reports:register-file",
    "campaigns:route-step-move", "campaigns:route-step-remove", "campaigns:stand-in-end",
    "campaigns:route-drop",
    "campaigns:track-pick", "campaigns:opening-close", "campaigns:period-remove",
    "campaigns:participation-back", "campaigns:track-undo", "campaigns:allocation-owe",
    "export-file", "honouree-alike", "honouree-unit-pick",
    "honouree-unit-pick-ended", "reports:delivery-unit-pick", "reports:delivery-link",
    "reports:letter-again",
    "reports:correspondent-forget", "reports:document-edxml", "reports:copy-certify",
    "reports:copy-file", "honouree-file",
    "reports:annex-file", "reports:copy-annex", "reports:verify-annex",
}  # fmt: skip


def names(resolver, space="") -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= names(pattern, inside)
        elif pattern.name:
            found.add(f"{space}{pattern.name}")
    return found


def test_every_file_of_the_guide_is_a_page():
    files = {path.stem for path in (DOCS / "huong-dan").glob("*.md")}

    assert {slug or "README" for slug in guide.SLUGS} == files


@pytest.mark.parametrize("slug", guide.SLUGS)
def test_a_page_is_read_whole(slug):
    page = guide.page(slug)

    assert page.title
    assert "<h1" not in page.html
    assert "**" not in page.html
    anchors = [section.anchor for section in page.sections]
    assert len(anchors) == len(set(anchors))
    # No link is left that leads to a file.
    assert not re.findall(r'href="[^"]*\.md', page.html)
    for target in re.findall(r'href="([^"]+)"', page.html):
        if target.startswith("/huong-dan/"):
            path, _, anchor = target.partition("#")
            there = guide.page(path.removeprefix("/huong-dan/").strip("/"))
            assert not anchor or anchor in there.anchors
    for picture in re.findall(r'<img src="/static/([^"]+)" alt="([^"]+)"', page.html):
        assert finders.find(picture[0])
        assert picture[1]
    assert page.html.count("<img") == page.html.count('alt="')


def test_raw_html_and_dangerous_links_do_not_pass(tmp_path, settings):
    (tmp_path / "docs/huong-dan").mkdir(parents=True)
    (tmp_path / "docs/huong-dan/README.md").write_text(
        "# T\n\n<script>alert(1)</script> <b onclick=x>y</b> [a](javascript:alert(1))\n"
        "\n```\n<img src=x>\n```\n"
    )
    settings.BASE_DIR = tmp_path

    html = guide._read("").html

    assert "<script" not in html
    assert "<b " not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_every_screen_has_its_part_of_the_guide():
    screens = names(get_resolver())

    assert screens - NO_SCREEN <= set(guide_links.SCREENS)
    assert set(guide_links.SCREENS) <= screens
    places = [*guide_links.SCREENS.values(), *guide_links.OF_ROLE.values()]
    for slug, anchor in places:
        assert anchor == "" or anchor in guide.page(slug).anchors, (slug, anchor)


def test_every_role_has_a_page_of_its_own():
    assert set(guide_links.OWN_PAGE) == set(Role)


@pytest.mark.parametrize(
    ("screen", "roles", "address"),
    [
        ("campaigns:plan-section", ["officer"], "can-bo-soan-thao/#2-soan"),
        ("reports:document", ["clerk"], "van-thu/#cap-so-dong-dau-ban-hanh"),
        ("reports:document", ["reporter"], "#trang-cua-mot-van-ban"),
        ("reports:document", ["officer", "clerk"], "#trang-cua-mot-van-ban"),
        ("campaigns:plan-review", ["leader"], "lanh-dao/#duyet-va-ky"),
        ("no-such-screen", ["clerk"], "van-thu/"),
        (None, [], ""),
    ],
)
def test_the_part_that_explains_a_screen(screen, roles, address):
    assert guide_links.of_screen(screen, lambda: roles) == GUIDE + address


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("trả lại", "Trả lại để sửa"),
        ("tra lai", "Trả lại để sửa"),
        ("HỦY SỐ", "Sổ đăng ký văn bản đi"),
        ("mat khau", "Tài khoản, mật khẩu"),
    ],
)
def test_words_are_found_in_it(sought, first):
    assert guide.found(sought)[0][1].title == first


def test_what_is_not_in_it_is_not_found():
    assert guide.found("xyzzy") == guide.found("   ") == []


@pytest.mark.django_db
def test_it_is_read_without_an_account(client):
    response = client.get(reverse("guide-page", args=["tra-cuu"]))

    assert response.status_code == 200
    page = response.content.decode()
    assert "<h1>Kiểm tra một văn bản</h1>" in page
    assert page.count('aria-current="page"') == 1
    assert f'href="{reverse("login")}"' in page
    assert not response.cookies
    assert client.get("/huong-dan/khong-co/").status_code == 404
    assert client.post(GUIDE).status_code == 405


@pytest.mark.django_db
def test_search_names_what_was_sought(client):
    page = words(client.get(GUIDE, {"q": "trả lại"}))
    none = words(client.get(GUIDE, {"q": "<b>xyzzy"}))

    assert re.search(r"\d+ mục có “trả lại”", page)
    assert "Không có mục nào có “<b>xyzzy”" in none
    assert "<b>xyzzy" not in client.get(GUIDE, {"q": "<b>xyzzy"}).content.decode()


@pytest.mark.django_db
def test_a_reader_is_shown_the_part_of_their_role(client):
    client.force_login(ward().clerk)

    page = words(client.get(GUIDE))

    assert "Văn thư phần của anh/chị" in page


@pytest.mark.django_db
def test_a_screen_leads_to_its_part_in_the_bar_and_at_the_foot(client):
    client.force_login(ward().officer)

    page = client.get(reverse("campaigns:campaign-start")).content.decode()

    part = f'href="{GUIDE}can-bo-soan-thao/#1-lap-phong-trao"'
    assert page.count(part) == 2
    assert f'<a href="{GUIDE}">Mục lục hướng dẫn</a>' in page


@pytest.mark.django_db
def test_a_public_page_names_the_guide_without_a_look_into_the_session(client):
    response = client.get(reverse("reports:verify-home"))

    assert f'href="{GUIDE}tra-cuu/"' in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_the_doors_lead_to_the_guide():
    assert f'href="{GUIDE}"' in Client().get(reverse("login")).content.decode()


def test_the_kit_without_a_guide_draws_no_dead_link(settings):
    settings.ROOT_URLCONF = "tests.looks_urls"

    with pytest.raises(NoReverseMatch):
        reverse("guide")
