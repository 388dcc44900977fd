"""Không giữ vai trò nào hôm nay: which one comes, which one went, or whom to ask."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.paper_files import words
from units import no_role
from units.no_role import AGAIN, ASK, NOT_YET
from units.wording import vn_date

pytestmark = pytest.mark.django_db
PAGES = [
    reverse(name)
    for name in (
        "home", "campaigns:campaign-list", "reports:document-list", "reports:register",
        "cluster-list",
    )
]  # fmt: skip
TODAY = localdate()


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def unit():
    return UnitFactory(short_name="UBND phường Đông")


def give(person, unit, since, until=None, role=Role.CLERK, **more):
    return MembershipFactory(
        user=person, unit=unit, role=role, valid_from=TODAY + timedelta(since),
        valid_to=None if until is None else TODAY + timedelta(until), **more,
    )  # fmt: skip


def day(offset):
    return vn_date(TODAY + timedelta(offset))


def not_yet(offset):
    return NOT_YET.format(day=day(offset))


def said(person):
    found = no_role.notice(person)
    return found.title, found.sentences


def test_a_role_to_come_is_told_with_its_day_and_place(person, unit):
    give(person, unit, 5)

    assert said(person) == (
        "Vai trò chưa bắt đầu",
        [f"Từ ngày {day(5)} anh/chị là Văn thư của UBND phường Đông.", not_yet(5)],
    )


def test_a_role_of_late_is_told_from_the_day_after_its_last(person, unit):
    give(person, unit, -400, -1)

    assert said(person) == (
        "Vai trò đã thôi",
        [f"Anh/chị đã thôi là Văn thư của UBND phường Đông từ ngày {day(0)}.", AGAIN],
    )


def test_what_comes_stands_before_what_went_the_nearest_first(person, unit):
    give(person, unit, 40, role=Role.OFFICER)
    give(person, unit, 1, title="Phó Chủ tịch", role=Role.LEADER, capacity="deputy")
    give(person, unit, -300, -80, role=Role.MEMBER)
    give(person, unit, -300, -20, role=Role.SECRETARY)

    # After those that went, "that day" would be the wrong one.
    assert f"Trước ngày {day(1)} chưa xem được phong trào" in said(person)[1][-1]
    assert said(person)[1] == [
        f"Từ ngày {day(1)} anh/chị là Phó Chủ tịch của UBND phường Đông.",
        f"Từ ngày {day(40)} anh/chị là Cán bộ soạn thảo của UBND phường Đông.",
        f"Anh/chị đã thôi là Thư ký Hội đồng của UBND phường Đông từ ngày {day(-19)}.",
        f"Anh/chị đã thôi là Ủy viên Hội đồng của UBND phường Đông từ ngày {day(-79)}.",
        not_yet(1),
    ]


def test_what_ended_long_ago_is_not_named_and_three_are_enough(person, unit):
    give(person, unit, -400, -91)
    assert said(person) == ("Tài khoản chưa được giao vai trò", [ASK])
    give(person, unit, -90, -90)
    assert said(person)[0] == "Vai trò đã thôi"

    for role in (Role.OFFICER, Role.REPORTER, Role.SECRETARY, Role.MEMBER):
        give(person, unit, 9, role=role)

    assert len([line for line in said(person)[1] if "Từ ngày" in line[:7]]) == 3


def test_roles_of_others_are_not_told(person, unit):
    give(UserFactory(), unit, 5)

    assert said(person) == ("Tài khoản chưa được giao vai trò", [ASK])


@pytest.mark.parametrize("address", PAGES)
def test_every_list_says_it(client, person, unit, address):
    give(person, unit, 5)
    client.force_login(person)

    page = words(client.get(address))

    told = f"Từ ngày {day(5)} anh/chị là Văn thư của UBND phường Đông. {not_yet(5)}"
    assert f"Vai trò chưa bắt đầu {told}" in page
    assert "chưa được giao vai trò" not in page


def test_on_that_day_the_page_is_the_persons(client, person, unit):
    membership = give(person, unit, 0)
    client.force_login(person)
    assert "chưa bắt đầu" not in words(client.get(PAGES[0]))

    membership.valid_from = date(2999, 1, 1)
    membership.save(update_fields=["valid_from"])
    assert "Từ ngày 01/01/2999" in words(client.get(PAGES[0]))
