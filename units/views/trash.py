"""Thùng rác: what one threw away, and may bring back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from units import trash
from units.errors import Refused

PAGE_SIZE = 50


@require_safe
def trash_list(request: HttpRequest) -> HttpResponse:
    """Thùng rác: what, where it was, by whom, when, days left."""
    rows = trash.rows_of(request.user)
    kept = trash.kept_for()
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "days": kept.days if kept else None,
    }
    return render(request, "units/trash.html", context)


@require_POST
def trash_restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Khôi phục; also “Hoàn tác” right after throwing away."""
    row = trash.find(request.user, slug, pk)
    if row is None:
        raise Http404
    try:
        restored = row.kind.restore(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("trash")
    messages.success(request, restored.sentence)
    return redirect(restored.url)
