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
from awards.models.catalogue import (
    Award,
    AwardName,
    Conferral,
    Regime,
    Subject,
)
from awards.models.cluster_rounds import (
    ClusterBallot,
    ClusterCheck,
    ClusterChecker,
    ClusterChoice,
    ClusterCriterion,
    ClusterEntry,
    ClusterPoint,
    ClusterRound,
    CriterionKind,
    Distinction,
)
from awards.models.conditions import (
    Condition,
    EligibilityRule,
    ReadOn,
    Severity,
)
from awards.models.council import (
    CouncilTerm,
    Seat,
)
from awards.models.decisions import (
    Decision,
    DecisionLine,
)
from awards.models.disciplines import (
    Discipline,
)
from awards.models.dossiers import (
    DossierPaper,
    Part,
    ProposalFigure,
    ProposalReturn,
)
from awards.models.honours import (
    Honour,
)
from awards.models.merits import (
    Merit,
)
from awards.models.opinions import (
    OpinionItem,
    OpinionRequest,
)
from awards.models.proposals import (
    Petition,
    Proposal,
)
from awards.models.publicity import (
    Publicity,
    PublicityRow,
    PublicityRule,
)
from awards.models.results import (
    ResultLine,
    ResultNotice,
)
from awards.models.reviews import (
    PeerReview,
    PeerReviewLine,
)
from awards.models.rewards import (
    BaseSalary,
    Keepsake,
    Multiplier,
    RoundingRule,
    SubjectFactor,
    TimeLimit,
)
from awards.models.rules import (
    BallotKind,
    CouncilRule,
    Denominator,
    DossierRequirement,
    Operator,
)
from awards.models.rulings import (
    Ruling,
)
from awards.models.sessions import (
    AgendaItem,
    Attendance,
    CouncilSession,
    Recusal,
)

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
    "BaseSalary",
    "Choice",
    "ClusterBallot",
    "ClusterCheck",
    "ClusterChecker",
    "ClusterChoice",
    "ClusterCriterion",
    "ClusterEntry",
    "ClusterPoint",
    "ClusterRound",
    "Condition",
    "Conferral",
    "CouncilRule",
    "CouncilSession",
    "CouncilTerm",
    "CriterionKind",
    "Decision",
    "DecisionLine",
    "Denominator",
    "Discipline",
    "Distinction",
    "DossierPaper",
    "DossierRequirement",
    "EligibilityRule",
    "Honour",
    "Keepsake",
    "Merit",
    "Multiplier",
    "NamedVote",
    "Operator",
    "OpinionItem",
    "OpinionRequest",
    "PaperCount",
    "Part",
    "PeerReview",
    "PeerReviewLine",
    "Petition",
    "Proposal",
    "ProposalFigure",
    "ProposalReturn",
    "Publicity",
    "PublicityRow",
    "PublicityRule",
    "ReadOn",
    "Recusal",
    "Regime",
    "ResultLine",
    "ResultNotice",
    "RoundingRule",
    "Ruling",
    "Seat",
    "Severity",
    "Subject",
    "SubjectFactor",
    "TimeLimit",
]
