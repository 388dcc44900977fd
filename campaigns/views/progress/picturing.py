"""Ảnh trước, sau của mô hình, công trình: sent together, described, taken out.

They are handed out as files of reports are (``views.progress.evidence``).
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import actions, permissions
from campaigns.actions.progress.picturing import MOST
from campaigns.evidence import ACCEPTED, LARGEST_FILE
from campaigns.forms.progress_registering import PictureForm
from campaigns.models import Evidence, Undertaking
from campaigns.views.progress.files_sent import LARGEST_REQUEST, refusal, take
from campaigns.views.shared import small_page
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload
from units.views.shared import done
from units.wording import file_size, vn_datetime

Moment = Evidence.Moment
MAX_MB = LARGEST_FILE // 2**20


def pictures_context(user: User, undertaking: Undertaking) -> dict[str, Any]:
    """For the page of an undertaking: its photos and files by moment: one query."""
    can = permissions.can_picture(user, undertaking)
    can = can and undertaking.status != Undertaking.Status.SUBMITTED
    files = Evidence.objects.visible_to(user).of_undertaking(undertaking)
    groups: dict[str, list[dict[str, Any]]] = {moment: [] for moment in Moment}
    for one in files:
        groups[one.moment].append(_listed(one))
    order = [*[one for one in Moment if one], Moment.NONE]
    count = sum(map(len, groups.values()))
    return {
        "pictures": [
            {"label": one.label if one else "Khác", "rows": groups[one]}
            for one in order
            if groups[one]
        ],
        "picture_count": count,
        "can_picture": can,
        "can_add_picture": can and count < MOST,
        "moments": [(one.value, one.label) for one in Moment],
        # Whose files wait in this browser, and for which work.
        "picture_owner": f"{user.pk}-ct-{undertaking.pk}",
        "max_mb": MAX_MB,
        "accepts": ACCEPTED,
    }


def _listed(one: Evidence) -> dict[str, Any]:
    facts = [file_size(one.size)]
    if one.taken_at:
        facts.append(f"chụp lúc {vn_datetime(one.taken_at)}")
    if one.is_source:
        facts.append("văn bản của đơn vị")
    return {"evidence": one, "facts": " · ".join(facts)}


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def undertaking_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi ảnh, tệp."""
    limit = limit_upload(request, LARGEST_REQUEST)
    return _undertaking_files(request, pk, limit)


@csrf_protect
@require_POST
def _undertaking_files(request, pk, limit):
    undertaking = get_object_or_404(
        Undertaking.objects.visible_to(request.user).for_page(), pk=pk
    )
    require(permissions.can_picture(request.user, undertaking))
    sent = take(request, limit, partial(_add, request, undertaking))
    if request.htmx:
        return refusal(sent) if sent.refused else _row(request, sent.added[-1])
    if sent.added:
        messages.success(request, f"Đã nhận {len(sent.added)} tệp.")
    for name, sentence in sent.refused:
        messages.error(request, f"{name}: {sentence}" if name else sentence)
    return redirect(_address(undertaking))


def _row(request, evidence):
    """Of the file that was sent; when it was taken stands beside it, for it is in no group yet."""
    row = _listed(evidence)
    if evidence.moment:
        row["facts"] = f"{evidence.get_moment_display()} · {row['facts']}"
    context = {"row": row, "can_picture": True}
    return render(request, "campaigns/progress/pictures.html#row", context)


def _add(request, undertaking, looked) -> Evidence:
    moment = request.POST.get("moment", "")
    return actions.add_undertaking_file(
        undertaking.pk, by=request.user, looked=looked,
        moment=moment if moment in Moment else "",
        keep_place="keep_place" in request.POST, is_source="is_source" in request.POST,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def undertaking_file_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi lúc chụp, chú thích."""
    evidence, undertaking = _own(request, pk)
    start = {"moment": evidence.moment, "caption": evidence.caption}
    form = PictureForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        saved = done(
            form,
            actions.describe_undertaking_file,
            pk,
            by=request.user,
            **form.cleaned_data,
        )
        if saved is not None:
            messages.success(request, "Đã ghi chú thích.")
            return redirect(_address(undertaking, pk))
    return small_page(
        request, form, title="Ghi chú thích", about=str(undertaking), act="Lưu",
        lead=evidence.file_name, back=_address(undertaking, pk),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def undertaking_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một tệp; GET asks."""
    evidence, undertaking = _own(request, pk)
    if request.method == "POST":
        try:
            actions.remove_undertaking_file(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(_address(undertaking, pk))
        messages.success(request, f"Đã bỏ “{evidence}”.")
        return redirect(_address(undertaking))
    context = {
        "question": f"Bỏ “{evidence}”?",
        "consequences": ["Tệp bị xóa khỏi đăng ký này và không lấy lại được."],
        "act": "Bỏ tệp", "danger": True, "safe_url": _address(undertaking, pk),
    }  # fmt: skip
    return render(request, "confirm.html", context)


def _own(request, pk) -> tuple[Evidence, Undertaking]:
    files = Evidence.objects.visible_to(request.user).for_page()
    evidence = get_object_or_404(files, pk=pk)
    if evidence.undertaking is None:
        raise Http404
    undertaking = get_object_or_404(
        Undertaking.objects.visible_to(request.user).for_page(),
        pk=evidence.undertaking_id,
    )
    require(permissions.can_picture(request.user, undertaking))
    return evidence, undertaking


def _address(undertaking, evidence_id=None):
    place = f"#mc-{evidence_id}" if evidence_id else "#anh"
    return reverse("campaigns:undertaking", args=[undertaking.pk]) + place
