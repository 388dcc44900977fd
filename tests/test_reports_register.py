"""Sổ đăng ký văn bản đi: no gap, no duplicate, dates that rise, lines that stay."""

import threading
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from reports import actions
from reports.models import Document, NumberBook, NumberSeries, RegisterEntry
from tests.factories import (
    NumberBookFactory,
    NumberSeriesFactory,
    RegisterEntryFactory,
    Role,
    UnitFactory,
    other_ward,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import AuditEntry

PAPER = {
    "symbol": "QĐ-UBND",
    "kind_and_title": "Quyết định: khen thưởng đợt thi đua",
    "signer": "Phạm Văn Mẫu",
    "recipients": "Các tổ dân phố; Lưu: VT",
    "archive_unit": "Văn thư",
}
DAY = timedelta(days=1)


@pytest.fixture
def here(db):
    return ward()


def register(here, day=None, series=None, **changes):
    return actions.register_paper(
        (series or here.series).pk,
        by=here.clerk,
        day=day or localdate(),
        **(PAPER | changes),
    )


# Numbers


def test_the_first_number_of_a_year_is_one_and_they_rise(here):
    assert [register(here).number for _ in range(3)] == [1, 2, 3]
    book = NumberBook.objects.get()
    assert (book.year, book.last_number, book.last_date) == (
        localdate().year, 3, localdate(),
    )  # fmt: skip


def test_a_year_begins_anew(here):
    new_year = date(localdate().year, 1, 1)
    days = [new_year - 2 * DAY, new_year - DAY, new_year, new_year]

    entries = [register(here, day) for day in days]

    assert [(e.book.year, e.number) for e in entries] == [
        (new_year.year - 1, 1), (new_year.year - 1, 2), (new_year.year, 1), (new_year.year, 2),
    ]  # fmt: skip


def test_the_old_year_may_still_be_finished_in_the_new_one(here):
    new_year = date(localdate().year, 1, 1)
    register(here, new_year)

    assert register(here, new_year - DAY).number == 1


def test_series_and_authorities_count_for_themselves(here):
    there = other_ward()
    second = NumberSeriesFactory(unit=here.unit, name="Quyết định", kinds=["directive"])

    assert [register(here).number, register(here).number] == [1, 2]
    assert register(here, series=second).number == 1
    assert register(there).number == 1


def test_dates_never_run_backwards(here):
    today = localdate()
    register(here, today - DAY)

    with pytest.raises(Refused, match=f"Số 01 đã cấp ngày {today - DAY:%d/%m/%Y}"):
        register(here, today - 2 * DAY)
    assert [e.number for e in (register(here, today - DAY), register(here, today))] == [
        2,
        3,
    ]


def test_no_number_for_tomorrow(here):
    with pytest.raises(Refused, match="không được sau hôm nay"):
        register(here, localdate() + DAY)
    assert not NumberBook.objects.exists()


def test_a_rollback_gives_the_number_back(here):
    register(here)
    with transaction.atomic():
        assert register(here).number == 2
        transaction.set_rollback(True)

    assert register(here).number == 2
    assert list(RegisterEntry.objects.values_list("number", flat=True)) == [1, 2]


def test_a_paper_that_is_refused_takes_no_number(here):
    with pytest.raises(Refused, match="Người ký"):
        register(here, signer="")

    assert register(here).number == 1


def test_an_own_series_goes_before_the_common_one(here):
    common = here.series
    own = NumberSeriesFactory(unit=here.unit, name="Kế hoạch", kinds=["plan"])
    NumberSeriesFactory(name="Của nơi khác")

    for_kind = NumberSeries.objects.for_kind
    assert for_kind(here.unit, "plan").first() == own
    assert for_kind(here.unit, "letter").first() == common
    assert for_kind(UnitFactory(), "plan").first() is None


# Real concurrency


def in_threads(work, jobs, workers=8):
    """Run ``work(job)`` for all jobs on ``workers`` threads with connections of their own."""
    jobs, errors, lock = list(jobs), [], threading.Lock()
    start = threading.Barrier(workers)

    def run():
        try:
            start.wait()
            while True:
                with lock:
                    if not jobs:
                        return
                    job = jobs.pop()
                work(job)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_issues_by_eight_clerks(monkeypatch):
    queued = []
    monkeypatch.setattr("reports.tasks.seal_document.delay_on_commit", queued.append)
    here = ward()
    clerk, _ = here.clerk, here.series
    papers = [here.document(signed=True).pk for _ in range(200)]

    in_threads(lambda pk: actions.issue_document(pk, by=clerk, day=localdate()), papers)

    numbers = list(
        RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, 201))
    assert list(
        Document.objects.order_by("number").values_list(
            "number", "register_entry__number"
        )
    ) == [(n, n) for n in numbers]
    assert sorted(queued) == sorted(papers)
    assert NumberBook.objects.get().last_number == 200


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rollbacks_among_eight_clerks_leave_no_gap():
    here = ward()
    clerk, series = here.clerk, here.series

    def work(job):
        with suppress(ZeroDivisionError), transaction.atomic():
            actions.register_paper(series.pk, by=clerk, day=localdate(), **PAPER)
            if job % 3 == 0:
                raise ZeroDivisionError

    in_threads(work, range(90))

    assert list(
        RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    ) == [*range(1, 61)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_clerks_open_a_years_book_once():
    here = ward()
    clerk, series = here.clerk, here.series

    in_threads(
        lambda _: actions.register_paper(series.pk, by=clerk, day=localdate(), **PAPER),
        range(8),
    )

    assert NumberBook.objects.get().last_number == 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_paper_gets_one_number_however_often_it_is_sent(monkeypatch):
    monkeypatch.setattr("reports.tasks.seal_document.delay_on_commit", lambda pk: None)
    here = ward()
    clerk, _ = here.clerk, here.series
    paper = here.document(signed=True)
    refused = []

    def work(_):
        try:
            actions.issue_document(paper.pk, by=clerk, day=localdate())
        except Refused as refusal:
            refused.append(str(refusal))

    in_threads(work, range(8))

    assert RegisterEntry.objects.get().number == 1
    assert refused == ["Văn bản đang ở trạng thái “Đang đóng dấu”."] * 7


# Opening and continuing


def test_open_series(here):
    series = actions.open_series(
        here.unit.pk, by=here.clerk, name="Kế hoạch", kinds=["plan", "guidance"]
    )

    series.refresh_from_db()
    assert (series.unit, series.name, series.kinds) == (
        here.unit, "Kế hoạch", ["plan", "guidance"],
    )  # fmt: skip
    entry = audit.history(series).get()
    assert (entry.action, entry.actor) == ("numberseries.added", here.clerk)


def test_open_series_refuses(here):
    actions.open_series(here.unit.pk, by=here.administrator, name="Chung")

    with pytest.raises(Refused):
        actions.open_series(here.unit.pk, by=here.clerk, name="Chung")
    with pytest.raises(Refused, match="Loại văn bản"):
        actions.open_series(here.unit.pk, by=here.clerk, name="Thơ", kinds=["poem"])
    assert NumberSeries.objects.count() == 1


def test_no_kind_of_paper_has_two_series(here):
    def open_series(name, *kinds):
        return actions.open_series(
            here.unit.pk, by=here.clerk, name=name, kinds=[*kinds]
        )

    open_series("Chung")
    open_series("Kế hoạch", "plan", "guidance")
    with pytest.raises(Refused) as refusal:
        open_series("Hướng dẫn", "letter", "guidance")
    assert str(refusal.value) == (
        "Hướng dẫn: đã lấy số ở dãy “Kế hoạch”. Mỗi loại chỉ có một dãy số."
    )
    with pytest.raises(Refused, match="Cơ quan đã có dãy số chung"):
        open_series("Chung 2")
    open_series("Quyết định", "other")
    open_series("Mật", "other")
    elsewhere = other_ward()
    actions.open_series(
        elsewhere.unit.pk, by=elsewhere.clerk, name="Kế hoạch", kinds=["plan"]
    )
    assert [s.name for s in NumberSeries.objects.for_kind(here.unit, "plan")] == [
        "Kế hoạch", "Chung",
    ]  # fmt: skip


@pytest.mark.parametrize("kinds", [[], ["letter", "plan"]])
def test_the_database_keeps_series_apart_too(here, kinds):
    NumberSeriesFactory(unit=here.unit, name="Một", kinds=kinds)
    other = NumberSeriesFactory(unit=here.unit, name="Hai", kinds=["guidance"])
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberSeriesFactory(unit=here.unit, name="Ba", kinds=kinds[1:])
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberSeries.objects.filter(pk=other.pk).update(kinds=kinds[1:])


@pytest.mark.django_db(transaction=True)
def test_four_clerks_open_one_series_of_a_kind():
    here = ward()
    clerk, refused = here.clerk, []

    def open_series(number):
        try:
            actions.open_series(
                here.unit.pk, by=clerk, name=f"Dãy {number}", kinds=["plan"]
            )
        except Refused:
            refused.append(number)

    in_threads(open_series, range(4), workers=4)

    assert len(refused) == 3
    assert NumberSeries.objects.get().kinds == ["plan"]


def test_a_book_goes_on_from_the_paper_one(here):
    day = localdate() - DAY

    book = actions.continue_book(
        here.series.pk, by=here.clerk, last_number=352, last_date=day
    )

    assert register(here).number == 353
    entry = audit.history(book).get()
    assert (entry.action, entry.actor, entry.detail["after"]) == (
        "numberbook.amended",
        here.clerk,
        {"last_number": 352, "last_date": day.isoformat()},
    )


@pytest.mark.parametrize(
    ("number", "days", "at"), [(0, 0, "last_number"), (5, 1, "last_date")]
)
def test_continue_book_refuses_nonsense(here, number, days, at):
    with pytest.raises(Refused) as refusal:
        actions.continue_book(
            here.series.pk,
            by=here.clerk,
            last_number=number,
            last_date=localdate() + days * DAY,
        )
    assert [field for field, _ in refusal.value.parts] == [at]
    assert not NumberBook.objects.exists()


def test_continue_book_only_before_its_first_number(here):
    register(here)

    with pytest.raises(Refused, match="đã cấp đến số 01"):
        actions.continue_book(
            here.series.pk, by=here.clerk, last_number=9, last_date=localdate()
        )
    assert register(here).number == 2


# Voiding


def test_void_keeps_the_line_and_the_number(here):
    first = register(here)

    entry = actions.void_number(first.pk, by=here.clerk, reason=" Ghi nhầm sổ ")

    entry.refresh_from_db()
    assert (entry.number, entry.void_reason, entry.voided_by) == (
        1,
        "Ghi nhầm sổ",
        here.clerk,
    )
    assert entry.voided_at is not None
    assert audit.history(entry).first().action == "registerentry.amended"
    assert register(here).number == 2


def test_void_refuses(here):
    entry = register(here)
    with pytest.raises(Refused, match="Ghi lý do"):
        actions.void_number(entry.pk, by=here.clerk, reason=" ")
    actions.void_number(entry.pk, by=here.clerk, reason="Nhầm")
    with pytest.raises(Refused, match="Số này đã hủy"):
        actions.void_number(entry.pk, by=here.clerk, reason="Nhầm")
    signed = RegisterEntryFactory(
        book=entry.book, number=9, document=here.document(numbered=True)
    )
    with pytest.raises(Refused, match="đã cấp cho một văn bản đã ký"):
        actions.void_number(signed.pk, by=here.clerk, reason="Nhầm")


# Dispatch


def test_dispatch_is_noted_corrected_and_taken_back(here):
    entry = register(here, localdate() - DAY)

    def note(day, who=""):
        actions.record_dispatch(
            entry.pk, by=here.clerk, dispatched_on=day, received_by=who
        )
        entry.refresh_from_db()
        return entry.dispatched_on, entry.received_by

    assert note(localdate() - DAY, " Bưu điện ") == (localdate() - DAY, "Bưu điện")
    assert note(localdate(), "Trần Văn Nhận") == (localdate(), "Trần Văn Nhận")
    assert note(None) == (None, "")
    last, second, *_ = audit.history(entry)
    assert (second.action, second.actor) == ("registerentry.amended", here.clerk)
    assert last.detail["before"] == {
        "dispatched_on": localdate().isoformat(), "received_by": "Trần Văn Nhận",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "who", "said"),
    [
        (-2, "", "Ngày chuyển phải từ ngày văn bản"),
        (1, "", "đến hôm nay"),
        (None, "Bưu điện", "Ghi ngày chuyển cùng với người nhận"),
    ],
)
def test_dispatch_refuses_what_cannot_be(here, days, who, said):
    entry = register(here, localdate() - DAY)
    day = None if days is None else localdate() + days * DAY

    with pytest.raises(Refused, match=said):
        actions.record_dispatch(
            entry.pk, by=here.clerk, dispatched_on=day, received_by=who
        )
    assert audit.history(entry).count() == 1


