"""Ai sửa sau cùng: a colleague, or the same person in a second window."""

from typing import Any

from units import audit
from units.models import AuditEntry, User

LOOKED_AT = 50  # lines of the book: further back nobody is still at a form


def last_change(record: Any, field: str = "", action: str = "") -> AuditEntry | None:
    """The newest line of the book about the record: about that field, by that action."""
    book = audit.history(record)
    if action:
        book = book.filter(action=action)
    for entry in book[:LOOKED_AT]:
        after = entry.detail.get("after")
        if not field or (isinstance(after, dict) and field in after):
            return entry
    return None


def author_of(
    record: Any, by: User, field: str = "", action: str = ""
) -> tuple[str, bool]:
    """Who changed it last, "" where the book does not tell; whether that is ``by``."""
    entry = last_change(record, field, action)
    if entry is None or entry.actor is None:
        return "", False
    return str(entry.actor), entry.actor_id == by.pk


def is_own(record: Any, by: User, field: str = "", action: str = "") -> bool:
    """It was this very person who changed it last."""
    entry = last_change(record, field, action)
    return entry is not None and entry.actor_id == by.pk
