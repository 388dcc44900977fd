"""Góp ý: said of a line or of the whole plan, answered, closed, opened again, taken back.

Nothing of it touches the words of the plan but ``accept_suggestion``, which edits the line
like anybody who writes on it. While the plan is a draft, submitted or returned; afterwards
comments are only read.
"""

from django.db import transaction
from django.utils.timezone import now

from campaigns import passages, permissions
from campaigns.actions.lines import LineEdit, save_lines
from campaigns.actions.locking import LINE_GONE, lock, lock_open
from campaigns.fingerprint import fingerprint
from campaigns.models import Comment, Plan, PlanLine
from campaigns.outline import LineKind
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, move, remove

Status = Comment.Status
DISCUSSED = {Plan.Status.DRAFT, Plan.Status.SUBMITTED, Plan.Status.RETURNED}
GONE = "Góp ý này đã được người viết rút lại."
CLOSED = "Góp ý này đã khép lại. Mở lại rồi trả lời."
SETTLED = (
    "Kế hoạch đang ở trạng thái “{}” nên không góp ý được nữa; góp ý cũ vẫn xem được."
)
NOT_THERE = "Đoạn này không có trong dòng. Chép lại đúng chữ của dòng, hoặc để trống."
CHANGED = "Dòng vừa được sửa trong lúc anh/chị góp ý. Đọc lại dòng rồi gửi lần nữa."
TABLE = "Với bảng, hãy ghi bằng lời chỗ cần sửa: chưa đề nghị viết lại cả bảng được."
REWRITTEN = (
    "Dòng đã được sửa từ lúc có đề nghị này nên không nhận nguyên được. Xem ba bản ở trang "
    "Góp ý rồi sửa dòng."
)


@transaction.atomic
def add_comment(
    plan_id: int, *, by: User, body: str, line_id: int | None = None, quote: str = "",
    proposed: str = "", seen: str = "",
) -> Comment:  # fmt: skip
    """Góp ý cho một dòng (``line_id``) hoặc cả kế hoạch.

    ``seen``: the fingerprint of the line as its reader saw it, "" asks nothing.
    """
    plan = _discussed(lock(plan_id), by)
    comment = Comment(plan=plan, author=by, body=body.strip())
    if line_id is not None:
        _place(comment, _line_of(plan, line_id), quote, proposed, seen)
    if not (comment.body or comment.proposed):
        raise Refused("Ghi lời góp ý.", at="body")
    add(comment, by=by)
    return comment


@transaction.atomic
def answer_comment(comment_id: int, *, by: User, body: str) -> Comment:
    """Trả lời góp ý; an answer to an answer stands under the same comment."""
    plan, comment = _locked(comment_id)
    _discussed(plan, by)
    if comment.parent_id:
        comment = Comment.objects.get(pk=comment.parent_id)
    if not comment.is_open:
        raise Refused(CLOSED)
    if not body.strip():
        raise Refused("Ghi lời trả lời.", at="body")
    answer = Comment(plan=plan, author=by, parent=comment, body=body.strip())
    add(answer, by=by)
    return answer


@transaction.atomic
def close_comment(comment_id: int, *, by: User, outcome: str) -> Comment:
    """Khép góp ý: ``outcome`` done, or declined. Its author, or who may edit the plan."""
    plan, comment = _locked(comment_id)
    require(permissions.can_close_comment(by, comment))
    _require_discussed(plan)
    if outcome not in (Status.DONE, Status.DECLINED):
        raise Refused("Chọn đã xử lý hoặc không nhận.")
    if comment.is_open:  # two who press at once have closed it once
        _close(comment, Status(outcome), by)
    return comment


@transaction.atomic
def reopen_comment(comment_id: int, *, by: User) -> Comment:
    """Mở lại góp ý."""
    plan, comment = _locked(comment_id)
    require(permissions.can_close_comment(by, comment))
    _require_discussed(plan)
    if not comment.is_open:
        move(comment, Status.OPEN, by=by, closed_by=None, closed_at=None)
    return comment


@transaction.atomic
def withdraw_comment(comment_id: int, *, by: User) -> Plan:
    """Rút góp ý của mình, while nobody has answered or closed it."""
    plan, comment = _locked(comment_id)
    require(permissions.can_withdraw_comment(by, comment))
    _require_discussed(plan)
    above = comment.parent or comment
    if not above.is_open or comment.answers.exists():
        raise Refused("Đã có người trả lời hoặc khép góp ý này nên không rút được.")
    remove(
        comment, by=by, plan=plan.pk, line=comment.line_id, text=comment.body,
        proposed=comment.proposed,
    )  # fmt: skip
    return plan


@transaction.atomic
def accept_suggestion(comment_id: int, *, by: User) -> PlanLine:
    """Nhận đề nghị: the line takes the proposed words, and what is noted on it follows them."""
    plan, comment = _locked(comment_id)
    plan = lock_open(plan.pk, by)
    line = comment.line
    if not comment.proposed or not comment.is_open:
        raise Refused("Đề nghị này đã khép lại hoặc không có lời viết lại.")
    if line is None:
        raise Refused(LINE_GONE)
    if line.text != comment.said_of:
        raise Refused(REWRITTEN)
    edit = LineEdit(
        line.pk, line.kind, comment.proposed, fingerprint(line), line.marker,
        line.is_title,
    )  # fmt: skip
    save_lines(plan.pk, by=by, edits=[edit])
    _close(comment, Status.ACCEPTED, by)
    line.refresh_from_db()
    return line


def _place(comment, line, quote, proposed, seen):
    if seen and fingerprint(line) != seen:
        raise Refused(CHANGED)
    comment.line, comment.is_of_line, comment.said_of = line, True, line.text
    if quote.strip():
        passage = passages.find(line.text, quote)
        if passage is None:
            raise Refused(NOT_THERE, at="quote")
        comment.quote = passage[0]
    words = stored(proposed).strip()
    if words and words != line.text.strip():
        if line.kind == LineKind.TABLE:
            raise Refused(TABLE, at="proposed")
        comment.proposed = words


def _close(comment, outcome, by):
    move(comment, outcome, by=by, closed_by=by, closed_at=now())


def _discussed(plan, by):
    require(permissions.can_comment(by, plan))
    _require_discussed(plan)
    return plan


def _require_discussed(plan):
    if plan.status not in DISCUSSED:
        raise Refused(SETTLED.format(plan.get_status_display()))


def _line_of(plan, line_id):
    line = plan.lines.filter(pk=line_id).first()
    if line is None:
        raise Refused(LINE_GONE)
    return line


def _locked(comment_id):
    """The comment with its plan, whose row is the lock; refused where it was taken back."""
    comments = Comment.objects.select_related("line", "parent")
    plan_id = comments.values_list("plan_id", flat=True).filter(pk=comment_id).first()
    plan = lock(plan_id) if plan_id else None
    comment = comments.filter(pk=comment_id).first()
    if plan is None or comment is None:
        raise Refused(GONE)
    comment.plan = plan
    return plan, comment
