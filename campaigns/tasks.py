"""Thin: name, retry policy, one call; the queues stand in ``config.celery``."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.db.utils import OperationalError
from django.utils.timezone import localdate, now

from campaigns import (
    collecting,
    digesting,
    keeping,
    late_reading,
    mailing,
    proving,
    reminding,
    tidying,
)
from campaigns.stores import EVIDENCE

RETRY = {"retry_backoff": 2, "retry_backoff_max": 60, "max_retries": 5}


@shared_task(
    name="campaigns.read_import",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def read_import(draft_id: int) -> None:
    late_reading.read(draft_id)


@shared_task(name="campaigns.requeue_waiting_imports")
def requeue_waiting_imports() -> None:
    """Every minute, one reminder a file in two minutes."""
    for draft_id in late_reading.waiting():
        if cache.add(f"import-requeued:{draft_id}", 1, 110):
            read_import.delay(draft_id)


@shared_task(name="campaigns.drop_old_imports")
def drop_old_imports() -> None:
    """Every night."""
    tidying.drop_old_imports()


@shared_task(name="campaigns.empty_trash")
def empty_trash() -> None:
    """Every night: what has lain in the trash for its term."""
    tidying.empty_trash()


@shared_task(
    name="campaigns.send_nudge",
    autoretry_for=(OSError,),
    retry_backoff=10,
    max_retries=3,
)
def send_nudge(letter_id: int) -> None:
    mailing.send_nudge(letter_id)


@shared_task(name="campaigns.requeue_nudges")
def requeue_nudges() -> None:
    """Every ten minutes: letters that the database owes and no worker sent."""
    for letter_id in mailing.owed(now() - timedelta(minutes=10)):
        send_nudge.delay(letter_id)


@shared_task(
    name="campaigns.drop_evidence",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def drop_evidence(digest: str) -> None:
    EVIDENCE.let_go(digest)


@shared_task(name="campaigns.sweep_evidence")
def sweep_evidence() -> None:
    """Every night."""
    EVIDENCE.sweep()


@shared_task(name="campaigns.send_digest", autoretry_for=(OperationalError,), **RETRY)
def send_digest(digest_id: int) -> None:
    """What could not leave goes again by the clock, not by the broker."""
    digesting.send(digest_id)


@shared_task(name="campaigns.remind")
def remind() -> None:
    """At half past seven, and later in the morning where the machine slept."""
    for digest_id in reminding.remind(now()):
        send_digest.delay(digest_id)


@shared_task(name="campaigns.send_owed_digests")
def send_owed_digests() -> None:
    """Every minute, one message a letter in two minutes."""
    for digest_id in digesting.owed():
        if cache.add(f"digest-requeued:{digest_id}", 1, 110):
            send_digest.delay(digest_id)


@shared_task(name="campaigns.keep_sums", autoretry_for=(OperationalError,), **RETRY)
def keep_sums(campaign_id: int) -> None:
    keeping.keep(campaign_id)


@shared_task(name="campaigns.keep_period", autoretry_for=(OperationalError,), **RETRY)
def keep_period(campaign_id: int, period_id: int) -> None:
    keeping.keep_period(campaign_id, period_id)


@shared_task(name="campaigns.keep_owed_sums")
def keep_owed_sums() -> None:
    """Every minute: what changed and no worker added up, what the night overtook."""
    for campaign_id in keeping.owed():
        if cache.add(f"sums-queued:{campaign_id}", 1, 50):
            keep_sums.delay(campaign_id)


@shared_task(name="campaigns.prove_sums")
def prove_sums(campaign_id: int) -> None:
    proving.prove(campaign_id)


@shared_task(name="campaigns.prove_all_sums")
def prove_all_sums() -> None:
    """Every night."""
    for campaign_id in proving.going_on(localdate()):
        prove_sums.delay(campaign_id)


@shared_task(name="campaigns.collect_anew", autoretry_for=(OperationalError,), **RETRY)
def collect_anew(campaign_id: int) -> None:
    collecting.collect_anew(campaign_id)


@shared_task(name="campaigns.collect_all_anew")
def collect_all_anew() -> None:
    """Every night, after units were merged."""
    for campaign_id in collecting.fed_campaigns():
        collect_anew.delay(campaign_id)
