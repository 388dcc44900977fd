"""Văn bản của tờ trình cấp trên: its pages before it is signed, the signing, its paper, all that
goes with it.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Submission
from awards.permissions import can_sign_submission, can_take_submission
from awards.submitting.paper import content_of
from awards.views.submissions import crumbs_to, submission_of
from reports import actions, submitting, tasks
from reports.views import drafted
from reports.views.previews import page_picture
from units import fence
from units.access import What, looked_at
from units.permissions import require

SUBMISSION = drafted.Drafted(
    field="submission",
    noun="tờ trình",
    words=content_of,
    drawing=tasks.render_submission_preview,
    sign=actions.sign_submission,
    issuer=lambda made: made.authority,
    url=lambda made: reverse("awards:submission", args=[made.pk]),
    crumbs=crumbs_to,
    follows="Lời văn và danh sách giữ nguyên từ lúc này; hồ sơ đến cấp trên khi văn thư ban hành.",
    mender="cán bộ soạn thảo",
)


@require_safe
@never_cache
def submission_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of its paper; while there is none, to the submission."""
    return drafted.paper(request, SUBMISSION, submission_of(request, pk))


@require_safe
@never_cache
def submission_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they would be printed."""
    return drafted.preview_page(request, SUBMISSION, submission_of(request, pk))


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
    """Duyệt và ký tờ trình."""
    made = submission_of(request, pk)
    require(can_sign_submission(request.user, made))
    return drafted.sign_page(request, SUBMISSION, made)


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
    require(can_take_submission(request.user, made))
    if made.status not in (Submission.Status.ISSUED, Submission.Status.WITHDRAWN):
        raise Http404
    # What was submitted is the superior's to read, also the parts behind whose fence it is not.
    with fence.lowered():
        content = make(made)
        name = f"{submitting.base_name(made)}.{end}"
    looked_at(request, What.EXPORTED, made, about=f"Hồ sơ trình cấp trên: {name}")
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
