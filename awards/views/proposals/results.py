"""Thông báo kết quả xét: those of the unit, and each as a letter that can be printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from awards import actions
from awards.models import ResultNotice
from awards.permissions import proposals as permissions
from awards.results import letter_of
from awards.views.proposals.shared import crumbs
from units import fence, presence
from units.access import What, looked_at
from units.long_lists import page_of

RESULTS = "Kết quả xét"


@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    """Các thông báo: of the unit's own proposals, of the authority all that it sent."""
    seen = ResultNotice.objects.visible_to(request.user)
    page = page_of(request, seen.for_list())
    context = {"page": page, "rows": list(page), "crumbs": crumbs()}
    return render(request, "awards/proposals/result_list.html", context)


@require_safe
def result_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Một thông báo; whoever works for the unit opens it by reading it."""
    notice = _opened(request, pk)
    looked_at(request, What.VIEWED, notice)
    context = {
        "notice": notice,
        "letter": letter_of(notice),
        "crumbs": [*crumbs(), (RESULTS, reverse("awards:result-list"))],
    }
    return render(request, "awards/proposals/result.html", context)


def _opened(request: HttpRequest, pk: int) -> ResultNotice:
    """The notice, after the visitor's own opening.

    A GET writes the receipt: behind a lowered fence, as an act that asks for its permission.
    Who only looks on as another, or asks for the head alone, opens nothing.
    """
    seen = ResultNotice.objects.visible_to(request.user).for_page()
    notice = get_object_or_404(seen, pk=pk)
    opens = request.method == "GET" and presence.may_act()
    if (
        notice.opened_at is None
        and opens
        and permissions.can_open_results(request.user, notice.unit)
    ):
        with fence.lowered():
            actions.open_result_notice(pk, by=request.user)
        notice = seen.get(pk=pk)
    return notice
