"""Soạn quyết định khen thưởng: from what the council passed to what waits for its signer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.actions import _drafts
from awards.actions.deciding_locks import lock_decision, lock_open
from awards.deciding import faults, laying, money
from awards.deciding.paper import rows_of
from awards.models import Decision, DecisionLine, Proposal
from campaigns.actions.planning import require_signer
from campaigns.content import PaperKind
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import (
    add,
    add_all,
    amend,
    amend_each,
    check,
    move,
    remove,
    remove_all,
)

Status = Decision.Status
MOST = 2_000  # lines of one decision
LINE_GONE = "Dòng này đã được bỏ khỏi danh sách. Tải lại trang để xem."


@transaction.atomic
def draft_decision(
    authority_id: int, *, by: User, proposals: Sequence[int]
) -> Decision:
    """Lập quyết định từ các đề nghị đã thông qua: words and list are laid, all may be changed.

    Refused where one of them stands in another decision already: a colleague was quicker.
    """
    authority = Unit.objects.select_related("kind").get(pk=authority_id)
    require(permissions.can_draft_decision(by, authority))
    chosen = _passed(authority, proposals)
    campaigns = {one.campaign for one in chosen}
    decision = Decision(
        authority=authority,
        campaign=campaigns.pop() if len(campaigns) == 1 else None,
        title="Về việc khen thưởng",
        reckoned_on=localdate(),
        created_by=by,
    )
    add(decision, by=by)
    _reword(decision, _lay(decision, chosen, by), by)
    return decision


@transaction.atomic
def add_to_decision(
    decision_id: int, *, by: User, proposals: Sequence[int]
) -> Decision:
    """Thêm đề nghị vào danh sách; the words are left as they are, and what differs is told."""
    decision = lock_open(decision_id, by)
    _require_kind(decision, Decision.Kind.CONFER)
    _lay(decision, _passed(decision.authority, proposals), by)
    _drafts.touch(decision)
    return decision


@transaction.atomic
def drop_line(line_id: int, *, by: User) -> Decision:
    """Bỏ khỏi danh sách: the proposal waits for another decision."""
    decision, line = _line(line_id, by)
    remove(line, by=by, name=str(line))
    _reckon(decision, by)
    _drafts.touch(decision)
    return decision


@transaction.atomic
def amend_line(
    line_id: int, *, by: User, subject_title: str, achievement: str, position: int
) -> DecisionLine:
    """Sửa một dòng: how the paper calls the post and the achievement; never whom or what."""
    decision, line = _line(line_id, by)
    if not achievement.strip():
        raise Refused("Ghi thành tích được khen.", at="achievement")
    changed = amend(
        line, by=by, subject_title=subject_title, achievement=achievement,
        position=position,
    )  # fmt: skip
    if changed:
        _drafts.touch(decision)
    return line


@transaction.atomic
def amend_decision(
    decision_id: int, *, by: User, version: int, changes: Mapping[str, Any]
) -> Decision:
    """Sửa lời văn, người ký, nguồn tiền thưởng. ``version``: that the officer had before them."""
    decision = lock_open(decision_id, by)
    _drafts.require_version(decision, version)
    if signer := changes.get("signer"):
        require_signer(signer, decision.authority, PaperKind.DECISION)
    if amend(decision, by=by, **changes):
        _drafts.touch(decision)
    return decision


@transaction.atomic
def reword_decision(decision_id: int, *, by: User) -> Decision:
    """Soạn lại lời văn theo danh sách: title, articles and recipients anew, money of today."""
    decision = lock_open(decision_id, by)
    _reword(decision, _reckon(decision, by), by)
    _drafts.touch(decision)
    return decision


@transaction.atomic
def drop_decision(decision_id: int, *, by: User) -> None:
    """Bỏ bản đang soạn: its proposals wait for another decision."""
    decision = lock_open(decision_id, by)
    if lines := list(decision.lines.all()):
        remove_all(lines, by=by, kept=str, place=decision.authority_id)
    move(decision, Status.DROPPED, by=by)


@transaction.atomic
def submit_decision(decision_id: int, *, by: User) -> Decision:
    """Trình ký. Everything that is missing or differs is told at once."""
    decision = lock_open(decision_id, by)
    lines = _reckon(decision, by)
    found = faults.blocking(decision, lines)
    _drafts.submit(decision, by, found, another="cán bộ khác")
    return decision


@transaction.atomic
def take_decision_back(decision_id: int, *, by: User) -> Decision:
    """Rút về: while it is not being signed, who may write on it takes it back."""
    decision = lock_decision(decision_id)
    require(permissions.can_draft_decision(by, decision.authority))
    _drafts.require_submitted(decision, "không rút được")
    _drafts.reopen(decision, by, verb="taken_back")
    return decision


@transaction.atomic
def return_decision(decision_id: int, *, by: User, reason: str) -> Decision:
    """Trả lại để sửa, with the signer's reason."""
    decision = lock_decision(decision_id)
    require(permissions.can_return_decision(by, decision))
    _drafts.require_submitted(decision, "không trả lại được")
    _drafts.give_back(decision, by, reason)
    return decision


