"""Phiếu báo cáo của đơn vị (màn hình 06): begin, fill in, check, send, take back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import owing, permissions
from campaigns.actions.progress import reporting
from campaigns.actions.progress.reporting import Saved
from campaigns.filling import Figure, Sheet, lacks, mark_of, sheet_of
from campaigns.forms.progress_reports import ProvenanceForm
from campaigns.models import (
    Participation,
    ProgressReport,
    RaisedItem,
    ReportingPeriod,
)
from campaigns.report_links import owed_url
from campaigns.views.progress.evidence_rows import panel_of
from campaigns.views.progress.posted import QUIET, PostedSheet, read_sheet
from campaigns.views.progress.rows import counted, rows
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import CONFLICT, UNPROCESSABLE, campaign_url, go
from units import form_messages
from units.errors import Refused
from units.permissions import require
from units.posted import posted as sent
from units.vietnamese import stored
from units.wording import vn_date, vn_time

Status = ProgressReport.Status
TAGS = {
    Status.DRAFT: ("info", "pencil"),
    Status.SUBMITTED: ("info", "send"),
    Status.RETURNED: ("warn", "arrow-return-left"),
    Status.APPROVED: ("ok", "check-circle-fill"),
    Status.EXEMPT: ("mute", "dash"),
}
SHEET = "campaigns/progress/sheet.html"
SPARE = 2  # empty boxes for difficulties, so that it works without the script


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Báo cáo của đơn vị mình: what is owed first, then what was sent."""
    today = localdate()
    found = owing.of_person(request.user, today)
    open_ones = [_listed(owed, today) for owed in found if owed.is_open]
    done = [_listed(owed, today) for owed in reversed(found) if not owed.is_open]
    context = {"open": open_ones, "done": done, "tabs": unit_tabs("report-list")}
    return render(request, "campaigns/progress/report_list.html", context)


def _listed(owed, today) -> dict[str, Any]:
    kind, icon = TAGS[Status(owed.report.status)] if owed.report else ("mute", "circle")
    label = owed.report.get_status_display() if owed.report else "Chưa nhập"
    return {
        "owed": owed,
        "url": owed_url(owed),
        "tag": kind,
        "icon": icon,
        "label": label,
        "overdue": owed.is_overdue(today),
        "returned": owed.report is not None and owed.report.status == Status.RETURNED,
    }


@require_safe
def report_next(request: HttpRequest) -> HttpResponse:
    """Làm tiếp: on to what is due first of all that is owed; ``?sau=`` after that report."""
    today = localdate()
    left = [one for one in owing.of_person(request.user, today) if one.is_due(today)]
    skipped = request.GET.get("sau", "")
    keys = [f"{one.participation.pk}-{one.period.pk}" for one in left]
    start = keys.index(skipped) + 1 if skipped in keys else 0
    if start >= len(left):
        messages.info(
            request,
            "Đã đi hết các báo cáo đến hạn."
            if left
            else "Không còn báo cáo nào đến hạn.",
        )
        return redirect("campaigns:report-list")
    return redirect(f"{owed_url(left[start])}?lien-tiep=1")


@require_http_methods(["GET", "POST"])
def report_begin(request: HttpRequest, taking: int, period: int) -> HttpResponse:
    """Mở báo cáo một kỳ: the unit at once, the host with what it is typed in from."""
    participation = get_object_or_404(
        Participation.objects.visible_to(request.user).select_related(
            "campaign__host", "unit"
        ),
        pk=taking,
    )
    when = get_object_or_404(
        ReportingPeriod, pk=period, campaign=participation.campaign_id
    )
    there = (
        ProgressReport.objects.visible_to(request.user)
        .filter(participation=participation, period=when)
        .first()
    )
    if there is not None and request.method == "GET":
        return redirect("campaigns:report", there.pk)
    own = permissions.can_report(request.user, participation)
    require(own or permissions.can_report_for(request.user, participation))
    form = None if own else ProvenanceForm(sent(request))
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            report = _begin(request, participation, when, form)
        except Refused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect("campaigns:report-list")
            form_messages.refused(form, refusal)
        else:
            return redirect("campaigns:report", report.pk)
    context = {
        "participation": participation, "period": when, "form": form,
        "campaign": participation.campaign, "own": own,
        "in_row": "lien-tiep" in request.GET, "key": f"{taking}-{period}",
    }  # fmt: skip
    status = UNPROCESSABLE if form is not None and form.is_bound else 200
    return render(request, "campaigns/progress/begin.html", context, status=status)


