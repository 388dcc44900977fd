from units.models.audit import AuditAnchor, AuditEntry, AuditSeal
from units.models.changes import NAME_FIELDS, Succession, UnitName, UnitPlace
from units.models.managers import PeersManager
from units.models.people import Membership, User
from units.models.tree import Unit, UnitKind

__all__ = [
    "NAME_FIELDS",
    "AuditAnchor",
    "AuditEntry",
    "AuditSeal",
    "Membership",
    "PeersManager",
    "Succession",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitPlace",
    "User",
]
