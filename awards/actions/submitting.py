"""Soạn tờ trình cấp trên: from what the council passed to what waits for its signer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from awards import offers, permissions
from awards.actions import _drafts
from awards.actions.submitting_locks import lock_open, lock_submission
from awards.models import Proposal, Submission, SubmissionLine
from awards.submitting import faults, words
from awards.submitting.paper import rows_of, symbol_of
from campaigns.actions.planning import require_signer
from campaigns.content import PaperKind
from units.errors import Refused
from units.models import Handover, Unit, User
from units.permissions import require
from units.workflow import (
    add,
    add_all,
    amend,
    check,
    move,
    move_as,
    remove,
    remove_all,
)

Status = Submission.Status
MOST = 500  # lines of one submission
LINE_GONE = "Dòng này đã được bỏ khỏi danh sách. Tải lại trang để xem."


@transaction.atomic
def draft_submission(
    authority_id: int, *, by: User, proposals: Sequence[int]
) -> Submission:
    """Lập tờ trình từ các đề nghị chờ trình cấp trên: words and list are laid.

    Refused where one of them stands in another submission already: a colleague was quicker.
    """
    authority = Unit.objects.select_related("kind").get(pk=authority_id)
    require(permissions.can_draft_submission(by, authority))
    chosen = _waiting(authority, proposals)
    day = localdate()
    superior = offers.superior_of(authority, day)
    submission = Submission(
        authority=authority, superior=superior, created_by=by,
        superior_name=words.superior_name(authority, superior, day)[:300],
        title="Về việc đề nghị khen thưởng",
    )  # fmt: skip
    add(submission, by=by)
    _lay(submission, chosen, by)
    amend(submission, by=by, **words.words_of(submission, rows_of(submission)))
    return submission


@transaction.atomic
def add_to_submission(
    submission_id: int, *, by: User, proposals: Sequence[int]
) -> Submission:
    """Thêm đề nghị vào danh sách; the words are left, and what differs is told."""
    submission = lock_open(submission_id, by)
    _lay(submission, _waiting(submission.authority, proposals), by)
    _drafts.touch(submission)
    return submission


@transaction.atomic
def drop_submission_line(line_id: int, *, by: User) -> Submission:
    """Bỏ khỏi danh sách: the proposal waits for another submission."""
    found = SubmissionLine.objects.filter(pk=line_id)
    submission_id = found.values_list("submission", flat=True).first()
    if submission_id is None:
        raise Refused(LINE_GONE)
    submission = lock_open(submission_id, by)
    line = found.first()
    if line is None:
        raise Refused(LINE_GONE)
    remove(line, by=by, name=str(line))
    _drafts.touch(submission)
    return submission


@transaction.atomic
def amend_submission(
    submission_id: int, *, by: User, version: int, changes: Mapping[str, Any]
) -> Submission:
    """Sửa lời văn, nơi kính gửi, người ký. ``version``: that the officer had before them."""
    submission = lock_open(submission_id, by)
    _drafts.require_version(submission, version)
    if signer := changes.get("signer"):
        require_signer(signer, submission.authority, PaperKind.SUBMISSION)
    if amend(submission, by=by, **changes):
        _drafts.touch(submission)
    return submission


@transaction.atomic
def reword_submission(submission_id: int, *, by: User) -> Submission:
    """Soạn lại theo danh sách: trích yếu, nội dung, nơi nhận anew."""
    submission = lock_open(submission_id, by)
    amend(submission, by=by, **words.words_of(submission, rows_of(submission)))
    _drafts.touch(submission)
    return submission


@transaction.atomic
def drop_submission(submission_id: int, *, by: User) -> None:
    """Bỏ bản đang soạn: its proposals wait for another submission."""
    submission = lock_open(submission_id, by)
    _leave_lines(submission, by)
    move(submission, Status.DROPPED, by=by)


@transaction.atomic
def submit_submission(submission_id: int, *, by: User) -> Submission:
    """Trình ký. Everything that is missing or differs is told at once."""
    submission = lock_open(submission_id, by)
    found = faults.blocking(submission, rows_of(submission))
    _drafts.submit(submission, by, found, another="cán bộ khác")
    return submission


@transaction.atomic
def take_submission_back(submission_id: int, *, by: User) -> Submission:
    """Rút về: while it is not being signed, who may write on it takes it back."""
    submission = lock_submission(submission_id)
    require(permissions.can_draft_submission(by, submission.authority))
    _drafts.require_submitted(submission, "không rút được")
    _drafts.reopen(submission, by, verb="taken_back")
    return submission


@transaction.atomic
def return_submission(submission_id: int, *, by: User, reason: str) -> Submission:
    """Trả lại để sửa, with the signer's reason."""
    submission = lock_submission(submission_id)
    require(permissions.can_return_submission(by, submission))
    _drafts.require_submitted(submission, "không trả lại được")
    _drafts.give_back(submission, by, reason)
    return submission


