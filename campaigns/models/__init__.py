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
    CalendarFeed,
    Digest,
    Evidence,
    Indicator,
    IndicatorStep,
    Participation,
    PeriodOpening,
    ProgressReport,
    ProgressValue,
    RaisedItem,
    RegistrationCall,
    Reminder,
    ReminderChoice,
    ReminderStep,
    ReportingPeriod,
    Rung,
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
    "CalendarFeed",
    "Campaign",
    "Citation",
    "Comment",
    "Deadline",
    "Digest",
    "Evidence",
    "ImportDraft",
    "Indicator",
    "IndicatorStep",
    "LegalText",
    "Milestone",
    "OpeningRequest",
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
    "Reminder",
    "ReminderChoice",
    "ReminderStep",
    "ReportingPeriod",
    "ReturnPlace",
    "Route",
    "RouteParty",
    "RouteStep",
    "Routing",
    "RoutingParty",
    "RoutingStep",
    "Rung",
    "StandIn",
    "StepMode",
    "Subject",
    "SuperiorNote",
    "Target",
    "Undertaking",
    "UnitTask",
    "VersionOccasion",
]
