"""Khen thưởng: the catalogue of the law, proposals, and what becomes of them."""

from awards.models.catalogue import Award, AwardName, Conferral, Regime, Subject
from awards.models.decisions import Decision, DecisionLine
from awards.models.honours import Honour
from awards.models.merits import Merit
from awards.models.proposals import Petition, Proposal
from awards.models.rules import (
    BallotKind,
    CouncilRule,
    Denominator,
    DossierRequirement,
    Operator,
    Ruling,
)

__all__ = [
    "Award",
    "AwardName",
    "BallotKind",
    "Conferral",
    "CouncilRule",
    "Decision",
    "DecisionLine",
    "Denominator",
    "DossierRequirement",
    "Honour",
    "Merit",
    "Operator",
    "Petition",
    "Proposal",
    "Regime",
    "Ruling",
    "Subject",
]
