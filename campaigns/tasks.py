"""Thin: name, one call; the queues stand in ``config.celery``."""

from celery import shared_task

from campaigns import tidying


@shared_task(name="campaigns.drop_old_imports")
def drop_old_imports() -> None:
    """Every night."""
    tidying.drop_old_imports()
