from units.models.access import Access
from units.models.audit import AuditAnchor, AuditEntry, AuditSeal
from units.models.changes import NAME_FIELDS, Succession, UnitName, UnitPlace
from units.models.cluster_handover import (
    ClusterHandover,
    HandoverItem,
    HandoverPiece,
)
from units.models.clusters import ClusterMember, ClusterOffice
from units.models.delegation import Delegation
from units.models.doubles import HonoureeMerge, LikelyDouble, MergedLink
from units.models.handover import Handover
from units.models.honourees import (
    Honouree,
    HouseholdMember,
    PersonalChange,
    Position,
)
from units.models.jobs import BookExport, SealCheck, SealFault
from units.models.managers import PeersManager, scoped
from units.models.memberships import TWO_STEP_ROLES, Membership
from units.models.people import User
from units.models.reforms import Reform, ReformUnit, ReformWrite
from units.models.retention import PersonalDataClass, RetentionDue
from units.models.sheets import (
    SheetCell,
    SheetColumn,
    SheetHeading,
    SheetImport,
    SheetKind,
    SheetRow,
    SheetWrite,
)
from units.models.standing import FactorDuty
from units.models.support import SupportView
from units.models.terms import Term
from units.models.tree import Unit, UnitKind
from units.models.ways import (
    AccountNotice,
    AuthenticatorApp,
    FactorRule,
    Identity,
    Invitation,
    Passkey,
    RecoveryCode,
    Session,
)

__all__ = [
    "NAME_FIELDS",
    "TWO_STEP_ROLES",
    "Access",
    "AccountNotice",
    "AuditAnchor",
    "AuditEntry",
    "AuditSeal",
    "AuthenticatorApp",
    "BookExport",
    "ClusterHandover",
    "ClusterMember",
    "ClusterOffice",
    "Delegation",
    "FactorDuty",
    "FactorRule",
    "Handover",
    "HandoverItem",
    "HandoverPiece",
    "Honouree",
    "HonoureeMerge",
    "HouseholdMember",
    "Identity",
    "Invitation",
    "LikelyDouble",
    "Membership",
    "MergedLink",
    "Passkey",
    "PeersManager",
    "PersonalChange",
    "PersonalDataClass",
    "Position",
    "RecoveryCode",
    "Reform",
    "ReformUnit",
    "ReformWrite",
    "RetentionDue",
    "SealCheck",
    "SealFault",
    "Session",
    "SheetCell",
    "SheetColumn",
    "SheetHeading",
    "SheetImport",
    "SheetKind",
    "SheetRow",
    "SheetWrite",
    "Succession",
    "SupportView",
    "Term",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitPlace",
    "User",
    "scoped",
]
