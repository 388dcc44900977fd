"""Lời từ chối on its way to the page; sessions that ended in the middle of a form."""

import logging
from errno import EDQUOT, ENOSPC
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh
from psycopg.errors import DiskFull

from units import actions, entry, fence, presence, support, visitors
from units.errors import Refused
from units.pages import url_or_none
from units.resending import typed_in
from units.views import OVER, session_over

log = logging.getLogger(__name__)
SAFE_METHODS = ("GET", "HEAD")
NO_ROOM = "Máy chủ hết chỗ lưu. Nội dung vẫn còn trên màn hình."
CLOSED = "Đang xem với vai nên chỉ xem được, không làm được việc này."


class RefusalMiddleware:
    """A refused act becomes a message on the page that the user came from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not request.htmx and not response.content:
            # An act's own address, opened like a page: from history, or a shared link.
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if is_full(exception) and request.method not in SAFE_METHODS:
            return no_room(request)
        if not isinstance(exception, Refused):
            return None
        messages.error(request, str(exception))
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect(came_from(request))


def no_room(request):
    """Hết chỗ lưu: nothing is written; what was typed stays in the page and can be sent again."""
    log.error("no room to write: %s", request.path)
    if request.htmx:
        return HttpResponse(
            NO_ROOM, status=507, content_type="text/plain; charset=utf-8"
        )
    return render(request, "507.html", {"typed": typed_in(request)}, status=507)


def is_full(exception: BaseException | None) -> bool:
    """The disk of the database, or that of the files, holds no more."""
    while exception is not None:
        if isinstance(exception, DiskFull):
            return True
        if isinstance(exception, OSError) and exception.errno in (ENOSPC, EDQUOT):
            return True
        exception = exception.__cause__
    return False


def came_from(request) -> str:
    """The page of this site on which the visitor was; else the first one."""
    address = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if safe else "/"


class PresenceMiddleware:
    """Hoàn cảnh của một yêu cầu: where it comes from, for what is written while it lasts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        presence.begin(
            visitors.known_address(request), safe=request.method in SAFE_METHODS
        )
        try:
            return self.get_response(request)
        finally:
            presence.end()


class SupportMiddleware:
    """Xem với vai: the pages see the chosen person; nothing but looking gets through.

    The session is looked into only where the visitor is asked for, so that a public page
    stays one for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        visitor = request.user
        request.user = SimpleLazyObject(lambda: support.seen_as(request, visitor))
        request.supporter = visitor
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        acts = request.method not in SAFE_METHODS
        if not acts and not support.is_closed(request):
            return None
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not signed_in or support.KEY not in request.session:
            return None
        if request.resolver_match.view_name in support.OWN_ACTS:
            return self._as_oneself(request)
        if getattr(request.user, "seen_by", None) is None:
            # Its time is over, and the page from which this comes was another's.
            with fence.lowered():
                support.end(request.session.pop(support.KEY), by=None)
        if request.htmx:
            return HttpResponse(
                CLOSED, status=403, content_type="text/plain; charset=utf-8"
            )
        context = {"back": came_from(request)}
        return render(request, "units/support_closed.html", context, status=403)

    def _as_oneself(self, request):
        """Both acts that are open end the view."""
        request.user = request.supporter
        presence.as_oneself()
        if request.resolver_match.view_name == "logout":
            actions.end_view(request.session[support.KEY], by=request.user)


class FenceMiddleware:
    """Hàng rào thứ hai around every page that is read (``units.fence``).

    The visitor is admitted when the page asks who that is: a public page looks into no session.
    """

    # They say how the installation is, also when its database lets nobody in.
    OUTSIDE = frozenset(
        {"reports:health-live", "reports:health-ready", "reports:metrics"}
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # By address, not by name: to look a name up twice is a part of what the fence costs.
        if request.method not in SAFE_METHODS or request.path in _addresses(
            self.OUTSIDE, settings.ROOT_URLCONF
        ):
            return self.get_response(request)
        visitor = request.user
        request.user = SimpleLazyObject(lambda: _admitted(visitor))
        with fence.raised():
            return self.get_response(request)


def _admitted(visitor):
    if visitor.is_authenticated:
        fence.admit(visitor)
    return visitor


@cache
def _addresses(names, urlconf):
    """Where those pages stand on the site that ``urlconf`` describes."""
    return {url_or_none(name) for name in names} - {None}


class SignInMiddleware(LoginRequiredMiddleware):
    """Mọi trang cần đăng nhập, except those that say otherwise.

    A form sent without a session is kept while its author signs in; a fragment is never
    answered with the page of the login, which htmx would draw into the middle of another.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        # A page for everybody asks for no session, so that it can be kept by caches.
        if answer is None and getattr(view_func, "login_required", True):
            entry.note_seen(request)
        return answer

    def handle_no_permission(self, request, view_func):
        if request.htmx:
            return HttpResponse(
                OVER, status=401, content_type="text/plain; charset=utf-8"
            )
        if request.method == "POST":
            return session_over(request, typed_in(request))
        return super().handle_no_permission(request, view_func)
