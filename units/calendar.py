"""Lịch của cây đơn vị: names and places by date, and today's shown in the columns of Unit.

``bring_up_to_date`` may run any number of times; a change that was entered for a day to
come is carried out on that day by the clock.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.timezone import localdate

from units import audit, tree_lock
from units.models import NAME_FIELDS, Honouree, Position, Unit, UnitName, UnitPlace

log = logging.getLogger(__name__)
BATCH = 2_000
DAY = timedelta(days=1)
_WRONG_PATHS = """
    WITH RECURSIVE standing (id, path) AS (
        SELECT id, '/' || lpad(id::text, greatest(9, length(id::text)), '0') || '/'
          FROM units_unit WHERE parent_id IS NULL
        UNION ALL
        SELECT u.id,
               s.path || lpad(u.id::text, greatest(9, length(u.id::text)), '0') || '/'
          FROM units_unit u JOIN standing s ON u.parent_id = s.id
    )
    SELECT u.id, u.path, s.path FROM units_unit u LEFT JOIN standing s ON s.id = u.id
     WHERE s.path IS NULL OR s.path COLLATE "C" <> u.path
     ORDER BY s.path, u.id
"""


@dataclass(frozen=True)
class Stretch:
    """Một quãng ngày: the unit stands above another from ``first`` to ``last`` (without end)."""

    unit_id: int
    first: date
    last: date | None


def begin(unit: Unit, basis: str = "") -> None:
    """The first name and place of a new unit: what its own columns say."""
    first_name(unit, basis).save(force_insert=True)
    first_place(unit, basis).save(force_insert=True)


def begin_all(units: Sequence[Unit], bases: Iterable[str] = ()) -> None:
    """The same of many units at once; ``bases`` in their order, none where there is none."""
    words = [*bases] or [""] * len(units)
    names = [first_name(unit, basis) for unit, basis in zip(units, words, strict=True)]
    places = [
        first_place(unit, basis) for unit, basis in zip(units, words, strict=True)
    ]
    UnitName.objects.bulk_create(names, batch_size=BATCH)
    UnitPlace.objects.bulk_create(places, batch_size=BATCH)


def first_name(unit: Unit, basis: str = "") -> UnitName:
    return UnitName(
        unit=unit,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        basis=basis,
        **{name: getattr(unit, name) for name in NAME_FIELDS},
    )


def first_place(unit: Unit, basis: str = "") -> UnitPlace:
    return UnitPlace(
        unit=unit,
        parent=unit.parent,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        basis=basis,
    )


def name_on(unit: Unit, day: date) -> UnitName | None:
    """What the unit was called on ``day``; None before its first and after its last day."""
    return UnitName.objects.on(day).filter(unit=unit).first()


def earlier(*days: date | None) -> date | None:
    """Ngày cuối sớm hơn: the first of last days, where None is without end."""
    return min((day for day in days if day), default=None)


def above(unit_id: int, first: date, last: date | None = None) -> list[Stretch]:
    """Đứng trên đơn vị là ai, vào ngày nào: all from ``first`` to ``last``, also by moves to
    come; first the unit itself.
    """
    found: list[Stretch] = []
    waiting = [Stretch(unit_id, first, last)]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        places = UnitPlace.objects.filter(unit=one.unit_id).exclude(parent=None)
        for parent_id, since, until in places.meeting(one.first, one.last).values_list(
            "parent", "valid_from", "valid_to"
        ):
            waiting.append(
                Stretch(parent_id, max(since, one.first), earlier(until, one.last))
            )
    return found


def below(unit_id: int, first: date) -> set[int]:
    """Đứng dưới đơn vị là ai, vào một ngày nào đó từ ``first``; and the unit itself."""
    found: set[int] = set()
    layer = {unit_id}
    while layer:
        found |= layer
        places = UnitPlace.objects.filter(parent__in=layer).reaching(first)
        layer = set(places.values_list("unit", flat=True)) - found
    return found


def leaves_on(
    unit_id: int, whole_id: int, first: date, last: date | None = None
) -> date | None:
    """Ngày đầu không còn thuộc ``whole_id``, from ``first`` to ``last``; None: it stays."""
    day = first
    over = [one for one in above(unit_id, first, last) if one.unit_id == whole_id]
    for one in sorted(over, key=lambda one: one.first):
        if one.first > day:
            break
        if one.last is None or one.last == last:
            return None
        day = max(day, one.last + DAY)
    return day


def bring_up_to_date(day: date | None = None, units=None) -> int:
    """Show the names and places of ``day`` (today) in the columns of Unit; how many changed.

    ``units``: ids to look at, all when None. Units that have ended keep their last
    name and place. The caller is inside a transaction.
    """
    day = day or localdate()
    return _names(day, units) + _places(day, units)


def mend_paths() -> int:
    """Sửa đường dẫn sai: write each path anew from those above; how many were wrong.

    No act leaves any. Whatever did is told to the operators and in the book, since who reads
    of a unit goes by its path. The caller is inside a transaction.
    """
    if not _wrong_paths() or not tree_lock.can_hold_alone():
        return 0
    mended = 0
    for pk, path, right in _wrong_paths():
        if right is None:
            log.error("unit %s stands under no top", pk)
            continue
        log.error("unit %s had the path %s, not %s", pk, path, right)
        Unit.objects.filter(pk=pk).update(path=right)
        unit = Unit.objects.get(pk=pk)
        audit.write("unit.path_mended", unit, by=None, before=path, after=right)
        mended += 1
    return mended


def _wrong_paths() -> list[tuple[int, str, str | None]]:
    """Id, path, and the right one: none where the parents lead to no top."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_PATHS)
        return cursor.fetchall()


