"""Minh chứng của báo cáo: sent one by one or together, described, taken out, handed out.

The page of a report shows them (``evidence_rows.panel_of``); the one here shows them alone.
Files are private: each is given out as a download that runs nothing, and every giving out
stands in the access log.
"""

import logging
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, permissions
from campaigns.evidence import Kind, content_type_of
from campaigns.forms import EvidenceForm
from campaigns.models import Evidence, ProgressReport
from campaigns.stores import EVIDENCE
from campaigns.views.progress.evidence_rows import lines_of, panel_of, rows_of
from campaigns.views.progress.files_sent import LARGEST_REQUEST, refusal, take
from campaigns.views.progress.report_head import get_report, head_context
from campaigns.views.shared import UNPROCESSABLE
from units import form_messages
from units.access import What, looked_at
from units.errors import Refused
from units.middleware import came_from
from units.pages import given_out, number_in
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload

logger = logging.getLogger(__name__)

PAGE = "campaigns/progress/evidence_page.html"
FRAGMENT = "campaigns/progress/evidence.html"
# The address of a picture names its row, whose file never changes.
KEPT = "private, max-age=31536000, immutable"


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def report_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Minh chứng của một báo cáo; POST adds files."""
    limit = limit_upload(request, LARGEST_REQUEST)
    return _report_evidence(request, pk, limit)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _report_evidence(request, pk, limit):
    report = get_report(request, pk)
    if request.method == "GET":
        return _page(request, report)
    require(permissions.can_write_report(request.user, report))
    sent = take(request, limit, partial(_add, request, report))
    if sent.refused:
        return _refuse(request, report, sent)
    if request.htmx:
        [row] = rows_of(request.user, report, True, only=sent.added[-1].pk)
        return render(request, f"{FRAGMENT}#row", {"row": row})
    messages.success(request, f"Đã nhận {len(sent.added)} tệp minh chứng.")
    return redirect(f"{came_from(request).partition('#')[0]}#minh-chung")


@require_http_methods(["GET", "POST"])
def evidence_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi chú thích."""
    evidence, report = _own(request, pk)
    lines = lines_of(report)
    line = evidence.allocation
    if line and line.pk not in dict(lines):  # taken away by an amendment
        lines = [*lines, (line.pk, str(line.indicator))]
    start = {"caption": evidence.caption, "allocation": evidence.allocation_id}
    form = EvidenceForm(posted(request), initial=start, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_evidence(
                evidence.pk, by=request.user, caption=form.cleaned_data["caption"],
                allocation_id=form.cleaned_data["allocation"],
            )  # fmt: skip
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, "Đã ghi chú thích.")
            return redirect(_address(report, evidence.pk))
    context = head_context(request, report) | {"evidence": evidence, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    template = "campaigns/progress/evidence_describe.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ một tệp; GET asks."""
    evidence, report = _own(request, pk)
    if request.method == "POST":
        actions.remove_evidence(evidence.pk, by=request.user)
        messages.success(request, f"Đã bỏ “{evidence}”.")
        return redirect(_address(report))
    context = {
        "question": f"Bỏ “{evidence}”?",
        "consequences": ["Tệp bị xóa khỏi báo cáo này và không lấy lại được."],
        "act": "Bỏ tệp", "danger": True, "safe_url": _address(report, evidence.pk),
    }  # fmt: skip
    return render(request, "confirm.html", context)


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải tệp; ``?xem=1`` opens a photo in the browser."""
    evidence = _evidence(request, pk)
    inline = "xem" in request.GET and evidence.kind == Kind.PHOTO
    try:
        content_type = content_type_of(Kind(evidence.kind))
        response = given_out(request, EVIDENCE, evidence.sha256, content_type)
    except (OSError, ValueError):
        logger.exception("evidence %s", evidence.pk)
        context = {"evidence": evidence, "report": evidence.report}
        return render(
            request, "campaigns/progress/evidence_gone.html", context, status=503
        )
    disposition = content_disposition_header(not inline, evidence.file_name)
    response["Content-Disposition"] = disposition or ""
    about = f"{evidence.report or evidence.undertaking}: {evidence.file_name}"
    looked_at(request, What.DOWNLOADED, evidence, about=about)
    return response


@require_safe
def evidence_thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    """Ảnh nhỏ."""
    evidence = _evidence(request, pk)
    try:
        small = evidence.thumbnail_sha256
        return given_out(request, EVIDENCE, small, "image/webp", cache=KEPT)
    except (OSError, ValueError):
        raise Http404 from None


# ---- what is sent ----------------------------------------------------------------------------


def _add(request, report, looked) -> Evidence:
    return actions.add_evidence(
        report.pk, by=request.user, looked=looked,
        allocation_id=number_in(request.POST, "allocation"),
        keep_place="keep_place" in request.POST,
        is_source="is_source" in request.POST,
    )  # fmt: skip


def _refuse(request, report, sent):
    if request.htmx:
        return refusal(sent)
    chosen = {
        "allocation": number_in(request.POST, "allocation"),
        "keep_place": "keep_place" in request.POST,
        "is_source": "is_source" in request.POST,
    }
    return _page(
        request, report, refused=sent.refused, added=len(sent.added), chosen=chosen
    )


def _page(request, report, *, refused=(), added=0, chosen=None):
    context = head_context(request, report) | {
        "evidence": panel_of(request.user, report),
        "refused": refused, "added": added, "chosen": chosen or {},
    }  # fmt: skip
    return render(request, PAGE, context, status=UNPROCESSABLE if refused else 200)


# ---- what the person may see -----------------------------------------------------------------


def _evidence(request, pk) -> Evidence:
    files = Evidence.objects.visible_to(request.user).for_page()
    return get_object_or_404(files, pk=pk)


def _own(request, pk) -> tuple[Evidence, ProgressReport]:
    """One that the person may describe or take out."""
    evidence = _evidence(request, pk)
    if evidence.report is None:
        raise Http404
    require(permissions.can_write_report(request.user, evidence.report))
    return evidence, evidence.report


def _address(report, evidence_id=None):
    """Where it stands on the page of the report."""
    place = f"#mc-{evidence_id}" if evidence_id else "#minh-chung"
    return reverse("campaigns:report", args=[report.pk]) + place
