"""Sắp xếp đơn vị: renamed, moved, merged, divided, dissolved, each from a day on.

``effective_on`` is the first day of the new state and may lie behind us or before us; a day
to come is carried out by the clock. Papers that were issued keep the names they bear.
``basis`` names the paper that decided it (luật, nghị quyết, quyết định).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from django.db import transaction
from django.utils.timezone import localdate

from units import calendar, estates, permissions, tree_lock
from units.actions.cluster_ends import end_in_clusters, leave_clusters_behind
from units.actions.grounds import hold, require_basis, require_room, require_there
from units.actions.handing import heir_of, pass_on, require_no_work
from units.actions.resettling import Fates, remember, resettle
from units.actions.tree import UNIT_FIELDS, add_unit
from units.errors import Refused
from units.models import (
    NAME_FIELDS,
    Membership,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.models.tree import CLUSTER
from units.permissions import require
from units.workflow import add, amend, remove

DAY = timedelta(days=1)
Kind = Succession.Kind
TOO_FEW = "Chọn ít nhất hai đơn vị để sáp nhập."
ONE_KIND = "Chỉ sáp nhập được các đơn vị cùng loại."
ONE_OF_THEM = "Đơn vị nhận sáp nhập phải là một trong các đơn vị đã chọn."


@transaction.atomic
def rename_unit(
    unit_id: int, *, by: User, effective_on: date, basis: str, **names
) -> UnitName:
    """Đổi tên; ``names`` are any of NAME_FIELDS, the others stay as they are."""
    if unknown := names.keys() - set(NAME_FIELDS):
        raise TypeError(f"not part of a name: {sorted(unknown)}")
    unit = hold(unit_id)
    require(permissions.can_administer(by, unit))
    require_basis(basis)
    _require_alive(unit, effective_on)
    newest = UnitName.objects.of_unit(unit).first()
    kept = {name: getattr(newest or unit, name) for name in NAME_FIELDS}
    if all(kept[name] == value for name, value in names.items()):
        raise Refused("Tên mới giống hệt tên đang dùng.")
    if newest:
        _close(newest, effective_on, by, f"{unit} đã có tên khác")
    renamed = UnitName(
        unit=unit, valid_from=effective_on, valid_to=unit.valid_to, basis=basis,
        **kept | names,
    )  # fmt: skip
    add(renamed, by=by)
    calendar.bring_up_to_date(units=[unit.pk])
    return renamed


@transaction.atomic
def move_unit(
    unit_id: int, *, by: User, parent_id: int, effective_on: date, basis: str
) -> UnitPlace:
    """Chuyển đơn vị sang trực thuộc nơi khác, with all that stands under it."""
    tree_lock.hold_alone()
    unit, parent = hold(unit_id), Unit.objects.get(pk=parent_id)
    require(permissions.can_reorganise(by, unit))
    require(permissions.can_administer(by, parent))
    require_basis(basis)
    if unit.kind.code == CLUSTER:
        raise Refused(
            f"{unit} thuộc cơ quan đã thành lập. Cơ quan khác muốn có thì thành lập mới."
        )
    _require_alive(unit, effective_on)
    place = _place(unit, parent, effective_on, basis, by)
    calendar.bring_up_to_date(units=[unit.pk])
    return place


@transaction.atomic
def dissolve_unit(
    unit_id: int, *, by: User, effective_on: date, basis: str,
    successor_ids: Sequence[int] = (), people: Fates = MappingProxyType({}),
) -> Unit:  # fmt: skip
    """Giải thể: the unit is no more from ``effective_on``; ``successor_ids`` take over its tasks.

    The first of them takes what is unfinished and keeps the papers. Refused while parts of it
    live on: each is moved or dissolved first.
    """
    tree_lock.hold_alone()
    unit = hold(unit_id)
    require(permissions.can_reorganise(by, unit))
    successors = _units(successor_ids)
    for successor in successors:
        require(permissions.can_administer(by, successor))
    require_basis(basis)
    _require_alive(unit, effective_on)
    left = list(_parts(unit, effective_on))
    if left:
        raise Refused(
            f"{unit} còn {len(left)} đơn vị trực thuộc ({_named(left)}). "
            "Chuyển hoặc giải thể các đơn vị đó trước."
        )
    for successor in successors:
        require_there(successor, effective_on)
        _succeed(unit, successor, Kind.TAKEOVER, effective_on, basis, by)
    if successors:
        pass_on(unit, successors[0], effective_on, basis, by)
    else:
        require_no_work([unit], effective_on)
    kept = remember(people)
    _end(unit, effective_on, by)
    resettle(kept, {unit.pk}, effective_on, by)
    estates.carry_out([unit.pk])
    return unit


@transaction.atomic
def merge_units(
    unit_ids: Iterable[int], *, by: User, effective_on: date, basis: str,
    into_id: int | None = None, under_id: int | None = None,
    people: Fates = MappingProxyType({}), **new,
) -> Unit:  # fmt: skip
    """Sáp nhập: into ``into_id``, which is one of them and stays, or into a new unit.

    ``new``: UNIT_FIELDS of the new unit; it stands under ``under_id``, else where the first
    one stands. Parts of a territorial kind (thôn, tổ dân phố) go to the successor, all
    others end with their whole.
    """
    tree_lock.hold_alone()
    units = [hold(pk) for pk in sorted(set(unit_ids))]
    for unit in units:
        require(permissions.can_reorganise(by, unit))
    require_basis(basis)
    if len(units) < 2:
        raise Refused(TOO_FEW, at="units")
    if len({unit.kind_id for unit in units}) > 1:
        raise Refused(ONE_KIND, at="units")
    for unit in units:
        _require_alive(unit, effective_on)
    if into_id is None:
        parent = units[0].parent
        if under_id is not None:
            parent = Unit.objects.get(pk=under_id)
            require(permissions.can_administer(by, parent))
        successor = _new(units[0], parent, new, effective_on, basis, by)
    else:
        successor = next((unit for unit in units if unit.pk == into_id), None)
        if successor is None:
            raise Refused(ONE_OF_THEM, at="into")
    kept, moved, gone = remember(people), [], []
    for unit in units:
        if unit.pk == successor.pk:
            continue
        for part in _parts(unit, effective_on):
            if part.kind.is_territorial:
                _place(part, successor, effective_on, basis, by)
                moved.append(part.pk)
            else:
                heir = heir_of(part, successor, effective_on)
                gone += _end_whole(part, heir, effective_on, basis, by)
        _succeed(unit, successor, Kind.MERGER, effective_on, basis, by)
        pass_on(unit, successor, effective_on, basis, by)
        _end(unit, effective_on, by)
        gone.append(unit.pk)
    calendar.bring_up_to_date(units=moved)
    resettle(kept, set(gone), effective_on, by)
    estates.carry_out(gone)
    return successor


@transaction.atomic
def divide_unit(
    unit_id: int, *, by: User, effective_on: date, basis: str,
    parts: Sequence[Mapping[str, object]], stays: bool = False, heir: int = 0,
    people: Fates = MappingProxyType({}),
) -> list[Unit]:  # fmt: skip
    """Chia (the unit ends) or tách (``stays``: it goes on beside what leaves it).

    ``parts``: UNIT_FIELDS of each new unit, and under ``takes`` the ids of the units that
    go with it. Where the unit ends, each of its territorial parts must go somewhere, and
    ``heir`` tells which of the new units (by its place among ``parts``) takes what is
    unfinished and keeps the papers.
    """
    tree_lock.hold_alone()
    unit = hold(unit_id)
    require(permissions.can_reorganise(by, unit))
    require_basis(basis)
    _require_alive(unit, effective_on)
    if not parts or (len(parts) < 2 and not stays):
        raise Refused("Chia một đơn vị phải có ít nhất hai đơn vị mới.")
    left = {part.pk: part for part in _parts(unit, effective_on)}
    kept = remember(people)
    divided, moved, gone = [], [], []
    for facts in parts:
        takes = [int(pk) for pk in facts.get("takes", ())]  # type: ignore[attr-defined]
        own = {name: value for name, value in facts.items() if name != "takes"}
        fresh = _new(unit, unit.parent, own, effective_on, basis, by)
        for pk in takes:
            if pk not in left:
                raise Refused(
                    "Có đơn vị được chọn hai lần hoặc không trực thuộc đơn vị bị chia."
                )
            _place(left.pop(pk), fresh, effective_on, basis, by)
            moved.append(pk)
        _succeed(unit, fresh, Kind.DIVISION, effective_on, basis, by)
        divided.append(fresh)
    if not stays:
        homeless = [part for part in left.values() if part.kind.is_territorial]
        if homeless:
            raise Refused(f"Chưa nói rõ về đâu: {_named(homeless)}.")
        if not 0 <= heir < len(divided):
            raise Refused("Chọn đơn vị mới tiếp nhận việc dở dang và văn bản.")
        for part in left.values():
            gone += _end_whole(part, divided[heir], effective_on, basis, by)
        pass_on(unit, divided[heir], effective_on, basis, by)
        _end(unit, effective_on, by)
        gone.append(unit.pk)
    calendar.bring_up_to_date(units=moved)
    resettle(kept, set(gone), effective_on, by)
    estates.carry_out(gone)
    return divided


# ---- help ---------------------------------------------------------------------------------


def why_not_from(unit: Unit, day: date) -> str:
    """Why nothing can change from ``day`` on; "" where the unit is there before and then."""
    if day <= unit.valid_from:
        return (
            f"{unit} có từ ngày {unit.valid_from:%d/%m/%Y}; "
            "ngày hiệu lực phải sau ngày đó."
        )
    if unit.valid_to and day > unit.valid_to:
        return f"{unit} đã kết thúc ngày {unit.valid_to:%d/%m/%Y}."
    return ""


def _require_alive(unit, day):
    if why := why_not_from(unit, day):
        raise Refused(why, at="effective_on")


def _close(row, day, by, what):
    """End a dated row the day before ``day``."""
    if row.valid_from >= day:
        raise Refused(
            f"{what} từ ngày {row.valid_from:%d/%m/%Y}; ngày hiệu lực phải sau ngày đó.",
            at="effective_on",
        )
    amend(row, by=by, valid_to=day - DAY)


def _place(unit, parent, day, basis, by):
    require_room(parent, unit, day, unit.valid_to)
    newest = UnitPlace.objects.of_unit(unit).first()
    if newest and newest.parent_id == parent.pk:
        raise Refused(f"{unit} đã trực thuộc {parent}.", at="parent")
    if newest:
        _close(newest, day, by, _place_since(newest))
    place = UnitPlace(
        unit=unit, parent=parent, valid_from=day, valid_to=unit.valid_to, basis=basis
    )
    add(place, by=by)
    leave_clusters_behind(unit, day, basis, by=by)
    return place


def _place_since(place):
    """How the place of a unit that is not yet to be left came to be."""
    unit = place.unit
    if place.valid_from <= unit.valid_from:
        return f"{unit} có"
    if place.valid_from > localdate():
        return f"{unit} sẽ chuyển đến nơi khác"
    return f"{unit} đã chuyển đến nơi trực thuộc hiện nay"


def _new(like, parent, facts, day, basis, by):
    """A unit of the same kind as ``like``, from ``day`` on."""
    if parent:
        require_there(parent, day)
    if unknown := facts.keys() - UNIT_FIELDS - {"valid_from"}:
        raise TypeError(f"not fields of a unit: {sorted(unknown)}")
    kept = {
        "collective": like.collective,
        "head_title": like.head_title,
        "symbol": like.symbol,
        "letterhead_parent": like.letterhead_parent,
        "seal_mm": like.seal_mm,
    }
    return add_unit(
        parent, like.kind, by=by, basis=basis, **kept | facts | {"valid_from": day}
    )


def _units(ids) -> list[Unit]:
    """In the order of the ids, each once."""
    found = Unit.objects.in_bulk(ids)
    if found.keys() != set(ids):
        raise Refused("Chọn lại đơn vị tiếp nhận: có đơn vị không còn trong hệ thống.")
    return [found[pk] for pk in dict.fromkeys(ids)]


def _parts(unit, day):
    """Units directly under ``unit`` on ``day``, held until the act is done."""
    placed = UnitPlace.objects.on(day).filter(parent=unit).values("unit")
    children = Unit.objects.filter(pk__in=placed).on(day)
    locked = children.select_for_update(no_key=True, of=("self",))
    return locked.select_related("kind").order_by("path")


def _succeed(predecessor, successor, kind, day, basis, by):
    add(
        Succession(
            predecessor=predecessor, successor=successor, kind=kind, effective_on=day,
            basis=basis,
        ),
        by=by,
    )  # fmt: skip


def _end_whole(unit, heir, day, basis, by) -> list[int]:
    """The unit and all below it end, the lowest first; ``heir`` inherits of them all."""
    gone = []
    for part in _parts(unit, day):
        gone += _end_whole(part, heir, day, basis, by)
    pass_on(unit, heir, day, basis, by)
    _end(unit, day, by)
    return [*gone, unit.pk]


def _end(unit, day, by):
    """The last day is the one before ``day``; so it is for its name, place, roles, clusters."""
    last = day - DAY
    _require_none_to_come(unit, day)
    end_in_clusters(unit, day, by=by)
    amend(unit, by=by, valid_to=last)
    for table in (UnitName, UnitPlace):
        for row in table.objects.of_unit(unit).reaching(day):
            if row.valid_from <= last:
                amend(row, by=by, valid_to=last)
            else:
                remove(row, by=by)
    for membership in Membership.objects.filter(unit=unit).reaching(day):
        if membership.valid_from <= last:
            amend(membership, by=by, valid_to=last)
        else:
            remove(membership, by=by, unit=unit.pk, user=membership.user_id)


def _require_none_to_come(unit, day):
    """No part is to come under it once it is no more: moved ahead, or laid for a later day."""
    coming = UnitPlace.objects.filter(parent=unit).reaching(day)
    row = coming.select_related("unit").order_by("valid_from", "pk").first()
    if row:
        raise Refused(
            f"{row.unit} sẽ trực thuộc {unit} từ ngày {row.valid_from:%d/%m/%Y}. Bỏ hoặc đổi "
            "việc đó trước."
        )


def _named(units, most=3):
    names = ", ".join(str(unit) for unit in units[:most])
    return names if len(units) <= most else f"{names} …"
