"""Tổng quan khi đang thực hiện: how far the whole campaign has come, and what needs a look."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.db.models import Count, Q

from campaigns.models import (
    Campaign,
    Indicator,
    Participation,
    ProgressReport,
    ProgressValue,
    ReportingPeriod,
    Undertaking,
)
from campaigns.overseeing.board import Cell, Frame, board_of
from campaigns.overseeing.kept import Kept, shortfall
from campaigns.overseeing.wholes import Level, Whole
from campaigns.progress.pace import Standing, Verdict, judge
from campaigns.progress.shares import mean

MOST = 5  # cells that need a look, told by name
FIT = {Level.DONE, Level.ON_PACE}


@dataclass(frozen=True)
class Section:
    """Một phần nội dung của kế hoạch: its indicators together."""

    name: str
    done: Fraction | None
    due: Fraction | None
    wholes: list[Whole]

    @property
    def fit(self) -> int:
        return sum(one.level in FIT for one in self.wholes)

    @property
    def worst(self) -> Whole | None:
        """The indicator that lies furthest behind what was due of it; None: none is behind."""
        late = [one for one in self.wholes if one.level in (Level.BEHIND, Level.NEAR)]
        return min(late, key=_reached, default=None)


def _reached(one: Whole) -> Fraction:
    if one.done is None or not one.due:
        return Fraction(0)
    return one.done / one.due


def sections_of(wholes: Sequence[Whole]) -> list[Section]:
    """By the sections of the plan, each in its place; shares count to 100% at most."""
    found = []
    for name, group in groupby(wholes, key=lambda one: one.indicator.section):
        each = list(group)
        told = [one for one in each if one.due is not None]
        found.append(
            Section(
                name=name,
                done=mean([one.done or Fraction(0) for one in told], most=Fraction(1)),
                due=mean([one.due for one in told if one.due is not None]),
                wholes=each,
            )
        )
    return found


@dataclass(frozen=True)
class Reports:
    """Báo cáo của kỳ vừa đến hạn. ``overdue``: how many units; ``named``: the first of them."""

    period: ReportingPeriod
    sent: int
    received: int
    expected: int
    exempt: int
    overdue: int
    named: list[Participation]


def reports_of(frame: Frame, today: date, named: int) -> Reports | None:
    """Four queries, however many units there are."""
    period = frame.told
    if period is None:
        return None
    taking = Participation.objects.of(frame.campaign).active()
    there = ProgressReport.objects.filter(period=period, participation__left_at=None)
    states = Counter(dict(there.counted()))
    late: list[Participation] = []
    overdue = 0
    if period.due_on < today:
        unsent = taking.unsent(period)
        late = list(unsent.for_list()[: named + 1])
        overdue = len(late) if len(late) <= named else unsent.count()
    return Reports(
        period=period,
        sent=states["submitted"] + states["approved"] + states["returned"],
        received=states["approved"],
        expected=taking.owing(period).count() - states["exempt"],
        exempt=states["exempt"],
        overdue=overdue,
        named=late[:named],
    )


@dataclass(frozen=True)
class Works:
    """Mô hình, công trình đã duyệt đăng ký."""

    registered: int
    finished: int
    plaques: int


def works_of(campaign: Campaign) -> Works:
    found = Undertaking.objects.approved().filter(campaign=campaign)
    return Works(
        **found.aggregate(
            registered=Count("pk"),
            finished=Count("pk", filter=Q(finished_on__isnull=False)),
            plaques=Count("pk", filter=Q(plaque_on__isnull=False)),
        )
    )


@dataclass(frozen=True)
class Concern:
    """Điều cần chú ý: one unit, one indicator, why."""

    cell: Cell
    taking: Participation
    indicator: Indicator
    verdict: Verdict
    cause: str


def concerns_of(kept: Kept) -> list[Concern]:
    """Chậm nhất trước: how far short of the level, as a share of it. Of the units that are
    furthest behind the cells, of these the causes: a few queries, however many units."""
    found = kept.furthest_behind(MOST)
    if not found:
        return []
    taking = Participation.objects.of(kept.frame.campaign).filter(pk__in=found)
    board = board_of(kept.frame, list(taking.for_board()))
    late = [cell for cell in board.every() if cell.standing is Standing.BEHIND]
    late = sorted(late, key=shortfall)[:MOST]
    causes = _causes(late)
    units = {one.pk: one for one in board.taking}
    indicators = {one.pk: one for one in board.indicators}
    return [
        Concern(
            cell=cell, taking=units[cell.taking], indicator=indicators[cell.indicator],
            verdict=judge(cell.value, cell.required), cause=causes.get(cell.pk, ""),
        )
        for cell in late
    ]  # fmt: skip


def _causes(cells: Sequence[Cell]) -> dict[int, str]:
    rows = (
        ProgressValue.objects.approved()
        .filter(allocation__in=[cell.pk for cell in cells])
        .order_by("allocation", "-report__period__ends_on")
        .distinct("allocation")
    )
    return dict(rows.values_list("allocation", "cause")) if cells else {}
