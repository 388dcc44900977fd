"""Ghi và đọc nhật ký nghiệp vụ."""

from datetime import date, datetime
from decimal import Decimal

from units.models import AuditEntry, User

ASIDE = "…"  # in the place of a personal value, which is kept beside the book


def write(action: str, subject, *, by: User | None, **detail) -> AuditEntry:
    """Add one line. Call it inside the transaction that makes the change."""
    return AuditEntry.objects.create(
        actor=by,
        action=action,
        subject=subject._meta.label,
        subject_id=subject.pk,
        detail=_plain(detail),
    )


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
