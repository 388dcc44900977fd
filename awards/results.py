"""Thư thông báo kết quả: the proposals of one notice in three groups, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Decision, DecisionLine, ResultLine, ResultNotice
from awards.models.sessions import Outcome


@dataclass(frozen=True)
class Told:
    """Một đề nghị: what the council said; the decision that names it, and that took it back."""

    line: ResultLine
    decision: Decision | None = None
    cancelled_by: Decision | None = None


@dataclass(frozen=True)
class Letter:
    """Thư: never of another unit's proposals, never a number of votes."""

    passed: Sequence[Told]
    rejected: Sequence[Told]
    deferred: Sequence[Told]

    @property
    def waits_for_decision(self) -> bool:
        return any(one.decision is None for one in self.passed)


def letter_of(notice: ResultNotice) -> Letter:
    """At most three questions, however many proposals; decisions are those of today."""
    lines = list(ResultLine.objects.of_notice(notice))
    told = _decided(lines)

    def of(outcome: Outcome) -> list[Told]:
        return [
            told.get(one.proposal_id, Told(one))
            for one in lines
            if one.outcome == outcome
        ]

    return Letter(of(Outcome.PASSED), of(Outcome.REJECTED), of(Outcome.DEFERRED))


def _decided(lines: Sequence[ResultLine]) -> dict[int, Told]:
    """By proposal, of those that an issued decision names."""
    passed = {one.proposal_id: one for one in lines if one.outcome == Outcome.PASSED}
    given = list(DecisionLine.objects.issued_for(passed)) if passed else []
    taken = DecisionLine.objects.taking_back(given) if given else []
    back = {one.cancels_id: one.decision for one in taken}
    return {
        one.proposal_id: Told(passed[one.proposal_id], one.decision, back.get(one.pk))
        for one in given
        if one.proposal_id is not None
    }
