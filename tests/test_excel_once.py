"""Nhập một lần, cả tệp hoặc không: clicks, workers, deaths, and data that move meanwhile."""

from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection
from django.utils.timezone import now

from tests.factories import Role, UnitFactory
from tests.sheet_files import UNIT_HEADS, Office, faults, told, worked
from tests.worker import wait_for
from units import actions, sheet_sweep, tasks
from units.actions import sheets as acts
from units.actions.sheets import unit_rows, working
from units.errors import Refused
from units.models import (
    AuditEntry,
    Membership,
    SheetImport,
    SheetRow,
    SheetWrite,
    Term,
    Unit,
    UnitName,
)

Status = SheetImport.Status
BASIS = "Quyết định 9/QĐ-UBND"


@pytest.fixture
def office(db):
    return Office()


def asked(office, *rows):
    kept = office.rehearsed(*rows)
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    return kept


def laid(code="H1.2"):
    return Unit.objects.filter(code=code).count(), UnitName.objects.filter(
        unit__code=code
    ).count()


# ---- once -----------------------------------------------------------------------------------


def test_a_second_click_is_told_so(office):
    kept = asked(office, office.part_row(2))

    with pytest.raises(
        Refused, match="Không thể chuyển từ “Đang nhập” sang “Đang nhập”"
    ):
        acts.ask_to_carry_out(kept.pk, by=office.administrator)


def test_done_twice_it_is_done_once(office):
    kept = asked(office, office.part_row(2))
    for _ in range(3):
        worked(kept)

    assert laid() == (1, 1)
    assert SheetWrite.objects.filter(sheet_import=kept).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_workers_at_one_moment(office, monkeypatch, is_guarded):
    """The advisory lock saves double work; without it the row lock still lets one through."""
    if not is_guarded:

        @contextmanager
        def everybody(work):
            yield True

        monkeypatch.setattr(working, "alone", everybody)
    kept = asked(office, *[office.part_row(n) for n in range(2, 40)])
    failures = []

    def work():
        try:
            acts.work(kept.pk)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept.refresh_from_db()
    assert failures == []
    assert kept.status == Status.DONE
    assert Unit.objects.filter(code__startswith="H1.").count() == 39  # with H1.1
    assert SheetWrite.objects.filter(sheet_import=kept).count() == 38


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_and_another_after_it(office, celery_worker_process):
    worker = celery_worker_process
    many = [office.part_row(n) for n in range(2, 1502)]
    kept = office.take(*many)
    wait_for(lambda: status(kept) == Status.REHEARSED)
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    wait_for(lambda: SheetImport.objects.get(pk=kept.pk).tries == 1)
    worker.kill()
    assert status(kept) == Status.CARRYING
    assert not Unit.objects.filter(code="H1.2").exists()

    worker.start(VISIBILITY_TIMEOUT="5")
    SheetImport.objects.update(asked_at=now() - timedelta(minutes=1))
    tasks.requeue_owed_sheets()

    wait_for(lambda: status(kept) == Status.DONE, seconds=120)
    assert Unit.objects.filter(code__startswith="H1.").count() == 1501
    assert SheetWrite.objects.filter(sheet_import=kept).count() == 1500
    assert SheetImport.objects.get(pk=kept.pk).tries == 2


def status(kept):
    return SheetImport.objects.get(pk=kept.pk).status


# ---- whole ----------------------------------------------------------------------------------


