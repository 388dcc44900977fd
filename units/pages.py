"""Trang và địa chỉ: how views of every app answer htmx, name other pages and read numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_variables

from units.heldfiles import HeldFiles

RUNS_NOTHING: dict[str, Any] = {"default-src": ["'none'"], "sandbox": True}


def answer(
    request: HttpRequest, template: str, part: str, context: dict, status: int = 200
) -> HttpResponse:
    """The page, or for htmx its part alone; the browser must not take one for the other."""
    whole = f"{template}#{part}" if is_part(request) else template
    response = render(request, whole, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_part(request: HttpRequest) -> bool:
    """Whether ``answer`` shows the part alone."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def url_or_none(name: str, *args) -> str | None:
    """The URL of that name, or None where this installation, or a higher app, has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def number_in(data: Mapping[str, str], name: str) -> int | None:
    """A number of a form or an address as a person's browser may have sent it; None for else."""
    return number_of(data.get(name) or "")


def number_of(text: object) -> int | None:
    """The number that a text is, whoever wrote it; one that no column holds is none either."""
    digits = str(text)
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None


def numbers_of(texts: Iterable[object]) -> list[int]:
    """Those of them that are numbers, as they come: of boxes that were ticked."""
    return [number for text in texts if (number := number_of(text)) is not None]


@sensitive_variables()
def by_number(data: Mapping[str, str], prefix: str) -> dict[int, str]:
    """What stands under ``<prefix><number>``, by that number; it may be how somebody votes."""
    return {
        number: value
        for name, value in data.items()
        if name.startswith(prefix)
        and (number := number_of(name.removeprefix(prefix))) is not None
    }


def as_it_is(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Already packed: GZip would cost time, win nothing and weaken the ETag."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response


@csp_override(RUNS_NOTHING)
def given_out(
    request: HttpRequest, files: HeldFiles, digest: str, content_type: str, *,
    cache: str = "private, no-cache",
) -> HttpResponse:  # fmt: skip
    """A private file as it is, which runs nothing. Raises OSError, ValueError: it is gone or
    was altered.
    """
    etag = quote_etag(digest)
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(files.read(digest), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return as_it_is(request, response)
