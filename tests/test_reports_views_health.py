"""Sức khỏe: alive, able to work, figures for whoever may have them."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from reports import monitoring
from reports.models import Attempt, Document
from tests.factories import NumberBookFactory, RegisterEntryFactory, ward

LIVE = reverse("reports:health-live")
READY = reverse("reports:health-ready")
METRICS = reverse("reports:metrics")


def test_alive_asks_nothing(client):  # no database is allowed in this test
    response = client.get(LIVE)

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def workers(monkeypatch):
    """``workers("pdf,default,sign")``: the queues that living workers take from."""

    def serve(queues):
        monkeypatch.setattr(monitoring, "_served_queues", lambda: queues)

    return serve


def parts(response) -> dict[str, bool]:
    return {
        name: part["works"]
        for name, part in json.loads(response.content)["parts"].items()
    }


@pytest.mark.django_db
def test_ready(client, workers):
    workers("default,pdf,sign")

    response = client.get(READY)

    assert response.status_code == 200
    assert parts(response) == {
        "database": True,
        "redis": True,
        "worker": True,
        "signer": True,
        "font": True,
    }
    assert json.loads(response.content)["ready"] is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("queues", "failing"),
    [
        ("", {"worker", "signer"}),
        ("default,pdf", {"signer"}),
        ("sign", {"worker"}),
    ],
)
def test_not_ready_names_what_fails(client, workers, queues, failing):
    workers(queues)

    response = client.get(READY)

    assert response.status_code == 503
    assert {name for name, works in parts(response).items() if not works} == failing


@pytest.mark.django_db
def test_a_missing_font_or_redis_is_told(client, workers, monkeypatch):
    workers("default,pdf,sign")
    monkeypatch.setattr(monitoring, "FONTS", ("Khong-Co.ttf",))

    def away():
        raise ConnectionError("secret address")

    monkeypatch.setattr(monitoring, "_redis", away)
    response = client.get(READY)

    found = json.loads(response.content)["parts"]
    assert found["redis"] == {"works": False, "says": "ConnectionError"}
    assert found["font"]["works"] is False
    assert b"secret" not in response.content


@pytest.mark.usefixtures("no_worker")
def test_without_any_worker_the_answer_comes_all_the_same(client):
    cache.clear()  # an answer of ten seconds ago
    monitoring.PING_SECONDS, before = 0.1, monitoring.PING_SECONDS
    try:
        response = client.get(READY)
    finally:
        monitoring.PING_SECONDS = before

    assert response.status_code == 503
    assert parts(response)["worker"] is False


@pytest.mark.slow
def test_a_living_worker_is_found(client, celery_worker_process):
    response = client.get(READY)

    assert parts(response)["worker"] is True
    assert parts(response)["signer"] is True


def figures(response) -> dict[str, float]:
    lines = response.content.decode().splitlines()
    return {
        name: float(value)
        for name, value in (
            line.rsplit(" ", 1) for line in lines if not line.startswith("#")
        )
    }


@pytest.mark.django_db
def test_figures(client):
    place = ward()
    place.document()
    place.document(issued=True)
    old = place.document(numbered=True)
    Document.objects.filter(pk=old.pk).update(numbered_at=now() - timedelta(minutes=5))
    RegisterEntryFactory(
        book=NumberBookFactory(series=place.series, last_number=4, year=2026)
    )

    Attempt.objects.create(work="seal:1", begun=1)
    Attempt.objects.create(work="seal:2", begun=3, code="A1B2")

    response = client.get(METRICS)
    found = figures(response)

    assert found["thidua_work_given_up"] == 1
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert found['thidua_documents{status="requested"}'] == 1
    assert found['thidua_documents{status="issued"}'] == 1
    assert found['thidua_documents{status="dropped"}'] == 0
    assert found["thidua_documents_owed"] == 2
    assert 300 <= found["thidua_oldest_owed_document_seconds"] < 330
    assert found["thidua_register_entries_total"] == 1
    assert found[f'thidua_last_number{{series="{place.series.pk}",year="2026"}}'] == 4
    assert found['thidua_queue_length{queue="sign"}'] >= 0
    assert now().timestamp() - found["thidua_last_issue_timestamp_seconds"] < 60


@pytest.mark.django_db
def test_every_figure_is_explained(client):
    NumberBookFactory()
    text = client.get(METRICS).content.decode()
    names = set(re.findall(r"^(thidua_\w+)", text, re.M))

    assert names == set(re.findall(r"^# HELP (\w+) \S", text, re.M))
    assert names == set(re.findall(r"^# TYPE (\w+) (?:gauge|counter)$", text, re.M))


@pytest.mark.django_db
def test_figures_are_not_for_strangers(client, settings):
    settings.METRICS_TOKEN = "bi-mat"
    outside = {"REMOTE_ADDR": "203.0.113.9"}

    assert client.get(METRICS, **outside).status_code == 404
    wrong = {"Authorization": "Bearer khac"}
    assert client.get(METRICS, headers=wrong, **outside).status_code == 404
    right = {"Authorization": "Bearer bi-mat"}
    assert client.get(METRICS, headers=right, **outside).status_code == 200


@pytest.mark.django_db
def test_a_proxy_on_this_machine_speaks_for_others(client):
    assert (
        client.get(METRICS, headers={"X-Forwarded-For": "203.0.113.9"}).status_code
        == 404
    )


@pytest.mark.django_db
def test_no_token_lets_nobody_in(client, settings):
    settings.METRICS_TOKEN = ""

    empty = {"Authorization": "Bearer "}
    assert (
        client.get(METRICS, headers=empty, REMOTE_ADDR="203.0.113.9").status_code == 404
    )
