"""Cây đơn vị những ngày tới: moves entered ahead never close a ring, in any order."""

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.test_reform_calling_off import call_off
from tests.test_units_reform import BASIS, Province
from units import actions, calendar
from units.errors import Refused
from units.models import Unit, UnitPlace

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)


@pytest.fixture
def here():
    return Province()


def move(here, unit, parent, day):
    return actions.move_unit(
        unit.pk,
        by=here.administrator,
        parent_id=parent.pk,
        effective_on=day,
        basis=BASIS,
    )


def under(unit):
    unit.refresh_from_db()
    return unit.parent


def paths_are_whole():
    return all(
        unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk:09d}/"
        for unit in Unit.objects.select_related("parent")
    )


def test_two_moves_ahead_close_no_ring(here):
    move(here, here.ward, here.other, TODAY + DAY)

    with pytest.raises(Refused) as refusal:
        move(here, here.other, here.ward, TODAY + 2 * DAY)

    assert str(refusal.value) == (
        f"UBND phường Đông trực thuộc UBND phường Tây vào ngày {TODAY + 2 * DAY:%d/%m/%Y} "
        "nên không thể nhận UBND phường Tây."
    )
    assert UnitPlace.objects.of_unit(here.other).count() == 1
    calendar.bring_up_to_date(TODAY + 3 * DAY)
    assert (under(here.ward), under(here.other)) == (here.other, here.district)
    assert paths_are_whole()


def test_the_earlier_day_entered_later_closes_none_either(here):
    """The move that is entered second comes first: the ring would close on the later day."""
    move(here, here.ward, here.other, TODAY + 9 * DAY)

    with pytest.raises(Refused) as refusal:
        move(here, here.other, here.ward, TODAY + DAY)

    assert f"vào ngày {TODAY + 9 * DAY:%d/%m/%Y}" in str(refusal.value)


def test_a_ring_of_three_by_a_part_far_below(here):
    move(here, here.ward, here.west, TODAY + DAY)  # west stands under other

    with pytest.raises(
        Refused, match="Tổ dân phố 1 trực thuộc UBND phường Tây vào ngày"
    ):
        move(here, here.other, here.east, TODAY + 2 * DAY)  # east under ward


def test_whoever_leaves_before_may_take_in_what_it_stood_under(here):
    """The day tells, not how the tree stands today."""
    move(here, here.ward, here.top, TODAY + DAY)
    move(here, here.district, here.ward, TODAY + 2 * DAY)

    # The clock slept through both: the ward has to leave before the district can go under it.
    calendar.bring_up_to_date(TODAY + 2 * DAY)

    assert (under(here.ward), under(here.district)) == (here.top, here.ward)
    assert here.ward.chain == [here.top.pk, here.ward.pk]
    here.other.refresh_from_db()
    assert here.other.chain == [
        here.top.pk, here.ward.pk, here.district.pk, here.other.pk,
    ]  # fmt: skip
    assert paths_are_whole()


def test_what_is_due_elsewhere_goes_before_the_move_of_today(here):
    """The act of today asks for its own unit only, and the clock was not here yet."""
    UnitPlace.objects.of_unit(here.ward).update(valid_to=TODAY - DAY)
    UnitPlace.objects.create(unit=here.ward, parent=here.top, valid_from=TODAY)

    move(here, here.district, here.ward, TODAY)

    assert (under(here.ward), under(here.district)) == (here.top, here.ward)
    assert paths_are_whole()


def test_a_move_that_others_count_on_is_not_taken_back(here):
    move(here, here.ward, here.top, TODAY + DAY)
    move(here, here.district, here.ward, TODAY + 2 * DAY)

    with pytest.raises(
        Refused, match="UBND quận Mẫu trực thuộc UBND phường Đông vào ngày"
    ):
        call_off(here.ward, here.administrator)

    call_off(here.district, here.administrator)
    call_off(here.ward, here.administrator)
    assert UnitPlace.objects.moved().count() == 0


def test_nothing_stays_with_whom_will_be_no_more(here):
    """Its whole was dissolved because the part was to leave: so the part must leave."""
    move(here, here.office, here.ward, TODAY + DAY)
    move(here, here.west, here.ward, TODAY + DAY)
    actions.dissolve_unit(
        here.other.pk, by=here.administrator, effective_on=TODAY + DAY, basis=BASIS,
        successor_ids=[here.ward.pk],
    )  # fmt: skip

    with pytest.raises(Refused, match=r"UBND phường Tây kết thúc sau ngày"):
        call_off(here.office, here.administrator)


