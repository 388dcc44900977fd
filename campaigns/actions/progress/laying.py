"""Lập khung theo dõi: what an issued plan makes units owe becomes rows; its amendments follow.

Called by the act that issues (``record_issue``), in its transaction. What the officer has set
by hand (who was added or taken out, how something is measured) is left as it is.
"""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db import transaction
from django.utils.timezone import now

from campaigns import feeding, owed
from campaigns.collecting import collect, recollect
from campaigns.content import PlanContent, TargetNote
from campaigns.models import (
    Allocation,
    Campaign,
    Indicator,
    IndicatorStep,
    Participation,
    Plan,
    RegistrationCall,
    ReportingPeriod,
    UnitTask,
)
from campaigns.pairing import pair
from campaigns.queries import content_of, note_of, rows_of
from campaigns.wording import is_change
from units import audit
from units.models import User
from units.vietnamese import fold
from units.workflow import add, add_all, amend, amend_all, amend_as, remove

# What an indicator repeats of its note.
_SAID = (
    "name", "comparator", "value", "value_max", "direction", "shown", "baseline", "deadline",
)  # fmt: skip


@transaction.atomic
def lay_down(plan_id: int, *, by: User | None, day: date) -> None:
    """Lập, hoặc sửa theo bản mới, khung theo dõi of the plan's campaign.

    Again with the same plan it changes nothing. Reports that were sent stay as they are.
    """
    plans = Plan.objects.select_related(
        "campaign__host__kind", "campaign__host__parent"
    )
    plan = plans.get(pk=plan_id)
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=plan.campaign_id)
    rows = rows_of(plan)
    content = content_of(plan, rows)
    found = owed.owed(content, plan.campaign.host, day)
    known = _known(campaign)
    taking = _participations(campaign, found, by)
    _periods(campaign, found, by)
    _calls(campaign, content, rows, by)
    _tasks(taking, found, by)
    fed = feeding.rows_of(
        Indicator.objects.of(campaign)
        .exclude(feeds=None)
        .select_related("campaign__host")
    ).values()
    indicators = _indicators(campaign, content, found, rows, by)
    _allocations(campaign, indicators, found, known, by)
    _feeds(plan, indicators, by)
    recollect(fed)
    audit.write("campaign.laid_down", campaign, by=by, plan=plan.pk, units=len(taking))


def _known(campaign) -> tuple[set[int], set[int]]:
    """Participations and indicators that were there before: between these the officer has said
    by hand who owes what."""
    taking = campaign.participations.values_list("pk", flat=True)
    return set(taking), set(campaign.indicators.values_list("pk", flat=True))


def _participations(campaign, found, by) -> dict[int, Participation]:
    there = {one.unit_id: one for one in campaign.participations.all()}
    for unit_id, is_assigned in found.takers.items():
        if unit_id in there:
            continue
        source = Participation.Source.ASSIGNED if is_assigned else "recipient"
        there[unit_id] = _add(
            Participation(
                campaign=campaign,
                unit=found.units[unit_id],
                unit_name=found.units[unit_id].name,
                source=source,
            ),
            by,
        )
    return {pk: one for pk, one in there.items() if one.left_at is None}


def _periods(campaign, found, by) -> None:
    """Only where there are none: their days are fixed with the first issue."""
    if campaign.periods.exists():
        return
    for period in found.periods:
        _add(ReportingPeriod(campaign=campaign, **vars(period)), by)


def _calls(campaign, content: PlanContent, rows, by) -> None:
    """By what they ask for: another day or number is the same call, which keeps what was
    registered for it. What stands twice in the plan is asked once; what is gone has ended.
    """
    there: dict[str, list[RegistrationCall]] = {}
    for call in campaign.registration_calls.filter(ended_at=None).order_by("pk"):
        there.setdefault(fold(call.what), []).append(call)
    wanted: dict[str, tuple] = {}
    for note, row in zip(
        content.registrations, rows.notes["registrations"], strict=True
    ):
        wanted.setdefault(fold(note.what), (note, row))
    for key, (note, row) in wanted.items():
        said = {
            "note": row, "what": note.what, "minimum": note.minimum,
            "due_on": note.deadline,
        }  # fmt: skip
        if calls := there.get(key):
            amend(calls[0], by=by, **said)
        else:
            _add(RegistrationCall(campaign=campaign, **said), by)
    gone = [
        call
        for key, calls in there.items()
        for call in calls[1 if key in wanted else 0 :]
    ]
    amend_all(gone, by=by, ended_at=now())


