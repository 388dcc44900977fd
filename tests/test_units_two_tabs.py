"""Hai người cùng sửa: whoever saves second is told, and keeps what was typed."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from tests.factories import HonoureeFactory, MembershipFactory, Role, UnitFactory
from units import actions
from units.errors import Overtaken

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    ward = UnitFactory()
    administrator = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    client.force_login(administrator)
    return ward, administrator


def opened(client, address):
    """What the form holds, as a browser would send it."""
    return filled(html.fromstring(client.get(address).content))


def filled(page):
    fields = page.xpath("//main//form")[0].fields
    return {name: value for name, value in fields.items() if value is not None}


def account(ward, by):
    person = MembershipFactory(unit=ward).user
    person.home = ward
    person.save(update_fields=["home"])
    return person, "user-amend", "full_name", "Trần Thử"


def unit(ward, by):
    return UnitFactory(parent=ward), "unit-amend", "head_title", "Quyền Chủ tịch"


def honouree(ward, by):
    MembershipFactory(unit=ward, role=Role.SECRETARY, user=by)
    return (
        HonoureeFactory(unit=ward, kind="individual"),
        "honouree-amend",
        "name",
        "Bà Thử",
    )


@pytest.mark.parametrize("make", [account, unit, honouree])
def test_the_second_is_told_and_may_save_again(client, here, make):
    record, name, field, value = make(*here)
    address = reverse(name, args=[record.pk])
    first, second = opened(client, address), opened(client, address)

    assert client.post(address, first | {field: value}).status_code == 302
    told = client.post(address, second | {field: f"{value} Hai"})

    assert told.status_code == 422
    page = html.fromstring(told.content)
    said = " ".join(page.xpath("//main")[0].text_content().split())
    assert "Anh/chị vừa sửa thông tin này ở thẻ khác lúc" in said
    assert f"{here[1]} vừa sửa" not in said
    record.refresh_from_db()
    assert getattr(record, field) == value
    again = filled(page)
    assert again[field] == f"{value} Hai"
    assert client.post(address, again).status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == f"{value} Hai"


def test_another_one_who_saved_first_is_named(here):
    ward, by = here
    part = UnitFactory(parent=ward)
    other = MembershipFactory(unit=ward, role=Role.ADMINISTRATOR).user
    facts = {"head_title": "Tổ trưởng", "collective": "", "seal_mm": 36}
    actions.amend_unit(part.pk, by=other, **facts)

    with pytest.raises(Overtaken, match=f"^{other} vừa sửa thông tin này lúc"):
        actions.amend_unit(part.pk, by=by, seen=0, **facts | {"head_title": "Tổ phó"})


def test_what_was_amended_before_the_form_was_opened_is_seen(client, here):
    record, name, field, value = unit(*here)
    address = reverse(name, args=[record.pk])
    assert (
        client.post(address, opened(client, address) | {field: value}).status_code
        == 302
    )

    assert (
        client.post(address, opened(client, address) | {field: "Khác"}).status_code
        == 302
    )


def test_another_kind_of_line_is_no_amendment(here):
    ward, by = here
    part = UnitFactory(parent=ward)
    actions.rename_unit(
        part.pk, by=by, effective_on=date(2999, 1, 1), basis="1/QĐ", name="A",
        short_name="A", letterhead="", letterhead_parent="", symbol="", place="",
    )  # fmt: skip
    facts = {"head_title": "Tổ trưởng", "collective": "", "seal_mm": 36}

    actions.amend_unit(part.pk, by=by, seen=0, **facts)
    with pytest.raises(Overtaken):
        actions.amend_unit(part.pk, by=by, seen=0, **facts | {"head_title": "Tổ phó"})
