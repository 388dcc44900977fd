"""Kiểm tra điều kiện của một đề nghị: what the rail of its page shows."""

from dataclasses import dataclass

from awards.dossier import (
    AT_AUTHORITY,
    checklist,
    day_of,
    lacks,
    missing_papers,
)
from awards.eligibility.verdicts import Outcome, Tally, Verdict, pressing
from awards.eligibility.weighing import weigh
from awards.models import Condition, Proposal
from awards.models.proposals import Status
from awards.shelf import Shelf

TITLES = {
    "offer": "Hình thức khen thưởng",
    "subject": "Đối tượng",
    "campaign": "Phong trào",
    "period_from": "Thời gian lập thành tích",
    "period_to": "Thời gian lập thành tích",
    "summary": "Tóm tắt thành tích",
}


@dataclass(frozen=True)
class Weighed:
    """Thẻ kiểm tra điều kiện: its lines and how many there are of each outcome."""

    lines: list[Verdict]
    tally: Tally


def weighed_of(proposal: Proposal, shelf: Shelf, *, inside: bool = False) -> Weighed:
    """``inside``: for who weighs it. Nobody else learns whether somebody is being looked into,
    not by a colour and not by a count.
    """
    lines = verdicts_of(proposal, shelf)
    if not inside:
        lines = [line for line in lines if line.rule != Condition.DISCIPLINE]
    return Weighed(lines, Tally.of(lines))


def verdicts_of(proposal: Proposal, shelf: Shelf) -> list[Verdict]:
    """What is missing first, then what is there; of the words of the form and of the papers."""
    day = day_of(proposal)
    at_authority = proposal.status in AT_AUTHORITY
    found = [
        Verdict(
            rule=f"form-{field}",
            title=TITLES[field],
            outcome=Outcome.LACKING,
            says=says,
            on=day,
            field=field,
        )
        for field, says in lacks(proposal, shelf)
    ]
    items = checklist(proposal, shelf)
    missing = missing_papers(items, at_authority=at_authority)
    for item in items:
        if item in missing:
            outcome = Outcome.LACKING
        elif item.is_there:
            outcome = Outcome.MET
        elif item.mandatory:
            outcome = Outcome.COUNCIL
        else:
            continue
        found.append(
            Verdict(
                rule=f"paper-{item.paper}",
                title=item.name,
                outcome=outcome,
                says=item.says,
                clause=item.clause,
                on=day,
                field="papers",
            )
        )
    # Of a draft without an award or a subject nothing is said yet.
    if proposal.award_id and proposal.subject_kind:
        found += weigh([proposal])[proposal.pk]
    return pressing(found)


def is_weighed(proposal: Proposal) -> bool:
    """Whether its page shows the rail: not once it was refused or taken back."""
    return proposal.status not in (Status.WITHDRAWN, Status.UNFIT, Status.DECIDED)
