"""Đến cấp trên và trả lời: what is issued arrives there, and what becomes of it comes back."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from awards import offers, permissions
from awards.actions.papers import keep_paper
from awards.actions.proposing import lock_proposal, lock_proposals
from awards.actions.submitting_locks import lock_submission
from awards.models import (
    DossierPaper,
    Honour,
    Petition,
    Proposal,
    Submission,
    SubmissionLine,
)
from awards.models.rules import Paper
from awards.submitting.paper import rows_of
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date
from units.workflow import (
    add,
    amend,
    amend_as,
    move,
    move_all,
    move_as,
    remove_whole,
)

Status, Answer = Submission.Status, SubmissionLine.Answer
Fate = Proposal.Status
# What a proposal carries to the superior; its own history stays behind.
_CARRIED = (
    "campaign", "award", "merit", "honouree", "collective", "subject_name",
    "subject_title", "posthumous", "period_from", "period_to", "summary", "report",
)  # fmt: skip
_FILE = (
    "paper", "name", "kind", "file_name", "sha256", "original_sha256",
    "thumbnail_sha256", "size", "uploaded_by",
)  # fmt: skip


@transaction.atomic
def record_submission_issue(
    submission_id: int, *, by: User, number: int, issued_on: date, code: str
) -> None:
    """Ban hành: its proposals are submitted; where the superior works here, they arrive there."""
    submission = lock_submission(submission_id)
    if submission.status == Status.ISSUED:
        return
    arrives = submission.superior is not None and offers.works_here(submission.superior)
    move(
        submission, Status.ISSUED, by=by, number=number, issued_on=issued_on, code=code,
        arrived_at=now() if arrives else None,
    )  # fmt: skip
    lines = rows_of(submission)
    move_all(lock_proposals([one.proposal_id for one in lines]), Fate.RAISED, by=by)
    if arrives:
        _arrive(submission, lines, by)


def _arrive(submission: Submission, lines: Sequence[SubmissionLine], by: User) -> None:
    """A petition with one proposal for each line, sent and confirmed by the very signature."""
    signer, sender = submission.signer, submission.submitted_by
    superior = submission.superior
    assert signer is not None
    assert sender is not None
    assert superior is not None
    petition = Petition(
        unit=submission.authority, authority=superior, sent_by=sender,
        reference=submission.number_and_symbol[:60], dated=submission.issued_on,
    )  # fmt: skip
    add(petition, by=by)
    moment = now()
    for line in lines:
        below = line.proposal
        carried = {name: getattr(below, name) for name in _CARRIED}
        made = Proposal(
            unit=submission.authority, authority=superior, petition=petition,
            status=Fate.SENT, created_by=submission.created_by, sent_by=sender,
            sent_at=moment, confirmed_by=signer.user, confirmed_at=moment,
            raised_from=below, **carried,
        )  # fmt: skip
        add(made, by=by)
        for file in DossierPaper.objects.of_many([below.pk], []).order_by("pk"):
            same = {name: getattr(file, name) for name in _FILE}
            add(DossierPaper(proposal=made, **same), by=by)
        amend(line, by=by, arrived=made)


@transaction.atomic
def withdraw_submission(submission_id: int, *, by: User, reason: str) -> Submission:
    """Rút hồ sơ đã trình, with its reason, while the superior has answered nothing yet."""
    submission = lock_submission(submission_id)
    require(permissions.can_draft_submission(by, submission.authority))
    if submission.status != Status.ISSUED:
        raise Refused(
            f"Tờ trình đang ở trạng thái “{submission.get_status_display()}” nên không rút hồ sơ "
            "được."
        )
    if not reason.strip():
        raise Refused("Ghi lý do rút để cấp trên được biết.", at="reason")
    lines = rows_of(submission)
    if any(line.answer != Answer.WAITING for line in lines):
        raise Refused(
            "Cấp trên đã trả lời một số trường hợp nên không rút cả tờ trình được; liên hệ cơ "
            "quan cấp trên."
        )
    arrived = [line.arrived_id for line in lines if line.arrived_id]
    there = lock_proposals(arrived) if arrived else []
    late = [one for one in there if one.status not in Proposal.WITHDRAWABLE]
    if late:
        raise Refused(
            f"Cấp trên đã thẩm định xong đề nghị cho {late[0]} "
            f"({late[0].get_status_display().lower()}) nên không rút được; liên hệ cơ quan cấp "
            "trên."
        )
    why = reason.strip()
    for one in there:
        move(one, Fate.WITHDRAWN, by=by, withdrawn_because=why[:500])
    for line in lines:
        amend_as("withdrawn", line, by=by, answer=Answer.WITHDRAWN)
    for one in lock_proposals([line.proposal_id for line in lines]):
        move_as("back", one, Fate.PASSED, by=by)
    move(submission, Status.WITHDRAWN, by=by, withdrawn_because=why)
    return submission


@transaction.atomic
def record_superior_answer(
    line_id: int, *, by: User, answer: str, reference: str = "",
    answered_on: date | None = None, reason: str = "", looked: Looked | None = None,
) -> SubmissionLine:  # fmt: skip
    """Ghi trả lời của cấp trên không dùng hệ thống, with the scan of its paper."""
    line, submission = _lock(line_id)
    require(permissions.can_draft_submission(by, submission.authority))
    if line.arrived_id:
        raise Refused(
            "Hồ sơ này đã đến cấp trên trong hệ thống; trả lời tự về, không ghi tay."
        )
    if submission.status != Status.ISSUED or line.answer != Answer.WAITING:
        raise Refused(
            f"Trường hợp này không chờ trả lời (đang ghi: {line.get_answer_display().lower()})."
        )
    if answer not in (Answer.GIVEN, Answer.REFUSED, Answer.RETURNED):
        raise Refused("Chọn trả lời của cấp trên.", at="answer")
    _require_whole(submission, answer, reference, answered_on, reason)
    amend_as(
        "answered", line, by=by, answer=answer, answer_reference=reference.strip(),
        answered_on=answered_on, answer_reason=reason.strip(), answered_by=by,
    )  # fmt: skip
    proposal = lock_proposal(line.proposal_id)
    if looked is not None:
        there = proposal.papers.filter(paper=Paper.OTHER, original_sha256=looked.sha256)
        if not there.exists():
            name = f"Văn bản trả lời của cấp trên {reference}".strip()
            keep_paper(
                looked, by=by, paper=Paper.OTHER, name=name[:200], proposal=proposal
            )
    if answer == Answer.GIVEN:
        honour = _honour_of(line, submission)
        add(honour, by=by)
        amend(line, by=by, honour=honour)
    _follow(proposal, line, by)
    return line


@transaction.atomic
def undo_superior_answer(line_id: int, *, by: User) -> SubmissionLine:
    """Bỏ trả lời ghi nhầm: the line waits again, its honour goes."""
    line, submission = _lock(line_id)
    require(permissions.can_draft_submission(by, submission.authority))
    if line.answered_by_id is None or submission.status != Status.ISSUED:
        raise Refused("Chỉ bỏ được trả lời do cán bộ ghi.")
    proposal = lock_proposal(line.proposal_id)
    elsewhere = SubmissionLine.objects.standing().filter(proposal=proposal)
    if elsewhere.exclude(pk=line.pk).exists():
        raise Refused(
            "Đề nghị này đã nằm trong tờ trình khác nên không bỏ trả lời được."
        )
    honour = line.honour
    amend_as(
        "unanswered", line, by=by, answer=Answer.WAITING, answer_reference="",
        answered_on=None, answer_reason="", answered_by=None, honour=None,
    )  # fmt: skip
    if honour is not None:
        remove_whole(honour, by=by)
    move(proposal, Fate.RAISED, by=by, conclusion="")
    return line


def flow_back(proposals: Iterable[Proposal], *, by: User) -> None:
    """Trả lời tự về: the fate of what arrived from below is written where it came from.

    Called in the very act that decides at the superior; of most proposals one question.
    """
    fates = {one.pk: one for one in proposals if one.raised_from_id}
    if not fates:
        return
    for line in SubmissionLine.objects.carried_by(list(fates)):
        _answer(line, fates[line.arrived_id or 0], by)


def _answer(line: SubmissionLine, there: Proposal, by: User) -> None:
    below = lock_proposal(line.proposal_id)
    said: dict[str, str | date | None] = {
        "answer_reference": "", "answered_on": None, "answer_reason": "",
    }  # fmt: skip
    if there.status == Fate.DECIDED:
        decided = there.decision_lines.select_related("decision").first()
        assert decided is not None
        answer = Answer.GIVEN
        said |= {
            "answer_reference": decided.decision.number_and_symbol,
            "answered_on": decided.decision.issued_on,
        }
    elif there.status in (Fate.REJECTED, Fate.UNFIT, Fate.DECLINED):
        answer = Answer.REFUSED
        said |= {"answer_reason": there.conclusion[:2_000], "answered_on": localdate()}
    elif there.status == Fate.WITHDRAWN:
        answer = Answer.WITHDRAWN
        said |= {"answer_reason": there.withdrawn_because}
    else:
        answer = Answer.WAITING
    if amend_as("answered", line, by=by, answer=answer, **said):
        _follow(below, line, by)


def _follow(proposal: Proposal, line: SubmissionLine, by: User) -> None:
    """The proposal below goes where the answer sends it."""
    to = {
        Answer.GIVEN: Fate.DECIDED, Answer.REFUSED: Fate.DECLINED,
        Answer.RETURNED: Fate.PASSED, Answer.WITHDRAWN: Fate.PASSED,
        Answer.WAITING: Fate.RAISED,
    }[Answer(line.answer)]  # fmt: skip
    if proposal.status == to:
        return
    if to == Fate.DECLINED:
        move(proposal, to, by=by, conclusion=line.answer_reason)
    elif to == Fate.PASSED:
        move_as("back", proposal, to, by=by)
    else:
        move(proposal, to, by=by)


def _lock(line_id: int) -> tuple[SubmissionLine, Submission]:
    found = SubmissionLine.objects.filter(pk=line_id)
    submission = lock_submission(found.values_list("submission", flat=True).get())
    return found.select_related("award", "honour").get(), submission


def _require_whole(
    submission: Submission, answer: str, reference: str, answered_on: date | None,
    reason: str,
) -> None:  # fmt: skip
    if answer == Answer.GIVEN and not reference.strip():
        raise Refused(
            "Ghi số, ký hiệu quyết định khen thưởng của cấp trên.", at="reference"
        )
    if answered_on is None:
        raise Refused("Ghi ngày văn bản trả lời.", at="answered_on")
    if answered_on > localdate():
        raise Refused(
            "Ngày văn bản trả lời không được sau hôm nay. Đang nhập: "
            f"{vn_date(answered_on)}.",
            at="answered_on",
        )
    if submission.issued_on and answered_on < submission.issued_on:
        raise Refused(
            "Ngày văn bản trả lời không được trước ngày tờ trình "
            f"({vn_date(submission.issued_on)}).",
            at="answered_on",
        )
    if answer != Answer.GIVEN and not reason.strip():
        raise Refused("Ghi lý do cấp trên nêu.", at="reason")


def _honour_of(line: SubmissionLine, submission: Submission) -> Honour:
    assert line.answered_on is not None
    return Honour(
        honouree=line.honouree, collective=line.collective, award=line.award,
        award_name=line.award_name, merit=line.merit, authority=submission.superior,
        decided_by=submission.superior_name[:200], reference=line.answer_reference,
        decided_on=line.answered_on, achievement=line.achievement,
        period_from=line.period_from, period_to=line.period_to,
        posthumous=line.posthumous, imported=True,
    )  # fmt: skip
