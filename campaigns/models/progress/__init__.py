"""Thực hiện phong trào: who takes part, what each owes, what each has reported."""

from campaigns.models.progress.evidence import Evidence
from campaigns.models.progress.indicators import Allocation, Indicator, IndicatorStep
from campaigns.models.progress.pacts import Pact, PactAgreement
from campaigns.models.progress.participation import (
    Participation,
    UnitTask,
    block_of,
)
from campaigns.models.progress.periods import PeriodOpening, ReportingPeriod
from campaigns.models.progress.raised import RaisedItem
from campaigns.models.progress.registering import (
    ExampleStep,
    LatePermission,
    Nudge,
    NudgeLetter,
)
from campaigns.models.progress.reminders import (
    CalendarFeed,
    Digest,
    Reminder,
    ReminderChoice,
    ReminderStep,
    Rung,
)
from campaigns.models.progress.reports import ProgressReport, ProgressValue
from campaigns.models.progress.tallies import (
    BlockSum,
    SumMark,
    UnitBehind,
    UnitShare,
)
from campaigns.models.progress.undertakings import RegistrationCall, Undertaking

__all__ = [
    "Allocation",
    "BlockSum",
    "CalendarFeed",
    "Digest",
    "Evidence",
    "ExampleStep",
    "Indicator",
    "IndicatorStep",
    "LatePermission",
    "Nudge",
    "NudgeLetter",
    "Pact",
    "PactAgreement",
    "Participation",
    "PeriodOpening",
    "ProgressReport",
    "ProgressValue",
    "RaisedItem",
    "RegistrationCall",
    "Reminder",
    "ReminderChoice",
    "ReminderStep",
    "ReportingPeriod",
    "Rung",
    "SumMark",
    "Undertaking",
    "UnitBehind",
    "UnitShare",
    "UnitTask",
    "block_of",
]