def _line(line_id: int, by: User) -> tuple[Decision, DecisionLine]:
    """A line of an open decision, read once the decision is locked."""
    found = DecisionLine.objects.values_list("decision", flat=True).filter(pk=line_id)
    decision_id = found.first()
    if decision_id is None:
        raise Refused(LINE_GONE)
    decision = lock_open(decision_id, by)
    line = DecisionLine.objects.filter(pk=line_id).first()
    if line is None:
        raise Refused(LINE_GONE)
    return decision, line


def _passed(authority: Unit, proposals: Iterable[int]) -> list[Proposal]:
    wanted = list(dict.fromkeys(proposals))
    if not wanted:
        raise Refused("Chọn ít nhất một đề nghị đã thông qua.")
    # A vote held again, or a colleague's decision, waits for these rows.
    locked = Proposal.objects.within(wanted).order_by("pk")
    list(locked.select_for_update(of=["self"], no_key=True))
    chosen = list(Proposal.objects.to_decide(authority).within(wanted))
    if len(chosen) != len(wanted):
        raise Refused(
            f"{len(wanted) - len(chosen)} đề nghị đã chọn không còn chờ quyết định: đã nằm trong "
            "quyết định khác, đã đổi kết quả, hoặc phiên họp chưa kết thúc. Tải lại trang rồi "
            "chọn lại."
        )
    return chosen


def _lay(
    decision: Decision, chosen: Sequence[Proposal], by: User
) -> list[DecisionLine]:
    """The whole list, with these at its end."""
    there = decision.lines.count()
    if there + len(chosen) > MOST:
        raise Refused(
            f"Một quyết định có nhiều nhất {MOST} trường hợp; lập thêm quyết định."
        )
    lines = list(laying.lines_of(decision, chosen, first=there + 1))
    for line in lines:
        check(line)
    add_all(lines, by=by)
    return _reckon(decision, by)


def _reckon(decision: Decision, by: User) -> list[DecisionLine]:
    """Tính lại tiền thưởng by the rules of today; the list as it is then."""
    lines = rows_of(decision)
    if decision.kind == Decision.Kind.CONFER:
        day = localdate()
        found = money.reckon(lines, decision.authority, day)
        differing = [(line, _differing(line, told)) for line, told in found]
        amend_each([one for one in differing if one[1]], by=by)
        amend(decision, by=by, reckoned_on=day)
    return lines


def _differing(line: DecisionLine, told: Mapping[str, Any]) -> dict[str, Any]:
    """What of it the line does not say yet; of a line that stays the book says nothing."""
    composed = {
        name: stored(value) if isinstance(value, str) else value
        for name, value in told.items()
    }
    return {
        name: value for name, value in composed.items() if getattr(line, name) != value
    }


def _reword(decision: Decision, lines: Sequence[DecisionLine], by: User) -> None:
    amend(decision, by=by, **laying.words_of(decision, lines))


def _require_kind(decision: Decision, kind: str) -> None:
    if decision.kind != kind:
        raise Refused("Danh sách của quyết định hủy bỏ không thêm được đề nghị.")
