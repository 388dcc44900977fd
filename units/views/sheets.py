"""Nhập Excel: the imports of the branch, a new one, one from its columns to its undoing."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import inviting, mailing
from units import sheets as tables
from units.access import What, looked_at
from units.actions import sheets as acts
from units.drawing import qr_of
from units.errors import Refused, Unreadable
from units.forms.sheets import ColumnsForm, SheetUploadForm
from units.long_lists import PAGE_SIZE, page_of
from units.models import SheetImport, SheetKind, SheetRow
from units.obstacle_links import linked
from units.pages import answer, number_in
from units.posted import posted
from units.queries import sheets as queries
from units.sheets.reading import TOO_LARGE
from units.uploads import limit_upload
from units.views.shared import (
    UNPROCESSABLE,
    done,
    require_administrator,
    tabs,
)
from units.wording import vn_datetime

Status, Outcome = SheetImport.Status, SheetRow.Outcome
SLOWER_AFTER = 15  # looks, one in two seconds; then one in five
# In the address, as it is read: ?xem=tu-choi
SHOWN = {
    "tu-choi": Outcome.REFUSED,
    "them": Outcome.ADDED,
    "sua": Outcome.CHANGED,
    "giu": Outcome.UNCHANGED,
}
DOUBTS = "can-xem"
RECORD_URLS = {
    SheetKind.UNIT: "unit",
    SheetKind.ACCOUNT: "user",
    SheetKind.HONOUREE: "honouree",
    SheetKind.HONOUR: "honouree",
}
WORK = {
    Status.WAITING: "Đang xem thử từng dòng…",
    Status.CARRYING: "Đang nhập…",
    Status.UNDOING: "Đang hoàn tác…",
}


@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Các đợt nhập của nhánh, the newest first."""
    require_administrator(request)
    page = page_of(request, SheetImport.objects.visible_to(request.user).for_list())
    context = {"page": page, "tabs": tabs("sheet-list")}
    return render(request, "units/sheet_list.html", context)


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def sheet_new(request: HttpRequest) -> HttpResponse:
    """Chọn tệp để nhập: ``?loai=don-vi``."""
    limit = limit_upload(request, tables.LARGEST_FILE)
    try:
        return _new(request, limit)
    except RequestDataTooBig:
        require_administrator(request)
        request.POST = QueryDict()  # the body is spent
        form = SheetUploadForm({}, user=request.user)
        form.errors.clear()
        form.add_error("file", TOO_LARGE)
        return _new_page(request, form)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _new(request, limit):
    require_administrator(request)
    if request.method == "GET":
        first = {"kind": request.GET.get("loai") or tables.UNITS.slug}
        return _new_page(request, SheetUploadForm(initial=first, user=request.user))
    form = SheetUploadForm(request.POST, request.FILES, user=request.user)
    if limit.too_large:
        form.errors.pop("file", None)
        form.add_error("file", TOO_LARGE)
    if not form.is_valid():
        return _new_page(request, form)
    file, layout = form.cleaned_data["file"], form.layout
    try:
        content = file.read()
        kept = acts.keep_sheet(
            by=request.user, unit_id=form.cleaned_data["unit"].pk, kind=layout.kind,
            file_name=file.name, content=content,
            table=tables.read_table(file.name, content, layout),
        )  # fmt: skip
    except (Unreadable, Refused) as refusal:
        form.add_error("file", str(refusal))
        return _new_page(request, form)
    return _on(request, kept)


