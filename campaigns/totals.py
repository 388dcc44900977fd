"""Số tổng: what approved reports add up to, for one unit and for a whole indicator.

Only approved figures count. A unit's own result stands in its allocation, kept by the act
that approves a report or takes that back (``renewed``); what all units come to is added up
from these (``of_indicators``; for pages, from sums that are kept: ``overseeing.kept``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.models import Allocation, Indicator, ProgressValue
from campaigns.progress.aggregation import (
    Outcome,
    Part,
    Tally,
    of_units,
    over_periods,
    tally,
)
from campaigns.progress.measures import Goal, OverPeriods, OverUnits, wanted


@dataclass(frozen=True)
class Result:
    """Kết quả của một đơn vị: as the columns ``result…`` of its allocation keep it."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    on: date | None

    @property
    def columns(self) -> dict:
        return {
            "result": self.value,
            "result_numerator": self.numerator,
            "result_denominator": self.denominator,
            "result_text": self.text,
            "result_on": self.on,
        }


def part_of(value: ProgressValue) -> Part:
    """A figure of a report, as the laws add it up."""
    return Part(
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        is_exempt=bool(value.exempt_reason),
    )


def renewed(allocations: Sequence[Allocation]) -> dict[int, Result]:
    """Of each allocation what its approved reports come to: one query."""
    found: dict[int, list[tuple[date, ProgressValue]]] = defaultdict(list)
    values = ProgressValue.objects.approved().filter(allocation__in=allocations)
    for value in values.select_related("report__period").order_by(
        "report__period__ends_on"
    ):
        found[value.allocation_id].append((value.report.period.ends_on, value))
    return {one.pk: _result(one, found[one.pk]) for one in allocations}


def _result(allocation, given) -> Result:
    rule = OverPeriods(allocation.indicator.over_periods)
    outcome = over_periods([(day, part_of(value)) for day, value in given], rule)
    told = [(day, v) for day, v in given if part_of(v).is_given or v.text]
    return Result(
        value=outcome.value,
        numerator=outcome.numerator,
        denominator=outcome.denominator,
        text=told[-1][1].text if told else "",
        on=told[-1][0] if told else None,
    )


def goal_of(indicator: Indicator, allocation: Allocation | None = None) -> Goal | None:
    """Mức giao: of the unit where it has its own, else of the indicator; None: no figure."""
    own = allocation if allocation and allocation.value is not None else indicator
    return wanted(
        indicator.comparator or None,
        own.value,
        own.value_max,
        indicator.direction,
        measure=indicator.measure,
        is_change=indicator.is_change,
    )


def counted(allocation: Allocation, indicator: Indicator) -> Part:
    """One unit's result as a part of the whole."""
    collects = indicator.source == Indicator.Source.COLLECTED
    return Part(
        value=allocation.collected if collects else allocation.result,
        numerator=allocation.collected_numerator
        if collects
        else allocation.result_numerator,
        denominator=allocation.collected_denominator
        if collects
        else allocation.result_denominator,
        weight=allocation.weight,
        goal=goal_of(indicator, allocation),
        is_exempt=allocation.exempted_at is not None,
    )


def of_indicators(indicators: Iterable[Indicator]) -> dict[int, Outcome]:
    """Of each indicator what all its units come to: one query."""
    known = {one.pk: one for one in indicators}
    parts: dict[int, list[Part]] = defaultdict(list)
    rows = Allocation.objects.living().filter(indicator__in=known)
    for row in rows:
        parts[row.indicator_id].append(counted(row, known[row.indicator_id]))
    return {pk: total(one, parts[pk]) for pk, one in known.items()}


def total(indicator: Indicator, parts: Iterable[Part]) -> Outcome:
    return of_sum(indicator, tally(parts))


def of_sum(indicator: Indicator, found: Tally) -> Outcome:
    """The same of parts that were added up before."""
    goal = goal_of(indicator)
    return of_units(
        found,
        OverUnits(indicator.over_units),
        is_from_above=goal is not None and goal.is_from_above,
    )
