"""Nơi nhận của văn bản: opening one that came here is its receipt; the clerk settles a line."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reports import actions, permissions, queries
from reports.forms import DeliveryForm
from reports.models import RECEIVING, Delivery, Document
from units import fence, presence
from units.forms.picking import ANYWHERE
from units.models import Membership
from units.permissions import require
from units.posted import posted
from units.views.branch import picked
from units.views.shared import done, watching


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
            return redirect(back)
    context = {
        "delivery": delivery,
        "document": document,
        "campaign": queries.campaign_of(document, request.user),
        "form": form,
        "back": back,
        "public_url": f"{settings.PUBLIC_URL}/x/{document.code}",
    }
    status = 422 if form.errors else 200
    return render(request, "reports/delivery_settle.html", context, status=status)


@require_safe
def delivery_unit_pick(request, field):
    """Đơn vị nhận tìm được: any living unit of the installation, for a clerk."""
    require(bool(request.user.units_as(Membership.Role.CLERK)))
    return picked(request, field, ANYWHERE)
