"""Khóa dòng: the submission's row is the lock of its list, its words and its answers."""

from awards import permissions
from awards.actions._drafts import require_open
from awards.models import Submission
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
    require_open(submission)
    return submission
