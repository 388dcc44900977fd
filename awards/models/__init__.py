"""Khen thưởng: the catalogue of the law, proposals, and what becomes of them."""

from awards.models.ballots import (
    BallotBox,
    BallotRound,
    BallotSlip,
    BallotTaken,
    Choice,
    NamedVote,
    PaperCount,
)
from awards.models.catalogue import Award, AwardName, Conferral, Regime, Subject
from awards.models.council import CouncilTerm, Seat
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
from awards.models.sessions import AgendaItem, Attendance, CouncilSession, Recusal

__all__ = [
    "AgendaItem",
    "Attendance",
    "Award",
    "AwardName",
    "BallotBox",
    "BallotKind",
    "BallotRound",
    "BallotSlip",
    "BallotTaken",
    "Choice",
    "Conferral",
    "CouncilRule",
    "CouncilSession",
    "CouncilTerm",
    "Denominator",
    "DossierRequirement",
    "Honour",
    "Merit",
    "NamedVote",
    "Operator",
    "PaperCount",
    "Petition",
    "Proposal",
    "Recusal",
    "Regime",
    "Ruling",
    "Seat",
    "Subject",
]
