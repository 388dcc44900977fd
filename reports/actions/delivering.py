"""Nơi nhận: the clerk says who a line is and how it was reached; who gets it opens it."""

from django.db import transaction
from django.utils.timezone import now

from reports import permissions
from reports.models import RECEIVING, Delivery, Document
from units import audit
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import amend, amend_as

Way = Delivery.Way


@transaction.atomic
def settle_delivery(
    delivery_id: int, *, by: User, way: str, unit_id: int | None = None,
    seen: int | None = None,
) -> Delivery:  # fmt: skip
    """Nối một nơi nhận với đơn vị, hoặc ghi đã gửi ra ngoài bằng cách nào.

    ``seen``: refused if amended since (``audit.mark``).
    """
    deliveries = Delivery.objects.select_related("document__issuer", "unit")
    locked = deliveries.select_for_update(of=["self"], no_key=True)
    delivery = locked.get(pk=delivery_id)
    require(permissions.can_keep_deliveries(by, delivery.document))
    audit.require_unchanged(delivery, seen, by=by)
    if delivery.first_opened_at:
        raise Refused(f"{delivery.unit} đã mở văn bản nên nơi nhận này không đổi nữa.")
    if way not in Way:
        raise Refused("Chọn cách gửi.", at="way")
    unit = None
    if way == Way.SYSTEM:
        unit = Unit.objects.filter(pk=unit_id or 0).first()
        if unit is None:
            raise Refused("Chọn đơn vị nhận trong hệ thống.", at="unit")
        if unit.has_ended():
            raise Refused(f"{unit} đã kết thúc, không nhận văn bản nữa.", at="unit")
    same = (delivery.way, delivery.unit_id) == (way, unit and unit.pk)
    sent_at = None if way == Way.OUTSIDE else now()
    amend(
        delivery, by=by, way=way, unit=unit,
        sent_at=delivery.sent_at if same else sent_at,
    )  # fmt: skip
    return delivery


@transaction.atomic
def open_deliveries(document_id: int, *, by: User) -> list[Delivery]:
    """Mở văn bản đến: the receipt of the person's units, written by who comes first."""
    document = Document.objects.get(pk=document_id)
    units = by.units_as(*RECEIVING) if by.is_authenticated else []
    deliveries = Delivery.objects.of_units(document, units).select_related("unit")
    locked = deliveries.select_for_update(of=["self"], no_key=True).order_by("pk")
    found = list(locked)
    require(bool(found))
    if document.status != Document.Status.ISSUED:
        raise Refused("Văn bản chưa ban hành.")
    opened = [one for one in found if one.first_opened_at is None]
    for delivery in found:
        require(permissions.can_open_delivery(by, delivery))
    for delivery in opened:
        amend_as("opened", delivery, by=by, first_opened_at=now(), first_opened_by=by)
    return opened
