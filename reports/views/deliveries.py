"""Nơi nhận của văn bản: opening one that came here is its receipt; the clerk settles a line."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from reports import actions, permissions
from reports.forms import CorrespondentForm, DeliveryForm
from reports.mailing import link_of
from reports.models import RECEIVING, Correspondent, Delivery, Document
from reports.origins import origin_of
from units import fence, presence
from units.errors import Refused
from units.forms.picking import ANYWHERE
from units.models import Membership
from units.permissions import require
from units.posted import posted
from units.views.branch import picked
from units.views.shared import done, watching

PAGE_LENGTH = 50


def taken_in(request, document) -> list[Delivery]:
    """The recipients that the visitor may know of, after the visitor's own opening.

    A GET writes the receipt: behind a lowered fence, as an act that asks for its permission.
    Who only looks on as another, or asks for the head alone, opens nothing.
    """
    if document.status != Document.Status.ISSUED:
        return []
    seen = Delivery.objects.visible_to(request.user).of_document(document).for_page()
    rows = list(seen)
    opens = request.method == "GET" and presence.may_act()
    mine = request.user.units_as(*RECEIVING) if opens else []
    if any(row.first_opened_at is None and row.unit_id in mine for row in rows):
        with fence.lowered():
            actions.open_deliveries(document.pk, by=request.user)
        rows = list(seen.all())
    return rows


def told(request, document, rows) -> dict:
    """Nơi nhận, đã mở 3/7: for who keeps the papers of the issuing authority."""
    inside = [row for row in rows if row.unit_id]
    unopened = [row for row in inside if row.first_opened_at is None]
    narrowed = request.GET.get("noi-nhan") == "chua-mo"
    return {
        "deliveries": unopened if narrowed else rows,
        "has_deliveries": bool(rows),
        "inside": len(inside),
        "opened": len(inside) - len(unopened),
        "is_narrowed": narrowed,
        "can_keep_deliveries": permissions.can_keep_deliveries(request.user, document),
    }


@require_http_methods(["GET", "POST"])
@never_cache
def delivery_settle(request, pk):
    """Nối nơi nhận với đơn vị, hoặc ghi cách gửi ra ngoài hệ thống."""
    seen = Delivery.objects.visible_to(request.user).for_form()
    delivery = get_object_or_404(seen, pk=pk)
    document = delivery.document
    require(permissions.can_keep_deliveries(request.user, document))
    make = partial(DeliveryForm, user=request.user, delivery=delivery)
    if request.POST.get("tim"):
        form = watching(make(initial=request.POST.dict()), delivery)
    else:
        form = watching(make(posted(request)), delivery)
    back = reverse("reports:document", args=[document.pk]) + "#noi-nhan-h"
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        given["unit_id"] = unit.pk if unit else None
        if done(form, actions.settle_delivery, pk, by=request.user, **given):
            messages.success(request, f"Đã ghi nơi nhận “{delivery.text}”.")
            # The link that is to be handed over stands on this page.
            handed = given["way"] == Delivery.Way.LINK
            return redirect(request.path if handed else back)
    link = delivery.by_link
    context = {
        "delivery": delivery,
        "link": link and link_of(link),
        "document": document,
        "campaign": origin_of(document).campaign(request.user),
        "form": form,
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "reports/delivery_settle.html", context, status=status)


@require_safe
def delivery_unit_pick(request, field):
    """Đơn vị nhận tìm được: any living unit of the installation, for a clerk."""
    require(bool(request.user.units_as(Membership.Role.CLERK)))
    return picked(request, field, ANYWHERE)


@require_POST
def letter_again(request, pk):
    """Gửi lại thư that could not leave."""
    seen = Delivery.objects.visible_to(request.user).for_form()
    delivery = get_object_or_404(seen, pk=pk)
    require(permissions.can_keep_deliveries(request.user, delivery.document))
    try:
        actions.send_letter_again(pk, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Đang gửi lại thư tới “{delivery.text}”.")
    back = reverse("reports:document", args=[delivery.document_id])
    return redirect(f"{back}#noi-nhan-h")


@require_safe
def correspondent_list(request):
    """Sổ địa chỉ nơi nhận of the authorities whose clerk one is."""
    require(bool(request.user.units_as(Membership.Role.CLERK)))
    found = Correspondent.objects.visible_to(request.user).for_page()
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("trang"))
    return render(request, "reports/correspondent_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@never_cache
def correspondent_amend(request, pk):
    """Sửa một nơi nhận của sổ địa chỉ."""
    known = _correspondent(request, pk)
    form = CorrespondentForm(posted(request), initial=vars(known))
    form = watching(form, known)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.amend_correspondent, pk, by=request.user, **given):
            messages.success(request, f"Đã ghi “{known}” vào sổ địa chỉ.")
            return redirect("reports:correspondent-list")
    context = {"known": known, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/correspondent_amend.html", context, status=status)


@require_POST
def correspondent_forget(request, pk):
    """Bỏ khỏi sổ địa chỉ."""
    known = _correspondent(request, pk)
    actions.forget_correspondent(pk, by=request.user)
    messages.success(request, f"Đã bỏ “{known}” khỏi sổ địa chỉ.")
    return redirect("reports:correspondent-list")


def _correspondent(request, pk):
    seen = Correspondent.objects.visible_to(request.user).for_page()
    known = get_object_or_404(seen, pk=pk)
    require(permissions.can_keep_correspondents(request.user, known.unit))
    return known
