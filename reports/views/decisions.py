"""Văn bản của quyết định khen thưởng: its pages before it is signed, the signing, its paper."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.deciding.paper import content_of
from awards.permissions import can_sign_decision
from awards.views.decisions import crumbs_to, decision_of
from reports import actions, tasks
from reports.views import drafted
from reports.views.previews import page_picture
from units.permissions import require

DECISION = drafted.Drafted(
    field="decision",
    noun="quyết định",
    words=content_of,
    drawing=tasks.render_decision_preview,
    sign=actions.sign_decision,
    issuer=lambda made: made.authority,
    url=lambda made: reverse("awards:decision", args=[made.pk]),
    crumbs=crumbs_to,
    follows="Lời văn và danh sách giữ nguyên từ lúc này; thành tích khen thưởng được ghi khi văn "
    "thư ban hành.",
    mender="cán bộ soạn thảo",
    own_power=True,
)


@require_safe
@never_cache
def decision_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of its paper; while there is none, to the decision."""
    return drafted.paper(request, DECISION, decision_of(request, pk))


@require_safe
@never_cache
def decision_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they would be printed."""
    return drafted.preview_page(request, DECISION, decision_of(request, pk))


@require_safe
def decision_page(
    request: HttpRequest, pk: int, key: str, page: int, width: int
) -> HttpResponse:
    decision_of(request, pk)
    return page_picture(request, key, page, width)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def decision_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Duyệt và ký quyết định."""
    made = decision_of(request, pk)
    require(can_sign_decision(request.user, made))
    return drafted.sign_page(request, DECISION, made)
