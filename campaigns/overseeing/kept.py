"""Số tổng đã giữ: what all units come to, without reading what did not change.

Sums stand in rows of up to 64 units of one kind (``BlockSum``), units that are behind in one row
each (``UnitBehind``). Marks are read first: whatever is marked, overtaken by a day or was never
made is added up here from its cells, so that a page is never behind what was committed before
it asked. A worker makes the rows (``campaigns.keeping``).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Q

from campaigns.models import (
    BlockSum,
    Participation,
    SumMark,
    UnitBehind,
    UnitShare,
    block_of,
)
from campaigns.overseeing.board import Board, Cell, Frame, board_of
from campaigns.overseeing.heat import Shares, shares_of
from campaigns.overseeing.sums import CellSum, sum_of
from campaigns.progress.aggregation import Tally
from campaigns.progress.pace import Standing

# Columns of ``BlockSum`` that are added; a standing has the column of its name.
TALLIED = (
    "given", "blank", "exempt", "valued", "total", "counted", "numerators", "denominators",
    "weights", "weighted",
)  # fmt: skip
STANDINGS = {
    Standing.REACHED: "reached", Standing.NEAR: "near", Standing.BEHIND: "behind",
    Standing.BLANK: "unknown", Standing.NOT_DUE: "not_due",
}  # fmt: skip
BESIDES = ("asked", "own", "due", "early")
FIGURES = {"total", "numerators", "denominators", "weights", "weighted", "asked"}
ADDED = (*TALLIED, "at_goal", *STANDINGS.values(), *BESIDES)
_TABLE = BlockSum._meta.db_table
# By hand: the ORM takes longer to write this than the database to answer it.
_SUMS = (
    f"SELECT indicator_id, {', '.join(f'sum({name})' for name in ADDED)},"
    " min(lowest), max(highest), min(need_least), max(need_most)"
    f" FROM {_TABLE} WHERE campaign_id = %s AND period_id IS NOT DISTINCT FROM %s"
    " AND NOT block = ANY(%s)"
    " AND (%s::bigint IS NULL OR kind_id = %s) GROUP BY indicator_id"
)


@dataclass(frozen=True)
class Marked:
    """Điều chưa kịp cộng lại. ``whole``: the campaign as a whole."""

    whole: bool
    units: set[int]

    @property
    def blocks(self) -> set[int]:
        return {block_of(pk) for pk in self.units}


@dataclass(frozen=True)
class Kept:
    """Số tổng của một khung; ``fresh``: the units that were added up here, with their cells.

    ``stale`` blocks are those whose rows are not read; ``lacking``: a worker should make rows.
    """

    frame: Frame
    sums: dict[int, CellSum]
    fresh: Board
    stale: list[int] | None  # None: all
    lacking: bool
    marked: Marked

    def standing_behind(self, found):
        """Of participations: those of whose indicators one is behind at least."""
        late = set(behind_of(self.fresh))
        if self.stale is None:
            return found.filter(pk__in=late)
        return found.filter(
            Q(pk__in=late) | Q(pk__in=self._kept().values("participation"))
        )

    def _kept(self):
        kept = UnitBehind.objects.of(self.frame.campaign, self.frame.period)
        return kept.exclude(block__in=self.stale or [])

    def furthest_behind(self, most: int) -> list[int]:
        """Participations of the units in which the cells are that lie furthest behind."""
        worst = [(worst, pk) for pk, worst in worst_of(self.fresh).items()]
        if self.stale is not None:
            rows = self._kept().order_by("worst", "participation")
            worst += [
                (Fraction(short), pk)
                for short, pk in rows.values_list("worst", "participation")[:most]
            ]
        return [pk for _, pk in sorted(worst)[:most]]


def marked_of(campaign) -> Marked:
    found = set(
        SumMark.objects.filter(campaign=campaign).values_list(
            "participation_id", flat=True
        )
    )
    return Marked(None in found, {pk for pk in found if pk is not None})


def kept_of(frame: Frame, today: date, kind: int | None = None) -> Kept:
    """``kind``: of the units of that kind alone. Marks come first: see above."""
    marked = marked_of(frame.campaign)
    stale = _stale(frame, today, marked)
    active = Participation.objects.of(frame.campaign).active().for_board()
    units = active if stale is None else active.in_blocks(stale)
    every = stale is None or bool(stale)
    fresh = board_of(frame, list(units.of_kind(kind)) if every else [])
    sums = summed(fresh, frame)
    if stale is not None:
        for pk, found in _read(frame, stale, kind).items():
            sums[pk] = sums[pk] + found if pk in sums else found
    lacking = stale is None or bool(set(stale) - marked.blocks)
    return Kept(frame, sums, fresh, stale, lacking, marked)


def _stale(frame: Frame, today: date, marked: Marked) -> list[int] | None:
    """Blocks whose rows are not there, not of this day or not of what stands now."""
    if marked.whole:
        return None
    known, there, gone = set(), set(), set()
    period = frame.period.pk if frame.period else None
    for block, of, until in BlockSum.objects.blocks(frame.campaign, frame.period):
        if of is None:
            known.add(block)
        if of == period:
            there.add(block)
            if until is not None and until < today:
                gone.add(block)
    return sorted(marked.blocks | (known - there) | gone)


def _read(frame: Frame, stale: Iterable[int], kind: int | None) -> dict[int, CellSum]:
    period = frame.period.pk if frame.period else None
    asked = [frame.campaign.pk, period, list(stale), kind, kind]
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, asked)
        rows = cursor.fetchall()
    return {row[0]: _from(row[1:]) for row in rows}


def _from(row: Sequence) -> CellSum:
    named: dict[str, Any] = dict(zip(ADDED, row, strict=False))
    for name in named.keys() - FIGURES:
        named[name] = int(named[name])
    lowest, highest, least, most = row[len(ADDED) :]
    tally = Tally(
        **{name: named[name] for name in TALLIED}, reached=named["at_goal"],
        lowest=lowest, highest=highest,
    )  # fmt: skip
    standings = Counter(
        {one: named[name] for one, name in STANDINGS.items() if named[name]}
    )
    if named["exempt"]:
        standings[Standing.EXEMPT] = named["exempt"]
    return CellSum(
        tally=tally, counts=standings, asked=named["asked"], own=named["own"],
        due=named["due"], early=named["early"],
        needs=None if least is None else (least, most),
    )  # fmt: skip


def row_of(found: CellSum) -> dict[str, object]:
    """The columns of a ``BlockSum``."""
    tally = found.tally
    return {
        **{name: getattr(tally, name) for name in TALLIED},
        "at_goal": tally.reached, "lowest": tally.lowest, "highest": tally.highest,
        **{name: found.counts[one] for one, name in STANDINGS.items()},
        **{name: getattr(found, name) for name in BESIDES},
        "need_least": found.needs[0] if found.needs else None,
        "need_most": found.needs[1] if found.needs else None,
    }  # fmt: skip


def summed(board: Board, frame: Frame) -> dict[int, CellSum]:
    """What the board's cells add up to, of each indicator that has some."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in board.every():
        cells[cell.indicator].append(cell)
    return {
        one.pk: sum_of(cells[one.pk], one)
        for one in frame.indicators
        if one.pk in cells
    }


