"""Tài khoản của mình: what stands in it, where it is open, what of it one may change."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, devices, entry, passkeys, sessions, sign_on
from units.errors import Refused
from units.forms.account import ConfirmForm, EmailForm
from units.models import Access
from units.posted import posted
from units.telling import about_own, told
from units.views.shared import UNPROCESSABLE, done

EVENTS = 10
ENTRIES = 20
View = Callable[..., HttpResponse]


def just_proved(view: View) -> View:
    """Ways to sign in are changed only by whoever proved themselves a moment ago."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if entry.is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse("account")
        return redirect(f"{reverse('account-confirm')}?{urlencode({'next': back})}")

    return guarded


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Tài khoản: facts, two steps, sign-on, sessions, who came in, what was done to it."""
    user = request.user
    here = request.session.session_key
    identities = {one.issuer: one for one in user.identities.all()}
    context = {
        "app": getattr(user, "authenticator_app", None),
        "passkeys": list(user.passkeys.all()),
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
        "passkeys_are_possible": passkeys.are_possible(request),
        "duties": user.factor_duties,
        "providers": [(one, identities.get(one.issuer)) for one in sign_on.providers()],
        "sessions": [
            {
                "session": one,
                "device": devices.in_words(one.agent),
                "is_here": one.pk == here,
            }
            for one in sessions.live(user)
        ],
        "entries": list(Access.objects.of_person(user).at_the_door()[:ENTRIES]),
        "events": told(about_own(user)[:EVENTS]),
    }
    return render(request, "account/account.html", context)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("old")
@never_cache
def account_confirm(request: HttpRequest) -> HttpResponse:
    """Nhập lại mật khẩu, then back to what needed it."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("account")
    data = posted(request)
    form = ConfirmForm(data, user=request.user)
    if form.is_bound and form.is_valid():
        entry.refresh(request)
        return redirect(back)
    context = {
        "form": form,
        "crumbs": crumbs(),
        "has_password": request.user.has_usable_password(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "account/confirm_password.html", context, status=status)


@require_http_methods(["GET", "POST"])
@just_proved
def account_email(request: HttpRequest) -> HttpResponse:
    """Đổi thư điện tử."""
    user = request.user
    data = posted(request)
    form = EmailForm(data, initial={"email": user.email})
    if form.is_bound and form.is_valid():
        changed = done(
            form, actions.change_email, user.pk, by=user, **form.cleaned_data
        )
        if changed is not None:
            messages.success(request, "Đã lưu thư điện tử.")
            return redirect("account")
    return form_page(request, form, "Thư điện tử", "Lưu thư điện tử")


@require_POST
def session_end(request: HttpRequest, handle: str) -> HttpResponse:
    """Kết thúc một phiên."""
    try:
        actions.end_session(request.user.pk, by=request.user, handle=handle)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Phiên ấy đã kết thúc.")
    return redirect("account")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Kết thúc mọi phiên khác."""
    user, here = request.user, request.session.session_key
    ended = actions.end_other_sessions(user.pk, by=user, session=here)
    if ended:
        messages.success(request, f"Đã kết thúc {ended} phiên khác.")
    else:
        messages.info(request, "Không có phiên nào khác đang mở.")
    return redirect("account")


def crumbs() -> list:
    return [("Tài khoản", reverse("account"))]


def form_page(
    request: HttpRequest, form, title: str, act: str, lead: str = ""
) -> HttpResponse:
    """One form about one's own account."""
    context = {
        "form": form,
        "title": title,
        "act": act,
        "lead": lead,
        "crumbs": crumbs(),
        "back": reverse("account"),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)
