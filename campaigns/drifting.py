"""Chênh so với kế hoạch cấp trên: what of it is kept, changed, left out, and what we add.

Knows neither the database nor pages, and tells the same whatever the order of lines and notes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from campaigns.content import (
    Comparator,
    DeadlineNote,
    Direction,
    Note,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    TargetNote,
)
from campaigns.wording import describe, figure
from units.wording import vn_date

# Kinds that are held against the superior's, in the order in which they are told.
KINDS = ("targets", "registrations", "deadlines", "phases", "periods", "assignments")
_ADDED = ("targets", "registrations", "deadlines", "phases", "assignments")


class State(StrEnum):
    """Tình trạng, with the word of the screen."""

    KEPT = "kept"
    CHANGED = "changed"
    LEFT_OUT = "left_out"
    ADDED = "added"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    State.KEPT: "Giữ nguyên", State.CHANGED: "Điều chỉnh", State.LEFT_OUT: "Chưa đưa vào",
    State.ADDED: "Thêm",
}  # fmt: skip


@dataclass(frozen=True)
class Own:
    """Ghi chú của mình; ``item`` names what it answers, ``row`` its place for a link."""

    kind: str
    note: Note
    item: int | None = None
    row: int = 0


@dataclass(frozen=True)
class Item:
    """Điều cấp trên giao: its id, and the note in the superior's plan."""

    pk: int
    kind: str
    note: Note


@dataclass(frozen=True, order=True)
class Difference:
    """Một chỗ chênh in words; ``is_behind``: less, later or looser than was given."""

    words: str
    is_behind: bool = False


@dataclass(frozen=True)
class Drift:
    """Một điều so với cấp trên. No ``item``: it is our own addition."""

    kind: str
    state: State
    item: Item | None
    own: Own | None
    differences: tuple[Difference, ...] = ()

    @property
    def is_behind(self) -> bool:
        return self.state is State.LEFT_OUT or any(
            one.is_behind for one in self.differences
        )

    @property
    def name(self) -> str:
        """What it is called, by the superior where it comes from there."""
        note = self.item.note if self.item else self.own.note if self.own else None
        return name_of(note) if note else ""

    @property
    def words(self) -> str:
        return "; ".join(one.words for one in self.differences)


def items_of(superior: PlanContent, rows: Iterable[tuple[int, str, int]]) -> list[Item]:
    """``rows``: id, kind and place of each; those without a place are left out by the caller."""
    return [
        Item(pk, kind, getattr(superior, kind)[place])
        for pk, kind, place in rows
        if place < len(getattr(superior, kind))
    ]


def drift(items: Sequence[Item], own: Iterable[Own]) -> list[Drift]:
    """The superior's things in their order, then what is added."""
    mine: dict[int | None, list[Own]] = {}
    for one in own:
        mine.setdefault(one.item, []).append(one)
    known = {item.pk for item in items}
    found = [
        _of_item(item, mine.get(item.pk, []))
        for item in sorted(items, key=lambda item: (KINDS.index(item.kind), item.pk))
    ]
    free = [
        one
        for item, rows in mine.items()
        if item not in known
        for one in rows
        if one.kind in _ADDED
    ]
    free.sort(key=lambda one: (KINDS.index(one.kind), _key(one)))
    return found + [Drift(one.kind, State.ADDED, None, one) for one in free]


def count(drifts: Iterable[Drift]) -> dict[State, int]:
    found = dict.fromkeys(State, 0)
    for one in drifts:
        found[one.state] += 1
    return found


def differences(given: Note, own: Note) -> tuple[Difference, ...]:
    """What is another in ours than in the superior's note of that kind."""
    return tuple(_differences(given, own))


def name_of(note: Note) -> str:
    """A note by its name, else in one short line."""
    for field in ("name", "text", "what", "unit"):
        if value := getattr(note, field, ""):
            return str(value)
    return describe(note)


