"""Bậc thang nhắc việc: which steps hold for an authority on a day, and which of them have come.

A step comes on the due day and so many days before or after it. The digest of a working day
tells what has come since the one before, over weekends and holidays too, and reaches three
days back at most otherwise: what lies further back is told nobody any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns import workdays
from campaigns.models import ReminderStep, Rung
from units.models import Unit
from units.models.managers import is_in_force

REACHES_BACK = 3  # days
# From one's own work upwards.
RUNGS: tuple[str, ...] = tuple(Rung.values)


@dataclass(frozen=True)
class Come:
    """Một bậc đã đến với một hạn."""

    days: int
    reaches: str


@dataclass(frozen=True)
class Window:
    """Các ngày mà bản nhắc việc của một ngày làm việc nói đến."""

    first: date
    last: date

    @classmethod
    def of(cls, today: date) -> "Window":
        since = workdays.before(today) + timedelta(1)
        return cls(min(since, today - timedelta(REACHES_BACK)), today)

    def dues(self, steps: Iterable[ReminderStep]) -> tuple[date, date] | None:
        """First and last due day for which one of the steps may have come; None: no steps."""
        days = [step.days for step in steps]
        if not days:
            return None
        return (
            self.first - timedelta(max(days)),
            self.last - timedelta(min(days)),
        )


class Ladders:
    """Bậc thang của mọi cơ quan: two kinds of rows, read once."""

    def __init__(self, steps: Iterable[ReminderStep]):
        self.steps = list(steps)
        self._own: dict[int | None, list[ReminderStep]] = {}
        for step in self.steps:
            self._own.setdefault(step.unit_id, []).append(step)

    @classmethod
    def reaching(cls, day: date) -> "Ladders":
        return cls(ReminderStep.objects.reaching(day))

    def on(self, unit_id: int, day: date) -> list[ReminderStep]:
        """In force: those of the authority itself if it has any that day, else the common ones."""
        own = _in_force(self._own.get(unit_id, ()), day)
        return own or _in_force(self._own.get(None, ()), day)

    def come(self, unit_id: int, due_on: date, window: Window) -> list[Come]:
        """Steps of that authority that come to a due day within the window, the first first."""
        found = []
        day = window.first
        while day <= window.last:
            after = (day - due_on).days
            found += [
                Come(step.days, step.reaches)
                for step in self.on(unit_id, day)
                if step.days == after
            ]
            day += timedelta(1)
        return sorted(found, key=lambda one: (one.days, RUNGS.index(one.reaches)))


def next_to_tell(come: Sequence[Come], told: Iterable[int]) -> Come | None:
    """Of steps that have come to one person about one thing the latest, where none as late was
    told. On one day one's own work comes before that of others.
    """
    past = max(told, default=None)
    left = [one for one in come if past is None or one.days > past]
    if not left:
        return None
    return max(left, key=lambda one: (one.days, -RUNGS.index(one.reaches)))


def of_authority(unit: Unit, day: date) -> tuple[list[ReminderStep], bool]:
    """The ladder that holds for an authority on a day, in order; whether it is its own."""
    own = list(ReminderStep.objects.of_unit(unit).on(day).for_list())
    if own:
        return own, True
    return list(ReminderStep.objects.common().on(day).for_list()), False


def by_days(steps: Iterable[ReminderStep]) -> Mapping[int, list[ReminderStep]]:
    """For pages: steps by their day, each day's from one's own work upwards."""
    found: dict[int, list[ReminderStep]] = {}
    for step in sorted(steps, key=lambda one: (one.days, RUNGS.index(one.reaches))):
        found.setdefault(step.days, []).append(step)
    return found


def _in_force(steps, day):
    return [step for step in steps if is_in_force(step, day)]