def test_nothing_is_dispatched_that_was_voided_or_is_not_sealed(here):
    voided = register(here)
    actions.void_number(voided.pk, by=here.clerk, reason="Nhầm")
    unsealed = RegisterEntryFactory(
        book=voided.book, number=2, document=here.document(numbered=True)
    )

    for entry, said in [
        (voided, "Số này đã hủy, không có văn bản nào để chuyển."),
        (unsealed, "Văn bản chưa đóng dấu xong nên chưa chuyển được."),
    ]:
        with pytest.raises(Refused) as refusal:
            actions.record_dispatch(entry.pk, by=here.clerk, dispatched_on=localdate())
        assert str(refusal.value) == said


def test_an_issued_papers_dispatch_is_noted(here):
    entry = RegisterEntryFactory(
        book=NumberBookFactory(series=here.series), document=here.document(issued=True)
    )

    actions.record_dispatch(
        entry.pk,
        by=here.clerk,
        dispatched_on=localdate(),
        received_by="Trục liên thông",
    )

    entry.refresh_from_db()
    assert entry.received_by == "Trục liên thông"


# Who


ACTS = {
    "register": lambda here, by: actions.register_paper(
        here.series.pk, by=by, day=localdate(), **PAPER
    ),
    "void": lambda here, by: actions.void_number(
        RegisterEntry.objects.get(number=1).pk, by=by, reason="Nhầm"
    ),
    "dispatch": lambda here, by: actions.record_dispatch(
        RegisterEntry.objects.get(number=1).pk, by=by, dispatched_on=localdate()
    ),
    "export": lambda here, by: actions.export_register(
        here.series.pk, localdate().year, by=by
    ),
    "open": lambda here, by: actions.open_series(
        here.unit.pk, by=by, name="Khác", kinds=["other"]
    ),
    "continue": lambda here, by: actions.continue_book(
        NumberSeriesFactory(unit=here.unit, name=f"Dãy {by.pk}", kinds=["other"]).pk,
        by=by, last_number=5, last_date=localdate(),
    ),
}  # fmt: skip
ALLOWED = {
    "register": {Role.CLERK},
    "void": {Role.CLERK},
    "dispatch": {Role.CLERK},
    "export": set(Role),
    "open": {Role.CLERK, Role.ADMINISTRATOR},
    "continue": {Role.CLERK, Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_register(here, act, role):
    register(here)
    there = other_ward()

    with pytest.raises(PermissionDenied):
        ACTS[act](here, there.person(role))
    past = here.person(role, valid_to=localdate() - DAY)
    with pytest.raises(PermissionDenied):
        ACTS[act](here, past)
    if role in ALLOWED[act]:
        ACTS[act](here, here.person(role))
    else:
        with pytest.raises(PermissionDenied):
            ACTS[act](here, here.person(role))


# What the database itself keeps


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"number": 0}, "numbers_start_at_one"),
        ({"void_reason": "Nhầm"}, "a_void_is_whole"),
    ],
)
def test_the_database_refuses_a_line(here, changes, constraint):
    entry = RegisterEntryFactory.build(book=NumberBookFactory(), **changes)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        entry.save()


