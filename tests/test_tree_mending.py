"""Đường dẫn sai trong cây đơn vị: found at night, written anew and told."""

import logging

import pytest

from config.celery import app
from tests.test_units_reform import Province
from units import calendar
from units.models import AuditEntry, Unit
from units.tasks import mend_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return Province()


def path(*units):
    return "/" + "".join(f"{unit.pk:09d}/" for unit in units)


def test_a_path_that_is_wrong_is_written_anew_with_all_below_it(here, caplog):
    """As if the ward and its part had stayed behind when something was carried."""
    old = path(here.top, here.ward), path(here.top, here.ward, here.east)
    for unit, kept in zip((here.ward, here.east), old, strict=True):
        Unit.objects.filter(pk=unit.pk).update(path=kept)
    right = path(here.top, here.district, here.ward)

    with caplog.at_level(logging.ERROR, logger="units.calendar"):
        mend_tree()

    here.ward.refresh_from_db()
    here.east.refresh_from_db()
    assert (here.ward.path, here.east.path) == (right, right + f"{here.east.pk:09d}/")
    lines = AuditEntry.objects.filter(action="unit.path_mended").order_by("pk")
    assert [(line.subject_id, line.actor, line.detail) for line in lines] == [
        (here.ward.pk, None, {"before": old[0], "after": here.ward.path}),
        (here.east.pk, None, {"before": old[1], "after": here.east.path}),
    ]
    assert caplog.messages[0] == (
        f"unit {here.ward.pk} had the path {old[0]}, not {right}"
    )
    caplog.clear()
    mend_tree()
    assert (lines.count(), caplog.messages) == (2, [])


def test_a_ring_of_parents_is_told_and_left(here, caplog):
    Unit.objects.filter(pk=here.ward.pk).update(parent=here.other)
    Unit.objects.filter(pk=here.other.pk).update(parent=here.ward)

    with caplog.at_level(logging.ERROR, logger="units.calendar"):
        assert calendar.mend_paths() == 0

    lost = (here.ward, here.other, here.east, here.west, here.office)
    assert caplog.messages == [f"unit {unit.pk} stands under no top" for unit in lost]


def test_ids_may_grow_longer_than_nine_figures(here):
    big = Unit(
        parent=here.ward, kind=here.office.kind, code="H9", name="Phòng", short_name="Phòng",
        valid_from=here.ward.valid_from,
    )  # fmt: skip
    big.take_place(2_000_000_000)
    big.save(force_insert=True)

    assert calendar.mend_paths() == 0


def test_it_is_done_every_night():
    entry = app.conf.beat_schedule["mend-tree"]
    assert (entry["task"], entry["schedule"].hour) == ("units.mend_tree", {0})
