"""Ký, ban hành, hủy bỏ: what the paper's way means for a decision and for those whom it names."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from awards import permissions
from awards.actions import _drafts
from awards.actions.deciding_locks import lock_decision
from awards.actions.raising import flow_back
from awards.deciding import laying
from awards.deciding.paper import rows_of, symbol_of
from awards.deciding.words import head_of
from awards.models import Decision, DecisionLine, Honour, Proposal
from units.errors import Refused
from units.models import Handover, Honouree, User
from units.permissions import require
from units.workflow import (
    add,
    add_all,
    amend,
    amend_all,
    amend_each,
    check,
    move,
    move_all,
)

Status = Decision.Status


@transaction.atomic
def approve_decision(decision_id: int, *, by: User) -> Decision:
    """Duyệt: the signer says yes; the words are frozen by whoever makes the paper of it.

    Its symbol is that of this day, as on the paper.
    """
    decision = lock_decision(decision_id)
    require(permissions.can_sign_decision(by, decision))
    _drafts.require_submitted(decision, "không chờ ký")
    move(decision, Status.APPROVED, by=by, symbol=symbol_of(decision))
    return decision


@transaction.atomic
def record_decision_signature(decision_id: int, *, by: User) -> None:
    """Đã ký: called when the signed file is kept."""
    decision = lock_decision(decision_id)
    if decision.status == Status.APPROVED:
        move(decision, Status.SIGNED, by=by)


@transaction.atomic
def record_decision_issue(
    decision_id: int, *, by: User, number: int, issued_on: date, code: str
) -> None:
    """Ban hành: honours are given (or taken back), proposals have their decision."""
    decision = lock_decision(decision_id)
    if decision.status == Status.ISSUED:
        return
    move(decision, Status.ISSUED, by=by, number=number, issued_on=issued_on, code=code)
    if decision.kind == Decision.Kind.CANCEL:
        _take_back(decision, by)
    else:
        _give(decision, by)


@transaction.atomic
def reopen_decision(decision_id: int, *, by: User, reason: str) -> None:
    """Soạn lại: its paper was given up before it had a number."""
    decision = lock_decision(decision_id)
    _drafts.give_up(decision, by, reason)


@transaction.atomic
def give_decision_back(decision_id: int, handover: Handover) -> None:
    """Đơn vị đã kết thúc: back to writing, from where ``leave_decisions`` drops it."""
    reopen_decision(
        decision_id, by=handover.recorded_by,
        reason=f"{handover.unit} đã kết thúc trước khi quyết định có số.",
    )  # fmt: skip


@transaction.atomic
def draft_cancellation(
    decision_id: int, *, by: User, lines: Sequence[int], reason: str
) -> Decision:
    """Lập quyết định hủy bỏ (Điều 93 Luật Thi đua, khen thưởng số 06/2022/QH15).

    Of some lines or all; it is drafted, sent, signed and issued like any other, and only then
    takes effect.
    """
    target = lock_decision(decision_id)
    require(permissions.can_draft_decision(by, target.authority))
    if target.status != Status.ISSUED or target.kind != Decision.Kind.CONFER:
        raise Refused("Chỉ hủy bỏ được quyết định khen thưởng đã ban hành.")
    if not reason.strip():
        raise Refused("Ghi lý do hủy bỏ.", at="reason")
    chosen = [line for line in rows_of(target) if line.pk in set(lines)]
    if not chosen:
        raise Refused("Chọn ít nhất một trường hợp phải hủy bỏ.", at="lines")
    decision = Decision(
        kind=Decision.Kind.CANCEL, authority=target.authority, campaign=target.campaign,
        target=target, target_code=target.code,
        title="Về việc hủy bỏ quyết định khen thưởng", reason=reason,
        reckoned_on=target.reckoned_on, created_by=by, fund=target.fund,
    )  # fmt: skip
    add(decision, by=by)
    made = [_cancelling(decision, line, at) for at, line in enumerate(chosen, 1)]
    for (
        line
    ) in made:  # one by one: the sentence of a line that a colleague cancels already
        add(line, by=by)
    amend(decision, by=by, **laying.words_of(decision, made))
    return decision


def _cancelling(decision, line, position) -> DecisionLine:
    same = (
        "subject", "honouree", "collective", "subject_name", "subject_title",
        "posthumous", "award", "award_name", "merit", "achievement", "period_from",
        "period_to", "factor", "base_salary", "before", "amount", "money_basis",
        "unpaid_because",
    )  # fmt: skip
    copied = {name: getattr(line, name) for name in same}
    return DecisionLine(decision=decision, cancels=line, position=position, **copied)


def _give(decision: Decision, by: User) -> None:
    """Of thousands of lines as many questions as of one: the paper is being sealed meanwhile."""
    _hold_people(decision)
    lines = rows_of(decision)
    honours = [_honour_of(decision, line) for line in lines]
    for honour in honours:
        check(honour)
    if honours:
        add_all(honours, by=by)
    given = zip(lines, honours, strict=True)
    amend_each([(line, {"honour": honour}) for line, honour in given], by=by)
    proposals = Proposal.objects.of_decision(decision).select_for_update(
        of=["self"], no_key=True
    )
    decided = list(proposals)
    move_all(decided, Proposal.Status.DECIDED, by=by)
    flow_back(decided, by=by)


def _hold_people(decision: Decision) -> None:
    """Records of those whom the lines name, before the lines, as a merge locks them: one that
    goes on meanwhile ends first, and what is given is given to the record that is kept.
    """
    named = decision.lines.exclude(honouree=None).values("honouree")  # type: ignore[attr-defined]
    people = Honouree.objects.filter(pk__in=named).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def _take_back(decision: Decision, by: User) -> None:
    amend_all(
        list(Honour.objects.cancelled_by(decision).standing()), by=by,
        cancelled_on=decision.issued_on, cancelled_because=decision.reason[:500],
    )  # fmt: skip


def _honour_of(decision: Decision, line: DecisionLine) -> Honour:
    assert decision.issued_on is not None
    return Honour(
        honouree=line.honouree, collective=line.collective, award=line.award,
        award_name=line.award_name, merit=line.merit, authority=decision.authority,
        decided_by=head_of(decision.authority), reference=decision.number_and_symbol,
        decided_on=decision.issued_on, achievement=line.achievement,
        period_from=line.period_from, period_to=line.period_to,
        posthumous=line.posthumous, amount=line.amount,
    )  # fmt: skip
