from units.models.access import Access
from units.models.audit import AuditAnchor, AuditEntry, AuditSeal
from units.models.changes import NAME_FIELDS, Succession, UnitName, UnitPlace
from units.models.managers import PeersManager
from units.models.people import Membership, User
from units.models.terms import Term
from units.models.tree import Unit, UnitKind

__all__ = [
    "NAME_FIELDS",
    "Access",
    "AuditAnchor",
    "AuditEntry",
    "AuditSeal",
    "Membership",
    "PeersManager",
    "Succession",
    "Term",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitPlace",
    "User",
]
