"""Thin: name, queue, retry policy, one call."""

from celery import shared_task
from django.db.utils import OperationalError

from reports import issuing, previews
from reports.errors import SignerUnavailable

RETRY = {"retry_backoff": 2, "retry_backoff_max": 300, "max_retries": 8}


@shared_task(
    name="reports.render_document",
    queue="pdf",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def render_document(document_id: int) -> None:
    issuing.render(document_id)
    sign_document.delay(document_id)


@shared_task(
    name="reports.sign_document",
    queue="sign",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def sign_document(document_id: int) -> None:
    issuing.sign(document_id)


@shared_task(
    name="reports.seal_document",
    queue="sign",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def seal_document(document_id: int) -> None:
    issuing.seal(document_id)


@shared_task(name="reports.render_preview", queue="pdf")
def render_preview(plan_id: int) -> None:
    previews.render(plan_id)


@shared_task(name="reports.requeue_waiting_documents")
def requeue_waiting_documents() -> None:
    """Every minute: the database, not the broker, remembers what is owed."""
    for document in issuing.waiting():
        {
            "requested": render_document,
            "rendered": sign_document,
            "numbered": seal_document,
        }[document.status].delay(document.pk)


@shared_task(name="reports.clear_old_previews")
def clear_old_previews() -> None:
    previews.clear_old()
