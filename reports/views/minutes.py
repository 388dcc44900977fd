"""Ký biên bản phiên họp: one page of the paper and who has signed it; two people sign."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards.models import CouncilSession
from awards.permissions import can_hold_sessions
from awards.views.council_sessions import session_crumbs
from reports import actions, permissions, signers
from reports.forms import SignedFileForm
from reports.models import PactPaper, PactSeat
from reports.pact_rows import minutes_rows
from reports.views.files import give
from reports.views.joint import sign_page, take_signed
from reports.views.pacts import is_working, verdict_of, why
from units.errors import Refused
from units.permissions import require

UNPROCESSABLE = 422
Status = PactPaper.Status
TAGS = {
    Status.REQUESTED: ("info", "Đang dựng trang"), Status.STOPPED: ("warn", "Chưa dựng được"),
    Status.SIGNING: ("gold", "Đang ký"), Status.COMPLETE: ("ok", "Đủ chữ ký"),
    Status.REFUSED: ("bad", "Không ký"), Status.DROPPED: ("mute", "Đã bỏ"),
}  # fmt: skip


@require_safe
@never_cache
def minutes_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Biên bản để ký: the newest paper and its two seats, the earlier ones below."""
    return _page(request, _session(request, pk))


def _page(request, session, *, status=200, **forms) -> HttpResponse:
    papers = list(_papers(request).of_session(session).for_page())
    paper = papers[0] if papers else None
    rows = minutes_rows(request.user, paper) if paper else []
    under_way = bool(paper) and paper.is_in_force and paper.status != Status.STOPPED
    lays = permissions.can_lay_minutes(request.user, session)
    waits = session.status == CouncilSession.Status.MINUTES
    unable = signers.why_no_signer(session) if waits and not under_way else ""
    newest = paper.newest if paper else None
    whole = paper is not None and paper.status == Status.COMPLETE
    context: dict[str, Any] = {
        "session": session,
        "paper": paper,
        "tag": _tag(paper) if paper else ("mute", "Chưa lập để ký"),
        "rows": rows,
        "done": sum(row.seat.is_done for row in rows),
        "newest": newest,
        "verdict": verdict_of(newest) if whole and newest else None,
        "earlier": [{"paper": one, "tag": _tag(one)} for one in papers[1:]],
        "unable": unable,
        "without": signers.without_certificate(session) if waits and not unable else "",
        "can_lay": lays and waits and not under_way and not unable,
        "can_drop": lays and under_way and not whole,
        # Both have signed: the session is about to close by itself.
        "can_close": waits
        and not (under_way and rows and all(row.seat.is_done for row in rows))
        and can_hold_sessions(request.user, session.unit),
        # A form that came back, a file that is being chosen: not reloaded from under them.
        "is_working": bool(paper) and is_working(paper, rows) and not forms,
        "page_url": reverse("reports:minutes-paper", args=[session.pk]),
        "handed": next((row for row in rows if row.mine and row.seat.is_handed), None),
        "file_form": forms.get("file_form") or SignedFileForm(),
        "form": next(iter(forms.values()), None),
        "public_url": reverse("reports:verify", args=[paper.code]) if whole else "",
        "crumbs": _crumbs(session),
    }
    return render(request, "reports/minutes_paper.html", context, status=status)


@require_POST
def minutes_lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập biên bản để ký."""
    session = _session(request, pk)
    require(permissions.can_lay_minutes(request.user, session))
    try:
        actions.lay_minutes(session.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã lập biên bản để ký, đang dựng trang.")
    return redirect("reports:minutes-paper", session.pk)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def minutes_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ký: one says once more who one is, then a worker signs."""
    seat = _seat(request, pk)
    require(permissions.can_sign_minutes(request.user, seat))
    session = seat.paper.session
    return sign_page(
        request, seat, actions.sign_minutes, template="reports/minutes_sign.html",
        back=_back(session), crumbs=_crumbs(session, paper=True),
    )  # fmt: skip


@require_POST
def minutes_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi biên bản đã ký bằng thiết bị của mình."""
    seat = _seat(request, pk)
    require(permissions.can_sign_minutes(request.user, seat))

    def page(form):
        session = _session(request, seat.paper.session_id)
        return _page(request, session, status=UNPROCESSABLE, file_form=form)

    return take_signed(
        request, seat, actions.take_minutes_signature, back=_back(seat.paper.session),
        page=page,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def minutes_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ biên bản đang ký."""
    paper = _paper(request, pk)
    require(permissions.can_lay_minutes(request.user, paper.session))

    def drop(**given):
        return actions.drop_minutes(paper.pk, **given)

    return why(
        request, drop, str(paper), _back(paper.session),
        title="Bỏ biên bản đang ký", act="Bỏ biên bản này",
        lead="Để lập lại hoặc ký trên bản giấy. Ai đã ký phải ký lại.",
        said="Đã bỏ biên bản đang ký.",
    )  # fmt: skip


@require_safe
def minutes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải biên bản with the signatures so far; ``?xem=1`` opens it in the browser."""
    paper = _paper(request, pk)
    file = paper.newest
    if file is None:
        raise Http404
    name = paper.file_name
    if paper.status != Status.COMPLETE:
        name = f"{name.removesuffix('.pdf')}-dang-ky.pdf"
    session = paper.session
    return give(
        request, file, name, paper, said=f"{paper}: {name}", about=str(session),
        back=_back(session), crumbs=_crumbs(session),
    )  # fmt: skip


def _back(session: CouncilSession) -> str:
    return reverse("reports:minutes-paper", args=[session.pk])


def _tag(paper) -> tuple[str, str]:
    if not paper.is_in_force and not paper.is_given_up:
        return "mute", "Không còn hiệu lực"
    return TAGS[Status(paper.status)]


def _session(request, pk) -> CouncilSession:
    sessions = CouncilSession.objects.visible_to(request.user)
    return get_object_or_404(sessions.for_page(), pk=pk)


def _papers(request):
    return PactPaper.objects.visible_to(request.user).minutes()


def _paper(request, pk) -> PactPaper:
    return get_object_or_404(_papers(request).for_page(), pk=pk)


def _seat(request, pk) -> PactSeat:
    """One's own: nobody signs for another."""
    seats = PactSeat.objects.visible_to(request.user).of_minutes()
    return get_object_or_404(seats.of_person(request.user).for_act(), pk=pk)


def _crumbs(session, *, paper=False):
    found = [
        *session_crumbs(session),
        ("Biên bản", reverse("awards:session-minutes", args=[session.pk])),
    ]
    if paper:
        found.append(("Biên bản để ký", _back(session)))
    return found
