"""Đơn vị: laid, added. Each act asks who (permissions) and when, then adds.

Only ``establish`` asks nobody: it lays the top of a tree from the command line, before there
is anyone to ask.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from units import audit, calendar, permissions, tree_lock
from units.actions.accounts import add_user
from units.errors import Refused
from units.models import AuditEntry, FactorRule, Membership, Unit, UnitKind, User
from units.models.tree import CLUSTER
from units.permissions import require
from units.workflow import add, add_all, amend, check

# What an administrator writes of a unit; its place in the tree follows from its parent.
UNIT_FIELDS = frozenset(
    {
        "code", "name", "short_name", "place", "symbol", "letterhead_parent", "letterhead",
        "collective", "head_title", "seal_of", "seal_mm", "valid_from", "valid_to",
    }
)  # fmt: skip

GRACE_DAYS = 14  # in which the people of a new authority set up their second step


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
    rule = FactorRule(
        unit=top, grace_days=GRACE_DAYS, reason="Lập cơ quan", valid_from=localdate()
    )
    add(rule, by=None)
    return top, administrator


@transaction.atomic
def create_unit(
    *, by: User, parent_id: int, kind_code: str, kind_name: str, **unit
) -> Unit:
    """Lập đơn vị trực thuộc; ``unit`` are any of UNIT_FIELDS."""
    tree_lock.hold_still()
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id)
    _require_room(by, parent, unit.get("valid_from"))
    return add_unit(parent, kind_of(kind_code, kind_name, by=by), by=by, **unit)


def plan_unit(*, by: User, parent: Unit, kind: UnitKind, pk: int, **unit) -> Unit:
    """As ``create_unit``, for ``lay_units``: everything is asked, nothing is written yet.

    The caller holds the tree and ``parent``, or plans it too, and knows that the code is free;
    ``pk`` was drawn before.
    """
    _require_room(by, parent, unit.get("valid_from"))
    _require_no_cluster(kind.code)
    planned = _unit(parent, kind, unit)
    planned.take_place(pk)
    check(planned)
    return planned


@transaction.atomic
def lay_units(
    units: Sequence[Unit], bases: Sequence[str], *, by: User
) -> list[AuditEntry]:
    """Lập nhiều đơn vị đã định (``plan_unit``) một lượt, parents before their parts."""
    for unit in units:
        require(unit.parent is not None and permissions.can_administer(by, unit.parent))
    entries = add_all(units, by=by)
    calendar.begin_all(units, bases)
    return entries


@transaction.atomic
def amend_unit(
    unit_id: int, *, by: User, head_title: str, collective: str, seal_mm: Decimal,
    seal_of_id: int | None = None, kind_code: str = "", seen: int | None = None,
) -> Unit:  # fmt: skip
    """Sửa thông tin that is no name: its kind, how its papers are signed and sealed from now on.

    ``kind_code`` empty: the kind stays. ``seen``: refused if amended since (``audit.mark``).
    """
    unit = (
        Unit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("kind")
        .get(pk=unit_id)
    )
    require(permissions.can_administer(by, unit))
    audit.require_unchanged(unit, seen, by=by)
    if seal_of_id is not None and seal_of_id != unit.seal_of_id:
        giver = Unit.objects.seal_givers(unit).filter(pk=seal_of_id).first()
        if giver is None:
            raise Refused(
                "Chỉ dùng được con dấu của cơ quan cấp trên, hoặc cùng cấp, có ban hành văn bản.",
                at="seal_of",
            )
    seal_of = Unit.objects.get(pk=seal_of_id) if seal_of_id is not None else None
    kind = UnitKind.objects.get(code=kind_code) if kind_code else unit.kind
    if kind != unit.kind:
        _require_no_cluster(kind.code)
        _require_no_cluster(unit.kind.code)
    if kind != unit.kind and not UnitKind.objects.on().filter(pk=kind.pk).exists():
        raise Refused(f"Loại “{kind}” không còn dùng.", at="kind")
    amend(
        unit, by=by, kind=kind, head_title=head_title, collective=collective, seal_mm=seal_mm,
        seal_of=seal_of,
    )  # fmt: skip
    return unit


def add_unit(parent, kind, *, by, basis="", **values):
    unit = _unit(parent, kind, values)
    unit.take_place()
    add(unit, by=by)
    calendar.begin(unit, basis)
    return unit


def _require_no_cluster(code):
    if code == CLUSTER:
        raise Refused(
            "Cụm, khối thi đua lập và sửa ở mục Cụm, khối thi đua.", at="kind"
        )


def _require_room(by, parent, day):
    """The person may, and the parent is there to, take a new unit from ``day`` on."""
    require(permissions.can_administer(by, parent))
    if day and (why := why_no_room(parent, day)):
        raise Refused(why, at="valid_from")


def why_no_room(parent: Unit, day: date) -> str:
    """Why the parent takes no new unit from ``day`` on; "" where it does."""
    if parent.valid_to and day > parent.valid_to:
        return f"{parent} đã kết thúc ngày {parent.valid_to:%d/%m/%Y} nên không nhận đơn vị mới."
    return ""


def _unit(parent, kind, values):
    unknown = values.keys() - UNIT_FIELDS
    if unknown:
        raise TypeError(
            f"not fields of a unit that an administrator writes: {sorted(unknown)}"
        )
    unit = Unit(parent=parent, kind=kind, **values)
    whole = parent.valid_to if parent else None
    if whole and (unit.valid_to is None or unit.valid_to > whole):
        unit.valid_to = whole  # a part ends with its whole, which may be to end already
    return unit


def kind_of(code, name, *, by):
    kind = UnitKind.objects.filter(code=code).first()
    if kind is None:
        kind = UnitKind(code=code, name=name)
        add(kind, by=by)
    return kind
