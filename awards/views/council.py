"""Hội đồng: its members of today, terms before, its sessions; terms and seats are kept here."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from awards import actions, permissions
from awards.forms.council import SeatEndForm, SeatForm, TermForm
from awards.models import CouncilSession, CouncilTerm, Proposal, Seat
from campaigns.views.shared import small_page
from units.models import Unit
from units.models.managers import is_in_force
from units.models.tree import COUNCIL
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import done

TAGS = {
    "planned": ("mute", "calendar-event"),
    "invited": ("info", "send"),
    "running": ("info", "megaphone"),
    "minutes": ("gold", "pen"),
    "closed": ("ok", "check-circle-fill"),
    "cancelled": ("mute", "archive"),
}
SHOWN = 30  # sessions


@require_safe
def council_home(request: HttpRequest) -> HttpResponse:
    """Hội đồng của người xem; ``?hd=`` chooses among several."""
    councils = list(councils_of(request.user))
    wanted = number_in(request.GET, "hd")
    council = next((one for one in councils if one.pk == wanted), None)
    council = council or (councils[0] if councils else None)
    if council is None:
        context = {"authorities": _without_council(request.user)}
        return render(request, "awards/council/none.html", context)
    terms = list(CouncilTerm.objects.of_council(council))
    today = localdate()
    now = next((one for one in terms if is_in_force(one, today)), None)
    by_term = defaultdict(list)
    for seat in Seat.objects.of_council(council).for_list():
        by_term[seat.term_id].append(seat)
    seats = by_term[now.pk] if now else []
    keeps = permissions.can_keep_council(request.user, council)
    holds = permissions.can_hold_sessions(request.user, council)
    found = CouncilSession.objects.of_council(council).for_page()[:SHOWN]
    waiting = Proposal.objects.waiting_for_council(council.parent_id)
    context = {
        "council": council,
        "councils": councils if len(councils) > 1 else [],
        "term": now,
        "seats": [one for one in seats if is_in_force(one, today)],
        "gone": [one for one in seats if not is_in_force(one, today)],
        "terms": [
            {"term": one, "seats": by_term[one.pk]} for one in terms if one != now
        ],
        "sessions": [{"session": one, "tag": TAGS[one.status]} for one in found],
        "waiting": waiting.count() if holds else 0,
        "keeps": keeps,
        "holds": holds,
    }
    return render(request, "awards/council/home.html", context)


def councils_of(user):
    """Hội đồng in which the person has a role, in the order of the tree."""
    found = Unit.objects.of_kind(COUNCIL).on().within(user.units_read)
    return found.select_related("parent").order_by("path")


def _without_council(user):
    """Authorities of the person that have no council in the tree: where to begin."""
    mine = Unit.objects.on().within(user.units_as()).exclude(kind__code=COUNCIL)
    served = Unit.objects.of_kind(COUNCIL).on().values("parent")
    return mine.exclude(pk__in=served).exclude(letterhead="").order_by("path")


def get_council(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(councils_of(request.user), pk=pk)


def home_of(council: Unit) -> str:
    return f"{reverse('awards:council-home')}?hd={council.pk}"


def crumbs_of(council: Unit) -> list[tuple[str, str]]:
    return [(str(council), home_of(council))]


@require_http_methods(["GET", "POST"])
def term_lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập nhiệm kỳ."""
    council = get_council(request, pk)
    require(permissions.can_keep_council(request.user, council))
    form = TermForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.lay_term, council.pk, by=request.user, **given):
            messages.success(request, "Đã lập nhiệm kỳ. Ghi thành viên của Hội đồng.")
            return redirect(home_of(council))
    return small_page(
        request, form, title="Lập nhiệm kỳ Hội đồng", act="Lập nhiệm kỳ",
        back=home_of(council), crumbs=crumbs_of(council),
        lead="Theo quyết định thành lập, kiện toàn Hội đồng Thi đua - Khen thưởng.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def seat_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi thành viên vào một nhiệm kỳ."""
    terms = CouncilTerm.objects.visible_to(request.user).select_related("unit")
    term = get_object_or_404(terms, pk=pk)
    require(permissions.can_keep_council(request.user, term.unit))
    accounts = list(actions.accounts_of(term.unit_id))
    form = SeatForm(posted(request), accounts=accounts)
    if request.method == "POST" and form.is_valid():
        seat = done(form, actions.add_seat, pk, by=request.user, **form.given)
        if seat is not None:
            messages.success(request, f"Đã ghi {seat.called}.")
            return redirect(home_of(term.unit))
    return small_page(
        request, form, title="Ghi thành viên Hội đồng", act="Ghi thành viên",
        back=home_of(term.unit), crumbs=crumbs_of(term.unit), lead=str(term),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Cho thôi một thành viên."""
    seats = Seat.objects.visible_to(request.user).select_related("unit")
    seat = get_object_or_404(seats, pk=pk)
    require(permissions.can_keep_council(request.user, seat.unit))
    form = SeatEndForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.end_seat, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Đã ghi ngày thôi của {seat.name}.")
        return redirect(home_of(seat.unit))
    return small_page(
        request, form, title=f"Cho thôi {seat.called}", act="Cho thôi",
        back=home_of(seat.unit), crumbs=crumbs_of(seat.unit),
        lead="Phiên họp đã mời người này không đổi; phiên mời sau ngày thôi không có tên.",
    )  # fmt: skip
