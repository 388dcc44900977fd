"""Cây đơn vị: dates, paths, letterheads."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import MembershipFactory, UnitFactory
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "exists"),
    [
        (date(2003, 11, 5), False),
        (date(2003, 11, 6), True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
)
def test_a_district_exists_from_its_first_to_its_last_day(day, exists):
    UnitFactory(valid_from=date(2003, 11, 6), valid_to=date(2025, 6, 30))

    assert Unit.objects.on(day).exists() is exists


def test_a_unit_without_an_end_exists_today():
    unit = UnitFactory()

    assert list(Unit.objects.on()) == [unit]


def test_a_path_holds_the_ids_from_the_top_down():
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    leaf = UnitFactory(parent=middle)

    assert leaf.path == f"/{top.pk:09d}/{middle.pk:09d}/{leaf.pk:09d}/"
    assert leaf.chain == [top.pk, middle.pk, leaf.pk]
    assert top.chain == [top.pk]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=12))
def test_under_is_the_unit_and_all_that_descend_from_it(choices):
    """Whatever the tree, the path says the same as walking the parents."""
    with transaction.atomic():
        units = [UnitFactory()]
        for choice in choices:
            units.append(UnitFactory(parent=units[choice % len(units)]))
        for unit in units:
            assert set(Unit.objects.under(unit)) == {
                other for other in units if unit in _ancestors_and_self(other)
            }
        transaction.set_rollback(True)


def _ancestors_and_self(unit):
    while unit:
        yield unit
        unit = unit.parent


def test_lists_to_pick_from_are_in_the_order_of_the_tree(django_assert_num_queries):
    top = UnitFactory()
    first = UnitFactory(parent=top)
    other_top = UnitFactory()
    last = UnitFactory(parent=first)

    with django_assert_num_queries(1):
        picked = [(unit, unit.kind.name) for unit in Unit.objects.for_pick()]

    assert [unit for unit, _ in picked] == [top, first, last, other_top]


def test_only_units_with_a_letterhead_issue_papers():
    assert UnitFactory().issues_papers
    assert not UnitFactory(quiet=True).issues_papers


def test_a_council_presses_the_seal_of_its_committee():
    committee = UnitFactory()
    council = UnitFactory(parent=committee, seal_of=committee)

    assert council.seal_holder == committee
    assert committee.seal_holder == committee


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"valid_to": "2019-12-31"}, "unit_ends_after_it_starts"),
        ({"path": "/000000001/"}, "units_unit_path"),
        ({"code": "H29"}, "units_unit_code"),
    ],
)
def test_the_database_refuses(changes, constraint):
    UnitFactory(code="H29")
    Unit.objects.update(path="/000000001/")
    unit = UnitFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(**changes)


def test_a_unit_with_people_or_parts_is_not_deleted():
    unit = UnitFactory()
    UnitFactory(parent=unit)
    inhabited = MembershipFactory().unit

    for kept in (unit, inhabited):
        with pytest.raises(ProtectedError):
            kept.delete()
