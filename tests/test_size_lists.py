"""Danh sách dài: walking it by its rows shows each once, in order, whoever is added meanwhile."""

import os
import re

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accessibility import faults, overflow
from tests.factories import HonoureeFactory, Role, UnitFactory, UserFactory, ward
from units import long_lists
from units.long_lists import LongList, beyond, has_keys, page_of
from units.models import Honouree, LikelyDouble, Membership, Unit, User

pytestmark = pytest.mark.django_db
NAMES = ("Vũ An", "Đỗ An", "Lê Ánh", "Lê Bình", "An", "lê ánh")
names = st.lists(st.sampled_from(NAMES), max_size=14)


@pytest.fixture
def short(monkeypatch):
    """Three rows a page, and five are very many."""
    monkeypatch.setattr(long_lists, "PAGE_SIZE", 3)
    monkeypatch.setattr(LongList, "MOST", 5)


def opened(**query):
    return page_of(RequestFactory().get("/", query), User.objects.for_list())


def walk(step=lambda: None):
    """All pages from the first to the last, by the links after them."""
    page = opened()
    pages = [list(page)]
    while getattr(page, "has_more_after", False):
        step()
        page = opened(sau=page.last.pk)
        pages.append(list(page))
    return page, pages


def fill(wanted):
    User.objects.bulk_create(
        User(username=f"u{number}-{User.objects.count()}", full_name=name, password="!")
        for number, name in enumerate(wanted)
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names, names)
def test_pages_together_are_the_whole(short, first, added):
    with transaction.atomic():
        fill([*NAMES, *first])  # never few enough for numbers
        before = list(User.objects.for_list())
        last, pages = walk()
        assert [one for page in pages for one in page] == before
        assert all(len(page) == 3 for page in pages[:-1])

        back = [list(last)]
        while last.has_more_before:
            last = opened(truoc=last.first.pk)
            back.insert(0, list(last))
        # The way back may meet the beginning in the middle of a page.
        seen = [one for page in back for one in page]
        assert seen[-len(before) :] == before or set(seen) == set(before)

        waiting = iter(added)
        _, pages = walk(
            step=lambda: fill([name for name in [next(waiting, None)] if name])
        )
        seen = [one for page in pages for one in page]
        assert [one for one in seen if one in before] == before
        assert len(seen) == len(set(seen))
        transaction.set_rollback(True)


def test_the_row_of_a_page_is_one_of_the_list_or_tells_nothing(short):
    fill(NAMES * 2)
    hidden = UserFactory(full_name="Lê Ánh", is_active=False)
    request = RequestFactory().get("/", {"sau": hidden.pk})

    page = page_of(request, User.objects.in_use().for_list())

    assert list(page) == list(User.objects.in_use().for_list()[:3])
    assert not page.has_more_before


@pytest.mark.parametrize(("number", "start"), [("1", 0), ("2", 3), ("99", 3), ("x", 0)])
def test_an_old_number_is_still_a_page(short, number, start):
    fill(NAMES * 3)

    page = opened(trang=number)

    assert list(page) == list(User.objects.for_list()[start : start + 3])
    assert page.has_more_before == (start > 0)
    assert page.has_more_after


def test_few_rows_have_numbered_pages(short):
    fill(NAMES[:4])

    page = opened(trang="2")

    assert (page.number, len(page), page.paginator.num_pages) == (2, 1, 2)


def test_a_descending_order_is_walked_too():
    places = [UnitFactory() for _ in range(3)]
    rows = Unit.objects.order_by("-pk")

    assert list(beyond(rows, places[1])) == [*rows[1:]][1:]
    assert next(iter(beyond(rows, places[1], backwards=True))) == places[2]


@pytest.mark.parametrize(
    ("rows", "keyed"),
    [
        (User.objects.for_list(), True),
        (Honouree.objects.for_list(), True),
        (LikelyDouble.objects.for_list(), True),
        (Unit.objects.for_pick(), True),
        (Unit.objects.named("to dan"), False),
        (Membership.objects.order_by("unit__path", "pk"), False),
        (Unit.objects.order_by("parent", "pk"), False),
        (User.objects.order_by("sort_name"), False),
        (User.objects.all(), False),
    ],
)
def test_only_an_order_without_blanks_or_equals_has_keys(rows, keyed):
    assert has_keys(rows) is keyed


@pytest.mark.parametrize("name", ["user-list", "honouree-list"])
def test_links_lead_on_without_scripts(client, short, name):
    here = ward()
    make = UserFactory if name == "user-list" else HonoureeFactory
    where = "home" if name == "user-list" else "unit"
    for number in range(8):
        make(
            **{
                where: here.unit,
                "full_name" if where == "home" else "name": f"Lê An {number}",
            }
        )
    client.force_login(here.person(Role.ADMINISTRATOR))

    def page(query):
        html = client.get(reverse(name) + query).content.decode()
        shown = re.findall(r"td-rowlink[^>]*>([^<]+)<", html)
        link = {
            rel: re.search(rf'href="([^"]+)" rel="{rel}"', html)
            for rel in ("prev", "next")
        }
        links = {rel: m and m[1].replace("&amp;", "&") for rel, m in link.items()}
        return shown, links, html

    shown, links, html = page("?q=le+an")
    assert shown == ["Lê An 0", "Lê An 1", "Lê An 2"]
    assert links["prev"] is None
    assert links["next"].startswith("?q=le+an&sau=")
    assert "Từ “Lê An 0” đến “Lê An 2”" in html

    shown, links, html = page(links["next"])
    assert shown == ["Lê An 3", "Lê An 4", "Lê An 5"]
    assert '<a href="?q=le+an">Về đầu</a>' in html

    assert page(links["prev"])[0] == ["Lê An 0", "Lê An 1", "Lê An 2"]
    shown, links, _ = page(links["next"])
    assert (shown, links["next"]) == (["Lê An 6", "Lê An 7"], None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_axe_finds_nothing(page, log_in, short):
    here = ward()
    for number in range(8):
        UserFactory(home=here.unit, full_name=f"Nguyễn Thị Minh Nguyệt {number}")
    log_in(here.administrator)
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(reverse("user-list"))
        page.get_by_role("link", name="Sau").click()
        page.get_by_role("link", name="Về đầu").wait_for()
        assert (width, faults(page), overflow(page)) == (width, [], 0)
        if picture := os.environ.get("SIZE_SHOTS"):
            page.screenshot(path=f"{picture}/walked-{width}.png", full_page=True)
