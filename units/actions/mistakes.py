"""Bỏ việc ghi nhầm: what was entered and has had no effect yet is taken back as it was."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units import audit, borne, calendar, permissions, tree_lock
from units.actions.grounds import hold
from units.errors import Refused, Way
from units.models import NAME_FIELDS, Reform, Unit, UnitName, UnitPlace, User
from units.permissions import require
from units.referring import referring
from units.wording import vn_date
from units.workflow import amend, amend_as, remove, remove_all

DAY = timedelta(days=1)


@transaction.atomic
def take_back_unit(unit_id: int, *, by: User) -> Unit:
    """Bỏ đơn vị lập nhầm: nothing was built on it. The book keeps its code and name."""
    tree_lock.hold_alone()
    # Locked whole: nobody gives it a part, a person or a paper in this very moment.
    unit = (
        Unit.objects.select_for_update(of=("self",))
        .select_related("parent")
        .get(pk=unit_id)
    )
    require(permissions.can_reorganise(by, unit))
    if unit.parent is None:
        raise Refused(f"{unit} đứng đầu một cây đơn vị nên không bỏ được.")
    if laid := Reform.objects.laying(unit):
        raise Refused(
            f"{unit} được lập theo việc “{laid}”, có hiệu lực từ ngày "
            f"{vn_date(laid.effective_on)}: rút lại việc đó thì đơn vị này được bỏ theo.",
            Way("Xem việc đó", "reform", (laid.pk,)),
        )
    if words := referring(Unit, {unit.pk}).get(unit.pk):
        instead = "Đơn vị đã hoạt động thì giải thể từ một ngày."
        if unit.is_to_come:
            instead = f"Bỏ {words} đó trước."
        raise Refused(f"Không bỏ được vì {unit} đã có {words}. {instead}")
    take_away_units([unit], by=by, place=unit.parent.pk)
    return unit


@transaction.atomic
def take_back_name(unit_id: int, *, by: User) -> Unit:
    """Bỏ việc đổi tên sắp có hiệu lực: the name before it goes on."""
    unit = hold(unit_id)
    require(permissions.can_administer(by, unit))
    rows = list(UnitName.objects.of_unit(unit)[:2])
    _take_back(rows, by, f"{unit} không có tên mới nào sắp dùng.")
    return unit


@transaction.atomic
def correct_name(
    unit_id: int, *, by: User, seen: int | None = None, **names: str
) -> UnitName:
    """Sửa tên ghi nhầm: what was typed wrongly of the name in use, from its first day on.

    As if it had been written so from the beginning; a name under which papers were made stays,
    and another is used from a day (``rename_unit``). ``names``: any of NAME_FIELDS.
    """
    if unknown := names.keys() - set(NAME_FIELDS):
        raise TypeError(f"not part of a name: {sorted(unknown)}")
    unit = hold(unit_id)
    require(permissions.can_administer(by, unit))
    row = UnitName.objects.in_use(unit)
    audit.require_unchanged(row, seen, by=by)
    if unit.has_ended():
        raise Refused(
            f"{unit} đã kết thúc ngày {vn_date(unit.valid_to)} nên tên không đổi nữa."
        )
    if count := borne.papers_of(unit, row.valid_from, row.valid_to):
        raise Refused(
            f"Tên này đã ghi trên {count} văn bản nên không sửa như ghi nhầm được. Muốn dùng "
            "tên khác từ một ngày thì đổi tên.",
            Way("Đổi tên", "unit-rename", (unit.pk,)),
        )
    if not amend_as("corrected", row, by=by, **names):
        raise Refused("Chưa có chữ nào được sửa.")
    day = max(localdate(), unit.valid_from)  # a unit to come shows its first name
    calendar.bring_up_to_date(day, units=[unit.pk])
    return row


def take_away_units(units: Sequence[Unit], *, by: User, place: int) -> None:
    """Units on which nothing is built, each with the name and the place that it began with."""
    for table in (UnitName, UnitPlace):
        table.objects.filter(unit__in=[unit.pk for unit in units]).delete()
    remove_all(units, by=by, kept=_code_and_name, place=place)


def _take_back(rows, by, nothing):
    """Remove the newest of these dated rows, if its day is still to come; the one before it
    lasts as long as that would have."""
    if len(rows) < 2 or rows[0].valid_from <= localdate():
        raise Refused(nothing)
    coming, before = rows
    if before.valid_to != coming.valid_from - DAY:
        raise Refused(nothing)
    remove(coming, by=by)
    amend(before, by=by, valid_to=coming.valid_to)


def _code_and_name(unit):
    return f"{unit.code} {unit.name}"
