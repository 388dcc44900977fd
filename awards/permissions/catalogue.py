"""Danh mục khen thưởng, vụ việc: who may lay rules and record cases."""

from awards.models import LawRow
from units.models import Unit, User
from units.models.tree import COUNCIL
from units.permissions import allows, allows_everywhere, units_where


def can_keep_common_rules(user: User) -> bool:
    """Quy định chung: who administers every tree of this installation, for all share them."""
    return allows_everywhere(user, "keep-common-rules")


def can_keep_own_rules(user: User, authority: Unit) -> bool:
    """Quy định riêng of an authority: its administrators, secretaries of its council."""
    return allows(user, "keep-own-rules", authority)


def can_keep_rule(user: User, rule: LawRow) -> bool:
    if rule.authority is None:
        return can_keep_common_rules(user)
    return can_keep_own_rules(user, rule.authority)


def rule_hosts_of(user: User) -> list[Unit]:
    """Cơ quan mà người này ghi quy định riêng: their own, and whom their council serves."""
    return _hosts(user, units_where(user, "keep-own-rules"))


def can_keep_discipline(user: User, authority: Unit) -> bool:
    """Ghi vụ việc, kỷ luật: officers of the authority, secretaries of its council."""
    return allows(user, "keep-discipline", authority)


def discipline_authorities_of(user: User) -> list[Unit]:
    return _hosts(user, units_where(user, "keep-discipline"))


def _hosts(user: User, held: list[int]) -> list[Unit]:
    """Of a council the authority that it serves, in the order of the tree; only those that last."""
    if not user.is_authenticated:
        return []
    served = [unit for path, role, unit in user.kept_branches if role == "secretary"]
    units = Unit.objects.for_pick().within([*held, *served])
    found = {}
    for unit in units.select_related("parent", "kind"):
        host = unit.parent if unit.kind.code == COUNCIL and unit.parent else unit
        if not host.has_ended():
            found[host.pk] = host
    return list(found.values())
