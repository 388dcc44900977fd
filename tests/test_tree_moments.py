"""Cây đơn vị, hai việc cùng lúc: the second begins while the first is done, not yet committed."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate

from tests.test_units_reform import BASIS, Province
from units import actions, calendar, tree_lock
from units.models import Unit, UnitPlace

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = localdate()
DAY = timedelta(days=1)


@pytest.fixture
def here():
    return Province()


def move(here, unit, parent, day=TODAY):
    return actions.move_unit(
        unit.pk,
        by=here.administrator,
        parent_id=parent.pk,
        effective_on=day,
        basis=BASIS,
    )


def create(here, parent, code="H29.MOI"):
    return actions.create_unit(
        by=here.administrator, parent_id=parent.pk, kind_code="phong", kind_name="Phòng",
        code=code, name="Phòng mới", short_name="Phòng mới", valid_from=TODAY,
    )  # fmt: skip


def at_once(first, second):
    """What both came to: the value, or what was raised."""
    came_to, is_done, may_commit = {}, Event(), Event()

    def one():
        try:
            with transaction.atomic():
                came_to["first"] = first()
                is_done.set()
                assert may_commit.wait(20)
        except Exception as failure:
            came_to["first"] = failure
        finally:
            is_done.set()
            connection.close()

    def other():
        try:
            came_to["second"] = second()
        except Exception as failure:
            came_to["second"] = failure
        finally:
            connection.close()

    threads = [Thread(target=one), Thread(target=other)]
    threads[0].start()
    assert is_done.wait(20)
    threads[1].start()
    threads[1].join(0.5)  # long enough to be done, where nothing holds it
    may_commit.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    return came_to["first"], came_to["second"]


def wrong_paths():
    return [
        (str(unit), unit.path)
        for unit in Unit.objects.select_related("parent")
        if unit.path != f"{unit.parent.path if unit.parent else '/'}{unit.pk:09d}/"
    ]


# ---- two moves ------------------------------------------------------------------------------


def test_two_moves_at_one_moment_close_no_ring(here):
    first, second = at_once(
        lambda: move(here, here.ward, here.other, TODAY + DAY),
        lambda: move(here, here.other, here.ward, TODAY + 2 * DAY),
    )

    assert isinstance(first, UnitPlace)
    assert str(second).startswith(
        "UBND phường Đông trực thuộc UBND phường Tây vào ngày"
    )
    assert UnitPlace.objects.of_unit(here.other).count() == 1


def test_nobody_waits_for_long(here, monkeypatch):
    monkeypatch.setattr(tree_lock, "PATIENCE", 0.1)

    _, second = at_once(
        lambda: move(here, here.ward, here.top),
        lambda: move(here, here.other, here.top),
    )

    assert isinstance(second, tree_lock.TreeBusy)
    assert str(second) == (
        "Các đơn vị đang được sắp xếp hoặc nhập từ Excel. Thử lại sau ít phút."
    )
    assert wrong_paths() == []


# ---- a move, and what comes in below it -------------------------------------------------------


def test_a_unit_created_during_a_move_goes_along(here):
    created, moved = at_once(
        lambda: create(here, here.east), lambda: move(here, here.ward, here.top)
    )

    assert isinstance(moved, UnitPlace)
    created.refresh_from_db()
    assert created.chain == [here.top.pk, here.ward.pk, here.east.pk, created.pk]
    assert wrong_paths() == []


def test_a_unit_created_after_a_move_stands_where_its_parent_came_to(here):
    moved, created = at_once(
        lambda: move(here, here.ward, here.top), lambda: create(here, here.east)
    )

    assert isinstance(moved, UnitPlace)
    assert created.chain == [here.top.pk, here.ward.pk, here.east.pk, created.pk]
    assert wrong_paths() == []


def test_the_clock_leaves_a_move_for_the_next_time(here):
    move(here, here.ward, here.top, TODAY + DAY)

    def turn():
        with transaction.atomic():
            return calendar.bring_up_to_date(TODAY + DAY)

    created, carried = at_once(lambda: create(here, here.east), turn)

    assert carried == 0
    assert turn() == 1
    created.refresh_from_db()
    assert created.chain == [here.top.pk, here.ward.pk, here.east.pk, created.pk]


def test_two_units_are_created_at_one_moment(here, monkeypatch):
    """Who adds disturbs nobody who adds: an import may take minutes."""
    monkeypatch.setattr(tree_lock, "PATIENCE", 0)

    first, second = at_once(
        lambda: create(here, here.east, "H29.A"),
        lambda: create(here, here.west, "H29.B"),
    )

    assert (first.code, second.code) == ("H29.A", "H29.B")
    assert wrong_paths() == []
