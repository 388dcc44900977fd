"""Soạn bản nháp có người ký: pages that a decision, a submission and an invitation have alike."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.forms.drafts import DraftForm
from units.errors import Refused
from units.pages import numbers_of
from units.views.shared import UNPROCESSABLE, done


def edit_page(
    request: HttpRequest, form: DraftForm, act: Callable[..., Any], pk: int, *,
    template: str, back: str, now: Callable[[], Any], **context: Any,
) -> HttpResponse:  # fmt: skip
    """Sửa lời văn; where a colleague was quicker both texts are there (``now``: the draft anew)."""
    if form.is_bound and form.is_valid():
        saved = done(
            form, act, pk, by=request.user, version=form.cleaned_data["seen"],
            changes=form.written,
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(back)
    # Overtaken, and so with another version to save again.
    overtaken = form.is_bound and form.data.get("seen") != request.POST.get("seen")
    current = form.differing(now()) if overtaken else []
    status = UNPROCESSABLE if form.errors else 200
    context |= {"form": form, "current": current}
    return render(request, template, context, status=status)


def choose_page(
    request: HttpRequest, act: Callable[[list[int]], Any], *, template: str,
    said: Callable[[int], str], back: Callable[[Any], str],
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:  # fmt: skip
    """Chọn đề nghị: ``act`` takes the ids that were ticked; refused, they stay ticked.

    ``said``: of how many; ``back``: on to there from what the act gave; ``context``: what the page
    shows, read once the act is through.
    """
    chosen, refused = numbers_of(request.POST.getlist("de-nghi")), ""
    if request.method == "POST":
        try:
            made = act(chosen)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, said(len(chosen)))
            return redirect(back(made))
    status = UNPROCESSABLE if refused else 200
    shown = context() | {"chosen": chosen, "refused": refused}
    return render(request, template, shown, status=status)