def _of_item(item: Item, own: list[Own]) -> Drift:
    """Several of ours may answer one: the nearest to it speaks."""
    if not own:
        return Drift(item.kind, State.LEFT_OUT, item, None)
    told = [(differences(item.note, one.note), one) for one in own]
    nearest, one = min(told, key=lambda pair: (len(pair[0]), pair[0], _key(pair[1])))
    state = State.CHANGED if nearest else State.KEPT
    return Drift(item.kind, state, item, one, nearest)


def _key(own: Own) -> str:
    return repr(replace(own.note, line=0))


def _differences(given: Note, own: Note) -> Iterator[Difference]:
    match given, own:
        case TargetNote(), TargetNote():
            yield from _of_target(given, own)
            yield from _of_day("hạn", given.deadline, own.deadline)
            if set(given.milestones) - set(own.milestones):
                yield Difference("mốc theo lộ trình khác cấp trên giao")
        case RegistrationNote(), RegistrationNote():
            if given.minimum != own.minimum:
                low = own.minimum < given.minimum
                yield Difference(
                    f"{'ít' if low else 'nhiều'} hơn cấp trên giao: ít nhất {own.minimum:02d}, "
                    f"cấp trên giao {given.minimum:02d}",
                    low,
                )
            yield from _of_day("hạn", given.deadline, own.deadline)
        case DeadlineNote(), DeadlineNote():
            yield from _of_day("hạn", given.due_on, own.due_on)
        case PhaseNote(), PhaseNote():
            yield from _of_day("bắt đầu", given.starts_on, own.starts_on)
            yield from _of_day("kết thúc", given.ends_on, own.ends_on)
            yield from _of_day("kế hoạch chi tiết", given.plan_due_on, own.plan_due_on)
        case PeriodNote(), PeriodNote():
            yield from _of_day("bắt đầu", given.starts_on, own.starts_on)
            yield from _of_day("kết thúc", given.ends_on, own.ends_on)


def _of_target(given: TargetNote, own: TargetNote) -> Iterator[Difference]:
    said, told = figure(own), figure(given)
    if given.unit != own.unit and given.value is not None and own.value is not None:
        yield Difference(f"đơn vị tính khác: ghi {said}, cấp trên giao {told}")
    elif given.value is None or own.value is None:
        if given.value is not None:
            yield Difference(f"không ghi con số, cấp trên giao {told}", True)
        elif own.value is not None:
            yield Difference(f"ghi thêm con số: {said}")
    else:
        levels = [
            (own.value, given.value),
            (_top(own), _top(given)),
        ]
        changed = next((pair for pair in levels if pair[0] != pair[1]), None)
        if changed:
            low = changed[0] < changed[1]
            yield Difference(
                f"{'thấp' if low else 'cao'} hơn cấp trên giao: ghi {said}, cấp trên giao {told}",
                low != less_is_better(given),
            )
        elif given.comparator != own.comparator:
            yield Difference(f"điều kiện khác: ghi {said}, cấp trên giao {told}")


def less_is_better(note: TargetNote) -> bool:
    """A level that may not be passed, or that shall go down; not how much it goes down by."""
    if note.comparator is Comparator.AT_MOST:
        return True
    falls = note.direction is Direction.DOWN
    return falls and not figure(note).startswith("giảm")


def _top(note: TargetNote) -> Decimal:
    return note.value_max if note.value_max is not None else note.value or Decimal(0)


def _of_day(what: str, given: date | None, own: date | None) -> Iterator[Difference]:
    if given == own:
        return
    if own is None:
        yield Difference(f"không ghi {what}, cấp trên giao {vn_date(given)}", True)
    elif given is None:
        yield Difference(f"ghi thêm {what} {vn_date(own)}")
    else:
        days = (own - given).days
        way = "muộn" if days > 0 else "sớm"
        yield Difference(
            f"{what} {way} hơn {abs(days)} ngày: ghi {vn_date(own)}, cấp trên giao "
            f"{vn_date(given)}",
            days > 0,
        )
