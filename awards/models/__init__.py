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
from awards.models.convocations import (
    Convocation,
    ConvocationCopy,
    PapersTaken,
    SessionLetter,
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
    HonourPaper,
)
from awards.models.leaves import SessionLeave
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
    LawRow,
    Ruling,
)
from awards.models.sessions import (
    AgendaItem,
    Attendance,
    CouncilSession,
    Recusal,
)
from awards.models.submissions import (
    Answer,
    Submission,
    SubmissionLine,
    SubmissionRoute,
)

__all__ = [
    "AgendaItem",
    "Answer",
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
    "Convocation",
    "ConvocationCopy",
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
    "HonourPaper",
    "Keepsake",
    "LawRow",
    "Merit",
    "Multiplier",
    "NamedVote",
    "Operator",
    "OpinionItem",
    "OpinionRequest",
    "PaperCount",
    "PapersTaken",
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
    "SessionLeave",
    "SessionLetter",
    "Severity",
    "Subject",
    "SubjectFactor",
    "Submission",
    "SubmissionLine",
    "SubmissionRoute",
    "TimeLimit",
]
