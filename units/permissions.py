"""Quyền: refused unless granted."""

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from units import presence
from units.models import (
    ClusterHandover,
    ClusterMember,
    Honouree,
    Membership,
    Reform,
    ReformUnit,
    Unit,
    User,
)
from units.powers import TABLE, Scope

Role = Membership.Role


def allows(user: User, power: str, unit: Unit) -> bool:
    """Bảng quyền cho phép: a role that the person holds today reaches ``unit`` by that row.

    A row that the table (``units.powers``) does not have allows nothing.
    """
    row = TABLE.get(power)
    if row is None:
        return False
    # To sign, issue or vote one signs in with two steps, where the authority asks for it.
    asked = row.two_steps
    return any(
        _REACH[grant.scope](user, grant.roles, unit, asked) for grant in row.grants
    )


def is_near(user: User, unit: Unit) -> bool:
    """The own unit, or the authority that the person's council serves: not all below it."""
    return user.is_authenticated and (
        unit.pk in user.units_read or unit.pk in user.served_authorities
    )


def units_where(user: User, power: str) -> list[int]:
    """Ids of the units in which the person's own roles give that power."""
    row = TABLE.get(power)
    if row is None or not user.is_authenticated:
        return []
    roles = [
        role for grant in row.grants if grant.scope in _HELD for role in grant.roles
    ]
    return user.units_as(*roles) if roles else []


def holds(user: User, role: str, unit: Unit) -> bool:
    """The person holds ``role`` in exactly this unit today. An anonymous visitor holds none."""
    if not user.is_authenticated or (unit.pk, role) not in user.roles:
        return False
    presence.note(user.pk, role, held_in=unit.pk, used_for=unit.pk)
    return True


def can_administer(user: User, unit: Unit) -> bool:
    """Quản trị: an administrator of the unit or of one above it; this role reaches down."""
    return allows(user, "administer", unit)


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
    return allows(user, "reorganise", unit)


def can_call_off(user: User, reform: Reform) -> bool:
    """Rút lại việc sắp xếp: who may reorganise what it is about, and administers who takes it
    and where it gave somebody a role.
    """
    sides = ReformUnit.Side
    units = list(reform.sides.for_page())
    subjects = [one.unit for one in units if one.side == sides.SUBJECT]
    takers = [one.unit for one in units if one.side == sides.TAKER]
    return (
        bool(subjects)
        and all(can_reorganise(user, unit) for unit in subjects)
        and all(can_administer(user, unit) for unit in takers)
        and all(can_administer(user, unit) for unit in _giving_roles(reform))
    )


def _giving_roles(reform):
    lines = reform.lines.filter(action="membership.added").order_by()
    given = Membership.objects.filter(pk__in=lines.values("subject_id"))
    return Unit.objects.filter(pk__in=given.values("unit")).order_by("pk")


def can_administer_account(user: User, other: User) -> bool:
    """Đặt lại mật khẩu, sửa, ngừng tài khoản: who administers all that the other works in.

    Every unit, not any, and the one where the account was opened: a new password opens all
    that the other may do, also elsewhere, and will still open it when a role to come begins.
    """
    held = other.memberships.reaching(localdate()).select_related("unit")
    units = [item.unit for item in held]
    if other.home:
        units.append(other.home)
    return bool(units) and all(
        allows(user, "administer-account", unit) for unit in units
    )


def can_change_password(user: User, other: User) -> bool:
    """Đổi mật khẩu: everybody their own."""
    return user.is_authenticated and user.is_active and user.pk == other.pk


def can_keep_honourees(user: User, unit: Unit) -> bool:
    """Ghi, sửa, gộp đối tượng khen thưởng: administrators and council secretaries of the branch."""
    return allows(user, "keep-honourees", unit)


def keeps_somebody(user: User) -> bool:
    """Trông coi đối tượng khen thưởng ở đâu đó."""
    return user.is_authenticated and bool(user.kept_branches)


def reads_somebody(user: User) -> bool:
    """Có quyền xem đối tượng khen thưởng ở đâu đó: keepers, and officers of their own units."""
    return keeps_somebody(user) or (
        user.is_authenticated and bool(user.units_as(Role.OFFICER))
    )


def can_erase_honouree(user: User, honouree: Honouree) -> bool:
    """Xóa dữ liệu cá nhân: administrators of the branch alone, not secretaries."""
    return allows(user, "erase-honouree", honouree.unit)


def can_keep_clusters(user: User, unit: Unit) -> bool:
    """Trông coi cụm, khối: ``unit`` is one, or the authority that sets it up."""
    return allows(user, "keep-clusters", unit)


def can_keep_piece(user: User, unit: Unit | None) -> bool:
    """Thêm, sửa mục bàn giao of an authority; of the common ones who administers every tree."""
    if unit is None:
        return allows_everywhere(user, "keep-kinds")
    return allows(user, "keep-pieces", unit)


