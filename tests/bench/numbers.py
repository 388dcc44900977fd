"""Cấp số đồng thời: 200 numbers of one series taken by 8 processes."""

import multiprocessing
from time import perf_counter

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from django.utils.timezone import localdate

from reports.actions import take_number
from reports.models import NumberBook, NumberSeries, RegisterEntry
from tests.factories import NumberSeriesFactory, UnitFactory

PROCESSES, EACH = 8, 25


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        series = _series()
        locked = _timed(_take, series.pk)
        plain = _timed(_insert_only, series.pk)
        numbers = list(
            RegisterEntry.objects.filter(book__series=series, remarks="")
            .order_by("number")
            .values_list("number", flat=True)
        )
        assert numbers == list(range(1, PROCESSES * EACH + 1)), "gap or duplicate"
        print(f"{len(numbers)} numbers by {PROCESSES} processes: no gap, no duplicate")
        print(f"time with the book's lock ÷ plain inserts: {locked / plain:.2f}")
    finally:
        teardown_databases(databases, verbosity=0)


def _series():
    return NumberSeriesFactory.create(unit=UnitFactory.create())


def _timed(work, series_pk):
    connection.close()  # each process opens its own
    start = perf_counter()
    processes = [
        multiprocessing.get_context("fork").Process(target=work, args=(series_pk, n))
        for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert all(process.exitcode == 0 for process in processes), "a process failed"
    return perf_counter() - start


def _take(series_pk, _):
    series = NumberSeries.objects.get(pk=series_pk)
    for _ in range(EACH):
        with transaction.atomic():
            book, number = take_number(series, localdate())
            _line(book, number, "").save(force_insert=True)


def _insert_only(series_pk, process):
    """The floor: the same rows in one book of another year, numbers known beforehand."""
    book, _ = NumberBook.objects.get_or_create(series_id=series_pk, year=1999)
    for index in range(EACH):
        with transaction.atomic():
            _line(book, process * EACH + index + 1, "đo").save(force_insert=True)


def _line(book, number, remarks):
    return RegisterEntry(
        book=book, number=number, symbol="KH-UBND", issued_on=localdate(),
        kind_and_title="Kế hoạch: đo", signer="", recipients="", archive_unit="", remarks=remarks,
    )  # fmt: skip
