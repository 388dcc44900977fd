"""Ký giao ước: one page of the paper and who has signed it; each signs, or says why not."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.evidence import LARGEST_FILE, look_at
from campaigns.models import Pact
from campaigns.pacts import head_of
from campaigns.views.shared import small_page
from reports import actions, examining, permissions, tasks
from reports.forms import MAX_UPLOAD_MB, ReasonForm, SignedFileForm
from reports.models import PactFile, PactPaper, PactSeat
from reports.pact_forms import ScanForm
from reports.pact_rows import SeatRow, rows_of
from reports.verdicts import Conclusion
from reports.views.files import give
from reports.views.joint import sign_page, take_signed
from units import form_messages
from units.errors import Refused, Unreadable
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload

logger = logging.getLogger(__name__)
UNPROCESSABLE = 422
Status = PactPaper.Status
TAGS = {
    Status.REQUESTED: "info", Status.STOPPED: "warn", Status.SIGNING: "gold",
    Status.COMPLETE: "ok", Status.REFUSED: "bad", Status.DROPPED: "mute",
}  # fmt: skip
TOO_LARGE = f"Tệp lớn hơn {MAX_UPLOAD_MB} MB. Quét lại ở độ phân giải thấp hơn."


@require_safe
@never_cache
def pact_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Bản giao ước để ký: the newest one and its seats, the earlier ones below."""
    return _page(request, _pact(request, pk))


def _page(request, pact, *, status=200, **forms) -> HttpResponse:
    papers = list(PactPaper.objects.of_pact(pact).for_page())
    paper = papers[0] if papers else None
    leads = permissions.can_lay_pact(request.user, head_of(pact.cluster))
    rows = rows_of(request.user, paper, leads) if paper else []
    newest = paper.newest if paper else None
    working = bool(paper) and is_working(paper, rows)
    handed = next((row for row in rows if row.mine and row.seat.is_handed), None)
    context: dict[str, Any] = {
        "pact": pact,
        "paper": paper,
        "tag": _tag(paper) if paper else ("mute", "Chưa lập bản ký"),
        "rows": rows,
        "done": sum(row.seat.is_done for row in rows),
        "newest": newest,
        "verdict": verdict_of(newest) if paper and paper.status == Status.COMPLETE else None,
        "earlier": [{"paper": one, "tag": _tag(one)} for one in papers[1:]],
        "can_lay": leads and pact.status == Pact.Status.COMPLETE,
        "can_drop": leads and paper is not None and paper.is_in_force
        and paper.status != Status.COMPLETE,
        "is_working": working,
        "handed": handed,
        "file_form": forms.get("file_form") or SignedFileForm(),
        "form": next(iter(forms.values()), None),
        "public_url": reverse("reports:verify", args=[paper.code])
        if paper and paper.status == Status.COMPLETE
        else "",
        "crumbs": _crumbs(pact),
    }  # fmt: skip
    return render(request, "reports/pact_paper.html", context, status=status)


def is_working(paper: PactPaper, rows: Sequence[SeatRow]) -> bool:
    """A worker is at it: the page asks on."""
    if not paper.is_in_force:
        return False
    whole = paper.status == Status.SIGNING and all(row.seat.is_done for row in rows)
    asked = any(row.is_working for row in rows)
    return paper.status == Status.REQUESTED or asked or (whole and not paper.problem)


