"""Kiểm tra giao ước bằng mã: for anyone, like any issued paper; only what all have signed."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports import examining, store, tasks
from reports.codes import as_code
from reports.models import PactPaper
from reports.verdicts import marks_of
from reports.views.files import Damaged, stored_pdf
from reports.views.pacts import whole
from reports.views.public_page import A_MINUTE, UNKEPT, page


def verify_pact(request: HttpRequest, code: str) -> HttpResponse | None:
    """Trang của giao ước mang mã này; None: there is none."""
    paper = PactPaper.objects.public(code)
    if paper is None or (file := paper.newest) is None:
        return None
    verdict = examining.verdict_of_members(file.sha256)
    if examining.is_unjudged(file.sha256) and examining.should_ask(file.sha256):
        tasks.wake(tasks.examine_pact, file.pk)
    if not store.is_intact(file):
        state = "unavailable"
    elif verdict is None:
        state = "pending"
    else:
        state = "valid" if verdict.is_valid else "invalid"
    context = {
        "paper": paper, "file": file, "verdict": verdict, "state": state,
        "marks": marks_of(None, verdict),
        "seats": list(paper.seats.all()),
        "download": reverse("reports:verify-pact-file", args=[code]),
        "again": request.path,
        "public_authority": paper.pact.cluster.name,
    }  # fmt: skip
    settled = state in ("valid", "invalid")
    return page("verify_pact", context, cache=A_MINUTE if settled else UNKEPT)


@require_safe
@login_not_required
def verify_pact_file(request: HttpRequest, code: str) -> HttpResponse:
    """Tải bản giao ước; where it is damaged, the page that says so."""
    canonical = as_code(code)
    paper = PactPaper.objects.public(canonical) if canonical else None
    if canonical is None or paper is None or (file := paper.newest) is None:
        raise Http404
    try:
        return stored_pdf(
            request, file.sha256, partial(whole, file), name=paper.file_name,
            inline="xem" in request.GET, cache="public",
        )  # fmt: skip
    except Damaged:
        response = verify_pact(request, canonical)
        assert response is not None  # it was there a moment ago
        response.status_code = 503
        return response
