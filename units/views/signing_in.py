"""Đăng nhập, đổi mật khẩu, hướng dẫn: what everybody has."""

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, guide, guide_links, resending
from units.forms import ChangePasswordForm, SignInForm

OVER = "Phiên làm việc đã hết. Nội dung vẫn còn trên màn hình."


class SignIn(LoginView):
    """Đăng nhập: one message for a wrong name and a wrong password alike."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def session_over(request, typed, form=None):
    """Hết phiên: sign in right here; ``typed`` stays in the page."""
    context = {"typed": typed, "form": form or SignInForm(request)}
    return render(request, "registration/session_over.html", context, status=401)


@require_POST
@login_not_required
@sensitive_post_parameters("password")
@never_cache
def sign_in_again(request):
    """Đăng nhập lại, then the page from which the kept words are sent on."""
    typed = resending.unpacked(request.POST.get("giu", ""))
    if typed is None:
        return redirect("login")
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        return session_over(request, typed, form)
    login(request, form.get_user())
    return render(request, "registration/resend.html", {"typed": typed})


def csrf_failure(request, reason=""):
    """Trang mở từ phiên trước: its words are offered for sending, if the form is our own."""
    if not resending.is_from_here(request):
        return render(request, "403_csrf.html", status=403)
    if request.htmx:
        return HttpResponse(OVER, status=401, content_type="text/plain; charset=utf-8")
    typed = resending.typed_in(request)
    if not request.user.is_authenticated:
        if request.path in (reverse("login"), reverse("login-again")):
            return redirect("login")
        return session_over(request, typed)
    return render(request, "registration/resend.html", {"typed": typed}, status=403)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("old", "new", "again")
@never_cache
def password_change(request):
    """Đổi mật khẩu: this browser stays signed in, all others must sign in anew."""
    data = request.POST if request.method == "POST" else None
    form = ChangePasswordForm(data, user=request.user)
    if data is not None and form.is_valid():
        user = actions.change_password(
            request.user.pk, by=request.user, password=form.cleaned_data["new"]
        )
        update_session_auth_hash(request, user)
        messages.success(
            request,
            "Đã đổi mật khẩu. Máy khác đang mở bằng tài khoản này phải đăng nhập lại.",
        )
        return redirect("home")
    return render(
        request,
        "registration/password_change.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_safe
@login_not_required
def guide_page(request, slug=""):
    """Hướng dẫn: a page of it, or with ``?q=`` the sections that have these words."""
    page = guide.page(slug)
    pages = list(guide.pages().values())
    place = pages.index(page)
    sought = " ".join(request.GET.get("q", "").split())[:100]
    roles = (
        [role for _, role in request.user.roles]
        if request.user.is_authenticated
        else []
    )
    context = {
        "page": page,
        "pages": pages,
        "next": pages[place + 1] if place + 1 < len(pages) else None,
        "own": guide_links.own_page(roles),
        "sought": sought,
        "hits": guide.found(sought),
    }
    return render(request, "units/guide.html", context)