def _tasks(taking, found, by) -> None:
    """By their words; a task that the plan has no more is dropped, what was done stays."""
    there = {
        (task.unit_id, task.text): task
        for task in UnitTask.objects.filter(participation__in=taking.values())
    }
    wanted = set()
    for position, task in enumerate(found.tasks):
        if (participation := taking.get(task.unit_id)) is None:
            continue
        key = (task.unit_id, task.text)
        wanted.add(key)
        if key in there:
            amend(there[key], by=by, due_on=task.due_on, dropped_at=None)
            continue
        there[key] = _add(
            UnitTask(
                participation=participation, campaign=participation.campaign,
                unit=participation.unit, position=position, text=task.text,
                due_on=task.due_on,
            ),
            by,
        )  # fmt: skip
    gone = [
        task for key, task in there.items() if key not in wanted and not task.dropped_at
    ]
    amend_all(gone, by=by, dropped_at=now())


def _indicators(campaign, content, found, rows, by) -> dict[int, Indicator]:
    """Place of the target among the plan's → its indicator, old or new."""
    old = list(Indicator.objects.of(campaign).select_related("target").with_steps())
    known = [one for one in old if one.target is not None]
    before = [note_of("targets", one.target) for one in known]
    partner = {
        new: known[place] for place, new in pair(before, content.targets).items()
    }
    was = {
        one.pk: cast("TargetNote", note)
        for one, note in zip(known, before, strict=True)
    }
    indicators = {}
    for target in found.targets:
        row = rows.notes["targets"][target.place]
        indicator = partner.get(target.place)
        said = {name: getattr(row, name) for name in _SAID}
        place = {
            "target": row, "position": target.place, "section": target.section,
            "unit_of_measure": row.unit,
            "is_change": is_change(target.note, content.lines[target.note.line].text),
        }  # fmt: skip
        if indicator is None:
            indicator = _add(
                Indicator(
                    campaign=campaign, measure=target.measure.value,
                    over_periods=target.over_periods.value,
                    over_units=target.over_units.value, **said, **place,
                ),
                by,
            )  # fmt: skip
            _steps(indicator, target.note.milestones, by)
        else:
            # Where the plan says what it said before, the officer's hand stays.
            if was[indicator.pk].unit == target.note.unit:
                del place["unit_of_measure"]
            amend(indicator, by=by, **said, **place)
            if was[indicator.pk].milestones != target.note.milestones:
                _steps(indicator, target.note.milestones, by)
        indicators[target.place] = indicator
    kept = {one.pk for one in indicators.values()}
    amend_all([one for one in old if one.pk not in kept], by=by, ended_at=now())
    return indicators


def _steps(indicator, milestones, by) -> None:
    """As the plan has them; those without a day are told in its words alone."""
    wanted = {one.due_on: one for one in milestones if one.due_on}
    there = {step.due_on: step for step in indicator.steps.all()}
    if indicator.pk and {(s.due_on, s.value, s.label) for s in there.values()} == {
        (m.due_on, m.value, m.label) for m in wanted.values()
    }:
        return
    for day, step in there.items():
        if day not in wanted:
            remove(step, by=by, label=step.label)
    for day, one in wanted.items():
        if day in there:
            amend(there[day], by=by, value=one.value, label=one.label)
        else:
            _add(
                IndicatorStep(
                    indicator=indicator, due_on=day, value=one.value, label=one.label
                ),
                by,
            )


def _allocations(campaign, indicators, found, known, by) -> None:
    """Each indicator to whom the plan names, else to all; of units and indicators that were
    there before nothing is changed, neither what is owed nor what is not.
    """
    old_units, old_indicators = known
    taking = {
        one.unit_id: one
        for one in campaign.participations.active().select_related("unit")
    }
    for target in found.targets:
        indicator = indicators[target.place]
        owing = (
            taking.values()
            if target.owed_by is None
            else [taking[pk] for pk in target.owed_by if pk in taking]
        )
        allocate_all(
            indicator,
            [
                one
                for one in owing
                if one.pk not in old_units or indicator.pk not in old_indicators
            ],
            by=by,
        )


def _feeds(plan, indicators, by) -> None:
    """What answers a target of the superior's feeds its indicator, until an officer says else;
    what another of the campaign feeds already is left alone.
    """
    rows = [one.target for one in indicators.values()]
    superior = feeding.superior_of(plan, rows)
    fed = {one.feeds_id for one in indicators.values() if one.feeds_by_hand}
    linked = []
    for indicator in indicators.values():
        above = superior.get(indicator.target_id)
        if indicator.feeds_by_hand or above is None or above.pk in fed:
            continue
        fed.add(above.pk)
        if indicator.feeds_id != above.pk:
            amend_as("fed", indicator, by=by, feeds=above)
            linked.append(indicator)
    collect(linked)


def allocate_all(
    indicator: Indicator, taking: Iterable[Participation], *, by: User | None
) -> list[Allocation]:
    """Giao một chỉ tiêu cho nhiều đơn vị, at the indicator's own level."""
    rows = [
        Allocation(
            indicator=indicator, participation=one, campaign=one.campaign, unit=one.unit
        )
        for one in taking
    ]  # fmt: skip
    if rows:
        add_all(rows, by=by)
    return rows


def _add(record, by):
    add(record, by=by)
    return record
