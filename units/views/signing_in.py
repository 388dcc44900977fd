"""Đăng nhập, in one step or two; đổi mật khẩu; hướng dẫn: what everybody has."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import (
    actions,
    door,
    entry,
    guide,
    guide_links,
    passkeys,
    resending,
    sign_on,
    visitors,
)
from units.forms import ChangePasswordForm, SignInForm
from units.forms.signing_in import CodeForm
from units.models import Passkey, User
from units.posted import posted
from units.search import plain_words
from units.views.shared import UNPROCESSABLE, done

DOORS, DOORS_IN = 300, 15 * 60  # sessions that one place opens without signing in
SECOND_STEP = "registration/second_step.html"
TOO_LATE = "Đã chờ quá lâu, hoặc mật khẩu vừa đổi. Đăng nhập lại từ đầu."
OVER = "Phiên làm việc đã hết. Nội dung vẫn còn trên màn hình."


class SignIn(LoginView):
    """Đăng nhập: one message for a wrong name and a wrong password alike."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"sign_on": sign_on.providers}

    def form_valid(self, form):
        user = form.get_user()
        going, wrong = self.get_redirect_url(), form.wrong
        if user.has_second_factor:
            entry.hold(self.request, user, door.PASSWORD, going, wrong=wrong)
            return redirect("login-step")
        return signed_in(self.request, user, door.PASSWORD, going, wrong=wrong)


class SignOut(LogoutView):
    """Đăng xuất."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            door.left(request, request.user)
        return super().post(request, *args, **kwargs)


def session_over(request, typed, form=None, note=""):
    """Hết phiên: sign in right here; ``typed`` stays in the page."""
    context = {"typed": typed, "form": form or SignInForm(request), "note": note}
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
    user = form.get_user()
    if user.has_second_factor:
        entry.hold(request, user, door.PASSWORD, wrong=form.wrong)
        code_form = CodeForm(request=request, user=user)
        return _second_step(request, user, code_form, typed)
    entry.enter(request, user, door.PASSWORD, wrong=form.wrong)
    return render(request, "registration/resend.html", {"typed": typed})


@require_http_methods(["GET", "POST"])
@login_not_required
@sensitive_post_parameters("code")
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """Bước hai: a code or a passkey; then the page one was going to, or the words kept."""
    held = entry.held(request)
    typed = resending.unpacked(request.POST.get("giu", ""))
    if held is None:
        if typed is not None:
            return session_over(request, typed, note=TOO_LATE)
        messages.warning(request, TOO_LATE)
        return redirect("login")
    user, form = held.user, CodeForm(request=request, user=held.user)
    way, wrong = door.PASSKEY, held.wrong
    if request.method != "POST":
        return _second_step(request, user, form, typed)
    if answer := request.POST.get("answer"):
        try:
            key = passkeys.proved(request, answer, user.passkeys.all())
        except passkeys.NotAccepted as error:
            _turned_away(request, user, error)
            return _second_step(request, user, form, typed, refused=str(error))
        actions.take_passkey(key)
    else:
        form = CodeForm(request.POST, request=request, user=user)
        if not form.is_valid():
            return _second_step(request, user, form, typed)
        way, wrong = form.way, wrong + form.wrong
        if way == door.RECOVERY_CODE:
            left = user.recovery_codes.filter(used_at=None).count()
            messages.warning(
                request,
                f"Vừa dùng một mã dự phòng, còn {left} mã. Mất điện thoại thì bật lại ứng dụng "
                "mã ở trang Tài khoản.",
            )
    way = f"{held.way}, {way}"
    if typed is not None:
        entry.enter(request, user, way, wrong=wrong)
        return render(request, "registration/resend.html", {"typed": typed})
    return signed_in(request, user, way, held.next, wrong=wrong)


@require_safe
@login_not_required
@never_cache
def passkey_options(request: HttpRequest) -> JsonResponse:
    """Câu đố cho khóa truy cập: of whoever is at the second step, else of anybody.

    Each one opens a session, so that they are counted.
    """
    if not visitors.may(
        "khoa-truy-cap", visitors.origin(request), times=DOORS, seconds=DOORS_IN
    ):
        return JsonResponse({"error": "too_many"}, status=429)
    held = entry.held(request)
    user = held.user if held else None
    return JsonResponse(passkeys.options_to_sign_in(request, user))


@require_POST
@login_not_required
@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Đăng nhập bằng khóa truy cập, without a password: the key made sure who holds it."""
    answer = request.POST.get("answer", "")
    named: list[Passkey] = []
    try:
        named = list(
            Passkey.objects.filter(
                credential_id=passkeys.credential_id_in(answer)
            ).select_related("user")
        )
        key = passkeys.proved(request, answer, named)
    except passkeys.NotAccepted as error:
        for one in named:
            _turned_away(request, one.user, error)
        return _door(request, str(error))
    if not sign_on.may_enter(key.user):
        door.turned_away(request, key.user.username, door.PASSKEY)
        return _door(request, SignInForm.error_messages["inactive"])
    actions.take_passkey(key)
    return signed_in(request, key.user, door.PASSKEY, request.POST.get("next", ""))


