"""Đường dẫn và hạn vai trò ghi kèm: what the database keeps beside accounts and roles is right."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_reform_handover import wait_until_blocked
from units.models import Membership, Unit, User

NEVER = date(9999, 12, 31)


def kept(user) -> tuple:
    return User.objects.values_list("home_path", "role_until").get(pk=user.pk)


@pytest.mark.django_db
def test_a_row_gets_the_path_of_its_unit_whatever_is_written():
    ward, other = UnitFactory(), UnitFactory()
    user = UserFactory(home=ward, home_path="/000000001/")
    role = MembershipFactory(user=user, unit=ward, unit_path="/000000001/")
    assert (kept(user)[0], unit_path(role)) == (ward.path, ward.path)

    User.objects.filter(pk=user.pk).update(home=other)
    Membership.objects.filter(pk=role.pk).update(unit=other)
    assert (kept(user)[0], unit_path(role)) == (other.path, other.path)

    User.objects.filter(pk=user.pk).update(home_path="/000000001/")
    Membership.objects.filter(pk=role.pk).update(unit_path="/000000001/")
    assert (kept(user)[0], unit_path(role)) == (other.path, other.path)

    User.objects.filter(pk=user.pk).update(home=None)
    assert kept(user)[0] == ""


@pytest.mark.django_db
def test_a_unit_that_moves_takes_its_people_along():
    ward, top = UnitFactory(), UnitFactory()
    office = UnitFactory(parent=ward)
    user = UserFactory(home=office)
    role = MembershipFactory(user=user, unit=office)

    path = f"{top.path}{office.pk:09d}/"
    Unit.objects.filter(pk=office.pk).update(parent=top, path=path)

    assert (kept(user)[0], unit_path(role)) == (path, path)


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_a_unit_moves_gets_its_new_path():
    ward, top = UnitFactory(), UnitFactory()
    office = UnitFactory(parent=ward)
    path = f"{top.path}{office.pk:09d}/"
    came = []

    def come():
        came.append(UserFactory(home=Unit.objects.get(pk=office.pk)))
        connection.close()

    thread = threading.Thread(target=come)
    with transaction.atomic():
        Unit.objects.filter(pk=office.pk).update(parent=top, path=path)
        thread.start()
        wait_until_blocked()
    thread.join()

    assert kept(came[0])[0] == path


def unit_path(role) -> str:
    return Membership.objects.values_list("unit_path", flat=True).get(pk=role.pk)


days = st.integers(-400, 400)
spans = st.lists(st.tuples(days, st.none() | st.integers(0, 300)), max_size=4)


class TestRoleUntil(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(spans, st.lists(st.integers(0, 3), max_size=3), st.lists(days, max_size=3))
    def test_the_last_day_of_the_last_role(self, given_roles, dropped, ended):
        """However roles are given, ended and dropped, the day is that of the rows there are."""
        user, today = UserFactory(), localdate()
        rows = []
        for start, length in given_roles:
            first = today + timedelta(days=start)
            last = None if length is None else first + timedelta(days=length)
            rows.append(MembershipFactory(user=user, valid_from=first, valid_to=last))
        for row, day in zip(rows, ended, strict=False):
            last = max(row.valid_from, today + timedelta(days=day))
            Membership.objects.filter(pk=row.pk).update(valid_to=last)
        for index in set(dropped):
            if index < len(rows):
                Membership.objects.filter(pk=rows[index].pk).delete()

        left = Membership.objects.filter(user=user).values_list("valid_to", flat=True)
        assert kept(user)[1] == max((day or NEVER for day in left), default=None)

    def test_a_role_that_goes_over_to_another_account(self):
        one, other = UserFactory(), UserFactory()
        role = MembershipFactory(user=one)
        Membership.objects.filter(pk=role.pk).update(user=other)
        assert (kept(one)[1], kept(other)[1]) == (None, NEVER)


@pytest.mark.django_db
def test_who_has_no_role_today_or_to_come():
    today, day = localdate(), timedelta(days=1)
    ward, other = UnitFactory(), UnitFactory()
    administrator = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    names = {
        "never": None,
        "ended": (today - 9 * day, today - day),
        "last day": (today - 9 * day, today),
        "to come": (today + day, None),
    }
    for name, span in names.items():
        user = UserFactory(full_name=name, home=ward)
        if span:
            MembershipFactory(
                user=user, unit=ward, valid_from=span[0], valid_to=span[1]
            )
    UserFactory(full_name="elsewhere", home=other)

    found = User.objects.holding_none(seen_by=administrator)

    assert sorted(user.full_name for user in found) == ["ended", "never"]
