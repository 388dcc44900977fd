"""Ghép ghi chú của hai bản: which note of a later plan is which of the earlier one.

Notes are found by what they say, never by their order: alike to the letter, then of one name,
then of a name much alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from campaigns.content import Note, PlanContent
from campaigns.drifting import KINDS, Difference, differences, name_of
from units.vietnamese import fold

ALIKE = 0.7


@dataclass(frozen=True)
class Change:
    """Một chỗ đổi. ``before`` and ``after`` are places; None: it is new, or is gone."""

    kind: str
    before: int | None
    after: int | None
    note: Note
    differences: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.note)


def changes(before: PlanContent, after: PlanContent) -> list[Change]:
    """What was changed, taken out or added that those below must answer for."""
    found = []
    for kind in KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        pairs = pair(old, new)
        for left, right in sorted(pairs.items()):
            told = differences(old[left], new[right])
            if told:
                found.append(Change(kind, left, right, new[right], told))
        found += [
            Change(kind, place, None, note)
            for place, note in enumerate(old)
            if place not in pairs
        ]
        came = set(pairs.values())
        found += [
            Change(kind, None, place, note)
            for place, note in enumerate(new)
            if place not in came
        ]
    return found


def pair(old: Sequence[Note], new: Sequence[Note]) -> dict[int, int]:
    """Place of the old note → place of the new one; what has no partner is left out."""
    found: dict[int, int] = {}
    for key in (_whole, _name):
        left = _groups(old, key, set(found))
        right = _groups(new, key, set(found.values()))
        for name, places in left.items():
            found |= dict(zip(places, right.get(name, []), strict=False))
    rest = [place for place in range(len(old)) if place not in found]
    free = [place for place in range(len(new)) if place not in found.values()]
    likely = sorted(
        (-ratio, _whole(old[i]), _whole(new[j]), i, j)
        for i in rest
        for j in free
        if (ratio := _likeness(_name(old[i]), _name(new[j]))) >= ALIKE
    )
    taken: set[int] = set()
    for _, _, _, i, j in likely:
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _groups(notes, key, taken) -> dict[str, list[int]]:
    """Places by what they say; within one name in the order of what they say besides."""
    found: dict[str, list[int]] = {}
    places = [place for place in range(len(notes)) if place not in taken]
    for place in sorted(places, key=lambda place: (_whole(notes[place]), place)):
        found.setdefault(key(notes[place]), []).append(place)
    return found


def _whole(note: Note) -> str:
    return repr(replace(note, line=0))


def _name(note: Note) -> str:
    """Without figures and signs: "Tỷ lệ đạt 95%" and "Tỷ lệ đạt 96%" are one."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(name_of(note))))


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
