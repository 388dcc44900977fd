"""Theo đợt: the phases of the plan, the reports that fall into each, and what it aims at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.models import Phase, Plan, ReportingPeriod, Target
from campaigns.overseeing.wholes import Level, Whole


@dataclass(frozen=True)
class PhaseSeen:
    """Một đợt; ``phase`` None: what belongs to the whole campaign."""

    phase: Phase | None
    periods: list[ReportingPeriod]
    wholes: list[Whole]

    @property
    def done(self) -> int:
        return sum(one.level is Level.DONE for one in self.wholes)

    @property
    def behind(self) -> int:
        return sum(one.level is Level.BEHIND for one in self.wholes)


def phases_of(
    plan: Plan, wholes: Sequence[Whole], periods: Sequence[ReportingPeriod]
) -> list[PhaseSeen]:
    """In the order of the plan; what no phase names comes last. Two queries."""
    phases = list(Phase.objects.of_plan(plan))
    of_target = dict(
        Target.objects.of_plan(plan).exclude(phase=None).values_list("pk", "phase")
    )
    found = [
        PhaseSeen(
            phase=phase,
            periods=[one for one in periods if _within(one, phase)],
            wholes=[
                one
                for one in wholes
                if of_target.get(one.indicator.target_id or 0) == phase.pk
            ],
        )
        for phase in phases
    ]
    named = {one.indicator.pk for phase in found for one in phase.wholes}
    there = {one.pk for phase in found for one in phase.periods}
    rest = PhaseSeen(
        phase=None,
        periods=[one for one in periods if one.pk not in there],
        wholes=[one for one in wholes if one.indicator.pk not in named],
    )
    return [*found, rest] if rest.periods or rest.wholes else found


def _within(period: ReportingPeriod, phase: Phase) -> bool:
    """A period belongs to the phase in which its last day lies."""
    if phase.starts_on is None or phase.ends_on is None:
        return False
    return phase.starts_on <= period.ends_on <= phase.ends_on


def state_of(phase: Phase, today: date) -> tuple[str, str]:
    """How a phase stands by its days: kind of the tag, its words."""
    if phase.starts_on is None or phase.ends_on is None:
        return "mute", "Chưa ghi ngày"
    if today < phase.starts_on:
        return "mute", "Sắp tới"
    if today > phase.ends_on:
        return "mute", "Đã qua"
    return "info", "Đang diễn ra"
