"""Lượt biểu quyết: opened with a quorum, closed and counted once, or called off."""

from collections.abc import Sequence

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from awards import permissions
from awards.actions._council import (
    Status,
    lock_item,
    lock_round,
    lock_session,
    require_ballots,
    require_home,
    require_not_aside,
    require_status,
)
from awards.council import urn
from awards.council.attending import aside_from, chairs, room_of
from awards.council.ruling import rule_of
from awards.council.tally import result_of
from awards.models import (
    AgendaItem,
    BallotBox,
    BallotRound,
    BallotSlip,
    BallotTaken,
    Choice,
    CouncilSession,
    NamedVote,
    Proposal,
)
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.presence import moment
from units.workflow import add, amend_as, move

Way = BallotTaken.Way
Outcome = AgendaItem.Outcome


@transaction.atomic
def open_rounds(
    session_id: int, *, by: User, item_ids: Sequence[int], reason: str = ""
) -> list[BallotRound]:
    """Mở lượt biểu quyết for one proposal or several at once.

    Where one was voted on before, ``reason`` says why again; what was concluded of it is undone.
    """
    session = lock_session(session_id)
    require(permissions.can_hold_ballots(by, session.unit))
    require_status(session, Status.RUNNING, doing="mở lượt biểu quyết")
    rows = session.items.weighed().filter(pk__in=item_ids)  # type: ignore[attr-defined]
    items = list(rows.for_page().order_by("position"))
    if not items:
        raise Refused("Chọn ít nhất một đề nghị để biểu quyết.")
    room, aside = room_of(session), aside_from([item.pk for item in items])
    found = []
    for item in items:
        item.session = session
        require_not_aside(by, item)
        _require_votable(item, room)
        found.append(_open(item, reason, by=by))
    _require_somebody(room, items, aside)
    return found


def _require_votable(item, room):
    if not item.has_rule:
        raise Refused(
            f"Chưa có quy định bỏ phiếu cho “{item}”. Nhập quy định cho phiên này, kèm căn cứ."
        )
    rule = rule_of(item)
    if item.session.kind == CouncilSession.Kind.WRITTEN and not rule.written_opinions:
        raise Refused(
            f"Quy định không tính ý kiến bằng văn bản cho “{item}”. Xét ở phiên họp có mặt."
        )
    if why := room.lacks_quorum(rule):
        raise Refused(why)
    if item.outcome == Outcome.DEFERRED:
        raise Refused(f"“{item}” đã để phiên sau.")


def _require_somebody(room, items, aside):
    for item in items:
        rule = rule_of(item)
        if all(room.why_not(row, rule, aside[item.pk]) for row in room.voting):
            raise Refused(f"Không còn thành viên nào biểu quyết được về “{item}”.")


def _open(item, reason, *, by):
    before = item.rounds.order_by("-number").first()
    if before is not None and not reason.strip():
        raise Refused(
            f"“{item}” đã được biểu quyết. Ghi lý do biểu quyết lại.", at="reason"
        )
    if item.outcome != Outcome.WAITING:
        _undo(item, reason, by=by)
    round_ = BallotRound(
        item=item, number=before.number + 1 if before else 1, opened_by=by,
        reason=reason.strip() if before else "", opened_at=moment(),
    )  # fmt: skip
    add(round_, by=by)
    if item.is_secret:
        half = urn.new_half()
        BallotBox.objects.create(
            round=round_, half=half, sealed=urn.seal(round_.pk, half, [])
        )
    return round_


def _undo(item, reason, *, by):
    """The council speaks anew: the proposal waits for it again."""
    proposals = Proposal.objects.select_for_update(no_key=True)
    proposal = proposals.get(pk=item.proposal_id)
    if proposal.status == Proposal.Status.DECIDED:
        raise Refused(
            "Đề nghị này đã có quyết định khen thưởng nên không biểu quyết lại."
        )
    if proposal.status in (Proposal.Status.RAISED, Proposal.Status.DECLINED):
        raise Refused("Đề nghị này đã trình cấp trên nên không biểu quyết lại.")
    move(proposal, Proposal.Status.READY, by=by, conclusion="")
    amend_as(
        "reopened", item, by=by, outcome=Outcome.WAITING, conclusion="",
        concluded_at=None, concluded_by=None,
    )  # fmt: skip


