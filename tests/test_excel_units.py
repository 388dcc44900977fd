"""Nhập đơn vị: looked through, carried out, undone."""

from datetime import date

import pytest
from django.forms.models import model_to_dict

from tests.sheet_files import UNIT_HEADS, Office, changes, faults, told, worked
from units import actions, calendar
from units.actions import sheets as acts
from units.models import (
    AuditEntry,
    SheetImport,
    SheetWrite,
    Unit,
    UnitKind,
    UnitName,
    UnitPlace,
)

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


def test_a_code_that_is_none_is_refused(office):
    kept = office.rehearsed(office.part_row(2, code="SAI MÃ@#"))
    assert faults(kept) == [
        (
            2,
            "Mã định danh",
            "Mã định danh gồm các nhóm chữ cái không dấu, chữ số, cách nhau bằng dấu chấm, ví "
            "dụ H29.15.3.",
        )
    ]


def test_a_name_that_looks_like_markup_is_told_in_its_cell(office):
    kept = office.rehearsed(office.part_row(2, short_name="Tổ <b>2"))

    assert faults(kept) == [(2, "Tên gọn", "Tên không có dấu < và dấu >.")]


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


def test_a_kind_is_changed_and_changed_back(office):
    kept = office.done(("H1.1", str(office.office)), heads=("Mã", "Loại"))

    [(_, label, before, after)] = changes(kept)
    assert (label, before, after) == ("Loại", str(office.kind), str(office.office))
    assert Unit.objects.get(code="H1.1").kind == office.office
    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    assert Unit.objects.get(code="H1.1").kind == office.kind


def test_no_unit_of_a_kind_that_has_ended(office):
    UnitKind.objects.filter(pk=office.kind.pk).update(valid_to=date(2025, 6, 30))

    kept = office.rehearsed(
        office.part_row(2), office.part_row(3, valid_from="30/06/2025")
    )

    assert [outcome for _, outcome, _ in told(kept)] == ["refused", "added"]
    assert faults(kept) == [
        (2, "Loại", f"Loại “{office.kind}” không dùng vào ngày 01/07/2025.")
    ]


def test_a_seal_of_an_authority_above_or_beside(office):
    heads = (*UNIT_HEADS, "Dùng con dấu của")
    kept = office.rehearsed(
        (*office.part_row(2), "H1"), (*office.part_row(3), "H1.1"), heads=heads
    )

    assert [outcome for _, outcome, _ in told(kept)] == ["added", "refused"]
    assert told(kept)[1][2].startswith("Chỉ dùng được con dấu của cơ quan cấp trên")


def test_rows_that_stand_under_each_other_and_codes_twice(office):
    kept = office.rehearsed(
        office.part_row(2, parent="H1.3"),
        office.part_row(3, parent="H1.2"),
        office.part_row(4),
        office.part_row(4),
        office.part_row(5, parent="H1.4"),
    )

    assert faults(kept) == [
        (2, "Trực thuộc", "Các dòng trực thuộc nhau thành vòng."),
        (2, "Trực thuộc", "Đơn vị này ở dòng 3, mà dòng đó bị từ chối."),
        (3, "Trực thuộc", "Các dòng trực thuộc nhau thành vòng."),
        (3, "Trực thuộc", "Đơn vị này ở dòng 2, mà dòng đó bị từ chối."),
        (4, "Mã định danh", "Mã này còn ở dòng 5; mỗi đơn vị chỉ ghi một dòng."),
        (5, "Mã định danh", "Mã này còn ở dòng 4; mỗi đơn vị chỉ ghi một dòng."),
        (6, "Trực thuộc", "Đơn vị này ở dòng 4, mà dòng đó bị từ chối."),
    ]


def test_an_empty_cell_keeps_and_a_word_takes_away(office):
    heads = ("Mã", "Chức danh", "Ký hiệu", "Đổi từ ngày", "Căn cứ")
    office.done(("H1.1", "Tổ trưởng", "TDP", "01/08/2025", "QĐ 1"), heads=heads)

    kept = office.done(("H1.1", "", "(trống)", "01/09/2025", "QĐ 2"), heads=heads)

    assert changes(kept) == [(2, "Ký hiệu", "TDP", "(trống)")]
    unit = Unit.objects.get(code="H1.1")
    assert (unit.head_title, unit.symbol) == ("Tổ trưởng", "")


def test_laid_in_bulk_as_by_hand(office):
    """Both ways write the same rows and say the same in the book."""
    office.done(office.part_row(2))
    by_hand = actions.create_unit(
        by=office.administrator, parent_id=office.ward.pk, kind_code=office.kind.code,
        kind_name="", code="H1.3", name="Tổ dân phố 3", short_name="Tổ dân phố 3",
        valid_from=date(2025, 7, 1),
    )  # fmt: skip
    in_bulk = Unit.objects.get(code="H1.2")

    def facts(unit):
        [name], [place] = unit.names.all(), unit.places.all()
        [line] = AuditEntry.objects.filter(action="unit.added", subject_id=unit.pk)
        told = {"code", "name", "short_name"}
        return (
            model_to_dict(unit, exclude=["id", *told]),
            model_to_dict(name, exclude=["id", "unit", *told]),
            model_to_dict(place, exclude=["id", "unit"]),
            {k: v for k, v in line.detail["after"].items() if k not in told},
            (line.actor, line.role, line.held_in, line.unit_id == unit.pk, line.form),
        )

    assert facts(in_bulk) == facts(by_hand)