def _new_page(request, form):
    context = {
        "form": form,
        "crumbs": crumbs(),
        "layouts": list(tables.LAYOUTS.values()),
        "tops": list(form.fields["unit"].queryset),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/sheet_new.html", context, status=status)


@require_safe
@never_cache
def sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một đợt nhập: what every row would do, then what it did; ``?xem=tu-choi``."""
    kept = get_sheet(request, pk)
    if kept.status == Status.MAPPING:
        return redirect("sheet-columns", kept.pk)
    if kept.is_owed:
        context = _waiting(kept, look=0) | {"kept": kept, "crumbs": crumbs()}
        return render(request, "units/sheet_waiting.html", context)
    if kept.kind != SheetKind.UNIT:
        looked_at(request, What.VIEWED, kept)
    shown = request.GET.get("xem", "")
    if shown not in SHOWN and shown != DOUBTS:
        shown = "tu-choi" if kept.refused and "xem" not in request.GET else ""
    rows = kept.rows.prefetch_related("cells")
    if shown == DOUBTS:
        rows = rows.doubtful()
    elif shown:
        rows = rows.came_out(SHOWN[shown])
    # Of past awards alone somebody must say that they were looked at.
    doubts = kept.rows.doubtful().count() if kept.kind == SheetKind.HONOUR else 0
    uninvited = acts.uninvited(kept)
    layout, is_emptied = tables.LAYOUTS[kept.kind], not kept.rows.exists()
    context = {
        "kept": kept,
        "layout": layout,
        "crumbs": crumbs(),
        "page": page_of(request, rows),
        "shown": shown,
        "counts": [
            ("them", "Thêm", kept.added, "ok"),
            ("sua", "Sửa", kept.changed, "ok"),
            ("giu", "Giữ nguyên", kept.unchanged, ""),
            ("tu-choi", "Từ chối", kept.refused, "bad"),
            (DOUBTS, "Cần xem", doubts, "warn"),
        ],
        "doubts": doubts,
        "can_carry_out": kept.status == Status.REHEARSED
        and not kept.refused
        and bool(kept.added or kept.changed),
        "does_nothing": not (kept.added or kept.changed or kept.refused),
        "is_emptied": is_emptied,
        # A file with refusals is offered where one is told to correct it.
        "has_result": not is_emptied
        and not (kept.status == Status.REHEARSED and kept.refused)
        and not (kept.kind == SheetKind.HONOUREE and kept.done_at),
        "record_url": RECORD_URLS[SheetKind(kept.kind)],
        "uninvited": uninvited,
        "mailed": [user for user in uninvited if user.email and mailing.can_send()],
        "missing": _missing(kept, layout),
    }
    return answer(request, "units/sheet.html", "rows", context)


@require_safe
@never_cache
def sheet_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Đến đâu rồi: what the page asks while it waits; the page itself when that is over."""
    kept = get_sheet(request, pk)
    if not kept.is_owed or not request.htmx:
        return _to(request, kept)
    look = number_in(request.GET, "lan") or 0
    return render(request, "components/progress.html", _waiting(kept, look))


def _waiting(kept, look):
    return {
        "url": f"{reverse('sheet-watch', args=[kept.pk])}?lan={look + 1}",
        "title": WORK[kept.status],
        "done": acts.progress_of(kept.pk),
        "total": kept.rows_in_all,
        "every": 2 if look < SLOWER_AFTER else 5,
    }


@require_http_methods(["GET", "POST"])
def sheet_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghép cột của tệp với ô dữ liệu; the next file of this authority is understood by itself."""
    kept = get_sheet(request, pk)
    if kept.status not in (Status.MAPPING, Status.REHEARSED):
        return redirect("sheet", kept.pk)
    form = ColumnsForm(posted(request), kept=kept)
    if form.is_bound and form.is_valid():
        named = done(form, acts.name_columns, pk, by=request.user, fields=form.chosen)
        if named is not None:
            return _on(request, named)
    form.show(queries.samples(kept))
    if kept.kind != SheetKind.UNIT:
        looked_at(request, What.VIEWED, kept)
    context = {"kept": kept, "form": form, "crumbs": [*crumbs(), _crumb(kept)]}
    context["layout"] = tables.LAYOUTS[kept.kind]
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/sheet_columns.html", context, status=status)


@require_POST
def sheet_rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem thử lại."""
    get_sheet(request, pk)
    return _on(request, acts.rehearse_again(pk, by=request.user))


@require_POST
def sheet_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhập cả tệp."""
    kept = get_sheet(request, pk)
    if kept.status not in (
        Status.CARRYING,
        Status.DONE,
    ):  # a second click finds it done
        kept = acts.ask_to_carry_out(
            pk, by=request.user, doubts_seen="da-xem" in request.POST
        )
    elif kept.status == Status.DONE:
        who = _by_whom(request, kept.done_by)
        messages.info(
            request,
            f"{who} đã nhập tệp này lúc {vn_datetime(kept.done_at)}; lần bấm này không nhập "
            "thêm gì.",
        )
    return _on(request, kept)


@require_http_methods(["GET", "POST"])
def sheet_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hoàn tác cả đợt nhập: first what stands in the way, row by row."""
    kept = get_sheet(request, pk)
    if kept.status == Status.UNDONE and request.method == "POST":
        who = _by_whom(request, kept.undone_by)
        at = vn_datetime(kept.undone_at)
        messages.info(request, f"{who} đã hoàn tác đợt nhập này lúc {at}.")
    if kept.status != Status.DONE:
        return redirect("sheet", kept.pk)
    if request.method == "POST":
        return _on(request, acts.ask_to_undo(pk, by=request.user))
    every = Paginator(acts.obstacles(kept), PAGE_SIZE)
    page = every.get_page(request.GET.get("trang"))
    context = {
        "kept": kept,
        "crumbs": [*crumbs(), _crumb(kept)],
        "layout": tables.LAYOUTS[kept.kind],
        "page": page,
        "obstacles": linked(page, request.user),
    }
    return render(request, "units/sheet_undo.html", context)


@require_POST
@never_cache
def sheet_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Mời các tài khoản mới: letters, or slips to print; no password is ever seen."""
    kept = get_sheet(request, pk)
    by_mail = request.POST.get("cach") == "thu"
    invited = acts.invite_all(pk, by=request.user, by_mail=by_mail)
    if by_mail:
        messages.success(request, f"Đang gửi {len(invited)} thư mời.")
        return redirect("sheet", pk)
    context = {
        "kept": kept,
        "slips": [
            {
                "invitation": one,
                "link": (link := inviting.link_of(one)),
                "qr": qr_of(link),
            }
            for one in invited
        ],
        "left": len(acts.uninvited(kept)),
        "crumbs": [*crumbs(), _crumb(kept)],
    }
    return render(request, "units/sheet_slips.html", context)


@require_http_methods(["GET", "POST"])
def sheet_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ tệp chưa nhập."""
    kept = get_sheet(request, pk)
    if request.method == "POST":
        acts.drop_sheet(pk, by=request.user)
        messages.success(
            request, f"Đã bỏ tệp “{kept.file_name}”; chưa có gì được nhập."
        )
        return redirect("sheet-list")
    context = {
        "question": f"Bỏ tệp “{kept.file_name}”?",
        "consequences": [
            "Tệp và kết quả xem thử bị bỏ. Chưa có gì được nhập từ tệp này."
        ],
        "act": "Bỏ tệp",
        "danger": True,
        "safe_url": reverse("sheet", args=[kept.pk]),
    }
    return render(request, "confirm.html", context)


def get_sheet(request: HttpRequest, pk: int) -> SheetImport:
    """The import, or 404 where it is of an authority that the person does not administer."""
    seen = SheetImport.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("unit", "created_by", "done_by", "undone_by"), pk=pk
    )


def crumbs() -> list[tuple[str, str]]:
    return [("Nhập Excel", reverse("sheet-list"))]


def _crumb(kept):
    return (kept.file_name, reverse("sheet", args=[kept.pk]))


def _by_whom(request, person):
    return "Anh/chị" if person == request.user else str(person)


def _missing(kept, layout):
    return layout.missing(kept.fields) if kept.status == Status.REHEARSED else []


def _on(request, kept):
    """To the page of the import, with its work done where that is short."""
    kept.refresh_from_db()
    if kept.is_owed and not acts.is_long(kept):
        acts.work_now(kept)
    return _to(request, kept)


def _to(request, kept):
    url = reverse("sheet", args=[kept.pk])
    if request.htmx:
        response = HttpResponse()
        response["HX-Redirect"] = url
        return response
    return redirect(url)
