"""Quyền: refused unless granted."""

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from units.models import Membership, Unit, User

Role = Membership.Role


def holds(user: User, role: str, unit: Unit) -> bool:
    """The person holds ``role`` in exactly this unit today. An anonymous visitor holds none."""
    return user.is_authenticated and (unit.pk, role) in user.roles


def can_administer(user: User, unit: Unit) -> bool:
    """Quản trị: an administrator of the unit or of one above it; this role reaches down."""
    own = user.units_as(Role.ADMINISTRATOR) if user.is_authenticated else []
    return not set(own).isdisjoint(unit.chain)


def can_reorganise(user: User, unit: Unit) -> bool:
    """Sắp xếp, giải thể: who administers what the unit stands under; a top, who administers it.

    An office does not dissolve or move itself.
    """
    if not user.is_authenticated:
        return False
    above = unit.chain[:-1] or unit.chain
    return not set(user.units_as(Role.ADMINISTRATOR)).isdisjoint(above)


def can_administer_account(user: User, other: User) -> bool:
    """Đặt lại mật khẩu, sửa, ngừng tài khoản: who administers all that the other works in.

    Every unit, not any, and the one where the account was opened: a new password opens all
    that the other may do, also elsewhere, and will still open it when a role to come begins.
    """
    held = other.memberships.reaching(localdate()).select_related("unit")
    units = [item.unit for item in held]
    if other.home:
        units.append(other.home)
    return bool(units) and all(can_administer(user, unit) for unit in units)


def can_change_password(user: User, other: User) -> bool:
    """Đổi mật khẩu: everybody their own."""
    return user.is_authenticated and user.is_active and user.pk == other.pk


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
