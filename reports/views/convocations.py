"""Văn bản của giấy mời họp: its pages before it is signed, the signing, its paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.convoking.paper import content_of
from awards.models import Convocation
from awards.permissions import can_sign_convocation
from awards.views.convocations import convocation_of, convocation_url
from awards.views.council_sessions import session_crumbs
from reports import actions, draft_check, previews, sheets, tasks
from reports.capacity import why_not_sign
from reports.forms import SignForm
from reports.models import Certificate, Document
from reports.views.acts import sent_code, signs_outside
from reports.views.confirming import is_confirmed
from reports.views.previews import SLOWER_AFTER, asked, page_picture
from units import form_messages
from units.authority import authority_words
from units.errors import Refused
from units.pages import answer, number_of
from units.permissions import require
from units.posted import posted


@require_safe
@never_cache
def convocation_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of its paper; while there is none, to the invitation."""
    made = convocation_of(request, pk)
    papers = Document.objects.visible_to(request.user).of_convocation(made.pk)
    paper = papers.order_by("-pk").first()
    if paper is None:
        return redirect(convocation_url(made))
    return redirect("reports:document", paper.pk)


@require_safe
@never_cache
def convocation_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they would be printed; asks on while a worker draws them."""
    made = convocation_of(request, pk)
    content = content_of(made)
    preview = asked(content, tasks.render_convocation_preview, pk)
    look = number_of(request.GET.get("lan", "")) or 0
    context = {
        "decision": made,  # the template is that of a decision's pages
        "preview": preview,
        "faults": draft_check.of_preview(preview, content) if preview else [],
        "sheets": _sheets(made, preview),
        "watch_url": f"{request.path}?lan={look + 1}",
        "every": 1 if look < SLOWER_AFTER else 5,
        "crumbs": _crumbs(made),
    }
    return answer(request, "reports/decision_preview.html", "pages", context)


@require_safe
def convocation_page(
    request: HttpRequest, pk: int, key: str, page: int, width: int
) -> HttpResponse:
    convocation_of(request, pk)
    return page_picture(request, key, page, width)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def convocation_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Duyệt và ký giấy mời: the signer says once more who they are, then a worker signs."""
    made = convocation_of(request, pk)
    require(can_sign_convocation(request.user, made))
    certificate = Certificate.objects.asking(request.user).first()
    sent = sent_code(request, certificate)
    form = SignForm(None if sent else posted(request), certificate=certificate)
    given = request.POST if request.method == "POST" else request.GET
    seen = number_of(given.get("phien_ban", made.version)) or 0
    content = content_of(made)
    preview = asked(content, tasks.render_convocation_preview, pk)
    faults = draft_check.of_preview(preview, content) if preview else []
    waits = made.status == Convocation.Status.SUBMITTED
    drawn = preview is not None and not faults
    if request.method == "POST" and not sent and waits and drawn:
        confirmed = is_confirmed(request, form, by_machine=not signs_outside(request))
        if confirmed:
            try:
                document = actions.sign_convocation(
                    pk, by=request.user, seen=seen, outside=signs_outside(request),
                    unlock=form.unlock,
                )  # fmt: skip
            except Refused as refusal:
                form_messages.refused(form, refusal)
            else:
                messages.success(request, "Đã gửi ký.")
                return redirect("reports:document", document.pk)
    signer = made.signer
    assert signer is not None  # who may sign it is its signer
    paper = Document(issuer=made.unit, kind=content.kind, signer=signer)
    context = {
        "made": made,
        "seen": seen,
        "moved": seen != made.version,
        "symbol": content.letterhead.symbol,
        "waits": waits,
        "faults": faults,
        "is_drawn": preview is not None,
        "refusal": why_not_sign(paper),
        "form": form,
        "sends_otp": form.sends_otp,
        "capacity": authority_words(signer),
        "crumbs": _crumbs(made),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/convocation_sign.html", context, status=status)


def _crumbs(made: Convocation) -> list[tuple[str, str]]:
    return [*session_crumbs(made.session), (made.noun, convocation_url(made))]


def _sheets(made: Convocation, preview: previews.Preview | None) -> list:
    if preview is None or preview.problem:
        return []

    def url(page, width):
        return reverse(
            "reports:convocation-page", args=[made.pk, preview.key, page, width]
        )

    return [
        sheets.sheet(preview.home, number, url)
        for number in range(1, preview.pages + 1)
    ]
