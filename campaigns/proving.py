"""Đối chiếu: kept results and sums against the approved figures that they are made of.

Every night, for the campaigns that go on. What differs is a fault of the program and is logged
as an error. Sums are then made anew; results of units are mended by an operator, who looks first
(``manage.py check_sums --mend``).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from campaigns.models import Allocation, BlockSum, Campaign, Participation, SumMark
from campaigns.overseeing import kept
from campaigns.overseeing.board import board_of, frame_of
from campaigns.overseeing.sums import CellSum
from campaigns.totals import renewed

logger = logging.getLogger(__name__)
OVER = timedelta(days=60)  # after its last day a campaign is still reported on
A_TIME = 2_000  # allocations in memory at once


@dataclass(frozen=True)
class Difference:
    """Chỗ lệch: what is kept and what it should be."""

    where: str
    kept: str
    should: str

    def __str__(self):
        return f"{self.where}: đang giữ {self.kept}, đúng ra là {self.should}"


def differences(campaign: Campaign) -> list[Difference]:
    """Of results of units, and of sums. None while a mark says that they are to be made anew."""
    return [*_of_results(campaign), *_of_sums(campaign, localdate())]


@transaction.atomic
def prove(campaign_id: int) -> list[Difference]:
    """Đối chiếu một phong trào; what differs is made anew by whoever keeps the sums."""
    campaign = Campaign.objects.get(pk=campaign_id)
    found = differences(campaign)
    for one in found:
        logger.error("số đã giữ của phong trào %s lệch: %s", campaign_id, one)
    if found:
        SumMark.objects.create(campaign=campaign)
    return found


def _of_results(campaign: Campaign) -> Iterator[Difference]:
    rows = Allocation.objects.living().filter(campaign=campaign)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), A_TIME):
        group = list(rows.filter(pk__in=ids[start : start + A_TIME]).for_list())
        results = renewed(group)
        for row in group:
            for name, should in results[row.pk].columns.items():
                if getattr(row, name) != should:
                    yield Difference(
                        f"{row} ({name})", f"{getattr(row, name)}", f"{should}"
                    )


def _of_sums(campaign: Campaign, today: date) -> Iterator[Difference]:
    frame = frame_of(campaign, today)
    told = kept.kept_of(frame, today)
    taking = Participation.objects.of(campaign).active().for_board()
    board = board_of(frame, list(taking))
    should = kept.summed(board, frame)
    for indicator in frame.indicators:
        mine = kept.row_of(told.sums.get(indicator.pk, CellSum()))
        for name, real in kept.row_of(should.get(indicator.pk, CellSum())).items():
            if mine[name] != real:
                yield Difference(f"{indicator} ({name})", f"{mine[name]}", f"{real}")
    late = set(told.standing_behind(taking).values_list("pk", flat=True))
    real_late = set(kept.worst_of(board))
    if late != real_late:
        yield Difference("đơn vị đang chậm", f"{sorted(late)}", f"{sorted(real_late)}")


def going_on(today: date) -> list[int]:
    """Campaigns with kept sums that have not been over for long."""
    with_sums = BlockSum.objects.order_by().values("campaign").distinct()
    recent = Campaign.objects.filter(pk__in=with_sums).going_on_after(today - OVER)
    return list(recent.order_by("pk").values_list("pk", flat=True))
