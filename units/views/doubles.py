"""Có thể trùng: the pairs, one pair side by side, merged, told apart, parted again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, permissions
from units.access import What, looked_at
from units.errors import Refused
from units.long_lists import page_of
from units.models import Honouree, HonoureeMerge, LikelyDouble
from units.pages import number_in
from units.permissions import require
from units.queries import honourees as queries
from units.views.honourees import ROOM, said
from units.views.shared import UNPROCESSABLE

MERGED = Honouree.Status.MERGED


@require_safe
def double_list(request: HttpRequest) -> HttpResponse:
    """Các cặp có thể trùng of the branch."""
    require(permissions.keeps_somebody(request.user))
    pairs = LikelyDouble.objects.visible_to(request.user).open().for_list()
    looked_at(request, What.VIEWED, LikelyDouble, about="Danh sách: cặp có thể trùng")
    context = {"page": page_of(request, pairs), "crumbs": _crumbs()}
    return render(request, "units/double_list.html", context)


@require_http_methods(["GET", "POST"])
def double(request: HttpRequest, pk: int) -> HttpResponse:
    """Hai bản ghi cạnh nhau: POST ``viec=gop`` with ``giu``, ``viec=khac``, or ``viec=lai``."""
    pair = LikelyDouble.objects.visible_to(request.user).for_page(pk)
    if pair is None:
        return _merged(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            return _decide(request, pair)
        except Refused as refused:
            refusal = str(refused)
    for one in (pair.first, pair.second):
        looked_at(request, What.VIEWED, one, about=said(one))
    context = {
        "pair": pair,
        "sides": queries.sides(pair),
        "is_individual": pair.first.kind == Honouree.Kind.INDIVIDUAL,
        "can_tell_apart": pair.can_be_two,
        "kept": number_in(request.POST, "giu"),
        "refusal": refusal,
        "crumbs": [*_crumbs(), ("Có thể trùng", reverse("double-list"))],
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "units/double.html", context, status=status)


@require_http_methods(["GET", "POST"])
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Gỡ một lần gộp."""
    mine = Honouree.objects.kept_by(request.user).order_by().values("pk")
    merges = HonoureeMerge.objects.filter(kept__in=mine, other__in=mine)
    merge = get_object_or_404(merges.select_related("kept", "other"), pk=pk)
    if request.method == "POST":
        try:
            parted = actions.undo_merge(pk, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("honouree", merge.kept_id)
        messages.success(request, f"Đã gỡ: {parted} là bản ghi riêng trở lại.")
        return redirect("honouree", parted.pk)
    context = {
        "question": f"Gỡ lần gộp số {merge.other_id} vào số {merge.kept_id}?",
        "consequences": [
            "Chức vụ, thành viên và việc đã chuyển sang khi gộp trở về bản ghi cũ; cái ghi thêm "
            "sau khi gộp ở lại.",
            "Cặp này lại hiện ở trang Có thể trùng nếu hai bản ghi vẫn giống nhau.",
        ],
        "act": "Gỡ lần gộp",
        "danger": False,
        "safe_url": reverse("honouree", args=[merge.kept_id]),
    }
    return render(request, "confirm.html", context)


def _merged(request, pk):
    """The page of a pair of which one was merged, as the browser goes back to it."""
    pair = LikelyDouble.objects.merged_for(request.user).for_page(pk)
    if pair is None:
        raise Http404
    other = next(one for one in (pair.first, pair.second) if one.status == MERGED)
    return redirect(
        "honouree", other.pk
    )  # from where it leads to the one that was kept


def _decide(request, pair):
    if request.POST.get("viec") == "khac":
        actions.tell_apart(pair.pk, by=request.user)
        messages.success(
            request, f"Đã ghi: hai {pair.first} là hai đối tượng khác nhau."
        )
        return redirect("double-list")
    if request.POST.get("viec") == "lai":
        actions.pair_again(pair.pk, by=request.user)
        messages.success(request, f"Hai {pair.first} lại được coi là có thể trùng.")
        return redirect("double", pair.pk)
    ids = {pair.first_id: pair.second_id, pair.second_id: pair.first_id}
    kept = number_in(request.POST, "giu")
    if kept not in ids:
        raise Refused("Chọn bản ghi được giữ lại.")
    actions.merge_honourees(kept, ids[kept], by=request.user)
    messages.success(request, "Đã gộp. Gỡ được ở mục Đã gộp vào đây khi thấy nhầm.")
    return redirect("honouree", kept)


def _crumbs():
    return [(ROOM, reverse("honouree-list"))]
