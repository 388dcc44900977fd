"""Bản ghi thử: records for tests, made without going through the acts.

``ward()`` is an authority with one person of each role; ``other_ward()`` is a second one
whose people must see and touch nothing of the first.
"""

from tests.factories.clusters import (
    DECISION,
    ClusterFactory,
    ClusterHandoverFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    HandoverPieceFactory,
)
from tests.factories.honourees import HonoureeFactory, data_classes
from tests.factories.papers import (
    DocumentFactory,
    DocumentFileFactory,
    DocumentFindingFactory,
    NumberBookFactory,
    NumberSeriesFactory,
    RegisterEntryFactory,
)
from tests.factories.people import (
    PASSWORD,
    SINCE,
    Capacity,
    MembershipFactory,
    PasskeyFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from tests.factories.plans import (
    AssignmentFactory,
    AwardFormFactory,
    CampaignFactory,
    CitationFactory,
    DeadlineFactory,
    ImportDraftFactory,
    MilestoneFactory,
    PeriodFactory,
    PhaseFactory,
    PlanFactory,
    PlanLineFactory,
    PlanRecipientFactory,
    PlanReturnFactory,
    RegistrationFactory,
    SubjectFactory,
    TargetFactory,
)
from tests.factories.wards import (
    Ward,
    other_ward,
    ready_content,
    ward,
)

__all__ = [
    "DECISION",
    "PASSWORD",
    "SINCE",
    "AssignmentFactory",
    "AwardFormFactory",
    "CampaignFactory",
    "Capacity",
    "CitationFactory",
    "ClusterFactory",
    "ClusterHandoverFactory",
    "ClusterMemberFactory",
    "ClusterOfficeFactory",
    "DeadlineFactory",
    "DocumentFactory",
    "DocumentFileFactory",
    "DocumentFindingFactory",
    "HandoverPieceFactory",
    "HonoureeFactory",
    "ImportDraftFactory",
    "MembershipFactory",
    "MilestoneFactory",
    "NumberBookFactory",
    "NumberSeriesFactory",
    "PasskeyFactory",
    "PeriodFactory",
    "PhaseFactory",
    "PlanFactory",
    "PlanLineFactory",
    "PlanRecipientFactory",
    "PlanReturnFactory",
    "RegisterEntryFactory",
    "RegistrationFactory",
    "Role",
    "SubjectFactory",
    "TargetFactory",
    "UnitFactory",
    "UnitKindFactory",
    "UserFactory",
    "Ward",
    "data_classes",
    "other_ward",
    "ready_content",
    "ward",
]
