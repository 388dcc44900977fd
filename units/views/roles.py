"""Giao vai trò, thôi vai trò, and how a signature block will read."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from units import actions
from units.actions.roles import LosesOwnRight, grant_anew, no_signer, why_over
from units.forms.people import ConfirmForm, DelegateForm, EndForm, GrantForm
from units.models import Membership, Unit
from units.pages import number_in
from units.posted import posted
from units.queries import standing
from units.views.people import typed_in
from units.views.shared import (
    UNPROCESSABLE,
    done,
    get_user,
    require_administrator,
    watching,
)
from units.wording import vn_date

Role = Membership.Role
KEPT = ("valid_to", "endless", "seen")  # from the form to the page that asks once more


@require_http_methods(["GET", "POST"])
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Giao vai trò cho một người."""
    person = get_user(request, pk)
    if request.method == "POST" and request.POST.get("tim"):
        form = GrantForm(initial=typed_in(request), user=request.user)
    elif request.method == "POST":
        form = GrantForm(request.POST, user=request.user)
    else:
        form = GrantForm(initial={"unit": person.home_id}, user=request.user)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        granted = done(
            form,
            actions.grant_membership,
            by=request.user,
            user_id=pk,
            unit_id=unit.pk,
            **given,
        )
        if granted is not None:
            signs = standing.signs(granted)
            messages.success(
                request,
                f"Đã giao {person} vai trò {granted.get_role_display()} ở {unit} từ ngày "
                f"{vn_date(granted.valid_from)}."
                + (f" Ký: {signs}." if signs else "")
                + _of_its_end(granted, given["valid_to"]),
            )
            return redirect("user", pk)
    typed = form.data if form.is_bound else form.initial
    context = {"person": person, "form": form, **_words(request, typed)} | _way(person)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/role_grant.html", context, status=status)


@require_http_methods(["GET", "POST"])
def role_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ủy quyền ký (TUQ.) cho một người, theo văn bản, có thời hạn."""
    person = get_user(request, pk)
    if request.method == "POST" and request.POST.get("tim"):
        form = DelegateForm(initial=typed_in(request), user=request.user)
    elif request.method == "POST":
        form = DelegateForm(request.POST, user=request.user)
    else:
        form = DelegateForm(initial={"unit": person.home_id}, user=request.user)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        delegation = done(
            form,
            actions.delegate_signing,
            by=request.user,
            user_id=pk,
            unit_id=unit.pk,
            **given,
        )
        if delegation is not None:
            until = vn_date(delegation.membership.valid_to)
            messages.success(
                request,
                f"Đã ghi: {person} ký thừa ủy quyền {delegation.giver.user} ở {unit} đến hết "
                f"ngày {until}.",
            )
            return redirect("user", pk)
    context = {
        "person": person,
        "form": form,
        "title": "Ủy quyền ký",
        "lead": "Người đứng đầu ủy quyền bằng văn bản, trong một thời hạn. Người được ủy quyền "
        "không ủy quyền lại cho người khác (Nghị định 30/2020/NĐ-CP, Điều 13).",
        "act": "Ghi ủy quyền",
    } | _way(person)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)


@require_safe
def signature_words(request: HttpRequest) -> HttpResponse:
    """Khối chữ ký sẽ ghi: a fragment for the form, as it is being filled in."""
    require_administrator(request)
    return render(request, "units/signature.html", _words(request, request.GET))


@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi vai trò sau một ngày."""
    mine = Membership.objects.administered_by(request.user).for_page()
    membership = get_object_or_404(mine, pk=pk)
    if membership.valid_from > localdate():
        return _role_drop(request, membership)
    person = membership.user
    if request.method != "POST" and (why := why_over(membership)):
        return _over(request, membership, why)
    data = posted(request)
    form = watching(EndForm(data, membership=membership), membership)
    if form.is_bound and form.is_valid():
        end = partial(
            actions.end_membership,
            pk,
            by=request.user,
            valid_to=form.last,
            seen=form.cleaned_data["seen"],
            is_sure="xac_nhan" in request.POST,
        )
        try:
            ended = done(form, end)
        except LosesOwnRight as asked:
            return _own_right(request, membership, asked)
        if ended is not None:
            until = (
                f"đến hết ngày {vn_date(form.last)}"
                if form.last
                else "không còn ngày cuối"
            )
            messages.success(
                request,
                f"{person} giữ vai trò {membership.get_role_display()} ở {membership.unit} "
                f"{until}.",
            )
            if person.pk == request.user.pk or not _still_seen(request, person):
                return redirect("user-list")
            return redirect("user", person.pk)
    last = membership.valid_to
    context = {
        "person": person,
        "form": form,
        "title": "Thôi vai trò",
        "lead": f"{_since(membership)}{f' đến hết ngày {vn_date(last)}' if last else ''}. "
        "Việc đã làm, văn bản đã ký giữ nguyên.",
        "act": "Ghi ngày thôi",
    } | _way(person)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)


