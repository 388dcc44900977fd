"""Hồ sơ của một tệp: made once, kept on the disk, renewed when it is old."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from reports import examining
from reports.views.possible import is_late
from tests.factories import ward
from tests.paper_files import content_of, issued_paper, report_on, words

pytestmark = pytest.mark.django_db


def url(document):
    return reverse("reports:document", args=[document.pk])


@pytest.fixture
def place():
    return ward()


def test_examining_twice_makes_nothing_twice(place, examine, monkeypatch):
    document = issued_paper(place)
    file = examine(document)
    monkeypatch.setattr(examining, "_draw", lambda *args: pytest.fail("drawn again"))

    examine(document)

    assert examining.pictures(file.sha256).count == 2
    assert examining.verdict(file.sha256).report == report_on(
        content_of(document), checked_at=examining.verdict(file.sha256).checked_at
    )


def test_verdicts_survive_the_cache(place, examine):
    document = issued_paper(place)
    file = examine(document)
    cache.clear()

    assert examining.verdict(file.sha256).is_valid


def test_a_verdict_of_another_version_is_made_anew(client, place, examine, asked):
    document = issued_paper(place)
    file = examine(document)
    cache.clear()
    (examining._home(file.sha256) / "verdict.json").write_text('{"verdict": "HOP_LE"}')
    client.force_login(place.officer)

    text = words(client.get(url(document)))

    assert "Đang xác minh chữ ký số" in text
    assert asked == [("examine_file", file.pk)]


def test_without_the_cache_the_disk_answers(client, place, examine, asked, monkeypatch):
    document = issued_paper(place)
    file = examine(document)

    def away(*args, **kwargs):
        raise ConnectionError

    for name in ("get", "set", "add"):
        monkeypatch.setattr(cache, name, away)

    assert examining.verdict(file.sha256).is_valid
    assert examining.should_ask(file.sha256) is False
    response = client.get(reverse("reports:verify", args=[document.code]))
    assert "Văn bản hợp lệ" in words(response)


# ---- hạn phát hành ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed_on", "today", "late"),
    [
        (date(2026, 6, 29), date(2026, 6, 29), False),  # Monday, the same day
        (date(2026, 6, 29), date(2026, 6, 30), False),
        (date(2026, 6, 29), date(2026, 7, 1), True),
        (date(2026, 7, 3), date(2026, 7, 6), False),  # Friday: Monday is the next
        (date(2026, 7, 3), date(2026, 7, 7), True),
        (date(2026, 7, 4), date(2026, 7, 6), False),  # signed on a Saturday
        (date(2026, 2, 13), date(2026, 2, 23), False),  # before Tết, until mùng bảy
        (date(2026, 2, 13), date(2026, 2, 24), True),
    ],
)
def test_late_is_after_the_next_working_day(signed_on, today, late):
    assert is_late(signed_on, today) is late
