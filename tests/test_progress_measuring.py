"""Cách đo: another rule adds up anew; the rules told with examples; milestones by hand."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns import actions
from campaigns.actions.progress.laying import lay_down
from campaigns.actions.progress.measuring import Measured, Step
from campaigns.models import Allocation, Indicator
from campaigns.progress import examples
from campaigns.progress.measures import OverPeriods, OverUnits
from campaigns.totals import of_indicators
from tests.desk_forms import words_of
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    IndicatorStepFactory,
    ProgressReportFactory,
    ProgressValueFactory,
)
from tests.test_progress_laying import DAY, laid, place_with_lands
from tests.tracked import at, tracked
from units.errors import Refused

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def place():
    return tracked()


@pytest.fixture
def officer(client, place):
    client.force_login(place.officer)
    return client


def measured(**values):
    start = {"measure": "number", "over_periods": "running", "over_units": "sum"}
    return Measured(**{**start, **values})


def measure(place, indicator, *steps, **values):
    return actions.measure_indicator(
        indicator.pk, by=place.officer, measured=measured(**values), steps=steps
    )


def reported(place, *figures):
    """An indicator with two units, whose reports of two periods are approved."""
    indicator = IndicatorFactory(campaign=place.campaign, name="Tuyến đường sạch")
    periods = [
        place.period(f"Tháng {month}", *(date(2026, month, day) for day in (1, 28, 28)))
        for month in (1, 2)
    ]
    for one, values in zip(place.taking("Tổ 1", "Tổ 2"), figures, strict=True):
        row = AllocationFactory(indicator=indicator, participation=one)
        for period, value in zip(periods, values, strict=True):
            report = ProgressReportFactory(
                participation=one, period=period, approved=True
            )
            ProgressValueFactory(report=report, allocation=row, value=value)
    return indicator


def total(indicator):
    return of_indicators([Indicator.objects.get(pk=indicator.pk)])[indicator.pk].value


def test_another_rule_adds_up_anew_what_was_approved(place):
    indicator = reported(place, (D(3), D(5)), (D(1), D(2)))

    measure(place, indicator)
    assert [row.result for row in Allocation.objects.order_by("pk")] == [5, 2]
    assert total(indicator) == 7
    measure(place, indicator, over_periods="sum")
    assert [row.result for row in Allocation.objects.order_by("pk")] == [8, 3]
    measure(place, indicator, over_periods="average", over_units="worst")
    assert total(indicator) == D("1.5")
    measure(place, indicator)
    assert total(indicator) == 7
    _, second, *_ = place.told("indicator.amended")
    assert second["after"] == {"over_periods": "sum"}


def test_what_was_reported_keeps_its_measure(place):
    indicator = reported(place, (D(3), D(5)), (D(1), D(2)))

    with pytest.raises(Refused, match="Đã có báo cáo theo cách đo “Con số”"):
        measure(place, indicator, measure="percent", over_units="average")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"measure": "percent"}, "Tỷ lệ % của nhiều đơn vị không cộng với nhau được"),
        ({"measure": "rank", "ranks": ["Tốt", "Tốt"]}, "Ghi ít nhất hai mức khác nhau"),
    ],
)
def test_what_makes_no_sense_is_refused(place, values, sentence):
    indicator = IndicatorFactory(campaign=place.campaign)

    with pytest.raises(Refused, match=sentence):
        measure(place, indicator, **values)


def test_milestones_are_set_by_hand(place):
    indicator = IndicatorFactory(campaign=place.campaign)
    IndicatorStepFactory(indicator=indicator, due_on=date(2026, 6, 30), value=D(5))
    IndicatorStepFactory(indicator=indicator, due_on=date(2026, 3, 31), value=D(2))

    measure(
        place, indicator, Step(date(2026, 6, 30), D(7), "Nửa năm"),
        Step(date(2026, 10, 31), D(9), "10 tháng"),
    )  # fmt: skip

    assert [(one.due_on, one.value, one.label) for one in indicator.steps.all()] == [
        (date(2026, 6, 30), D(7), "Nửa năm"),
        (date(2026, 10, 31), D(9), "10 tháng"),
    ]
    twice = Step(date(2026, 6, 30), D(7), "Nửa năm")
    with pytest.raises(Refused, match="Hai mốc cùng ngày 30/06/2026"):
        measure(place, indicator, twice, twice)


def test_what_was_set_by_hand_stays_when_the_plan_is_laid_down_again():
    place = place_with_lands("Tổ dân phố 1")
    plan = laid(place)
    [indicator] = Indicator.objects.of(plan.campaign)
    actions.measure_indicator(
        indicator.pk, by=place.officer, steps=[Step(date(2023, 10, 1), D("0.5"), "Giữa")],
        measured=measured(
            measure="percent", over_periods="average", over_units="worst",
            unit_of_measure="% hộ", short_name="Hộ nghèo",
        ),
    )  # fmt: skip

    lay_down(plan.pk, by=place.officer, day=DAY)

    indicator.refresh_from_db()
    assert (indicator.over_periods, indicator.over_units) == ("average", "worst")
    assert (indicator.unit_of_measure, indicator.short_name) == ("% hộ", "Hộ nghèo")
    assert [step.label for step in indicator.steps.all()] == ["Giữa"]


def test_examples_are_worked_out_by_the_rules():
    assert [examples.of_periods(rule) for rule in OverPeriods] == [
        "ba kỳ báo 3, 5, 4 thì kết quả là 4",
        "ba kỳ báo 3, 5, 4 thì kết quả là 12",
        "ba kỳ báo 3, 5, 4 thì kết quả là 4",
        "ba kỳ báo 3, 5, 4 thì kết quả là 4",
    ]
    assert [examples.of_units(rule) for rule in OverUnits] == [
        "ba đơn vị đạt 3, 5, 4 thì kết quả là 12",
        "ba đơn vị đạt 3, 5, 4 thì kết quả là 4",
        "ba đơn vị đạt 3, 5, 4, trọng số 1, 2, 1, thì kết quả là 4,25",
        "ba đơn vị đạt 3, 5, 4 thì kết quả là 3",
        "ba đơn vị đạt 3, 5, 4, mức giao 4, thì kết quả là 2",
    ]


FORM = {
    "short_name": "Đường sạch", "measure": "number", "unit_of_measure": "tuyến",
    "numerator_label": "", "denominator_label": "", "ranks": "", "over_periods": "sum",
    "over_units": "sum", "source": "reported", "baseline_value": "2,5",
    "steps": "30/06/2026; 7; Nửa năm\n31/10/2026; 9",
}  # fmt: skip


def test_how_a_target_is_measured_is_set_on_the_screen(officer, place):
    indicator = reported(place, (D(3), D(5)), (D(1), D(2)))
    url = at("indicator-measure", indicator.pk)
    assert "Con số, điều kiện, hạn là của kế hoạch" in words_of(officer.get(url))

    assert officer.post(url, FORM).status_code == 302

    text = words_of(officer.get(place.url("track-indicators")))
    assert "Kế hoạch yêu cầu 10 tuyến." in text
    assert (
        "Số của riêng từng kỳ, cộng dồn (ba kỳ báo 3, 5, 4 thì kết quả là 12) · Cộng các đơn vị "
        "(ba đơn vị đạt 3, 5, 4 thì kết quả là 12)" in text
    )
    assert "Số gốc 2,5. Nửa năm: 7, đến 30/06/2026 · Đến 31/10/2026: 9" in text
    assert "Kết quả đã tiếp nhận: 11 tuyến (2/2 đơn vị có số)." in text
    assert "Giao cho 2/2 đơn vị, chưa chia cho từng đơn vị." in text
    again = officer.get(url).content.decode()
    assert "30/06/2026; 7; Nửa năm" in again


def test_a_wrong_milestone_stays_as_typed(officer, place):
    indicator = IndicatorFactory(campaign=place.campaign)
    url = at("indicator-measure", indicator.pk)

    page = officer.post(url, FORM | {"steps": "giữa năm; 7"})

    assert page.status_code == 422
    assert "Xem lại dòng: giữa năm; 7" in words_of(page)
    assert "giữa năm; 7</textarea>" in page.content.decode()
    assert Indicator.objects.get().short_name == ""


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(officer, place, django_assert_num_queries, count):
    units = place.taking(*[f"Tổ {number}" for number in range(count)])
    for _ in range(count):
        indicator = IndicatorFactory(campaign=place.campaign)
        IndicatorStepFactory(indicator=indicator)
        for one in units:
            AllocationFactory(indicator=indicator, participation=one)
    officer.get(place.url("track-indicators"))

    with django_assert_num_queries(16):
        officer.get(place.url("track-indicators"))
