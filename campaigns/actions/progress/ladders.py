"""Bậc thang nhắc việc của một cơ quan: changed from tomorrow on, since this morning's is told."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from campaigns import ladder, permissions
from campaigns.models import ReminderStep, Rung
from campaigns.models.progress.reminders import day_words
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend, remove

MOST = 20


@transaction.atomic
def add_reminder_step(unit_id: int, *, by: User, days: int, reaches: str) -> Unit:
    """Thêm bậc. ``days`` before the due day are negative.

    With its first change the authority takes the common ladder as its own.
    """
    unit = _lock(unit_id, by)
    if reaches != Rung.REPORTER and days <= 0:
        raise Refused(
            "Chỉ báo lên trên khi đã quá hạn. Chọn số ngày sau hạn, hoặc chọn người báo cáo.",
            at="reaches",
        )
    steps = _own(unit, by)
    if (days, reaches) in {(step.days, step.reaches) for step in steps}:
        raise Refused(
            f"Bậc thang đã có bậc {day_words(days)}, {Rung(reaches).label.lower()}.",
            at="days",
        )
    if len(steps) >= MOST:
        raise Refused(f"Bậc thang có nhiều nhất {MOST} bậc; bỏ bớt bậc ít cần.")
    _put(unit, days, reaches, by)
    return unit


@transaction.atomic
def drop_reminder_step(unit_id: int, *, by: User, days: int, reaches: str) -> Unit:
    """Bỏ bậc; one at least is left."""
    unit = _lock(unit_id, by)
    steps = _own(unit, by)
    found = [one for one in steps if (one.days, one.reaches) == (days, reaches)]
    step = next(iter(found), None)
    if step is None:
        raise Refused("Bậc này đã được bỏ.")
    if len(steps) == 1:
        raise Refused(
            "Bậc thang phải còn ít nhất một bậc. Thêm bậc khác trước khi bỏ bậc này."
        )
    _end(step, by)
    return unit


@transaction.atomic
def use_common_ladder(unit_id: int, *, by: User) -> Unit:
    """Dùng lại bậc thang chung."""
    unit = _lock(unit_id, by)
    steps = _reaching(unit)
    if not steps:
        raise Refused("Cơ quan đang dùng bậc thang chung rồi.")
    for step in steps:
        _end(step, by)
    return unit


def _lock(unit_id: int, by: User) -> Unit:
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_keep_ladder(by, unit))
    return unit


def _tomorrow() -> date:
    return localdate() + timedelta(1)


def _reaching(unit) -> list[ReminderStep]:
    return list(ReminderStep.objects.of_unit(unit).reaching(_tomorrow()).for_list())


def _own(unit, by) -> list[ReminderStep]:
    steps, is_own = ladder.of_authority(unit, _tomorrow())
    if is_own:
        return steps
    return [_put(unit, step.days, step.reaches, by) for step in steps]


def _put(unit, days: int, reaches: str, by) -> ReminderStep:
    step = ReminderStep(
        unit=unit, days=days, reaches=reaches, valid_from=_tomorrow()
    )  # fmt: skip
    add(step, by=by)
    return step


def _end(step, by) -> None:
    """What never held leaves no trace but in the book."""
    if step.valid_from > localdate():
        remove(step, by=by, step=str(step))
    else:
        amend(step, by=by, valid_to=localdate())
