"""Đọc một phiên họp: its agenda as one visitor may see it, in a fixed number of questions."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from awards.council.attending import Room, room_of
from awards.council.recusing import suggested
from awards.council.ruling import rule_of
from awards.council.tally import Count, Result, Rule, base_of, needed_of, result_of
from awards.models import (
    AgendaItem,
    BallotRound,
    BallotTaken,
    CouncilSession,
    Denominator,
    Recusal,
    Seat,
)
from awards.naming import names_on
from units.models import User

Status = BallotRound.Status


@dataclass(frozen=True)
class Bar:
    """Vạch phiếu: one block for each on whom the share is reckoned, the line after ``needed``."""

    blocks: tuple[str, ...]
    needed: int
    words: str


@dataclass
class Row:
    """Một mục as the visitor sees it. ``hidden``: stands aside from it, the minutes are not
    written; then ``round`` and all that follows from it is empty.
    """

    item: AgendaItem
    award: str = ""
    rule: Rule | None = None
    hidden: bool = False
    mine_aside: bool = False
    rounds: list[BallotRound] = field(default_factory=list)
    aside: list[Recusal] = field(default_factory=list)
    suggestions: list[tuple[int, str, str]] = field(default_factory=list)
    why_mine: str = ""  # that the visitor had better stand aside
    taken: list[BallotTaken] = field(default_factory=list)
    may_vote: list[Seat] = field(default_factory=list)  # of the open round
    to_cast: bool = False  # by the visitor
    mine_taken: BallotTaken | None = None
    result: Result | None = None
    bar: Bar | None = None

    @property
    def round(self) -> BallotRound | None:
        """The last one that was not called off."""
        living = [one for one in self.rounds if one.status != Status.VOID]
        return living[-1] if living else None

    @property
    def is_open(self) -> bool:
        return self.round is not None and self.round.status == Status.OPEN

    @property
    def is_counted(self) -> bool:
        return self.round is not None and self.round.status == Status.CLOSED

    @property
    def waits_for_words(self) -> bool:
        """Counted, and the council's conclusion not yet written."""
        return self.is_counted and self.item.outcome == AgendaItem.Outcome.WAITING

    @property
    def awaited(self) -> list[str]:
        """Who may vote and has not."""
        done = {taken.seat_id for taken in self.taken}
        return [seat.name for seat in self.may_vote if seat.pk not in done]


@dataclass(frozen=True)
class Agenda:
    """Chương trình của một phiên, with the room as it is now."""

    session: CouncilSession
    room: Room
    rows: list[Row]

    @property
    def weighed(self) -> list[Row]:
        return [row for row in self.rows if row.item.proposal_id]

    @property
    def to_cast(self) -> list[Row]:
        """What the visitor has to vote on now."""
        return [row for row in self.rows if row.to_cast]

    @cached_property
    def strictest(self) -> Rule | None:
        """Of the rules the first that asks for most; None: none is known yet."""
        rules = [row.rule for row in self.rows if row.rule]
        return max(rules, key=self.room.quorum, default=None)


def agenda_of(session: CouncilSession, user: User) -> Agenda:
    room = room_of(session)
    items = list(AgendaItem.objects.of_session(session).for_page())
    for item in items:
        item.session = session
    mine = room.row_of(user)
    aside = _aside(items)
    rounds = _rounds(items, user)
    taken = _taken(rounds)
    names = award_names(items, localdate())
    rows = []
    for item in items:
        row = Row(item=item, award=names.get(_award(item), ""), aside=aside[item.pk])
        row.rule = rule_of(item) if item.has_rule else None
        seats = {one.seat_id for one in row.aside}
        row.mine_aside = mine is not None and mine.seat_id in seats
        row.hidden = row.mine_aside and not session.is_told
        if not row.hidden:
            row.rounds = rounds[item.pk]
            _reckon(row, room, seats, taken, mine)
        rows.append(row)
    return Agenda(session, room, rows)


