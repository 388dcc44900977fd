"""Xác thực hai bước của mình: the app, passkeys, recovery codes; what a rule asks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, one_time, passkeys
from units.drawing import qr_of
from units.errors import Refused
from units.forms.account import AppForm, PasskeyForm
from units.models import Membership, Unit
from units.posted import posted
from units.views.account import crumbs, just_proved
from units.views.shared import UNPROCESSABLE, done

SECRET = "bi_mat_ung_dung"  # sealed, until its first code is shown


@require_safe
def factor_start(request: HttpRequest) -> HttpResponse:
    """Bật xác thực hai bước: why, by when, and the two ways."""
    duties = request.user.factor_duties
    units = Unit.objects.in_bulk([duty.unit_id for duty in duties])
    context = {
        "crumbs": crumbs(),
        "asked": [
            {
                "role": Membership.Role(duty.role).label,
                "unit": units[duty.unit_id],
                "duty": duty,
            }
            for duty in duties
        ],
        "passkeys_are_possible": passkeys.are_possible(request),
    }
    return render(request, "account/factor_start.html", context)


@require_http_methods(["GET", "POST"])
@just_proved
@never_cache
def app_add(request: HttpRequest) -> HttpResponse:
    """Bật ứng dụng mã: the QR code, then its first code."""
    user = request.user
    if hasattr(user, "authenticator_app"):
        messages.info(request, "Tài khoản đã có ứng dụng mã.")
        return redirect("account")
    secret = _secret(request)
    form = AppForm(posted(request), secret=secret)
    if form.is_bound and form.is_valid():
        was_first = not user.has_second_factor
        here = request.session.session_key
        added = done(
            form, actions.add_app, user.pk, by=user, secret=secret, step=form.step,
            session=here,
        )  # fmt: skip
        if added is not None:
            request.session.pop(SECRET, None)
            return _added(request, "Đã bật ứng dụng mã.", with_codes=was_first)
    context = {
        "form": form,
        "crumbs": crumbs(),
        "secret": one_time.shown(secret),
        "address": one_time.address(secret, user.username),
        "qr": qr_of(one_time.address(secret, user.username)),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "account/app_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
@just_proved
def app_remove(request: HttpRequest) -> HttpResponse:
    """Gỡ ứng dụng mã."""
    if request.method == "POST":
        return _done(request, actions.remove_app, "Đã gỡ ứng dụng mã.", request.user.pk)
    return _question(
        request,
        "Gỡ ứng dụng mã?",
        [
            "Mã trong ứng dụng hết dùng được; xóa mục “Thi đua” trong ứng dụng.",
            "Gỡ cách cuối cùng thì mã dự phòng cũng hết dùng, tài khoản chỉ còn mật khẩu.",
        ],
        "Gỡ ứng dụng",
    )


@require_http_methods(["GET", "POST"])
@just_proved
@never_cache
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Thêm khóa truy cập."""
    user = request.user
    if not passkeys.are_possible(request):
        messages.info(
            request,
            "Trang này mở bằng địa chỉ số nên chưa dùng được khóa truy cập; mở bằng tên miền.",
        )
        return redirect("account")
    form = PasskeyForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            new = passkeys.registered(request, form.cleaned_data["answer"])
        except passkeys.NotAccepted as error:
            form.add_error(None, str(error))
        else:
            was_first = not user.has_second_factor
            added = done(
                form,
                actions.add_passkey,
                user.pk,
                by=user,
                name=form.cleaned_data["name"],
                new=new,
                session=request.session.session_key,
            )
            if added is not None:
                return _added(request, f"Đã thêm khóa “{added}”.", with_codes=was_first)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "account/passkey_add.html", context, status=status)


@require_safe
@never_cache
def passkey_add_options(request: HttpRequest) -> JsonResponse:
    """Câu đố để lập một khóa mới."""
    return JsonResponse(passkeys.options_to_register(request, request.user))


@require_http_methods(["GET", "POST"])
@just_proved
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Gỡ một khóa truy cập."""
    key = get_object_or_404(request.user.passkeys, pk=pk)
    if request.method == "POST":
        return _done(request, actions.remove_passkey, f"Đã gỡ khóa “{key}”.", key.pk)
    return _question(
        request,
        f"Gỡ khóa “{key}”?",
        ["Không đăng nhập được bằng khóa này nữa."],
        "Gỡ khóa",
    )


@require_POST
@just_proved
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Lập mã dự phòng mới."""
    try:
        codes = actions.renew_recovery_codes(request.user.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("account")
    return _codes_page(request, codes, "Mã dự phòng mới")


def _added(request, sentence, *, with_codes):
    """With the first factor come the codes for the day on which it is lost."""
    if not with_codes:
        messages.success(request, sentence)
        return redirect("account")
    codes = actions.renew_recovery_codes(request.user.pk, by=request.user)
    return _codes_page(request, codes, sentence.rstrip("."))


def _codes_page(request, codes, title):
    context = {"codes": codes, "title": title, "crumbs": crumbs()}
    return render(request, "account/recovery_codes.html", context)


def _secret(request) -> bytes:
    """The same one until it is confirmed, so that a reload does not cheat the phone."""
    if SECRET not in request.session:
        request.session[SECRET] = one_time.seal(one_time.new_secret())
    return one_time.unseal(request.session[SECRET])


def _done(request, act, sentence, pk):
    try:
        act(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("account")


def _question(request, question, consequences, act):
    context = {
        "question": question,
        "consequences": consequences,
        "act": act,
        "danger": True,
        "safe_url": reverse("account"),
    }
    return render(request, "confirm.html", context)
