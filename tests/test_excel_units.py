"""Nhập đơn vị: looked through, carried out, undone."""

import pytest

from tests.sheet_files import UNIT_HEADS, Office, changes, faults, told, worked
from units import calendar
from units.actions import sheets as acts
from units.models import AuditEntry, SheetImport, SheetWrite, Unit, UnitName, UnitPlace

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
NEW = "Tổ dân phố, khu phố, trực thuộc UBND phường Mẫu, từ ngày 01/07/2025"


@pytest.fixture
def office():
    return Office()


def test_a_dry_run_tells_and_leaves_nothing(office):
    before = AuditEntry.objects.filter(action="unit.added").count()

    kept = office.rehearsed(office.part_row(1), office.part_row(2))

    assert kept.status == Status.REHEARSED
    assert told(kept) == [
        (2, "refused", ""),
        (3, "added", NEW),
    ]
    assert (kept.added, kept.changed, kept.unchanged, kept.refused) == (1, 0, 0, 1)
    assert faults(kept) == [
        (
            2,
            "Thành lập từ ngày",
            "Không đổi được ngày thành lập; đơn vị này có từ ngày 01/01/2020.",
        )
    ]
    assert not Unit.objects.filter(code="H1.2").exists()
    assert AuditEntry.objects.filter(action="unit.added").count() == before


def test_units_are_laid_whatever_their_order_in_the_file(office):
    kept = office.done(
        office.part_row(
            21, code="H1.2.1", parent="H1.2", name="Nhóm", short_name="Nhóm"
        ),
        office.part_row(2),
    )

    assert kept.status == Status.DONE
    assert (kept.done_by, kept.added) == (office.administrator, 2)
    part, whole = Unit.objects.get(code="H1.2.1"), Unit.objects.get(code="H1.2")
    assert part.path == f"{whole.path}{part.pk:09d}/"
    assert UnitName.objects.get(unit=part).name == "Nhóm"
    assert UnitPlace.objects.get(unit=part).parent == whole
    entries = AuditEntry.objects.filter(action="unit.added", actor=office.administrator)
    assert {entry.subject_id for entry in entries} == {part.pk, whole.pk}
    writes = SheetWrite.objects.filter(sheet_import=kept)
    assert {(w.row_number, w.entry_id) for w in writes} == {
        (2, entries.get(subject_id=part.pk).pk),
        (3, entries.get(subject_id=whole.pk).pk),
    }


def test_a_change_is_told_from_what_to_what_and_done(office):
    heads = (
        *UNIT_HEADS[:1],
        "Tên gọn",
        "Chức danh",
        "Trực thuộc",
        "Đổi từ ngày",
        "Căn cứ",
    )
    office.done(office.part_row(2))

    kept = office.rehearsed(
        ("H1.1", "Tổ 1", "Tổ trưởng", "H1.2", "01/08/2025", "Nghị quyết 5/NQ-HĐND"),
        heads=heads,
    )

    assert told(kept) == [(2, "changed", "từ ngày 01/08/2025")]
    expected = [
        (2, "Chức danh người đứng đầu", "(trống)", "Tổ trưởng"),
        (2, "Tên gọn", "Tổ dân phố 1", "Tổ 1"),
        (2, "Trực thuộc", "UBND phường Mẫu", "Tổ dân phố 2"),
    ]
    assert changes(kept) == expected

    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.DONE
    unit = Unit.objects.get(pk=office.part.pk)
    assert (unit.short_name, unit.head_title) == ("Tổ 1", "Tổ trưởng")
    assert unit.parent.code == "H1.2"
    assert unit.names.count() == 2

    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    unit = Unit.objects.get(pk=office.part.pk)
    assert (unit.short_name, unit.head_title) == ("Tổ dân phố 1", "")
    assert unit.parent == office.ward
    assert unit.path == office.part.path
    assert [(n.short_name, n.valid_to) for n in unit.names.all()] == [
        ("Tổ dân phố 1", None)
    ]
    assert [(p.parent, p.valid_to) for p in unit.places.all()] == [(office.ward, None)]
    calendar.bring_up_to_date()
    assert Unit.objects.get(pk=unit.pk).short_name == "Tổ dân phố 1"


def test_an_import_is_undone_as_if_it_had_never_been(office):
    kept = office.done(
        office.part_row(2),
        office.part_row(21, code="H1.2.1", parent="H1.2"),
    )
    assert acts.obstacles(kept) == []

    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)

    assert (kept.status, kept.undone_by) == (Status.UNDONE, office.administrator)
    assert not Unit.objects.filter(code__startswith="H1.2").exists()
    assert not UnitName.objects.filter(name="Tổ dân phố 2").exists()
    removed = AuditEntry.objects.filter(action="unit.removed")
    assert {entry.detail["name"] for entry in removed} == {
        "H1.2 Tổ dân phố 2",
        "H1.2.1 Tổ dân phố 21",
    }
    # The codes are free again.
    assert office.done(office.part_row(2)).status == Status.DONE
