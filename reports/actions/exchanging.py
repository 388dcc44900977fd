"""Liên thông: the code of an authority, papers as edXML for other systems."""

from io import BytesIO

from django.db import transaction

from reports import edxml, exchange, permissions
from reports.models import AgencyCode, Document, NumberSeries
from units.access import What, looked_at
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend, remove

DAMAGED = "Bản lưu của {document} bị hỏng hoặc thiếu nên chưa xuất được. Báo quản trị hệ thống."


@transaction.atomic
def set_agency_code(unit_id: int, *, by: User, code: str) -> Unit:
    """Ghi mã định danh cơ quan; an empty one takes it away."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_keep_series(by, unit))
    code = code.strip().upper()
    known = AgencyCode.objects.filter(unit=unit).first()
    if known is None and code:
        add(AgencyCode(unit=unit, code=code), by=by)
    elif known is not None and code:
        amend(known, by=by, code=code)
    elif known is not None:
        remove(known, by=by, before={"code": known.code})
    return unit


@transaction.atomic
def export_edxml(document_id: int, *, by: User) -> bytes:
    """Xuất edXML một văn bản đã ban hành; the access log says who took it away."""
    document = Document.objects.for_exchange().get(pk=document_id)
    require(permissions.can_export_edxml(by, document))
    if document.status != Document.Status.ISSUED:
        raise Refused("Văn bản chưa ban hành.")
    made = _written(document)
    looked_at(by, What.DOWNLOADED, document, about=f"{document}: edXML")
    return made


@transaction.atomic
def export_edxml_of(
    series_id: int, year: int, *, by: User, first: int, last: int
) -> BytesIO:
    """Xuất edXML các văn bản từ số đến số của một sổ, in one zip; all of them or none."""
    series = NumberSeries.objects.select_related("unit").get(pk=series_id)
    require(permissions.can_export_register(by, series.unit))
    papers = Document.objects.in_book(series, year, first, last).for_exchange()
    found = list(papers[: exchange.MOST + 1])
    if not found:
        raise Refused(
            "Từ số đến số này không có văn bản nào ban hành trong hệ thống.", at="first"
        )
    if len(found) > exchange.MOST:
        raise Refused(f"Mỗi lần xuất tối đa {exchange.MOST} văn bản.", at="last")
    size = sum(exchange.size_of(document) for document in found)
    if size > exchange.MOST_MB * 1024 * 1024:
        raise Refused(
            f"Các bản ký số từ số đến số này quá {exchange.MOST_MB} MB. Chọn ít số hơn.",
            at="last",
        )
    made = exchange.package(
        (exchange.edxml_name(document), _written(document)) for document in found
    )
    about = (
        f"edXML, {series} {year}, số {first:02d} đến {last:02d} ({len(found)} văn bản)"
    )
    looked_at(by, What.EXPORTED, series, about=about)
    return made


def _written(document):
    try:
        message = exchange.message_of(document)
    except (OSError, ValueError) as error:
        raise Refused(DAMAGED.format(document=document)) from error
    if faults := edxml.faults(message):
        raise Refused(f"{document} chưa xuất được edXML: {' '.join(faults)}")
    return edxml.write(message)
