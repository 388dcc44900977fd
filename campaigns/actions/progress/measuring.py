"""Cách đo một chỉ tiêu: the officer's to say; what the plan asks for is not changed here."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction

from campaigns.actions.progress.locking import lock_campaign
from campaigns.actions.progress.receiving import renew_allocations
from campaigns.models import Indicator, IndicatorStep, ProgressValue
from campaigns.progress.measures import Measure, OverUnits
from units.errors import Refused
from units.models import User
from units.wording import vn_date
from units.workflow import add, amend, remove


@dataclass(frozen=True)
class Step:
    """Một mốc lộ trình."""

    due_on: date
    value: Decimal
    label: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Cách đo: columns of the indicator that the officer writes."""

    short_name: str = ""
    measure: str
    unit_of_measure: str = ""
    over_periods: str
    over_units: str
    source: str = Indicator.Source.REPORTED
    baseline_value: Decimal | None = None
    numerator_label: str = ""
    denominator_label: str = ""
    ranks: Sequence[str] = ()


@transaction.atomic
def measure_indicator(
    indicator_id: int, *, by: User, measured: Measured, steps: Sequence[Step] = ()
) -> Indicator:
    """Sửa cách đo: another rule adds up anew all that was approved."""
    campaign_id = Indicator.objects.values_list("campaign", flat=True)
    lock_campaign(campaign_id.get(pk=indicator_id), by)
    indicators = Indicator.objects.select_for_update(no_key=True)
    indicator = indicators.get(pk=indicator_id)
    if indicator.ended_at:
        raise Refused("Kế hoạch đã sửa đổi không còn chỉ tiêu này.")
    _require_sense(indicator, measured)
    changes = {one.name: getattr(measured, one.name) for one in fields(measured)}
    changes["ranks"] = list(measured.ranks)
    amend(indicator, by=by, **changes)
    _set_steps(indicator, steps, by)
    renew_allocations(list(indicator.allocations.all()))
    return indicator


def _require_sense(indicator: Indicator, measured: Measured) -> None:
    reported = ProgressValue.objects.filter(allocation__indicator=indicator)
    if measured.measure != indicator.measure and reported.exists():
        raise Refused(
            f"Đã có báo cáo theo cách đo “{indicator.get_measure_display()}” nên không đổi cách "
            "đo được. Cách cộng thì đổi được.",
            at="measure",
        )
    if measured.measure == Measure.PERCENT and measured.over_units == OverUnits.SUM:
        raise Refused(
            "Tỷ lệ % của nhiều đơn vị không cộng với nhau được. Chọn bình quân: đơn vị báo cáo "
            "tử số và mẫu số thì tính từ tổng tử số và tổng mẫu số.",
            at="over_units",
        )
    if measured.measure == Measure.RANK and len(set(measured.ranks)) < 2:
        raise Refused("Ghi ít nhất hai mức khác nhau, tốt nhất trước.", at="ranks")


def _set_steps(indicator: Indicator, steps: Sequence[Step], by: User) -> None:
    wanted = {one.due_on: one for one in steps}
    if len(wanted) < len(steps):
        days = [one.due_on for one in steps]
        twice = next(day for day in days if days.count(day) > 1)
        raise Refused(
            f"Hai mốc cùng ngày {vn_date(twice)}. Mỗi ngày một mốc.", at="steps"
        )
    there = {step.due_on: step for step in indicator.steps.all()}
    for day, step in there.items():
        if day not in wanted:
            remove(step, by=by, name=step.label, indicator=indicator.pk)
    for day, one in wanted.items():
        if day in there:
            amend(there[day], by=by, value=one.value, label=one.label)
        else:
            row = IndicatorStep(
                indicator=indicator, due_on=day, value=one.value, label=one.label
            )
            add(row, by=by)
