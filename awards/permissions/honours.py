"""Ai được ghi thành tích khen thưởng đã có."""

from units.models import Unit, User
from units.permissions import allows


def can_record_honour(user: User, unit: Unit | None) -> bool:
    """Ghi, bỏ thành tích theo quyết định giấy: who keeps the honourees of that branch."""
    return unit is not None and allows(user, "record-honours", unit)