def advise(agenda: Agenda, user: User) -> None:
    """Fill in who had better stand aside from what; only pages that tell of it ask."""
    rows = [(one.seat_id, one.seat) for one in agenda.room.rows]
    items = [row.item for row in agenda.rows]
    hints = suggested(items, [seat for _, seat in rows])
    mine = agenda.room.row_of(user)
    for row in agenda.rows:
        aside = {one.seat_id for one in row.aside}
        row.suggestions = [
            (pk, seat.name, hints[row.item.pk, pk])
            for pk, seat in rows
            if (row.item.pk, pk) in hints and pk not in aside
        ]
        if mine is not None and mine.seat_id not in aside:
            row.why_mine = hints.get((row.item.pk, mine.seat_id), "")


def _reckon(row, room, aside, taken, mine):
    round_, rule = row.round, row.rule
    if rule is None:
        return
    if round_ is not None:
        row.taken = taken[round_.pk]
        mine_of = [one for one in row.taken if mine and one.seat_id == mine.seat_id]
        row.mine_taken = mine_of[0] if mine_of else None
    if row.is_open:
        voted = {one.seat_id for one in row.taken}
        row.may_vote = [
            one.seat
            for one in room.voting
            if one.seat_id in voted or not room.why_not(one, rule, aside)
        ]
        row.to_cast = (
            mine is not None
            and row.mine_taken is None
            and not room.why_not(mine, rule, aside)
        )
    if row.is_counted:
        count = count_of(round_)
        row.result = result_of(rule, count)
        row.bar = bar_of(rule, count, row.result)
    else:
        there = {one.seat_id for one in room.expected(rule)}
        expected = Count(
            members=len(room.voting), present=len(there), recused=len(aside),
            recused_present=len(there & aside), agreed=len(there - aside),
        )  # fmt: skip
        base = base_of(rule, expected)
        needed = needed_of(rule, base)
        row.bar = Bar(
            ("none",) * base, needed, f"Cần ít nhất {needed}/{base} phiếu đồng ý"
        )


def count_of(round_: BallotRound) -> Count:
    """What a counted round was reckoned from."""
    return Count(
        members=round_.members or 0, present=round_.present or 0,
        recused=round_.recused or 0, recused_present=round_.recused_present or 0,
        agreed=round_.agreed or 0, against=round_.against or 0, blank=round_.blank or 0,
        chair=round_.chair_agreed,
    )  # fmt: skip


def bar_of(rule: Rule, count: Count, result: Result) -> Bar:
    blank = 0 if rule.denominator == Denominator.VALID else count.blank
    blocks = ["ok"] * count.agreed + ["bad"] * count.against + ["blank"] * blank
    blocks += ["none"] * (result.base - len(blocks))
    words = (
        f"{count.agreed} đồng ý, {count.against} không đồng ý, {count.blank} không hợp lệ; "
        f"cần {result.needed}/{result.base}"
    )
    return Bar(tuple(blocks), result.needed, words)


def award_names(items, day: date) -> dict[int, str]:
    """Award → what it is called on that day. Of topics alone nothing is asked."""
    awards = {_award(item) for item in items} - {None}
    return names_on(day, awards) if awards else {}


def _award(item):
    return item.proposal.award_id if item.proposal else None


def _aside(items) -> dict[int, list[Recusal]]:
    found = defaultdict(list)
    rows = Recusal.objects.living().filter(item__in=items).select_related("seat")
    for one in rows.order_by("pk"):
        found[one.item_id].append(one)
    return found


def _rounds(items, user) -> dict[int, list[BallotRound]]:
    found = defaultdict(list)
    rows = BallotRound.objects.visible_to(user).filter(item__in=items)
    for one in rows.order_by("number"):
        found[one.item_id].append(one)
    return found


def _taken(rounds) -> dict[int, list[BallotTaken]]:
    found = defaultdict(list)
    ids = [one.pk for many in rounds.values() for one in many]
    rows = BallotTaken.objects.filter(round__in=ids).select_related("seat")
    # By name: nobody need know who was first.
    for one in rows.order_by("seat__name", "seat"):
        found[one.round_id].append(one)
    return found
