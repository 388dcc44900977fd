"""Giấy khen: begun for a decision, paused, gone on with, tried again; printed, with a log."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.timezone import now

from awards.deciding import diplomas as wording
from awards.models import Decision
from reports import attempts, permissions, tasks
from reports.models import (
    Diploma,
    DiplomaBatch,
    DiplomaPrint,
    Part,
    PrintedDiploma,
    Printer,
    Stock,
    StockPlace,
)
from reports.models.document import new_code
from reports.rendering import check_name
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.workflow import add, add_all, amend, check, move

Status, BatchStatus = Diploma.Status, DiplomaBatch.Status
# Where each part stands on a sheet of 297 × 210 mm: x, y, width in mm, points, align, printed.
USUAL: Mapping[str, tuple[float, float, float, float, str, bool]] = {
    Part.HEAD: (31, 46, 235, 20, "center", False),
    Part.GIVES: (31, 58, 235, 18, "center", False),
    Part.AWARD: (31, 67, 235, 40, "center", False),
    Part.SUBJECT: (36, 94, 225, 26, "center", True),
    Part.ABOUT: (36, 108, 225, 15, "center", True),
    Part.MERIT: (36, 117, 225, 17, "center", True),
    Part.DECISION: (26, 163, 92, 13, "left", True),
    Part.NUMBER: (26, 175, 92, 13, "left", True),
    Part.DATE: (153, 138, 118, 13, "center", True),
    Part.SIGNER: (153, 144, 118, 13, "center", True),
    Part.NAME: (153, 184, 118, 14, "center", True),
    Part.CODE: (26, 182, 92, 9, "left", True),
}


@transaction.atomic
def begin_diplomas(decision_id: int, *, by: User, merit: str = "") -> DiplomaBatch:
    """Lập giấy khen of every line that bears one; "làm tiếp" has workers set and seal them.

    ``merit``: the achievement as all bear it; "": each line its own.
    """
    decisions = Decision.objects.for_page().select_for_update(of=["self"], no_key=True)
    decision = decisions.get(pk=decision_id)
    require(permissions.can_make_diplomas(by, decision))
    if decision.status != "issued" or decision.kind != "confer":
        raise Refused("Chỉ làm giấy khen theo quyết định tặng thưởng đã ban hành.")
    if DiplomaBatch.objects.of_decision(decision).exists():
        raise Refused("Giấy khen theo quyết định này đã được lập.")
    found = list(wording.worded(decision, merit.strip()))
    if not found:
        raise Refused(
            "Không có trường hợp nào được cấp giấy khen, giấy chứng nhận theo quyết định này. "
            "Xem mục Hiện vật kèm theo trong danh mục khen thưởng."
        )
    signature = wording.signed_by(decision)
    lines = (*signature.authority_lines, *filter(None, [signature.title_below]))
    batch = DiplomaBatch(
        decision=decision, head=wording.given_by(decision), place=decision.authority.place,
        signer_lines="\n".join(lines), signer_name=signature.signer, asked_by=by,
    )  # fmt: skip
    add(batch, by=by)
    made = [
        Diploma(
            batch=batch, line=one.line, number=one.number, gives=one.gives,
            award=one.award, subject=one.subject, about=one.about, merit=one.merit,
        )
        for one in found
    ]  # fmt: skip
    for one in made:
        check(one)
    add_all(made, by=by)
    return batch


@transaction.atomic
def pause_diplomas(batch_id: int, *, by: User) -> DiplomaBatch:
    """Tạm dừng: what a worker is at ends, nothing more is begun."""
    batch = _lock(batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    if batch.status == BatchStatus.RUNNING:
        move(batch, BatchStatus.PAUSED, by=by)
    return batch


@transaction.atomic
def resume_diplomas(batch_id: int, *, by: User) -> DiplomaBatch:
    """Làm tiếp."""
    batch = _lock(batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    if batch.status == BatchStatus.PAUSED:
        move(batch, BatchStatus.RUNNING, by=by)
        _wake(batch)
    return batch


@transaction.atomic
def retry_diplomas(batch_id: int, *, by: User) -> int:
    """Làm lại những giấy chưa làm được; how many."""
    batch = _lock(batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    locked = Diploma.objects.select_for_update(no_key=True).of_batch(batch)
    stopped = list(locked.filter(status=Status.STOPPED))
    for diploma in stopped:
        attempts.forgive(
            f"diploma-waiting:{diploma.pk}", f"diploma-rendered:{diploma.pk}"
        )
        move(diploma, Status.WAITING, by=by, problem="")
    _wake(batch)
    return len(stopped)


@transaction.atomic
def amend_diploma(diploma_id: int, *, by: User, about: str, merit: str) -> Diploma:
    """Sửa chữ in của một giấy chưa ký: its address and its achievement, not whose it is.

    What is on paper already bears the old words: the new ones get a code of their own.
    """
    found = Diploma.objects.only("batch_id").get(pk=diploma_id)
    batch = _lock(found.batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    diploma = Diploma.objects.select_for_update(no_key=True).get(pk=diploma_id)
    if diploma.status == Status.SIGNED:
        raise Refused("Giấy khen này đã ký số nên không sửa được nữa.")
    if diploma.status == Status.RENDERED and batch.status == BatchStatus.RUNNING:
        raise Refused("Giấy khen này đang chờ đóng dấu. Bấm Tạm dừng rồi sửa.")
    if not merit.strip():
        raise Refused("Ghi thành tích.", at="merit")
    changed = amend(diploma, by=by, about=about.strip(), merit=merit.strip())
    if changed and diploma.status == Status.RENDERED:
        move(diploma, Status.WAITING, by=by, draft=b"")
    if changed and _printed([diploma]).exists():
        amend(diploma, by=by, code=new_code())
    return diploma


@transaction.atomic
def print_diplomas(
    batch_id: int, *, by: User, numbers: Collection[int], stock_id: int | None = None,
    printer_id: int | None = None, reason: str = "",
) -> DiplomaPrint:  # fmt: skip
    """Lập tệp in of those numbers, in their order; what was printed before asks for a reason."""
    batch = _lock(batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    chosen = list(Diploma.objects.of_batch(batch).filter(number__in=numbers).for_page())
    if not chosen:
        raise Refused("Chọn ít nhất một giấy khen để in.")
    _require_printable(chosen, reason)
    authority = batch.decision.authority
    printing = DiplomaPrint(
        batch=batch, asked_by=by, reason=reason.strip(),
        stock=_mine(Stock, authority, stock_id),
        printer=_mine(Printer, authority, printer_id),
    )  # fmt: skip
    add(printing, by=by)
    PrintedDiploma.objects.bulk_create(
        PrintedDiploma(printing=printing, diploma=one) for one in chosen
    )
    tasks.print_diplomas.delay_on_commit(printing.pk)
    return printing


@transaction.atomic
def retry_print(print_id: int, *, by: User) -> DiplomaPrint:
    """Dựng lại tệp in chưa dựng được."""
    batch = _lock(DiplomaPrint.objects.only("batch_id").get(pk=print_id).batch_id)
    require(permissions.can_make_diplomas(by, batch.decision))
    found = DiplomaPrint.objects.select_for_update(no_key=True).get(pk=print_id)
    if found.status == DiplomaPrint.Status.STOPPED:
        chosen = Diploma.objects.of_batch(batch).filter(printed__printing=found)
        _require_printable(list(chosen.for_page()), found.reason)
        attempts.forgive(f"diploma-print:{found.pk}")
        move(found, DiplomaPrint.Status.ASKED, by=by, problem="", done=0)
        tasks.print_diplomas.delay_on_commit(found.pk)
    return found


@transaction.atomic
def add_stock(
    unit_id: int, *, by: User, name: str, width_mm: Decimal, height_mm: Decimal
) -> Stock:
    """Thêm phôi, with the places of a usual sheet moved to its size."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_stock(by, unit))
    check_name(name, "Tên phôi")
    stock = Stock(unit=unit, name=name.strip(), width_mm=width_mm, height_mm=height_mm)
    add(stock, by=by)
    wide, high = float(width_mm) / 297, float(height_mm) / 210
    StockPlace.objects.bulk_create(
        StockPlace(
            stock=stock, part=part, x_mm=round(x * wide, 1), y_mm=round(y * high, 1),
            width_mm=round(width * wide, 1), size_pt=size, align=align, is_printed=printed,
        )
        for part, (x, y, width, size, align, printed) in USUAL.items()
    )  # fmt: skip
    return stock


