"""Nhập kế hoạch: a file or pasted text is read, looked through, and made into a campaign."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from campaigns import actions, reading, revising
from campaigns.forms import PasteForm, UploadForm
from campaigns.models import ImportDraft, Plan
from campaigns.permissions import hosts_of
from campaigns.readiness import OWN_HEAD
from campaigns.reading import Reading, TakesLong, Unreadable
from campaigns.reading.limits import LARGEST_FILE, QUICK_BLOCKS, check_size
from campaigns.revising import Revision
from campaigns.views import import_acts, import_page, import_waiting
from campaigns.views.import_acts import Outcome
from campaigns.views.listing import start_page
from campaigns.views.shared import go
from units.errors import Refused
from units.pages import number_in
from units.permissions import require
from units.undoing import undo_of
from units.uploads import limit_upload
from units.wording import vn_time

PAGE = "campaigns/import_review.html"
TOO_LARGE = (
    f"Tệp lớn hơn {LARGEST_FILE // 2**20} MB nên chưa đọc. "
    "Bỏ bớt ảnh hoặc tách phụ lục ra tệp riêng rồi chọn lại."
)
PASTED = "Phần chữ dán vào"
TOO_LONG = (
    "Phần dán vào quá dài cho một kế hoạch. Chỉ dán phần kế hoạch, bỏ phụ lục dài."
)


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def import_upload(request: HttpRequest) -> HttpResponse:
    """Đọc tệp hoặc chữ dán vào."""
    limit = limit_upload(request, LARGEST_FILE)
    try:
        response = _upload(request, limit)
    except (RequestDataTooBig, TooManyFieldsSent):
        require(bool(hosts_of(request.user)))
        request.POST = QueryDict()  # the body is spent
        paste = PasteForm({})
        paste.errors.clear()
        paste.add_error("text", TOO_LONG)
        return start_page(request, paste=paste)
    return response


@csrf_protect
@require_http_methods(["GET", "POST"])
def _upload(request, limit):
    require(bool(hosts_of(request.user)))
    if request.method == "GET":
        return redirect("campaigns:campaign-start")
    if "chu-text" in request.POST:
        form: Any = PasteForm(request.POST)
        if not form.is_valid():
            return start_page(request, paste=form)
        text = form.cleaned_data["text"]

        def read_paste():
            if text.count("\n") > QUICK_BLOCKS:
                return actions.keep_source(
                    by=request.user, file_name=f"{PASTED}.txt", content=text.encode()
                )
            return reading.read_text(text)

        return _read(request, form, "text", PASTED, read_paste)
    form = UploadForm(request.POST, request.FILES)
    if limit.too_large:
        form.errors.clear()
        form.add_error("file", TOO_LARGE)
        return start_page(request, upload=form)
    if not form.is_valid():
        return start_page(request, upload=form)
    file = form.cleaned_data["file"]

    def read():
        check_size(file.size)
        content = file.read()
        try:
            return reading.read_file(file.name, content, hurry=True)
        except TakesLong:
            return actions.keep_source(
                by=request.user, file_name=file.name, content=content
            )

    return _read(request, form, "file", file.name, read)


def _read(request, form, field, name, read):
    """Read and keep; what cannot be read is told beside the field, and nothing is kept."""
    try:
        found: Reading | ImportDraft = read()
    except (Unreadable, Refused) as refusal:
        form.add_error(field, str(refusal))
        key = "upload" if field == "file" else "paste"
        return start_page(request, **{key: form})
    if isinstance(found, ImportDraft):
        draft = found
    else:
        twin, kept = revising.dump(revising.begin(found))
        draft = actions.keep_import(
            by=request.user, file_name=name, twin=twin, reading=kept
        )
    return go(request, reverse("campaigns:import-review", args=[draft.pk]))


@require_http_methods(["GET", "POST"])
def import_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem lại bản đọc: every guess can be put right before the campaign is made."""
    made = Plan.objects.made_of_reading(pk, request.user).first()
    if made is not None:  # gone back to, or clicked twice
        return go(request, reverse("campaigns:plan-check", args=[made.pk]))
    draft = _get(request, pk)
    hosts = hosts_of(request.user)
    require(bool(hosts))
    if draft.is_waiting:
        return import_waiting.waiting_page(request, draft)
    if draft.problem:
        return import_waiting.refusal_page(request, draft)
    if draft.is_proven:  # what signatures cover is not put right by who reads it
        return go(request, reverse("campaigns:import-answer", args=[draft.pk]))
    if request.method == "GET":
        return _show(request, draft, revising.load(draft), _from_query(request))
    try:
        revision, outcome = import_acts.perform(request, draft)
    except Refused as refusal:
        revision, outcome = (
            revising.load(draft),
            Outcome(problem=str(refusal), status=422),
        )
    act, _, argument = request.POST.get("act", "luu").partition(":")
    if act == "tu-luu":
        return _autosaved(request, outcome, revision)
    if outcome.status >= 400:
        return _show(request, draft, revision, outcome)
    if act == OWN_HEAD:
        host = _host(request, revision, hosts)
        revision = actions.revise_import(
            draft.pk,
            by=request.user,
            change=lambda kept: import_page.with_own_head(kept, host),
        )
    if act == "lap":
        chosen = _host(request, revision, hosts)
        plan = actions.create_from_import(draft.pk, by=request.user, host_id=chosen.pk)
        return go(request, reverse("campaigns:plan-check", args=[plan.pk]))
    if act == "tra-loi":
        return go(request, reverse("campaigns:import-answer", args=[draft.pk]))
    if act == "den":
        outcome.page = number_in({"den": argument}, "den") or 1
    if request.htmx or outcome.note or outcome.problem:
        return _show(request, draft, revision, outcome)
    address = reverse("campaigns:import-review", args=[draft.pk])
    return redirect(f"{address}?trang={outcome.page}&dong={outcome.focus or ''}")


