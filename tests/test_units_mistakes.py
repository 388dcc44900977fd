"""Bỏ việc ghi nhầm: what has had no effect yet is taken back, and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk_forms import words_of
from tests.factories import MembershipFactory, UnitFactory
from tests.test_units_reform import BASIS, Province
from units import actions
from units.errors import Refused
from units.models import AuditEntry, Unit, UnitName, UnitPlace

pytestmark = pytest.mark.django_db

SOON = localdate() + timedelta(days=30)


@pytest.fixture
def here():
    return Province()


def laid(here):
    return actions.create_unit(
        by=here.administrator, parent_id=here.ward.pk, kind_code="phong", kind_name="Phòng",
        code="H29.NHAM", name="Phòng lập nhầm", short_name="Phòng nhầm", valid_from=localdate(),
    )  # fmt: skip


def test_a_unit_made_by_mistake_goes_and_the_book_keeps_its_name(here):
    unit = laid(here)

    actions.take_back_unit(unit.pk, by=here.administrator)

    assert not Unit.objects.filter(pk=unit.pk).exists()
    assert not UnitName.objects.filter(unit=unit.pk).exists()
    assert not UnitPlace.objects.filter(unit=unit.pk).exists()
    entry = AuditEntry.objects.get(action="unit.removed")
    assert (entry.actor, entry.unit_id, entry.detail) == (
        here.administrator, here.ward.pk, {"name": "H29.NHAM Phòng lập nhầm"},
    )  # fmt: skip
    assert laid(here).code == "H29.NHAM"


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda unit: MembershipFactory(unit=unit), "vai trò"),
        (lambda unit: UnitFactory(parent=unit), "đơn vị"),
    ],
)
def test_a_unit_that_something_stands_on_stays(here, build, words):
    unit = laid(here)
    build(unit)
    with pytest.raises(Refused) as refusal:
        actions.take_back_unit(unit.pk, by=here.administrator)
    assert f"Không bỏ được vì Phòng nhầm đã có {words}" in str(refusal.value)
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_nobody_takes_back_their_own_office_or_another_branch(here):
    unit = laid(here)
    for by in (
        here.person(unit),
        here.person(here.other),
        here.person(here.ward, "clerk"),
    ):
        with pytest.raises(PermissionDenied):
            actions.take_back_unit(unit.pk, by=by)
    with pytest.raises(Refused, match="đứng đầu một cây đơn vị"):
        actions.take_back_unit(here.top.pk, by=here.administrator)


def test_a_name_to_come_is_taken_back_and_the_old_one_goes_on(here):
    before = list(UnitName.objects.of_unit(here.ward).values())
    names = {"name": "Ủy ban nhân dân phường Khác", "short_name": "UBND phường Khác"}

    actions.rename_unit(
        here.ward.pk, by=here.administrator, effective_on=SOON, basis=BASIS, **names
    )
    actions.take_back_name(here.ward.pk, by=here.administrator)

    assert list(UnitName.objects.of_unit(here.ward).values()) == before
    removed = AuditEntry.objects.get(action="unitname.removed")
    assert removed.actor == here.administrator
    with pytest.raises(Refused, match="không có tên mới nào sắp dùng"):
        actions.take_back_name(here.ward.pk, by=here.administrator)
    actions.rename_unit(
        here.ward.pk,
        by=here.administrator,
        effective_on=localdate(),
        basis=BASIS,
        **names,
    )
    with pytest.raises(Refused):
        actions.take_back_name(here.ward.pk, by=here.administrator)


def test_the_pages_ask_once_more_and_lead_back(client, here):
    unit = laid(here)
    client.force_login(here.administrator)
    assert "Bỏ đơn vị lập nhầm" in words_of(client.get(reverse("unit", args=[unit.pk])))
    address = reverse("unit-take-back", args=[unit.pk])
    assert "Phòng nhầm, mã H29.NHAM." in words_of(client.get(address))
    assert Unit.objects.filter(pk=unit.pk).exists()

    answer = client.post(address)

    assert answer.url == reverse("unit", args=[here.ward.pk])
    assert "Đã bỏ Phòng nhầm." in words_of(client.get(answer.url))

    actions.rename_unit(
        here.ward.pk, by=here.administrator, effective_on=SOON, basis=BASIS,
        name="Ủy ban nhân dân phường Khác",
    )  # fmt: skip
    page = words_of(client.get(reverse("unit", args=[here.ward.pk])))
    assert "Bỏ tên sắp dùng" in page
    address = reverse("unit-name-take-back", args=[here.ward.pk])
    answer = client.post(address)
    assert answer.url == reverse("unit", args=[here.ward.pk])
    assert "Bỏ tên sắp dùng" not in words_of(client.get(answer.url))
    again = client.post(address)
    assert again.status_code == 422
    assert "không có tên mới nào sắp dùng" in words_of(again)
