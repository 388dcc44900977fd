"""Cấp số, ban hành; dãy số, sổ của một năm: no gap, no duplicate, dates in order."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from reports import permissions, tasks
from reports.actions.locking import lock_document, require_one_file
from reports.models import Document, NumberBook, NumberSeries, RegisterEntry
from reports.origins import origin_of
from reports.recipients import frozen, registered
from units.errors import Refused, Way
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, amend, move

Status = Document.Status


@transaction.atomic
def issue_document(
    document_id: int, *, by: User, day: date, copies: int = 1, archive_unit: str = "",
    outside: bool = False,
) -> Document:  # fmt: skip
    """Cấp số, ghi sổ, giao đóng dấu và ban hành. Điều 14, 15 Nghị định 30/2020.

    ``outside``: the clerk seals on the agency's own device, not the worker.
    """
    document = lock_document(document_id)
    require(permissions.can_issue(by, document))
    if outside:
        require_one_file(document)
    series = _series_for(document, day)
    if refusal := origin_of(document).why_not_number(day):
        raise Refused(refusal, at="day")
    book, number = take_number(series, day)
    add(
        RegisterEntry(
            book=book,
            number=number,
            symbol=document.symbol,
            issued_on=day,
            kind_and_title=f"{document.get_kind_display()}: {document.subject}",
            signer=document.signer_name,
            recipients=registered(frozen(document) or origin_of(document).words()),
            archive_unit=archive_unit or "Văn thư",
            copies=copies,
            document=document,
        ),
        by=by,
    )
    move(
        document, Status.NUMBERED, by=by, number=number, issued_on=day, numbered_by=by,
        numbered_at=now(), seal_way=Document.Way.OUTSIDE if outside else Document.Way.MACHINE,
    )  # fmt: skip
    tasks.seal_document.delay_on_commit(document.pk)
    return document


def expected_number(document: Document, day: date) -> str:
    """Số dự kiến, "05/KH-UBND": what issuing on ``day`` would give; it gives nothing yet.

    Raises Refused where issuing on that day would be refused.
    """
    series = _series_for(document, day)
    _require_alive(series.unit, day)
    _check_order(series.books.filter(year=day.year).first(), day)
    return f"{series.next_number(day.year):02d}/{document.symbol}"


def take_number(series: NumberSeries, day: date) -> tuple[NumberBook, int]:
    """The next number of the series for ``day``; the caller's transaction holds it.

    The book's row lock makes a second clerk wait, and a rollback gives the number back:
    no gap, no duplicate (R110). Numbers and dates rise together within a year.
    """
    _require_alive(series.unit, day)
    book = _lock_book(series, day.year)
    _check_order(book, day)
    book.last_number += 1
    book.last_date = day
    book.save(update_fields=["last_number", "last_date"])
    return book, book.last_number


@transaction.atomic
def open_series(
    unit_id: int, *, by: User, name: str, kinds: list[str] | None = None
) -> NumberSeries:
    """Lập dãy số; ``kinds`` empty: one common series for all kinds of paper (R111).

    No kind has two series, or nobody could say which one a paper's number comes from.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_keep_series(by, unit))
    kinds = kinds or []
    if other := NumberSeries.objects.numbering(unit, kinds).first():
        both = [kind for kind in Document.Kind if kind in other.kinds and kind in kinds]
        named = ", ".join(kind.label for kind in both)
        raise Refused(
            f"{named}: đã lấy số ở dãy “{other}”. Mỗi loại chỉ có một dãy số.",
            at="kinds",
        )
    series = NumberSeries(unit=unit, name=name, kinds=kinds)
    add(series, by=by)
    return series


@transaction.atomic
def continue_book(
    series_id: int, *, by: User, last_number: int, last_date: date
) -> NumberBook:
    """Chuyển tiếp từ sổ giấy: this year's last number before the system came into use."""
    series = NumberSeries.objects.select_related("unit").get(pk=series_id)
    require(permissions.can_keep_series(by, series.unit))
    if last_date > localdate():
        raise Refused("Ngày của số cuối không được sau hôm nay.", at="last_date")
    if last_number < 1:
        raise Refused("Ghi số cuối đã cấp, từ 1 trở lên.", at="last_number")
    book = _lock_book(series, last_date.year)
    if book.last_number:
        raise Refused(
            f"Sổ năm {book.year} đã cấp đến số {book.last_number:02d}, không chuyển tiếp được nữa."
        )
    amend(book, by=by, last_number=last_number, last_date=last_date)
    return book


def _lock_book(series, year):
    NumberBook.objects.bulk_create(
        [NumberBook(series=series, year=year)], ignore_conflicts=True
    )
    books = NumberBook.objects.select_for_update(no_key=True)
    return books.get(series=series, year=year)


def _series_for(document, day):
    """The series that numbers the document on ``day``, if it can be issued then at all."""
    if document.status != Status.SIGNED:
        raise Refused(f"Văn bản đang ở trạng thái “{document.get_status_display()}”.")
    signed_on = localdate(document.signed_at)
    if day < signed_on:
        raise Refused(
            f"Ngày văn bản không được trước ngày ký {signed_on:%d/%m/%Y}. "
            f"Đang nhập: {day:%d/%m/%Y}.",
            at="day",
        )
    series = NumberSeries.objects.for_kind(document.issuer, document.kind).first()
    if series is None:
        raise Refused(
            f"{document.issuer} chưa có dãy số cho loại văn bản này.",
            way=Way("Lập dãy số", "reports:series-open", (document.issuer_id,)),
        )
    return series


def _require_alive(unit, day):
    """The series of a unit ends with it, whoever takes over; the lines that it has stay."""
    if unit.has_ended(day):
        raise Refused(
            f"{unit} kết thúc ngày {unit.valid_to:%d/%m/%Y}, dãy số đóng từ ngày đó.",
            at="day",
        )


def _check_order(book, day):
    """A day that is not to come, and not before that of the book's last number."""
    if day > localdate():
        raise Refused(
            f"Ngày văn bản không được sau hôm nay. Đang nhập: {day:%d/%m/%Y}.", at="day"
        )
    if book and book.last_date and day < book.last_date:
        raise Refused(
            f"Số {book.last_number:02d} đã cấp ngày {book.last_date:%d/%m/%Y}; "
            "văn bản sau không được ghi ngày sớm hơn.",
            at="day",
        )
