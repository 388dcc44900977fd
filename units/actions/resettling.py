"""Người của đơn vị kết thúc: what becomes of each role, in the act that ends the unit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from units import permissions, tree_lock
from units.errors import Refused
from units.models import Handover, Membership, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend

# What may be said of a role: it ends with the unit, goes on with the heir, in that unit, or in
# one of those that the act lays ("moi-2": the second).
ENDS, WITH_HEIR, IN_NEW = "", "heir", "moi-"
Fates = Mapping[int, str]


@dataclass(frozen=True)
class Kept:
    """Một vai trò as it was before its unit ended."""

    membership: Membership
    valid_to: date | None
    fate: str


@transaction.atomic
def move_home(user_id: int, *, by: User, unit_id: int) -> User:
    """Chuyển đơn vị công tác: whose administrator looks after the account from now on.

    Roles stay as they are; who moves it administers all the person works in, and the unit
    that the person comes to.
    """
    tree_lock.hold_still()
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    require(permissions.can_administer_account(by, user))
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    if unit.has_ended():
        raise Refused(
            f"{unit} đã kết thúc ngày {unit.valid_to:%d/%m/%Y}. Chọn đơn vị đang hoạt động.",
            at="unit",
        )
    amend(user, by=by, home=unit)
    return user


def remember(fates: Fates) -> list[Kept]:
    """The roles that shall go on, read before the unit's end cuts them short."""
    ids = [pk for pk, fate in fates.items() if fate != ENDS]
    rows = Membership.objects.filter(pk__in=ids).for_page().order_by("pk")
    return [Kept(row, row.valid_to, fates[row.pk]) for row in rows]


def resettle(
    kept: list[Kept],
    gone: Collection[int],
    day: date,
    by: User,
    new: Sequence[Unit] = (),
) -> None:
    """Giao vai trò ở đơn vị khác from ``day`` on, to whom the act's author has said so.

    ``new``: the units that the act has laid.
    """
    laid = {f"{IN_NEW}{n}": unit for n, unit in enumerate(new, 1)}
    heirs = {
        handover.unit_id: handover.heir
        for handover in Handover.objects.of_units(gone).for_work()
    }
    for one in kept:
        old = one.membership
        if old.unit_id not in gone:
            raise Refused(
                f"Vai trò của {old.user} ở {old.unit} không kết thúc lần này."
            )
        unit = laid.get(one.fate) or _unit(one, heirs)
        require(permissions.can_administer(by, unit))
        _go_on(one, unit, day, by)


def _unit(one, heirs) -> Unit:
    if one.fate == WITH_HEIR:
        heir = heirs.get(one.membership.unit_id)
        if heir is None:
            raise Refused(
                f"{one.membership.unit} không có đơn vị tiếp nhận nên vai trò của "
                f"{one.membership.user} không chuyển theo được."
            )
        return heir
    found = (
        Unit.objects.filter(pk=int(one.fate)).first() if one.fate.isdecimal() else None
    )
    if found is None:
        raise Refused(f"Chọn lại đơn vị cho vai trò của {one.membership.user}.")
    return found


def _go_on(one, unit, day, by):
    old = one.membership
    since, last = max(day, old.valid_from), one.valid_to
    if last and last < since:
        return
    if unit.has_ended(since):
        raise Refused(
            f"{unit} kết thúc ngày {vn_date(unit.valid_to)} nên không nhận vai trò của "
            f"{old.user} từ ngày {vn_date(since)} được. Chọn đơn vị khác."
        )
    if unit.valid_to and (last is None or last > unit.valid_to):
        last = unit.valid_to  # as with any role: no longer than the unit it is in
    held = Membership.objects.filter(user=old.user, unit=unit, role=old.role)
    if held.reaching(since).exists():
        return  # the person has it there already
    capacity = old.capacity if unit.issues_papers else ""
    if capacity == Membership.Capacity.HEAD:
        _require_no_head(unit, since, old)
    add(
        Membership(
            user=old.user, unit=unit, role=old.role, title=old.title, capacity=capacity,
            title_below=old.title_below, valid_from=since, valid_to=last,
        ),
        by=by,
    )  # fmt: skip


def _require_no_head(unit, since, old):
    heads = Membership.objects.filter(unit=unit, capacity=Membership.Capacity.HEAD)
    head = heads.reaching(since).select_related("user").first()
    if head:
        raise Refused(
            f"{unit} đã có người đứng đầu là {head.user}; {old.user} không thể cũng là người "
            "đứng đầu ở đó."
        )
