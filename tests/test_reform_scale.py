"""Danh sách cỡ cả nước: the quick way to the tops of a day finds what the slow one does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_units_reform import BASIS, REFORM, Province
from units import actions
from units.long_lists import LongList
from units.models import Unit, User
from units.queries.branch import Branch

pytestmark = pytest.mark.django_db
TO_COME = localdate() + timedelta(30)


def slowly(user, day, *, ended):
    """By definition: of the branch on that day, whatever stood under none of it."""
    branch = Branch(user=user, day=day, is_today=False, ended=ended)
    mine = set(Unit.objects.administered_by(user).values_list("pk", flat=True))
    places = branch._places().values_list("unit", "parent")
    inside = {unit for unit, parent in places if parent in mine}
    return {unit.pk for unit in branch.units if unit.pk not in inside}


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize(
    "day", [date(2024, 1, 1), date(2025, 6, 30), REFORM, TO_COME], ids=str
)
def test_tops_of_another_day_are_those_that_stood_under_none(day, ended):
    here = Province()
    merged = here.reform()
    late = UnitFactory(parent=here.top, valid_from=date(2025, 9, 1), quiet=True)
    outside = UnitFactory(short_name="UBND tỉnh Khác")
    both = UserFactory()
    for unit in (here.top, outside):
        MembershipFactory(user=both, unit=unit, role=Role.ADMINISTRATOR)
    actions.move_unit(
        late.pk, by=both, parent_id=outside.pk, effective_on=TO_COME, basis=BASIS
    )
    people = [both, here.administrator, here.person(merged), here.person(outside)]
    for user in people:
        user = User.objects.get(pk=user.pk)
        branch = Branch(user=user, day=day, is_today=False, ended=ended)
        found = {unit.pk for unit in branch.tops()}
        assert found == slowly(user, day, ended=ended)


def test_the_ward_was_no_top_to_whoever_administered_the_province():
    """What the comparison above compares is not always the same: two days, two answers."""
    here = Province()
    merged = here.reform()
    administrator = here.person(merged)
    before = Branch(user=administrator, day=date(2025, 6, 30), is_today=False)
    after = Branch(user=administrator, day=REFORM, is_today=False)
    assert {str(unit) for unit in before.tops()} == {"Tổ dân phố 1", "Tổ dân phố 2"}
    assert {str(unit) for unit in after.tops()} == {"UBND phường Đông Tây"}


def test_only_the_first_rows_of_a_long_list_are_counted(
    django_assert_max_num_queries,
):
    assert LongList.MOST == 200
    with django_assert_max_num_queries(1) as asked:
        _ = LongList(User.objects.order_by("sort_name"), 50).count
    assert "LIMIT 200" in asked.captured_queries[0]["sql"]


def test_the_database_knows_that_walking_an_index_is_cheap():
    with connection.cursor() as cursor:
        cursor.execute("show random_page_cost")
        assert cursor.fetchone() == ("1.1",)
