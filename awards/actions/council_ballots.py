"""Bỏ phiếu: on a screen, on paper, by hand; each seat once.

Of a secret ballot nothing is written but that it was taken and the box as a whole: no line of
the book, no log, no session holds what was chosen or the code of a receipt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from awards import permissions
from awards.actions._council import (
    lock_round,
    lock_rounds,
    require_ballots,
    require_not_aside,
)
from awards.actions.council_rounds import require_open
from awards.council import urn
from awards.council.attending import aside_from, room_of
from awards.council.ruling import rule_of
from awards.models import (
    BallotBox,
    BallotRound,
    BallotTaken,
    Choice,
    CouncilSession,
    NamedVote,
    PaperCount,
)
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, remove

Way = BallotTaken.Way


@dataclass(frozen=True)
class Receipt:
    """Biên nhận: shown once. ``code`` "": an open vote, which stands under its name."""

    round: BallotRound
    code: str


@sensitive_variables()
@transaction.atomic
def cast(session_id: int, *, by: User, choices: Mapping[int, str]) -> list[Receipt]:
    """Bỏ phiếu in every round of ``choices`` (round → what was chosen), all or none."""
    session = CouncilSession.objects.for_page().get(pk=session_id)
    require(permissions.can_vote(by, session.unit))
    if not choices:
        raise Refused("Chọn đồng ý, không đồng ý hoặc phiếu trắng rồi bỏ phiếu.")
    rounds = _of_session(session, lock_rounds(choices))
    if len(rounds) < len(choices):
        raise Refused("Lượt biểu quyết này không thuộc phiên họp đang mở.")
    room = room_of(session)
    row = room.row_of(by)
    aside = aside_from([round_.item_id for round_ in rounds])
    receipts = []
    for round_ in rounds:
        require_open(round_)
        choice = choices[round_.pk]
        if choice not in Choice:
            raise Refused("Chọn đồng ý, không đồng ý hoặc phiếu trắng.")
        rule = rule_of(round_.item)
        if why := room.why_not(row, rule, aside[round_.item_id]):
            raise Refused(why)
        assert row is not None  # ``why_not`` says so of nobody
        _require_not_taken(round_, row.seat)
        taken = BallotTaken(round=round_, seat=row.seat, way=Way.SCREEN)
        add(taken, by=by)
        if rule.is_secret:
            receipts.append(Receipt(round_, _put_in(round_, choice)))
        else:
            add(NamedVote(taken=taken, choice=choice, entered_by=by), by=by)
            receipts.append(Receipt(round_, ""))
    return receipts


@sensitive_variables()
def _put_in(round_, choice):
    """Into the box, which is shaken and sealed anew; the code for the receipt."""
    box = BallotBox.objects.select_for_update().get(round=round_)
    half, code = bytes(box.half), urn.new_code()
    slips = urn.unseal(round_.pk, half, bytes(box.sealed))
    slips.append(urn.Slip(choice, urn.mark_of(round_.pk, code)))
    box.sealed = urn.seal(round_.pk, half, slips)
    box.save(update_fields=["sealed"])
    return code


def _of_session(session, rounds):
    mine = [round_ for round_ in rounds if round_.item.session_id == session.pk]
    for round_ in mine:
        round_.item.session = session
    return mine


def _require_not_taken(round_, seat):
    before = BallotTaken.objects.filter(round=round_, seat=seat).first()
    if before is None:
        return
    if before.way == Way.PAPER:
        raise Refused(
            f"{seat.name} đã nhận phiếu giấy về “{round_.item}” nên không bỏ phiếu cách khác."
        )
    raise Refused(f"Phiếu của {seat.name} về “{round_.item}” đã được ghi nhận.")


@transaction.atomic
def give_paper(
    session_id: int, seat_id: int, *, by: User, round_ids: Sequence[int]
) -> list[BallotTaken]:
    """Phát phiếu giấy: who takes paper votes no other way."""
    session = CouncilSession.objects.for_page().get(pk=session_id)
    require(permissions.can_hold_ballots(by, session.unit))
    rounds = _of_session(session, lock_rounds(round_ids))
    if not rounds:
        raise Refused("Không có lượt bỏ phiếu kín nào đang mở.")
    room = room_of(session)
    row = next((row for row in room.rows if row.seat_id == seat_id), None)
    aside = aside_from([round_.item_id for round_ in rounds])
    given = []
    for round_ in rounds:
        require_not_aside(by, round_.item)
        require_open(round_)
        rule = rule_of(round_.item)
        if not rule.is_secret:
            raise Refused(
                f"“{round_.item}” biểu quyết công khai: ghi ý kiến của từng người."
            )
        whose = row.seat.name if row else "Người này"
        if why := room.why_not(row, rule, aside[round_.item_id], whose=whose):
            raise Refused(why)
        assert row is not None  # as in ``cast``
        _require_not_taken(round_, row.seat)
        taken = BallotTaken(round=round_, seat=row.seat, way=Way.PAPER)
        add(taken, by=by)
        given.append(taken)
        _forget_counts(round_)
    return given


@transaction.atomic
def take_paper_back(round_id: int, seat_id: int, *, by: User) -> BallotRound:
    """Thu hồi phiếu giấy that was given out by mistake and not put in."""
    round_ = lock_round(round_id)
    require_ballots(by, round_.item)
    require_open(round_)
    rows = BallotTaken.objects.filter(round=round_, seat=seat_id, way=Way.PAPER)
    taken = rows.select_related("seat").first()
    if taken is None:
        raise Refused("Thành viên này không nhận phiếu giấy ở lượt này.")
    remove(taken, by=by, name=taken.seat.name)
    _forget_counts(round_)
    return round_


def _forget_counts(round_):
    """Another number of sheets: whoever counted counts again."""
    round_.paper_counts.all().delete()


@transaction.atomic
def count_paper(
    round_id: int, *, by: User, agreed: int, against: int, blank: int
) -> PaperCount:
    """Nhập số phiếu giấy đã kiểm: two people, each without seeing the other's."""
    round_ = lock_round(round_id)
    session = round_.item.session
    require(permissions.can_count_paper(by, session.unit))
    require_not_aside(by, round_.item)
    require_open(round_)
    given = BallotTaken.objects.filter(round=round_, way=Way.PAPER).count()
    if agreed + against + blank != given:
        raise Refused(
            f"Tổng số phiếu phải bằng số phiếu giấy đã phát: {given}. Đang nhập: "
            f"{agreed + against + blank}.",
            at="agreed",
        )
    rows = {one.entered_by_id: one for one in PaperCount.objects.filter(round=round_)}
    mine = rows.get(by.pk)
    if mine is None and len(rows) >= 2:
        raise Refused("Đã có hai người nhập số phiếu giấy của lượt này.")
    if mine is None:
        mine = PaperCount(
            round=round_, entered_by=by, agreed=agreed, against=against, blank=blank
        )
        add(mine, by=by)
        return mine
    mine.agreed, mine.against, mine.blank = agreed, against, blank
    mine.save(update_fields=["agreed", "against", "blank"])
    # Not by ``amend``: the book would keep the numbers.
    audit.write("papercount.corrected", mine, by=by)
    return mine


