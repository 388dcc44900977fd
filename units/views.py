"""Tài khoản (đăng nhập, đổi mật khẩu) và hướng dẫn. The rest is an administrator's room."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, guide, guide_links
from units.forms import ChangePasswordForm, SignInForm


class SignIn(LoginView):
    """Đăng nhập: one message for a wrong name and a wrong password alike."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


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
