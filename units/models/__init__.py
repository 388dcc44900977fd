from units.models.audit import AuditEntry
from units.models.changes import NAME_FIELDS, Succession, UnitName, UnitPlace
from units.models.managers import PeersManager
from units.models.people import Membership, User
from units.models.tree import Unit, UnitKind

__all__ = [
    "NAME_FIELDS",
    "AuditEntry",
    "Membership",
    "PeersManager",
    "Succession",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitPlace",
    "User",
]
