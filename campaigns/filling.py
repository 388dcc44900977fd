"""Phiếu báo cáo: one report as its page shows it, line by line, and what it lacks to be sent."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from hashlib import blake2s
from typing import Self

from django.db.models import Q

from campaigns.content import Milestone
from campaigns.models import (
    Allocation,
    Indicator,
    ProgressReport,
    ProgressValue,
    ReportingPeriod,
)
from campaigns.progress.aggregation import over_periods
from campaigns.progress.measures import Goal, Measure, OverPeriods, Scale
from campaigns.progress.pace import (
    Course,
    Required,
    Standing,
    Verdict,
    judge,
    required_on,
)
from campaigns.progress.unlikely import unlikely_fall, unlikely_share
from campaigns.totals import goal_of, part_of
from units.vietnamese import stored
from units.wording import excerpt, vn_datetime

NAMED = 90  # characters of an indicator's name in a sentence


@dataclass(frozen=True)
class Figure:
    """Số liệu một dòng: the columns of a ``ProgressValue`` that the unit writes.

    ``typed``: what stands in the box and is no figure yet; ``value`` is None then.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    typed: str = ""
    cause: str = ""
    exempt_reason: str = ""

    @classmethod
    def of(cls, row: ProgressValue | None) -> Self:
        if row is None:
            return cls()
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.denominator is None and not self.text


def mark_of(kept: Figure | str) -> str:
    """Dấu của điều đang lưu: what a page carries to tell whether it was changed since."""
    said = stored(kept) if isinstance(kept, str) else _said(kept)
    return blake2s(said.encode(), digest_size=6).hexdigest()


def _said(figure: Figure) -> str:
    return "\x1f".join(_plain(getattr(figure, field.name)) for field in fields(figure))


def _plain(value: Decimal | str | None) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return stored(value) if value else ""


@dataclass(frozen=True)
class Line:
    """Một dòng của phiếu. ``before``: the same line in the last period that told of it;
    ``gone``: why it is asked for no longer, of what somebody still had on the screen.
    """

    allocation: Allocation
    indicator: Indicator
    row: ProgressValue | None
    figure: Figure
    before: ProgressValue | None
    scale: Scale
    required: Required | None
    verdict: Verdict
    flagged: bool
    flag_note: str
    gone: str = ""

    @property
    def pk(self) -> int:
        return self.allocation.pk

    @property
    def mark(self) -> str:
        """Of what is stored, whatever stands in the box."""
        return mark_of(Figure.of(self.row))

    @property
    def doubt(self) -> str:
        """Số có lẽ sai: said to who writes it and to who receives it; nothing is refused."""
        if self.figure.exempt_reason or self.gone:
            return ""
        indicator, figure = self.indicator, self.figure
        goal = goal_of(indicator, self.allocation)
        share = unlikely_share(
            figure.value, figure.numerator, figure.denominator, self.scale.measure, goal,
            is_change=indicator.is_change,
        )  # fmt: skip
        if share or self.before is None:
            return share
        return unlikely_fall(
            figure.value, self.before.value, str(self.before.report.period.label),
            self.scale.measure, OverPeriods(indicator.over_periods), goal,
        )  # fmt: skip

    @property
    def wants_cause(self) -> bool:
        """Behind what is due: the unit says why, and what it does about it."""
        return self.verdict.standing in (Standing.NEAR, Standing.BEHIND)


@dataclass(frozen=True)
class Sheet:
    """Phiếu của một đơn vị trong một kỳ."""

    report: ProgressReport
    lines: list[Line]

    def with_figures(self, figures: dict[int, Figure]) -> "Sheet":
        """The same with other figures in some lines: what was typed and is not stored."""
        lines = [
            replace(line, figure=figures.get(line.pk, line.figure))
            for line in self.lines
        ]
        return replace(self, lines=lines)

    @property
    def owed(self) -> list[Line]:
        return [line for line in self.lines if not line.gone]

    @property
    def filled(self) -> int:
        return sum(is_told(line) for line in self.owed)

    @property
    def flagged(self) -> list[Line]:
        return [line for line in self.lines if line.flagged]


@dataclass(frozen=True)
class Lack:
    """Điều còn thiếu: which box (``at``), one clause that says what to do."""

    at: str
    text: str


def _verdict(allocation, row, given, required) -> Verdict:
    """Of what the periods add up to with this one."""
    indicator = allocation.indicator
    if row is None:
        return judge(None, required, is_exempt=False)
    parts = [(day, part_of(value)) for day, value in given.get(allocation.pk, [])]
    parts.append((row.report.period.ends_on, part_of(row)))
    outcome = over_periods(parts, OverPeriods(indicator.over_periods))
    own = part_of(row)
    value = outcome.value if own.is_given else None
    return judge(value, required, is_exempt=own.is_exempt)


def owed_lines(report: ProgressReport):
    """Chỉ tiêu mà phiếu hỏi: what is collected from below nobody types in."""
    return (
        Allocation.objects.owed()
        .filter(participation=report.participation)
        .exclude(indicator__source=Indicator.Source.COLLECTED)
    )


