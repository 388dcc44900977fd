"""Trang cho mọi người: made without the request, so that it is the same for everybody."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from reports import store
from reports.forms import MAX_UPLOAD_MB
from reports.verdicts import Conclusion

A_MINUTE = "public, max-age=60"
UNKEPT = "no-store"


def page(name, context, *, status=200, cache=UNKEPT):
    """A page made without the request: no session, no cookie, the same for everybody."""
    base = {
        "verify_url": reverse("reports:verify-home"),
        "upload_url": reverse("reports:verify-upload"),
        "host": urlsplit(settings.PUBLIC_URL).netloc,
        "is_https": settings.PUBLIC_URL.startswith("https:"),
        "now": now(),
        "max_mb": MAX_UPLOAD_MB,
    }
    html = render_to_string(f"reports/{name}.html", base | context)
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = cache
    return response


def state_of(kept: store.Kept, verdict: Conclusion | None) -> str:
    """Kết luận của trang: valid, invalid, pending, or unavailable where the file is no more."""
    if not store.is_intact(kept):
        return "unavailable"
    if verdict is None:
        return "pending"
    return "valid" if verdict.is_valid else "invalid"
