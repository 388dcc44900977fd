"""Gói mang đi: all that a session needs where no network is, as plain data.

The rules go along reckoned: for every base that can come up how many must agree. The laptop looks
numbers up; it knows no rule of its own (docs/decisions/0083).
"""

from typing import Any

from django.utils.timezone import localdate, now

from awards import permissions, rulings
from awards.council.attending import chairs
from awards.council.reading import Row, agenda_of
from awards.council.ruling import copied
from awards.council.tally import Rule, needed_of, quorum
from awards.models import CouncilSession, SessionLeave
from units.models import User
from units.wording import vn_datetime


def package_of(leave: SessionLeave, session: CouncilSession, user: User) -> dict:
    """Of that leave, for who took it."""
    agenda = agenda_of(session, user)
    room, heads = agenda.room, chairs(agenda.room)
    members = len(room.voting)
    mine = room.row_of(user)
    return {
        "key": str(leave.key),
        "device": leave.device,
        "taken": leave.taken_at.isoformat(),
        "now": now().isoformat(),
        "me": user.full_name or str(user),
        "mine": mine.seat_id if mine else None,
        "members": members,
        "session": {
            "pk": session.pk,
            "name": str(session),
            "title": session.title,
            "council": session.unit.name,
            "place": session.place,
            "planned": vn_datetime(session.planned_at),
            "opened": session.status == CouncilSession.Status.RUNNING,
        },
        "seats": [
            {
                "row": row.pk,
                "seat": row.seat_id,
                "name": row.seat.name,
                "position": row.seat.get_position_display(),
                "votes": row.seat.votes,
                "chair": row.seat_id in heads,
                "presence": row.presence,
                "reason": row.answer_reason,
                "counter": row.seat.account_id
                if _counts(row.seat.account, session, user)
                else None,
            }
            for row in room.rows
        ],
        "items": [_item(row, session, members) for row in agenda.rows],
    }


def _counts(account: User | None, session, user) -> bool:
    """May be the second who counts paper."""
    if account is None or account.pk == user.pk:
        return False
    return permissions.can_count_paper(account, session.unit)


def _item(row: Row, session, members) -> dict[str, Any]:
    item, proposal = row.item, row.item.proposal
    rule = row.rule or _rule_to_come(session, proposal)
    last = row.round if row.is_counted else None
    return {
        "pk": item.pk,
        "name": str(item),
        "unit": str(proposal.unit) if proposal else "",
        "award": row.award,
        "topic": item.topic,
        "hidden": row.hidden,
        "aside": [
            {"seat": one.seat_id, "name": one.seat.name, "reason": one.reason}
            for one in row.aside
        ],
        "outcome": item.outcome,
        "said": item.get_outcome_display(),
        "rounds": len(row.rounds),
        "passed": last.passed if last else None,
        "rule": rule_data(rule, members) if rule else None,
    }


def _rule_to_come(session, proposal) -> Rule | None:
    """Which the opening of the session will copy, if it is opened today."""
    authority = session.unit.parent
    if session.status != CouncilSession.Status.INVITED or proposal is None:
        return None
    if proposal.award is None or authority is None:
        return None
    row = rulings.council_rule_on(proposal.award, authority, localdate())
    return Rule(**copied(row)) if row else None


def rule_data(rule: Rule, members: int) -> dict[str, Any]:
    """The rule with its numbers reckoned for a council of so many."""
    return {
        "words": rule.words,
        "basis": rule.rule_basis,
        "secret": rule.is_secret,
        "chair": rule.chair_agrees,
        "of": rule.denominator,
        "quorum": quorum(rule, members),
        "quorum_words": rule.quorum_words,
        "needed": [needed_of(rule, base) for base in range(members + 1)],
    }
