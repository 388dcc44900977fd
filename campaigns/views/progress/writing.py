"""Ghi phiếu báo cáo: a page that is saved, by hand or by itself; nothing that was typed is lost."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from campaigns.actions.progress import reporting
from campaigns.actions.progress.raising import Kept
from campaigns.actions.progress.reporting import Saved
from campaigns.filling import Figure, Sheet, lacks, mark_of, sheet_of
from campaigns.models import ProgressReport, RaisedItem
from campaigns.views.progress.evidence_rows import panel_of
from campaigns.views.progress.posted import QUIET, PostedSheet, lines_in, read_sheet
from campaigns.views.progress.raised_boxes import boxes_of, states_of
from campaigns.views.progress.report_head import get_report, head_context
from campaigns.views.progress.rows import counted, rows
from campaigns.views.shared import CONFLICT, UNPROCESSABLE, go
from units.errors import Refused
from units.vietnamese import stored
from units.wording import vn_date, vn_time

SHEET = "campaigns/progress/sheet.html"


def save(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """What was sent of the sheet; what could not be stored comes back as it was typed."""
    given = read_sheet(request.POST, sheet_of(report, also=lines_in(request.POST)))
    raised = given.raised_to_save
    try:
        saved = reporting.save_report(
            report.pk, by=request.user, figures=given.figures_to_save, marks=given.marks,
            narrative=given.narrative_to_save, narrative_mark=given.narrative_mark,
            raised=list(raised.values()),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, report, given, str(refusal))
    sheet = sheet_of(report, also=saved.gone | given.told.keys())
    if request.htmx:
        return _quiet(request, report, sheet, given, saved)
    unsaved = saved.clashes + given.unsaved
    if unsaved:
        context = sheet_context(
            request, report, _as_typed(sheet, given, saved), given, saved
        ) | {"unsaved": unsaved}
        status = CONFLICT if saved.clashes else UNPROCESSABLE
        return render(request, SHEET, context, status=status)
    if given.act == "xem-lai":
        return redirect("campaigns:report-check", report.pk)
    messages.success(request, "Đã lưu nháp, chưa nộp.")
    if given.act == "thoat":
        return redirect("campaigns:report-list")
    return go(request, reverse("campaigns:report", args=[report.pk]))


def _quiet(request, report, sheet, given, saved: Saved) -> HttpResponse:
    """Lưu ngầm: how it stands, the verdicts and the marks anew; no box is touched."""
    count = saved.clashes + given.unsaved
    others = len(saved.conflicts) + (saved.narrative_conflict is not None)
    if count and count == others:
        state, text = "bad", f"{count} chỗ người khác vừa sửa, chưa lưu đè"
    elif count:
        state, text = "bad", f"{count} chỗ chưa lưu được"
    else:
        state, text = "ok", f"Đã lưu nháp lúc {vn_time(_changed_at(report))}"
    context = sheet_context(request, report, sheet, given, saved) | {
        "state": state, "text": text, "retry": bool(count), "oob": True,
        "boxes": states_of(given, _kept(given, saved)),
    }  # fmt: skip
    return render(request, f"{SHEET}#saved", context)


def _kept(given: PostedSheet, saved: Saved) -> Mapping[int, Kept]:
    return dict(zip(given.raised_to_save, saved.raised, strict=True))


def _changed_at(report: ProgressReport):
    report.refresh_from_db(fields=["changed_at"])
    return report.changed_at


def _refused(request, report, given, sentence) -> HttpResponse:
    """Sent, received or locked in the meantime: all that was typed is still there."""
    report = get_report(request, report.pk)
    given = replace(given, is_refused=True)
    also = given.told.keys() | given.touched
    sheet = _as_typed(sheet_of(report, also=also), given, None)
    context = sheet_context(request, report, sheet, given) | {"problem": sentence}
    if request.htmx:
        context |= {"state": "bad", "text": sentence, "retry": True, "oob": True}
        return render(request, f"{SHEET}#saved", context, status=UNPROCESSABLE)
    return render(request, SHEET, context, status=UNPROCESSABLE)


def _as_typed(sheet: Sheet, given: PostedSheet, saved: Saved | None) -> Sheet:
    """The lines as the person typed them, where that is not what is stored."""
    if saved is None:
        return sheet.with_figures(given.figures | given.told)
    mine = {*saved.conflicts, *saved.gone, *given.long}
    typed = {pk: given.figures[pk] for pk in mine if pk in given.figures}
    return sheet.with_figures(typed | given.told)


def sheet_context(
    request: HttpRequest, report: ProgressReport, sheet: Sheet,
    given: PostedSheet | None = None, saved: Saved | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The sheet as it is written on."""
    shown = rows(sheet, given, _others(sheet, given, saved))
    kept = _kept(given, saved) if given and saved else None
    # What was typed stands in the box where it could not be stored.
    lost = (
        saved is None
        or saved.narrative_conflict is not None
        or (given is not None and given.narrative_long)
    )
    typed = given.narrative if given and lost else None
    return head_context(request, report) | {
        "sheet": sheet,
        "rows": shown,
        # Saving by itself answers without it.
        "evidence": SimpleLazyObject(partial(panel_of, request.user, report)),
        "counted": {row.name: counted(row.line) for row in shown},
        "lacks": lacks(sheet),
        "filled": sheet.filled,
        "owed": len(sheet.owed),
        "only_flagged": any(row.closed for row in shown if not row.line.gone),
        "narrative": report.narrative if typed is None else typed,
        "narrative_mark": _narrative_mark(report, given),
        "narrative_other": saved.narrative_conflict if saved else None,
        "narrative_long": given.narrative_long if given else "",
        "strays": given.strays if given else [],
        "boxes": SimpleLazyObject(partial(boxes_of, report, given, kept)),
        "raised_kinds": [(one.value, one.label) for one in RaisedItem.IN_REPORT],
        "sealing_key": _sealing_key(request.user, report),
        "url": reverse("campaigns:report", args=[report.pk]),
        "save_text": _saved_at(report.changed_at),
    }


def _others(sheet, given, saved) -> dict[int, Any]:
    """What others have stored in lines that this page shows otherwise."""
    if saved is None or given is None:
        return {}
    stored = {line.pk: Figure.of(line.row) for line in sheet.owed}
    return {
        pk: stored[pk]
        for pk, figure in given.figures.items()
        if pk in stored and pk not in given.long and figure != stored[pk]
    }


def _narrative_mark(report, given: PostedSheet | None) -> str:
    """As of a line: a page that shows older words keeps their mark."""
    older = (
        given is not None
        and (given.act == QUIET or given.is_refused or given.narrative_long)
        and given.narrative is not None
        and stored(given.narrative) != report.narrative
    )
    if given is not None and older:
        return given.narrative_mark or ""
    return mark_of(report.narrative)


def _saved_at(moment) -> str:
    if localdate(moment) == localdate():
        return f"Đã lưu nháp lúc {vn_time(moment)}"
    return f"Đã lưu nháp {vn_date(localdate(moment))}"


def _sealing_key(user, report):
    """With which the browser seals what it keeps of this person's unsaved words."""
    made = salted_hmac("progress.unsaved", f"{user.pk}:{report.pk}", algorithm="sha256")
    return ",".join(map(str, made.digest()))
