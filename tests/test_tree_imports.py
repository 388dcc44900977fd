"""Nhập Excel và cây đơn vị: an import holds the tree for as long as it lasts."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.factories import UnitFactory
from tests.sheet_files import Office, worked
from tests.test_tree_moments import at_once, wrong_paths
from units import actions, tree_lock
from units.actions import sheets as acts
from units.models import Reform, SheetImport, Unit, UnitPlace
from units.tree_lock import TreeBusy

pytestmark = pytest.mark.django_db(transaction=True)
Status = SheetImport.Status
TODAY = localdate()
DAY = timedelta(days=1)
BASIS = "Quyết định 9/QĐ-UBND"


@pytest.fixture
def office():
    """With a second part of the ward, and one below the first."""
    place = Office()
    place.second, place.low = (
        UnitFactory(
            code=code, kind=place.kind, parent=parent, short_name=code, quiet=True
        )
        for code, parent in (("H1.2", place.ward), ("H1.1.1", place.part))
    )
    return place


def asked(office, *rows, **options):
    kept = office.rehearsed(*rows, **options)
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    return kept


def move(office, unit, parent, day=TODAY):
    return actions.move_unit(
        unit.pk,
        by=office.administrator,
        parent_id=parent.pk,
        effective_on=day,
        basis=BASIS,
    )


def test_what_an_import_lays_goes_along_with_a_move(office):
    kept = asked(office, office.part_row(3, code="H1.1.1.1", parent="H1.1.1"))

    done, moved = at_once(
        lambda: worked(kept), lambda: move(office, office.part, office.second)
    )

    assert done.status == Status.DONE
    assert isinstance(moved, UnitPlace)
    laid = Unit.objects.get(code="H1.1.1.1")
    assert laid.chain == [
        office.ward.pk, office.second.pk, office.part.pk, office.low.pk, laid.pk,
    ]  # fmt: skip
    assert wrong_paths() == []


def test_an_import_that_moves_waits_for_its_turn_and_is_not_counted_as_tried(
    office, monkeypatch
):
    monkeypatch.setattr(tree_lock, "PATIENCE", 0.1)
    heads = ("Mã", "Trực thuộc", "Đổi từ ngày", "Văn bản căn cứ")
    row = ("H1.1", "H1.2", f"{TODAY:%d/%m/%Y}", BASIS)
    kept = asked(office, row, heads=heads)

    at_once(
        lambda: actions.create_unit(
            by=office.administrator, parent_id=office.ward.pk, kind_code="to-dan-pho",
            kind_name="", code="H1.9", name="Tổ 9", short_name="Tổ 9", valid_from=TODAY,
        ),
        lambda: acts.work(kept.pk),
    )  # fmt: skip

    kept.refresh_from_db()
    assert (kept.status, kept.tries, kept.problem) == (Status.CARRYING, 0, "")
    assert worked(kept).status == Status.DONE
    office.part.refresh_from_db()
    assert office.part.parent == office.second


def test_while_an_import_moves_nothing_is_created_beside_it(office, monkeypatch):
    monkeypatch.setattr(tree_lock, "PATIENCE", 0.1)
    heads = ("Mã", "Trực thuộc", "Đổi từ ngày", "Văn bản căn cứ")
    row = ("H1.1", "H1.2", f"{TODAY:%d/%m/%Y}", BASIS)
    kept = asked(office, row, heads=heads)

    done, created = at_once(
        lambda: worked(kept),
        lambda: actions.create_unit(
            by=office.administrator, parent_id=office.low.pk, kind_code="to-dan-pho",
            kind_name="", code="H1.9", name="Tổ 9", short_name="Tổ 9", valid_from=TODAY,
        ),
    )  # fmt: skip

    assert done.status == Status.DONE
    assert isinstance(created, TreeBusy)
    assert wrong_paths() == []


# ---- undone after others went on ------------------------------------------------------------


def undone(kept, by):
    acts.ask_to_undo(kept.pk, by=by)
    return worked(kept)


@pytest.fixture
def moved(office):
    """The lowest part, moved by an import from the first part to the ward itself."""
    heads = ("Mã", "Trực thuộc", "Đổi từ ngày", "Văn bản căn cứ")
    kept = office.done(("H1.1.1", "H1", f"{TODAY:%d/%m/%Y}", BASIS), heads=heads)
    assert kept.status == Status.DONE
    return kept


def test_an_import_is_not_undone_into_a_ring(office, moved):
    move(office, office.part, office.low)

    kept = undone(moved, office.administrator)

    assert (kept.status, kept.problem) == (
        Status.DONE,
        f"Chưa hoàn tác được vì dòng 2: {office.part} trực thuộc H1.1.1 vào ngày "
        f"{TODAY:%d/%m/%Y} nên không thể nhận H1.1.1.",
    )
    office.low.refresh_from_db()
    assert office.low.parent == office.ward
    assert wrong_paths() == []


def test_an_import_is_not_undone_under_what_is_no_more(office, moved):
    actions.dissolve_unit(
        office.part.pk,
        by=office.administrator,
        effective_on=TODAY + 5 * DAY,
        basis=BASIS,
        successor_ids=[office.second.pk],
    )

    kept = undone(moved, office.administrator)

    assert kept.status == Status.DONE
    assert kept.problem.startswith(
        "Chưa hoàn tác được vì dòng 2: Tổ dân phố 1 kết thúc"
    )
    office.low.refresh_from_db()
    assert office.low.parent == office.ward


def test_two_moves_of_one_import_that_need_each_other_are_undone(office):
    heads = ("Mã", "Trực thuộc", "Đổi từ ngày", "Văn bản căn cứ")
    day = f"{TODAY:%d/%m/%Y}"
    rows = ("H1.1.1", "H1", day, BASIS), ("H1.1", "H1.1.1", day, BASIS)
    kept = office.done(*rows, heads=heads)
    office.part.refresh_from_db()
    assert office.part.parent == office.low

    assert undone(kept, office.administrator).status == Status.UNDONE

    for unit, parent in ((office.part, office.ward), (office.low, office.part)):
        unit.refresh_from_db()
        assert unit.parent == parent
    assert wrong_paths() == []


def test_an_import_undone_takes_its_reforms_with_it(office):
    """A move to come: undone with its file, or called off by itself and then left out."""
    heads = ("Mã", "Trực thuộc", "Đổi từ ngày", "Văn bản căn cứ")
    row = ("H1.1.1", "H1.2", f"{TODAY + DAY:%d/%m/%Y}", BASIS)
    beside = ("H1.1", "H1.2", f"{TODAY + DAY:%d/%m/%Y}", BASIS)
    kept = asked(office, row, heads=heads)
    worked(kept)
    [reform] = Reform.objects.to_come().of_unit(office.low)

    assert undone(kept, office.administrator).status == Status.UNDONE

    assert not Reform.objects.exists()
    assert UnitPlace.objects.of_unit(office.low).count() == 1
    kept = asked(office, row, beside, heads=heads)
    worked(kept)
    [reform] = Reform.objects.to_come().of_unit(office.low)
    actions.call_off_reform(reform.pk, by=office.administrator, reason="Nhầm.")
    assert UnitPlace.objects.of_unit(office.low).count() == 1
    assert UnitPlace.objects.of_unit(office.part).count() == 2
    assert acts.obstacles(kept) == []

    assert undone(kept, office.administrator).status == Status.UNDONE

    assert not Reform.objects.exists()
    assert UnitPlace.objects.of_unit(office.part).count() == 1
    assert UnitPlace.objects.of_unit(office.low).count() == 1
