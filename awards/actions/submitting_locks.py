"""Khóa dòng: the submission's row is the lock of its list, its words and its answers."""

from awards import permissions
from awards.models import Submission
from units.errors import Overtaken, Refused
from units.models import User
from units.permissions import require


def lock_submission(submission_id: int) -> Submission:
    """The submission, its row locked until the transaction ends."""
    rows = Submission.objects.for_page().select_for_update(of=["self"], no_key=True)
    return rows.get(pk=submission_id)


def lock_open(submission_id: int, by: User) -> Submission:
    """Likewise, if ``by`` may write on it and it is still being written."""
    submission = lock_submission(submission_id)
    require(permissions.can_draft_submission(by, submission.authority))
    if not submission.is_open:
        raise Refused(
            f"Tờ trình đang ở trạng thái “{submission.get_status_display()}” nên không sửa được. "
            "Muốn sửa, rút về hoặc đề nghị người ký trả lại."
        )
    return submission


def require_version(submission: Submission, version: int) -> None:
    """What the officer wrote on is what is there; else they are told, and may save it again."""
    if version != submission.version:
        raise Overtaken(
            "Tờ trình đã được sửa ở cửa sổ khác từ lúc anh/chị mở trang này. Điều anh/chị vừa "
            "nhập còn nguyên ở dưới; so với bản hiện tại rồi lưu lại.",
            submission.version,
        )
