"""Everything that an official does with a paper: sign it, number it, void a number.

Each act locks the row, asks who (permissions) and when (status), then adds, amends or
moves; the worker's part (render, sign, seal) is queued when the transaction commits.
"""

import re
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import actions as campaign_actions
from campaigns.models import Plan
from campaigns.permissions import can_sign
from campaigns.queries import content_of
from campaigns.twin import to_twin
from reports import attempts, permissions, tasks
from reports.actions.anchors import choose_anchor_signer
from reports.capacity import why_not_sign
from reports.models import (
    Certificate,
    Document,
    NumberBook,
    NumberSeries,
    RegisterEntry,
)
from units.access import What, looked_at
from units.authority import authority_words
from units.errors import Refused
from units.likeness import same_agency, same_name
from units.models import Handover, Membership, Unit, User
from units.permissions import require
from units.workflow import add, amend, move

__all__ = ["choose_anchor_signer"]

Status = Document.Status
_ARCHIVE = re.compile(r"lưu\s*:", re.IGNORECASE)


@transaction.atomic
def approve_and_sign(plan_id: int, *, by: User, seen: int | None = None) -> Document:
    """Duyệt và ký: freezes the words and hands them to the signing worker.

    ``seen`` is the version that the signer had before their eyes: nobody signs words that
    were taken back, changed and sent again meanwhile.
    """
    require(can_sign(by, _plan(plan_id)))
    campaign_actions.approve_plan(plan_id, by=by)
    plan = _plan(plan_id)  # now that its row is locked
    require(can_sign(by, plan))
    if seen is not None and seen != plan.version:
        raise Refused(
            "Kế hoạch đã được sửa từ lúc anh/chị mở trang này. Xem lại các trang rồi ký."
        )
    if refusal := why_not_sign(plan):
        raise Refused(refusal)
    document = Document(
        kind=plan.kind,
        plan=plan,
        issuer=plan.issuer,
        twin=to_twin(content_of(plan)).decode(),
        title=plan.title,
        symbol=plan.symbol,
        place=plan.place,
        signer=plan.signer,
        signer_name=plan.signer.user.full_name,
        signer_title=capacity_in_words(plan.signer),
        requested_by=by,
    )
    add(document, by=by)
    tasks.render_document.delay_on_commit(document.pk)
    return document


@transaction.atomic
def retry_document(document_id: int, *, by: User) -> Document:
    """Ký lại: once what stood in the way (a certificate, a token) has been put right."""
    document = _lock(document_id)
    require(permissions.can_retry(by, document))
    if refusal := why_not_sign(document):
        raise Refused(refusal)
    document.files.filter(stage="rendered").delete()
    document.findings.all().delete()
    attempts.forgive(f"render:{document.pk}", f"sign:{document.pk}")
    move(document, Status.REQUESTED, by=by, problem="")
    tasks.render_document.delay_on_commit(document.pk)
    return document


@transaction.atomic
def return_stopped(document_id: int, *, by: User, reason: str) -> Document:
    """Trả kế hoạch về để sửa: the paper that could not be signed is dropped, its plan reopens."""
    document = _lock(document_id)
    require(permissions.can_give_up(by, document))
    if document.status != Status.STOPPED:
        raise Refused(
            f"Văn bản đang ở trạng thái “{document.get_status_display()}” nên không bỏ được."
        )
    move(document, Status.DROPPED, by=by)
    campaign_actions.reopen_plan(document.plan_id, by=by, reason=reason)
    return document


@transaction.atomic
def drop_papers_of(handover: Handover) -> None:
    """Bỏ văn bản chưa có số của đơn vị đã kết thúc: nobody may sign or number it any more.

    Its plan goes back to writing with the heir; the files that were made stay to be read.
    Asked by ``units.estates``; the record of the hand-over is what permits it.
    """
    left = Document.objects.without_number().filter(issuer=handover.unit)
    for document_id in list(left.order_by("pk").values_list("pk", flat=True)):
        document = _lock(document_id)
        if document.number is None and document.status != Status.DROPPED:
            by = handover.recorded_by
            move(document, Status.DROPPED, by=by, signed_at=None)
            campaign_actions.give_back(document.plan_id, handover)


