"""Bản chụp quyết định khen thưởng cũ: sent, handed out, dropped. Files are private."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from awards import actions, permissions
from awards.forms.honours import ScanForm
from awards.models import Honour, HonourPaper
from awards.stores import SCANS
from awards.views.proposals.shared import form_page, looked_file
from campaigns.evidence import LARGEST_FILE, Kind, content_type_of
from units import form_messages
from units.access import What, looked_at
from units.errors import Refused
from units.pages import given_out
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload

logger = logging.getLogger(__name__)


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def honour_scan_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi bản chụp quyết định; GET shows the form alone."""
    return _add(request, pk, limit_upload(request, LARGEST_FILE))


@csrf_protect
@require_http_methods(["GET", "POST"])
def _add(request, pk, limit):
    seen = Honour.objects.visible_to(request.user)
    honour = get_object_or_404(
        seen.select_related("honouree__unit", "collective"), pk=pk
    )
    require(permissions.can_record_honour(request.user, _place(honour)))
    back = _back(honour)
    form = ScanForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            looked = looked_file(request, limit, "file")
            if looked is None:
                raise Refused("Chọn một tệp rồi bấm Gửi tệp.", at="file")
            actions.add_honour_scan(pk, by=request.user, looked=looked)
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, "Đã nhận bản chụp quyết định.")
            return redirect(back)
    return form_page(
        request, form, title="Gửi bản chụp quyết định", act="Gửi tệp", back=back,
        path=[("Thành tích khen thưởng", back)], multipart=True,
        lead=f"{honour.honouree or honour.collective}: {honour.award_name}, quyết định số "
        f"{honour.reference}. Chỉ người xem được thành tích này mới mở được tệp.",
    )  # fmt: skip


@require_safe
def honour_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải bản chụp; ``?xem=1`` opens a photo in the browser."""
    scan = _scan(request, pk)
    inline = "xem" in request.GET and scan.kind == Kind.PHOTO
    kind = content_type_of(Kind(scan.kind))
    try:
        response = given_out(request, SCANS, scan.sha256, kind)
    except (OSError, ValueError):
        logger.exception("scan of an old decision %s", scan.pk)
        return render(
            request, "awards/proposals/file_gone.html", {"paper": scan}, status=503
        )
    disposition = content_disposition_header(not inline, scan.file_name)
    response["Content-Disposition"] = disposition or ""
    looked_at(request, What.DOWNLOADED, scan, about=scan.file_name)
    return response


@require_http_methods(["GET", "POST"])
def honour_scan_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một bản chụp; GET asks."""
    scan = _scan(request, pk)
    require(permissions.can_record_honour(request.user, _place(scan.honour)))
    back = _back(scan.honour)
    if request.method == "POST":
        actions.drop_honour_scan(pk, by=request.user)
        messages.success(request, f"Đã bỏ “{scan}”.")
        return redirect(back)
    context = {
        "question": f"Bỏ bản chụp “{scan}”?",
        "consequences": [
            "Tệp bị xóa và không lấy lại được; dòng thành tích vẫn còn, ghi là chưa có bản chụp."
        ],
        "act": "Bỏ tệp", "danger": True, "safe_url": back,
    }  # fmt: skip
    return render(request, "confirm.html", context)


def _scan(request, pk) -> HonourPaper:
    scans = HonourPaper.objects.visible_to(request.user).for_page()
    return get_object_or_404(scans, pk=pk)


def _place(honour):
    return honour.honouree.unit if honour.honouree else honour.collective


def _back(honour) -> str:
    if honour.honouree_id is not None:
        return reverse("awards:honouree-honours", args=[honour.honouree_id])
    return reverse("awards:unit-honours", args=[honour.collective_id])