def can_hand_cluster_over(user: User, handover: ClusterHandover) -> bool:
    """Giao: the outgoing head; of one that is no more and has no heir, who keeps the cluster."""
    giver = handover.giver
    if allows(user, "hand-cluster-over", giver):
        return True
    orphaned = giver.has_ended() and giver.heir_id is None
    return orphaned and can_keep_clusters(user, handover.cluster)


def can_take_cluster_over(user: User, handover: ClusterHandover) -> bool:
    """Nhận: the incoming head."""
    return allows(user, "take-cluster-over", handover.taker)


def can_set_retention(user: User) -> bool:
    """Định thời hạn giữ: who administers every tree of this installation, for all share it."""
    return allows_everywhere(user, "set-retention")


def can_keep_kinds(user: User) -> bool:
    """Thêm, sửa loại đơn vị: likewise."""
    return allows_everywhere(user, "keep-kinds")


def allows_everywhere(user, power):
    tops = list(Unit.objects.filter(parent=None))
    return bool(tops) and all(allows(user, power, top) for top in tops)


def can_view_as(user: User, other: User) -> bool:
    """Xem với vai một người: who administers all that the other works in.

    Never oneself, and never upwards or sideways: of another administrator, only one below.
    """
    if user.pk == other.pk or not other.is_active:
        return False
    led = Unit.objects.filter(pk__in=other.units_as(Role.ADMINISTRATOR))
    return can_administer_account(user, other) and all(
        _administers_above(user, unit) for unit in led
    )


def can_view_role(user: User, unit: Unit, role: str) -> bool:
    """Xem với một vai trò ở một đơn vị: who may grant it; that of administrator from above."""
    if role not in Role:
        return False
    if role == Role.ADMINISTRATOR:
        return _administers_above(user, unit)
    return allows(user, "view-as", unit)


def _administers_above(user, unit):
    """Of a top there is nothing above, and so nobody."""
    return unit.parent_id is not None and allows(user, "reorganise", unit)


# ---- how far a role reaches: ``units.powers.Scope`` ----------------------------------------


def _here(user, roles, unit, two_steps):
    return _held_in(user, roles, unit, two_steps, [unit.pk])


def _kept(user, roles, unit, two_steps):
    """In the unit, or in the one that keeps its papers since it has ended."""
    return _held_in(user, roles, unit, two_steps, [unit.heir_id, unit.pk])


def _branch(user, roles, unit, two_steps):
    return _held_in(user, roles, unit, two_steps, unit.chain)


def _from_above(user, roles, unit, two_steps):
    return _held_in(user, roles, unit, two_steps, unit.chain[:-1] or unit.chain)


def _served(user, roles, unit, two_steps):
    """In the branch of the authority that the council of the secretary serves."""
    for path, role, held_in in user.kept_branches if user.is_authenticated else ():
        if role in roles and unit.path.startswith(path):
            presence.note(user.pk, role, held_in=held_in, used_for=unit.pk)
            return True
    return False


def _below(user, roles, unit, two_steps):
    """In the unit or anywhere under it."""
    held = user.units_as(*roles) if user.is_authenticated else []
    return Unit.objects.under(unit).filter(pk__in=held).exists()


def _member(user, roles, unit, two_steps):
    """In a unit that is, or will be, a member of the cluster."""
    held = user.units_as(*roles) if user.is_authenticated else []
    members = ClusterMember.objects.of_cluster(unit).reaching(localdate())
    return members.filter(unit__in=held).exists()


def _never(user, roles, unit, two_steps):
    """No role gives it: what is one's own is asked of the record, not of a unit."""
    return False


def _held_in(user, roles, unit, two_steps, chain):
    """One of the roles in one of ``chain``; the nearest is the capacity that is noted."""
    held = user.roles if user.is_authenticated else frozenset()
    for pk in reversed(chain):
        for role in roles:
            if (pk, role) not in held:
                continue
            if not two_steps or user.may_act_as(role, pk):
                presence.note(user.pk, role, held_in=pk, used_for=unit.pk)
                return True
    return False


_REACH = {
    Scope.HERE: _here,
    Scope.KEPT: _kept,
    Scope.BRANCH: _branch,
    Scope.SERVED: _served,
    Scope.FROM_ABOVE: _from_above,
    Scope.EVERY_TREE: _here,
    Scope.BELOW: _below,
    Scope.MEMBER: _member,
    Scope.OWN: _never,
    Scope.EVERYBODY: _never,
    Scope.MACHINE: _never,
}
# Scopes that begin in the very unit in which the role is held.
_HELD = {Scope.HERE, Scope.KEPT, Scope.BRANCH, Scope.BELOW, Scope.OWN}


def require(allowed: bool) -> None:
    """Refuse what is not allowed, and every act of whoever only looks on as another."""
    if not allowed or not presence.may_act():
        raise PermissionDenied
