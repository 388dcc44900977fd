"""Nơi nhận: the clerk says who a line is and how it was reached; who gets it opens it."""

from django.db import transaction
from django.utils.timezone import now

from reports import permissions, tasks
from reports.mailing import can_send
from reports.models import RECEIVING, Correspondent, Delivery, Document, Sending
from reports.models.sending import new_token
from units import audit
from units.errors import Refused
from units.meant import known_as
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend, amend_as, remove

Way = Delivery.Way


@transaction.atomic
def settle_delivery(
    delivery_id: int, *, by: User, way: str, unit_id: int | None = None,
    address: str = "", remember: bool = False, seen: int | None = None,
) -> Delivery:  # fmt: skip
    """Nối một nơi nhận với đơn vị, hoặc gửi ra ngoài: bằng thư, đường dẫn, bản giấy.

    ``remember``: the address goes into the authority's address book.
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
    address = address.strip() if way == Way.MAIL else ""
    if way == Way.MAIL:
        if not can_send():
            raise Refused("Hệ thống chưa nối máy chủ thư. Giao đường dẫn.", at="way")
        if not address:
            raise Refused("Ghi địa chỉ thư điện tử của nơi nhận.", at="address")
    if way in (Way.MAIL, Way.LINK):
        same = not _send_outside(delivery, address, by=by) and same
    else:
        _call_back(delivery, by=by)
    sent_at = None if way == Way.OUTSIDE else now()
    amend(
        delivery, by=by, way=way, unit=unit,
        sent_at=delivery.sent_at if same else sent_at,
    )  # fmt: skip
    if address and remember:
        _remember(delivery, address, by=by)
    return delivery


@transaction.atomic
def send_letter_again(delivery_id: int, *, by: User) -> Sending:
    """Gửi lại thư that could not leave, without waiting for the machine to try again."""
    sendings = Sending.objects.select_related("delivery__document__issuer")
    locked = sendings.select_for_update(of=["self"], no_key=True)
    delivery = Delivery.objects.select_related("document__issuer").get(pk=delivery_id)
    require(permissions.can_keep_deliveries(by, delivery.document))
    sending = locked.filter(delivery=delivery).first()
    if sending is None or not sending.address:
        raise Refused("Nơi nhận này không gửi bằng thư.")
    if sending.mailed_at:
        raise Refused("Thư này đã gửi.")
    if not sending.failure:
        raise Refused("Thư này đang được gửi.")
    if not can_send():
        raise Refused("Hệ thống chưa nối máy chủ thư. Giao đường dẫn.")
    amend(sending, by=by, tries=0, failure="", next_try_at=now(), sent_by=by)
    tasks.send_letter.delay_on_commit(sending.pk)
    return sending


@transaction.atomic
def open_link(token: str, *, by) -> Document | None:
    """Mở đường dẫn của một nơi nhận: its paper, or None; the first opening is written once.

    Whoever works for the authority that sent it only looks where it leads.
    """
    sendings = Sending.objects.for_letter().select_for_update(of=["self"], no_key=True)
    sending = sendings.filter(token=token).first()
    if sending is None:
        return None
    who = by if by.is_authenticated else None
    at_home = who is not None and sending.issuer_id in who.units_read
    if sending.opened_at is None and not at_home:
        amend_as("opened", sending, by=who, opened_at=now())
    return sending.delivery.document


@transaction.atomic
def amend_correspondent(
    correspondent_id: int, *, by: User, name: str, address: str, seen: int | None = None
) -> Correspondent:
    """Sửa một nơi nhận trong sổ địa chỉ; letters that have been written stay as they are."""
    known = _lock_correspondent(correspondent_id)
    require(permissions.can_keep_correspondents(by, known.unit))
    audit.require_unchanged(known, seen, by=by)
    if not known_as(name):
        raise Refused("Ghi tên nơi nhận.", at="name")
    amend(known, by=by, name=name, key=known_as(name), address=address.strip())
    return known


@transaction.atomic
def forget_correspondent(correspondent_id: int, *, by: User) -> Correspondent:
    """Bỏ một nơi nhận khỏi sổ địa chỉ."""
    known = _lock_correspondent(correspondent_id)
    require(permissions.can_keep_correspondents(by, known.unit))
    remove(known, by=by)
    return known


def _send_outside(delivery, address, *, by):
    """A letter to ``address``, or without one the link alone. False: it went that way before."""
    at = now() if address else None
    current = _lock_sending(delivery)
    if current is None:
        current = Sending(
            delivery=delivery, issuer=delivery.issuer, address=address, sent_by=by,
            next_try_at=at,
        )  # fmt: skip
        add(current, by=by)
    elif current.address == address:
        return False
    else:
        # Another reader: what the former link was opened for is not theirs.
        amend(
            current, by=by, address=address, token=new_token(), sent_by=by, tries=0,
            next_try_at=at, failure="", mailed_at=None, opened_at=None,
        )  # fmt: skip
    if at:
        tasks.send_letter.delay_on_commit(current.pk)
    return True


def _call_back(delivery, *, by):
    """Its link leads nowhere any more."""
    current = _lock_sending(delivery)
    if current is not None:
        remove(current, by=by)


def _lock_sending(delivery):
    sendings = Sending.objects.select_for_update(no_key=True)
    return sendings.filter(delivery=delivery).first()


def _lock_correspondent(pk):
    known = Correspondent.objects.select_related("unit")
    return known.select_for_update(of=["self"], no_key=True).get(pk=pk)


def _remember(delivery, address, *, by):
    name = delivery.text
    known = Correspondent.objects.select_for_update(no_key=True)
    found = known.filter(unit=delivery.issuer, key=known_as(name)).first()
    if found is None:
        add(
            Correspondent(
                unit=delivery.issuer, name=name, key=known_as(name), address=address
            ),
            by=by,
        )
    else:
        amend(found, by=by, name=name, address=address)


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