def _over(request, membership, why):
    """A role that is over is granted anew, not gone on with."""
    words, route, args = grant_anew(membership)
    context = {
        "person": membership.user,
        "title": "Thôi vai trò",
        "lead": f"{_since(membership)}. {why}",
        "instead": (words, reverse(route, args=args)),
    } | _way(membership.user)
    return render(request, "units/user_form.html", context)


def _own_right(request, membership, asked):
    """Hỏi lại: one's own right to administer."""
    unit = asked.unit
    context = {
        "question": f"Thôi vai trò Quản trị đơn vị của chính anh/chị ở {unit}?",
        "consequences": [
            f"Từ ngày {vn_date(asked.first)} anh/chị không còn mở, sửa được đơn vị, tài khoản, "
            f"vai trò, nhật ký ở {unit} và các đơn vị bên dưới.",
            "Anh/chị không tự giao lại được: quản trị khác của đơn vị này hoặc của đơn vị cấp "
            "trên phải giao.",
        ],
        "act": "Thôi vai trò của tôi",
        "danger": True,
        "hidden": [
            *[(name, value) for name, value in request.POST.items() if name in KEPT],
            ("xac_nhan", "1"),
        ],
        "safe_url": reverse("user", args=[membership.user_id]),
    }
    return render(request, "confirm.html", context)


def _since(membership):
    return (
        f"{membership.get_role_display()} ở {membership.unit}, từ ngày "
        f"{vn_date(membership.valid_from)}"
    )


def _role_drop(request, membership):
    """Bỏ vai trò sắp nhận: nothing was done in it yet, so it goes as if it had not been."""
    person, words = membership.user, membership.get_role_display()
    form = ConfirmForm(posted(request))
    if form.is_bound and form.is_valid():
        act = actions.drop_membership
        if done(form, act, membership.pk, by=request.user) is not None:
            messages.success(
                request, f"{person} không còn nhận vai trò {words} ở {membership.unit}."
            )
            if not _still_seen(request, person):
                return redirect("user-list")
            return redirect("user", person.pk)
    context = {
        "person": person,
        "form": form,
        "title": "Bỏ vai trò sắp nhận",
        "lead": f"{words} ở {membership.unit}, từ ngày {vn_date(membership.valid_from)}. Chưa "
        "đến ngày đó nên bỏ hẳn; nhật ký ghi lại việc bỏ.",
        "act": "Bỏ vai trò này",
    } | _way(person)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)


def _still_seen(request, person):
    return type(person).objects.reached_by(request.user).within([person.pk]).exists()


def _way(person):
    url = reverse("user", args=[person.pk])
    crumbs = [("Người và vai trò", reverse("user-list")), (str(person), url)]
    return {"crumbs": crumbs, "back": url}


def _of_its_end(granted, asked):
    """What the end of the unit makes of a role that was just granted there."""
    unit = granted.unit
    last = vn_date(unit.valid_to) if unit.valid_to else ""
    if granted.valid_to != asked:
        return f" {unit} kết thúc ngày {last} nên vai trò thôi sau ngày ấy."
    if not last or granted.valid_from <= unit.valid_to:
        return ""
    return f" {unit} đã kết thúc ngày {last}: vai trò ở đó chỉ để trông văn bản cũ."


def _words(request, typed):
    """How the block reads, or why there is none; nothing of units that are not one's own."""
    number = number_in(typed, "unit")
    mine = Unit.objects.administered_by(request.user)
    unit = None if number is None else mine.within([number]).first()
    capacity = typed.get("capacity") or ""
    if capacity not in Membership.Capacity or unit is None:
        return {"signature": None, "why_not": ""}
    if typed.get("role") not in ("", None, Role.LEADER):
        return {"signature": None, "why_not": "Chỉ vai trò Lãnh đạo mới có tư cách ký."}
    if not unit.issues_papers:
        return {
            "signature": None,
            "why_not": no_signer(unit),
        }
    if not unit.head_title.strip():
        return {
            "signature": None,
            "why_not": f"Trang của {unit} chưa ghi chức danh người đứng đầu.",
        }
    words = {
        name: " ".join(str(typed.get(name) or "").split())[:100]
        for name in ("title", "title_below")
    }
    if capacity in Membership.TITLED and not words["title"]:
        return {"signature": None, "why_not": Membership.TITLE_WANTED}
    membership = Membership(unit=unit, role=Role.LEADER, capacity=capacity, **words)
    return {"signature": standing.block(membership), "why_not": ""}
