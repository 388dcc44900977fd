"""Quy định bỏ phiếu trên một mục: the copy of the row that held when the session was opened."""

from awards.council.tally import Rule
from awards.models import AgendaItem, CouncilRule


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
