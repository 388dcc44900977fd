"""Việc nền: the Celery application, its queues and what it does by the clock.

The broker is an alarm clock, not a memory: a row in the database says what is owed, the
message only wakes a worker, and a sweep by the clock sends again what was lost. Tasks are
therefore safe to run any number of times, and messages are acknowledged when the work is
done, not when it is taken.
"""

import gc
import os
from contextvars import copy_context
from datetime import timedelta
from functools import partial
from importlib import import_module

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from celery.signals import celeryd_after_setup
from django.conf import settings
from django.db import transaction
from kombu import Exchange, Queue

from config.env import env_int

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Task(DjangoTask):
    """A task whose message may fail to leave without failing what was committed.

    With the broker away the act is done all the same; the sweep wakes a worker later.
    """

    abstract = True

    def __call__(self, *args, **kwargs):
        """In a context of its own: what one task notes, the next must not find."""
        return copy_context().run(super().__call__, *args, **kwargs)

    def delay_on_commit(self, *args, **kwargs) -> None:
        transaction.on_commit(partial(self.delay, *args, **kwargs), robust=True)

    def apply_async_on_commit(self, *args, **kwargs) -> None:
        transaction.on_commit(partial(self.apply_async, *args, **kwargs), robust=True)


# One exchange, one key a queue: with Celery's own defaults all three queues would share a
# key, and each of them would get every message.
EXCHANGE = Exchange("thidua", type="direct")
QUEUES = [
    Queue(name, EXCHANGE, routing_key=name) for name in ("default", "pdf", "sign")
]

