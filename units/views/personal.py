"""Dữ liệu cá nhân: the catalogue, what has run out, the file of one person, erasing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, permissions, personal_file
from units.access import What, looked_at
from units.forms.honourees import EraseForm, RetentionForm
from units.long_lists import page_of
from units.models import PersonalDataClass, RetentionDue
from units.pages import numbers_of
from units.permissions import require
from units.posted import posted
from units.views.honourees import ROOM, about, get_honouree, get_kept, said
from units.views.shared import UNPROCESSABLE, done

MOST = 200  # at once


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """Dữ liệu cá nhân: what is kept, why and how long; what has run out in the branch."""
    require(permissions.keeps_somebody(request.user))
    dues = RetentionDue.objects.visible_to(request.user).open().for_list()
    context = {
        "rules": PersonalDataClass.objects.on().order_by("pk"),
        "page": page_of(request, dues),
        "crumbs": _crumbs(),
        "can_set": permissions.can_set_retention(request.user),
        "can_erase": permissions.administers_something(request.user),
    }
    looked_at(request, What.VIEWED, RetentionDue, about="Danh sách: hết thời hạn giữ")
    return render(request, "units/personal_data.html", context)


@require_POST
def retention_carry_out(request: HttpRequest) -> HttpResponse:
    """Xóa dữ liệu hết hạn: the chosen ones are shown once more before it is done."""
    require(permissions.administers_something(request.user))
    ids = numbers_of(request.POST.getlist("chon"))[:MOST]
    mine = RetentionDue.objects.erasable_by(request.user).open().within(ids).for_list()
    dues = list(mine)
    if not dues:
        messages.error(request, "Chọn ít nhất một dòng còn trong danh sách.")
        return redirect("personal-data")
    if request.POST.get("buoc") != "lam":
        context = {"dues": dues, "crumbs": [*_crumbs(), _here()]}
        return render(request, "units/retention_confirm.html", context)
    count = actions.carry_out_retention([due.pk for due in dues], by=request.user)
    messages.success(request, f"Đã xóa {count} mục dữ liệu hết thời hạn giữ.")
    return redirect("personal-data")


@require_http_methods(["GET", "POST"])
def retention_set(request: HttpRequest, code: str) -> HttpResponse:
    """Định thời hạn giữ."""
    require(permissions.can_set_retention(request.user))
    rule = PersonalDataClass.objects.by_code().get(code)
    if rule is None:
        raise Http404
    form = RetentionForm(posted(request), rule=rule)
    if form.is_bound and form.is_valid():
        changed = done(
            form, actions.set_retention, code, by=request.user, **form.cleaned_data
        )
        if changed is not None:
            messages.success(
                request, f"{changed}: giữ {changed.keep_months} tháng sau khi thôi."
            )
            return redirect("personal-data")
    context = {
        "form": form,
        "title": f"Thời hạn giữ: {rule}",
        "lead": f"Áp dụng cho mọi đơn vị trên hệ thống này. Căn cứ: {rule.basis}.",
        "act": "Lưu thời hạn",
        "crumbs": [*_crumbs(), _here()],
        "back": reverse("personal-data"),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/honouree_form.html", context, status=status)


@require_safe
@never_cache
def honouree_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tệp dữ liệu cá nhân, to be handed to the person; who took it is logged."""
    honouree = get_kept(request, pk)
    looked_at(request, What.DOWNLOADED, honouree, about=said(honouree))
    content = personal_file.write(honouree)
    answer = HttpResponse(content, content_type=personal_file.XLSX)
    name = personal_file.name_of(honouree)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def honouree_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Xóa dữ liệu cá nhân của một đối tượng."""
    honouree = get_honouree(request, pk)
    require(permissions.can_erase_honouree(request.user, honouree))
    form = EraseForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        erased = done(
            form,
            actions.erase_honouree,
            pk,
            by=request.user,
            reason=given["reason"],
            basis=given["basis"],
        )
        if erased is not None:
            messages.success(request, f"Đã xóa dữ liệu cá nhân của bản ghi số {pk}.")
            return redirect("honouree", pk)
    words = {
        "title": "Xóa dữ liệu cá nhân",
        "lead": "Họ tên, ngày sinh, giới tính, dấu số định danh, chức vụ, thành viên hộ, các lần "
        "sửa và mối gắn với tài khoản bị xóa hẳn, cả ở bản ghi đã gộp vào. Còn lại số bản ghi, "
        "loại đối tượng, đơn vị và dòng nhật ký về việc xóa. Văn bản đã ban hành, sổ đăng ký giữ "
        "nguyên.",
        "act": "Xóa dữ liệu",
        "danger": True,
    }
    status = UNPROCESSABLE if form.errors else 200
    context = about(honouree) | words | {"form": form, "today": localdate()}
    return render(request, "units/honouree_form.html", context, status=status)


def _crumbs():
    return [(ROOM, reverse("honouree-list"))]


def _here():
    return "Dữ liệu cá nhân", reverse("personal-data")
