"""Cộng lên trên: the rows of superiors, made anew from what feeds them.

Acts that make figures count do it in their own transaction. What no act of a campaign brings
about, a merger of units whose figures now go to another row, is done every night.
"""

from collections.abc import Iterable

from django.db import transaction

from campaigns import feeding
from campaigns.models import Allocation, Indicator


def collect(indicators: Iterable[Indicator]) -> None:
    """Cộng lên trên: the superiors' rows that these feed, and what those feed in turn."""
    recollect(feeding.rows_of(one for one in indicators if one.feeds_id).values())


def recollect(rows: Iterable[Allocation | None]) -> None:
    """Rows of superiors, anew from all that feeds them, in one order."""
    ids = {row.pk for row in rows if row is not None}
    found = Allocation.objects.select_related("indicator__campaign__host", "unit")
    locked = found.filter(pk__in=ids).select_for_update(of=["self"], no_key=True)
    above: dict[int, Indicator] = {}
    for row in locked.order_by("pk"):
        outcome = feeding.collected(row)
        columns = {
            "collected": outcome.value if outcome else None,
            "collected_numerator": outcome.numerator if outcome else None,
            "collected_denominator": outcome.denominator if outcome else None,
        }
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            row.save(update_fields=[*columns])
            above[row.indicator_id] = row.indicator
    if above:
        collect(above.values())


@transaction.atomic
def collect_anew(campaign_id: int) -> None:
    """Every row of one campaign to which something is fed, or was."""
    fed = Indicator.objects.feeding(campaign_id).for_feeding()
    rows = Allocation.objects.living().of_campaign(campaign_id)
    recollect([*rows.collecting(), *feeding.rows_of(fed).values()])


def fed_campaigns() -> list[int]:
    """Campaigns whose indicators others feed."""
    fed = Indicator.objects.filter(
        ended_at=None, feeds__isnull=False, feeds__ended_at=None
    )
    return list(
        fed.order_by("feeds__campaign")
        .values_list("feeds__campaign", flat=True)
        .distinct()
    )
