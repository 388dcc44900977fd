"""Cây đơn vị, hai việc cùng lúc: the second begins while the first is done, not yet committed."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate

from tests.test_units_reform import BASIS, Province
from units import actions, tree_lock
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
