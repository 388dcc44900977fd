from campaigns.models.answers import ANSWERED, PlanAnswer, SuperiorNote
from campaigns.models.campaign import Campaign
from campaigns.models.comments import Comment
from campaigns.models.doubts import PlanDoubt
from campaigns.models.effects import PlanEffect
from campaigns.models.imports import ImportDraft
from campaigns.models.law import LegalText
from campaigns.models.lines import PlanLine, PlanRecipient
from campaigns.models.looks import PlanLook
from campaigns.models.notes import (
    NOTE_MODELS,
    Assignment,
    AwardForm,
    Citation,
    Deadline,
    Milestone,
    Period,
    Phase,
    Registration,
    Subject,
    Target,
)
from campaigns.models.plan import KIND_LABELS, Plan, PlanReturn
from campaigns.models.progress import (
    Allocation,
    Evidence,
    ExampleStep,
    Indicator,
    IndicatorStep,
    LatePermission,
    Nudge,
    NudgeLetter,
    Pact,
    PactAgreement,
    Participation,
    PeriodOpening,
    ProgressReport,
    ProgressValue,
    RaisedItem,
    RegistrationCall,
    ReportingPeriod,
    Undertaking,
    UnitTask,
)
from campaigns.models.returns import OpeningRequest, ReturnPlace
from campaigns.models.routes import (
    ASKED_ROLES,
    Route,
    RouteParty,
    RouteStep,
    StandIn,
    StepMode,
)
from campaigns.models.routings import Routing, RoutingParty, RoutingStep
from campaigns.models.templates import PlanTemplate
from campaigns.models.versions import PlanVersion, VersionOccasion

__all__ = [
    "ANSWERED",
    "ASKED_ROLES",
    "KIND_LABELS",
    "NOTE_MODELS",
    "Allocation",
    "Assignment",
    "AwardForm",
    "Campaign",
    "Citation",
    "Comment",
    "Deadline",
    "Evidence",
    "ExampleStep",
    "ImportDraft",
    "Indicator",
    "IndicatorStep",
    "LatePermission",
    "LegalText",
    "Milestone",
    "Nudge",
    "NudgeLetter",
    "OpeningRequest",
    "Pact",
    "PactAgreement",
    "Participation",
    "Period",
    "PeriodOpening",
    "Phase",
    "Plan",
    "PlanAnswer",
    "PlanDoubt",
    "PlanEffect",
    "PlanLine",
    "PlanLook",
    "PlanRecipient",
    "PlanReturn",
    "PlanTemplate",
    "PlanVersion",
    "ProgressReport",
    "ProgressValue",
    "RaisedItem",
    "Registration",
    "RegistrationCall",
    "ReportingPeriod",
    "ReturnPlace",
    "Route",
    "RouteParty",
    "RouteStep",
    "Routing",
    "RoutingParty",
    "RoutingStep",
    "StandIn",
    "StepMode",
    "Subject",
    "SuperiorNote",
    "Target",
    "Undertaking",
    "UnitTask",
    "VersionOccasion",
]
