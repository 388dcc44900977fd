"""Quy định bỏ phiếu trên một mục: the copy of the row that held when the session was opened."""

from awards.council.tally import Rule
from awards.models import AgendaItem, CouncilRule


def copied(row: CouncilRule) -> dict:
    """The fields of an item that hold a copy of that row."""
    return {name: getattr(row, name.removeprefix("rule_")) for name in AgendaItem.RULE}


def rule_of(item: AgendaItem) -> Rule:
    """The copy that stands on the item; only of one that has it."""
    if not item.has_rule:
        raise ValueError(f"{item} has no rule")
    return Rule(**{name: getattr(item, name) for name in AgendaItem.RULE})