@require_http_methods(["GET", "POST"])
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản đọc, sau khi hỏi lại."""
    draft = _get(request, pk)
    if request.method == "POST":
        dropped = actions.drop_import(draft.pk, by=request.user)
        if dropped:
            messages.success(
                request,
                f"Đã bỏ bản đọc “{dropped}” vào thùng rác.",
                extra_tags=undo_of("ban-doc", dropped.pk),
            )
        return redirect("campaigns:campaign-start")
    what = "bản đọc" if draft.twin else "tệp"
    lost = (
        "Bản đọc và các chỗ anh/chị đã sửa nằm trong Thùng rác, khôi phục được trong thời hạn "
        "giữ."
        if draft.twin
        else "Máy thôi đọc tệp này."
    )
    context = {
        "question": f"Bỏ {what} “{draft.file_name}”?",
        "consequences": [f"{lost} Tệp gốc trên máy của anh/chị vẫn còn."],
        "act": f"Bỏ {what}",
        "danger": True,
        "safe_url": reverse("campaigns:import-review", args=[draft.pk]),
    }
    return render(request, "confirm.html", context)


def _get(request, pk) -> ImportDraft:
    return get_object_or_404(ImportDraft.objects.of(request.user), pk=pk)


def _from_query(request) -> Outcome:
    return Outcome(
        page=number_in(request.GET, "trang") or 1,
        focus=number_in(request.GET, "dong"),
    )


def _host(request, revision, hosts):
    """The host that was chosen; before anything is, the one whose head the file bears."""
    wanted = request.POST.get("host", "")
    chosen = next((host for host in hosts if str(host.pk) == wanted), None)
    return chosen or import_page.likeliest(revision, hosts)


def _autosaved(request, outcome, revision):
    if outcome.status >= 400:
        context = {"state": "bad", "text": "Chưa lưu: còn ô cần sửa", "retry": True}
        return render(
            request, "campaigns/editor.html#saved", context, status=outcome.status
        )
    context = {
        "state": "ok",
        "text": f"Đã giữ lúc {vn_time(now())}",
        "seen": import_page.fingerprints(revision, request.POST),
    }
    return render(request, "campaigns/editor.html#saved", context)


def _show(request, draft, revision: Revision, outcome: Outcome):
    chunks = import_page.chunks(revision)
    paginator = Paginator(chunks, 1)
    page: Page = paginator.get_page(outcome.page)
    rows = import_page.rows(revision, page.object_list[0], outcome)
    hosts = hosts_of(request.user)
    host = _host(request, revision, hosts)
    # A superior's plan bears the superior's head.
    slips = [] if draft.is_superior else import_page.foreign_head(revision, host)
    sureness = import_page.sureness(revision, slips)
    head = outcome.head or import_page.head_form(revision)
    head.compare(slips)
    context = {
        "draft": draft,
        "rows": rows,
        "page": page,
        "url": reverse("campaigns:import-review", args=[draft.pk]),
        "drop_url": reverse("campaigns:import-drop", args=[draft.pk]),
        "heading": "Xem lại bản đọc",
        "outcome": outcome,
        "problem": outcome.problem,
        "head": head,
        "foot": outcome.foot or import_page.foot_form(revision),
        "sureness": sureness,
        "head_unsure": any(item["kind"] == "warn" for item in sureness),
        "doubts": import_page.doubts(revision),
        "remarks": import_page.remarks(revision, chunks, page.number),
        "counts": import_page.counts(revision),
        "unsure": revision.unsure,
        "hosts": hosts if len(hosts) > 1 else [],
        "host": host,
        "reviewing": True,
        "state": "bad" if outcome.status >= 400 else "ok",
        "save_text": "Chưa giữ được hết"
        if outcome.status >= 400
        else "Mọi chỗ sửa đều được giữ",
    }
    template = f"{PAGE}#answer" if request.htmx else PAGE
    return render(request, template, context, status=outcome.status)
