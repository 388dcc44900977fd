"""Xếp kỳ báo cáo theo nhịp: which periods a rule gives a campaign, and what it leaves alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Campaign, Phase, Plan, ReportingPeriod
from campaigns.progress.terms import DueRule, PhaseEnd, Rhythm, Term, terms

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Nhịp báo cáo đã chọn."""

    rhythm: Rhythm
    starts_on: date
    ends_on: date
    due: DueRule

    @property
    def why(self) -> str:
        """As every period that it gives says why it is there."""
        return f"{self.rhythm.label}; hạn nộp {self.due.words}"[:200]


@dataclass(frozen=True)
class Schedule:
    """Các kỳ sẽ có: ``kept`` stay as they are, ``gone`` make way for ``laid``."""

    kept: Sequence[ReportingPeriod]
    gone: Sequence[ReportingPeriod]
    laid: Sequence[Term]


def schedule(campaign: Campaign, asked: Asked) -> Schedule:
    """What the rule would give. Periods of which anything was begun stay, with all that come
    before them, and the new ones begin after the last of them. Raises ``TooMany``.
    """
    there = list(ReportingPeriod.objects.of(campaign).with_counts())
    last = max((one.ends_on for one in there if is_begun(one)), default=None)
    kept = [one for one in there if last is not None and one.starts_on <= last]
    gone = [one for one in there if one not in kept]
    first = max([asked.starts_on, *(one.ends_on + DAY for one in kept)])
    if first > asked.ends_on:
        return Schedule(kept, gone, [])
    ends = [] if asked.rhythm != Rhythm.AT_PHASES else phase_ends(campaign)
    laid = terms(asked.rhythm, first, asked.ends_on, asked.due, ends)
    return Schedule(kept, gone, laid)


def is_begun(period: ReportingPeriod) -> bool:
    """A report of it was begun, or it was opened for a unit, or locked (``with_counts``)."""
    return bool(period.begun or period.opened or period.locked_at)  # type: ignore[attr-defined]


def phase_ends(campaign: Campaign) -> list[PhaseEnd]:
    """Cuối các đợt of the plan that the campaign reads."""
    plan = Plan.objects.newest_of(campaign)
    phases = Phase.objects.filter(line__plan=plan)
    return [
        PhaseEnd(name=one.name, ends_on=one.ends_on) for one in phases if one.ends_on
    ]