def signed_in(
    request: HttpRequest, user: User, way: str, next_url: str = "", *, wrong: int = 0
) -> HttpResponse:
    """Mở phiên, then where the person was going; first to their second step, if it is due."""
    entry.enter(request, user, way, wrong=wrong)
    going = next_url or resolve_url("home")
    if not url_has_allowed_host_and_scheme(
        going, {request.get_host()}, require_https=request.is_secure()
    ):
        going = resolve_url("home")
    return redirect("factor-start" if user.factor_duties else going)


def _turned_away(request, user, error) -> None:
    if not isinstance(error, passkeys.NotAsked):
        door.turned_away(request, user.username, door.PASSKEY)


def _door(request, refused: str) -> HttpResponse:
    context = {
        "form": SignInForm(request),
        "refused": refused,
        "next": request.POST.get("next", ""),
        "sign_on": sign_on.providers,
    }
    return render(request, SignIn.template_name, context, status=UNPROCESSABLE)


def _second_step(request, user, form, typed, refused="") -> HttpResponse:
    context = {
        "form": form,
        "typed": typed,
        "refused": refused,
        "person": user,
        "has_app": hasattr(user, "authenticator_app"),
        "has_passkey": user.passkeys.exists() and passkeys.are_possible(request),
    }
    bad = form.errors or refused
    return render(request, SECOND_STEP, context, status=UNPROCESSABLE if bad else 200)


def csrf_failure(request, reason=""):
    """Trang mở từ phiên trước: its words are offered for sending, if the form is our own."""
    if not resending.is_from_here(request):
        # What another site's form is answered with bears no form and no token of ours.
        return render(request, "403_csrf.html", {"stands": False}, status=403)
    if request.htmx:
        return HttpResponse(OVER, status=401, content_type="text/plain; charset=utf-8")
    typed = resending.typed_in(request)
    if not request.user.is_authenticated:
        if request.path.startswith(reverse("login")):
            return redirect("login")
        if request.resolver_match and request.resolver_match.view_name == "invitation":
            messages.warning(request, "Trang mở đã lâu. Đặt lại mật khẩu lần nữa.")
            return redirect(request.path)
        return session_over(request, typed)
    return render(request, "registration/resend.html", {"typed": typed}, status=403)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("old", "new", "again")
@never_cache
def password_change(request):
    """Đổi mật khẩu: this browser stays signed in, all others must sign in anew."""
    data = posted(request)
    form = ChangePasswordForm(data, user=request.user)
    if data is not None and form.is_valid():
        user = done(
            form,
            actions.change_password,
            request.user.pk,
            by=request.user,
            password=form.cleaned_data["new"],
            session=request.session.session_key,
        )
        if user is not None:
            update_session_auth_hash(request, user)
            messages.success(
                request,
                "Đã đổi mật khẩu. Máy khác đang mở bằng tài khoản này phải đăng nhập lại.",
            )
            return redirect("account")
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
    sought = plain_words(request.GET.get("q"))[:100]
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