def test_one_paper_a_number(here):
    entry = register(here)

    with (
        pytest.raises(IntegrityError, match="one_paper_a_number"),
        transaction.atomic(),
    ):
        RegisterEntryFactory(book=entry.book, number=entry.number)


def test_one_book_a_year_and_one_series_of_a_name(here):
    book = NumberBookFactory(series=here.series)

    with pytest.raises(IntegrityError, match="one_book_a_year"), transaction.atomic():
        NumberBookFactory(series=here.series, year=book.year)
    with (
        pytest.raises(IntegrityError, match="one_series_of_a_name"),
        transaction.atomic(),
    ):
        NumberSeriesFactory(unit=here.unit, name=here.series.name, kinds=["other"])


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 7},
        {"symbol": "KH-X"},
        {"issued_on": date(2020, 1, 1)},
        {"document": None},
    ],
)
def test_a_line_keeps_its_number(here, changes):
    entry = RegisterEntryFactory(document=here.document(numbered=True), number=5)

    with pytest.raises(IntegrityError, match="keeps its number"), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(**changes)


def test_a_line_is_never_removed(here):
    entry = register(here)

    with (
        pytest.raises(IntegrityError, match="voided, never removed"),
        transaction.atomic(),
    ):
        entry.delete()
    assert RegisterEntry.objects.get() == entry


def test_what_the_clerk_may_still_note_on_a_line(here):
    entry = register(here)

    RegisterEntry.objects.filter(pk=entry.pk).update(
        dispatched_on=localdate(), received_by="Bưu điện"
    )

    entry.refresh_from_db()
    assert entry.received_by == "Bưu điện"


def test_who_sees_the_register(here):
    entry = register(here)

    assert list(RegisterEntry.objects.visible_to(here.reporter)) == [entry]
    assert list(RegisterEntry.objects.visible_to(other_ward().clerk)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_one_query_latest_first(here, django_assert_num_queries, count):
    for _ in range(count):
        register(here)

    with django_assert_num_queries(1):
        lines = [
            (entry.number, entry.book.series.unit.short_name, entry.document)
            for entry in RegisterEntry.objects.for_list()
        ]

    numbers = [number for number, *_ in lines]
    assert len(numbers) == count
    assert all(a > b for a, b in pairwise(numbers))


def test_every_line_is_in_the_book_of_acts(here):
    entry = register(here)

    assert [(e.action, e.actor) for e in audit.history(entry)] == [
        ("registerentry.added", here.clerk)
    ]
    assert AuditEntry.objects.count() == 1
