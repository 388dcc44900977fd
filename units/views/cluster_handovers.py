"""Bàn giao cụm, khối: the checklist, what is done with one item, and the catalogue behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from units import actions, permissions
from units.forms.clusters import NoteForm, PieceForm
from units.models import ClusterHandover, HandoverItem, HandoverPiece, Unit
from units.permissions import require
from units.posted import posted
from units.views.clusters import crumbs, form_page
from units.views.shared import UNPROCESSABLE, done

Status = HandoverItem.Status


@dataclass(frozen=True)
class ItemRow:
    """Một mục: what this person may do with it now. ``form`` keeps what was refused."""

    item: HandoverItem
    can_give: bool
    can_withdraw: bool
    can_take: bool
    form: NoteForm | None = None


@require_safe
def handover_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Bàn giao: each item with who gave and who took it."""
    return _page(request, _get(request, pk))


@require_POST
def item_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã giao; ``khong-co=1``: there is no such thing."""
    is_absent = request.POST.get("khong-co") == "1"

    def act(item, note):
        return actions.give_item(
            item.pk, by=request.user, note=note, is_absent=is_absent
        )

    said = "Đã ghi không có “{}”." if is_absent else "Đã giao “{}”."
    return _done_with(request, pk, permissions.can_hand_cluster_over, act, said)


@require_POST
def item_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút lại."""

    def act(item, note):
        return actions.withdraw_item(item.pk, by=request.user)

    return _done_with(
        request, pk, permissions.can_hand_cluster_over, act, "Đã rút lại “{}”."
    )


@require_POST
def item_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã nhận."""

    def act(item, note):
        return actions.take_item(item.pk, by=request.user, note=note)

    return _done_with(
        request, pk, permissions.can_take_cluster_over, act, "Đã nhận “{}”."
    )


@require_POST
def item_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại; the note is the reason."""

    def act(item, note):
        return actions.return_item(item.pk, by=request.user, reason=note)

    return _done_with(
        request, pk, permissions.can_take_cluster_over, act, "Đã trả lại “{}”."
    )


def _done_with(
    request, pk: int, may: Callable[..., bool], act: Callable[..., object], said: str
):
    """The list again, after the act or with what was typed and why it was refused."""
    seen = ClusterHandover.objects.visible_to(request.user)
    items = HandoverItem.objects.filter(handover__in=seen)
    item = get_object_or_404(items, pk=pk)
    handover = _get(request, item.handover_id)
    require(may(request.user, handover))
    form = NoteForm(request.POST)
    if form.is_valid() and done(form, act, item, form.cleaned_data["note"]) is not None:
        if request.htmx:
            return _page(
                request, _get(request, handover.pk), said=said.format(item.name)
            )
        messages.success(request, said.format(item.name))
        return redirect(f"{reverse('cluster-handover', args=[handover.pk])}#muc-{pk}")
    return _page(request, _get(request, handover.pk), refused=(pk, form))


def _page(request, handover, refused=None, said=""):
    user = request.user
    gives = permissions.can_hand_cluster_over(user, handover)
    takes = permissions.can_take_cluster_over(user, handover)
    wrong, form = refused or (None, None)
    rows = [
        _row(item, user, gives, takes, form if item.pk == wrong else None)
        for item in handover.items.for_page()
    ]
    left = [row for row in rows if row.item.status != Status.TAKEN]
    context = {
        "handover": handover,
        "cluster": handover.cluster,
        "rows": rows,
        "taken": len(rows) - len(left),
        "given": sum(row.item.status == Status.GIVEN for row in rows),
        "gives": gives,
        "takes": takes,
        "said": said,
        "crumbs": crumbs(handover.cluster),
    }
    template = "units/cluster_handover.html"
    if request.htmx and not request.htmx.history_restore_request:
        template += "#checklist"
    status = UNPROCESSABLE if refused else 200
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _row(item, user, gives, takes, form):
    return ItemRow(
        item,
        can_give=gives and item.status == Status.WAITING,
        can_withdraw=gives and item.status == Status.GIVEN,
        can_take=takes and item.status == Status.GIVEN and item.given_by_id != user.pk,
        form=form,
    )


def _get(request, pk) -> ClusterHandover:
    return get_object_or_404(
        ClusterHandover.objects.visible_to(request.user).for_page(), pk=pk
    )


# ---- the catalogue -------------------------------------------------------------------------


@require_safe
def piece_list(request: HttpRequest) -> HttpResponse:
    """Danh mục mục bàn giao: the common ones, then those of each authority."""
    require(permissions.keeps_somebody(request.user))
    can_keep_common = permissions.can_keep_piece(request.user, None)
    pieces = list(HandoverPiece.objects.concerning(request.user).for_list())
    units = {piece.unit_id for piece in pieces if piece.unit_id}
    kept = Unit.objects.kept_by(request.user).within(units)
    context = {
        "pieces": pieces,
        "kept": set(kept.values_list("pk", flat=True)),
        "can_keep_common": can_keep_common,
        "today": localdate(),
        "crumbs": crumbs(),
    }
    return render(request, "units/cluster_piece_list.html", context)


@require_http_methods(["GET", "POST"])
def piece_add(request: HttpRequest) -> HttpResponse:
    """Thêm mục bàn giao of an authority."""
    require(permissions.keeps_somebody(request.user))
    user = request.user
    if request.method == "POST" and request.POST.get("tim"):
        form = PieceForm(initial=request.POST.dict(), user=user)
    elif request.method == "POST":
        form = PieceForm(request.POST, user=user)
    else:
        own = Unit.objects.filter(path__in=user.kept_paths).order_by("path").first()
        form = PieceForm(initial={"unit": own, "valid_from": localdate()}, user=user)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        piece = done(form, actions.add_piece, by=user, unit_id=unit.pk, **given)
        if piece is not None:
            messages.success(request, f"Đã thêm mục “{piece}”.")
            return redirect("cluster-piece-list")
    return form_page(
        request,
        form,
        title="Thêm mục bàn giao",
        lead="Có trong các lần bàn giao mở từ nay; lần đã mở giữ nguyên.",
        act="Lưu mục",
        back=reverse("cluster-piece-list"),
    )


@require_http_methods(["GET", "POST"])
def piece_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa, thôi dùng một mục."""
    kept = HandoverPiece.objects.concerning(request.user).select_related("unit")
    piece = get_object_or_404(kept, pk=pk)
    require(permissions.can_keep_piece(request.user, piece.unit))
    data = posted(request)
    form = PieceForm(data, user=request.user, piece=piece)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.amend_piece, piece.pk, by=request.user, **form.cleaned_data
        )
        if saved is not None:
            messages.success(request, f"Đã lưu mục “{saved}”.")
            return redirect("cluster-piece-list")
    return form_page(
        request,
        form,
        title=f"Sửa mục bàn giao: {piece}",
        lead=f"Mục của {piece.unit}."
        if piece.unit
        else "Mục dùng chung cho mọi cơ quan.",
        act="Lưu mục",
        back=reverse("cluster-piece-list"),
    )
