"""Thin: name, one call; the queues stand in ``config.celery``."""

from celery import shared_task
from django.db import transaction

from units import access, calendar, estates, retention, sealing


@shared_task(name="units.turn_the_calendar")
@transaction.atomic
def turn_the_calendar() -> None:
    """Names, places, positions, hand-overs that begin today.

    Every quarter of an hour: a machine may sleep.
    """
    calendar.bring_up_to_date()
    calendar.bring_positions_up_to_date()
    estates.carry_out()


@shared_task(name="units.seal_audit")
def seal_audit() -> None:
    """Every minute."""
    sealing.seal()


@shared_task(name="units.anchor_audit")
def anchor_audit() -> None:
    """Every night, for the day that has ended."""
    sealing.anchor()


@shared_task(name="units.forget_old_access")
def forget_old_access() -> None:
    """Every night: lines of the access log whose term is over."""
    access.forget_old()


@shared_task(name="units.note_personal_data_due")
def note_personal_data_due() -> None:
    """Every night: whose data has been kept long enough; people decide what is done."""
    retention.note_due()
