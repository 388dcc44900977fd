"""Tìm và xếp người: without diacritics, by given name."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from units.models import Honouree, User
from units.vietnamese import name_sort_key

pytestmark = pytest.mark.django_db
NAMES = [
    "Nguyễn Thị Ánh", "Đặng An", "Trần Văn Ân", "Lê Ấn", "Hồ Văn Dũng", "Bùi Đức", "Y Ngân",
    "Phạm Văn Ước", "Tạ Bích Liên", "Lý Thu Hạnh", "Hoàng Hà", "Hoàng Hạ", "Vũ Hả", "Ngô Hã",
    "Đinh Há", "Nguyễn Văn An", "Nguyễn Văn Ăn", "  Trịnh   Xuân ", "Uông Ý",
]  # fmt: skip
LETTERS = st.sampled_from("aàảãáạăằâấbcdđeêiíoôơởuưừyỳxqAĐƯ")
PEOPLE = st.lists(
    st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=3).map(
        " ".join
    ),
    min_size=2,
    max_size=6,
)


def sorted_by_database(names):
    User.objects.all().delete()
    for name in names:
        UserFactory(full_name=name)
    return list(User.objects.for_list().values_list("full_name", flat=True))


def test_people_stand_by_given_name_in_the_order_of_the_dictionary():
    assert sorted_by_database(NAMES) == sorted(NAMES, key=name_sort_key)
    assert sorted_by_database(["Lê Hạ", "Lê Ha", "Lê Hà", "Vũ Đan", "Vũ Dan"]) == [
        "Vũ Dan", "Vũ Đan", "Lê Ha", "Lê Hà", "Lê Hạ",
    ]  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PEOPLE)
def test_the_database_makes_the_key_that_python_makes(names):
    sorted_by_database(names)

    for user in User.objects.all():
        assert user.sort_name == name_sort_key(user.full_name)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("duc", ["Bùi Đức"]),
        ("BUI D", ["Bùi Đức"]),
        ("li", ["Tạ Bích Liên", "Lý Thu Hạnh"]),
        ("vanthu", ["Tạ Bích Liên"]),
        ("uc", []),
        ("", ["Bùi Đức", "Lý Thu Hạnh", "Tạ Bích Liên"]),
    ],
)
def test_people_are_found_by_the_beginnings_of_their_words(typed, found):
    UserFactory(full_name="Bùi Đức", username="chutich")
    UserFactory(full_name="Lý Thu Hạnh", username="pho")
    UserFactory(full_name="Tạ Bích Liên", username="vanthu")

    names = {user.full_name for user in User.objects.named(typed)}

    assert names == set(found)


def test_whom_an_administrator_sees(django_assert_num_queries):
    top = UnitFactory()
    ward, beside = UnitFactory(parent=top), UnitFactory(parent=top)
    administrator = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    at_home = UserFactory(home=ward)
    works_here = MembershipFactory(unit=UnitFactory(parent=ward)).user
    to_come = MembershipFactory(unit=ward, valid_from="2999-01-01").user
    MembershipFactory(unit=ward, valid_to="2021-01-01")
    MembershipFactory(unit=beside)
    MembershipFactory(unit=top)
    UserFactory()

    with django_assert_num_queries(4):  # roles, paths, how many units, the people
        seen = set(User.objects.reached_by(administrator))

    assert seen == {administrator, at_home, works_here, to_come}
    assert list(User.objects.reached_by(at_home)) == []


def test_a_province_sees_the_same_people_in_another_way(monkeypatch):
    """Both ways of reading give the same; only their cost differs with the size."""
    top = UnitFactory()
    ward, beside = UnitFactory(parent=top), UnitFactory(parent=top)
    administrator = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    UserFactory(home=ward)
    MembershipFactory(unit=UnitFactory(parent=ward))
    MembershipFactory(unit=ward, valid_from="2999-01-01")
    MembershipFactory(unit=ward, valid_to="2021-01-01")
    MembershipFactory(unit=beside)
    assert not administrator.administers_widely
    few = set(User.objects.reached_by(administrator))

    monkeypatch.setattr("units.models.standing.WIDE", 2)
    administrator = User.objects.get(pk=administrator.pk)

    assert administrator.administers_widely
    assert set(User.objects.reached_by(administrator)) == few
    assert len(few) == 4


def test_who_administers_all_there_is_sees_also_who_has_no_place():
    top = UnitFactory()
    administrator = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    below = MembershipFactory(
        unit=UnitFactory(parent=top), role=Role.ADMINISTRATOR
    ).user
    lost = UserFactory(home=None)
    assert set(User.objects.reached_by(administrator)) == {administrator, below, lost}
    assert set(User.objects.reached_by(below)) == {below}

    UnitFactory()  # a tree of others
    administrator = User.objects.get(pk=administrator.pk)

    assert set(User.objects.reached_by(administrator)) == {administrator, below}


def test_whom_one_looks_after_is_the_same_however_it_is_read(monkeypatch):
    top = UnitFactory()
    ward, beside = UnitFactory(parent=top), UnitFactory(parent=top)
    keeper = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    here = HonoureeFactory(unit=ward), HonoureeFactory(unit=UnitFactory(parent=ward))
    HonoureeFactory(unit=beside)
    own = HonoureeFactory(unit=top)
    assert not keeper.keeps_widely
    assert set(Honouree.objects.kept_by(keeper)) == set(here)
    assert set(Honouree.objects.visible_to(keeper)) == set(here)

    monkeypatch.setattr("units.models.standing.WIDE", 2)
    MembershipFactory(user=keeper, unit=top, role=Role.OFFICER)
    keeper = User.objects.get(pk=keeper.pk)

    assert keeper.keeps_widely
    assert set(Honouree.objects.kept_by(keeper)) == set(here)
    assert set(Honouree.objects.visible_to(keeper)) == {*here, own}


def test_an_account_that_is_asked_for_nothing_asks_for_nothing(
    django_assert_num_queries,
):
    officer = User.objects.get(pk=MembershipFactory().user.pk)

    with django_assert_num_queries(1):  # the roles
        assert officer.administered_paths == []