@transaction.atomic
def record_hands(
    round_id: int, *, by: User, choices: Mapping[int, str]
) -> list[BallotTaken]:
    """Ghi biểu quyết công khai: seat → what was said by hand, aloud or in writing."""
    round_ = lock_round(round_id)
    session = round_.item.session
    require_ballots(by, round_.item)
    require_open(round_)
    rule, room = rule_of(round_.item), room_of(session)
    if rule.is_secret:
        raise Refused("Lượt này bỏ phiếu kín nên không ghi ý kiến của từng người.")
    if not choices:
        raise Refused("Chọn ý kiến của ít nhất một thành viên.")
    rows = {row.seat_id: row for row in room.rows}
    aside = aside_from([round_.item_id])[round_.item_id]
    found = []
    for seat, choice in choices.items():
        row = rows.get(seat)
        whose = row.seat.name if row else "Người này"
        if why := room.why_not(row, rule, aside, whose=whose):
            raise Refused(why)
        assert row is not None  # as in ``cast``
        if choice not in Choice:
            raise Refused("Chọn đồng ý, không đồng ý hoặc phiếu trắng.")
        _require_not_taken(round_, row.seat)
        taken = BallotTaken(round=round_, seat=row.seat, way=Way.HAND)
        add(taken, by=by)
        add(NamedVote(taken=taken, choice=choice, entered_by=by), by=by)
        found.append(taken)
    return found