def sheet_of(report: ProgressReport, *, also: Collection[int] = ()) -> Sheet:
    """Six queries, whatever the number of lines; ``also`` lines that it asked for before."""
    found = owed_lines(report)
    if also:
        found = Allocation.objects.of_participation(report.participation_id).filter(
            Q(pk__in=found.values("pk")) | Q(pk__in=also)
        )
    allocations = list(
        found.select_related("indicator", "participation", "exempted_by")
        .prefetch_related("indicator__steps")
        .order_by("indicator__position", "pk")
    )
    rows = {row.allocation_id: row for row in report.values.all()}
    for filled in rows.values():
        filled.report = report
    before = _before(report, allocations)
    first = (
        ReportingPeriod.objects.of(report.campaign)
        .values_list("ends_on", flat=True)
        .first()
    )
    given = _given(report, allocations)
    lines = []
    for allocation in allocations:
        row = rows.get(allocation.pk)
        course = course_of(allocation, report.campaign, first)
        required = required_on(report.period.ends_on, course)
        figure = Figure.of(row)
        lines.append(
            Line(
                allocation=allocation,
                indicator=allocation.indicator,
                row=row,
                figure=figure,
                before=before.get(allocation.pk),
                scale=course.scale,
                required=required,
                verdict=_verdict(allocation, row, given, required),
                flagged=bool(row and row.flagged),
                flag_note=row.flag_note if row else "",
                gone=_gone(allocation),
            )
        )
    return Sheet(report, lines)


def _gone(allocation: Allocation) -> str:
    if allocation.exempted_at is not None:
        return (
            f"{allocation.exempted_by} đã miễn chỉ tiêu này cho đơn vị lúc "
            f"{vn_datetime(allocation.exempted_at)}: {allocation.exempt_reason}"
        )
    if allocation.participation.left_at is not None:
        return "Đơn vị không còn tham gia phong trào này."
    if allocation.indicator.ended_at is not None:
        return "Kế hoạch không còn chỉ tiêu này."
    if allocation.indicator.source == Indicator.Source.COLLECTED:
        return "Chỉ tiêu này nay cộng từ số liệu của các đơn vị cấp dưới."
    return ""


def course_of(
    allocation: Allocation, campaign, first_period_ends: date | None
) -> Course:
    """Lộ trình of one unit's allocation; steps of the indicator must be at hand."""
    indicator = allocation.indicator
    goal = goal_of(indicator, allocation)
    return Course(
        goal=goal,
        scale=scale_of(indicator),
        over=OverPeriods(indicator.over_periods),
        starts_on=campaign.starts_on,
        deadline=indicator.deadline or campaign.ends_on,
        baseline=_baseline(indicator, allocation),
        milestones=tuple(
            Milestone(
                label=step.label,
                value=_scaled(step.value, indicator, goal),
                due_on=step.due_on,
            )
            for step in indicator.steps.all()
        ),
        first_period_ends=first_period_ends,
    )


def scale_of(indicator: Indicator) -> Scale:
    return Scale(
        measure=Measure(indicator.measure),
        unit=indicator.unit_of_measure,
        ranks=tuple(indicator.ranks),
        takes_ratio=indicator.measure == Measure.PERCENT,
    )


def _scaled(level: Decimal, indicator: Indicator, goal: Goal | None) -> Decimal:
    """A step of the whole is the same share of what the unit owes."""
    if goal is None or not indicator.value or indicator.measure != Measure.NUMBER:
        return level
    return level * goal.level / indicator.value


def _baseline(indicator: Indicator, allocation: Allocation) -> Decimal | None:
    if allocation.baseline_value is not None:
        return allocation.baseline_value
    return indicator.baseline_value


def _before(report, allocations) -> dict[int, ProgressValue]:
    """The last figure before this period that was sent: one query, one row an allocation."""
    rows = (
        ProgressValue.objects.filter(
            allocation__in=allocations,
            report__period__ends_on__lt=report.period.starts_on,
            report__status__in=["submitted", "approved"],
        )
        .select_related("report__period")
        .order_by("allocation", "-report__period__ends_on")
        .distinct("allocation")
    )
    return {row.allocation_id: row for row in rows}


def _given(report, allocations) -> dict[int, list[tuple[date, ProgressValue]]]:
    """Figures of earlier periods that were sent, for rules that add periods up."""
    adding = [
        one
        for one in allocations
        if one.indicator.over_periods in (OverPeriods.SUM, OverPeriods.AVERAGE)
    ]
    found: dict[int, list[tuple[date, ProgressValue]]] = {one.pk: [] for one in adding}
    if not adding:
        return found
    rows = ProgressValue.objects.filter(
        allocation__in=adding,
        report__status__in=["submitted", "approved"],
        report__period__ends_on__lt=report.period.starts_on,
    ).select_related("report__period")
    for row in rows:
        found[row.allocation_id].append((row.report.period.ends_on, row))
    return found


def is_told(line: Line) -> bool:
    """The line has what it asks for."""
    if line.figure.exempt_reason:
        return True
    if line.scale.measure is Measure.NARRATIVE:
        return bool(line.figure.text.strip())
    return line.figure.value is not None or line.figure.denominator is not None


def open_lines(sheet: Sheet) -> set[int] | None:
    """Dòng được sửa: of what was returned for some lines, those and whatever still lacks
    something; None: every line.
    """
    if sheet.report.status != ProgressReport.Status.RETURNED or not sheet.flagged:
        return None
    return {
        line.pk for line in sheet.owed if line.flagged or _lack_of(line) is not None
    }


def lacks(sheet: Sheet) -> list[Lack]:
    """Còn thiếu gì để nộp, in the order of the page."""
    return [lack for line in sheet.owed if (lack := _lack_of(line)) is not None]


def _lack_of(line: Line) -> Lack | None:
    name = excerpt(line.indicator.name, NAMED)
    if line.figure.typed:
        return Lack(
            f"v{line.pk}-so", f"“{line.figure.typed}” ở “{name}” chưa phải là số"
        )
    if not is_told(line):
        return Lack(f"v{line.pk}-so", f"chưa nhập “{name}”")
    if line.wants_cause and not line.figure.cause.strip():
        return Lack(
            f"v{line.pk}-vi-sao", f"chưa ghi nguyên nhân và cách khắc phục của “{name}”"
        )
    return None
