"""Khen thưởng: the catalogue of the law, proposals, and what becomes of them."""

from awards.models.catalogue import Award, AwardName, Conferral, Regime, Subject
from awards.models.dossiers import DossierPaper, Part, ProposalFigure, ProposalReturn
from awards.models.honours import Honour
from awards.models.merits import Merit
from awards.models.opinions import OpinionItem, OpinionRequest
from awards.models.proposals import Petition, Proposal
from awards.models.reviews import PeerReview, PeerReviewLine
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
    "Denominator",
    "DossierPaper",
    "DossierRequirement",
    "Honour",
    "Merit",
    "Operator",
    "OpinionItem",
    "OpinionRequest",
    "Part",
    "PeerReview",
    "PeerReviewLine",
    "Petition",
    "Proposal",
    "ProposalFigure",
    "ProposalReturn",
    "Regime",
    "Ruling",
    "Subject",
]
