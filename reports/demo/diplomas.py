"""Giấy khen trình diễn: of the decision that was issued, signed by the worker, and printed once."""

import time
from collections.abc import Callable
from decimal import Decimal

from awards.deciding.diplomas import common_merit
from awards.models import Decision
from reports import actions
from reports.demo.provinces import NGUYEN_TRAI
from reports.demo.showing import ShowFailed
from reports.models import Diploma, DiplomaBatch, Printer, Stock
from units.models import Unit, User


def give(tell: Callable[[str], None], wait: float) -> None:
    """Once: what is there already is left alone, and gone on with where it stopped."""
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    decision = Decision.objects.get(authority=ward, status="issued", kind="confer")
    by = User.objects.get(username="vanthu")
    batch = DiplomaBatch.objects.of_decision(decision).first()
    if batch is None:
        batch = actions.begin_diplomas(decision.pk, by=by, merit=common_merit(decision))
    if not Diploma.objects.signed().filter(batch=batch).exists():
        actions.resume_diplomas(batch.pk, by=by)
    _wait(batch, wait)
    if not Stock.objects.of_unit(ward).exists():
        stock = actions.add_stock(
            ward.pk, by=by, name="Phôi giấy khen A4", width_mm=Decimal(297),
            height_mm=Decimal(210),
        )  # fmt: skip
        actions.add_printer(
            ward.pk, by=by, name="Máy in phòng Văn thư", dx_mm=Decimal("1.5"),
            dy_mm=Decimal("-0.5"),
        )  # fmt: skip
        printer = Printer.objects.of_unit(ward).get()
        actions.print_diplomas(
            batch.pk, by=by, numbers=range(1, 501), stock_id=stock.pk,
            printer_id=printer.pk,
        )  # fmt: skip
    amount = Diploma.objects.of_batch(batch).count()
    tell(
        f"  {ward}: {amount} giấy khen theo Quyết định số {decision.number_and_symbol}"
    )


def _wait(batch: DiplomaBatch, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        counts = Diploma.objects.counts_of(batch)
        if set(counts) == {Diploma.Status.SIGNED}:
            return
        if counts.get(Diploma.Status.STOPPED):
            stopped = Diploma.objects.of_batch(batch).filter(status="stopped").first()
            raise ShowFailed(f"Giấy khen: {stopped and stopped.problem}")
        if time.monotonic() > end:
            raise ShowFailed(f"Đã chờ {wait:.0f} giây mà giấy khen chưa ký xong.")
        time.sleep(0.3)
