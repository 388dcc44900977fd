"""Góp lên cấp trên: linked by what the plan answers, or by hand; collected on both sides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns import actions, collecting, feeding
from campaigns.actions.progress.laying import lay_down
from campaigns.actions.progress.receiving import renew_allocations
from campaigns.collecting import collect
from campaigns.models import Allocation, Indicator, Participation, Plan
from tests.desk_forms import words_of
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    ParticipationFactory,
    PlanFactory,
    ProgressReportFactory,
    ProgressValueFactory,
    ReportingPeriodFactory,
    Ward,
)
from tests.superiors import superior_content, tiers
from tests.tracked import Tracked, at
from units.errors import Refused

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2023, 8, 1)


@pytest.fixture
def place():
    return tiers()


def campaign_of(place: Ward) -> Tracked:
    plan = PlanFactory(issuer=place.unit, issued=True)
    return Tracked(place, plan.campaign)


def pair_of(place):
    """The province allots 50 streets to the ward, which runs a campaign of its own."""
    above, ward = campaign_of(place.above), campaign_of(place.ward)
    streets = IndicatorFactory(campaign=above.campaign, name="Tuyến đường toàn tỉnh")
    taking = ParticipationFactory(campaign=above.campaign, unit=place.ward.unit)
    row = AllocationFactory(indicator=streets, participation=taking, value=D(50))
    own = IndicatorFactory(campaign=ward.campaign, name="Tuyến đường của phường")
    return above, ward, row, own


def approved(tracked, indicator, **values):
    """Units of the ward with these approved figures, each allotted so much."""
    for name, (level, value) in values.items():
        [one] = tracked.taking(name)
        allocation = AllocationFactory(
            indicator=indicator, participation=one, value=level
        )
        period = tracked.campaign.periods.first() or ReportingPeriodFactory(
            campaign=tracked.campaign
        )
        report = ProgressReportFactory(participation=one, period=period, approved=True)
        ProgressValueFactory(report=report, allocation=allocation, value=value)
    renew_allocations(list(indicator.allocations.all()))


def feed(tracked, own, above):
    return actions.feed_indicator(
        own.pk, by=tracked.officer, feeds_id=above.pk if above else None
    )


def collected(row):
    return Allocation.objects.get(pk=row.pk).collected


# ---- by what the plan answers --------------------------------------------------------------


def answered(place):
    """The ward's plan answers the province's; both are laid down."""
    source = place.issued()
    lay_down(source.pk, by=None, day=DAY)
    plan = place.answered(source)
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", submitted_by=place.ward.officer, submitted_at=plan.created_at,
        approved_by=place.ward.leader, approved_at=plan.created_at, source_number=7,
        source_date=DAY,
    )  # fmt: skip
    lay_down(plan.pk, by=None, day=DAY)
    return source, plan


def test_what_answers_a_superiors_target_feeds_it(place):
    source, plan = answered(place)

    [above] = Indicator.objects.of(source.campaign)
    [own] = Indicator.objects.of(plan.campaign)
    assert (own.feeds, own.feeds_by_hand) == (above, False)
    assert own.name == "Tỷ lệ hộ nghèo"


def test_it_is_found_again_in_an_amended_plan_of_the_superior(place):
    source, plan = answered(place)
    content = superior_content()
    target = replace(content.targets[0], value=D("0.3"), shown="0,3%")
    later = place.newer(source, replace(content, targets=(target,)))
    lay_down(later.pk, by=None, day=DAY)
    Indicator.objects.filter(campaign=plan.campaign).update(feeds=None)

    lay_down(plan.pk, by=None, day=DAY)

    [above] = Indicator.objects.of(source.campaign)
    assert above.target.line.plan == later
    assert Indicator.objects.get(campaign=plan.campaign).feeds == above


def test_what_an_officer_unlinked_stays_unlinked(place):
    _, plan = answered(place)
    [own] = Indicator.objects.of(plan.campaign)
    tracked = Tracked(place.ward, plan.campaign)
    feed(tracked, own, None)

    lay_down(plan.pk, by=None, day=DAY)

    own.refresh_from_db()
    assert (own.feeds, own.feeds_by_hand) == (None, True)
    assert tracked.told("indicator.fed")[-1]["after"]["feeds"] is None


# ---- by hand -------------------------------------------------------------------------------


def test_approved_figures_below_are_collected_above(place):
    _, ward, row, own = pair_of(place)
    approved(ward, own, To1=(D(20), D(7)), To2=(D(28), D(5)))
    assert collected(row) is None

    feed(ward, own, row.indicator)

    assert collected(row) == 12
    one = Participation.objects.get(unit_name="To1")
    actions.take_out(one.pk, by=ward.officer, reason="Thôi")
    assert collected(row) == 5
    actions.bring_back(one.pk, by=ward.officer)
    assert collected(row) == 12
    feed(ward, own, None)
    assert collected(row) is None


def test_the_figures_go_up_through_all_levels(place):
    _, ward, row, own = pair_of(place)
    top = Tracked(place.beside, PlanFactory(issued=True).campaign)
    highest = IndicatorFactory(campaign=top.campaign)
    taking = ParticipationFactory(campaign=top.campaign, unit=place.above.unit)
    peak = AllocationFactory(indicator=highest, participation=taking)
    Indicator.objects.filter(pk=row.indicator_id).update(
        feeds=highest, source="collected"
    )
    approved(ward, own, To1=(None, D(7)))

    feed(ward, own, row.indicator)

    assert (collected(row), collected(peak)) == (7, 7)


def test_what_was_not_allotted_to_the_unit_is_not_fed(place):
    above, ward, row, own = pair_of(place)
    other = IndicatorFactory(campaign=above.campaign)
    second = IndicatorFactory(campaign=ward.campaign)
    feed(ward, own, row.indicator)

    with pytest.raises(Refused, match="mà cấp trên đã giao cho đơn vị"):
        feed(ward, second, other)
    with pytest.raises(Refused, match="“Tuyến đường của phường” đã góp vào chỉ tiêu"):
        feed(ward, second, row.indicator)


def test_nothing_feeds_itself_by_a_roundabout_way(place):
    _, ward, row, own = pair_of(place)
    Indicator.objects.filter(pk=row.indicator_id).update(feeds=own)

    with pytest.raises(Refused, match="góp vòng vào nhau"):
        feed(ward, own, row.indicator)


# ---- through mergers -----------------------------------------------------------------------


def test_the_heirs_figures_go_to_the_row_of_the_unit_whose_heir_it_is(place):
    _, _, row, _ = pair_of(place)
    old = place.ward.unit
    old.heir, old.valid_to = place.beside.unit, date(2023, 9, 30)
    old.save(update_fields=["heir", "valid_to"])
    heir = campaign_of(place.beside)
    own = IndicatorFactory(campaign=heir.campaign)
    approved(heir, own, To9=(None, D(9)))

    feed(heir, own, row.indicator)

    assert collected(row) == 9


def test_two_campaigns_of_an_heir_go_each_to_its_own_row_or_together_to_one(place):
    above, ward, row, own = pair_of(place)
    # The campaign of the old ward is run by the heir now; the plan is the old ward's.
    old, new = place.ward.unit, place.beside.unit
    old.heir, old.valid_to = new, date(2023, 9, 30)
    old.save(update_fields=["heir", "valid_to"])
    ward.campaign.host = new
    ward.campaign.save(update_fields=["host"])
    handed = Tracked(place.beside, ward.campaign)
    approved(handed, own, To1=(None, D(7)))
    feed(handed, own, row.indicator)
    heir = campaign_of(place.beside)
    fresh = IndicatorFactory(campaign=heir.campaign)
    approved(heir, fresh, To9=(None, D(9)))

    feed(heir, fresh, row.indicator)  # the heir has no row yet

    assert collected(row) == 16
    taking = ParticipationFactory(campaign=above.campaign, unit=new)
    mine = AllocationFactory(indicator=row.indicator, participation=taking)
    collect([Indicator.objects.get(pk=own.pk), Indicator.objects.get(pk=fresh.pk)])
    assert (collected(row), collected(mine)) == (7, 9)


def test_the_night_after_a_merger_the_figures_stand_in_the_row_of_the_heir(place):
    """No act of a campaign tells of it: the old row gives back what is no more its own."""
    above, ward, row, own = pair_of(place)
    approved(ward, own, To1=(None, D(7)))
    feed(ward, own, row.indicator)
    assert collected(row) == 7
    new = place.beside.unit
    heirs = ParticipationFactory(campaign=above.campaign, unit=new)
    theirs = AllocationFactory(indicator=row.indicator, participation=heirs)
    Plan.objects.filter(campaign=ward.campaign).update(issuer=new)
    ward.campaign.host = new
    ward.campaign.save(update_fields=["host"])

    assert collecting.fed_campaigns() == [above.campaign.pk]
    collecting.collect_anew(above.campaign.pk)

    assert (collected(row), collected(theirs)) == (None, 7)


def test_mergers_of_mergers_are_followed(place):
    first, second, third = place.ward.unit, place.beside.unit, place.above.unit
    first.heir, second.heir = second, third
    for unit in (first, second):
        unit.save(update_fields=["heir"])
    campaign = PlanFactory(issuer=third, issued=True).campaign

    assert feeding.units_of([campaign]) == {
        campaign.pk: [third.pk, second.pk, first.pk]
    }


# ---- on the screen -------------------------------------------------------------------------


def test_both_sides_show_the_sum(client, place):
    above, ward, row, own = pair_of(place)
    approved(ward, own, To1=(D(20), D(7)), To2=(D(28), D(5)))
    client.force_login(ward.officer)
    assert "Không góp vào chỉ tiêu nào." in words_of(
        client.get(ward.url("track-feeds"))
    )

    answer = client.post(
        at("indicator-feed", own.pk), {"feeds_id": str(row.indicator_id)}
    )

    assert answer.status_code == 302
    text = words_of(client.get(ward.url("track-feeds")))
    assert f"Góp vào Tuyến đường toàn tỉnh của {place.above.unit}" in text
    assert "Cán bộ chọn." in text
    assert (
        "Cấp trên giao 50 tuyến; giao tiếp: giao 48/50: thiếu 2. Số góp lên đến nay: 12 tuyến."
        in text
    )
    client.force_login(above.officer)
    text = words_of(client.get(above.url("track-feeds")))
    assert "Tuyến đường toàn tỉnhTuyến đường của phường" in text
    assert "50 tuyếngiao 48/50: thiếu 212 tuyến" in text


def test_a_choice_that_is_not_offered_stays_on_the_page(client, place):
    above, ward, _, own = pair_of(place)
    other = IndicatorFactory(campaign=above.campaign)
    client.force_login(ward.officer)

    page = client.post(at("indicator-feed", own.pk), {"feeds_id": str(other.pk)})

    assert page.status_code == 422
    own.refresh_from_db()
    assert own.feeds is None


@pytest.mark.parametrize("count", [1, 3])
def test_rows_of_many_are_read_at_once(place, django_assert_num_queries, count):
    above, ward = campaign_of(place.above), campaign_of(place.ward)
    taking = ParticipationFactory(campaign=above.campaign, unit=place.ward.unit)
    wanted = {}
    for _ in range(count):
        target = IndicatorFactory(campaign=above.campaign)
        own = IndicatorFactory(campaign=ward.campaign, feeds=target)
        wanted[own.pk] = AllocationFactory(indicator=target, participation=taking)
    lone = IndicatorFactory(campaign=ward.campaign)
    found = list(Indicator.objects.of(ward.campaign).select_related("campaign__host"))
    with django_assert_num_queries(3):
        assert feeding.rows_of(found) == wanted | {lone.pk: None}


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, place, django_assert_num_queries, count):
    above, ward = campaign_of(place.above), campaign_of(place.ward)
    taking = ParticipationFactory(campaign=above.campaign, unit=place.ward.unit)
    for _ in range(count):
        target = IndicatorFactory(campaign=above.campaign)
        AllocationFactory(indicator=target, participation=taking)
        own = IndicatorFactory(campaign=ward.campaign, feeds=target)
        for one in ward.taking("a", "b"):
            AllocationFactory(indicator=own, participation=one)
    for tracked, number in ((ward, 22), (above, 22)):
        client.force_login(tracked.officer)
        client.get(tracked.url("track-feeds"))
        with django_assert_num_queries(number):
            client.get(tracked.url("track-feeds"))
