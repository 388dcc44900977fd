"""Niêm: how far the book is sealed, its anchors, and a walk along the whole chain."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import actions, anchor_papers, sealing
from units.models import AuditAnchor, AuditEntry, SealCheck
from units.pages import answer
from units.queries.books import Book, Sought
from units.views.books import room
from units.views.shared import require_administrator, tabs

WAITING = 1_000  # lines that wait for their seal are counted up to here
CHECKS = 5
ANCHORS = 7  # on one page


@require_safe
@never_cache
def seal_page(request: HttpRequest) -> HttpResponse:
    """Trạng thái niêm; while a worker walks, the page asks again by itself."""
    require_administrator(request)
    checks = list(SealCheck.objects.select_related("started_by")[:CHECKS])
    running = checks[0] if checks and checks[0].finished_at is None else None
    last = next((check for check in checks if check.finished_at), None)
    faults = list(last.faults.all()) if last and last.fault_count else []
    book = Book(AuditEntry, request.user, Sought())
    until = _day(request.GET.get("den", ""))
    anchors = list(AuditAnchor.objects.until(until)[: ANCHORS + 1])
    shown = anchors[:ANCHORS]
    papers = anchor_papers.of(shown, request.user)
    by_day = papers.by_day if papers else {}
    context = {
        "sealed": sealing.newest(),
        "waiting": sealing.waiting(WAITING),
        "most": WAITING,
        "anchors": [(one, by_day.get(one.day)) for one in shown],
        "papers": papers,
        "until": until,
        "older": anchors[ANCHORS].day if len(anchors) > ANCHORS else None,
        "running": running,
        "last": last,
        "faults": faults,
        "mine": book.held([fault.entry_id for fault in faults if fault.entry_id]),
        "checks": [check for check in checks if check.finished_at],
        "room": room("seal"),
        "tabs": tabs("audit"),
    }
    return answer(request, "units/seal.html", "state", context)


def _day(typed: str) -> date | None:
    """The day of an address; None for what is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@require_POST
def seal_check(request: HttpRequest) -> HttpResponse:
    actions.check_seal(by=request.user)
    return redirect("seal")
