"""Chỗ còn vướng khi hoàn tác: each leads to its page, for those who may read it."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import MembershipFactory, Role, UserFactory
from tests.sheet_files import ACCOUNT_HEADS, SINCE, Office, worked
from units import actions as unit_actions
from units.actions import sheets as acts
from units.models import Unit, User
from units.obstacle_links import linked

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def hrefs(response):
    [table] = re.findall(r"<tbody>.*?</tbody>", response.content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]+)"', table)


def test_each_leads_to_its_page_and_to_the_book(client, office):
    kept = office.done(office.part_row(2), office.part_row(3))
    unit = Unit.objects.get(code="H1.3")
    MembershipFactory(unit=unit)
    client.force_login(office.administrator)

    response = client.get(reverse("sheet-undo", args=[kept.pk]))

    book = f"{reverse('audit')}?dt=don-vi:{unit.pk}"
    assert hrefs(response) == [reverse("unit", args=[unit.pk]), book]
    assert client.get(book).status_code == 200
    assert client.get(reverse("unit", args=[unit.pk])).status_code == 200


def test_the_page_of_the_import_leads_there_as_well(client, office):
    kept = office.done(office.part_row(2))
    MembershipFactory(unit=Unit.objects.get(code="H1.2"))
    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)
    client.force_login(office.administrator)

    said = client.get(reverse("sheet", args=[kept.pk])).content.decode()

    undo = reverse("sheet-undo", args=[kept.pk])
    assert f'<a href="{undo}">Mở trang hoàn tác</a>' in said


def account_and_role(office):
    kept = office.done(
        ("nva", "Nguyễn Văn Anh", "H1.1", "reporter", "H1.1", SINCE),
        kind="account", heads=ACCOUNT_HEADS,
    )  # fmt: skip
    user = User.objects.get(username="nva")
    role = user.memberships.get()
    unit_actions.end_membership(role.pk, by=office.administrator, valid_to=localdate())
    return kept, user


def test_a_role_leads_to_its_account(client, office):
    kept, user = account_and_role(office)
    client.force_login(office.administrator)

    response = client.get(reverse("sheet-undo", args=[kept.pk]))

    assert reverse("user", args=[user.pk]) in hrefs(response)
    assert f"{reverse('audit')}?dt=tai-khoan:{user.pk}" in hrefs(response)


def test_who_may_not_read_it_gets_no_link(office):
    kept, _ = account_and_role(office)
    standing = acts.obstacles(kept)
    assert standing
    others = (
        office.neighbour, office.person(office.ward, Role.OFFICER), UserFactory(),
    )  # fmt: skip

    for other in others:
        assert {(one.url, one.book_url) for one in linked(standing, other)} == {
            ("", "")
        }
    assert all(one.url for one in linked(standing, office.administrator))


def test_what_is_gone_has_no_page(office):
    kept = office.done(office.part_row(2))
    unit = Unit.objects.get(code="H1.2")
    unit_actions.take_back_unit(unit.pk, by=office.administrator)

    found = linked(acts.obstacles(kept), office.administrator)

    assert found
    assert {one.url for one in found} == {""}


def test_links_cost_the_same(office, django_assert_num_queries):
    first = office.done(office.part_row(2))
    more = office.done(*[office.part_row(n) for n in (3, 4, 5)])
    for unit in Unit.objects.filter(code__startswith="H1.", code__gt="H1.1"):
        MembershipFactory(unit=unit)
    for kept, count in ((first, 1), (more, 3)):
        standing = acts.obstacles(kept)
        assert len(standing) == count
        reader = User.objects.get(pk=office.administrator.pk)
        with django_assert_num_queries(3):  # roles, branches; which of these
            linked(standing, reader)
