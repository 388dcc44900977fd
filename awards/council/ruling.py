"""Quy định bỏ phiếu của một đề nghị vào một ngày: which row of the catalogue holds."""

from datetime import date

from awards.council.tally import Rule
from awards.models import AgendaItem, Award, CouncilRule
from units.models import Unit


def council_rule_on(award: Award, authority: Unit, day: date) -> CouncilRule | None:
    """The authority's own row first, then those above it from the nearest, then the common one;
    at each the award's own before the one for all awards. None: nobody laid one down.
    """
    rows = list(
        CouncilRule.objects.on(day).filter(award_id__in=[award.pk])
        | CouncilRule.objects.on(day).filter(award=None)
    )
    by_place = {(row.authority_id, row.award_id): row for row in rows}
    for place in [*reversed(authority.chain), None]:
        for wanted in (award.pk, None):
            if row := by_place.get((place, wanted)):
                return row
    return None


def copied(row: CouncilRule) -> dict:
    """The fields of an item that hold a copy of that row."""
    return {
        "threshold": row.threshold,
        "operator": row.operator,
        "denominator": row.denominator,
        "ballot": row.ballot,
        "written_opinions": row.written_opinions,
        "chair_agrees": row.chair_agrees,
        "quorum_parts": row.quorum_parts,
        "quorum_of": row.quorum_of,
        "rule_basis": row.basis,
    }


def rule_of(item: AgendaItem) -> Rule:
    """The copy that stands on the item; only of one that has it."""
    if not item.has_rule:
        raise ValueError(f"{item} has no rule")
    return Rule(**{name: getattr(item, name) for name in AgendaItem.RULE})
