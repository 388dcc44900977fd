"""Giấy khen theo quyết định: begun, watched while workers make it, paused, printed, downloaded."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards.deciding.diplomas import common_merit
from awards.models import Decision
from awards.views.decisions import crumbs_to
from campaigns.views.shared import small_page
from reports import actions, diplomas, permissions
from reports.diploma_forms import BeginForm, PrintForm, WordsForm
from reports.models import Diploma, DiplomaBatch, DiplomaPrint, Printer, Stock
from reports.views.files import give
from units.pages import answer, numbers_of
from units.permissions import require
from units.posted import posted
from units.views.shared import done

Status = Diploma.Status
TAGS = {
    Status.WAITING: ("mute", "hourglass-split"),
    Status.RENDERED: ("info", "arrow-repeat"),
    Status.SIGNED: ("ok", "check-circle-fill"),
    Status.STOPPED: ("warn", "exclamation-triangle"),
}


@require_http_methods(["GET", "POST"])
@never_cache
def decision_diplomas(request: HttpRequest, pk: int) -> HttpResponse:
    """Giấy khen của một quyết định; while there are none, the form with which they begin."""
    seen = Decision.objects.visible_to(request.user).for_page()
    decision = get_object_or_404(seen, pk=pk, status="issued", kind="confer")
    batch = DiplomaBatch.objects.visible_to(request.user).of_decision(decision).first()
    may = permissions.can_make_diplomas(request.user, decision)
    if batch is not None:
        if request.method == "POST":  # begun in another window
            require(may)
            return _back(batch)
        return page_of(request, batch)
    form = None
    if may:
        form = BeginForm(posted(request), initial={"merit": common_merit(decision)})
    require(request.method == "GET" or form is not None)
    if form is not None and form.is_bound and form.is_valid():
        begun = done(
            form, actions.begin_diplomas, pk, by=request.user,
            merit=form.cleaned_data["merit"],
        )  # fmt: skip
        if begun is not None:
            messages.success(
                request,
                "Đã lập giấy khen. Xem lại chữ in từng tờ rồi bấm Dựng trang, ký số.",
            )
            return redirect("reports:decision-diplomas", pk)
    context = {"decision": decision, "form": form, "crumbs": crumbs_to(decision)}
    status = 422 if form is not None and form.errors else 200
    return render(request, "reports/diplomas_begin.html", context, status=status)


def page_of(
    request: HttpRequest, batch: DiplomaBatch, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a batch; ``forms`` replace the empty one (bound, with errors)."""
    batch = DiplomaBatch.objects.for_page().get(pk=batch.pk)
    decision, authority = batch.decision, batch.decision.authority
    may = permissions.can_make_diplomas(request.user, decision)
    items = list(Diploma.objects.of_batch(batch).for_page())
    counts = Counter(one.status for one in items)
    prints = list(DiplomaPrint.objects.visible_to(request.user).of_batch(batch))
    left = counts[Status.WAITING] + counts[Status.RENDERED]
    no_seal = diplomas.why_no_seal(batch) if counts[Status.SIGNED] < len(items) else ""
    works = batch.status == "running" and (
        counts[Status.WAITING] > 0 or (counts[Status.RENDERED] > 0 and not no_seal)
    )
    asked = any(one.status == "asked" for one in prints)
    here = request.method != "POST"
    context = {
        "batch": batch,
        "decision": decision,
        "rows": [(one, TAGS[Status(one.status)]) for one in items],
        "amount": len(items),
        "signed": counts[Status.SIGNED],
        "stopped": counts[Status.STOPPED],
        "left": left,
        "works": works,
        # A form that came back with its words is not reloaded from under them.
        "watches": here and (works or asked),
        "tells_rows": bool(request.htmx) and not works,
        "page_url": _address(batch),
        "no_seal": no_seal if may else "",
        "may": may,
        "prints": prints if may else [],
        "print_form": forms.get("print_form") or _print_form(None, authority),
        "form": next(iter(forms.values()), None),
        "ticked": numbers_of(request.POST.getlist("so")),
        "crumbs": crumbs_to(decision),
    }
    return answer(request, "reports/diplomas.html", "live", context, status=status)


