"""Biên bản phiên họp: all that a session came to, as one value from which papers are made."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from awards.council.attending import room_of
from awards.council.reading import award_names, count_of
from awards.council.ruling import rule_of
from awards.council.tally import Rule, result_of
from awards.models import (
    AgendaItem,
    Attendance,
    BallotRound,
    BallotTaken,
    CouncilSession,
    NamedVote,
    Recusal,
)

Status = BallotRound.Status


@dataclass(frozen=True)
class Sitter:
    """Một thành viên: as the minutes list them."""

    name: str
    position: str
    title: str
    represents: str
    votes: bool
    is_present: bool
    by_writing: bool
    absence: str  # reason; "": none given


@dataclass(frozen=True)
class RecordedRound:
    """Một lượt biểu quyết. Of one that was called off only its reason is told.

    ``rule``, ``base`` and ``base_words`` say on how many it was reckoned; ``given``: to how many
    ballots were given out; ``named``: who chose what, of an open vote, never of a secret one.
    """

    number: int
    is_void: bool
    reason: str
    is_secret: bool
    members: int
    present: int
    recused: int
    given: int
    on_paper: int
    taken: int
    agreed: int
    against: int
    blank: int
    base: int
    base_words: str
    needed: int
    percent: str
    chair_agreed: bool | None
    passed: bool
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RecordedItem:
    """Một mục: a topic, or a proposal with its rule, rounds, who stood aside and the outcome."""

    position: int
    topic: str
    proposal_id: int | None
    subject: str
    subject_title: str
    unit: str
    award: str
    rule: Rule | None
    rule_entered: bool
    aside: tuple[tuple[str, str], ...]  # name, reason
    rounds: tuple[RecordedRound, ...]
    outcome: str
    outcome_words: str
    conclusion: str

    @property
    def last(self) -> RecordedRound | None:
        """The one that counts."""
        counted = [one for one in self.rounds if not one.is_void]
        return counted[-1] if counted else None


@dataclass(frozen=True)
class SessionRecord:
    """Biên bản: number, times, place, who was there, what was concluded."""

    number: int
    year: int
    title: str
    kind: str
    council: str
    term_reference: str
    term_decided_on: date | None
    planned_at: datetime
    opened_at: datetime | None
    finished_at: datetime | None
    opinions_due: datetime | None
    place: str
    chair: str
    chair_position: str
    secretary: str
    sitters: tuple[Sitter, ...]
    items: tuple[RecordedItem, ...]

    @property
    def voting(self) -> list[Sitter]:
        return [one for one in self.sitters if one.votes]

    @property
    def present(self) -> list[Sitter]:
        return [one for one in self.sitters if one.is_present]

    @property
    def absent(self) -> list[Sitter]:
        return [one for one in self.sitters if not (one.is_present or one.by_writing)]

    @property
    def writing(self) -> list[Sitter]:
        return [one for one in self.sitters if one.by_writing]

    @property
    def passed(self) -> list[RecordedItem]:
        return self._with(AgendaItem.Outcome.PASSED)

    @property
    def rejected(self) -> list[RecordedItem]:
        return self._with(AgendaItem.Outcome.REJECTED)

    @property
    def deferred(self) -> list[RecordedItem]:
        return self._with(AgendaItem.Outcome.DEFERRED)

    def _with(self, outcome):
        return [one for one in self.items if one.proposal_id and one.outcome == outcome]


def record_of(session: CouncilSession) -> SessionRecord:
    """In a fixed number of questions, however much was weighed."""
    room = room_of(session)
    items = list(AgendaItem.objects.of_session(session).for_page())
    rounds = list(BallotRound.objects.filter(item__in=items).order_by("number"))
    taken = list(BallotTaken.objects.filter(round__in=rounds))
    gave = {one.seat_id for one in taken}
    named = _named(rounds)
    aside = list(Recusal.objects.living().filter(item__in=items).select_related("seat"))
    held = session.opened_at or session.planned_at
    called = award_names(items, localdate(held))
    unit, term = session.unit, (room.rows[0].seat.term if room.rows else None)
    return SessionRecord(
        number=session.number,
        year=session.year,
        title=session.title,
        kind=session.get_kind_display(),
        council=unit.name,
        term_reference=term.reference if term else "",
        term_decided_on=term.decided_on if term else None,
        planned_at=session.planned_at,
        opened_at=session.opened_at,
        finished_at=session.finished_at,
        opinions_due=session.opinions_due if session.takes_opinions else None,
        place=session.place,
        chair=session.chair.name if session.chair else "",
        chair_position=session.chair.get_position_display() if session.chair else "",
        secretary=session.secretary.name if session.secretary else "",
        sitters=tuple(_sitter(row, session, gave) for row in room.rows),
        items=tuple(
            _item(
                session, item, called,
                [one for one in rounds if one.item_id == item.pk], taken, named,
                [one for one in aside if one.item_id == item.pk],
            )
            for item in items
        ),
    )  # fmt: skip


def _sitter(row: Attendance, session, gave) -> Sitter:
    written = session.kind == CouncilSession.Kind.WRITTEN
    return Sitter(
        name=row.seat.name,
        position=row.seat.get_position_display(),
        title=row.seat.title,
        represents=row.seat.represents,
        votes=row.seat.votes,
        is_present=row.is_present and not written,
        by_writing=row.seat_id in gave and (written or not row.is_present),
        absence=row.answer_reason,
    )


def _given(session, round_: BallotRound) -> int:
    """In writing ballots go to everybody who weighs it; else to who is there, or answered."""
    count = count_of(round_)
    if session.kind == CouncilSession.Kind.WRITTEN:
        return count.members - count.recused
    return count.present - count.recused_present


def _item(session, item, called, rounds, taken, named, aside) -> RecordedItem:
    proposal = item.proposal
    rule = rule_of(item) if item.has_rule else None
    return RecordedItem(
        position=item.position,
        topic=item.topic,
        proposal_id=item.proposal_id,
        subject=proposal.subject_name if proposal else "",
        subject_title=proposal.subject_title if proposal else "",
        unit=str(proposal.unit) if proposal else "",
        award=called.get(proposal.award_id, "") if proposal else "",
        rule=rule,
        rule_entered=item.rule_entered,
        aside=tuple((one.seat.name, one.reason) for one in aside),
        rounds=tuple(
            _round(
                one,
                rule,
                [way for way in taken if way.round_id == one.pk],
                named,
                _given(session, one),
            )
            for one in rounds
            if one.status != Status.OPEN
        ),
        outcome=item.outcome,
        outcome_words=item.get_outcome_display(),
        conclusion=item.conclusion,
    )


def _round(round_, rule, taken, named, given) -> RecordedRound:
    count = count_of(round_)
    result = result_of(rule, count)
    paper = sum(1 for one in taken if one.way == BallotTaken.Way.PAPER)
    return RecordedRound(
        number=round_.number,
        is_void=round_.status == Status.VOID,
        reason=round_.void_reason or round_.reason,
        is_secret=rule.is_secret,
        members=count.members,
        present=count.present,
        recused=count.recused,
        given=given,
        on_paper=paper,
        taken=count.taken,
        agreed=count.agreed,
        against=count.against,
        blank=count.blank,
        base=result.base,
        base_words=round_.item.get_denominator_display(),
        needed=result.needed,
        percent=result.percent,
        chair_agreed=round_.chair_agreed,
        passed=bool(round_.passed),
        named=tuple(named.get(round_.pk, ())),
    )


def _named(rounds) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    counted = [one for one in rounds if one.status == Status.CLOSED]
    votes = NamedVote.objects.filter(taken__round__in=counted).for_list()
    for vote in votes:
        pair = (vote.taken.seat.name, vote.get_choice_display())
        found.setdefault(vote.taken.round_id, []).append(pair)
    return found
