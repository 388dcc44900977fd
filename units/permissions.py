"""Quyền: refused unless granted."""

from django.core.exceptions import PermissionDenied

from units.models import Unit, User


def holds(user: User, role: str, unit: Unit) -> bool:
    """The person holds ``role`` in exactly this unit today. An anonymous visitor holds none."""
    return user.is_authenticated and (unit.pk, role) in user.roles


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
