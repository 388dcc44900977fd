"""Việc nền của khen thưởng: three lines each."""

from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils.timezone import now

from awards.convoking import mailing
from awards.stores import DOSSIERS, SCANS

RETRY = {
    "retry_backoff": 5,
    "retry_backoff_max": 600,
    "retry_jitter": True,
    "max_retries": 8,
}


@shared_task(
    name="awards.drop_dossier_file",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def drop_dossier_file(digest: str) -> None:
    DOSSIERS.let_go(digest)


@shared_task(name="awards.sweep_dossiers")
def sweep_dossiers() -> None:
    """Every night."""
    DOSSIERS.sweep()
    SCANS.sweep()


@shared_task(
    name="awards.drop_honour_scan",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def drop_honour_scan(digest: str) -> None:
    SCANS.let_go(digest)


@shared_task(
    name="awards.send_session_letter",
    autoretry_for=(OperationalError,),
    **RETRY,
)
def send_session_letter(letter_id: int) -> None:
    mailing.send_letter(letter_id)


@shared_task(name="awards.requeue_session_letters")
def requeue_session_letters() -> None:
    """Every ten minutes: the database, not the broker, remembers what is owed."""
    for letter in mailing.owed(now() - timedelta(minutes=5)):
        send_session_letter.delay(letter)
