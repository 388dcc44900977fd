"""Kiểm tra giao ước, biên bản bằng mã: only what all have signed. A pact is for anyone, like any
issued paper; minutes are internal: that they are genuine, their number, day and signers alone.
"""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaigns.content import Letterhead
from reports import examining, tasks
from reports.codes import as_code
from reports.models import PactPaper
from reports.rendering import naming
from reports.verdicts import marks_of
from reports.views.files import Damaged, stored_pdf, whole
from reports.views.public_page import A_MINUTE, UNKEPT, page, state_of


def verify_joint(request: HttpRequest, code: str) -> HttpResponse | None:
    """Trang của giao ước, biên bản mang mã này; None: there is none."""
    paper = PactPaper.objects.public(code)
    if paper is None or (file := paper.newest) is None:
        return None
    verdict = examining.verdict_of_members(file.sha256)
    if examining.is_unjudged(file.sha256) and examining.should_ask(file.sha256):
        tasks.wake(tasks.examine_pact, file.pk)
    state = state_of(file, verdict)
    settled = state in ("valid", "invalid")
    cache = A_MINUTE if settled else UNKEPT
    seats = list(paper.seats.all())
    if paper.is_minutes:
        council = council_of(paper)
        context = {
            "paper": paper, "verdict": verdict, "state": state, "seats": seats,
            "again": request.path, "council": council, "public_authority": council,
        }  # fmt: skip
        return page("verify_minutes", context, cache=cache)
    assert paper.pact is not None
    context = {
        "paper": paper, "file": file, "verdict": verdict, "state": state,
        "marks": marks_of(None, verdict),
        "seats": seats,
        "download": reverse("reports:verify-pact-file", args=[code]),
        "again": request.path,
        "public_authority": paper.pact.cluster.name,
    }  # fmt: skip
    return page("verify_pact", context, cache=cache)


def council_of(paper: PactPaper) -> str:
    """As the minutes print it: behind the fence nobody from outside reads the session."""
    head = Letterhead(
        parent_authority=paper.letterhead_parent, authority=paper.letterhead
    )
    return naming.authority_in_text(head)


@require_safe
@login_not_required
def verify_pact_file(request: HttpRequest, code: str) -> HttpResponse:
    """Tải bản giao ước; where it is damaged, the page that says so."""
    canonical = as_code(code)
    paper = PactPaper.objects.public(canonical) if canonical else None
    if paper is None or paper.is_minutes or (file := paper.newest) is None:
        raise Http404
    assert canonical is not None  # else there was no paper
    try:
        return stored_pdf(
            request, file.sha256, partial(whole, file), name=paper.file_name,
            inline="xem" in request.GET, cache="public",
        )  # fmt: skip
    except Damaged:
        response = verify_joint(request, canonical)
        assert response is not None  # it was there a moment ago
        response.status_code = 503
        return response
