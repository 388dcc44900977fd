"""Không gọi được worker: no page fails because the queue is away."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from kombu.exceptions import OperationalError

from reports import tasks
from tests.factories import ward
from tests.paper_files import file_of, issued_paper, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def away(monkeypatch):
    """Every message is refused; the list says of whom."""
    refused = []

    def refuse(task):
        def delay(*ids):
            refused.append((task.name, *ids))
            raise OperationalError("connection refused")

        monkeypatch.setattr(task, "delay", delay)

    for task in (tasks.render_preview, tasks.examine_file, tasks.seal_document):
        refuse(task)
    return refused


def test_a_preview_says_that_nobody_heard(client, place, away):
    plan = place.draft()
    client.force_login(place.officer)
    address = reverse("reports:plan-preview", args=[plan.pk])

    first = client.get(address)
    assert first.status_code == 200
    assert away == [("reports.render_preview", plan.pk)]
    assert "Máy dựng trang chưa nhận được yêu cầu" in words(first)

    later = client.get(first.context["watch_url"], headers={"HX-Request": "true"})
    assert "Máy dựng trang chưa nhận được yêu cầu" in words(later)
    assert away == [("reports.render_preview", plan.pk)]
    assert later.context["watch_url"].endswith("?lan=2&vang=1")


@pytest.mark.parametrize("name", ["document", "document-text"])
def test_a_paper_is_shown_all_the_same(client, place, away, name):
    document = issued_paper(place)
    client.force_login(place.officer)

    response = client.get(reverse(f"reports:{name}", args=[document.pk]))

    assert response.status_code == 200
    assert away == [("reports.examine_file", file_of(document).pk)]


def test_a_page_that_waits_asks_again(client, place, away):
    document = issued_paper(place)
    client.force_login(place.officer)
    page = client.get(reverse("reports:document", args=[document.pk]))
    cache.clear()  # a minute later

    watch = client.get(page.context["watch"]["url"])

    assert watch.status_code == 200
    assert away == 2 * [("reports.examine_file", file_of(document).pk)]


def test_the_public_page_waits(client, place, away):
    document = issued_paper(place)

    response = client.get(reverse("reports:verify", args=[document.code]))

    assert response.status_code == 200
    assert "Đang xác minh" in words(response)
    assert away == [("reports.examine_file", file_of(document).pk)]


def test_the_clock_goes_on_to_the_next_paper(place, away, caplog):
    documents = [place.document(numbered=True) for _ in range(2)]
    for document in documents:
        type(document).objects.filter(pk=document.pk).update(
            numbered_at="2026-01-01T00:00:00Z"
        )

    tasks.requeue_waiting_documents()

    assert sorted(away) == [
        ("reports.seal_document", document.pk) for document in documents
    ]
    assert "reports.seal_document was not queued: connection refused" in caplog.text
