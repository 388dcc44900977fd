"""Sắp xếp đơn vị: renamed, moved, merged, divided, dissolved, each from a day on.

``effective_on`` is the first day of the new state and may lie behind us or before us; a day
to come is carried out by the clock. Papers that were issued keep the names they bear.
``basis`` names the paper that decided it (luật, nghị quyết, quyết định).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db import transaction

from units import calendar, estates, permissions, tree_lock
from units.actions.administrators import require_keepers
from units.actions.grounds import hold, require_basis, require_there
from units.actions.handing import heir_of, pass_on, require_no_work
from units.actions.keeping import Keeping
from units.actions.reform_steps import (
    close_row,
    end_unit,
    end_whole,
    named,
    new_unit,
    parts_on,
    place_under,
    require_alive,
    units_of,
    write_succession,
)
from units.actions.resettling import Fates, remember, resettle
from units.errors import Refused
from units.models import (
    NAME_FIELDS,
    Reform,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.models.tree import CLUSTER
from units.permissions import require
from units.workflow import add

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
    require_alive(unit, effective_on)
    newest = UnitName.objects.of_unit(unit).first()
    kept = {name: getattr(newest or unit, name) for name in NAME_FIELDS}
    if all(kept[name] == value for name, value in names.items()):
        raise Refused("Tên mới giống hệt tên đang dùng.", at="name")
    if newest:
        close_row(newest, effective_on, by, f"{unit} đã có tên khác")
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
    require_alive(unit, effective_on)
    with Keeping(Reform.Kind.MOVE, [unit], effective_on, basis, by=by) as kept:
        kept.takers, kept.title = [parent], f"Chuyển {unit} sang trực thuộc {parent}"
        place = place_under(unit, parent, effective_on, basis, by)
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
    successors = units_of(successor_ids)
    for successor in successors:
        require(permissions.can_administer(by, successor))
    require_basis(basis)
    require_alive(unit, effective_on)
    left = list(parts_on(unit, effective_on))
    if left:
        raise Refused(
            f"{unit} còn {len(left)} đơn vị trực thuộc ({named(left)}). "
            "Chuyển hoặc giải thể các đơn vị đó trước."
        )
    with Keeping(Reform.Kind.DISSOLUTION, [unit], effective_on, basis, by=by) as kept:
        kept.takers, kept.title = successors, f"Giải thể {unit}"
        for successor in successors:
            require_there(successor, effective_on, at="effective_on")
            write_succession(unit, successor, Kind.TAKEOVER, effective_on, basis, by)
        if successors:
            pass_on(unit, successors[0], effective_on, basis, by, at="successor")
        else:
            require_no_work([unit], effective_on)
        staying = remember(people)
        end_unit(unit, effective_on, by)
        resettle(staying, {unit.pk}, effective_on, by)
    require_keepers([unit], effective_on)
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
        require_alive(unit, effective_on)
    parent = units[0].parent
    with Keeping(Reform.Kind.MERGER, units, effective_on, basis, by=by) as kept:
        if into_id is None:
            if under_id is not None:
                parent = Unit.objects.get(pk=under_id)
                require(permissions.can_administer(by, parent))
                kept.takers = [parent]
            successor = new_unit(units[0], parent, new, effective_on, basis, by)
        else:
            successor = _one_of(units, into_id)
        kept.title = f"Sáp nhập {merged(units, successor)}"
        staying, moved, gone = remember(people), [], []
        for unit in units:
            if unit.pk == successor.pk:
                continue
            for part in parts_on(unit, effective_on):
                if part.kind.is_territorial:
                    place_under(part, successor, effective_on, basis, by)
                    moved.append(part.pk)
                else:
                    heir = heir_of(part, successor, effective_on)
                    gone += end_whole(part, heir, effective_on, basis, by)
            write_succession(unit, successor, Kind.MERGER, effective_on, basis, by)
            pass_on(unit, successor, effective_on, basis, by, at="into")
            end_unit(unit, effective_on, by)
            gone.append(unit.pk)
        calendar.bring_up_to_date(units=moved)
        resettle(staying, set(gone), effective_on, by)
    require_keepers(units, effective_on)
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
    require_alive(unit, effective_on)
    if not parts or (len(parts) < 2 and not stays):
        raise Refused("Chia một đơn vị phải có ít nhất hai đơn vị mới.")
    left = {part.pk: part for part in parts_on(unit, effective_on)}
    with Keeping(Reform.Kind.DIVISION, [unit], effective_on, basis, by=by) as kept:
        staying = remember(people)
        divided, moved, gone = [], [], []
        for facts in parts:
            takes = [int(pk) for pk in facts.get("takes", ())]  # type: ignore[attr-defined]
            own = {name: value for name, value in facts.items() if name != "takes"}
            fresh = new_unit(unit, unit.parent, own, effective_on, basis, by)
            for pk in takes:
                if pk not in left:
                    raise Refused(
                        "Có đơn vị được chọn hai lần hoặc không trực thuộc đơn vị bị chia."
                    )
                place_under(left.pop(pk), fresh, effective_on, basis, by)
                moved.append(pk)
            write_succession(unit, fresh, Kind.DIVISION, effective_on, basis, by)
            divided.append(fresh)
        if not stays:
            homeless = [part for part in left.values() if part.kind.is_territorial]
            if homeless:
                raise Refused(f"Chưa nói rõ về đâu: {named(homeless)}.")
            if not 0 <= heir < len(divided):
                raise Refused(
                    "Chọn đơn vị mới tiếp nhận việc dở dang và văn bản.", at="heir"
                )
            for part in left.values():
                gone += end_whole(part, divided[heir], effective_on, basis, by)
            pass_on(unit, divided[heir], effective_on, basis, by)
            end_unit(unit, effective_on, by)
            gone.append(unit.pk)
        kept.title = f"{'Tách' if stays else 'Chia'} {unit}: {named(divided)}"
        calendar.bring_up_to_date(units=moved)
        resettle(staying, set(gone), effective_on, by, new=divided)
    require_keepers([unit], effective_on)
    estates.carry_out(gone)
    return divided


def merged(units: Sequence[Unit], successor: Unit) -> str:
    """ "A, B thành C", or "A vào B" where one of them takes the others in."""
    others = [unit for unit in units if unit.pk != successor.pk]
    return (
        f"{named(others)} {'thành' if len(others) == len(units) else 'vào'} {successor}"
    )


def _one_of(units, pk) -> Unit:
    found = next((unit for unit in units if unit.pk == pk), None)
    if found is None:
        raise Refused(ONE_OF_THEM, at="into")
    return found