@transaction.atomic
def issue_document(
    document_id: int, *, by: User, day: date, copies: int = 1, archive_unit: str = ""
) -> Document:
    """Cấp số, ghi sổ, giao đóng dấu và ban hành. Điều 14, 15 Nghị định 30/2020."""
    document = _lock(document_id)
    require(permissions.can_issue(by, document))
    book, number = take_number(_series_for(document, day), day)
    add(
        RegisterEntry(
            book=book,
            number=number,
            symbol=document.symbol,
            issued_on=day,
            kind_and_title=f"{document.get_kind_display()}: {document.title}",
            signer=document.signer_name,
            recipients=_recipients(document.plan),
            archive_unit=archive_unit or "Văn thư",
            copies=copies,
            document=document,
        ),
        by=by,
    )
    move(
        document, Status.NUMBERED, by=by, number=number, issued_on=day, numbered_by=by,
        numbered_at=now(),
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


@transaction.atomic
def void_number(entry_id: int, *, by: User, reason: str) -> RegisterEntry:
    """Hủy số: the line stays in the register with its reason; the number is not given again."""
    entry = _lock_entry(entry_id)
    require(permissions.can_void(by, entry))
    if refusal := why_not_void(entry):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Ghi lý do hủy số.")
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
    entry_id: int, *, by: User, dispatched_on: date | None, received_by: str = ""
) -> RegisterEntry:
    """Ghi ngày chuyển, ký nhận: when the paper left and who took it (Phụ lục IV, cột 8 và 9).

    ``received_by``: a person, or the way it was sent. No day: a note on the wrong line goes.
    """
    entry = _lock_entry(entry_id)
    require(permissions.can_record_dispatch(by, entry))
    if entry.voided_at:
        raise Refused("Số này đã hủy, không có văn bản nào để chuyển.")
    if entry.document and entry.document.status == Status.NUMBERED:
        raise Refused("Văn bản chưa đóng dấu xong nên chưa chuyển được.")
    received_by = received_by.strip()
    if dispatched_on is None and received_by:
        raise Refused("Ghi ngày chuyển cùng với người nhận.")
    if dispatched_on and not entry.issued_on <= dispatched_on <= localdate():
        raise Refused(
            f"Ngày chuyển phải từ ngày văn bản {entry.issued_on:%d/%m/%Y} đến hôm nay. "
            f"Đang nhập: {dispatched_on:%d/%m/%Y}."
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
            f"{named}: đã lấy số ở dãy “{other}”. Mỗi loại chỉ có một dãy số."
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
    if last_date > localdate() or last_number < 1:
        raise Refused("Ghi số cuối và ngày của số đó, không sau hôm nay.")
    book = _lock_book(series, last_date.year)
    if book.last_number:
        raise Refused(
            f"Sổ năm {book.year} đã cấp đến số {book.last_number:02d}, không chuyển tiếp được nữa."
        )
    amend(book, by=by, last_number=last_number, last_date=last_date)
    return book


@transaction.atomic
def register_certificate(
    unit_id: int, *, by: User, user_id: int | None = None, picture: bytes,
    common_name: str, name_reason: str = "", **facts,
) -> Certificate:  # fmt: skip
    """Đăng ký chứng thư số of the authority's seal, or of ``user_id``, who works in it.

    The one registered before is retired. ``facts``: key, fingerprint, valid_from, valid_to;
    ``picture``: as ``Certificate.picture``. ``name_reason``: why a seal's certificate bears
    another name than the agency; a person signs only under the very own name.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_register_certificate(by, unit))
    owner: dict[str, Unit | User] = {"unit": unit}
    if user_id:
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        if not user.memberships.on().filter(unit=unit).exists():
            raise Refused(f"{user} không giữ vai trò nào ở {unit}.")
        if not same_name(common_name, user.full_name):
            raise Refused(f"Chứng thư số này cấp cho {common_name}, không phải {user}.")
        owner, name_reason = {"user": user}, ""
    elif same_agency(common_name, unit.name):
        name_reason = ""
    elif not name_reason.strip():
        raise Refused(
            f"Chứng thư số này cấp cho {common_name}, không phải {unit.name}. Nếu đúng là của "
            "cơ quan mà ghi tên khác thì đăng ký kèm lý do."
        )
    for before in Certificate.objects.current().filter(**owner):
        amend(before, by=by, retired_at=now())
    certificate = Certificate(
        **owner, picture=picture, common_name=common_name, name_reason=name_reason.strip(),
        **facts,
    )  # fmt: skip
    add(certificate, by=by)
    return certificate


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


def capacity_in_words(membership: Membership) -> str:
    """ "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch": one line for lists and pages."""
    return ", ".join(authority_words(membership))


def _recipients(plan):
    """Nơi nhận; the last line, "Lưu: VT, …", is the next column's (R115)."""
    names = [
        text.removeprefix("- ").rstrip(" ;.")
        for text in plan.recipients.values_list("text", flat=True)
    ]
    sent = [name for name in names if name and not _ARCHIVE.match(name)]
    return "; ".join(sent or names)  # a paper that stays here still needs its line


def _plan(plan_id):
    plans = Plan.objects.select_related("issuer", "signer__user", "signer__unit")
    return plans.get(pk=plan_id)


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
            f"Đang nhập: {day:%d/%m/%Y}."
        )
    series = NumberSeries.objects.for_kind(document.issuer, document.kind).first()
    if series is None:
        raise Refused(
            f"{document.issuer} chưa lập sổ đăng ký văn bản đi. Đề nghị quản trị đơn vị lập sổ."
        )
    return series


def _require_alive(unit, day):
    """The series of a unit ends with it, whoever takes over; the lines that it has stay."""
    if unit.has_ended(day):
        raise Refused(
            f"{unit} kết thúc ngày {unit.valid_to:%d/%m/%Y}, dãy số đóng từ ngày đó."
        )


def _check_order(book, day):
    """A day that is not to come, and not before that of the book's last number."""
    if day > localdate():
        raise Refused(
            f"Ngày văn bản không được sau hôm nay. Đang nhập: {day:%d/%m/%Y}."
        )
    if book and book.last_date and day < book.last_date:
        raise Refused(
            f"Số {book.last_number:02d} đã cấp ngày {book.last_date:%d/%m/%Y}; "
            "văn bản sau không được ghi ngày sớm hơn."
        )


def _lock_entry(entry_id):
    entries = RegisterEntry.objects.select_related("book__series__unit", "document")
    return entries.select_for_update(of=["self"], no_key=True).get(pk=entry_id)


def _lock(document_id):
    documents = Document.objects.select_related(
        "issuer", "signer__user", "plan__issuer"
    )
    return documents.select_for_update(of=["self"], no_key=True).get(pk=document_id)