@transaction.atomic
def approve_submission(submission_id: int, *, by: User) -> Submission:
    """Duyệt: the signer says yes; the words are frozen by whoever makes the paper of it."""
    submission = lock_submission(submission_id)
    require(permissions.can_sign_submission(by, submission))
    _drafts.require_submitted(submission, "không ký được")
    if found := faults.blocking(submission, rows_of(submission)):
        raise Refused(" ".join([*found, "Trả lại để cán bộ soạn thảo sửa."]))
    move(submission, Status.APPROVED, by=by, symbol=symbol_of(submission))
    return submission


@transaction.atomic
def record_submission_signature(submission_id: int, *, by: User) -> None:
    """Đã ký: called when the signed file is kept."""
    submission = lock_submission(submission_id)
    if submission.status == Status.APPROVED:
        move(submission, Status.SIGNED, by=by)


@transaction.atomic
def reopen_submission(submission_id: int, *, by: User, reason: str) -> None:
    """Soạn lại: its paper was given up before it had a number."""
    submission = lock_submission(submission_id)
    _drafts.give_up(submission, by, reason)


@transaction.atomic
def give_submission_back(submission_id: int, handover: Handover) -> None:
    """Đơn vị đã kết thúc: back to writing, from where ``leave_submissions`` drops it."""
    reopen_submission(
        submission_id, by=handover.recorded_by,
        reason=f"{handover.unit} đã kết thúc trước khi tờ trình có số.",
    )  # fmt: skip


@transaction.atomic
def leave_submissions(handover: Handover) -> None:
    """Bỏ tờ trình chưa có số của cơ quan đã kết thúc; what was passed waits with its heir."""
    left = Submission.objects.left_by(handover.unit).order_by("pk")
    by = handover.recorded_by
    for submission_id in list(left.values_list("pk", flat=True)):
        submission = lock_submission(submission_id)
        if submission.status == Status.APPROVED:
            raise Refused(
                f"Tờ trình “{submission}” vừa được duyệt trong lúc này. Làm lại sau ít phút."
            )
        if submission.status == Status.SIGNED:
            continue  # its number is given, the seal follows
        if submission.status == Status.SUBMITTED:
            _drafts.reopen(submission, by, verb="reopened")
        _leave_lines(submission, by)
        move_as("ended", submission, Status.DROPPED, by=by)
    waiting = Proposal.objects.to_submit(handover.unit)
    for one in list(waiting):
        amend(one, by=by, authority=handover.heir)


def _waiting(authority: Unit, proposals: Iterable[int]) -> list[Proposal]:
    wanted = list(dict.fromkeys(proposals))
    if not wanted:
        raise Refused("Chọn ít nhất một đề nghị chờ trình cấp trên.")
    # A vote held again, or a colleague's submission, waits for these rows.
    locked = Proposal.objects.within(wanted).order_by("pk")
    list(locked.select_for_update(of=["self"], no_key=True))
    chosen = list(Proposal.objects.to_submit(authority).within(wanted))
    if len(chosen) != len(wanted):
        raise Refused(
            f"{len(wanted) - len(chosen)} đề nghị đã chọn không còn chờ trình: đã nằm trong tờ "
            "trình khác, đã đổi kết quả, hoặc phiên họp chưa kết thúc. Tải lại trang rồi chọn lại."
        )
    return chosen


def _lay(submission: Submission, chosen: Sequence[Proposal], by: User) -> None:
    there = submission.lines.count()
    if there + len(chosen) > MOST:
        raise Refused(
            f"Một tờ trình có nhiều nhất {MOST} trường hợp; lập thêm tờ trình."
        )
    day = localdate()
    lines = list(words.lines_of(submission, chosen, first=there + 1, day=day))
    for line in lines:
        check(line)
    add_all(lines, by=by)


def _leave_lines(submission: Submission, by: User) -> None:
    if lines := list(submission.lines.all()):
        remove_all(lines, by=by, kept=str, place=submission.authority_id)
