"""Ký số từ xa qua máy ký thật: from the page to the signed paper, and a worker that dies."""

import time

import pytest
from django.db import connection
from django.urls import reverse

from reports import actions, tasks, unlocking
from reports.models import Certificate, Document, DocumentFile
from tests.csc_service import CLIENT, SECRET, credential, open_service
from tests.factories import PASSWORD
from tests.office import make_signing_ward, take_keys
from tests.test_whole_chain import key_environment_variables
from tests.worker import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Status, Held = Document.Status, Certificate.Held


@pytest.fixture
def at_work(celery_worker_process, settings, office, pictures, tmp_path):
    """A ward whose leader's key is at the service, and a worker that may speak to it."""
    take_keys(settings, office)
    settings.CACHES = settings.SHARED_CACHES
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    with open_service() as service:
        place = make_signing_ward(office, pictures)
        service.credentials["LD"] = credential(office, f"lanh-dao-{place.leader.pk}")
        Certificate.objects.filter(user=place.leader).update(
            held=Held.REMOTE, key="LD", asks_pin="PIN"
        )
        environment = key_environment_variables(settings) | {
            "CSC_URL": service.url, "CSC_CLIENT_ID": CLIENT,
            "CSC_CLIENT_SECRET_FILE": str(secret), "TEST_CACHE": "shared",
        }  # fmt: skip
        celery_worker_process.stop()
        celery_worker_process.start(**environment)
        yield place, service, celery_worker_process, environment
        celery_worker_process.stop()


def is_now(document_id, status):
    return lambda: Document.objects.get(pk=document_id).status == status


def test_the_worker_signs_with_what_the_page_took(at_work, client):
    place, service, worker, _ = at_work
    plan = place.checked()
    client.force_login(place.leader)

    client.post(
        reverse("reports:plan-sign", args=[plan.pk]),
        {"mat_khau": PASSWORD, "pin": "246810"},
    )
    document = Document.objects.get()
    wait_for(is_now(document.pk, Status.SIGNED), 120)

    assert service.signed == 1
    assert unlocking.of(document.pk) is None
    for secret in ("246810", SECRET, *service.sads, *service.tokens):
        assert secret not in worker.text()


def test_a_worker_killed_between_unlocking_and_signature(at_work):
    """What was typed is spent: nothing signs on, and the leader unlocks it anew."""
    place, service, worker, environment = at_work
    reached = []

    def halt(method):
        if method == "signatures/signHash":
            reached.append(method)
            time.sleep(5)

    service.before = halt
    plan = place.checked()
    document = actions.approve_and_sign(
        plan.pk, by=place.leader, unlock={"PIN": "246810"}
    )
    wait_for(lambda: reached, 120)
    worker.kill()
    worker.forget_messages()
    service.before = lambda method: None
    connection.close()

    worker.start(**environment)
    tasks.sign_document.delay(document.pk)
    wait_for(is_now(document.pk, Status.STOPPED), 120)
    assert not DocumentFile.objects.filter(stage="signed").exists()

    actions.retry_document(document.pk, by=place.leader, unlock={"PIN": "246810"})
    wait_for(is_now(document.pk, Status.SIGNED), 120)
    assert DocumentFile.objects.filter(stage="signed").count() == 1