def _begin(request, participation, when, form) -> ProgressReport:
    if form is None:
        return reporting.begin_report(participation.pk, when.pk, by=request.user)
    return reporting.begin_report_for_unit(
        participation.pk, when.pk, by=request.user,
        provenance=form.cleaned_data["provenance"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu: written by the unit while it is open, read by all others who see it."""
    report = get_report(request, pk)
    writes = permissions.can_write_report(request.user, report)
    if request.method == "POST":
        require(writes)
        return _save(request, report)
    if writes and report.is_open:
        sheet = sheet_of(report)
        return render(request, SHEET, _context(request, report, sheet))
    return render(
        request, "campaigns/progress/report.html", read_context(request, report)
    )


def _save(request, report) -> HttpResponse:
    sheet = sheet_of(report)
    given = read_sheet(request.POST, sheet)
    try:
        saved = reporting.save_report(
            report.pk, by=request.user, figures=given.figures, marks=given.marks,
            narrative=given.narrative, narrative_mark=given.narrative_mark,
            raised=given.raised if _has_raised(given) else None,
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, report, given, str(refusal))
    quiet = bool(request.htmx)
    sheet = sheet_of(report)
    clashes = bool(saved.conflicts) or saved.narrative_conflict is not None
    if quiet:
        return _quiet(request, report, sheet, given, saved)
    if clashes:
        context = _context(
            request, report, _as_typed(sheet, given, saved), given, saved
        )
        return render(request, SHEET, context, status=CONFLICT)
    if given.act == "xem-lai":
        return redirect("campaigns:report-check", report.pk)
    if given.act == "thoat":
        messages.success(request, "Đã lưu nháp, chưa nộp.")
        return redirect("campaigns:report-list")
    messages.success(request, "Đã lưu nháp, chưa nộp.")
    return go(request, reverse("campaigns:report", args=[report.pk]))


def _has_raised(given: PostedSheet) -> bool:
    return bool(given.raised)


def _quiet(request, report, sheet, given, saved: Saved) -> HttpResponse:
    """Lưu ngầm: how it stands, the verdicts and the marks anew; no box is touched."""
    count = len(saved.conflicts) + (saved.narrative_conflict is not None)
    if count:
        state, text = "bad", f"{count} chỗ người khác vừa sửa, chưa lưu đè"
    else:
        state, text = "ok", f"Đã lưu nháp lúc {vn_time(report_time(report))}"
    context = _context(request, report, sheet, given, saved) | {
        "state": state, "text": text, "retry": bool(count), "oob": True,
    }  # fmt: skip
    return render(request, f"{SHEET}#saved", context)


def report_time(report: ProgressReport):
    report.refresh_from_db(fields=["changed_at"])
    return report.changed_at


def _refused(request, report, given, sentence) -> HttpResponse:
    """Sent, received or locked in the meantime: all that was typed is still there."""
    report = get_report(request, report.pk)
    sheet = _as_typed(sheet_of(report), given, None)
    context = _context(request, report, sheet, given) | {"problem": sentence}
    if request.htmx:
        context |= {"state": "bad", "text": sentence, "retry": True, "oob": True}
        return render(request, f"{SHEET}#saved", context, status=UNPROCESSABLE)
    return render(request, SHEET, context, status=UNPROCESSABLE)


def _as_typed(sheet: Sheet, given: PostedSheet, saved: Saved | None) -> Sheet:
    """The lines as the person typed them, where what stands there is another's."""
    mine = given.figures if saved is None else dict.fromkeys(saved.conflicts)
    return sheet.with_figures(
        {pk: given.figures[pk] for pk in mine if pk in given.figures}
    )


def _context(
    request, report, sheet: Sheet, given: PostedSheet | None = None,
    saved: Saved | None = None,
) -> dict[str, Any]:  # fmt: skip
    missing = lacks(sheet)
    shown = rows(sheet, given, _others(sheet, given, saved))
    raised = list(report.raised.order_by("pk"))
    # What was typed stands in the box where it could not be stored.
    lost = saved is None or saved.narrative_conflict is not None
    typed = given.narrative if given and lost else None
    narrative = report.narrative if typed is None else typed
    return head_context(request, report) | {
        "sheet": sheet,
        "rows": shown,
        # Saving by itself answers without it.
        "evidence": SimpleLazyObject(partial(panel_of, request.user, report)),
        "counted": {row.name: counted(row.line) for row in shown},
        "lacks": missing,
        "filled": sheet.filled,
        "only_flagged": any(row.closed for row in shown),
        "narrative": narrative,
        "narrative_mark": _narrative_mark(report, given),
        "narrative_other": saved.narrative_conflict if saved else None,
        "raised": raised,
        "spare": range(len(raised), len(raised) + SPARE),
        "raised_kinds": RaisedItem.Kind.choices,
        "sealing_key": _sealing_key(request.user, report),
        "url": reverse("campaigns:report", args=[report.pk]),
        "save_text": _saved_at(report.changed_at),
    }


def _others(sheet, given, saved) -> dict[int, Any]:
    """What others have stored in lines that this page shows otherwise."""
    if saved is None or given is None:
        return {}
    stored = {line.pk: Figure.of(line.row) for line in sheet.lines}
    return {
        pk: stored[pk]
        for pk, figure in given.figures.items()
        if pk in stored and figure != stored[pk]
    }


def _narrative_mark(report, given) -> str:
    """As of a line: a page that shows older words keeps their mark."""
    older = (
        given is not None
        and given.act == QUIET
        and given.narrative is not None
        and stored(given.narrative) != report.narrative
    )
    return given.narrative_mark or "" if older else mark_of(report.narrative)


def _saved_at(moment) -> str:
    if localdate(moment) == localdate():
        return f"Đã lưu nháp lúc {vn_time(moment)}"
    return f"Đã lưu nháp {vn_date(localdate(moment))}"


def head_context(request, report) -> dict[str, Any]:
    """What stands above every page of one report."""
    tag, icon = TAGS[Status(report.status)]
    today = localdate()
    sees = report.campaign.host_id in request.user.chain_of_units or (
        report.campaign.host_id in request.user.units_read
    )
    return {
        "report": report,
        "period": report.period,
        "campaign": report.campaign,
        "campaign_url": campaign_url(report.campaign) if sees else "",
        "tag": tag,
        "icon": icon,
        "overdue": owing.Owed(report.participation, report.period, report).is_overdue(
            today
        ),
        "is_late": report.submitted_at is not None
        and localdate(report.submitted_at) > report.period.due_on,
        "in_row": "lien-tiep" in request.GET,
        "key": f"{report.participation_id}-{report.period_id}",
    }


def read_context(request, report) -> dict[str, Any]:
    """The report as it is read."""
    sheet = sheet_of(report)
    user = request.user
    return head_context(request, report) | {
        "sheet": sheet,
        "rows": rows(sheet),
        "evidence": panel_of(user, report),
        "raised": list(
            report.raised.select_related("owner", "answered_by").order_by("pk")
        ),
        "can_withdraw": report.status == Status.SUBMITTED
        and permissions.can_write_report(user, report),
        "can_receive": report.status == Status.SUBMITTED
        and permissions.can_receive(user, report),
        "can_undo": report.status == Status.APPROVED
        and permissions.can_receive(user, report),
        "can_end_exemption": report.status == Status.EXEMPT
        and permissions.can_exempt(user, report.campaign),
    }


@require_http_methods(["GET", "POST"])
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem lại trước khi nộp: what is missing first, each a link to its box; then all of it."""
    report = get_report(request, pk)
    require(permissions.can_write_report(request.user, report))
    if not report.is_open:
        return redirect("campaigns:report", report.pk)
    refused = ""
    if request.method == "POST":
        try:
            reporting.submit_report(report.pk, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
            report = get_report(request, pk)
            if not report.is_open:
                messages.info(request, refused)
                return redirect("campaigns:report", report.pk)
        else:
            report = get_report(request, pk)
            messages.success(
                request,
                f"Đã nộp lúc {vn_time(report.sent_again_at or report.submitted_at)}, số biên "
                f"nhận {report.receipt}. {report.campaign.host} sẽ tiếp nhận hoặc yêu cầu bổ "
                "sung; rút về để sửa được cho đến khi tiếp nhận.",
            )
            return redirect("campaigns:report", report.pk)
    sheet = sheet_of(report)
    context = head_context(request, report) | {
        "rows": rows(sheet),
        "lacks": lacks(sheet),
        "sheet": sheet,
        "refused": refused,
        "raised": list(report.raised.order_by("pk")),
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "campaigns/progress/check.html", context, status=status)


@require_POST
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút về."""
    report = get_report(request, pk)
    require(permissions.can_write_report(request.user, report))
    try:
        reporting.withdraw_report(report.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút báo cáo về. Sửa xong thì nộp lại.")
    return redirect("campaigns:report", report.pk)


def get_report(request: HttpRequest, pk: int) -> ProgressReport:
    """The report, or 404 where the person may not even see it."""
    reports = ProgressReport.objects.visible_to(request.user).for_page()
    return get_object_or_404(reports, pk=pk)


def _sealing_key(user, report):
    """With which the browser seals what it keeps of this person's unsaved words."""
    made = salted_hmac("progress.unsaved", f"{user.pk}:{report.pk}", algorithm="sha256")
    return ",".join(map(str, made.digest()))
