"""Trang và địa chỉ: how views of every app answer htmx, name other pages and read numbers."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers


def answer(
    request: HttpRequest, template: str, part: str, context: dict, status: int = 200
) -> HttpResponse:
    """The page, or for htmx its part alone; the browser must not take one for the other."""
    alone = request.htmx and not request.htmx.history_restore_request
    whole = f"{template}#{part}" if alone else template
    response = render(request, whole, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def url_or_none(name: str, *args) -> str | None:
    """The URL of that name, or None where this installation, or a higher app, has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def number_in(data: Mapping[str, str], name: str) -> int | None:
    """A number of a form or an address as a person's browser may have sent it; None for else."""
    text = str(data.get(name) or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def as_it_is(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Already packed: GZip would cost time, win nothing and weaken the ETag."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response
