"""Lời từ chối on its way to the page; sessions that ended in the middle of a form."""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh

from units import entry, presence, visitors
from units.errors import Refused
from units.resending import typed_in
from units.views import OVER, session_over


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
        if not isinstance(exception, Refused):
            return None
        messages.error(request, str(exception))
        if request.htmx:
            return HttpResponseClientRefresh()
        came_from = request.headers.get("Referer", "")
        safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
        return redirect(came_from if safe else "/")


class PresenceMiddleware:
    """Hoàn cảnh của một yêu cầu: where it comes from, for what is written while it lasts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        presence.begin(visitors.known_address(request))
        try:
            return self.get_response(request)
        finally:
            presence.end()


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
