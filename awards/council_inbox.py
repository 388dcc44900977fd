"""Việc cần làm: what sessions of the council wait for."""

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from awards import convoked_inbox, permissions
from awards.council.reading import agenda_of
from awards.models import Attendance, CouncilSession
from campaigns.inbox import Item
from units.models import Membership, User
from units.wording import vn_datetime, vn_time

Role = Membership.Role
SITTING = (Role.MEMBER, Role.SECRETARY, Role.LEADER)


def items(user: User) -> list[Item]:
    """Invitations to answer, ballots to cast. Of who sits in no council little is asked."""
    if not user.units_as(*SITTING):
        return []
    found = [_to_answer(row) for row in Attendance.objects.waiting_for(user)]
    found += convoked_inbox.items(user)
    for session in CouncilSession.objects.running_for(user).for_page():
        waiting = len(agenda_of(session, user).to_cast)
        if waiting:
            may = permissions.can_vote(user, session.unit)
            found.append(_to_vote(session, waiting, may))
    return found


def _to_answer(row):
    session = row.session
    day = localtime(session.planned_at)
    return Item(
        work="hoi-dong",
        kind="info",
        icon="calendar-event",
        title=f"Trả lời giấy mời: {session}, {session.title}",
        url=reverse("awards:session-answer", args=[session.pk]),
        context=f"{vn_datetime(session.planned_at)}"
        + (f" · {session.place}" if session.place else "")
        + f" · {session.unit}",
        act="Trả lời",
        since=session.invited_at,
        deadline=max(day.date(), localdate()),
        time=vn_time(session.planned_at),
    )


def _to_vote(session, waiting, may):
    """Who still has to set up two steps comes to the page that says so."""
    due = session.opinions_due if session.takes_opinions else None
    return Item(
        work="hoi-dong",
        kind="gold",
        icon="check2-square",
        title=f"Bỏ phiếu {waiting} đề nghị: {session}",
        url=reverse(f"awards:{'ballot' if may else 'session'}", args=[session.pk]),
        context=f"{session.title} · {session.unit}",
        act="Bỏ phiếu",
        since=session.opened_at,
        deadline=localdate(due) if due else None,
    )
