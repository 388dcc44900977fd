"""Loại đơn vị: cooperatives are one kind, businesses another."""

from importlib import import_module

import pytest
from django.apps import apps

from reports.demo.offices import BUSINESS, COOPERATIVE
from tests.factories import UnitFactory
from units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db
one_kind = import_module("units.migrations.0038_one_kind_of_cooperatives")


def test_the_kinds_name_cooperatives_once():
    names = UnitKind.objects.filter(name__icontains="hợp tác xã")

    assert [kind.name for kind in names] == ["Hợp tác xã"]
    shown = {COOPERATIVE, BUSINESS}
    kept = UnitKind.objects.filter(code__in=[code for code, _ in shown])
    assert set(kept.values_list("code", "name")) == shown


def test_cooperatives_of_the_old_kind_become_what_they_are_called():
    old = UnitKind.objects.get(code="doanh-nghiep")
    old.name = "Doanh nghiệp, hợp tác xã"
    old.save(update_fields=["name"])
    called = {
        "Hợp tác xã Chè Đồi": "hop-tac-xa", "HTX Gốm": "hop-tac-xa",
        "Liên hiệp hợp tác xã vùng cao": "hop-tac-xa",
        "Công ty Hợp tác xã số": "doanh-nghiep", "HTXY": "doanh-nghiep",
    }  # fmt: skip
    for name in called:
        UnitFactory(name=name, kind=old)

    one_kind.part(apps, None)

    units = Unit.objects.filter(name__in=called)
    assert dict(units.values_list("name", "kind__code")) == called
    old.refresh_from_db()
    assert old.name == "Doanh nghiệp"
    old.name = "Doanh nghiệp nhà nước"  # an installation's own word stays
    old.save(update_fields=["name"])
    one_kind.part(apps, None)
    old.refresh_from_db()
    assert old.name == "Doanh nghiệp nhà nước"
