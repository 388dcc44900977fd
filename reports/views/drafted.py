"""Văn bản của một bản nháp khen thưởng: its pages before it is signed, the signing, its paper.

A decision, a submission to a superior and an invitation go the same way (``Drafted``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import Task
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.content import PlanContent
from reports import draft_check, previews, sheets
from reports.capacity import why_not_sign
from reports.forms import SignForm
from reports.models import Certificate, Document
from reports.views.acts import sent_code, signs_outside
from reports.views.confirming import is_confirmed
from reports.views.previews import SLOWER_AFTER, asked
from units import form_messages
from units.authority import authority_words
from units.errors import Refused
from units.models import Unit
from units.pages import answer, number_of
from units.posted import posted


@dataclass(frozen=True)
class Drafted:
    """Một loại bản nháp, on its pages. ``field``: of ``Document``, and in names of addresses."""

    field: str
    noun: str
    words: Callable[[Any], PlanContent]
    drawing: Task
    sign: Callable[..., Document]
    issuer: Callable[[Any], Unit]
    url: Callable[[Any], str]
    crumbs: Callable[[Any], list[tuple[str, str]]]
    follows: str  # what comes of it once it is signed, a sentence
    mender: str  # to whom it is given back
    own_power: bool = False


def paper(request: HttpRequest, of: Drafted, made: Any) -> HttpResponse:
    """To the page of its paper; while there is none, to the draft."""
    papers = Document.objects.visible_to(request.user).filter(**{of.field: made.pk})
    found = papers.order_by("-pk").first()
    if found is None:
        return redirect(of.url(made))
    return redirect("reports:document", found.pk)


def preview_page(request: HttpRequest, of: Drafted, made: Any) -> HttpResponse:
    """The pages as they would be printed; asks on while a worker draws them."""
    content = of.words(made)
    preview = asked(content, of.drawing, made.pk)
    look = number_of(request.GET.get("lan", "")) or 0
    context = {
        "made": made,
        "preview": preview,
        "faults": draft_check.of_preview(preview, content) if preview else [],
        "sheets": _sheets(of, made, preview),
        "watch_url": f"{request.path}?lan={look + 1}",
        "every": 1 if look < SLOWER_AFTER else 5,
        "crumbs": of.crumbs(made),
    }
    return answer(request, "reports/drafted_preview.html", "pages", context)


def sign_page(request: HttpRequest, of: Drafted, made: Any) -> HttpResponse:
    """Duyệt và ký: the signer says once more who they are, then a worker signs.

    Whether the person may is asked before.
    """
    certificate = Certificate.objects.asking(request.user).first()
    sent = sent_code(request, certificate)
    form = SignForm(None if sent else posted(request), certificate=certificate)
    given = request.POST if request.method == "POST" else request.GET
    seen = number_of(given.get("phien_ban", made.version)) or 0
    content = of.words(made)
    preview = asked(content, of.drawing, made.pk)
    faults = draft_check.of_preview(preview, content) if preview else []
    waits = made.status == made.Status.SUBMITTED
    drawn = preview is not None and not faults
    outside = signs_outside(request)
    sends = request.method == "POST" and not sent and waits and drawn
    if sends and is_confirmed(request, form, by_machine=not outside):
        try:
            document = of.sign(
                made.pk, by=request.user, seen=seen, outside=outside, unlock=form.unlock
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, "Đã gửi ký.")
            return redirect("reports:document", document.pk)
    signer, issuer = made.signer, of.issuer(made)
    assert signer is not None  # who may sign it is its signer
    context = {
        "made": made,
        "noun": of.noun,
        "issuer": issuer,
        "follows": of.follows,
        "mender": of.mender,
        "preview_url": reverse(f"reports:{of.field}-preview", args=[made.pk]),
        "seen": seen,
        "moved": seen != made.version,
        "symbol": content.letterhead.symbol,
        "waits": waits,
        "faults": faults,
        "is_drawn": preview is not None,
        "refusal": why_not_sign(
            Document(issuer=issuer, kind=content.kind, signer=signer)
        ),
        "form": form,
        "sends_otp": form.sends_otp,
        "capacity": authority_words(signer, own_power=of.own_power),
        "crumbs": of.crumbs(made),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/drafted_sign.html", context, status=status)


def _sheets(of: Drafted, made: Any, preview: previews.Preview | None) -> list:
    if preview is None or preview.problem:
        return []

    def url(page, width):
        args = [made.pk, preview.key, page, width]
        return reverse(f"reports:{of.field}-page", args=args)

    return [
        sheets.sheet(preview.home, number, url)
        for number in range(1, preview.pages + 1)
    ]