def bring_positions_up_to_date(day: date | None = None, honourees=None) -> int:
    """Show today's position of people in their own columns; how many changed.

    ``honourees``: ids to look at, all when None. Who has none today keeps the last one.
    """
    rows = Position.objects.on(day).select_related(None)
    if honourees is not None:
        rows = rows.filter(honouree__in=honourees)
    differing = rows.exclude(honouree__unit=F("unit"), honouree__title=F("title"))
    changed = 0
    for row in differing.order_by("honouree"):
        changed += Honouree.objects.filter(pk=row.honouree_id).update(
            unit=row.unit_id, title=row.title
        )
    return changed


def _names(day, units):
    rows = UnitName.objects.on(day).select_related("unit")
    if units is not None:
        rows = rows.filter(unit__in=units)
    changed = 0
    for row in rows.exclude(**{f"unit__{name}": F(name) for name in NAME_FIELDS}):
        unit = Unit.objects.select_for_update(no_key=True).get(pk=row.unit_id)
        before = {name: getattr(unit, name) for name in NAME_FIELDS}
        after = {name: getattr(row, name) for name in NAME_FIELDS}
        if before == after:
            continue
        Unit.objects.filter(pk=unit.pk).update(**after)
        audit.write("unit.renamed", unit, by=None, before=before, after=after)
        changed += 1
    return changed


def _places(day, units):
    if not _misplaced(day, units).exists():
        return 0
    # An act that moves holds the tree by now. Where somebody else does, the clock comes again.
    if not tree_lock.can_hold_alone():
        return 0
    changed = _carry_all(day, units)
    if units is not None and _misplaced(day, units).exists():
        # What is due elsewhere goes first: where it shall stand is still below it.
        changed += _carry_all(day, None)
    for row in _misplaced(day, units):
        log.error("unit %s cannot stand under %s, below it", row.unit_id, row.parent_id)
    return changed


def _misplaced(day, units):
    """Places of ``day`` that the columns do not show yet."""
    rows = UnitPlace.objects.on(day).select_related("unit", "parent")
    if units is not None:
        rows = rows.filter(unit__in=units)
    return rows.exclude(unit__parent_id=F("parent_id")).exclude(
        unit__parent=None, parent=None
    )


def _carry_all(day, units):
    """As long as one comes to its place: another may have had to leave it before."""
    changed, carried = 0, True
    while carried:
        carried = 0
        # The higher first: the path of a part is written from that of its whole.
        for row in _misplaced(day, units).order_by("unit__path"):
            carried += _carry_one(row)
        changed += carried
    return changed


def _carry_one(row):
    unit = Unit.objects.select_for_update(no_key=True).get(pk=row.unit_id)
    parent = Unit.objects.get(pk=row.parent_id) if row.parent_id else None
    before = unit.parent_id
    if not _carry(unit, parent):
        return 0
    audit.write("unit.moved", unit, by=None, before=before, after=row.parent_id)
    return 1


def _carry(unit: Unit, parent: Unit | None) -> bool:
    """The unit and all below it to their new path, in one statement; False where the parent
    stands below it."""
    if parent and unit.pk in parent.chain:
        return False
    path = f"{parent.path if parent else '/'}{unit.pk:09d}/"
    Unit.objects.under(unit).update(
        path=Concat(Value(path), Substr("path", len(unit.path) + 1))
    )
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    return True
