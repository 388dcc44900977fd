"""Khóa dòng: the decision's row is the lock of its list and its words."""

from awards import permissions
from awards.models import Decision
from units.errors import Overtaken, Refused
from units.models import User
from units.permissions import require


def lock_decision(decision_id: int) -> Decision:
    """The decision, its row locked until the transaction ends."""
    decisions = Decision.objects.for_page().select_for_update(of=["self"], no_key=True)
    return decisions.get(pk=decision_id)


def lock_open(decision_id: int, by: User) -> Decision:
    """Likewise, if ``by`` may write on it and it is still being written."""
    decision = lock_decision(decision_id)
    require(permissions.can_draft_decision(by, decision.authority))
    if not decision.is_open:
        raise Refused(
            f"Quyết định đang ở trạng thái “{decision.get_status_display()}” nên không sửa được. "
            "Muốn sửa, rút về hoặc đề nghị người ký trả lại."
        )
    return decision


def require_version(decision: Decision, version: int) -> None:
    """What the officer wrote on is what is there; else they are told, and may save it again."""
    if version != decision.version:
        raise Overtaken(
            "Quyết định đã được sửa ở cửa sổ khác từ lúc anh/chị mở trang này. Điều anh/chị vừa "
            "nhập còn nguyên ở dưới; so với bản hiện tại rồi lưu lại.",
            decision.version,
        )
