"""Góp lên cấp trên: which row of a superior's grid a campaign's figures go to.

A superior allots to a unit; the unit runs a campaign of its own, whose targets feed the
superior's. The figures go to the row of the unit that issued the plan, else to that of the
authority that runs the campaign today, else to that of a unit whose work it took over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.allotting import Check, check
from campaigns.filling import scale_of
from campaigns.models import Allocation, Campaign, Indicator, Plan, PlanAnswer, Target
from campaigns.pairing import pair
from campaigns.progress.aggregation import Outcome, over_units
from campaigns.progress.measures import OverUnits
from campaigns.queries import note_of, notes_with_parts
from campaigns.totals import goal_of, of_indicators
from campaigns.twin import from_own
from units.models import Unit

DEEPEST = 8  # mergers of mergers


def units_of(campaigns: Iterable[Campaign]) -> dict[int, list[int]]:
    """Of each campaign the units whose row its figures may go to, the first choice first."""
    known = {one.pk: one for one in campaigns}
    issuers: dict[int, int] = {}
    read = Plan.objects.filter(campaign__in=known).read()
    for campaign_id, issuer_id in read.values_list("campaign", "issuer"):
        issuers.setdefault(campaign_id, issuer_id)
    before = _before({one.host_id for one in known.values()})
    return {
        pk: list(
            dict.fromkeys(
                [issuers.get(pk, one.host_id), one.host_id, *before[one.host_id]]
            )
        )
        for pk, one in known.items()
    }


def _before(hosts: set[int]) -> dict[int, list[int]]:
    """Units whose work each of these took over, by way of others too."""
    found: dict[int, list[int]] = defaultdict(list)
    whose = {pk: pk for pk in hosts}  # unit → the host that goes on with its work
    level = set(hosts)
    for _ in range(DEEPEST):
        rows = Unit.objects.filter(heir__in=level).order_by("path")
        pairs = [
            pair for pair in rows.values_list("pk", "heir") if pair[0] not in whose
        ]
        if not pairs:
            break
        for pk, heir in pairs:
            assert heir  # asked for
            whose[pk] = whose[heir]
            found[whose[pk]].append(pk)
        level = {pk for pk, _ in pairs}
    return found


def row_of(indicator: Indicator) -> Allocation | None:
    """The superior's row to which the figures of this indicator go."""
    return rows_of([indicator])[indicator.pk]


def rows_of(feeding: Iterable[Indicator]) -> dict[int, Allocation | None]:
    """Of each its row: three queries or a little more, however many there are."""
    those = list(feeding)
    units = units_of({one.campaign_id: one.campaign for one in those}.values())
    found = Allocation.objects.living().filter(
        indicator__in={one.feeds_id for one in those},
        unit__in={pk for ids in units.values() for pk in ids},
    )
    rows = {
        (row.indicator_id, row.unit_id): row
        for row in found.select_related("indicator__campaign", "unit")
    }
    return {
        one.pk: next(
            (
                rows[one.feeds_id, unit]
                for unit in units[one.campaign_id]
                if one.feeds_id and (one.feeds_id, unit) in rows
            ),
            None,
        )
        for one in those
    }


def collected(row: Allocation) -> Outcome | None:
    """What the campaigns that feed this row come to."""
    hosts = [row.unit_id]
    unit = row.unit
    while unit.heir_id and unit.heir_id not in hosts and len(hosts) <= DEEPEST:
        hosts.append(unit.heir_id)
        unit = Unit.objects.get(pk=unit.heir_id)
    feeding = Indicator.objects.filter(
        feeds=row.indicator_id, ended_at=None, campaign__host__in=hosts
    ).select_related("campaign__host")
    rows = rows_of(feeding)
    found = [one for one in feeding if rows[one.pk] == row]
    sums = of_indicators(found)
    if len(found) == 1:
        return sums[found[0].pk]
    goal = goal_of(row.indicator)
    parts = [sums[one.pk].as_part() for one in found]
    above = goal is not None and goal.is_from_above
    rule = OverUnits(row.indicator.over_units)
    return over_units(parts, rule, is_from_above=above) if parts else None


def superior_of(plan: Plan, targets: Sequence[Target]) -> dict[int, Indicator]:
    """Target of a plan → the superior's indicator that it answers, where that is kept here."""
    answer = PlanAnswer.objects.filter(plan=plan).select_related("source").first()
    if answer is None or answer.source is None:
        return {}
    places = {
        item.pk: item.place for item in answer.items.filter(kind="targets")
    }  # of the twin
    above = Indicator.objects.filter(
        campaign=answer.source.campaign_id, ended_at=None, target__isnull=False
    )
    indicators = {one.target_id: one for one in above if one.target_id}
    rows = list(notes_with_parts(Target, Target.objects.filter(pk__in=indicators)))
    notes = [note_of("targets", row) for row in rows]
    partner = pair(from_own(answer.twin).targets, notes)
    found = {}
    for target in targets:
        place = places.get(target.answers_id or 0)
        if place is not None and place in partner:
            found[target.pk] = indicators[rows[partner[place]].pk]
    return found


def offered(campaign: Campaign) -> list[Indicator]:
    """Chỉ tiêu cấp trên đã giao cho đơn vị này: what an indicator of it can feed."""
    units = units_of([campaign])[campaign.pk]
    rows = Allocation.objects.living().filter(unit__in=units)
    found = Indicator.objects.filter(allocations__in=rows).exclude(campaign=campaign)
    found = found.select_related("campaign__host").distinct()
    return list(found.order_by("campaign__starts_on", "campaign", "position", "pk"))


@dataclass(frozen=True)
class Passed:
    """Một chỉ tiêu góp lên: what the superior allotted against what was allotted on."""

    indicator: Indicator  # of the campaign below
    row: Allocation | None  # of the superior
    check: Check

    @property
    def level(self) -> Decimal | None:
        """Cấp trên giao: the row's own level, else the common one."""
        if self.row is None:
            return None
        common = self.row.indicator.value
        return self.row.value if self.row.value is not None else common

    @property
    def is_measured_alike(self) -> bool:
        above = self.indicator.feeds
        return above is None or (
            scale_of(above).sign.casefold() == scale_of(self.indicator).sign.casefold()
        )


def passed_on(feeding: Sequence[Indicator]) -> list[Passed]:
    """Both sides of these: what was given and what was given on; a few queries for all."""
    rows = rows_of(feeding)
    owed: dict[int, list] = defaultdict(list)
    below = Allocation.objects.owed().filter(indicator__in=feeding)
    for pk, value, share in below.values_list("indicator", "value", "weight"):
        owed[pk].append((value, share))
    found = []
    for one in feeding:
        row = rows[one.pk]
        level = Passed(one, row, Check()).level
        found.append(Passed(one, row, check(one, owed[one.pk], against=level)))
    return found
