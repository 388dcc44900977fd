"""Xếp hạng suy tôn: by votes, ties told as ties, places given out. Plain values, no database.

Who is named by the round's leader in an order (``order``: a second vote among equals) stands
before the others of the same tie; nothing else is guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil

from awards.models import Distinction
from units.numerals import vn_number

WHOLE = 100
LAST = 10_000  # after every order that anybody gives


@dataclass(frozen=True)
class Candidate:
    """Một đơn vị được bỏ phiếu."""

    key: int
    name: str
    votes: int
    points: Decimal
    order: int | None = None


@dataclass(frozen=True)
class Terms:
    """Quy định của đợt. ``needed``: the least votes of who is honoured."""

    flags: int
    certificates: int
    needed: int = 1
    by_points: bool = False

    @property
    def places(self) -> int:
        return self.flags + self.certificates


@dataclass(frozen=True)
class Ranked:
    """Một dòng của bảng xếp hạng: the place of all that equal it, and how many they are."""

    candidate: Candidate
    place: int
    sharing: int
    distinction: str = ""

    @property
    def told(self) -> str:
        """ "2–3" of two who share the second place."""
        if self.sharing == 1:
            return str(self.place)
        return f"{self.place}–{self.place + self.sharing - 1}"


def needed_votes(percent: int, voters: int) -> int:
    """Số phiếu tối thiểu, exactly; nobody is honoured without a vote."""
    return max(1, ceil(percent * voters / WHOLE)) if voters else 1


def ranked(candidates: Iterable[Candidate], terms: Terms) -> list[Ranked]:
    """Each with its place, and what it is honoured with as far as that is certain."""
    groups = _groups(candidates, terms)
    found: list[Ranked] = []
    for group in groups:
        place = len(found) + 1
        split = _is_split(group, place, terms) and not _is_ordered(group)
        for number, one in enumerate(group):
            # Undecided: no guess is made, not even of what the last of them would get.
            given = "" if split else _given(one, place + number, terms)
            found.append(Ranked(one, place, len(group), given))
    return found


def contested(candidates: Iterable[Candidate], terms: Terms) -> list[list[Candidate]]:
    """Equals of whom some get more than others: who comes first must be voted on again."""
    found, before = [], 0
    for group in _groups(candidates, terms):
        if _is_split(group, before + 1, terms):
            found.append(group)
        before += len(group)
    return found


def ties_in_words(found: Sequence[Ranked], terms: Terms) -> list[str]:
    """A sentence for each tie, with what decided it, or that nothing did."""
    said = []
    for _, rows in groupby(found, key=lambda one: one.place):
        group = list(rows)
        if len(group) == 1:
            continue
        names = ", ".join(one.candidate.name for one in group)
        first = group[0].candidate
        equal = f"cùng {vn_number(first.votes)} phiếu"
        if terms.by_points:
            equal += f" và cùng {vn_number(first.points)} điểm"
        text = f"{names} {equal} nên cùng hạng {group[0].told}."
        if _is_ordered([one.candidate for one in group]):
            firsts = sorted(group, key=lambda one: one.candidate.order or 0)
            order = ", ".join(one.candidate.name for one in firsts)
            text += f" Thứ tự theo lần biểu quyết lại: {order}."
        elif _is_split([one.candidate for one in group], group[0].place, terms):
            text += (
                " Số được suy tôn không đủ cho cả hạng nên phải biểu quyết lại giữa các đơn vị "
                "này."
            )
        else:
            text += " Thứ tự trong hạng không có ý nghĩa."
        said.append(text)
    return said


def _groups(candidates, terms) -> list[list[Candidate]]:
    """Equals together, the first first; in each who was given an order comes first."""
    ordered = sorted(
        candidates,
        key=lambda one: (*_key(one, terms), one.order or LAST, one.name, one.key),
    )
    return [
        list(rows) for _, rows in groupby(ordered, key=lambda one: _key(one, terms))
    ]


def _key(one: Candidate, terms: Terms) -> tuple[int, Decimal]:
    return -one.votes, -one.points if terms.by_points else Decimal(0)


def _is_split(group: Sequence[Candidate], place: int, terms: Terms) -> bool:
    """Some of these equals would get more than others."""
    first, last = group[0], len(group) - 1
    return _given(first, place, terms) != _given(first, place + last, terms)


def _is_ordered(group: Sequence[Candidate]) -> bool:
    """Every one has been given an order of its own."""
    orders = {one.order for one in group}
    return None not in orders and len(orders) == len(group)


def _given(one: Candidate, position: int, terms: Terms) -> str:
    """What is given at that position (from 1) to who has so many votes."""
    if one.votes < max(1, terms.needed):
        return ""
    if position <= terms.flags:
        return Distinction.FLAG
    return Distinction.CERTIFICATE if position <= terms.places else ""
