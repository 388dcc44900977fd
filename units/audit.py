"""Ghi và đọc nhật ký nghiệp vụ."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model

from units import presence
from units.models import AuditEntry, User
from units.placing import place_of
from units.vietnamese import stored

ABOUT = 300  # characters of a record's name

ASIDE = "…"  # in the place of a personal value, which is kept beside the book


def write(action: str, subject, *, by: User | None, **detail) -> AuditEntry:
    """Add one line. Call it inside the transaction that makes the change.

    In what capacity, from where and for which unit is known without being told
    (``units.presence``); the name of the record is kept, since it may change or go.
    """
    capacity = presence.capacity_of(by)
    return AuditEntry.objects.create(
        actor=by,
        role=capacity.role if capacity else "",
        held_in_id=capacity.held_in if capacity else None,
        address=presence.address(),
        unit_id=place_of(subject, by),
        action=action,
        subject=subject._meta.label,
        subject_id=subject.pk,
        about="" if is_personal(type(subject)) else stored(str(subject))[:ABOUT],
        detail=_plain(detail),
    )


def is_personal(model: type[Model]) -> bool:
    """The record is of somebody who is honoured, or names one: the book keeps no name of it."""
    near = [model, *(field.related_model for field in model._meta.concrete_fields)]
    return any(hasattr(one, "PERSONAL") for one in near)


def history(subject):
    """Lines about ``subject``, newest first."""
    return AuditEntry.objects.filter(
        subject=subject._meta.label, subject_id=subject.pk
    ).select_related("actor")


def _plain(value):
    """What JSON can hold: dates as ISO, decimals as text."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
