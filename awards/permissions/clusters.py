"""Quyền: suy tôn ở cụm, khối. Refused unless ``units.powers`` grants it."""

from units.models import Unit, User
from units.permissions import allows


def can_lead_acclaim(user: User, head: Unit | None) -> bool:
    """Mở, điều hành đợt suy tôn: whoever works in the unit that heads the cluster today."""
    return head is not None and allows(user, "lead-acclaim", head)


def can_score_acclaim(user: User, unit: Unit) -> bool:
    """Tự chấm, chấm chéo thay mặt một đơn vị thành viên."""
    return allows(user, "score-acclaim", unit)


def can_vote_acclaim(user: User, unit: Unit) -> bool:
    """Bỏ phiếu suy tôn thay mặt một đơn vị thành viên."""
    return allows(user, "vote-acclaim", unit)
