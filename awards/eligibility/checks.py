"""Từng điều kiện: what one rule says of one proposal. Reads facts, asks nothing, writes nothing.

``says`` may be read by whoever proposes; what others have sent, and every case, stands in
``inside``.
"""

from collections.abc import Callable
from datetime import date

from awards.eligibility import of_past, of_proposal, of_unit
from awards.eligibility.facts import Facts
from awards.eligibility.found import Found
from awards.eligibility.verdicts import Outcome, Verdict
from awards.models import Condition, EligibilityRule, Proposal, Severity

_OUTCOMES = {
    Severity.COUNCIL: Outcome.COUNCIL,
    Severity.INFORM: Outcome.MET,
}


def look(
    rule: EligibilityRule, proposal: Proposal, facts: Facts, on: date
) -> Verdict | None:
    """Một dòng; None: this condition says nothing of this proposal."""
    found = _CHECKS[Condition(rule.kind)](rule, proposal, facts, on)
    if found is None:
        return None
    is_met, says, more = found
    return Verdict(
        rule=rule.kind,
        title=_title(rule, facts, on),
        outcome=Outcome.MET if is_met else _OUTCOMES[Severity(rule.severity)],
        says=says,
        clause=rule.basis,
        on=on,
        certainty=rule.certainty,
        **more,
    )


def _title(rule, facts, on):
    if rule.kind != Condition.CHAIN:
        return str(rule.get_kind_display())
    row = " liên tục" if rule.consecutive else ""
    return f"Đã đạt {facts.name(rule.of_award_id, on)} {rule.count} lần{row}"


_CHECKS: dict[
    Condition, Callable[[EligibilityRule, Proposal, Facts, date], Found | None]
] = {
    Condition.CONFERRAL: of_proposal.conferral,
    Condition.SUBJECT: of_proposal.fits,
    Condition.DOUBLE: of_past.double,
    Condition.INTERVAL: of_past.interval,
    Condition.CHAIN: of_past.chain,
    Condition.DISCIPLINE: of_past.discipline,
    Condition.DISSOLVED: of_proposal.dissolved,
    Condition.CAP: of_unit.cap,
    Condition.TARGETS: of_unit.targets,
    Condition.REGISTRATION: of_unit.registration,
    Condition.CONFLICT: of_proposal.conflict,
    Condition.WORDING: of_past.wording,
}
