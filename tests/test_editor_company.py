"""Ai đang cùng soạn; hết chỗ lưu: told, and nothing typed is lost."""

import errno

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.urls import reverse
from psycopg.errors import DiskFull, SerializationFailure
from redis import RedisError

from campaigns import actions, company
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, words_of
from tests.factories import Role, ward
from units.middleware import is_full

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    plan = place.draft()
    cache.delete(f"writing:{plan.pk}")
    return plan


@pytest.fixture
def office(client, place):
    client.force_login(place.officer)
    return client


def look(office, plan, section="Mục I"):
    address = reverse("campaigns:plan-company", args=[plan.pk])
    return words_of(office.get(address, {"muc": section}, headers=HTMX))


def test_others_are_named_with_their_page_and_oneself_is_not(office, plan, place):
    assert "Đang cùng soạn" not in look(office, plan)
    other = place.person(Role.OFFICER)
    assert [one.name for one in company.note(plan.pk, other, "Nơi nhận")] == [
        str(place.officer)
    ]

    assert look(office, plan) == f"Đang cùng soạn: {other} (Nơi nhận)"


def test_a_mark_ends(office, plan, place, monkeypatch):
    company.note(plan.pk, place.person(Role.OFFICER), "Mục II")
    later = company.time.time() + company.LASTS + 1
    monkeypatch.setattr(company.time, "time", lambda: later)

    assert "Đang cùng soạn" not in look(office, plan)


def test_without_a_cache_nobody_is_named(plan, place, monkeypatch):
    def away(*args, **options):
        raise RedisError

    monkeypatch.setattr(company.cache, "get", away)

    assert company.note(plan.pk, place.officer, "Mục I") == []


def test_opened_like_a_page_it_leads_to_the_editor(office, plan):
    answer = office.get(reverse("campaigns:plan-company", args=[plan.pk]))

    assert answer.url == reverse("campaigns:plan-edit", args=[plan.pk])


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (caused(OperationalError(), DiskFull()), True),
        (OSError(errno.ENOSPC, "no space"), True),
        (OSError(errno.EDQUOT, "quota"), True),
        (OSError(errno.ENOENT, "none"), False),
        (caused(OperationalError(), SerializationFailure()), False),
        (ValueError(), False),
    ],
)
def test_what_a_full_disk_is(error, full):
    assert is_full(error) is full


class TestNoRoom:
    @pytest.fixture(autouse=True)
    def _full(self, monkeypatch):
        def save(*args, **options):
            raise OSError(errno.ENOSPC, "no space left")

        monkeypatch.setattr(actions, "save_lines", save)

    def test_the_form_comes_back_with_what_was_typed(self, office, plan):
        form = PageForm(office, Desk(plan).url("muc-1"))
        row = plan.lines.get(text__startswith="Tập thể")

        answer = form.send("luu", **{f"l{row.pk}__text": "Gõ lúc đĩa đầy"})

        assert answer.status_code == 507
        assert "Máy chủ hết chỗ lưu" in words_of(answer)
        html = answer.content.decode()
        assert f'name="l{row.pk}-text" value="Gõ lúc đĩa đầy"' in html
        assert f'action="{form.url}"' in html

    def test_a_fragment_is_told(self, office, plan):
        form = PageForm(office, Desk(plan).url("muc-1"))

        answer = form.send("tu-luu", htmx=True)

        assert answer.status_code == 507
        assert answer.content.decode().startswith("Máy chủ hết chỗ lưu.")
