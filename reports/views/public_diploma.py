"""Kiểm tra giấy khen bằng mã: for anyone who has the sheet or its code in hand."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports import examining, tasks
from reports.codes import as_code
from reports.models import Diploma
from reports.verdicts import marks_of
from reports.views.files import Damaged, stored_pdf, whole
from reports.views.public_page import A_MINUTE, UNKEPT, page, state_of
from units import fence


def diploma_with(code: str) -> Diploma | None:
    """Behind a lowered fence: who knows the code is shown this one sheet and nothing beside it."""
    with fence.lowered():
        return Diploma.objects.public(code)


def verify_diploma(request: HttpRequest, code: str) -> HttpResponse | None:
    """Trang của giấy khen mang mã này; None: there is none."""
    diploma = diploma_with(code)
    if diploma is None:
        return None
    signed = diploma.status == Diploma.Status.SIGNED
    verdict = examining.verdict_of_agency(diploma.sha256) if signed else None
    owed = signed and examining.is_unjudged(diploma.sha256)
    if owed and examining.should_ask(diploma.sha256):
        tasks.wake(tasks.examine_diploma, diploma.pk)
    state = state_of(diploma, verdict) if signed else "paper"
    decision = diploma.batch.decision
    context = {
        "diploma": diploma, "decision": decision, "verdict": verdict, "state": state,
        "marks": marks_of(None, verdict),
        "download": reverse("reports:verify-diploma-file", args=[code]),
        "again": request.path,
        "public_authority": decision.authority.name,
    }  # fmt: skip
    settled = state in ("valid", "invalid", "paper")
    return page("verify_diploma", context, cache=A_MINUTE if settled else UNKEPT)


@require_safe
@login_not_required
def verify_diploma_file(request: HttpRequest, code: str) -> HttpResponse:
    """Tải bản điện tử; where it is damaged, the page that says so."""
    canonical = as_code(code)
    diploma = diploma_with(canonical) if canonical else None
    if canonical is None or diploma is None or not diploma.sha256:
        raise Http404
    try:
        return stored_pdf(
            request, diploma.sha256, partial(whole, diploma), name=diploma.file_name,
            inline="xem" in request.GET, cache="public",
        )  # fmt: skip
    except Damaged as damage:
        response = verify_diploma(request, canonical)
        if response is None:  # it was there a moment ago
            raise Http404 from damage
        response.status_code = 503
        return response
