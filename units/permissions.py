"""Quyền: refused unless granted."""

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from units import presence
from units.models import Honouree, Membership, Unit, User

Role = Membership.Role


def holds(user: User, role: str, unit: Unit) -> bool:
    """The person holds ``role`` in exactly this unit today. An anonymous visitor holds none."""
    if not user.is_authenticated or (unit.pk, role) not in user.roles:
        return False
    presence.note(user.pk, role, held_in=unit.pk, used_for=unit.pk)
    return True


def works_in(user: User, unit: Unit) -> bool:
    """The person holds any role in exactly this unit today."""
    held = user.roles if user.is_authenticated else frozenset()
    role = min((role for pk, role in held if pk == unit.pk), default=None)
    if role is None:
        return False
    presence.note(user.pk, role, held_in=unit.pk, used_for=unit.pk)
    return True


def keeps_papers_of(user: User, unit: Unit) -> bool:
    """The person works in the unit, or in the one that keeps its papers since it has ended."""
    return works_in(user, unit) or (unit.heir is not None and works_in(user, unit.heir))


def acts_as(user: User, role: str, unit: Unit) -> bool:
    """Holds the role there today and signs in as it asks: with two steps to sign, issue, vote."""
    if not user.is_authenticated or not user.may_act_as(role, unit.pk):
        return False
    return holds(user, role, unit)


def can_administer(user: User, unit: Unit) -> bool:
    """Quản trị: an administrator of the unit or of one above it; this role reaches down."""
    return _administers(user, unit, unit.chain)


def administers_something(user: User) -> bool:
    """Quản trị ở đâu đó: of several units the first of the tree counts as the capacity."""
    own = user.units_as(Role.ADMINISTRATOR) if user.is_authenticated else []
    if not own:
        return False
    presence.note(user.pk, Role.ADMINISTRATOR, held_in=min(own), used_for=min(own))
    return True


def can_reorganise(user: User, unit: Unit) -> bool:
    """Sắp xếp, giải thể: who administers what the unit stands under; a top, who administers it.

    An office does not dissolve or move itself.
    """
    return _administers(user, unit, unit.chain[:-1] or unit.chain)


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


def _administers(user, unit, chain):
    """An administrator of one of ``chain``; the nearest is the capacity that is noted."""
    own = set(user.units_as(Role.ADMINISTRATOR)) if user.is_authenticated else set()
    held_in = next((pk for pk in reversed(chain) if pk in own), None)
    if held_in is None:
        return False
    presence.note(user.pk, Role.ADMINISTRATOR, held_in=held_in, used_for=unit.pk)
    return True


def can_keep_honourees(user: User, unit: Unit) -> bool:
    """Ghi, sửa, gộp đối tượng khen thưởng: administrators and council secretaries of the branch."""
    for path, role, held_in in user.kept_branches if user.is_authenticated else ():
        if unit.path.startswith(path):
            presence.note(user.pk, role, held_in=held_in, used_for=unit.pk)
            return True
    return False


def keeps_somebody(user: User) -> bool:
    """Trông coi đối tượng khen thưởng ở đâu đó."""
    return user.is_authenticated and bool(user.kept_branches)


def reads_somebody(user: User) -> bool:
    """Có quyền xem đối tượng khen thưởng ở đâu đó: keepers, and officers of their own units."""
    return keeps_somebody(user) or (
        user.is_authenticated and bool(user.units_as(Role.OFFICER))
    )


def can_see_honouree(user: User, honouree: Honouree) -> bool:
    """Xem: who keeps the branch, and officers of exactly that unit."""
    return can_keep_honourees(user, honouree.unit) or holds(
        user, Role.OFFICER, honouree.unit
    )


def can_erase_honouree(user: User, honouree: Honouree) -> bool:
    """Xóa dữ liệu cá nhân: administrators of the branch alone, not secretaries."""
    return can_administer(user, honouree.unit)


def can_set_retention(user: User) -> bool:
    """Định thời hạn giữ: who administers every tree of this installation, for all share it."""
    if not user.is_authenticated:
        return False
    tops = Unit.objects.filter(parent=None)
    own = user.units_as(Role.ADMINISTRATOR)
    return bool(own) and not tops.exclude(pk__in=own).exists()


def can_view_as(user: User, other: User) -> bool:
    """Xem với vai một người: who administers all that the other works in.

    Never oneself, and never upwards or sideways: of another administrator, only one below.
    """
    if user.pk == other.pk or not other.is_active:
        return False
    led = Unit.objects.filter(pk__in=other.units_as(Role.ADMINISTRATOR))
    return can_administer_account(user, other) and all(
        _administers(user, unit, unit.chain[:-1]) for unit in led
    )


def can_view_role(user: User, unit: Unit, role: str) -> bool:
    """Xem với một vai trò ở một đơn vị: who may grant it; that of administrator from above."""
    if role not in Role:
        return False
    if role == Role.ADMINISTRATOR:
        return _administers(user, unit, unit.chain[:-1])
    return can_administer(user, unit)


def require(allowed: bool) -> None:
    """Refuse what is not allowed, and every act of whoever only looks on as another."""
    if not allowed or not presence.may_act():
        raise PermissionDenied
