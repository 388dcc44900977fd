from units.models.access import Access
from units.models.audit import AuditAnchor, AuditEntry, AuditSeal
from units.models.changes import NAME_FIELDS, Succession, UnitName, UnitPlace
from units.models.doubles import HonoureeMerge, LikelyDouble, MergedLink
from units.models.handover import Handover
from units.models.honourees import (
    Honouree,
    HouseholdMember,
    PersonalChange,
    Position,
)
from units.models.jobs import BookExport, SealCheck, SealFault
from units.models.managers import PeersManager
from units.models.people import Membership, User
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
from units.models.terms import Term
from units.models.tree import Unit, UnitKind

__all__ = [
    "NAME_FIELDS",
    "Access",
    "AuditAnchor",
    "AuditEntry",
    "AuditSeal",
    "BookExport",
    "Handover",
    "Honouree",
    "HonoureeMerge",
    "HouseholdMember",
    "LikelyDouble",
    "Membership",
    "MergedLink",
    "PeersManager",
    "PersonalChange",
    "PersonalDataClass",
    "Position",
    "RetentionDue",
    "SealCheck",
    "SealFault",
    "SheetCell",
    "SheetColumn",
    "SheetHeading",
    "SheetImport",
    "SheetKind",
    "SheetRow",
    "SheetWrite",
    "Succession",
    "Term",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitPlace",
    "User",
]