def _print_form(data: Any, authority: Any) -> PrintForm:
    return PrintForm(
        data,
        stocks=Stock.objects.of_unit(authority),
        printers=Printer.objects.of_unit(authority),
    )


@require_POST
def diplomas_pause(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    actions.pause_diplomas(pk, by=request.user)
    messages.success(request, "Đã tạm dừng; giấy đang làm dở thì làm xong rồi dừng.")
    return _back(batch)


@require_POST
def diplomas_resume(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    actions.resume_diplomas(pk, by=request.user)
    messages.success(request, "Đang làm tiếp.")
    return _back(batch)


@require_POST
def diplomas_retry(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    amount = actions.retry_diplomas(pk, by=request.user)
    messages.success(request, f"Đang làm lại {amount} giấy khen.")
    return _back(batch)


@require_http_methods(["GET", "POST"])
def diploma_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa chữ in của một giấy chưa ký."""
    diploma = _diploma(request, pk)
    decision = diploma.batch.decision
    require(permissions.can_make_diplomas(request.user, decision))
    form = WordsForm(posted(request), diploma=diploma)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.amend_diploma, pk, by=request.user, **form.cleaned_data
        )
        if saved is not None:
            messages.success(request, "Đã lưu. Bấm “Làm lại” nếu giấy này đang dừng.")
            return _back(diploma.batch)
    return small_page(
        request, form, title=f"Chữ in trên giấy khen số {diploma.number:02d}",
        lead=diploma.subject, act="Lưu", back=_address(diploma.batch),
        crumbs=crumbs_to(decision),
    )  # fmt: skip


@require_POST
def diplomas_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập tệp in of those that were ticked."""
    batch = _batch(request, pk)
    require(permissions.can_make_diplomas(request.user, batch.decision))
    form = _print_form(request.POST, batch.decision.authority)
    if form.is_valid():
        stock, printer = form.cleaned_data["stock"], form.cleaned_data["printer"]
        made = done(
            form, actions.print_diplomas, pk, by=request.user,
            numbers=numbers_of(request.POST.getlist("so")),
            stock_id=stock.pk if stock else None,
            printer_id=printer.pk if printer and stock else None,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if made is not None:
            messages.success(
                request, "Đang dựng tệp in; xong thì nút tải hiện ở bảng Các lần in."
            )
            return redirect(f"{_address(batch)}#cac-lan-in")
    return page_of(request, batch, status=422, print_form=form)


@require_POST
def print_retry(request: HttpRequest, pk: int) -> HttpResponse:
    found = _print(request, pk)
    actions.retry_print(pk, by=request.user)
    return _back(found.batch)


@require_safe
def print_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải tệp in."""
    found = _print(request, pk)
    require(permissions.can_make_diplomas(request.user, found.batch.decision))
    if found.status != DiplomaPrint.Status.READY:
        raise Http404
    return _given(request, found, found.batch, f"{found.batch}: {found}")


@require_safe
def diploma_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải bản ký số của một giấy khen."""
    diploma = _diploma(request, pk)
    if diploma.status != Status.SIGNED:
        raise Http404
    return _given(request, diploma, diploma.batch, str(diploma))


def _given(
    request: HttpRequest, kept: Diploma | DiplomaPrint, batch: DiplomaBatch, said: str
) -> HttpResponse:
    return give(
        request, kept, kept.file_name, kept, said=said, about=str(batch),
        back=_address(batch), crumbs=crumbs_to(batch.decision),
    )  # fmt: skip


def _batch(request: HttpRequest, pk: int) -> DiplomaBatch:
    return get_object_or_404(
        DiplomaBatch.objects.visible_to(request.user).for_page(), pk=pk
    )


def _diploma(request: HttpRequest, pk: int) -> Diploma:
    seen = Diploma.objects.visible_to(request.user).for_paper().defer("draft")
    return get_object_or_404(seen, pk=pk)


def _print(request: HttpRequest, pk: int) -> DiplomaPrint:
    seen = DiplomaPrint.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("batch__decision__authority"), pk=pk)


def _address(batch: DiplomaBatch) -> str:
    return reverse("reports:decision-diplomas", args=[batch.decision_id])


def _back(batch: DiplomaBatch) -> HttpResponse:
    return redirect(_address(batch))