def behind_of(board: Board) -> Counter[int]:
    return Counter(
        cell.taking for cell in board.every() if cell.standing is Standing.BEHIND
    )


def worst_of(board: Board) -> dict[int, Fraction]:
    """Of each unit that is behind, how far it is behind where it is furthest."""
    found: dict[int, Fraction] = {}
    for cell in board.every():
        if cell.standing is Standing.BEHIND:
            short = shortfall(cell)
            found[cell.taking] = min(short, found.get(cell.taking, short))
    return found


def shortfall(cell: Cell) -> Fraction:
    """How far below the level, as a share of it: below zero."""
    assert cell.required is not None
    assert cell.required.goal is not None
    assert cell.value is not None
    level = abs(cell.required.goal.level) or Decimal(1)
    return Fraction(cell.required.goal.margin(cell.value)) / Fraction(level)


def shares_kept(
    kept: Kept, taking: Sequence[Participation], periods: Sequence
) -> Shares:
    """The percents of these units: kept ones, and those of marked units reckoned here."""
    marked, ids = kept.marked, [one.pk for one in taking]
    anew = [pk for pk in ids if marked.whole or pk in marked.units]
    rows = UnitShare.objects.filter(
        participation__in=set(ids) - set(anew), period__in=periods
    )
    found = {
        (taking, period): percent
        for taking, period, percent in rows.values_list(
            "participation", "period", "percent"
        )
    }
    return found | shares_of(kept.frame, anew, periods)
