"""Thành tích khen thưởng đã có: written by hand, read by whom it may be, never twice."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards import actions
from awards.models import Award, Honour
from tests.factories import MembershipFactory, Role, UnitFactory, other_ward, ward
from tests.factories.honourees import HonoureeFactory
from units import audit
from units.errors import Refused

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 5)


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def keeper(place):
    return place.person(Role.ADMINISTRATOR)


def record(by, **whose):
    told = {
        "award_id": Award.objects.get(code="bang-khen-tinh").pk,
        "reference": "947/QĐ-UBND", "decided_on": DAY,
        "decided_by": "Chủ tịch Ủy ban nhân dân tỉnh", "period_from": date(2023, 1, 1),
        "period_to": date(2023, 12, 31),
    }  # fmt: skip
    return actions.record_honour(by=by, **(told | whose))


def test_what_a_paper_decision_gave_is_recorded_and_marked(place, keeper):
    who = HonoureeFactory(unit=UnitFactory(parent=place.unit))

    made = record(keeper, honouree_id=who.pk)

    assert (made.imported, made.authority) == (True, None)
    assert made.award_name == "Bằng khen của Chủ tịch UBND tỉnh, thành phố"
    assert audit.history(made).get().action == "honour.added"


def test_the_same_decision_is_not_written_twice(place, keeper):
    who = HonoureeFactory(unit=place.unit)
    record(keeper, honouree_id=who.pk)

    with pytest.raises(Refused, match="theo quyết định số 947/qđ-ubnd này") as said:
        record(keeper, honouree_id=who.pk, reference="947/qđ-ubnd")
    assert said.value.parts[0][0] == "reference"
    record(keeper, honouree_id=who.pk, reference="948/QĐ-UBND")
    assert Honour.objects.count() == 2


def test_a_day_to_come_is_refused(place, keeper):
    who = HonoureeFactory(unit=place.unit)
    with pytest.raises(Refused, match="không được sau hôm nay"):
        record(keeper, honouree_id=who.pk, decided_on=date(2999, 1, 1))


def test_who_may_not(place):
    who = HonoureeFactory(unit=place.unit)
    strangers = [
        place.officer, place.person(Role.REPORTER),
        other_ward().person(Role.ADMINISTRATOR),
    ]  # fmt: skip
    for by in strangers:
        with pytest.raises(PermissionDenied):
            record(by, honouree_id=who.pk)
        with pytest.raises(PermissionDenied):
            record(by, collective_id=place.unit.pk)


def test_what_a_decision_gave_is_not_dropped_by_hand(place, keeper):
    who = HonoureeFactory(unit=place.unit)
    made = record(keeper, honouree_id=who.pk)
    Honour.objects.filter(pk=made.pk).update(imported=False)

    with pytest.raises(Refused, match="phải có quyết định hủy bỏ"):
        actions.drop_honour(made.pk, by=keeper)
    Honour.objects.filter(pk=made.pk).update(imported=True)
    actions.drop_honour(made.pk, by=keeper)
    assert not Honour.objects.exists()


def test_its_page_and_its_card(client, place, keeper):
    who = HonoureeFactory(unit=place.unit, name="Trần Thị Mẫu")
    for number in ("1/QĐ-UBND", "2/QĐ-UBND", "3/QĐ-UBND"):
        record(keeper, honouree_id=who.pk, reference=number)
    client.force_login(keeper)
    url = reverse("awards:honouree-honours", args=[who.pk])
    client.get(url)

    page = client.get(url).content.decode()
    assert page.count("ghi theo quyết định giấy") == 3
    card = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in card
    assert "Quyết định số 2/QĐ-UBND" in card
    assert reverse("awards:honouree-honours", args=[who.pk]) in (
        client.get(reverse("honouree", args=[who.pk])).content.decode()
    )


def test_the_form_keeps_what_was_typed(client, place, keeper):
    client.force_login(keeper)
    url = reverse("awards:unit-honour-record", args=[place.unit.pk])

    answer = client.post(
        url, {"award": "", "reference": "12/QĐ-UBND", "decided_on": "31/02/2024"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "12/QĐ-UBND" in page
    assert "31/02/2024" in page
    award = Award.objects.get(code="ttldxs")
    answer = client.post(
        url,
        {
            "award": award.pk, "reference": "12/QĐ-UBND", "decided_on": "05/03/2024",
            "decided_by": "Chủ tịch UBND tỉnh", "merit": "service",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    made = Honour.objects.get()
    assert (made.collective, made.honouree) == (place.unit, None)


def test_invisible_is_not_found(client, place, keeper):
    who = HonoureeFactory(unit=place.unit)
    record(keeper, honouree_id=who.pk)
    outsider = MembershipFactory(unit=other_ward().unit, role=Role.OFFICER).user
    client.force_login(outsider)

    for name, thing in (("honouree", who), ("unit", place.unit)):
        url = reverse(f"awards:{name}-honours", args=[thing.pk])
        assert client.get(url).status_code == 404
    drop = reverse("awards:honour-drop", args=[Honour.objects.get().pk])
    assert client.post(drop).status_code == 404


@pytest.mark.parametrize(
    ("status", "words"),
    [("merged", "đã gộp vào bản ghi khác; ghi ở bản ghi đó."),
     ("erased", "Dữ liệu của đối tượng này đã xóa")],
)  # fmt: skip
def test_nothing_is_written_on_a_merged_or_an_erased_record(
    client, place, keeper, status, words
):
    kept = HonoureeFactory(unit=place.unit)
    who = HonoureeFactory(
        unit=place.unit, status=status, merged_into=kept if status == "merged" else None
    )
    client.force_login(keeper)
    url = reverse("awards:honouree-honour-record", args=[who.pk])

    assert client.get(url).status_code == 404
    shown = client.get(reverse("awards:honouree-honours", args=[who.pk]))
    assert "Ghi theo quyết định giấy" not in shown.content.decode()
    with pytest.raises(Refused, match=words):
        record(keeper, honouree_id=who.pk)
    answer = client.post(
        url,
        {
            "award": Award.objects.get(code="ttldxs").pk, "reference": "12/QĐ-UBND",
            "decided_on": "05/03/2024", "decided_by": "Chủ tịch UBND tỉnh",
            "merit": "service",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Honour.objects.exists()
