"""The queue: nothing is lost with a worker, a broker that is away fails no act."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from config.celery import app
from tests.worker import wait_for


@pytest.fixture(scope="module", autouse=True)
def _tasks():
    app.autodiscover_tasks(force=True)


def test_tasks_outlive_the_worker_that_took_them():
    conf = app.conf

    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_soft_time_limit < conf.task_time_limit
    assert conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    assert not conf.task_always_eager


def test_routes_lead_tasks_that_exist_to_queues_that_are_read():
    routes = {name: route["queue"] for name, route in app.conf.task_routes.items()}

    assert set(routes) <= set(app.tasks)
    assert set(routes.values()) == {"pdf", "sign"}
    assert {queue.name for queue in app.conf.task_queues} == {"default", "pdf", "sign"}


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("reports.render_document", "pdf"),
        ("reports.sign_document", "sign"),
        ("reports.requeue_waiting_documents", "default"),
    ],
)
def test_a_message_goes_to_its_own_queue_alone(no_worker, task, queue):
    app.control.purge()

    app.tasks[task].apply_async(args=[1] if queue != "default" else [])

    waiting = {name: _waiting(name) for name in ("default", "pdf", "sign")}
    app.control.purge()
    assert waiting == {"default": 0, "pdf": 0, "sign": 0} | {queue: 1}


def _waiting(queue):
    with app.connection_for_read() as connection:
        return connection.default_channel.client.llen(queue)


def test_the_clock_calls_tasks_that_exist():
    called = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert called <= set(app.tasks)
    assert "reports.requeue_waiting_documents" in called


def test_an_unknown_queue_is_an_error():
    with pytest.raises(LookupError):
        app.send_task("reports.sign_document", args=[1], queue="sing")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["delay_on_commit", "apply_async_on_commit"])
def test_a_broker_that_is_away_fails_no_act(way, monkeypatch, caplog):
    task = app.tasks["reports.requeue_waiting_documents"]

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(type(task), "apply_async", away)
    with transaction.atomic():
        getattr(task, way)()

    [record] = [entry for entry in caplog.records if entry.levelname == "ERROR"]
    assert record.name == "django.db.backends.base"
    assert "connection refused" in str(record.exc_info[1])


@pytest.mark.slow
def test_a_killed_child_gives_its_task_back(celery_worker_process, tmp_path):
    """As when memory runs out: the worker lives, and hands the task to a new child."""
    notes = tmp_path / "notes"
    app.send_task("tests.take_twice", args=[str(notes)])
    first = wait_for(lambda: _takers(notes))[0]
    os.kill(first, signal.SIGKILL)

    second = wait_for(lambda: _takers(notes)[1:])[0]

    assert second != first
    assert celery_worker_process.is_alive


@pytest.mark.slow
def test_a_killed_worker_gives_its_task_back(celery_worker_process, tmp_path):
    """As when the power fails: the next worker finds the task, not acknowledged."""
    notes = tmp_path / "notes"
    app.send_task("tests.take_twice", args=[str(notes)])
    first = wait_for(lambda: _takers(notes))[0]
    celery_worker_process.kill()
    celery_worker_process.start(VISIBILITY_TIMEOUT="5")

    second = wait_for(lambda: _takers(notes)[1:])[0]

    assert second != first
    celery_worker_process.stop()  # the next test gets the usual timeout again


@pytest.mark.slow
def test_a_child_starts_with_all_that_its_queues_need(celery_worker_process, tmp_path):
    celery_worker_process.stop()
    celery_worker_process.start()
    notes = tmp_path / "notes"
    app.send_task("tests.write_down_what_is_loaded", args=[str(notes)])

    set_up, *modules = wait_for(lambda: notes.exists() and notes.read_text()).split()

    assert set_up == "1"
    assert {"weasyprint", "pikepdf", "pyhanko.sign.signers"} <= set(modules)


def _takers(notes):
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


def test_what_a_warm_worker_holds_is_not_searched_for_garbage():
    """In a process of its own: freezing is for the whole process."""
    code = (
        "import gc, config.celery as worker; before = gc.get_freeze_count(); "
        "worker.warm_up(); import sys; "
        "print(before, gc.get_freeze_count() > 100_000, 'weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["0", "True", "True"]
