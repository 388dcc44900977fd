"""Người và tài khoản: the list, one account, and what an administrator does with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, passwords, permissions
from units.access import What, looked_at
from units.errors import Refused
from units.forms.people import (
    AmendAccountForm,
    CreateUserForm,
    MoveHomeForm,
    PasswordForm,
)
from units.long_lists import page_of
from units.models import Membership, Unit, User
from units.pages import answer
from units.permissions import require
from units.posted import posted
from units.queries import standing
from units.search import plain_words
from units.telling import about_user, told
from units.views.shared import (
    UNPROCESSABLE,
    done,
    get_user,
    require_administrator,
    tabs,
    watching,
)

Role = Membership.Role
EVENTS = 20
WITHOUT, CLOSED = "khong", "ngung"


@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """Người: ``?q= &vt=``, by given name; ``vt`` is a role, “khong” or “ngung”."""
    require_administrator(request)
    words = plain_words(request.GET.get("q"))
    chosen = request.GET.get("vt", "")
    users = User.objects.reached_by(request.user)
    if chosen in Role:
        users = users.holding(chosen, seen_by=request.user)
    elif chosen == WITHOUT:
        users = users.holding_none(seen_by=request.user).in_use()
    elif chosen == CLOSED:
        users = users.closed()
    else:
        chosen = ""
    if words:
        users = users.named(words)
    page = page_of(request, users.for_list())
    looked_at(request, What.VIEWED, User, about="Danh sách người và vai trò")
    held = standing.by_user(page, request.user)
    context = {
        "page": page,
        "rows": [{"person": user, "held": held.get(user.pk, [])} for user in page],
        "words": words,
        "chosen": chosen,
        "choices": [
            *Role.choices,
            (WITHOUT, "Chưa có vai trò"),
            (CLOSED, "Ngừng dùng"),
        ],
        "tabs": tabs("user-list"),
    }
    return answer(request, "units/user_list.html", "results", context)


@require_safe
def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Tài khoản của một người: roles, when last signed in, what may be done."""
    person = get_user(request, pk)
    can_administer = permissions.can_administer_account(request.user, person)
    looked_at(request, What.VIEWED, person)
    home = Unit.objects.administered_by(request.user).within([person.home_id])
    context = {
        "person": person,
        "crumbs": _crumbs(),
        "roles": standing.held(standing.roles_of(person, request.user), localdate()),
        "elsewhere": standing.roles_elsewhere(person, request.user),
        "home_is_here": person.home_id is not None and home.exists(),
        "events": told(about_user(person, request.user)[:EVENTS]),
        "can_administer": can_administer,
        "can_view_as": permissions.can_view_as(request.user, person),
        "is_self": person.pk == request.user.pk,
        "waits_for_invitation": not person.has_usable_password(),
        "has_two_steps": person.has_second_factor,
    }
    return render(request, "units/user.html", context)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def user_create(request: HttpRequest) -> HttpResponse:
    """Mở tài khoản; a drawn password is shown once, on the page that answers."""
    require_administrator(request)
    if request.method == "POST" and request.POST.get("tim"):
        form = CreateUserForm(initial=typed_in(request), user=request.user)
    elif request.method == "POST":
        form = CreateUserForm(request.POST, user=request.user)
    else:
        number = request.GET.get("don-vi", "")
        form = CreateUserForm(initial={"unit": number}, user=request.user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        is_invited = given["how"] in (form.LETTER, form.SLIP)
        word = None if is_invited else _word(form)
        person = done(
            form,
            actions.create_user,
            by=request.user,
            unit_id=given["unit"].pk,
            username=given["username"],
            full_name=given["full_name"],
            email=given["email"],
            password=word,
        )
        if person is not None and is_invited:
            by_mail = given["how"] == form.LETTER
            actions.invite(person.pk, by=request.user, by_mail=by_mail)
            messages.success(request, f"Đã mở tài khoản cho {person}.")
            return redirect("user-invite", person.pk)
        if person is not None:
            return _handed_over(request, person, form, word, is_new=True)
    context = {
        "form": form,
        "crumbs": _crumbs(),
        "title": "Mở tài khoản",
        "lead": "Tài khoản mới chưa làm được gì cho đến khi được giao vai trò.",
        "act": "Mở tài khoản",
        "back": reverse("user-list"),
    }
    return _form_page(request, form, context)


@require_http_methods(["GET", "POST"])
def user_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa họ tên, thư điện tử."""
    person = get_account(request, pk)
    data = posted(request)
    now = {"full_name": person.full_name, "email": person.email}
    form = watching(AmendAccountForm(data, initial=now), person)
    if form.is_bound and form.is_valid():
        amended = done(
            form, actions.amend_account, pk, by=request.user, **form.cleaned_data
        )
        if amended is not None:
            messages.success(request, f"Đã lưu thông tin của {amended}.")
            return redirect("user", pk)
    words = {"title": "Sửa tài khoản", "act": "Lưu thông tin"}
    return _form_page(request, form, _about(person) | words)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def user_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Đặt lại mật khẩu: whoever is signed in with the old one is signed out."""
    person = get_account(request, pk)
    form = PasswordForm(posted(request))
    if form.is_bound and form.is_valid():
        word = _word(form)
        changed = done(form, actions.set_password, pk, by=request.user, password=word)
        if changed is not None:
            return _handed_over(request, changed, form, word, is_new=False)
    words = {
        "title": "Đặt lại mật khẩu",
        "lead": f"Phiên đang mở của {person} (tài khoản {person.username}) kết thúc ngay.",
        "act": "Đặt lại mật khẩu",
    }
    return _form_page(request, form, _about(person) | words)


@require_http_methods(["GET", "POST"])
def user_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ngừng dùng tài khoản."""
    person = get_account(request, pk)
    if request.method == "POST":
        return _done(
            request,
            person,
            actions.close_account,
            f"Đã ngừng tài khoản của {person}. Phiên đang mở kết thúc ngay.",
        )
    return _question(
        request,
        person,
        f"Ngừng dùng tài khoản của {person}?",
        [
            "Không ai đăng nhập được bằng tài khoản này nữa; phiên đang mở kết thúc ngay.",
            "Việc đã làm, văn bản đã ký giữ nguyên. Vai trò vẫn ghi đó nhưng không có hiệu lực; "
            "dùng lại được bất cứ lúc nào.",
        ],
        "Ngừng dùng",
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def user_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Dùng lại tài khoản."""
    person = get_account(request, pk)
    if request.method == "POST":
        return _done(
            request,
            person,
            actions.reopen_account,
            f"{person} đăng nhập lại được bằng mật khẩu cũ.",
        )
    return _question(
        request,
        person,
        f"Dùng lại tài khoản của {person}?",
        ["Vai trò còn thời hạn có hiệu lực ngay. Mật khẩu giữ như trước khi ngừng."],
        "Dùng lại",
    )


@require_http_methods(["GET", "POST"])
def user_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Gỡ xác thực hai bước of somebody who lost the phone or the key."""
    person = get_account(request, pk)
    if request.method == "POST":
        return _done(
            request,
            person,
            actions.reset_factors,
            f"Đã gỡ xác thực hai bước của {person}. Phiên đang mở kết thúc ngay.",
        )
    return _question(
        request,
        person,
        f"Gỡ xác thực hai bước của {person}?",
        [
            "Chỉ gỡ khi chính người ấy nhờ, gặp trực tiếp hoặc gọi số đã biết: ai có mật khẩu "
            "thì sau đó vào được tài khoản.",
            "Ứng dụng mã, khóa truy cập, mã dự phòng hết dùng; phiên đang mở kết thúc ngay. Người "
            "ấy được báo ở lần đăng nhập tới và qua thư điện tử, nếu có.",
            "Vai trò phải có xác thực hai bước thì chưa ký, cấp số được đến khi bật lại.",
        ],
        "Gỡ xác thực hai bước",
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def user_sessions_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc mọi phiên of somebody."""
    person = get_account(request, pk)
    if request.method == "POST":
        return _done(
            request,
            person,
            actions.end_sessions_of,
            f"Đã kết thúc mọi phiên của {person}.",
        )
    return _question(
        request,
        person,
        f"Kết thúc mọi phiên của {person}?",
        [
            "Mọi máy đang mở bằng tài khoản này phải đăng nhập lại. Chữ đang gõ dở ở đó được "
            "giữ trên màn hình."
        ],
        "Kết thúc phiên",
    )


def typed_in(request: HttpRequest) -> dict:
    """What stands in a form, for the same form with the results of a search; no passwords."""
    return {name: request.POST[name] for name in request.POST if name != "password"}


@require_http_methods(["GET", "POST"])
def user_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Chuyển đơn vị công tác."""
    person = get_account(request, pk)
    if request.method == "POST" and request.POST.get("tim"):
        form = MoveHomeForm(initial=typed_in(request), user=request.user)
    else:
        data = posted(request)
        form = MoveHomeForm(data, user=request.user)
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"]
        moved = done(form, actions.move_home, pk, by=request.user, unit_id=unit.pk)
        if moved is not None:
            messages.success(request, f"{moved} công tác ở {unit} từ nay.")
            return redirect("user", pk)
    words = {
        "title": "Chuyển đơn vị công tác",
        "lead": f"Hiện ở {person.home}."
        if person.home
        else "Chưa ghi đơn vị công tác.",
        "act": "Chuyển",
    }
    return _form_page(request, form, _about(person) | words)


def get_account(request, pk):
    """403 to whoever sees the person but does not administer all that the person works in."""
    person = get_user(request, pk)
    require(permissions.can_administer_account(request.user, person))
    return person


def _word(form):
    given = form.cleaned_data
    return passwords.drawn() if given["how"] == form.DRAWN else given["password"]


def _handed_over(request, person, form, word, *, is_new):
    drawn = form.cleaned_data["how"] == form.DRAWN
    context = {
        "person": person,
        "is_new": is_new,
        "word": word if drawn else "",
        "crumbs": _crumbs(),
    }
    return render(request, "units/handed_over.html", context)


def _crumbs():
    return [("Người và vai trò", reverse("user-list"))]


def _about(person):
    url = reverse("user", args=[person.pk])
    return {"person": person, "crumbs": [*_crumbs(), (str(person), url)], "back": url}


def _form_page(request, form, context):
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "units/user_form.html", context | {"form": form}, status=status
    )


def _question(request, person, question, consequences, act, *, danger=False):
    context = {
        "question": question,
        "consequences": consequences,
        "act": act,
        "danger": danger,
        "safe_url": reverse("user", args=[person.pk]),
    }
    return render(request, "confirm.html", context)


def _done(request, person, act, sentence):
    try:
        act(person.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("user", person.pk)
