"""Loại đơn vị: who may add, rename and end one, and what keeps one from ending."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import MembershipFactory, Role, UnitFactory, UnitKindFactory, Ward
from units import actions
from units.errors import Refused
from units.forms.tree import CreateUnitForm
from units.models import UnitKind
from units.models.tree import CLUSTER

pytestmark = pytest.mark.django_db
LAST = date(2025, 6, 30)


@pytest.fixture
def administrator():
    """Of the one tree that there is."""
    return MembershipFactory(unit=UnitFactory(), role=Role.ADMINISTRATOR).user


def amended(by, **changes):
    facts = {"name": "Trạm", "is_territorial": True} | changes
    return actions.amend_kind("tram-thu", by=by, **facts)


def test_a_kind_is_added_renamed_and_ended(administrator):
    actions.add_kind(by=administrator, code="tram-thu", name="Trạm thử")

    kind = amended(administrator, valid_to=LAST, basis="Quyết định số 1/QĐ")

    assert (kind.name, kind.is_territorial, kind.valid_to) == ("Trạm", True, LAST)
    assert kind in UnitKind.objects.on(LAST)
    assert kind not in UnitKind.objects.on()


def test_days_have_their_basis(administrator):
    actions.add_kind(by=administrator, code="tram-thu", name="Trạm thử")
    with pytest.raises(Refused, match="Ghi văn bản căn cứ"):
        amended(administrator, valid_to=LAST)


def test_a_kind_does_not_end_before_its_units(administrator):
    kind = UnitKindFactory(code="tram-thu", name="Trạm thử")
    UnitFactory(kind=kind, quiet=True, parent=UnitFactory._meta.model.objects.first())

    with pytest.raises(Refused, match="Còn 1 đơn vị thuộc loại “Trạm thử”"):
        amended(administrator, valid_to=LAST, basis="Quyết định số 1/QĐ")


def test_only_who_administers_every_tree_keeps_kinds(administrator):
    other = Ward(UnitFactory(short_name="UBND tỉnh Khác"))

    for by in (administrator, other.administrator, other.officer):
        with pytest.raises(PermissionDenied):
            actions.add_kind(by=by, code="tram-thu", name="Trạm thử")


def test_on_the_screen(client, administrator):
    client.force_login(administrator)
    sent = {"code": "tram-thu", "name": "Trạm thử", "valid_to": "30/6/2025"}

    wrong = client.post(reverse("kind-add"), sent)
    answer = client.post(reverse("kind-add"), sent | {"basis": "Quyết định số 1/QĐ"})
    page = client.get(answer.url).content.decode()

    assert wrong.status_code == 422
    assert 'value="Trạm thử"' in wrong.content.decode()
    assert "đến hết 30/06/2025" in page
    assert "Quyết định số 1/QĐ" in page
    form = client.get(reverse("kind-amend", args=["tram-thu"]))
    assert 'value="30/06/2025"' in form.content.decode()


def test_a_kind_that_has_ended_is_not_offered(client, administrator):
    client.force_login(administrator)
    UnitKindFactory(code="cu", name="Loại cũ")
    UnitKind.objects.filter(code="cu").update(valid_to=LAST)
    unit = UnitFactory._meta.model.objects.first()

    page = client.get(reverse("unit-create", args=[unit.pk])).content.decode()

    assert 'value="ubnd"' in page
    assert 'value="cu"' not in page


def test_kinds_stand_in_the_order_of_the_dictionary(administrator):
    names = [
        "Ủy ban",
        "Đảng ủy",
        "Trường học",
        "Tổ dân phố",
        "Doanh nghiệp",
        "Trạm y tế",
    ]
    for place, name in enumerate(names):
        actions.add_kind(by=administrator, code=f"thu-{place}", name=name)

    added = UnitKind.objects.filter(code__startswith="thu-")
    assert [kind.name for kind in added] == [
        "Doanh nghiệp", "Đảng ủy", "Tổ dân phố", "Trạm y tế", "Trường học", "Ủy ban",
    ]  # fmt: skip


def test_a_cluster_is_laid_and_amended_on_pages_of_its_own(administrator):
    top = administrator.memberships.get().unit
    cluster = UnitKindFactory(code=CLUSTER, name="Cụm, khối thi đua")
    only = "Cụm, khối thi đua lập và sửa ở mục"

    with pytest.raises(Refused, match=only):
        actions.amend_unit(
            top.pk, by=administrator, head_title="", collective="", seal_mm=36,
            kind_code=CLUSTER,
        )  # fmt: skip
    assert cluster not in CreateUnitForm(parent=top).fields["kind"].queryset
