"""Mô hình, công trình đã duyệt của một phong trào: the list behind the counts of the overview."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.models import Undertaking
from campaigns.views.progress.seen import opened, url

PAGE = 50
SORTS = {
    "": ("Đã duyệt", lambda one: True),
    "dang-lam": ("Đang làm", lambda one: one.finished_on is None),
    "xong": ("Hoàn thành", lambda one: one.finished_on is not None),
    "khanh-thanh": ("Đã khánh thành", lambda one: one.inaugurated_on is not None),
    "gan-bien": ("Đã gắn biển", lambda one: one.plaque_on is not None),
}


@require_safe
def campaign_undertakings(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Danh sách; ``?tt=`` how far they have come."""
    head = opened(request, pk)
    found = list(
        Undertaking.objects.approved().filter(campaign=head.campaign).for_list()
    )
    sort = request.GET.get("tt", "")
    sort = sort if sort in SORTS else ""
    groups = {
        key: [one for one in found if is_in(one)] for key, (_, is_in) in SORTS.items()
    }
    page = Paginator(groups[sort], PAGE).get_page(request.GET.get("trang"))
    context = head.context("campaign-registrations") | {
        "page": page,
        "sorts": [
            {"key": key, "label": label, "count": len(groups[key]), "now": key == sort}
            for key, (label, _) in SORTS.items()
        ],
        "url": url(head, "campaign-undertakings"),
        "board_url": url(head, "campaign-registrations"),
    }
    return render(request, "campaigns/progress/undertaking_list.html", context)
