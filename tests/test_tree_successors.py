"""Giải thể: who takes over must be the person's own business, every one of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from tests.factories import UnitFactory
from tests.test_units_reform import BASIS, Province
from units import actions
from units.errors import Refused
from units.models import AuditEntry, Succession, Unit

pytestmark = pytest.mark.django_db
TOMORROW = localdate() + timedelta(days=1)


@pytest.fixture
def here():
    return Province()


def dissolve(here, *successor_ids):
    with transaction.atomic():
        return actions.dissolve_unit(
            here.office.pk, by=here.administrator, effective_on=TOMORROW, basis=BASIS,
            successor_ids=successor_ids,
        )  # fmt: skip


def test_no_successor_is_of_another_authority(here):
    stranger = UnitFactory(short_name="UBND tỉnh Khác")
    lines = AuditEntry.objects.count()

    for ids in ((stranger.pk,), (here.ward.pk, stranger.pk)):
        with pytest.raises(PermissionDenied):
            dissolve(here, *ids)

    assert Succession.objects.count() == 0
    assert AuditEntry.objects.count() == lines
    dissolve(here, here.ward.pk, here.other.pk)
    followed = Succession.objects.order_by("pk").values_list("successor", flat=True)
    assert list(followed) == [here.ward.pk, here.other.pk]


def test_a_successor_that_is_gone_is_told(here):
    with pytest.raises(Refused) as refusal:
        dissolve(here, here.ward.pk, here.top.pk + 99_999)

    assert str(refusal.value) == (
        "Chọn lại đơn vị tiếp nhận: có đơn vị không còn trong hệ thống."
    )
    assert Unit.objects.get(pk=here.office.pk).valid_to is None
