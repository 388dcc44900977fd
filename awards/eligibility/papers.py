"""Giấy tờ đã có của hồ sơ: the one place that knows where a proposal keeps its papers."""

from collections.abc import Iterable

from awards.models import DossierRequirement, Proposal

Paper = DossierRequirement.Paper
# A kind of paper, and its name where the kind alone does not say which.
There = tuple[str, str]


def papers_there(proposals: Iterable[Proposal]) -> dict[int, set[There]]:
    """Of each proposal the papers that it has.

    What is written in the proposal itself is there as soon as there are words; the tờ trình is
    made when it is sent, so it is never missing before.
    """
    return {proposal.pk: _own(proposal) for proposal in proposals}


def _own(proposal: Proposal) -> set[There]:
    there = {(str(Paper.PETITION), "")}
    if proposal.summary.strip():
        there.add((str(Paper.SUMMARY), ""))
    if proposal.report.strip():
        there.add((str(Paper.REPORT), ""))
    return there