@transaction.atomic
def amend_stock(
    stock_id: int, *, by: User, places: Mapping[str, Mapping[str, Any]], **fields: Any
) -> Stock:
    """Sửa phôi: its name and size, and where each part of the text is printed."""
    stock = _lock_mine(Stock, stock_id, by)
    check_name(fields.get("name", stock.name), "Tên phôi")
    wide = fields.get("width_mm", stock.width_mm)
    high = fields.get("height_mm", stock.height_mm)
    amend(stock, by=by, **fields)
    for place in stock.places.all():  # type: ignore[attr-defined]
        values = places.get(place.part)
        if values is None:
            continue
        if values["x_mm"] + values["width_mm"] > wide or values["y_mm"] > high:
            raise Refused(
                f"Chỗ in “{place}” ra ngoài khổ phôi {wide} × {high} mm. Sửa vị trí hoặc chiều "
                "rộng."
            )
        amend(place, by=by, **values)
    return stock


@transaction.atomic
def retire_stock(stock_id: int, *, by: User) -> Stock:
    """Thôi dùng phôi; prints that were made on it keep its name."""
    stock = _lock_mine(Stock, stock_id, by)
    amend(stock, by=by, retired_at=stock.retired_at or now())
    return stock


@transaction.atomic
def add_printer(
    unit_id: int, *, by: User, name: str, dx_mm: Decimal, dy_mm: Decimal
) -> Printer:
    """Thêm máy in, with what its calibration sheet showed."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_keep_stock(by, unit))
    check_name(name, "Tên máy in")
    printer = Printer(unit=unit, name=name.strip(), dx_mm=dx_mm, dy_mm=dy_mm)
    add(printer, by=by)
    return printer


@transaction.atomic
def amend_printer(printer_id: int, *, by: User, **fields: Any) -> Printer:
    """Sửa độ lệch của máy in."""
    printer = _lock_mine(Printer, printer_id, by)
    check_name(fields.get("name", printer.name), "Tên máy in")
    amend(printer, by=by, **fields)
    return printer


@transaction.atomic
def retire_printer(printer_id: int, *, by: User) -> Printer:
    """Thôi dùng máy in."""
    printer = _lock_mine(Printer, printer_id, by)
    amend(printer, by=by, retired_at=printer.retired_at or now())
    return printer


def _require_printable(chosen: Sequence[Diploma], reason: str) -> None:
    if gone := [one for one in chosen if one.is_recalled]:  # type: ignore[attr-defined]
        raise Refused(
            f"{gone[0]} đã bị hủy bỏ theo quyết định khác nên không in. Bỏ chọn rồi in lại."
        )
    first = _printed(chosen).select_related("diploma").order_by("diploma__number")
    if (again := first.first()) is not None and not reason.strip():
        raise Refused(
            f"{again} đã in rồi. Ghi lý do in lại (thí dụ: in hỏng, mất, sai vị trí).",
            at="reason",
        )


def _printed(diplomas: Sequence[Diploma]) -> QuerySet[PrintedDiploma]:
    """On paper, or about to be."""
    made = ["asked", "ready", "gone"]
    return PrintedDiploma.objects.filter(
        diploma__in=diplomas, printing__status__in=made
    )


def _lock(batch_id: int) -> DiplomaBatch:
    batches = DiplomaBatch.objects.select_related("decision__authority")
    return batches.select_for_update(of=["self"], no_key=True).get(pk=batch_id)


def _lock_mine[Row: (Stock, Printer)](model: type[Row], pk: int, by: User) -> Row:
    rows = model.objects.select_related("unit")
    row = rows.select_for_update(of=["self"], no_key=True).get(pk=pk)
    require(permissions.can_keep_stock(by, row.unit))
    return row


def _mine[Row: (Stock, Printer)](
    model: type[Row], authority: Unit, pk: int | None
) -> Row | None:
    """Of the authority, in use. None: none was chosen."""
    if pk is None:
        return None
    row = model.objects.of_unit(authority).filter(pk=pk).first()
    if row is None:
        named = str(model._meta.verbose_name)
        raise Refused(f"{capfirst(named)} đã chọn không còn dùng. Chọn lại.")
    return row


def _wake(batch) -> None:
    tasks.render_diplomas.delay_on_commit(batch.pk)
    tasks.seal_diplomas.delay_on_commit(batch.pk)