def test_what_fails_in_the_middle_leaves_nothing(office, monkeypatch):
    lay_units = unit_rows.tree.lay_units

    def fails(units, bases, *, by):
        lay_units(units, bases, by=by)
        raise RuntimeError

    kept = asked(office, office.part_row(2))
    lines = AuditEntry.objects.count()
    monkeypatch.setattr(unit_rows.tree, "lay_units", fails)

    worked(kept)

    assert kept.status == Status.FAILED
    assert kept.problem.startswith(
        "Hệ thống gặp lỗi khi xử lý tệp này, chưa có gì được ghi."
    )
    assert laid() == (0, 0)
    assert AuditEntry.objects.count() == lines + 1  # that it failed
    monkeypatch.undo()
    acts.rehearse_again(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.REHEARSED


def test_what_stops_three_workers_is_given_up(office):
    kept = asked(office, office.part_row(2))
    SheetImport.objects.filter(pk=kept.pk).update(tries=3)

    worked(kept)

    assert (kept.status, kept.problem) == (Status.FAILED, working.STOPPED)


def test_a_refused_row_holds_back_all(office):
    kept = office.rehearsed(office.part_row(2), office.part_row(3, kind="x"))

    with pytest.raises(Refused, match="Còn 1 dòng bị từ chối"):
        acts.ask_to_carry_out(kept.pk, by=office.administrator)
    with pytest.raises(IntegrityError, match="sheet_with_refusals_is_not_done"):
        SheetImport.objects.filter(pk=kept.pk).update(status="carrying")


# ---- what moves meanwhile -------------------------------------------------------------------


def test_a_code_that_was_taken_meanwhile(office):
    kept = asked(office, office.part_row(2), office.part_row(3))
    UnitFactory(code="H1.3", parent=office.other, kind=office.kind, quiet=True)

    worked(kept)

    assert (kept.status, kept.has_moved) == (Status.REHEARSED, True)
    assert (kept.added, kept.refused) == (1, 1)
    assert faults(kept) == [(3, "Mã định danh", "Mã này đã có đơn vị khác dùng.")]
    assert laid() == (0, 0)


def test_a_value_that_changed_meanwhile(office):
    heads = ("Mã", "Chức danh")
    kept = office.rehearsed(("H1.1", "Tổ trưởng"), heads=heads)
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    actions.amend_unit(
        office.part.pk, by=office.administrator, head_title="Trưởng", collective="",
        seal_mm=36,
    )  # fmt: skip

    worked(kept)

    assert (kept.status, kept.has_moved) == (Status.REHEARSED, True)
    cell = SheetRow.objects.get(sheet_import=kept).cells.get()
    assert (cell.before, cell.after) == ("Trưởng", "Tổ trưởng")
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.DONE


def test_a_name_of_the_parent_that_changed_meanwhile(office):
    kept = asked(office, office.part_row(2))
    actions.rename_unit(
        office.ward.pk, by=office.administrator, effective_on=now().date(),
        basis=BASIS, short_name="UBND phường Mới",
    )  # fmt: skip

    worked(kept)

    assert kept.has_moved
    [(_, _, words)] = told(kept)
    assert "trực thuộc UBND phường Mới" in words


def test_whoever_lost_the_role_meanwhile_writes_nothing(office):
    kept = asked(office, office.part_row(2))
    Membership.objects.filter(user=office.administrator).update(
        valid_to=now().date() - timedelta(days=2)
    )

    worked(kept)

    assert (kept.status, kept.refused) == (Status.REHEARSED, 1)
    assert laid() == (0, 0)


# ---- taking back ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (
            lambda unit: UnitFactory(parent=unit, kind=unit.kind, quiet=True),
            "đã có đơn vị",
        ),
        (lambda unit: Office.person(None, unit, Role.REPORTER), "đã có"),
        (
            lambda unit: Unit.objects.filter(pk=unit.pk).delete(),
            "đã bị bỏ khỏi hệ thống sau khi nhập",
        ),
    ],
)
def test_what_was_built_on_it_is_told_and_holds_back_all(office, act, why):
    kept = office.done(office.part_row(2), office.part_row(3))
    unit = Unit.objects.get(code="H1.3")
    if "bỏ" in why:
        unit.names.all().delete()
        unit.places.all().delete()
    act(unit)

    found = acts.obstacles(kept)

    assert [one.row_number for one in found] == [3]
    assert found[0].why.startswith(why)
    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)
    assert kept.status == Status.DONE
    assert kept.problem.startswith(f"Chưa hoàn tác được vì dòng 3: {why}")
    assert laid() == (1, 1)


def test_a_later_act_holds_it_back(office):
    kept = office.done(office.part_row(2))
    unit = Unit.objects.get(code="H1.2")
    actions.rename_unit(
        unit.pk, by=office.administrator, effective_on=now().date(), basis=BASIS,
        short_name="Tổ mới",
    )  # fmt: skip
    assert [one.why for one in acts.obstacles(kept)] == ["đã có tên đơn vị"]


def test_an_import_on_an_import_is_undone_last_first(office):
    first = office.done(office.part_row(2))
    second = office.done(office.part_row(4, parent="H1.2"))
    assert [one.why for one in acts.obstacles(first)] == ["đã có đơn vị"]

    for kept in (second, first):
        acts.ask_to_undo(kept.pk, by=office.administrator)
        assert worked(kept).status == Status.UNDONE
    assert not Unit.objects.filter(code__in=["H1.2", "H1.4"]).exists()


def test_an_undone_import_stays_undone(office):
    kept = office.done(office.part_row(2))
    for _ in range(2):
        if kept.status == Status.DONE:
            acts.ask_to_undo(kept.pk, by=office.administrator)
        worked(kept)
    assert kept.status == Status.UNDONE
    with pytest.raises(Refused):
        acts.ask_to_undo(kept.pk, by=office.administrator)
    with pytest.raises(Refused):
        acts.drop_sheet(kept.pk, by=office.administrator)


# ---- the clock ------------------------------------------------------------------------------


def test_what_is_owed_is_found_again(office):
    rows = [office.part_row(n) for n in range(2, acts.AT_ONCE + 3)]
    kept = office.take(*rows)
    assert sheet_sweep.owed() == []

    SheetImport.objects.filter(pk=kept.pk).update(asked_at=now() - timedelta(minutes=1))

    assert sheet_sweep.owed() == [kept.pk]
    worked(kept)
    assert sheet_sweep.owed() == []


def test_old_files_go_and_what_they_did_stays(office):
    done = office.done(office.part_row(2))
    left = office.rehearsed(office.part_row(3))
    fresh = office.rehearsed(office.part_row(4), heads=UNIT_HEADS)
    SheetImport.objects.exclude(pk=fresh.pk).update(asked_at=now() - timedelta(days=31))

    assert sheet_sweep.tidy() == 2

    done.refresh_from_db()
    assert (done.source, done.added, done.rows.count()) == (None, 1, 0)
    assert not SheetImport.objects.filter(pk=left.pk).exists()
    assert SheetImport.objects.get(pk=fresh.pk).rows.count() == 1
    assert AuditEntry.objects.filter(action="sheetimport.expired").count() == 1
    # Nothing ends by a term that nobody set.
    SheetImport.objects.filter(pk=fresh.pk).update(asked_at=now() - timedelta(days=99))
    Term.objects.all().delete()
    assert sheet_sweep.tidy() == 0
    # What it wrote is still known: it can be taken back.
    acts.ask_to_undo(done.pk, by=office.administrator)
    assert worked(done).status == Status.UNDONE
