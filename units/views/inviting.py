"""Lời mời: what an administrator hands over, and the door through which it is used."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from units import actions, door, inviting, mailing, visitors
from units.drawing import qr_of
from units.errors import Refused
from units.forms.account import NewPasswordForm
from units.models import Invitation, User
from units.posted import posted
from units.views.people import get_account
from units.views.shared import UNPROCESSABLE, done
from units.views.signing_in import signed_in

TRIES, WINDOW = 60, 15 * 60  # links opened from one place


@require_http_methods(["GET", "POST"])
@login_not_required
@sensitive_post_parameters("new", "again")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Nhận lời mời: a password is set, and the session opens."""
    place = visitors.origin(request)
    if not visitors.may("loi-moi", place, times=TRIES, seconds=WINDOW):
        return render(request, "429.html", status=429)
    found = inviting.found(token)
    closed = (
        inviting.why_closed(found) if found else "Đường dẫn không đúng hoặc bị thiếu."
    )
    if found is None or closed:
        context = {"closed": closed, "known": found is not None}
        status = 410 if found else 404
        return render(request, "registration/invitation.html", context, status=status)
    data = posted(request)
    form = NewPasswordForm(data, user=found.user)
    if form.is_bound and form.is_valid():
        new = form.cleaned_data["new"]
        user = done(form, actions.accept_invitation, token, password=new)
        if user is not None:
            return signed_in(request, user, door.INVITATION)
    context = {"form": form, "person": found.user, "invitation": found}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registration/invitation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
def user_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Mời, mời lại: the slip to print, or how the letter stands."""
    person = get_account(request, pk)
    if request.method == "POST":
        return invited(request, person, by_mail=request.POST.get("cach") == "thu")
    return render(request, "units/invitation.html", _context(person))


@require_POST
def user_uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    """Thu hồi lời mời."""
    person = get_account(request, pk)
    try:
        actions.withdraw_invitation(pk, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Đã thu hồi; đường dẫn trong lời mời hết dùng được.")
    return redirect("user-invite", person.pk)


def invited(request: HttpRequest, person: User, *, by_mail: bool) -> HttpResponse:
    """The page that shows the new invitation."""
    try:
        actions.invite(person.pk, by=request.user, by_mail=by_mail)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        sent = f"Thư mời đang được gửi đến {person.email}."
        messages.success(request, sent if by_mail else "Phiếu mời đã sẵn sàng để in.")
    return redirect("user-invite", person.pk)


def _context(person: User) -> dict:
    last: Invitation | None = person.invitations.order_by("pk").last()
    is_open = last is not None and not inviting.why_closed(last)
    link = inviting.link_of(last) if last is not None and is_open else ""
    return {
        "person": person,
        "has_password": person.has_usable_password(),
        "invitation": last,
        "is_open": is_open,
        "link": link,
        "qr": qr_of(link) if link else "",
        "can_mail": bool(person.email) and mailing.can_send(),
        "crumbs": [
            ("Người và vai trò", reverse("user-list")),
            (str(person), reverse("user", args=[person.pk])),
        ],
    }
