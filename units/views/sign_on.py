"""Đăng nhập liên thông: to the provider, back from it, and the link on the account page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, door, entry, fence, sign_on, visitors
from units.errors import Refused
from units.sign_on import LINK, SIGN_IN
from units.views.account import just_proved
from units.views.signing_in import DOORS, DOORS_IN


@require_safe
@login_not_required
@never_cache
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Đăng nhập bằng nơi cấp danh tính."""
    if request.user.is_authenticated:
        return redirect("home")
    place = visitors.origin(request)
    if not visitors.may("lien-thong", place, times=DOORS, seconds=DOORS_IN):
        return render(request, "429.html", status=429)
    return _asked(request, slug, SIGN_IN, back="login")


@require_POST
@just_proved
@never_cache
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Liên kết tài khoản đang mở: begun by a button of ours, never by an address alone.

    Another site can send a browser to an address, and would have its own identity linked here.
    A form may lead to no other site (``form-action``), so that a page goes on from here.
    """
    answer = _asked(request, slug, LINK, back="account")
    if answer.url == reverse("account"):
        return answer
    context = {"provider": _provider(slug), "address": answer.url}
    page = render(request, "account/link_identity.html", context)
    page["Refresh"] = f"0; url={answer.url}"
    return page


@require_safe
@login_not_required
@never_cache
@fence.lowered()  # who comes back is let in, or linked: an act, though it is a GET
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """Từ nơi cấp trở về."""
    one = _provider(slug)
    try:
        said = sign_on.heard(request, one)
    except sign_on.NotSaid as error:
        messages.error(request, str(error))
        return redirect("account" if request.user.is_authenticated else "login")
    if said.purpose == LINK:
        return _linked(request, one, said)
    identity = sign_on.account_of(said)
    way = door.provider(one.name)
    if identity is None or not sign_on.may_enter(identity.user):
        if identity is not None:
            door.turned_away(request, identity.user.username, way)
        context = {"provider": one, "is_closed": identity is not None}
        return render(
            request, "registration/unknown_identity.html", context, status=403
        )
    actions.take_identity(identity)
    if identity.user.has_second_factor:
        entry.hold(request, identity.user, way)
        return redirect("login-step")
    entry.enter(request, identity.user, way)
    return redirect("factor-start" if identity.user.factor_duties else "home")


@require_http_methods(["GET", "POST"])
@just_proved
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ liên kết."""
    identity = get_object_or_404(request.user.identities, pk=pk)
    name = sign_on.name_of(identity.issuer)
    if request.method == "POST":
        try:
            actions.unlink_identity(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã bỏ liên kết với {name}.")
        return redirect("account")
    context = {
        "question": f"Bỏ liên kết với {name}?",
        "consequences": [
            f"Không đăng nhập được qua {name} nữa; liên kết lại lúc nào cũng được."
        ],
        "act": "Bỏ liên kết",
        "danger": True,
        "safe_url": reverse("account"),
    }
    return render(request, "confirm.html", context)


def _linked(request, one, said) -> HttpResponse:
    """Only into the account that asked, while its person is still here."""
    user = request.user
    if not user.is_authenticated or user.pk != said.user_id:
        messages.error(
            request, "Phiên đã đổi người trong lúc liên kết. Làm lại từ đầu."
        )
        return redirect("login")
    try:
        actions.link_identity(
            user.pk,
            by=user,
            issuer=said.issuer,
            subject=said.subject,
            provider=one.name,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã liên kết với {one.name}.")
    return redirect("account")


def _asked(request, slug, purpose, *, back) -> HttpResponse:
    one = _provider(slug)
    try:
        return sign_on.ask(request, one, purpose)
    except sign_on.NotSaid as error:
        messages.error(request, str(error))
        return redirect(back)


def _provider(slug) -> sign_on.Provider:
    one = sign_on.provider(slug)
    if one is None:
        raise Http404
    return one
