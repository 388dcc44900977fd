"""Bản dự thảo trên điện thoại: the words of its pages, and pages as large as one needs."""

import pytest
from django.urls import reverse
from lxml import html

from tests.desk_forms import texts
from tests.drawn import drawn
from tests.factories import other_ward, ward
from tests.paper_files import words

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


def url(name, plan):
    return reverse(f"reports:{name}", args=[plan.pk])


def page_at(client, address, **headers):
    answer = client.get(address, headers=headers)
    return html.fromstring(answer.content.decode())


def test_the_pages_offer_their_words_and_three_sizes(client, place, plan):
    drawn(plan)
    client.force_login(place.officer)

    page = page_at(client, url("plan-preview", plan))

    assert page.xpath("//div[@class='td-zoombar']/a/@href") == [url("plan-text", plan)]
    assert texts(page, "//fieldset//label") == ["Vừa trang", "150%", "200%"]
    assert page.xpath("//fieldset//input[@checked]/@value") == ["100"]
    assert texts(page, "//main//fieldset/legend") == ["Cỡ trang"]
    assert (
        len(page.xpath("//div[@class='td-viewer__scroll']/div[@class='td-sheet']")) == 2
    )


def test_beside_the_editor_there_is_no_room_for_it(client, place, plan):
    drawn(plan)
    client.force_login(place.officer)

    answer = client.get(url("plan-preview", plan) + "?cot=1", headers=HTMX)

    page = html.fromstring(answer.content.decode())
    assert not page.xpath("//fieldset")
    assert not page.xpath("//div[@class='td-viewer__scroll']")
    assert len(page.xpath("//div[@class='td-sheet']")) == 2


def test_the_words_of_the_pages(client, place, plan):
    drawn(plan)
    client.force_login(place.officer)

    page = page_at(client, url("plan-text", plan))

    assert texts(page, "//section/h2") == ["Trang 1", "Trang 2"]
    assert texts(page, "//section//p") == [
        "KẾ HOẠCH", "Phát động thi đua", "Nơi nhận:",
    ]  # fmt: skip
    assert url("plan-preview", plan) in page.xpath("//main/..//a/@href")
    assert "Về trang duyệt" not in page.text_content()
    assert not page.xpath("//meta[@http-equiv='refresh']")


def test_words_that_are_not_drawn_yet_are_asked_for(client, place, plan, asked):
    client.force_login(place.officer)

    page = page_at(client, url("plan-text", plan))

    assert "Bản chữ đang được chuẩn bị" in " ".join(page.text_content().split())
    assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == ["3"]
    (again,) = page.xpath("//*[@id='the-thuc']/@hx-get")
    assert again == url("plan-format", plan) + "?ky"
    assert asked == [("render_preview", plan.pk)]


def test_a_draft_that_cannot_be_printed_says_why(client, place, plan):
    drawn(plan, problem="Dòng 3 có ký tự lạ.")
    client.force_login(place.officer)

    answer = client.get(url("plan-text", plan))

    assert "Chưa dàn được trang. Dòng 3 có ký tự lạ." in words(answer)
    assert "refresh" not in answer.content.decode()


def test_the_leader_finds_the_way_back(client, place):
    sent = place.checked()
    client.force_login(place.leader)

    page = page_at(client, url("plan-text", sent))

    assert page.xpath("//a[contains(.,'Về trang duyệt')]/@href") == [
        reverse("campaigns:plan-review", args=[sent.pk])
    ]
    client.force_login(place.officer)
    assert "Về trang duyệt" not in words(client.get(url("plan-text", sent)))


def test_who_reads_the_words(client, place, plan):
    for user, status in (
        (place.reporter, 200),
        (place.clerk, 200),
        (other_ward().officer, 404),
    ):
        client.force_login(user)
        assert client.get(url("plan-text", plan)).status_code == status
    client.logout()
    assert client.get(url("plan-text", plan)).status_code == 302


def test_query_count(client, place, plan, django_assert_num_queries):
    drawn(plan)
    client.force_login(place.officer)
    # user, roles, paths of own units, plan, lines, nine kinds of note and milestones,
    # recipients; shell: memberships
    with django_assert_num_queries(17):
        client.get(url("plan-text", plan))


def test_the_pages_beside_the_editor_ask_for_the_words_once(
    client, place, plan, django_assert_num_queries
):
    """They are asked for whenever a word was written."""
    drawn(plan)
    client.force_login(place.officer)
    # As above, without the shell; the numbers of the lines.
    with django_assert_num_queries(17):
        client.get(url("plan-preview", plan) + "?cot=1", headers=HTMX)