@transaction.atomic
@sensitive_variables()
def close_round(
    round_id: int, *, by: User, chair_agreed: bool | None = None
) -> BallotRound:
    """Kiểm phiếu: count, write the slips down, empty the box.

    ``chair_agreed``: in a secret ballot by a rule that asks for the chair's agreement, what the
    chair said openly.
    """
    session_id = BallotRound.objects.values_list("item__session").get(pk=round_id)[0]
    session = lock_session(session_id)
    round_ = lock_round(round_id)
    item = round_.item
    require_ballots(by, item)
    require_open(round_)
    rule, room = rule_of(item), room_of(session)
    ways = dict(BallotTaken.objects.filter(round=round_).values_list("seat", "way"))
    if why := room.short_of_opinions(rule, ways):
        raise Refused(why)
    asks_chair = rule.chair_agrees and rule.is_secret
    if asks_chair and chair_agreed is None:
        raise Refused(
            "Quy định phải có Chủ tịch đồng ý. Ghi Chủ tịch có đồng ý hay không."
        )
    if rule.is_secret:
        paper = _settled_paper(
            round_, [way for way in ways.values() if way == Way.PAPER]
        )
        ballots = _empty(round_, paper)
        chair = chair_agreed if asks_chair else None
    else:
        ballots, chair = _named(round_, room)
    count = room.count(ways, aside_from([item.pk])[item.pk], ballots, chair)
    result = result_of(rule, count)
    move(
        round_, BallotRound.Status.CLOSED, by=by, closed_by=by, closed_at=moment(),
        members=count.members, present=count.present, recused=count.recused,
        recused_present=count.recused_present, taken_count=len(ways),
        agreed=count.agreed, against=count.against, blank=count.blank,
        chair_agreed=chair if rule.chair_agrees else None, passed=result.passed,
    )  # fmt: skip
    return round_


def require_open(round_):
    require_home(round_.item.session)
    if round_.status != BallotRound.Status.OPEN:
        raise Refused(f"Lượt này {round_.get_status_display().lower()}.")


def _settled_paper(round_, given) -> tuple[int, int, int]:
    """What two people counted alike; nothing where no paper was given out."""
    counts = list(round_.paper_counts.order_by("pk"))
    if not given:
        return (0, 0, 0)
    if len(counts) < 2:
        raise Refused(
            f"Có {len(given)} phiếu giấy, mới {len(counts)}/2 người nhập số đã kiểm. Cần hai "
            "người khác nhau cùng nhập."
        )
    first, second = (one.counted for one in counts)
    if first != second:
        raise Refused(
            "Hai người nhập số phiếu giấy khác nhau. Kiểm lại rồi một trong hai sửa số của "
            "mình."
        )
    if sum(first) != len(given):
        raise Refused(
            f"Số phiếu giấy đã kiểm là {sum(first)}, số phiếu đã phát là {len(given)}. Kiểm "
            "lại."
        )
    return first


def _empty(round_, paper) -> tuple[int, int, int]:
    """Mở hòm: the slips of the screen and of paper as one list, in the order of their marks."""
    box = BallotBox.objects.select_for_update().get(round=round_)
    slips = urn.unseal(round_.pk, bytes(box.half), bytes(box.sealed))
    for choice, amount in zip(Choice, paper, strict=True):
        slips += [urn.Slip(choice, urn.random_mark()) for _ in range(amount)]
    slips.sort(key=lambda slip: slip.mark)
    BallotSlip.objects.bulk_create(
        BallotSlip(round=round_, choice=slip.choice, mark=slip.mark) for slip in slips
    )
    box.delete()
    # What each of the two counted of paper would tell it apart from the rest.
    round_.paper_counts.update(agreed=None, against=None, blank=None)
    return _sums(slip.choice for slip in slips)


def _named(round_, room) -> tuple[tuple[int, int, int], bool]:
    votes = NamedVote.objects.of_round(round_).values_list("taken__seat", "choice")
    chosen = dict(votes)
    agrees = any(chosen.get(seat) == Choice.AGREE for seat in chairs(room))
    return _sums(chosen.values()), agrees


def _sums(choices) -> tuple[int, int, int]:
    found = list(choices)
    return (
        found.count(Choice.AGREE), found.count(Choice.AGAINST), found.count(Choice.BLANK)
    )  # fmt: skip


@transaction.atomic
def void_round(round_id: int, *, by: User, reason: str) -> BallotRound:
    """Hủy lượt: its box is thrown away unopened, its reason stays."""
    item_id = BallotRound.objects.values_list("item").get(pk=round_id)[0]
    item = lock_item(item_id)
    round_ = lock_round(round_id)
    require_ballots(by, item)
    require_open(round_)
    if not reason.strip():
        raise Refused("Ghi lý do hủy lượt biểu quyết.", at="reason")
    NamedVote.objects.of_round(round_).delete()
    BallotBox.objects.filter(round=round_).delete()
    round_.paper_counts.update(agreed=None, against=None, blank=None)  # type: ignore[attr-defined]
    move(round_, BallotRound.Status.VOID, by=by, void_reason=reason.strip())
    return round_
