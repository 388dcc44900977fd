"""Thin: name, one call; the queues stand in ``config.celery``."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.db import transaction
from django.db.utils import OperationalError
from django.utils.timezone import now

from units import (
    access,
    calendar,
    estates,
    exporting,
    mailing,
    retention,
    seal_checks,
    sealing,
    sessions,
    sheet_sweep,
    support,
    waking,
)
from units.models import BookExport, Invitation, SealCheck

RETRY = {"retry_backoff": 2, "retry_backoff_max": 60, "max_retries": 5}


@shared_task(name="units.turn_the_calendar")
@transaction.atomic
def turn_the_calendar() -> None:
    """Names, places, positions, hand-overs that begin today.

    Every quarter of an hour: a machine may sleep.
    """
    calendar.bring_up_to_date()
    calendar.bring_positions_up_to_date()
    estates.carry_out()


@shared_task(name="units.mend_tree")
@transaction.atomic
def mend_tree() -> None:
    """Every night: paths that do not say where their units stand."""
    calendar.mend_paths()


@shared_task(name="units.seal_audit")
def seal_audit() -> None:
    """Every minute."""
    sealing.seal()


@shared_task(name="units.anchor_audit")
def anchor_audit() -> None:
    """Every night, for the day that has ended and for nights that were missed."""
    sealing.anchor_due()


@shared_task(name="units.forget_old_access")
def forget_old_access() -> None:
    """Every night: lines of the access log whose term is over."""
    access.forget_old()


@shared_task(name="units.note_personal_data_due")
def note_personal_data_due() -> None:
    """Every night: whose data has been kept long enough; people decide what is done."""
    retention.note_due()


@shared_task(name="units.check_seal")
def check_seal(check_id: int) -> None:
    """A turn of the walk; the rest lines up behind what others wait for."""
    if not seal_checks.run(check_id):
        check_seal.delay(check_id)


@shared_task(name="units.make_export")
def make_export(export_id: int) -> None:
    exporting.make(export_id)


@shared_task(name="units.requeue_waiting_books")
def requeue_waiting_books() -> None:
    """Every minute: files and checks whose message was lost; one reminder in two minutes."""
    waiting = (
        (make_export, BookExport.objects.waiting()),
        (check_seal, SealCheck.objects.waiting()),
    )
    for task, rows in waiting:
        for pk in rows.values_list("pk", flat=True):
            if cache.add(f"{task.name}:{pk}", 1, 110):
                task.delay(pk)


@shared_task(name="units.forget_old_exports")
def forget_old_exports() -> None:
    """Every night."""
    exporting.forget_old()


@shared_task(
    name="units.work_on_sheet",
    autoretry_for=(OSError, OperationalError),
    **RETRY,
)
def work_on_sheet(import_id: int) -> None:
    waking.wake("sheet", import_id)


@shared_task(name="units.requeue_owed_sheets")
def requeue_owed_sheets() -> None:
    """Every minute, one reminder an import in two minutes."""
    for import_id in sheet_sweep.owed():
        if cache.add(f"sheet-requeued:{import_id}", 1, 110):
            work_on_sheet.delay(import_id)


@shared_task(name="units.tidy_sheets")
def tidy_sheets() -> None:
    """Every night."""
    sheet_sweep.tidy()


@shared_task(
    name="units.send_invitation",
    autoretry_for=(OSError,),
    retry_backoff=10,
    max_retries=6,
)
def send_invitation(invitation_id: int) -> None:
    mailing.send_invitation(invitation_id)


@shared_task(
    name="units.tell_person",
    autoretry_for=(OSError,),
    retry_backoff=10,
    max_retries=6,
)
def tell_person(entry_id: int) -> None:
    mailing.tell_person(entry_id)


@shared_task(name="units.requeue_invitations")
def requeue_invitations() -> None:
    """Every ten minutes: letters that the database owes and no worker sent."""
    late = now() - timedelta(minutes=10)
    for invitation in Invitation.objects.waiting_for_mail(late):
        send_invitation.delay(invitation.pk)


@shared_task(name="units.requeue_notices")
def requeue_notices() -> None:
    """Every ten minutes: people who have yet to hear that the way into their account changed."""
    for entry_id in mailing.owed(now() - timedelta(minutes=10)):
        tell_person.delay(entry_id)


@shared_task(name="units.forget_old_sessions")
def forget_old_sessions() -> None:
    """Every night: sessions that ran out."""
    sessions.forget_old()


@shared_task(name="units.end_support_views")
def end_support_views() -> None:
    """Every five minutes: views whose time is over."""
    support.end_overdue()