@require_POST
def pact_lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập bản ký."""
    pact = _pact(request, pk)
    require(permissions.can_lay_pact(request.user, head_of(pact.cluster)))
    try:
        actions.lay_pact_paper(pact.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã lập bản giao ước, đang dựng trang.")
    return redirect("reports:pact-paper", pact.pk)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def pact_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ký: the leader says once more who they are, then a worker signs."""
    seat = _seat(request, pk)
    require(permissions.can_sign_pact(request.user, seat))
    pact = _pact_of(seat.paper)
    return sign_page(
        request, seat, actions.sign_pact, template="reports/pact_sign.html",
        back=_back(pact), capacity=seat.capacity.split("\n"),
        crumbs=_crumbs(pact, paper=True),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def pact_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Không ký."""
    seat = _seat(request, pk)
    require(permissions.can_sign_pact(request.user, seat))
    pact = _pact_of(seat.paper)
    return why(
        request, partial(actions.refuse_pact, seat.pk), str(pact), _back(pact),
        title=f"{seat} không ký giao ước này", act="Không ký",
        lead="Bản này thôi giá trị với mọi thành viên, kể cả ai đã ký; các thành viên đọc được "
        "lý do, trưởng sửa giao ước hoặc lập bản khác.",
        said="Đã ghi không ký, kèm lý do.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def pact_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản đang ký."""
    paper = _paper(request, pk)
    pact = _pact_of(paper)
    require(permissions.can_lay_pact(request.user, head_of(pact.cluster)))
    return why(
        request, partial(actions.drop_pact_paper, paper.pk), str(pact), _back(pact),
        title="Bỏ bản đang ký", act="Bỏ bản này",
        lead="Để sửa người ký, việc nhận làm rồi lập bản khác. Ai đã ký phải ký lại.",
        said="Đã bỏ bản đang ký.",
    )  # fmt: skip


@require_POST
def pact_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi bản đã ký bằng thiết bị của mình."""
    seat = _seat(request, pk)
    require(permissions.can_sign_pact_outside(request.user, seat))

    def page(form):
        pact = _pact(request, seat.paper.pact_id)
        return _page(request, pact, status=UNPROCESSABLE, file_form=form)

    return take_signed(
        request, seat, actions.take_pact_signature, back=_back(_pact_of(seat.paper)),
        page=page,
    )  # fmt: skip


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def pact_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi bản quét của thành viên ký trên giấy."""
    limit = limit_upload(request, MAX_UPLOAD_MB * 2**20)
    return _pact_scan(request, pk, limit)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _pact_scan(request, pk, limit):
    seat = _seat(request, pk)
    pact = _pact_of(seat.paper)
    require(permissions.can_keep_pact_scan(request.user, head_of(pact.cluster)))
    form = ScanForm(
        *((request.POST, request.FILES) if request.method == "POST" else ())
    )
    if limit.too_large:
        form.add_error("tep", TOO_LARGE)
    elif form.is_bound and form.is_valid() and _kept(request, seat, form):
        messages.success(request, f"Đã nhận bản quét của {seat}.")
        return redirect("reports:pact-paper", pact.pk)
    context = {
        "seat": seat, "form": form, "back": reverse("reports:pact-paper", args=[pact.pk]),
        "file_url": reverse("reports:pact-file", args=[seat.paper_id]),
        "crumbs": _crumbs(pact, paper=True),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reports/pact_scan.html", context, status=status)


def _kept(request, seat, form) -> bool:
    file = form.cleaned_data["tep"]
    try:
        if file.size > LARGEST_FILE:
            raise Refused(
                f"Bản quét nặng hơn {LARGEST_FILE // 2**20} MB. Quét lại ở độ phân giải thấp "
                "hơn.",
                at="tep",
            )
        actions.keep_pact_scan(
            seat.pk, by=request.user, looked=look_at(file.read(), file.name),
            signed_on=form.cleaned_data["signed_on"],
        )  # fmt: skip
    except Unreadable as error:
        form.add_error("tep", str(error))
    except Refused as refusal:
        form_messages.refused(form, refusal)
    else:
        return True
    return False


@require_safe
def pact_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải bản giao ước with all signatures so far; ``?xem=1`` opens it in the browser."""
    paper = _paper(request, pk)
    file = paper.newest
    if file is None:
        raise Http404
    name = paper.file_name
    if paper.status != Status.COMPLETE:
        name = f"{name.removesuffix('.pdf')}-dang-ky.pdf"
    pact = _pact_of(paper)
    return _give(request, file, name, paper, pact)


@require_safe
def pact_scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Tải bản quét."""
    seat = _seat(request, pk)
    if not seat.scan_sha256:
        raise Http404
    paper = seat.paper
    name = f"{paper.file_name.removesuffix('.pdf')}-ban-quet-{seat.position}.pdf"
    pact = _pact_of(paper)
    return _give(request, seat, name, paper, pact)


def _give(request, kept, name, paper, pact) -> HttpResponse:
    return give(
        request, kept, name, paper, said=f"{paper}: {name}", about=str(pact),
        back=_back(pact), crumbs=_crumbs(pact),
    )  # fmt: skip


def why(
    request: HttpRequest,
    do: Callable,
    about: str,
    back: str,
    *,
    said: str,
    **words: Any,
) -> HttpResponse:
    """A reason is asked for, then the act done; back to the page of the paper."""
    form = ReasonForm(posted(request), undone="Chưa ghi được")
    if form.is_bound and form.is_valid():
        try:
            do(by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(request, said)
            return redirect(back)
    return small_page(request, form, about=about, back=back, **words)


def verdict_of(file: PactFile) -> Conclusion | None:
    """What the verifier said of it last; None: it is asked now."""
    if examining.is_unjudged(file.sha256) and examining.should_ask(file.sha256):
        tasks.wake(tasks.examine_pact, file.pk)
    return examining.verdict_of_members(file.sha256)


def _tag(paper) -> tuple[str, str]:
    if paper.status == Status.COMPLETE and not paper.is_in_force:
        return "mute", "Không còn hiệu lực"
    return TAGS[Status(paper.status)], paper.get_status_display()


def _pact(request, pk) -> Pact:
    pacts = Pact.objects.visible_to(request.user).for_page()
    return get_object_or_404(pacts, pk=pk)


def _pact_of(paper: PactPaper) -> Pact:
    assert paper.pact is not None  # ``pacts`` chose it
    return paper.pact


def _back(pact: Pact) -> str:
    return reverse("reports:pact-paper", args=[pact.pk])


def _paper(request, pk) -> PactPaper:
    papers = PactPaper.objects.visible_to(request.user).pacts().for_page()
    return get_object_or_404(papers, pk=pk)


def _seat(request, pk) -> PactSeat:
    seats = PactSeat.objects.visible_to(request.user).of_pacts().for_act()
    return get_object_or_404(seats, pk=pk)


def _crumbs(pact, *, paper=False):
    found = [
        (str(pact.cluster), reverse("cluster", args=[pact.cluster_id])),
        (str(pact), reverse("campaigns:pact", args=[pact.pk])),
    ]
    if paper:
        found.append(("Bản ký", reverse("reports:pact-paper", args=[pact.pk])))
    return found
