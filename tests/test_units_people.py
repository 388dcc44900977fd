"""Tài khoản và vai trò: what a person may do follows from dated memberships alone."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.factories import (
    PASSWORD,
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
    other_ward,
    ward,
)
from units.models import Membership, User
from units.permissions import can_administer, holds, require

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (-DAY, None, True),
        (-DAY, DAY, True),
        (0 * DAY, 0 * DAY, True),  # both ends count
        (-2 * DAY, -DAY, False),  # ended yesterday
        (DAY, None, False),  # from tomorrow
    ],
)
def test_a_role_is_held_within_its_dates(starts, ends, held):
    today = localdate()
    membership = MembershipFactory(
        valid_from=today + starts, valid_to=None if ends is None else today + ends
    )
    user, unit = membership.user, membership.unit

    assert holds(user, Role.OFFICER, unit) is held
    assert user.roles == ({(unit.pk, "officer")} if held else set())
    assert user.units_as(Role.OFFICER) == ([unit.pk] if held else [])
    assert list(Membership.objects.on()) == ([membership] if held else [])


def test_memberships_on_another_day():
    today = localdate()
    past = MembershipFactory(valid_from=today - 9 * DAY, valid_to=today - 5 * DAY)

    assert list(Membership.objects.on(today - 5 * DAY)) == [past]
    assert list(Membership.objects.on(today - 4 * DAY)) == []


def test_a_role_counts_in_its_own_unit_only():
    here, there = ward(), other_ward()
    below = UnitFactory(parent=here.unit)

    assert holds(here.officer, Role.OFFICER, here.unit)
    assert not holds(here.officer, Role.OFFICER, there.unit)
    assert not holds(here.officer, Role.OFFICER, below)
    assert not holds(here.officer, Role.LEADER, here.unit)


def test_an_anonymous_visitor_holds_nothing():
    unit = UnitFactory()
    visitor = AnonymousUser()

    assert not any(holds(visitor, role, unit) for role in Role.values)
    assert not can_administer(visitor, unit)


def test_an_account_out_of_use_holds_nothing_and_does_not_log_in():
    user = MembershipFactory().user
    user.is_active = False
    user.save(update_fields=["is_active"])
    user = User.objects.get(pk=user.pk)

    assert user.roles == frozenset()
    assert authenticate(username=user.username, password=PASSWORD) is None


def test_demonstration_accounts_live_in_demonstration_mode_only(client, settings):
    user = UserFactory(username="lanhdao", is_demonstration=True)
    settings.DEMO = True
    assert authenticate(username="lanhdao", password=PASSWORD) == user
    client.force_login(user)
    session = client.session.session_key

    settings.DEMO = False

    assert authenticate(username="lanhdao", password=PASSWORD) is None
    request = client.request().wsgi_request
    assert request.session.session_key == session
    assert not get_user(request).is_authenticated


def test_user_names_do_not_know_capitals():
    user = UserFactory(username="canbo")

    assert authenticate(username="CanBo", password=PASSWORD) == user


def test_roles_cost_one_query(django_assert_num_queries):
    membership = MembershipFactory()
    user = User.objects.get(pk=membership.user.pk)

    with django_assert_num_queries(1):
        assert all(holds(user, Role.OFFICER, membership.unit) for _ in range(3))


def test_an_administrator_reaches_down_the_tree_and_not_up():
    top = UnitFactory()
    here = UnitFactory(parent=top)
    below = UnitFactory(parent=UnitFactory(parent=here))
    beside = UnitFactory(parent=top)
    user = MembershipFactory(unit=here, role=Role.ADMINISTRATOR).user

    assert [can_administer(user, u) for u in (here, below, top, beside)] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_no_other_role_administers(role):
    membership = MembershipFactory(role=role)

    assert not can_administer(membership.user, membership.unit)


def test_chain_of_units_is_own_units_and_all_above():
    top = UnitFactory()
    here = UnitFactory(parent=top)
    UnitFactory(parent=here)
    UnitFactory(parent=top)
    user = MembershipFactory(unit=here).user

    assert user.chain_of_units == [top.pk, here.pk]


def test_signers_are_leaders_with_a_capacity_the_head_first():
    here = ward()
    today = localdate()

    def sign(name, capacity, **dates):
        return MembershipFactory(
            unit=here.unit,
            role=Role.LEADER,
            capacity=capacity,
            user__full_name=name,
            **dates,
        )

    deputy_b = sign("Vũ Bình", Capacity.DEPUTY)
    by_order = sign("An Thừa Lệnh", Capacity.BY_ORDER)
    head = sign("Xuân Chủ Tịch", Capacity.HEAD, valid_from=today)
    deputy_a = sign("Đinh An", Capacity.DEPUTY)
    sign("Người Cũ", Capacity.HEAD, valid_to=today - DAY)
    sign("Không Ký", "")
    sign("Sắp Nhận", Capacity.ACTING, valid_from=today + DAY)
    MembershipFactory(unit=here.unit, role=Role.CLERK)

    assert list(Membership.objects.signers_of(here.unit)) == [
        head, deputy_b, deputy_a, by_order,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"role": "boss"}, "membership_role_is_known"),
        ({"capacity": "head"}, "only_leaders_have_a_signing_capacity"),
        ({"valid_to": "2019-12-31"}, "membership_ends_after_it_starts"),
    ],
)
def test_the_database_refuses(changes, constraint):
    membership = MembershipFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(**changes)


def test_one_role_once_at_a_time():
    today = localdate()
    first = MembershipFactory(valid_to=today)
    same = {"user": first.user, "unit": first.unit, "role": first.role}

    with (
        pytest.raises(IntegrityError, match="one_membership_at_a_time"),
        transaction.atomic(),
    ):
        MembershipFactory(**same, valid_from=today)
    again = MembershipFactory(**same, valid_from=today + DAY)
    other_role = MembershipFactory(**(same | {"role": Role.CLERK}), valid_from=today)

    assert set(first.user.memberships.all()) == {first, again, other_role}


def test_the_database_keeps_one_head_at_a_time():
    """Also where rows arrive round the acts."""
    today = localdate()
    head = {"role": Role.LEADER, "capacity": Capacity.HEAD}
    first = MembershipFactory(**head, valid_to=today)

    with (
        pytest.raises(IntegrityError, match="one_head_at_a_time"),
        transaction.atomic(),
    ):
        MembershipFactory(**head, unit=first.unit, valid_from=today)
    MembershipFactory(**head, unit=first.unit, valid_from=today + DAY)
    MembershipFactory(**head)  # of another agency
    MembershipFactory(
        unit=first.unit, role=Role.LEADER, capacity=Capacity.DEPUTY, valid_from=today
    )


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Hồ Thị Lan", "HL"), ("đặng an", "ĐA"), ("Y", "Y"), ("", "")],
)
def test_initials(name, initials):
    assert User(full_name=name).initials == initials


def test_require():
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)
