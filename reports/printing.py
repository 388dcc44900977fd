"""Tệp in giấy khen: one file of many sheets, made by a worker, kept for thirty days."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from reports import store
from reports.diplomas import record_of
from reports.models import Diploma, DiplomaPrint, Printer, Stock
from reports.rendering import (
    Offset,
    PaperRefused,
    PrintPlace,
    StockSheet,
    print_on_stock,
    print_whole,
)
from reports.steps import one_try
from units.workflow import move

Status = DiplomaPrint.Status
KEPT = timedelta(days=30)


def owed() -> list[int]:
    return list(DiplomaPrint.objects.owed().values_list("pk", flat=True))


def make(print_id: int) -> None:
    """Dựng tệp in, once."""
    stop = partial(_stop, print_id)
    with one_try(f"diploma-print:{print_id}", "dựng tệp in này", stop=stop) as mine:
        if mine:
            _make(print_id)


def _make(print_id):
    found = DiplomaPrint.objects.select_related("stock", "printer").get(pk=print_id)
    if found.status != Status.ASKED:
        return
    diplomas = Diploma.objects.for_paper().for_page().filter(printed__printing=found)
    chosen = list(diplomas.defer("draft").order_by("number"))
    if gone := [one for one in chosen if one.is_recalled]:  # type: ignore[attr-defined]
        raise PaperRefused(f"{gone[0]} đã bị hủy bỏ theo quyết định khác nên không in.")
    records = [record_of(one) for one in chosen]

    def tell(done):
        DiplomaPrint.objects.filter(pk=print_id).update(done=done)

    if found.stock is None:
        pdf = print_whole(records, tell)
    else:
        sheet = sheet_of(found.stock)
        pdf = print_on_stock(records, sheet, offset_of(found.printer), tell)
    with transaction.atomic():
        current = _lock(print_id)
        if current.status == Status.ASKED:
            digest = store.write(current.key, pdf)
            move(
                current, Status.READY, by=current.asked_by, problem="", sha256=digest,
                size=len(pdf), made_at=now(),
            )  # fmt: skip


def sheet_of(stock: Stock) -> StockSheet:
    """Phôi với những chỗ được in."""
    return StockSheet(
        name=stock.name,
        width=float(stock.width_mm),
        height=float(stock.height_mm),
        places=tuple(
            PrintPlace(
                part=one.part, x=float(one.x_mm), y=float(one.y_mm),
                width=float(one.width_mm), size=float(one.size_pt), align=one.align,
            )
            for one in stock.places.all()  # type: ignore[attr-defined]
            if one.is_printed
        ),
    )  # fmt: skip


def offset_of(printer: Printer | None) -> Offset:
    if printer is None:
        return Offset()
    return Offset(float(printer.dx_mm), float(printer.dy_mm), printer.name)


def clear_old() -> None:
    """Every night: files older than thirty days; the log of prints stays."""
    old = DiplomaPrint.objects.filter(status=Status.READY, made_at__lt=now() - KEPT)
    for print_id in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            current = _lock(print_id)
            # One that is being made may come to the very same bytes.
            making = DiplomaPrint.objects.filter(
                batch=current.batch_id, status=Status.ASKED
            )
            if current.status == Status.READY and not making.exists():
                move(current, Status.GONE, by=None)
                alike = DiplomaPrint.objects.filter(
                    sha256=current.sha256, status=Status.READY
                )
                if not alike.exists():
                    path = store.path_of(current.sha256)
                    transaction.on_commit(partial(path.unlink, missing_ok=True))


def _lock(print_id) -> DiplomaPrint:
    locked = DiplomaPrint.objects.select_related("asked_by")
    return locked.select_for_update(of=["self"], no_key=True).get(pk=print_id)


@transaction.atomic
def _stop(print_id, problem):
    current = _lock(print_id)
    if current.status == Status.ASKED:
        move(current, Status.STOPPED, by=current.asked_by, problem=problem)
