"""Giữ số tổng: a worker makes anew the sums that marks of the database ask for.

One keeper a campaign at a time. It reads the marks, then the cells, and takes away only the
marks that it read: what changes meanwhile leaves a mark of its own for the next. Killed half-way
it leaves everything as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, transaction
from django.utils.timezone import localdate

from campaigns.models import (
    BlockSum,
    Campaign,
    Participation,
    SumMark,
    UnitBehind,
    UnitShare,
    block_of,
)
from campaigns.overseeing import kept
from campaigns.overseeing.board import Board, Cell, Frame, board_of, frame_of
from campaigns.overseeing.heat import shares_of
from campaigns.overseeing.sums import sum_of
from campaigns.progress.aggregation import rounded

LOCK = 5_032  # of advisory locks: the sums of a campaign
A_TIME = 512  # units whose cells are in memory at once
A_SWEEP = 1_000  # campaigns of one minute


def owed() -> list[int]:
    """Campaigns with a mark, and those of whose sums one is of yesterday."""
    marked = SumMark.objects.order_by().values_list("campaign", flat=True).distinct()
    found = list(marked[:A_SWEEP])
    late = BlockSum.objects.overtaken(localdate()).order_by()
    found += late.values_list("campaign", flat=True).distinct()[: A_SWEEP - len(found)]
    return list(dict.fromkeys(found))


@transaction.atomic
def keep(campaign_id: int) -> None:
    """Cộng lại what was marked and what the day overtook; all of it where all is marked."""
    if not _locked(campaign_id):
        return
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        return
    marks = list(SumMark.objects.filter(campaign=campaign))
    today = localdate()
    frame = frame_of(campaign, today)
    whole = any(mark.participation_id is None for mark in marks)
    units = {
        mark.participation_id for mark in marks if mark.participation_id is not None
    }
    late = BlockSum.objects.of(campaign, None).overtaken(today)
    blocks = {block_of(pk) for pk in units} | set(late.values_list("block", flat=True))
    taking = Participation.objects.of(campaign).active()
    if whole:
        everything = taking.for_board()
        BlockSum.objects.filter(campaign=campaign).delete()
        UnitBehind.objects.filter(campaign=campaign).delete()
        units = {one.pk for one in everything}
    else:
        everything = taking.in_blocks(blocks).for_board()
        changed = {block_of(pk) for pk in units}
        for model in (BlockSum, UnitBehind):
            rows = model.objects.filter(campaign=campaign)
            # A day that passes changes nothing of a period.
            rows.of(campaign, None).filter(block__in=blocks).delete()
            rows.exclude(period=None).filter(block__in=changed).delete()
    for group in _groups(everything):
        _keep(frame, group, today)
    _keep_shares(frame, units, whole=whole)
    SumMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()


@transaction.atomic
def keep_period(campaign_id: int, period_id: int) -> None:
    """The sums of one period that somebody looks at: blocks that are not there yet."""
    if not _locked(campaign_id):
        return
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        return
    marked = kept.marked_of(campaign)
    today = localdate()
    frame = frame_of(campaign, today, str(period_id))
    if marked.whole or frame.period is None:
        return
    there = set(
        BlockSum.objects.of(campaign, frame.period).values_list("block", flat=True)
    )
    known = set(BlockSum.objects.of(campaign, None).values_list("block", flat=True))
    # A marked block is left to whoever takes its mark: what is made here would hide it.
    missing = known - there - marked.blocks
    taking = Participation.objects.of(campaign).active()
    for group in _groups(taking.in_blocks(missing).for_board()):
        _keep(frame, group, today)


def _locked(campaign_id: int) -> bool:
    """Another worker at it makes what this one would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, campaign_id])
        return cursor.fetchone()[0]


def _groups(taking: Iterable[Participation]) -> Iterable[list[Participation]]:
    """Whole blocks together, so many at a time."""
    group: list[Participation] = []
    for one in sorted(taking, key=lambda one: one.pk):
        if len(group) >= A_TIME and block_of(group[-1].pk) != block_of(one.pk):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _keep(frame: Frame, taking: Sequence[Participation], today: date) -> None:
    board = board_of(frame, taking)
    UnitBehind.objects.bulk_create(_late(board))
    BlockSum.objects.bulk_create(_blocks(board, today))


def _late(board: Board) -> list[UnitBehind]:
    behind = kept.behind_of(board)
    return [
        UnitBehind(
            campaign=board.campaign, period=board.period, participation_id=pk,
            block=block_of(pk), behind=behind[pk], worst=rounded(worst, 12),
        )
        for pk, worst in kept.worst_of(board).items()
    ]  # fmt: skip


def _blocks(board: Board, today: date) -> list[BlockSum]:
    cells: dict[tuple[int, int, int], list[Cell]] = defaultdict(list)
    kinds = {one.pk: one.unit.kind_id for one in board.taking}
    for cell in board.every():
        cells[cell.indicator, kinds[cell.taking], block_of(cell.taking)].append(cell)
    indicators = {one.pk: one for one in board.indicators}
    found = []
    for (indicator, kind, block), each in cells.items():
        total = sum_of(each, indicators[indicator])
        until = None if board.period is not None or total.settled else today
        found.append(
            BlockSum(
                campaign=board.campaign, period=board.period, indicator_id=indicator,
                kind_id=kind, block=block, until=until, **kept.row_of(total),
            )
        )  # fmt: skip
    return found


def _keep_shares(frame: Frame, units: set[int], *, whole: bool) -> None:
    """Percents of the units whose figures changed, of every period: no day changes them."""
    there = UnitShare.objects.filter(participation__campaign=frame.campaign)
    if whole:
        there.delete()
    else:
        there.filter(participation__in=units).delete()
    ids = sorted(units)
    for start in range(0, len(ids), A_TIME):
        found = shares_of(frame, ids[start : start + A_TIME], frame.periods)
        UnitShare.objects.bulk_create(
            UnitShare(participation_id=taking, period_id=period, percent=percent)
            for (taking, period), percent in found.items()
        )
