"""Nhiệm vụ kế hoạch giao: what one's own unit does of them, and how they stand at the host."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, assigned, permissions
from campaigns.assigned import SORTS
from campaigns.forms.progress_tasks import TaskForm
from campaigns.models import UnitTask
from campaigns.views.progress.matrix import opened, url
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.access import What, looked_at
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

PAGE = 30
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    ("Đơn vị", 30), ("Nhiệm vụ", 60), ("Hạn", 12), ("Trạng thái", 20), ("Quá hạn", 10),
    ("Người làm", 22), ("Ngày xong", 12), ("Kết quả", 50), ("Lý do không thực hiện được", 40),
    ("Minh chứng", 40),
)  # fmt: skip


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """Nhiệm vụ của đơn vị mình: what is open first, the soonest due before the others."""
    today = localdate()
    tasks = UnitTask.objects.of_units_of(request.user).living().for_person()
    sort = assigned.sort_of(request.GET.get("tt", ""))
    found = list(tasks)
    rows = assigned.rows_of(
        [task for task in found if assigned.is_in(task, sort, today)], today
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "sorts": assigned.sorts_of(found, sort, today),
        "url": reverse("campaigns:task-list"),
        "tabs": unit_tabs("task-list"),
    }
    return render(request, "campaigns/progress/task_list.html", context)


@require_http_methods(["GET", "POST"])
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một nhiệm vụ, with what the unit says of it; the form for who may write there."""
    tasks = UnitTask.objects.visible_to(request.user).for_page()
    task = get_object_or_404(tasks, pk=pk)
    may = permissions.can_report_task(request.user, task)
    if request.method == "POST":
        require(may)
    is_open = task.dropped_at is None and task.participation.left_at is None
    form = watching(TaskForm(posted(request), task=task), task)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.report_task, task.pk, by=request.user, told=form.told,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect("campaigns:task", pk)
    runs = permissions.can_see_progress(request.user, task.campaign)
    today = localdate()
    context = {
        "row": assigned.Row(task, task.is_overdue(today)),
        "task": task,
        "form": form if may and is_open else None,
        "is_open": is_open,
        "crumbs": [
            ("Nhiệm vụ", campaign_url(task.campaign, "campaign-tasks"))
            if runs and not may
            else ("Nhiệm vụ được giao", reverse("campaigns:task-list"))
        ],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/task.html", context, status=status)


@require_safe
def campaign_tasks(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Nhiệm vụ của mọi đơn vị, unit by unit."""
    head = opened(request, pk)
    today = localdate()
    tasks = list(UnitTask.objects.of_campaign(head.campaign).living().for_board())
    sort = assigned.sort_of(request.GET.get("tt", ""))
    units = assigned.by_unit(tasks, sort, today)
    here = url(head, "campaign-tasks")
    context = head.context("campaign-tasks") | {
        "page": Paginator(units, PAGE).get_page(request.GET.get("trang")),
        "sorts": assigned.sorts_of(tasks, sort, today),
        "sort": sort,
        "total": len(tasks),
        "url": here,
        "export_url": f"{url(head, 'campaign-tasks-export')}?tt={sort}",
    }
    return render(request, "campaigns/progress/task_board.html", context)


@require_safe
@never_cache
def campaign_tasks_export(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Xuất Excel what the list shows, all pages of it."""
    head = opened(request, pk)
    today = localdate()
    sort = assigned.sort_of(request.GET.get("tt", ""))
    tasks = UnitTask.objects.of_campaign(head.campaign).living().for_board()
    rows = [task for task in tasks if assigned.is_in(task, sort, today)]
    at = localtime(now())
    told = [
        head.campaign.name,
        f"Nhiệm vụ: {SORTS[sort].lower()} ({len(rows)}).",
        f"Xuất lúc {at:%H:%M ngày %d/%m/%Y}.",
    ]
    looked_at(request, What.EXPORTED, head.campaign, about="Nhiệm vụ của các đơn vị")
    response = HttpResponse(_written(rows, told, today), content_type=_EXCEL)
    name = f"nhiem-vu-{head.campaign.pk}-{at:%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _written(tasks, told, today) -> bytes:
    import xlsxwriter  # noqa: PLC0415  a third of a second, only for who takes the file

    kept = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False
    }  # fmt: skip
    with xlsxwriter.Workbook(kept, options) as book:
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True})
        sheet = book.add_worksheet("Nhiệm vụ")
        for number, line in enumerate(told):
            sheet.write_string(number, 0, line, bold if not number else None)
        first = len(told) + 1
        for column, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(first, column, title, bold)
        for number, task in enumerate(tasks, first + 1):
            late = "Quá hạn" if task.is_overdue(today) else ""
            for column, value in enumerate(
                (
                    str(task.unit), task.text, task.due_on, task.get_status_display(),
                    late, task.owner, task.done_on, task.result, task.reason, task.link,
                )
            ):  # fmt: skip
                if isinstance(value, str):
                    sheet.write_string(number, column, value[:32_000], plain)
                elif value is not None:
                    sheet.write_datetime(number, column, value, day)
        sheet.freeze_panes(first + 1, 1)
    return kept.getvalue()
