"""Sổ đăng ký văn bản đi: papers made outside, void numbers, what has been sent, taken away."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from reports import permissions
from reports.actions.numbering import take_number
from reports.models import Document, NumberBook, NumberSeries, RegisterEntry
from units import audit
from units.access import What, looked_at
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, amend

Status = Document.Status


@transaction.atomic
def register_paper(
    series_id: int, *, by: User, day: date, symbol: str, kind_and_title: str, signer: str,
    recipients: str, archive_unit: str, copies: int = 1, remarks: str = "",
) -> RegisterEntry:  # fmt: skip
    """Đăng ký văn bản giấy: a number for a paper that is made outside this system."""
    series = NumberSeries.objects.select_related("unit").get(pk=series_id)
    require(permissions.can_register(by, series.unit))
    book, number = take_number(series, day)
    entry = RegisterEntry(
        book=book, number=number, symbol=symbol, issued_on=day, kind_and_title=kind_and_title,
        signer=signer, recipients=recipients, archive_unit=archive_unit, copies=copies,
        remarks=remarks,
    )  # fmt: skip
    add(entry, by=by)
    return entry


@transaction.atomic
def void_number(entry_id: int, *, by: User, reason: str) -> RegisterEntry:
    """Hủy số: the line stays in the register with its reason; the number is not given again."""
    entry = _lock_entry(entry_id)
    require(permissions.can_void(by, entry))
    if refusal := why_not_void(entry):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Ghi lý do hủy số.", at="reason")
    amend(entry, by=by, void_reason=reason.strip(), voided_by=by, voided_at=now())
    return entry


def why_not_void(entry: RegisterEntry) -> str:
    """The sentence for a number that is void already or that a signed paper bears, else ""."""
    if entry.voided_at:
        return "Số này đã hủy."
    if entry.document_id:
        return (
            "Số này đã cấp cho một văn bản đã ký nên không hủy được. Văn bản không còn "
            "hiệu lực thì ban hành văn bản khác thay thế hoặc bãi bỏ."
        )
    return ""


@transaction.atomic
def record_dispatch(
    entry_id: int, *, by: User, dispatched_on: date | None, received_by: str = "",
    seen: int | None = None,
) -> RegisterEntry:  # fmt: skip
    """Ghi ngày chuyển, ký nhận: when the paper left and who took it (Phụ lục IV, cột 8 và 9).

    ``received_by``: a person, or the way it was sent. No day: a note on the wrong line goes.
    ``seen``: refused if amended since (``audit.mark``).
    """
    entry = _lock_entry(entry_id)
    require(permissions.can_record_dispatch(by, entry))
    audit.require_unchanged(entry, seen, by=by)
    if entry.voided_at:
        raise Refused("Số này đã hủy, không có văn bản nào để chuyển.")
    if entry.document and entry.document.status == Status.NUMBERED:
        raise Refused("Văn bản chưa đóng dấu xong nên chưa chuyển được.")
    received_by = received_by.strip()
    if dispatched_on is None and received_by:
        raise Refused("Ghi ngày chuyển cùng với người nhận.", at="dispatched_on")
    if dispatched_on and not entry.issued_on <= dispatched_on <= localdate():
        raise Refused(
            f"Ngày chuyển phải từ ngày văn bản {entry.issued_on:%d/%m/%Y} đến hôm nay. "
            f"Đang nhập: {dispatched_on:%d/%m/%Y}.",
            at="dispatched_on",
        )
    amend(entry, by=by, dispatched_on=dispatched_on, received_by=received_by)
    return entry


@transaction.atomic
def export_register(series_id: int, year: int, *, by: User) -> list[RegisterEntry]:
    """Xuất sổ của một năm: all its lines in order; the access log says who took them away."""
    series = NumberSeries.objects.select_related("unit").get(pk=series_id)
    require(permissions.can_export_register(by, series.unit))
    book = NumberBook.objects.get(series=series, year=year)
    entries = RegisterEntry.objects.in_book(series, year).select_related("voided_by")
    found = list(entries)
    about = f"Sổ đăng ký văn bản đi, {book} ({len(found)} dòng)"
    looked_at(by, What.EXPORTED, series, about=about)
    return found


def _lock_entry(entry_id):
    entries = RegisterEntry.objects.select_related("book__series__unit", "document")
    return entries.select_for_update(of=["self"], no_key=True).get(pk=entry_id)