app = Celery("thidua", task_cls=Task)
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        # A worker that was killed gives its messages back after 15 minutes: longer than
        # any task may run, else a running one would be handed out twice. The two restore
        # options (kombu 5.7) look for such messages every 10 s instead of every 100.
        "visibility_timeout": env_int("VISIBILITY_TIMEOUT", 900),
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "global_keyprefix": "thidua:",
    },
    # A click must not wait long for a broker that is away.
    task_publish_retry_policy={
        "max_retries": 2,
        "interval_start": 0.1,
        "interval_max": 0.5,
    },
    # `pdf` renders, `sign` reaches the keys, `default` is everything else. A task's own
    # `queue=` would say the same, but Celery 6 drops it.
    task_routes={
        "campaigns.read_import": {"queue": "pdf"},
        "reports.render_document": {"queue": "pdf"},
        "reports.render_preview": {"queue": "pdf"},
        "reports.examine_document": {"queue": "pdf"},
        "reports.examine_file": {"queue": "pdf"},
        "reports.examine_pact": {"queue": "pdf"},
        "reports.examine_diploma": {"queue": "pdf"},
        "reports.render_anchor_papers": {"queue": "pdf"},
        "reports.render_pact": {"queue": "pdf"},
        "reports.render_diplomas": {"queue": "pdf"},
        "reports.print_diplomas": {"queue": "pdf"},
        "reports.sign_document": {"queue": "sign"},
        "reports.seal_document": {"queue": "sign"},
        "reports.send_code": {"queue": "sign"},
        "reports.sign_copy": {"queue": "sign"},
        "reports.sign_pact": {"queue": "sign"},
        "reports.seal_diplomas": {"queue": "sign"},
        "reports.archive_pact": {"queue": "sign"},
        "reports.archive_document": {"queue": "sign"},
        "reports.renew_document": {"queue": "sign"},
        "reports.sign_anchor_papers": {"queue": "sign"},
        # Its worker is the one that may leave the machine.
        "reports.refresh_revocation_lists": {"queue": "sign"},
    },
    task_queues=QUEUES,
    task_default_queue="default",
    task_default_exchange=EXCHANGE.name,
    task_default_routing_key="default",
    task_create_missing_queues=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=300,
    task_soft_time_limit=240,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=400_000,  # KiB; ends a child between two tasks
    worker_soft_shutdown_timeout=10,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.VAR_DIR / "beat-schedule"),
    beat_schedule={
        "requeue-waiting-documents": {
            "task": "reports.requeue_waiting_documents",
            "schedule": timedelta(minutes=1),
        },
        "send-owed-letters": {
            "task": "reports.send_owed_letters",
            "schedule": timedelta(minutes=1),
        },
        "sign-owed-copies": {
            "task": "reports.sign_owed_copies",
            "schedule": timedelta(minutes=5),
        },
        "requeue-waiting-pacts": {
            "task": "reports.requeue_waiting_pacts",
            "schedule": timedelta(minutes=1),
        },
        "requeue-waiting-diplomas": {
            "task": "reports.requeue_waiting_diplomas",
            "schedule": timedelta(minutes=1),
        },
        "clear-old-prints": {
            "task": "reports.clear_old_prints",
            "schedule": crontab(hour="3", minute="40"),
        },
        "clear-old-previews": {
            "task": "reports.clear_old_previews",
            "schedule": timedelta(hours=1),
        },
        "refresh-revocation-lists": {
            "task": "reports.refresh_revocation_lists",
            "schedule": timedelta(hours=1),
        },
        "keep-owed-sums": {
            "task": "campaigns.keep_owed_sums",
            "schedule": timedelta(minutes=1),
        },
        "collect-all-anew": {
            "task": "campaigns.collect_all_anew",
            "schedule": crontab(hour="0", minute="30"),
        },
        "prove-all-sums": {
            "task": "campaigns.prove_all_sums",
            "schedule": crontab(hour="2", minute="10"),
        },
        "requeue-waiting-imports": {
            "task": "campaigns.requeue_waiting_imports",
            "schedule": timedelta(minutes=1),
        },
        "seal-audit": {
            "task": "units.seal_audit",
            "schedule": timedelta(minutes=1),
        },
        "anchor-audit": {
            "task": "units.anchor_audit",
            "schedule": crontab(hour="0", minute="10"),
        },
        "sign-anchors": {
            "task": "reports.render_anchor_papers",
            "schedule": crontab(minute="20"),
        },
        "forget-old-access": {
            "task": "units.forget_old_access",
            "schedule": crontab(hour="0", minute="40"),
        },
        "end-support-views": {
            "task": "units.end_support_views",
            "schedule": timedelta(minutes=5),
        },
        "requeue-waiting-books": {
            "task": "units.requeue_waiting_books",
            "schedule": timedelta(minutes=1),
        },
        "forget-old-exports": {
            "task": "units.forget_old_exports",
            "schedule": crontab(hour="0", minute="50"),
        },
        "requeue-owed-sheets": {
            "task": "units.requeue_owed_sheets",
            "schedule": timedelta(minutes=1),
        },
        "tidy-sheets": {
            "task": "units.tidy_sheets",
            "schedule": crontab(hour="1", minute="20"),
        },
        "turn-the-calendar": {
            "task": "units.turn_the_calendar",
            "schedule": timedelta(minutes=15),
        },
        "mend-tree": {
            "task": "units.mend_tree",
            "schedule": crontab(hour="0", minute="30"),
        },
        "note-personal-data-due": {
            "task": "units.note_personal_data_due",
            "schedule": crontab(hour="0", minute="40"),
        },
        "forget-old-sessions": {
            "task": "units.forget_old_sessions",
            "schedule": crontab(hour="1", minute="20"),
        },
        "requeue-invitations": {
            "task": "units.requeue_invitations",
            "schedule": timedelta(minutes=10),
        },
        "requeue-notices": {
            "task": "units.requeue_notices",
            "schedule": timedelta(minutes=10),
        },
        "requeue-nudges": {
            "task": "campaigns.requeue_nudges",
            "schedule": timedelta(minutes=10),
        },
        "requeue-session-letters": {
            "task": "awards.requeue_session_letters",
            "schedule": timedelta(minutes=10),
        },
        "drop-old-imports": {
            "task": "campaigns.drop_old_imports",
            "schedule": crontab(hour="1", minute="40"),
        },
        "empty-trash": {
            "task": "campaigns.empty_trash",
            "schedule": crontab(hour="1", minute="50"),
        },
        "sweep-evidence": {
            "task": "campaigns.sweep_evidence",
            "schedule": crontab(hour="2", minute="0"),
        },
        "sweep-dossiers": {
            "task": "awards.sweep_dossiers",
            "schedule": crontab(hour="2", minute="10"),
        },
        "remind": {
            "task": "campaigns.remind",
            "schedule": crontab(hour="7-10", minute="30"),
        },
        "send-owed-digests": {
            "task": "campaigns.send_owed_digests",
            "schedule": timedelta(minutes=1),
        },
        "archive-owing-documents": {
            "task": "reports.archive_owing_documents",
            "schedule": crontab(hour="2", minute="15"),
        },
        "archive-owing-pacts": {
            "task": "reports.archive_owing_pacts",
            "schedule": crontab(hour="3", minute="30"),
        },
        "renew-ending-documents": {
            "task": "reports.renew_ending_documents",
            "schedule": crontab(hour="3", minute="0"),
        },
    },
)
app.autodiscover_tasks()


@celeryd_after_setup.connect
def warm_up(**_) -> None:
    """Load what a worker's queues need before it forks: once, and shared by its children."""
    queues = app.amqp.queues.consume_from
    # By name, as tasks are found: this package depends on none of the apps.
    if "pdf" in queues:
        import_module("reports.rendering.engine").warm()
        import_module("reports.signing.preparation")
    if "sign" in queues:
        import_module("reports.signing.archiving")
    # What stands now stands for good: no later search for garbage walks over it again, which
    # is a tenth of the time of a paper, and its memory stays shared with the children.
    gc.collect()
    gc.freeze()
