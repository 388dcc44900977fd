"""Tài liệu phiên họp của một thành viên: agenda, members, each case with what was checked of it.

Of what the member stands aside from nothing stands in it: neither in the agenda nor as a case.
"""

from dataclasses import dataclass

from django.utils.timezone import localdate

from awards.convoking.laying import moment
from awards.council.attending import aside_from, room_of
from awards.council.reading import award_names
from awards.deciding.paper import split
from awards.eligibility.verdicts import Outcome, pressing
from awards.eligibility.weighing import weigh
from awards.models import AgendaItem, Convocation, CouncilSession
from units.models import User

_SAID = {
    Outcome.MET: "Đạt",
    Outcome.LACKING: "Cần bổ sung",
    Outcome.COUNCIL: "Hội đồng xem xét",
}


@dataclass(frozen=True)
class Case:
    """Một đề nghị: of whom, what for, by whom; what was checked, one sentence a line."""

    name: str
    award: str
    unit: str
    period: str
    summary: tuple[str, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True)
class SessionPapers:
    """Cả tập. ``left_out``: how many items this member's copy does not have."""

    council: str
    title: str
    facts: tuple[str, ...]
    agenda: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    guests: tuple[str, ...]
    cases: tuple[Case, ...]
    left_out: int = 0


def papers_of(session: CouncilSession, user: User) -> SessionPapers:
    """In a fixed number of questions, besides those of the check of conditions."""
    room = room_of(session)
    mine = room.row_of(user)
    items = list(AgendaItem.objects.of_session(session).for_page())
    aside = aside_from([item.pk for item in items])
    kept = [
        item for item in items if mine is None or mine.seat_id not in aside[item.pk]
    ]
    names = award_names(kept, localdate())
    found = weigh([item.proposal for item in kept if item.proposal])
    issued = Convocation.objects.of_session(session).issued().first()
    facts = [f"Thời gian: {moment(session.planned_at)}"]
    if session.place:
        facts.append(f"Địa điểm: {session.place}")
    if session.chair:
        facts.append(f"Chủ trì: {session.chair.called}")
    if session.opinions_due and session.takes_opinions:
        facts.append(f"Nhận ý kiến đến: {moment(session.opinions_due)}")
    return SessionPapers(
        council=session.unit.name,
        title=f"{session}: {session.title}",
        facts=tuple(facts),
        agenda=tuple(_line(item, names) for item in kept),
        members=tuple(
            (row.seat.name, row.seat.get_position_display()) for row in room.rows
        ),
        guests=tuple(split(issued.guests)) if issued else (),
        cases=tuple(_case(item.proposal, names, found) for item in kept if item.proposal),
        left_out=len(items) - len(kept),
    )  # fmt: skip


def _line(item, names):
    if item.proposal is None:
        return item.topic
    award = names.get(item.proposal.award_id, "")
    return f"Xét khen thưởng {item.proposal.subject_name}: {award}".rstrip(": ")


def _case(proposal, names, found):
    first, last = proposal.period_from, proposal.period_to
    period = f"{first:%d/%m/%Y} – {last:%d/%m/%Y}" if first and last else ""
    name = ", ".join(filter(None, (proposal.subject_name, proposal.subject_title)))
    lines = pressing(found.get(proposal.pk, ()))
    return Case(
        name=name, award=names.get(proposal.award_id, ""), unit=str(proposal.unit),
        period=period, summary=tuple(split(proposal.summary)),
        verdicts=tuple(
            f"{_SAID[one.outcome]} – {one.title}: {one.says}"
            + (f" ({one.clause})" if one.clause else "")
            for one in lines
        ),
    )  # fmt: skip
