"""Đăng nhập. Everything else about people and units is an administrator's room."""

from django.contrib.auth.views import LoginView

from units.forms import SignInForm


class SignIn(LoginView):
    """Đăng nhập: one message for a wrong name and a wrong password alike."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
