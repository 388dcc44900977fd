"""Đường dẫn và hạn vai trò ghi kèm: what the database keeps beside accounts and roles is right."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate, now
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.windows import in_thread, wait_until_blocked
from units import actions, tree_lock
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
def test_who_comes_while_a_unit_moves_gets_its_new_path(monkeypatch):
    """An account, a role and another place of work: each waits for the tree."""
    ward, top = UnitFactory(), UnitFactory()
    office = UnitFactory(parent=ward)
    path = f"{top.path}{office.pk:09d}/"
    by = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    MembershipFactory(unit=top, role=Role.ADMINISTRATOR, user=by)
    guest, mover = UserFactory(home=ward), UserFactory(home=ward)
    waited = [threading.Event() for _ in range(3)]
    asking = iter(waited)
    mine = threading.local()

    def wait(seconds):
        if not hasattr(mine, "event"):
            mine.event = next(asking)
        mine.event.set()
        time.sleep(seconds)

    monkeypatch.setattr(tree_lock, "sleep", wait)
    person = {"by": User.objects.get(pk=by.pk), "unit_id": office.pk}
    threads = [
        in_thread(
            actions.create_user, **person, username="moi.den", full_name="Mới Đến",
            password=None,
        ),
        in_thread(
            actions.grant_membership, **person, user_id=guest.pk, role=Role.OFFICER,
            valid_from=localdate(),
        ),
        in_thread(actions.move_home, mover.pk, **person),
    ]  # fmt: skip
    with transaction.atomic():
        tree_lock.hold_alone()
        Unit.objects.filter(pk=office.pk).update(parent=top, path=path)
        for thread in threads:
            thread.start()
        assert all(event.wait(10) for event in waited)
    for thread in threads:
        thread.join(10)

    came = User.objects.get(username="moi.den")
    role = guest.memberships.get()
    assert [kept(came)[0], kept(mover)[0], unit_path(role)] == [path] * 3


@pytest.mark.django_db(transaction=True)
def test_a_role_that_is_given_hinders_nobody_from_signing_in():
    """While an import has not ended its people go on working; who ends a role waits for it."""
    user = UserFactory()
    MembershipFactory(user=user)
    done = []

    def sign_in():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        User.objects.filter(pk=user.pk).update(last_login=now())
        done.append(True)

    with transaction.atomic():
        MembershipFactory(user=user, unit=UnitFactory())
        thread = in_thread(sign_in)
        thread.start()
        thread.join(10)

    assert done == [True]


@pytest.mark.django_db(transaction=True)
def test_of_a_role_given_and_one_ended_at_one_moment_the_later_day_counts():
    user, today = UserFactory(), localdate()
    old = MembershipFactory(user=user)
    ended = in_thread(Membership.objects.filter(pk=old.pk).update, valid_to=today)
    with transaction.atomic():
        MembershipFactory(user=user, unit=UnitFactory())
        ended.start()
        wait_until_blocked()
    ended.join(10)

    assert kept(user)[1] == NEVER


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
