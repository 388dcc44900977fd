"""Ký bản nhiều người ký trên màn hình: what a pact and the minutes of a session have alike."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms import PasswordForm, SignedFileForm
from reports.models import Certificate, PactPaper, PactSeat
from reports.views.acts import sent_code, signs_outside
from reports.views.confirming import is_confirmed
from units import form_messages
from units.errors import Refused
from units.posted import posted

UNPROCESSABLE = 422


def sign_page(
    request: HttpRequest, seat: PactSeat, act: Callable[..., Any], *, template: str,
    back: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Ký: one says once more who one is, then ``act`` has a worker sign; ``back``: on to there.

    Whether the person may is asked before. ``more``: what the template needs besides.
    """
    paper = PactPaper.objects.for_page().get(pk=seat.paper_id)
    certificate = Certificate.objects.asking(request.user).first()
    sent = sent_code(request, certificate)
    form = PasswordForm(None if sent else posted(request), certificate=certificate)
    outside = signs_outside(request)
    if form.is_bound and is_confirmed(request, form, by_machine=not outside):
        try:
            act(seat.pk, by=request.user, outside=outside, unlock=form.unlock)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return redirect(back)
    waits = paper.is_in_force and paper.status == PactPaper.Status.SIGNING
    context = {
        "seat": seat, "paper": paper, "form": form, "newest": paper.newest,
        "waits": waits and not seat.is_done, "sends_otp": form.sends_otp,
        "signed": [one for one in paper.seats.all() if one.is_done],
        **more,
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, context, status=status)


def take_signed(
    request: HttpRequest, seat: PactSeat, act: Callable[..., Any], *, back: str,
    page: Callable[[SignedFileForm], HttpResponse],
) -> HttpResponse:  # fmt: skip
    """Gửi bản đã ký bằng thiết bị của mình; ``page`` shows a refused form where it came from."""
    form = SignedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["tep"].read()
            act(seat.pk, by=request.user, content=content)
        except Refused as refusal:
            if not PactSeat.objects.for_act().get(pk=seat.pk).is_handed:
                # Another way was taken meanwhile: the page has no box for a file any more.
                messages.error(request, str(refusal))
                return redirect(back)
            form_messages.refused(form, refusal)
        else:
            return redirect(back)
    return page(form)
