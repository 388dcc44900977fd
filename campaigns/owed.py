"""Nghĩa vụ từ kế hoạch: what an issued plan makes its units owe, as values.

The words and notes of the plan are all that is asked: who is given a task or named among the
recipients takes part; a target is owed by whom it names, by the unit under whose line it
stands, or by all; days of reports are periods, registrations are calls. What cannot be said
for certain is left out: the officer adds it (``campaigns.actions.progress.framing``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from campaigns.content import (
    AssignmentNote,
    Comparator,
    Direction,
    PlanContent,
    RegistrationNote,
    Side,
    TargetNote,
)
from campaigns.outline import LineKind, span
from campaigns.progress.measures import Measure, OverPeriods, OverUnits
from units.meant import Known
from units.models import Unit
from units.models.tree import CLUSTER, COUNCIL, UnitQuerySet
from units.vietnamese import fold

DAY = timedelta(days=1)
_HEADINGS = {LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ITEM}


@dataclass(frozen=True)
class OwedPeriod:
    """Một kỳ báo cáo."""

    label: str
    starts_on: date
    ends_on: date
    due_on: date
    why: str = ""


@dataclass(frozen=True)
class OwedTarget:
    """Một chỉ tiêu: its note, how it is measured, and who owes it (None: all)."""

    place: int  # among the plan's targets
    note: TargetNote
    section: str
    measure: Measure
    over_periods: OverPeriods
    over_units: OverUnits
    owed_by: tuple[int, ...] | None


@dataclass(frozen=True)
class OwedTask:
    """Một nhiệm vụ của một đơn vị."""

    unit_id: int
    line: int
    text: str
    due_on: date | None


@dataclass
class Owed:
    """Mọi nghĩa vụ. ``takers``: unit → whether a task names it (else it is a recipient)."""

    takers: dict[int, bool] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    periods: list[OwedPeriod] = field(default_factory=list)
    targets: list[OwedTarget] = field(default_factory=list)
    calls: list[RegistrationNote] = field(default_factory=list)
    tasks: list[OwedTask] = field(default_factory=list)


def authority_of(host: Unit) -> Unit:
    """Cơ quan mà các đơn vị tham gia trực thuộc: that which a council serves, else the host."""
    if host.kind.code == COUNCIL and host.parent is not None:
        return host.parent
    return host


def answering(host: Unit) -> UnitQuerySet:
    """Trả lời thay cơ quan phát động được: its authority and everybody below that today."""
    below = Unit.objects.under(authority_of(host)).on()
    return below.exclude(kind__code=CLUSTER)


def owed(content: PlanContent, host: Unit, day: date) -> Owed:
    """What the plan makes units owe that exist on ``day`` (of its issue); two queries."""
    authority = authority_of(host)
    below = list(Unit.objects.under(authority).on(day).for_pick())
    known = Known(authority, below)
    found = Owed(units={unit.pk: unit for unit in below})
    meant = _Meant(known, {host.pk, authority.pk})
    for assigned in content.assignments:
        for unit in meant.by(assigned.unit):
            found.takers[unit.pk] = True
            found.tasks += _tasks(content, assigned, unit)
    named = [*content.recipients]
    named += [note.name for note in content.subjects if note.side is Side.COLLECTIVE]
    for text in named:
        for unit in meant.by(text.strip(" -;.")):
            found.takers.setdefault(unit.pk, False)
    found.targets = _once(
        _target(content, place, note, meant)
        for place, note in enumerate(content.targets)
    )
    found.periods = periods(content, day)
    found.calls = list(content.registrations)
    return found


class _Meant:
    def __init__(self, known, besides):
        self._known, self._besides = known, besides

    def by(self, text) -> list[Unit]:
        return [
            unit
            for unit in self._known.meant_by(text)
            if unit.pk not in self._besides and unit.kind.code != COUNCIL
        ]


def periods(content: PlanContent, issued_on: date) -> list[OwedPeriod]:
    """Days on which the plan asks for a report; else the ends of its phases, else its end."""
    start = content.starts_on or issued_on
    end = content.ends_on
    days = {
        note.due_on: (_label(note.due_on), "Kế hoạch yêu cầu báo cáo trước ngày này")
        for note in content.deadlines
        if note.due_on and note.due_on > start and "bao cao" in fold(note.text)
    }
    if not days:
        days = {
            phase.ends_on: (phase.name, "Kế hoạch chia đợt; kỳ hết cùng đợt")
            for phase in content.phases
            if phase.ends_on and phase.ends_on > start
        }
    if not days and end and end > start:
        days = {end: ("Cả đợt thi đua", "Kế hoạch chỉ có ngày kết thúc")}
    found, first = [], start
    for day, (label, why) in sorted(days.items()):
        # A report that is due after the end tells of the days up to the end.
        last = end if end and first <= end < day else day
        found.append(OwedPeriod(label, first, last, day, why))
        first = last + DAY
    return found


def _label(day: date) -> str:
    return f"Báo cáo đến {day:%d/%m/%Y}"


def _tasks(
    content: PlanContent, assigned: AssignmentNote, unit: Unit
) -> Iterable[OwedTask]:
    days: dict[int, date] = {}
    for note in content.deadlines:
        if note.due_on:
            days[note.line] = min(note.due_on, days.get(note.line, note.due_on))
    lines = list(span(content.lines, assigned.line))
    # A unit whose task stands in its own line has that one.
    for index in lines[1:] or lines:
        text = content.lines[index].text.strip()
        if text:
            yield OwedTask(unit.pk, index, text[:2000], days.get(index))


def _once(targets: Iterable[OwedTarget]) -> list[OwedTarget]:
    """What the plan asks for in two places is one target, owed by whom either names."""
    found: dict[tuple, OwedTarget] = {}
    for target in targets:
        note = target.note
        key = (
            fold(note.name), note.value, note.value_max, note.unit, note.comparator,
            note.deadline, note.phase,
        )  # fmt: skip
        there = found.get(key)
        if there is None:
            found[key] = target
        elif there.owed_by is None or target.owed_by is None:
            found[key] = replace(there, owed_by=None)
        else:
            both = dict.fromkeys((*there.owed_by, *target.owed_by))
            found[key] = replace(there, owed_by=tuple(both))
    return list(found.values())


def _target(content, place, note, meant) -> OwedTarget:
    measure = measure_of(note)
    return OwedTarget(
        place=place,
        note=note,
        section=_section(content, note.line),
        measure=measure,
        over_periods=over_periods_of(note, measure),
        over_units=over_units_of(note, measure),
        owed_by=_owed_by(content, note, meant),
    )


def measure_of(note: TargetNote) -> Measure:
    if note.value is None:
        return Measure.NARRATIVE
    return Measure.PERCENT if note.unit == "%" else Measure.NUMBER


def over_periods_of(note: TargetNote, measure: Measure) -> OverPeriods:
    """A count so far; of rates and of what stays below a mark, the newest figure."""
    is_state = (
        measure is not Measure.NUMBER
        or _is_share(note)
        or note.direction is Direction.DOWN
        or note.comparator is Comparator.AT_MOST
    )
    return OverPeriods.LATEST if is_state else OverPeriods.RUNNING


def over_units_of(note: TargetNote, measure: Measure) -> OverUnits:
    if measure is Measure.PERCENT or _is_share(note):
        return OverUnits.AVERAGE
    return OverUnits.SUM if measure is Measure.NUMBER else OverUnits.COUNT


def _is_share(note: TargetNote) -> bool:
    """ "Giảm 1/3": of many units never the sum."""
    return "/" in note.shown


def _section(content: PlanContent, line: int) -> str:
    """The nearest heading above the line that is a title."""
    for index in range(line - 1, -1, -1):
        above = content.lines[index]
        if above.kind in _HEADINGS and (
            above.is_title or above.kind is not LineKind.ITEM
        ):
            return above.text.strip()[:300]
    return ""


def _owed_by(content, note, meant) -> tuple[int, ...] | None:
    named = _units(meant.by(part) for part in note.responsible.split(","))
    if named:
        return named
    under = [
        one for one in content.assignments if note.line in span(content.lines, one.line)
    ]
    return _units(meant.by(one.unit) for one in under) or None


def _units(found: Iterable[Sequence[Unit]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(unit.pk for units in found for unit in units))
