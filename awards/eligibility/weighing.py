"""Xét điều kiện của nhiều đề nghị: it advises; people decide, and only missing papers block."""

from collections.abc import Sequence
from datetime import date

from awards.eligibility.checks import look
from awards.eligibility.facts import gather, subject_of
from awards.eligibility.verdicts import Verdict
from awards.models import EligibilityRule, Proposal, ReadOn
from awards.rulings import conditions_of


def weigh(
    proposals: Sequence[Proposal], today: date | None = None
) -> dict[int, list[Verdict]]:
    """Of each proposal its lines, in the order of the conditions.

    Each rule is the one in force on the day that it names: the day of reception (today, until
    it is received), the day of weighing, or the last day of the achievement. Of a draft without
    an award or a subject nothing is said yet.
    """
    if not proposals:
        return {}
    facts = gather(proposals, today)
    found: dict[int, list[Verdict]] = {}
    for proposal in facts.proposals:
        lines = found[proposal.pk] = []
        if proposal.award is None or subject_of(proposal) is None:
            continue

        def day_of(rule: EligibilityRule, proposal: Proposal = proposal) -> date:
            return read_on(rule, proposal, facts.today)

        rules = conditions_of(
            facts.rules, proposal.authority.chain, day_of, award_id=proposal.award_id,
            subject=proposal.subject_kind,
        )  # fmt: skip
        for rule in rules:
            line = look(rule, proposal, facts, day_of(rule))
            if line is not None:
                lines.append(line)
    return found


def read_on(rule: EligibilityRule, proposal: Proposal, today: date) -> date:
    """Ngày mà quy định được đọc."""
    received = proposal.received_on or today
    match rule.read_on:
        case ReadOn.TODAY:
            return today
        case ReadOn.PERIOD_END:
            return proposal.period_to or received
    return received
