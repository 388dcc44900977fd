"""Ghi chú: everything that the lines of a plan say, put beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    DeadlineNote,
    Line,
    PaperKind,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    SubjectNote,
    TargetNote,
)
from campaigns.outline import LineKind, span
from campaigns.reading import (
    assignments,
    awards,
    citations,
    deadlines,
    doubts,
    organisations,
    periods,
    phases,
    registrations,
    spelling,
    subjects,
    targets,
)
from campaigns.reading import (
    context as context_,
)
from campaigns.reading.bodylines import to_lines
from campaigns.reading.doubts import Remark
from campaigns.reading.entries import Entry
from campaigns.reading.reading import Reading


class _Judged(Protocol):
    """What every kind of finding has: how sure it is."""

    @property
    def sure(self) -> float: ...


def with_notes(
    content: PlanContent,
    entries: list[Entry],
    sure: dict[str, float],
    remarks: list[Remark],
) -> Reading:
    """The finished reading: ``content`` (its head and ending) with lines and notes."""
    head = content.letterhead
    context = context_.build(entries, content.title, head.issued_on, head.authority)
    if content.kind is PaperKind.NEWS:
        context.preamble_end = min(1, len(entries))
    cited = [] if content.kind is PaperKind.NEWS else citations.read_citations(context)
    superior = citations.superior_plan(cited, content.title, head.authority)
    found_phases = phases.read_phases(context)
    period = periods.read_period(context, found_phases)
    timed = {p.line for p in found_phases} | ({period.line} if period else set())
    given = assignments.read_assignments(context)
    duties = assignments.responsible_by_line(given)
    goals = targets.read_targets(context, duties)
    due = {(t.line, t.deadline) for t in goals if t.deadline}
    dues = deadlines.read_deadlines(context, timed, due)
    pledges = registrations.read_registrations(context)
    people, unclear = subjects.read_subjects(context)
    forms = awards.read_award_forms(context)
    lines = _with_titles(to_lines(entries), given)
    remarks.extend(doubts.late_bases(cited, head.issued_on))
    remarks.extend(doubts.early_deadlines(dues, head.issued_on))
    remarks.extend(doubts.impossible_days(entries))
    remarks.extend(doubts.backward_spans(found_phases, period))
    remarks.extend(doubts.numbering_slips(entries))
    if content.kind is not PaperKind.NEWS:
        unread = targets.unread_tables(context)
        remarks.extend(doubts.unread_tables(unread, entries))
        remarks.extend(doubts.repeated_limits(deadlines.repeated(context)))
        remarks.extend(doubts.unclear_subjects(unclear, entries))
        if not people and not unclear:
            rewarded = subjects.of_awards_only(context)
            remarks.extend(doubts.subjects_of_awards(rewarded, entries))
    content = replace(
        content,
        lines=lines,
        citations=tuple(
            CitationNote(
                line=c.line,
                text=c.text,
                number=c.number,
                issued_on=c.issued_on,
                issuer=c.issuer,
                is_superior_plan=c is superior,
            )
            for c in cited
        ),
        periods=(
            PeriodNote(
                line=period.line, starts_on=period.starts_on, ends_on=period.ends_on
            ),
        )
        if period
        else (),
        phases=tuple(
            PhaseNote(
                line=p.line,
                name=p.name,
                starts_on=p.starts_on,
                ends_on=p.ends_on,
                plan_due_on=p.plan_due_on,
            )
            for p in found_phases
        ),
        targets=tuple(
            _target_note(t, _phase_of(lines, t.line, found_phases)) for t in goals
        ),
        assignments=tuple(AssignmentNote(line=a.line, unit=a.unit) for a in given),
        registrations=tuple(
            RegistrationNote(
                line=r.line, what=r.what, minimum=r.minimum, deadline=r.deadline
            )
            for r in pledges
        ),
        deadlines=tuple(
            DeadlineNote(line=d.line, text=d.text, due_on=d.due_on) for d in dues
        ),
        award_forms=tuple(AwardFormNote(line=f.line, name=f.name) for f in forms),
        subjects=tuple(
            SubjectNote(line=s.line, side=s.side, name=s.name) for s in people
        ),
    )
    of_notes: dict[str, Sequence[_Judged]] = {
        "targets": goals,
        "assignments": given,
        "deadlines": dues,
        "registrations": pledges,
        "subjects": people,
        "award_forms": forms,
    }
    for name, notes in of_notes.items():
        for index, note in enumerate(notes):
            sure[f"{name}.{index}"] = note.sure
    for index, citation in enumerate(cited):
        sure[f"citations.{index}"] = 0.95 if citation.number else 0.75
    for index, phase in enumerate(found_phases):
        sure[f"phases.{index}"] = 0.9 if phase.starts_on and phase.ends_on else 0.6
    if period:
        sure["periods.0"] = period.sure
    return Reading(
        content=content,
        sure=sure,
        suspicions=tuple(spelling.read_suspicions(content)),
        remarks=_once(remarks),
    )


def _once(remarks: list[Remark]) -> tuple[Remark, ...]:
    """Each sentence where it is said first."""
    found: dict[str, Remark] = {}
    for remark in remarks:
        found.setdefault(remark.text, remark)
    return tuple(found.values())


def _phase_of(lines: Sequence[Line], line: int, found: Sequence[phases.Phase]) -> str:
    """The name of the phase under whose line a target stands."""
    return next((p.name for p in found if line in span(lines, p.line)), "")


def _target_note(t: targets.Target, phase: str) -> TargetNote:
    return TargetNote(
        line=t.line, name=t.name, value=t.value, value_max=t.value_max, unit=t.unit,
        comparator=t.comparator, direction=t.direction, shown=t.shown, baseline=t.baseline,
        deadline=t.deadline, responsible=t.responsible, milestones=t.milestones,
        phase=phase,
    )  # fmt: skip


def _with_titles(
    lines: tuple[Line, ...], given: list[assignments.Assignment]
) -> tuple[Line, ...]:
    """A unit's own line is a title when it holds nothing but the name."""
    heads = {a.line: a.unit for a in given}
    return tuple(
        replace(line, is_title=True)
        if index in heads
        and line.kind in (LineKind.ITEM, LineKind.SUBITEM)
        and organisations.plain_unit(line.text) == heads[index]
        else line
        for index, line in enumerate(lines)
    )
