"""Từng bước của việc sắp xếp: laid, placed, ended; each written as of the day of the act.

Only the acts of ``units.actions.reform`` take them, and hold the tree.
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from units.actions.cluster_ends import end_in_clusters, leave_clusters_behind
from units.actions.grounds import require_room, require_there
from units.actions.handing import pass_on
from units.actions.tree import UNIT_FIELDS, add_unit
from units.errors import Refused
from units.models import (
    Delegation,
    Membership,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
)
from units.workflow import add, amend, amend_all, remove_whole

DAY = timedelta(days=1)


def why_not_from(unit: Unit, day: date) -> str:
    """Why nothing can change from ``day`` on; "" where the unit is there before and then."""
    if day <= unit.valid_from:
        return (
            f"{unit} có từ ngày {unit.valid_from:%d/%m/%Y}; "
            "ngày hiệu lực phải sau ngày đó."
        )
    if unit.valid_to and day > unit.valid_to:
        tense = "đã " if unit.has_ended() else ""
        return f"{unit} {tense}kết thúc ngày {unit.valid_to:%d/%m/%Y}."
    return ""


def require_alive(unit, day):
    if why := why_not_from(unit, day):
        raise Refused(why, at="effective_on")


def close_row(row, day, by, what):
    """End a dated row the day before ``day``."""
    if row.valid_from >= day:
        raise Refused(
            f"{what} từ ngày {row.valid_from:%d/%m/%Y}; ngày hiệu lực phải sau ngày đó.",
            at="effective_on",
        )
    amend(row, by=by, valid_to=day - DAY)


def place_under(unit, parent, day, basis, by):
    require_room(parent, unit, day, unit.valid_to)
    newest = UnitPlace.objects.of_unit(unit).first()
    if newest and newest.parent_id == parent.pk:
        raise Refused(f"{unit} đã trực thuộc {parent}.", at="parent")
    if newest:
        close_row(newest, day, by, _place_since(newest))
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


def new_unit(like, parent, facts, day, basis, by):
    """A unit of the same kind as ``like``, from ``day`` on."""
    if parent:
        require_there(parent, day, at="effective_on")
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


def units_of(ids) -> list[Unit]:
    """In the order of the ids, each once."""
    found = Unit.objects.in_bulk(ids)
    if found.keys() != set(ids):
        raise Refused(
            "Chọn lại đơn vị tiếp nhận: có đơn vị không còn trong hệ thống.",
            at="successor",
        )
    return [found[pk] for pk in dict.fromkeys(ids)]


def parts_on(unit, day):
    """Units directly under ``unit`` on ``day``, held until the act is done."""
    placed = UnitPlace.objects.on(day).filter(parent=unit).values("unit")
    children = Unit.objects.filter(pk__in=placed).on(day)
    locked = children.select_for_update(no_key=True, of=("self",))
    return locked.select_related("kind").order_by("path")


def write_succession(predecessor, successor, kind, day, basis, by):
    add(
        Succession(
            predecessor=predecessor, successor=successor, kind=kind, effective_on=day,
            basis=basis,
        ),
        by=by,
    )  # fmt: skip


def end_whole(unit, heir, day, basis, by) -> list[int]:
    """The unit and all below it end, the lowest first; ``heir`` inherits of them all."""
    gone = []
    for part in parts_on(unit, day):
        gone += end_whole(part, heir, day, basis, by)
    pass_on(unit, heir, day, basis, by)
    end_unit(unit, day, by)
    return [*gone, unit.pk]


def end_unit(unit, day, by):
    """The last day is the one before ``day``; so it is for its name, place, roles, clusters."""
    last = day - DAY
    require_none_to_come(unit, day)
    end_in_clusters(unit, day, by=by)
    amend(unit, by=by, valid_to=last)
    for table in (UnitName, UnitPlace):
        for row in _shortened(table.objects.of_unit(unit), last, by):
            remove_whole(row, by=by)
    held = Membership.objects.filter(unit=unit).select_related("user", "unit")
    for membership in _shortened(held.order_by("pk"), last, by):
        for writing in Delegation.objects.filter(membership=membership):
            remove_whole(writing, by=by)
        remove_whole(membership, by=by, unit=unit.pk, user=membership.user_id)


def _shortened(rows, last, by) -> list:
    """Dated rows of the unit end with it on ``last``; those that would begin after it are left
    to be removed."""
    later = list(rows.reaching(last + DAY))
    amend_all([row for row in later if row.valid_from <= last], by=by, valid_to=last)
    return [row for row in later if row.valid_from > last]


def require_none_to_come(unit, day):
    """No part is to come under it once it is no more: moved ahead, or laid for a later day."""
    coming = UnitPlace.objects.filter(parent=unit).reaching(day)
    row = coming.select_related("unit").order_by("valid_from", "pk").first()
    if row:
        raise Refused(
            f"{row.unit} sẽ trực thuộc {unit} từ ngày {row.valid_from:%d/%m/%Y}. Bỏ hoặc đổi "
            "việc đó trước."
        )


def named(units, most=3):
    names = ", ".join(str(unit) for unit in units[:most])
    return names if len(units) <= most else f"{names} …"
