"""Tìm đơn vị: by some letters, without diacritics, in the branch that one administers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from units.models import Unit, UnitName, UnitPlace

pytestmark = pytest.mark.django_db


def names(units):
    return [unit.short_name for unit in units]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("thi", ["Thị trấn Phong Sơn", "UBND phường Thị Cầu"]),
        ("THỊ  C", ["UBND phường Thị Cầu"]),
        ("cau thi", ["UBND phường Thị Cầu"]),
        ("ki so", ["UBND xã Kỳ Sơn"]),
        ("dong", ["Phường Đống Đa", "UBND xã Đông Kinh"]),
        ("ong", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("   ", []),
    ],
)
def test_units_are_found_by_the_beginnings_of_their_words(typed, found):
    for name in (
        "UBND phường Thị Cầu",
        "Thị trấn Phong Sơn",
        "UBND xã Kỳ Sơn",
        "Phường Đống Đa",
        "UBND xã Đông Kinh",
    ):
        UnitFactory(short_name=name)

    assert names(Unit.objects.named(typed)) == found


def test_a_new_name_is_found_at_once_and_the_old_one_no_more():
    unit = UnitFactory(short_name="UBND phường Cũ")
    Unit.objects.filter(pk=unit.pk).update(short_name="UBND phường Mới")

    assert names(Unit.objects.named("moi")) == ["UBND phường Mới"]
    assert names(Unit.objects.named("cu")) == []


def test_what_was_narrowed_before_stays_narrow():
    top = UnitFactory(short_name="Tỉnh A")
    inside = UnitFactory(parent=top, short_name="Xã Mẫu 1")
    UnitFactory(short_name="Xã Mẫu 2")

    assert list(Unit.objects.under(top).named("mau")) == [inside]


def test_an_administrator_sees_the_branches_of_the_roles_held_today(
    django_assert_num_queries,
):
    top = UnitFactory()
    one, two, beside = (UnitFactory(parent=top) for _ in range(3))
    below = UnitFactory(parent=one)
    user = MembershipFactory(unit=one, role=Role.ADMINISTRATOR).user
    MembershipFactory(user=user, unit=two, role=Role.ADMINISTRATOR)
    MembershipFactory(user=user, unit=beside, role=Role.LEADER)

    with django_assert_num_queries(3):  # roles, the paths of the tops, the units
        assert set(Unit.objects.administered_by(user)) == {one, two, below}
    for nobody in (UserFactory(), AnonymousUser()):
        assert list(Unit.objects.administered_by(nobody)) == []


def test_a_tree_to_measure_on():
    call_command("seed_scale", units=40, yes=True, verbosity=0)

    assert Unit.objects.count() == UnitName.objects.count() == 40
    assert UnitPlace.objects.filter(parent=None).count() == 1
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk:09d}/"
    with pytest.raises(CommandError, match="đã có cây để đo"):
        call_command("seed_scale", units=40, yes=True)


def test_a_tree_to_measure_on_asks_first():
    with pytest.raises(CommandError, match="--yes"):
        call_command("seed_scale", units=40)
    assert Unit.objects.count() == 0
