"""Đơn vị: laid, added. Each act asks who (permissions) and when, then adds.

Only ``establish`` asks nobody: it lays the top of a tree from the command line, before there
is anyone to ask.
"""

from django.db import transaction

from units import calendar, permissions
from units.actions.accounts import add_user
from units.models import Membership, Unit, UnitKind, User
from units.permissions import require
from units.workflow import add

# What an administrator writes of a unit; its place in the tree follows from its parent.
UNIT_FIELDS = frozenset(
    {
        "code", "name", "short_name", "place", "symbol", "letterhead_parent", "letterhead",
        "collective", "head_title", "seal_of", "seal_mm", "valid_from", "valid_to",
    }
)  # fmt: skip


@transaction.atomic
def establish(
    *, kind_code: str, kind_name: str, username: str, full_name: str, password: str,
    is_demonstration: bool = False, **unit,
) -> tuple[Unit, User]:  # fmt: skip
    """Lập cơ quan đầu tiên: the top of a tree with its first administrator.

    Run at installation, by whoever holds the machine; the audit book names no person.
    """
    top = add_unit(None, kind_of(kind_code, kind_name, by=None), by=None, **unit)
    administrator = add_user(
        username, full_name, password, by=None, home=top,
        is_demonstration=is_demonstration,
    )  # fmt: skip
    role = Membership(
        user=administrator,
        unit=top,
        role=Membership.Role.ADMINISTRATOR,
        valid_from=top.valid_from,
    )
    add(role, by=None)
    return top, administrator


@transaction.atomic
def create_unit(
    *, by: User, parent_id: int, kind_code: str, kind_name: str, **unit
) -> Unit:
    """Lập đơn vị trực thuộc; ``unit`` are any of UNIT_FIELDS."""
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id)
    require(permissions.can_administer(by, parent))
    return add_unit(parent, kind_of(kind_code, kind_name, by=by), by=by, **unit)


def add_unit(parent, kind, *, by, **values):
    unknown = values.keys() - UNIT_FIELDS
    if unknown:
        raise TypeError(
            f"not fields of a unit that an administrator writes: {sorted(unknown)}"
        )
    unit = Unit(parent=parent, kind=kind, **values)
    unit.take_place()
    add(unit, by=by)
    calendar.begin(unit)
    return unit


def kind_of(code, name, *, by):
    kind = UnitKind.objects.filter(code=code).first()
    if kind is None:
        kind = UnitKind(code=code, name=name)
        add(kind, by=by)
    return kind
