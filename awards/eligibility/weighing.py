"""Xét điều kiện của nhiều đề nghị: it advises; people decide, and only missing papers block."""

from collections.abc import Sequence
from datetime import date

from awards.eligibility.checks import look
from awards.eligibility.facts import Facts, gather, subject_of
from awards.eligibility.favour import better_of
from awards.eligibility.verdicts import Verdict
from awards.models import EligibilityRule, Proposal, ReadOn, Regime
from awards.rulings import conditions_of


def weigh(
    proposals: Sequence[Proposal], today: date | None = None
) -> dict[int, list[Verdict]]:
    """Of each proposal its lines, in the order of the conditions.

    Each rule is the one in force on the day that it names: the day of reception (today, until
    it is received), the day of weighing, or the last day of the achievement. Where the law has
    turned since reception and favours who came before, each condition is the better of both.
    Of a draft without an award or a subject nothing is said yet.
    """
    if not proposals:
        return {}
    facts = gather(proposals, today)
    found: dict[int, list[Verdict]] = {}
    for proposal in facts.proposals:
        lines = found[proposal.pk] = []
        if proposal.award is None or subject_of(proposal) is None:
            continue
        lines += _lines(proposal, facts, proposal.received_on or facts.today)
        newer = _favouring(proposal, facts)
        if newer is not None:
            now = _lines(proposal, facts, facts.today)
            found[proposal.pk] = better_of(lines, now, newer)
    return found


def _lines(proposal: Proposal, facts: Facts, received: date) -> list[Verdict]:
    """By the rules in force when it was received, had that been on this day."""

    def day_of(rule: EligibilityRule) -> date:
        return read_on(rule, proposal, facts.today, received)

    rules = conditions_of(
        facts.rules, proposal.authority.chain, day_of, award_id=proposal.award_id,
        subject=proposal.subject_kind,
    )  # fmt: skip
    looked = [look(rule, proposal, facts, day_of(rule)) for rule in rules]
    return [line for line in looked if line is not None]


def _favouring(proposal: Proposal, facts: Facts) -> Regime | None:
    """Today's body of law, where it favours dossiers received before it, as this one was."""
    regime, received = facts.regime, proposal.received_on
    if regime is None or received is None or not regime.favours:
        return None
    return regime if received < regime.valid_from else None


def read_on(
    rule: EligibilityRule, proposal: Proposal, today: date, received: date
) -> date:
    """Ngày mà quy định được đọc."""
    match rule.read_on:
        case ReadOn.TODAY:
            return today
        case ReadOn.PERIOD_END:
            return proposal.period_to or received
    return received