def test_the_clock_carries_nothing_into_itself_and_goes_on_with_the_rest(here, caplog):
    """Rows that no act would write: told, and left where they are."""
    for unit, parent in ((here.ward, here.other), (here.other, here.ward)):
        UnitPlace.objects.of_unit(unit).update(valid_to=TODAY)
        UnitPlace.objects.create(unit=unit, parent=parent, valid_from=TODAY + DAY)
    UnitPlace.objects.of_unit(here.office).update(valid_to=TODAY)
    UnitPlace.objects.create(unit=here.office, parent=here.top, valid_from=TODAY + DAY)

    with caplog.at_level(logging.ERROR, logger="units.calendar"):
        calendar.bring_up_to_date(TODAY + DAY)

    assert under(here.office) == here.top
    assert (under(here.ward), under(here.other)) == (here.other, here.district)
    assert caplog.messages == [
        f"unit {here.other.pk} cannot stand under {here.ward.pk}, below it"
    ]
    assert paths_are_whole()


@pytest.mark.parametrize("rest", ["{a}{a}", "{a}{b}{a}", "{a}{b}{c}{b}"])
def test_the_database_keeps_a_path_that_names_each_id_once(here, rest):
    ids = {
        name: f"{number:09d}/" for name, number in zip("abc", (7, 77, 777), strict=True)
    }
    with (
        transaction.atomic(),
        pytest.raises(IntegrityError, match="no_unit_stands_above_itself"),
    ):
        Unit.objects.filter(pk=here.east.pk).update(path="/" + rest.format(**ids))
    Unit.objects.filter(pk=here.east.pk).update(path="/" + "{a}{b}{c}".format(**ids))


# ---- ends that are entered ahead ----------------------------------------------------------


def dissolve(here, unit, day, *successors):
    return actions.dissolve_unit(
        unit.pk, by=here.administrator, effective_on=day, basis=BASIS,
        successor_ids=[one.pk for one in successors],
    )  # fmt: skip


def ends(unit):
    """The last days of the unit and of its newest name and place."""
    unit.refresh_from_db()
    newest = (unit.names.first(), unit.places.first())
    return [unit.valid_to, *(row.valid_to for row in newest)]


def create(here, parent, day=TODAY):
    return actions.create_unit(
        by=here.administrator, parent_id=parent.pk, kind_code="phong", kind_name="Phòng",
        code="H29.MOI", name="Phòng mới", short_name="Phòng mới", valid_from=day,
    )  # fmt: skip


def test_a_part_of_what_is_to_end_ends_with_it(here):
    dissolve(here, here.office, TODAY + 30 * DAY, here.other)

    part = create(here, here.office)

    assert ends(part) == [TODAY + 29 * DAY] * 3


@pytest.mark.parametrize("how", ["moved", "laid"])
def test_nothing_ends_under_which_a_part_is_to_come(here, how):
    if how == "moved":
        move(here, here.west, here.office, TODAY + 9 * DAY)
        name = "Tổ dân phố 2"
    else:
        name = str(create(here, here.office, TODAY + 9 * DAY))

    with pytest.raises(Refused) as refusal:
        dissolve(here, here.office, TODAY + 5 * DAY, here.other)

    assert str(refusal.value) == (
        f"{name} sẽ trực thuộc Văn phòng từ ngày {TODAY + 9 * DAY:%d/%m/%Y}. Bỏ hoặc đổi "
        "việc đó trước."
    )


def test_an_earlier_end_takes_name_and_place_along(here):
    dissolve(here, here.office, TODAY + 30 * DAY, here.other)

    dissolve(here, here.office, TODAY + 5 * DAY, here.ward)

    assert ends(here.office) == [TODAY + 4 * DAY] * 3


def test_what_was_to_change_after_the_end_does_not(here):
    actions.rename_unit(
        here.office.pk, by=here.administrator, effective_on=TODAY + 9 * DAY, basis=BASIS,
        short_name="Văn phòng mới",
    )  # fmt: skip
    move(here, here.office, here.ward, TODAY + 9 * DAY)

    dissolve(here, here.office, TODAY + 5 * DAY, here.other)

    assert ends(here.office) == [TODAY + 4 * DAY] * 3
    assert (here.office.names.count(), here.office.places.count()) == (1, 1)


def test_nothing_moves_for_longer_than_where_it_goes_will_be(here):
    dissolve(here, here.office, TODAY + 30 * DAY, here.other)

    with pytest.raises(Refused) as refusal:
        move(here, here.west, here.office, TODAY + DAY)

    assert str(refusal.value) == (
        f"Văn phòng kết thúc sau ngày {TODAY + 29 * DAY:%d/%m/%Y} nên không nhận Tổ dân phố "
        "2 lâu hơn ngày đó."
    )
