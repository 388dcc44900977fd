"""Tài liệu phiên họp: a member's own copy, each taking written down."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards import actions as award_actions
from awards.convoking.papers import papers_of
from awards.models import PapersTaken
from awards.permissions import can_hold_sessions, can_take_papers
from awards.views.council_sessions import get_session, session_crumbs
from reports import previews, session_papers, tasks
from units.pages import answer
from units.permissions import require

SHOWN = 30  # takings


@never_cache
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what is in it and waits for the worker; POST gives the file."""
    session = get_session(request, pk)
    require(can_take_papers(request.user, session.unit))
    mine = papers_of(session, request.user)
    key = session_papers.key_of(mine)
    made = session_papers.ready(key)
    problem = "" if made else session_papers.problem_of(key)
    if made is None and not problem and previews.should_ask(f"tl-{key}"):
        tasks.wake(tasks.render_session_papers, pk, request.user.pk)
    if request.method == "POST" and made is not None:
        award_actions.take_papers(
            pk, by=request.user, left_out=mine.left_out,
            sha256=sha256(made).hexdigest(),
        )  # fmt: skip
        response = HttpResponse(made, content_type="application/pdf")
        name = f"tai-lieu-phien-{session.number}-{session.year}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    holds = can_hold_sessions(request.user, session.unit)
    context = {
        "session": session,
        "papers": mine,
        "is_ready": made is not None,
        "problem": problem,
        "taken": PapersTaken.objects.of_session(session)[:SHOWN] if holds else [],
        "crumbs": session_crumbs(session),
    }
    if request.method == "POST":
        return render(request, "reports/session_papers.html", context, status=422)
    return answer(request, "reports/session_papers.html", "file", context)
