"""Văn bản của tờ trình cấp trên: its pages before it is signed, the signing, its paper."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Submission
from awards.permissions import can_draft_submission, can_sign_submission
from awards.submitting.paper import content_of
from awards.views.submissions import crumbs_to, submission_of
from reports import actions, draft_check, previews, sheets, submitting, tasks
from reports.capacity import why_not_sign
from reports.forms import SignForm
from reports.models import Certificate, Document
from reports.views.acts import sent_code, signs_outside
from reports.views.confirming import is_confirmed
from reports.views.previews import SLOWER_AFTER, asked, page_picture
from units import fence, form_messages
from units.access import What, looked_at
from units.authority import authority_words
from units.errors import Refused
from units.pages import answer, number_of
from units.permissions import require
from units.posted import posted


@require_safe
@never_cache
def submission_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of its paper; while there is none, to the submission."""
    made = submission_of(request, pk)
    papers = Document.objects.visible_to(request.user).of_submission(made.pk)
    paper = papers.order_by("-pk").first()
    if paper is None:
        return redirect("awards:submission", pk)
    return redirect("reports:document", paper.pk)


@require_safe
@never_cache
def submission_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they would be printed; asks on while a worker draws them."""
    made = submission_of(request, pk)
    content = content_of(made)
    preview = asked(content, tasks.render_submission_preview, pk)
    look = number_of(request.GET.get("lan", "")) or 0
    context = {
        "submission": made,
        "preview": preview,
        "faults": draft_check.of_preview(preview, content) if preview else [],
        "sheets": _sheets(made, preview),
        "watch_url": f"{request.path}?lan={look + 1}",
        "every": 1 if look < SLOWER_AFTER else 5,
        "crumbs": crumbs_to(made),
    }
    return answer(request, "reports/submission_preview.html", "pages", context)


@require_safe
def submission_page(
    request: HttpRequest, pk: int, key: str, page: int, width: int
) -> HttpResponse:
    submission_of(request, pk)
    return page_picture(request, key, page, width)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def submission_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Duyệt và ký tờ trình: the signer says once more who they are, then a worker signs."""
    made = submission_of(request, pk)
    require(can_sign_submission(request.user, made))
    certificate = Certificate.objects.asking(request.user).first()
    sent = sent_code(request, certificate)
    form = SignForm(None if sent else posted(request), certificate=certificate)
    given = request.POST if request.method == "POST" else request.GET
    seen = number_of(given.get("phien_ban", made.version)) or 0
    content = content_of(made)
    preview = asked(content, tasks.render_submission_preview, pk)
    faults = draft_check.of_preview(preview, content) if preview else []
    waits = made.status == Submission.Status.SUBMITTED
    drawn = preview is not None and not faults
    if request.method == "POST" and not sent and waits and drawn:
        confirmed = is_confirmed(request, form, by_machine=not signs_outside(request))
        if confirmed:
            try:
                document = actions.sign_submission(
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
    paper = Document(issuer=made.authority, kind=content.kind, signer=signer)
    context = {
        "submission": made,
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
        "crumbs": crumbs_to(made),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/submission_sign.html", context, status=status)


def _sheets(made: Submission, preview: previews.Preview | None) -> list:
    if preview is None or preview.problem:
        return []

    def url(page, width):
        return reverse(
            "reports:submission-page", args=[made.pk, preview.key, page, width]
        )

    return [
        sheets.sheet(preview.home, number, url)
        for number in range(1, preview.pages + 1)
    ]


@require_safe
@never_cache
def submission_package(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải gói hồ sơ: whoever sees the submission takes all that goes with it."""
    return _taken(request, pk, submitting.package, submitting.ZIP_TYPE, "zip")


@require_safe
@never_cache
def submission_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải danh sách trích ngang as an Excel file."""
    return _taken(request, pk, submitting.sheet, submitting.SHEET_TYPE, "xlsx")


def _taken(
    request: HttpRequest,
    pk: int,
    make: Callable[[Submission], bytes],
    kind: str,
    end: str,
) -> HttpResponse:
    made = submission_of(request, pk)
    if made.status not in (Submission.Status.ISSUED, Submission.Status.WITHDRAWN):
        raise Http404
    withdrawn = made.status == Submission.Status.WITHDRAWN
    if withdrawn and not can_draft_submission(request.user, made.authority):
        raise Http404  # what was taken back is the superior's to read no more
    # What was submitted is the superior's to read, also the parts behind whose fence it is not.
    with fence.lowered():
        content = make(made)
        name = f"{submitting.base_name(made)}.{end}"
    looked_at(request, What.EXPORTED, made, about=f"Hồ sơ trình cấp trên: {name}")
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
