from units.models.audit import AuditEntry
from units.models.managers import PeersManager
from units.models.people import Membership, User
from units.models.tree import Unit, UnitKind

__all__ = ["AuditEntry", "Membership", "PeersManager", "Unit", "UnitKind", "User"]
