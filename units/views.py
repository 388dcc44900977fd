"""Tài khoản: đăng nhập, đổi mật khẩu. Everything else is an administrator's room."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from units import actions
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
