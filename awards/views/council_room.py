"""Phòng họp: the member's page, the secretary's page, the record. Both go on by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards import permissions
from awards.council.drawing import seats_of
from awards.council.reading import Agenda, advise, agenda_of
from awards.council.record import record_of
from awards.models import AgendaItem, Convocation, CouncilSession, Recusal, SessionLeave
from awards.publicity.awaiting import advice_of
from awards.views.council import TAGS, crumbs_of
from awards.views.council_sessions import get_session, session_crumbs
from units.pages import answer, url_or_none
from units.permissions import require

Status = CouncilSession.Status
OUTCOMES = {
    "waiting": ("mute", "circle"),
    "passed": ("ok", "check-circle-fill"),
    "rejected": ("bad", "x-circle-fill"),
    "deferred": ("warn", "clock"),
}


@never_cache
@require_safe
def session_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Trang của thành viên: agenda, papers, what is to be voted on; drawn anew while it runs."""
    session = get_session(request, pk)
    agenda = agenda_of(session, request.user)
    council = session.unit
    mine = agenda.room.row_of(request.user)
    answers = permissions.can_answer_invitation(request.user, council) and mine
    advise(agenda, request.user)
    away = _away(request, session)
    context = {
        **_shared(agenda, request.user),
        **away,
        "mine": mine,
        "can_answer": answers
        and not away["leave"]
        and session.status in CouncilSession.SITTING,
        "can_vote": permissions.can_vote(request.user, council),
        "can_run": _runs(request.user, council),
        "crumbs": crumbs_of(council),
    }
    return answer(request, "awards/council/session.html", "live", context)


@never_cache
@require_safe
def session_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Trang của thư ký: who is there, who has voted (never what), rounds, conclusions."""
    session = get_session(request, pk)
    require(_runs(request.user, session.unit))
    agenda = agenda_of(session, request.user)
    advise(agenda, request.user)
    rows = agenda.rows
    away = _away(request, session)
    is_home = away["leave"] is None
    holds = is_home and permissions.can_hold_sessions(request.user, session.unit)
    context = {
        **_shared(agenda, request.user),
        **away,
        "holds": holds,
        "can_convoke": session.status in CouncilSession.AHEAD
        and permissions.can_convoke(request.user, session.unit),
        "can_change": holds and session.status in CouncilSession.PLANNING,
        "can_mark": holds and session.status in CouncilSession.SITTING,
        "ballots": is_home
        and permissions.can_hold_ballots(request.user, session.unit),
        "can_leave": is_home
        and session.status in CouncilSession.SITTING
        and session.kind == CouncilSession.Kind.MEETING
        and permissions.can_take_session_away(request.user, session.unit),
        "is_ahead": session.status in CouncilSession.AHEAD,
        "to_open": [
            row
            for row in rows
            if row.item.proposal_id and row.rule and not row.hidden
            and not row.rounds and row.item.outcome == AgendaItem.Outcome.WAITING
        ],
        "to_conclude": [
            row for row in rows if row.waits_for_words and row.result.passed
        ],
        "paper": any(row.is_open and row.rule.is_secret for row in rows),
        "crumbs": session_crumbs(session),
    }  # fmt: skip
    return answer(request, "awards/council/run.html", "live", context)


def _runs(user, council) -> bool:
    return permissions.can_hold_sessions(user, council) or permissions.can_hold_ballots(
        user, council
    )


def _away(request, session) -> dict:
    """Where the session is carried away: by whom, and what the visitor may do about it."""
    leaves = SessionLeave.objects.visible_to(request.user).of_session(session)
    leave = leaves.away().first()
    return {
        "leave": leave,
        "is_mine_away": leave is not None and leave.taken_by_id == request.user.pk,
        "can_recall": leave is not None
        and permissions.can_recall_session(request.user, session.unit),
    }


def _shared(agenda: Agenda, user) -> dict:
    session, room = agenda.session, agenda.room
    kind, icon = TAGS[session.status]
    people = [(one.seat.name, one.is_present) for one in room.voting]
    rule = agenda.strictest
    quorum = room.quorum(rule) if rule else None
    return {
        "session": session,
        "publicity": advice_of(agenda),
        "convocations": list(Convocation.objects.of_session(session)),
        "papers_url": url_or_none("reports:session-papers", session.pk)
        if permissions.can_take_papers(user, session.unit)
        else None,
        "agenda": agenda,
        "rows": [
            {
                "row": row,
                "tag": OUTCOMES[row.item.outcome],
                "url": url_or_none("awards:proposal", row.item.proposal_id)
                if row.item.proposal_id
                else None,
            }
            for row in agenda.rows
        ],
        "agenda_open": any(row.is_open for row in agenda.rows),
        "room": room,
        "tag": kind,
        "icon": icon,
        "seats": seats_of(people, quorum),
        "present": len(room.present),
        "quorum": quorum,
        "has_quorum": rule is not None and not room.lacks_quorum(rule),
        "quorum_words": f"{rule.quorum_words}, theo {rule.rule_basis}" if rule else "",
        "is_running": session.status == Status.RUNNING,
        "is_written": session.kind == CouncilSession.Kind.WRITTEN,
    }


@never_cache
@require_safe
def session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Dữ liệu biên bản, for reading and printing; the signed paper is made of the same."""
    session = get_session(request, pk)
    record = record_of(session)
    aside = Recusal.objects.hiding(request.user).of_session(session)
    hidden = set(aside.values_list("item__position", flat=True))
    waits = session.status == Status.MINUTES
    kind, icon = TAGS[session.status]
    context = {
        "session": session,
        "record": record,
        "hidden": hidden,
        "can_lay": waits and permissions.can_lay_minutes(request.user, session.unit),
        "can_close": waits
        and permissions.can_hold_sessions(request.user, session.unit),
        # The paper itself is of a higher app.
        "lay_url": url_or_none("reports:minutes-lay", session.pk),
        "signing_url": url_or_none("reports:minutes-paper", session.pk),
        "tag": kind,
        "icon": icon,
        "crumbs": session_crumbs(session),
    }
    return render(request, "awards/council/minutes.html", context)
