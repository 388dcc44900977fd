"""Đơn vị tham gia: added, taken out, brought back; who answers for a unit; their pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from campaigns import actions
from campaigns.models import Allocation, Participation
from campaigns.totals import of_indicators
from tests.desk_forms import words_of
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    ParticipationFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    holder,
)
from tests.tracked import at, tracked
from units.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return tracked()


@pytest.fixture
def officer(client, place):
    client.force_login(place.officer)
    return client


def owed(participation):
    rows = Allocation.objects.filter(participation=participation)
    return [row.indicator.name for row in rows.order_by("indicator__position")]


def add(place, unit):
    return actions.add_participation(
        place.campaign.pk, by=place.officer, unit_id=unit.pk
    )


def test_a_unit_that_is_added_owes_what_all_owe(place):
    one, other = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    common = IndicatorFactory(campaign=place.campaign, name="Của mọi đơn vị")
    single = IndicatorFactory(campaign=place.campaign, name="Của riêng một đơn vị")
    for participation in (one, other):
        AllocationFactory(indicator=common, participation=participation)
    AllocationFactory(indicator=single, participation=one)

    added = add(place, place.below("Tổ dân phố 3"))

    assert (added.source, added.unit_name) == ("added", "Tổ dân phố 3")
    assert owed(added) == ["Của mọi đơn vị"]
    [told] = place.told("participation.added")
    assert told["after"]["unit_name"] == "Tổ dân phố 3"


def test_the_first_unit_owes_everything(place):
    IndicatorFactory(campaign=place.campaign, name="Một")
    IndicatorFactory(campaign=place.campaign, name="Hai")

    assert owed(add(place, place.below("Tổ dân phố 1"))) == ["Một", "Hai"]


def test_only_units_of_the_branch_take_part(place):
    council = UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng")
    for unit in (
        place.ward.unit,
        UnitFactory(),
        place.below("Hội đồng", kind=council),
        place.below("Tổ cũ", valid_to=date(2024, 1, 1)),
    ):
        with pytest.raises(Refused, match="Chỉ thêm được đơn vị trực thuộc"):
            add(place, unit)
    assert not Participation.objects.exists()


def test_units_of_a_councils_authority_take_part_in_its_campaign(place):
    kind = UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng")
    council = UnitFactory(parent=place.ward.unit, kind=kind, quiet=True)
    officer = holder(council, Role.OFFICER, "Thường trực").user
    place.campaign.host = council
    place.campaign.save(update_fields=["host"])
    unit = place.below("Phòng Văn hóa")

    actions.add_participation(place.campaign.pk, by=officer, unit_id=unit.pk)

    assert Participation.objects.get().unit == unit


def test_a_unit_takes_part_once(place):
    unit = place.below("Tổ dân phố 1")
    participation = add(place, unit)

    with pytest.raises(Refused, match="Đơn vị này đã có trong danh sách tham gia"):
        add(place, unit)
    actions.take_out(participation.pk, by=place.officer, reason="Giải thể")
    with pytest.raises(Refused, match=r"đã thôi tham gia từ .* Bấm “Đưa lại”"):
        add(place, unit)


def test_who_is_taken_out_counts_no_more_and_comes_back_whole(place):
    one, other = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    indicator = IndicatorFactory(campaign=place.campaign)
    for participation, result in ((one, 4), (other, 6)):
        AllocationFactory(
            indicator=indicator, participation=participation, result=Decimal(result)
        )
    # Nobody reported: what is renewed would be blank.
    kept = list(Allocation.objects.values_list("pk", flat=True).order_by("pk"))

    def total():
        return of_indicators([indicator])[indicator.pk].value

    assert total() == 10
    actions.take_out(one.pk, by=place.officer, reason=" Sáp nhập ")
    assert total() == 6
    one.refresh_from_db()
    assert (one.left_by, one.left_reason) == (place.officer, "Sáp nhập")
    with pytest.raises(Refused, match="đã thôi tham gia rồi"):
        actions.take_out(one.pk, by=place.officer, reason="Lại")

    actions.bring_back(one.pk, by=place.officer)
    one.refresh_from_db()
    assert (one.left_at, one.left_by, one.left_reason) == (None, None, "")
    assert list(Allocation.objects.values_list("pk", flat=True).order_by("pk")) == kept
    with pytest.raises(Refused, match="đang tham gia"):
        actions.bring_back(one.pk, by=place.officer)


def test_to_take_out_needs_a_reason(officer, place):
    [one] = place.taking("Tổ dân phố 1")

    page = officer.post(at("participation-out", one.pk), {"reason": " "})

    assert page.status_code == 422
    assert "Ghi lý do." in words_of(page)
    with pytest.raises(Refused, match="Ghi lý do đưa đơn vị ra"):
        actions.take_out(one.pk, by=place.officer, reason=" ")
    one.refresh_from_db()
    assert one.left_at is None


def test_a_unit_says_itself_who_answers_for_it(client, place):
    [one] = place.taking("Tổ dân phố 1")
    reporter = holder(one.unit, Role.REPORTER, "Tổ trưởng").user
    client.force_login(reporter)
    given = {"person_in_charge": "Bà Lan", "contact": "028 3812 3456"}

    answer = client.post(at("participation-contact", one.pk), given)

    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.person_in_charge, one.contact) == ("Bà Lan", "028 3812 3456")
    assert place.told("participation.contact_named")[0]["after"] == given
    client.force_login(place.officer)
    assert "Bà Lan028 3812 3456" in words_of(client.get(place.url("track-units")))
    assert client.get(at("participation-contact", one.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.name_contact(one.pk, by=place.officer, **given)


def test_the_page_says_why_each_unit_takes_part(officer, place):
    [one] = place.taking("Tổ dân phố 1", source="assigned")
    heir = place.below("Tổ dân phố 9")
    [two] = place.taking("Tổ dân phố 2", source="recipient")
    two.unit.heir, two.unit.valid_to = heir, date(2026, 5, 31)
    two.unit.save(update_fields=["heir", "valid_to"])
    indicator = IndicatorFactory(campaign=place.campaign)
    AllocationFactory(indicator=indicator, participation=one)

    text = words_of(officer.get(place.url("track-units")))

    assert "Tổ dân phố 1 Được giao nhiệm vụ trong kế hoạch" in text
    assert "đã kết thúc 31/05/2026, Tổ dân phố 9 tiếp nhận" in text
    assert "Có tên ở nơi nhận" in text
    assert "1/1" in text
    assert "0/1" in text


def test_units_are_found_added_taken_out_and_brought_back_on_the_screen(officer, place):
    rose = place.below("Tổ dân phố Hoa Hồng")
    place.taking("Tổ dân phố Hoa Mai")
    asked = {"tim": "other", "other_tim": "hoa"}
    text = words_of(officer.post(place.url("track-unit-add"), asked))
    assert "Hoa Hồng" in text
    assert "Hoa Mai" not in text

    officer.post(place.url("track-unit-add"), {"other": rose.pk})
    participation = Participation.objects.get(unit=rose)
    officer.post(at("participation-out", participation.pk), {"reason": "Chuyển nơi"})

    url = place.url("track-units")
    assert "Hoa Hồng không còn tham gia phong trào." in words_of(officer.get(url))
    assert "Hoa Hồng" not in words_of(officer.get(url))
    gone = words_of(officer.get(f"{url}?tt=thoi"))
    assert "Tổ dân phố Hoa Hồng Chuyển nơi" in gone
    officer.post(at("participation-back", participation.pk))
    assert "Hoa Hồng" in words_of(officer.get(f"{url}?q=hong"))
    assert "Không tìm thấy đơn vị nào" in words_of(officer.get(f"{url}?q=cuc"))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(officer, place, django_assert_num_queries, count):
    for number in range(count):
        heir = place.below(f"Tổ mới {number}")
        unit = place.below(f"Tổ {number}", heir=heir, valid_to=date(2026, 5, 31))
        one = ParticipationFactory(campaign=place.campaign, unit=unit)
        AllocationFactory(participation=one)
    officer.get(place.url("track-units"))

    with django_assert_num_queries(16):
        officer.get(place.url("track-units"))
