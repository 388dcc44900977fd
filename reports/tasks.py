"""Thin: name, retry policy, one call; the queues stand in ``config.celery``."""

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.core.cache import cache
from django.db.utils import OperationalError
from kombu.exceptions import OperationalError as BrokerAway

from reports import (
    anchoring,
    certifying,
    diplomas,
    examining,
    issuing,
    mailing,
    pacting,
    previews,
    printing,
    session_papers,
)
from reports.errors import SignerUnavailable
from reports.trust import refresh_crls
from reports.verifying import VerifierBusy

logger = get_task_logger(__name__)
RETRY = {"retry_backoff": 2, "retry_backoff_max": 300, "max_retries": 8}


def wake(task, *args) -> bool:
    """Ask a worker for ``task`` now; False where no message can leave.

    What is owed stands in the database and is sent again later; nobody's page fails for it.
    """
    try:
        task.delay(*args)
    except BrokerAway as error:
        logger.warning("%s was not queued: %s", task.name, error)
        return False
    return True


@shared_task(
    name="reports.render_document",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def render_document(document_id: int) -> None:
    issuing.render(document_id)
    wake(sign_document, document_id)


@shared_task(
    name="reports.sign_document",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def sign_document(document_id: int) -> None:
    issuing.sign(document_id)
    wake(examine_document, document_id)


@shared_task(name="reports.send_code")
def send_code(certificate_id: int) -> None:
    """Not tried again: whoever waits for the code asks again."""
    issuing.send_code(certificate_id)


@shared_task(
    name="reports.seal_document",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def seal_document(document_id: int) -> None:
    issuing.seal(document_id)
    wake(examine_document, document_id)


@shared_task(
    name="reports.examine_document",
    autoretry_for=(VerifierBusy, OSError, OperationalError),
    **RETRY,
)
def examine_document(document_id: int) -> None:
    """Pictures and verdicts before anybody opens the page."""
    examining.examine_all(document_id)


@shared_task(
    name="reports.examine_file",
    autoretry_for=(VerifierBusy, OSError, OperationalError),
    **RETRY,
)
def examine_file(file_id: int) -> None:
    examining.examine(file_id)


@shared_task(
    name="reports.examine_annex",
    autoretry_for=(VerifierBusy, OSError, OperationalError),
    **RETRY,
)
def examine_annex(file_id: int) -> None:
    examining.examine_annex(file_id)


@shared_task(name="reports.render_preview")
def render_preview(plan_id: int) -> None:
    previews.render(plan_id)


@shared_task(name="reports.render_decision_preview")
def render_decision_preview(decision_id: int) -> None:
    previews.render_decision(decision_id)


@shared_task(name="reports.render_submission_preview")
def render_submission_preview(submission_id: int) -> None:
    previews.render_submission(submission_id)


@shared_task(name="reports.render_convocation_preview")
def render_convocation_preview(convocation_id: int) -> None:
    previews.render_convocation(convocation_id)


@shared_task(name="reports.render_session_papers")
def render_session_papers(session_id: int, user_id: int) -> None:
    session_papers.render(session_id, user_id)


NEXT = {
    "requested": render_document,
    "rendered": sign_document,
    "numbered": seal_document,
}


@shared_task(name="reports.requeue_waiting_documents")
def requeue_waiting_documents() -> None:
    """Every minute: the database, not the broker, remembers what is owed.

    One reminder a paper in five minutes, so that an outage of hours piles up nothing.
    """
    for document in issuing.waiting():
        if not cache.add(f"requeued:{document.pk}", 1, 300):
            continue
        wake(NEXT[document.status], document.pk)


@shared_task(name="reports.send_letter", autoretry_for=(OperationalError,), **RETRY)
def send_letter(sending_id: int) -> None:
    """What could not leave goes again by the clock, not by the broker."""
    mailing.send(sending_id)


@shared_task(name="reports.send_owed_letters")
def send_owed_letters() -> None:
    """Every minute: letters whose time to go, or to go again, has come."""
    for sending_id in mailing.owed():
        wake(send_letter, sending_id)


@shared_task(
    name="reports.sign_copy",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def sign_copy(copy_id: int) -> None:
    certifying.sign(copy_id)


@shared_task(name="reports.sign_owed_copies")
def sign_owed_copies() -> None:
    """Every five minutes: copies whose message was lost, or that could not be signed."""
    for copy_id in certifying.owed():
        wake(sign_copy, copy_id)


@shared_task(
    name="reports.render_diplomas", autoretry_for=(OSError, OperationalError), **RETRY
)
def render_diplomas(batch_id: int) -> None:
    """A turn of one batch; the seal follows, and the next turn behind what else waits."""
    left = diplomas.render(batch_id)
    wake(seal_diplomas, batch_id)
    if left:
        wake(render_diplomas, batch_id)


@shared_task(
    name="reports.seal_diplomas",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def seal_diplomas(batch_id: int) -> None:
    if diplomas.seal(batch_id):
        wake(seal_diplomas, batch_id)


@shared_task(
    name="reports.print_diplomas", autoretry_for=(OSError, OperationalError), **RETRY
)
def print_diplomas(print_id: int) -> None:
    printing.make(print_id)


@shared_task(name="reports.requeue_waiting_diplomas")
def requeue_waiting_diplomas() -> None:
    """Every minute: batches and prints whose message was lost, or whose worker died."""
    for batch_id in diplomas.owed():
        if cache.add(f"requeued-diplomas:{batch_id}", 1, 60):
            wake(render_diplomas, batch_id)
    for print_id in printing.owed():
        if cache.add(f"requeued-print:{print_id}", 1, 60):
            wake(print_diplomas, print_id)


@shared_task(name="reports.clear_old_prints")
def clear_old_prints() -> None:
    printing.clear_old()


@shared_task(name="reports.clear_old_previews")
def clear_old_previews() -> None:
    previews.clear_old()


@shared_task(
    name="reports.archive_document",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def archive_document(document_id: int) -> None:
    issuing.archive(document_id)


@shared_task(name="reports.archive_owing_documents")
def archive_owing_documents() -> None:
    """Every night: papers issued while a timestamp or revocation service was silent."""
    for document in issuing.owing_archive():
        wake(archive_document, document.pk)


@shared_task(
    name="reports.renew_document",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def renew_document(document_id: int) -> None:
    issuing.renew(document_id)
    wake(examine_document, document_id)


@shared_task(name="reports.renew_ending_documents")
def renew_ending_documents() -> None:
    """Every night: archived papers whose time stamp ends within ``ARCHIVE_RENEW_MONTHS``."""
    for document in issuing.owing_renewal():
        wake(renew_document, document.pk)


@shared_task(name="reports.refresh_revocation_lists")
def refresh_revocation_lists() -> None:
    """Every hour: the lists by which uploaded papers are judged offline."""
    if settings.TRUST_CRLS_DIR and settings.TRUST_CRL_URLS:
        for failure in refresh_crls(settings.TRUST_CRL_URLS, settings.TRUST_CRLS_DIR):
            logger.warning("revocation list not renewed: %s", failure)


@shared_task(
    name="reports.render_anchor_papers",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def render_anchor_papers() -> None:
    """Every hour, by night soon after the anchor: papers of anchors that have none yet."""
    if anchoring.render_owed():
        wake(sign_anchor_papers)


@shared_task(
    name="reports.sign_anchor_papers",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def sign_anchor_papers() -> None:
    anchoring.sign_owed()


@shared_task(
    name="reports.render_pact", autoretry_for=(OSError, OperationalError), **RETRY
)
def render_pact(paper_id: int) -> None:
    pacting.render(paper_id)


@shared_task(
    name="reports.sign_pact",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def sign_pact(paper_id: int) -> None:
    pacting.sign(paper_id)


@shared_task(
    name="reports.examine_pact", autoretry_for=(VerifierBusy, OSError), **RETRY
)
def examine_pact(file_id: int) -> None:
    examining.examine_pact(file_id)


@shared_task(
    name="reports.examine_diploma", autoretry_for=(VerifierBusy, OSError), **RETRY
)
def examine_diploma(diploma_id: int) -> None:
    examining.examine_diploma(diploma_id)


@shared_task(name="reports.requeue_waiting_pacts")
def requeue_waiting_pacts() -> None:
    """Every minute: pages to set, signatures and whole papers whose message was lost."""
    for paper_id, status in pacting.owed():
        if cache.add(f"requeued-pact:{paper_id}", 1, 60):
            wake(render_pact if status == "requested" else sign_pact, paper_id)


@shared_task(
    name="reports.archive_pact",
    autoretry_for=(SignerUnavailable, OSError, OperationalError),
    **RETRY,
)
def archive_pact(paper_id: int) -> None:
    pacting.archive(paper_id)


@shared_task(name="reports.archive_owing_pacts")
def archive_owing_pacts() -> None:
    """Every night: complete pacts that owe their proof, or whose time stamp ends soon."""
    for paper_id in pacting.owing_archive():
        wake(archive_pact, paper_id)
