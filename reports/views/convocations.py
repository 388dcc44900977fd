"""Văn bản của giấy mời họp: its pages before it is signed, the signing, its paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from awards.convoking.paper import content_of
from awards.models import Convocation
from awards.permissions import can_sign_convocation
from awards.views.convocations import convocation_of, convocation_url
from awards.views.council_sessions import session_crumbs
from reports import actions, tasks
from reports.views import drafted
from reports.views.previews import page_picture
from units.permissions import require


def _crumbs(made: Convocation) -> list[tuple[str, str]]:
    return [*session_crumbs(made.session), (made.noun, convocation_url(made))]


CONVOCATION = drafted.Drafted(
    field="convocation",
    noun="giấy mời",
    words=content_of,
    drawing=tasks.render_convocation_preview,
    sign=actions.sign_convocation,
    issuer=lambda made: made.unit,
    url=convocation_url,
    crumbs=_crumbs,
    follows="Lời văn giữ nguyên từ lúc này; thành viên nhận giấy mời khi văn thư ban hành.",
    mender="thư ký",
)


@require_safe
@never_cache
def convocation_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of its paper; while there is none, to the invitation."""
    return drafted.paper(request, CONVOCATION, convocation_of(request, pk))


@require_safe
@never_cache
def convocation_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they would be printed."""
    return drafted.preview_page(request, CONVOCATION, convocation_of(request, pk))


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
    """Duyệt và ký giấy mời."""
    made = convocation_of(request, pk)
    require(can_sign_convocation(request.user, made))
    return drafted.sign_page(request, CONVOCATION, made)
