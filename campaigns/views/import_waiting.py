"""Đang đọc tệp: what is shown while a worker reads, and what came of it when it could not."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.forms import UploadForm
from campaigns.models import ImportDraft
from campaigns.views.answering import superior_refused
from campaigns.views.listing import start_page
from campaigns.views.shared import go
from units.pages import number_in

SLOWER_AFTER = 15  # looks, one a second; then one every five seconds
LATE_AFTER = timedelta(seconds=60)
STUCK_AFTER = timedelta(minutes=10)


@require_safe
@never_cache
def import_wait(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page asks while it waits; on to the review, or the refusal, when that is over."""
    draft = get_object_or_404(ImportDraft.objects.of(request.user), pk=pk)
    if not draft.is_waiting or not request.htmx:
        return go(request, reverse("campaigns:import-review", args=[draft.pk]))
    look = number_in(request.GET, "lan") or 0
    return render(
        request, "campaigns/import_waiting.html#progress", _context(draft, look)
    )


@never_cache
def waiting_page(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The page of a file that is being read; it looks again by itself."""
    if request.method == "POST":
        return redirect("campaigns:import-review", draft.pk)
    return render(request, "campaigns/import_waiting.html", _context(draft, look=0))


@never_cache
def refusal_page(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The ways again, with the sentence beside the field, as for a file refused at once."""
    if draft.is_superior:
        return superior_refused(request, draft.problem)
    form = UploadForm({})
    form.errors.clear()
    form.add_error("file", draft.problem)
    return start_page(request, upload=form, refused=draft)


def _context(draft: ImportDraft, look: int) -> dict[str, Any]:
    age = now() - draft.created_at
    return {
        "draft": draft,
        "watch_url": reverse("campaigns:import-wait", args=[draft.pk])
        + f"?lan={look + 1}",
        "page_url": reverse("campaigns:import-review", args=[draft.pk]),
        "drop_url": reverse("campaigns:import-drop", args=[draft.pk]),
        "every": 1 if look < SLOWER_AFTER else 5,
        "is_late": age > LATE_AFTER,
        "is_stuck": age > STUCK_AFTER,
    }
