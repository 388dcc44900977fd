"""Sức khỏe: is the process alive, can it work, and the figures that an operator watches."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports import monitoring
from units.visitors import is_loopback


@require_safe
@login_not_required
@never_cache
def live(request):
    """The process answers; nothing else is asked, so that a slow database restarts nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@never_cache
def ready(request):
    """Every part that a paper needs on its way; 503 and the names of those that fail."""
    parts = monitoring.parts()
    whole = all(part.works for part in parts)
    answer = {
        "ready": whole,
        "parts": {
            part.name: {"works": part.works, "says": part.says} for part in parts
        },
    }
    return JsonResponse(
        answer, status=200 if whole else 503, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
@login_not_required
@never_cache
def metrics(request):
    """Prometheus, for this machine or whoever shows METRICS_TOKEN; 404 for the rest."""
    if not (is_loopback(request) or _has_token(request)):
        raise Http404
    return HttpResponse(
        monitoring.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _has_token(request):
    token = getattr(settings, "METRICS_TOKEN", "")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and constant_time_compare(shown, token)
