"""Suy tôn ở cụm, khối: who takes part today, what the points and the votes come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.timezone import localdate

from awards import acclaim
from awards.models import (
    ClusterBallot,
    ClusterEntry,
    ClusterPoint,
    ClusterRound,
    CriterionKind,
)
from campaigns.pacts import members_of
from units.models import ClusterMember, Unit

ZERO = Decimal(0)


def members_today(cluster: Unit) -> list[Unit]:
    """Thành viên hôm nay. Who has ended has no voice, whatever its membership says."""
    today = localdate()
    rows: Iterable[ClusterMember] = members_of(cluster).for_page()
    return [one.unit for one in rows if not one.unit.has_ended(today)]


def total(points: Iterable[tuple[str, Decimal | None]]) -> Decimal:
    """Tổng điểm of pairs of a criterion's kind and points; deductions count downwards."""
    found = ZERO
    for kind, value in points:
        found += -(value or ZERO) if kind == CriterionKind.MINUS else value or ZERO
    return found


@dataclass
class EntryRow:
    """Một thành viên: its three sums, its votes, its place."""

    unit: Unit
    entry: ClusterEntry | None = None
    is_member: bool = True
    claimed: Decimal = ZERO
    settled: Decimal | None = None  # None: not all points are settled
    # The least and the most that those who check come to; None: nobody has checked it.
    proposed: tuple[Decimal, Decimal] | None = None
    checkers: int = 0
    ballot: ClusterBallot | None = None
    chosen_by: list[str] = field(default_factory=list)
    chooses: list[str] = field(default_factory=list)

    @property
    def is_sent(self) -> bool:
        return self.entry is not None and self.entry.sent_at is not None

    @property
    def points(self) -> Decimal:
        """By which equals are ranked, and which the minutes tell."""
        return self.claimed if self.settled is None else self.settled

    @property
    def differs(self) -> bool:
        return self.settled is not None and self.settled != self.claimed


def rows_of(round_: ClusterRound) -> list[EntryRow]:
    """Members of today, then those who sent points and are no members any more: five queries."""
    members = members_today(round_.cluster)
    entries = {
        one.unit_id: one
        for one in ClusterEntry.objects.filter(round=round_).select_related("unit")
    }
    found = {one.pk: EntryRow(one, entries.get(one.pk)) for one in members}
    for pk, entry in entries.items():
        if pk not in found and entry.sent_at:
            found[pk] = EntryRow(entry.unit, entry, is_member=False)
    _add_points(round_, found)
    _add_votes(round_, found)
    return list(found.values())


def _add_points(round_, found) -> None:
    points = ClusterPoint.objects.filter(round=round_).select_related("criterion")
    by_entry: dict[int, list[ClusterPoint]] = {}
    for one in points.prefetch_related("checks"):
        by_entry.setdefault(one.entry_id, []).append(one)
    for row in found.values():
        mine = by_entry.get(row.entry.pk, []) if row.entry else []
        row.claimed = total((one.criterion.kind, one.claimed) for one in mine)
        if mine and all(one.settled is not None for one in mine):
            row.settled = total((one.criterion.kind, one.settled) for one in mine)
        sums: dict[int, list[tuple[str, Decimal]]] = {}
        for one in mine:
            for check in one.checks.all():
                pair = one.criterion.kind, check.proposed
                sums.setdefault(check.checker_id, []).append(pair)
        if sums:
            said = [total(pairs) for pairs in sums.values()]
            row.proposed, row.checkers = (min(said), max(said)), len(said)


def _add_votes(round_, found) -> None:
    by_entry = {row.entry.pk: row for row in found.values() if row.entry}
    ballots = ClusterBallot.objects.filter(round=round_).select_related("cast_by")
    for ballot in ballots.prefetch_related("choices__entry"):
        names = []
        for choice in ballot.choices.all():
            names.append(choice.entry.unit_name)
            if choice.entry_id in by_entry:
                by_entry[choice.entry_id].chosen_by.append(ballot.unit_name)
        if ballot.unit_id in found:
            found[ballot.unit_id].ballot = ballot
            found[ballot.unit_id].chooses = sorted(names)


def voters_of(round_: ClusterRound, rows: Iterable[EntryRow]) -> int:
    """Số đơn vị có quyền bỏ phiếu: members today, and who voted while it was one."""
    if round_.voters is not None:
        return round_.voters
    members = {row.unit.pk for row in rows if row.is_member}
    ballots = ClusterBallot.objects.filter(round=round_)
    return len(members | set(ballots.values_list("unit", flat=True)))


def terms_of(round_: ClusterRound, voters: int) -> acclaim.Terms:
    return acclaim.Terms(
        flags=round_.flag_places,
        certificates=round_.certificate_places,
        needed=acclaim.needed_votes(round_.least_percent, voters),
        by_points=round_.ties_by_points,
    )


def candidates_of(
    rows: Iterable[EntryRow], order: Mapping[int, int] | None = None
) -> list[acclaim.Candidate]:
    """Who can be honoured: members that sent their points. ``order``: by the entry's number."""
    return [
        acclaim.Candidate(
            key=row.entry.pk,
            name=row.entry.unit_name,
            votes=len(row.chosen_by),
            points=row.points,
            order=row.entry.order if order is None else order.get(row.entry.pk),
        )
        for row in rows
        if row.entry is not None and row.is_sent and row.is_member
    ]


@dataclass(frozen=True)
class Standing:
    """Bảng xếp hạng of a round, as it stands."""

    ranking: list[acclaim.Ranked]
    ties: list[str]
    contested: list[list[acclaim.Candidate]]
    terms: acclaim.Terms
    voters: int


def standing_of(round_: ClusterRound, rows: list[EntryRow]) -> Standing:
    """Of a closed round what was written down at its closing, else as the votes stand."""
    voters = voters_of(round_, rows)
    terms = terms_of(round_, voters)
    if round_.status == ClusterRound.Status.CLOSED:
        # Who has left since was a member then.
        rows = [
            EntryRow(**{**vars(row), "is_member": row.entry.place is not None})
            for row in rows
            if row.entry
        ]
    candidates = candidates_of(rows)
    ranking = acclaim.ranked(candidates, terms)
    return Standing(
        ranking, acclaim.ties_in_words(ranking, terms),
        acclaim.contested(candidates, terms), terms, voters,
    )  # fmt: skip


def checkers_of(round_: ClusterRound, members: Iterable[Unit]) -> list[Unit]:
    """Ai chấm chéo: who was named, else every member."""
    named = set(round_.checkers.values_list("unit", flat=True))
    return [one for one in members if not named or one.pk in named]
