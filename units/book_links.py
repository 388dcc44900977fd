"""Đường vào nhật ký from the pages of things."""

from django.urls import reverse

from units.models import Unit, User
from units.permissions import can_administer


def book_url(user: User, unit: Unit, family: str, pk: int) -> str:
    """All lines of the audit book about one thing; "" for who does not administer its unit."""
    if not can_administer(user, unit):
        return ""
    return f"{reverse('audit')}?dt={family}:{pk}"
