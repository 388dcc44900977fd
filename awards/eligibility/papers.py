"""Giấy tờ đã có của hồ sơ: the one place that knows where a proposal keeps its papers."""

from collections.abc import Collection

from awards.models import (
    DossierPaper,
    DossierRequirement,
    OpinionItem,
    OpinionRequest,
    PeerReviewLine,
    Proposal,
)

Paper = DossierRequirement.Paper
# A kind of paper, and its name where the kind alone does not say which.
There = tuple[str, str]


_ANSWERS = {
    OpinionRequest.Purpose.CONCURRENCE.value: Paper.CONCURRENCE,
    OpinionRequest.Purpose.OPINION.value: Paper.PUBLIC,
}


def papers_there(proposals: Collection[Proposal]) -> dict[int, set[There]]:
    """Of each proposal the papers that it has; three queries for any number of them.

    What is written in the proposal itself is there as soon as there are words; the tờ trình is
    made when it is sent, so it is never missing before. A meeting of the unit that weighed it is
    its biên bản, an answer to a request the opinion that was asked for.
    """
    found = {proposal.pk: _own(proposal) for proposal in proposals}
    ids = [pk for pk in found if pk]
    petitions: dict[int, list[int]] = {}
    for proposal in proposals:
        if proposal.petition_id:
            petitions.setdefault(proposal.petition_id, []).append(proposal.pk)
    for file in DossierPaper.objects.of_many(ids, petitions):
        there = (file.paper, file.name if file.paper == Paper.OTHER else "")
        owners = [file.proposal_id] if file.proposal_id else petitions[file.petition_id]
        for pk in owners:
            found[pk].add(there)
    for pk in PeerReviewLine.objects.that_weighed(ids):
        found[pk].add((str(Paper.REVIEW), ""))
    for pk, purpose in OpinionItem.objects.answered(ids):
        found[pk].add((str(_ANSWERS[purpose]), ""))
    return found


def _own(proposal: Proposal) -> set[There]:
    there = {(str(Paper.PETITION), "")}
    if proposal.summary.strip():
        there.add((str(Paper.SUMMARY), ""))
    if proposal.report.strip():
        there.add((str(Paper.REPORT), ""))
    return there
