"""Đọc: a plan's rows as one value."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Letterhead,
    Line,
    Milestone,
    Note,
    PaperKind,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    Side,
    SignatureBlock,
    SubjectNote,
    TargetNote,
)
from campaigns.models import (
    Assignment,
    AwardForm,
    Citation,
    Deadline,
    Period,
    Phase,
    Plan,
    Registration,
    Subject,
    Target,
)
from campaigns.models.lines import PlanLine, PlanRecipient
from campaigns.models.notes import Note as NoteRow
from campaigns.outline import LineKind
from units.authority import authority_lines

# Which table holds which notes of ``PlanContent``.
NOTE_TABLES: dict[str, tuple[type[NoteRow], type[Note]]] = {
    "citations": (Citation, CitationNote),
    "periods": (Period, PeriodNote),
    "phases": (Phase, PhaseNote),
    "targets": (Target, TargetNote),
    "assignments": (Assignment, AssignmentNote),
    "registrations": (Registration, RegistrationNote),
    "deadlines": (Deadline, DeadlineNote),
    "award_forms": (AwardForm, AwardFormNote),
    "subjects": (Subject, SubjectNote),
}
# Columns named otherwise than the value's field.
COLUMN: dict[tuple[type[NoteRow], str], str] = {(Assignment, "unit"): "unit_name"}
_READ = {
    "comparator": lambda value: Comparator(value) if value else None,
    "direction": Direction,
    "side": Side,
}


@dataclass(frozen=True)
class PlanRows:
    """Hàng của kế hoạch: what its content is read from, in the same order.

    ``notes`` has the keys of NOTE_TABLES; ``notes[kind][i]`` is the row behind
    ``getattr(content, kind)[i]``, as ``lines[i]`` is behind ``content.lines[i]``.
    """

    lines: list[PlanLine]
    notes: dict[str, list[NoteRow]]
    recipients: list[str]


def rows_of(plan: Plan) -> PlanRows:
    """The plan's rows: twelve queries, whatever its length."""
    lines = list(plan.lines.order_by("position"))
    known = {
        line.pk for line in lines
    }  # a colleague may add a line between two queries
    return PlanRows(
        lines=lines,
        notes={
            name: [row for row in _rows(table, plan) if row.line_id in known]
            for name, (table, _) in NOTE_TABLES.items()
        },
        recipients=list(
            plan.recipients.order_by("position").values_list("text", flat=True)
        ),
    )


def rows_of_each(plans: Iterable[Plan]) -> dict[int, PlanRows]:
    """The rows of many plans, by their ids: as many queries as for one."""
    ids = [plan.pk for plan in plans]
    found = {pk: PlanRows([], {name: [] for name in NOTE_TABLES}, []) for pk in ids}
    place: dict[int, int] = {}
    for line in PlanLine.objects.filter(plan__in=ids).order_by("plan", "position"):
        found[line.plan_id].lines.append(line)
        place[line.pk] = line.plan_id
    for name, (table, _) in NOTE_TABLES.items():
        rows: Any = table.objects.filter(line__in=place)
        rows = rows.order_by("line__position", "pk")
        if table is Target:
            rows = rows.select_related("phase").prefetch_related("milestones")
        for row in rows:
            found[place[row.line_id]].notes[name].append(row)
    texts = PlanRecipient.objects.filter(plan__in=ids).order_by("position")
    for pk, text in texts.values_list("plan_id", "text"):
        found[pk].recipients.append(text)
    return found


def content_of(plan: Plan, rows: PlanRows | None = None) -> PlanContent:
    """The plan as a value, from ``rows`` where the caller has them already."""
    rows = rows or rows_of(plan)
    place = {line.pk: index for index, line in enumerate(rows.lines)}
    notes: dict[str, Any] = {
        name: tuple(
            _note(table, value, row, place[row.line_id]) for row in rows.notes[name]
        )
        for name, (table, value) in NOTE_TABLES.items()
    }
    return PlanContent(
        kind=PaperKind(plan.kind),
        letterhead=letterhead_of(plan),
        title=plan.title,
        lines=tuple(
            Line(
                kind=LineKind(r.kind), text=r.text, marker=r.marker, is_title=r.is_title
            )
            for r in rows.lines
        ),
        recipients=tuple(rows.recipients),
        drafter_mark=plan.drafter_mark,
        annexes_apart=plan.annexes_apart,
        signature=signature_of(plan),
        **notes,
    )


def letterhead_of(plan: Plan) -> Letterhead:
    """Letterhead without number and date: those come from the register at issue."""
    return Letterhead(
        parent_authority=plan.letterhead_parent,
        authority=plan.letterhead,
        symbol=plan.symbol,
        place=plan.place,
        addressees=tuple(plan.addressees),
    )


def signature_of(plan: Plan) -> SignatureBlock:
    """The signing block: derived from the chosen signer, else as the document had it."""
    if plan.signer:
        derived = authority_lines(plan.signer)
        return SignatureBlock(
            authority_lines=derived.lines,
            title_below=derived.title_below,
            signer=plan.signer.user.full_name,
        )
    return SignatureBlock(
        authority_lines=tuple(plan.authority_lines),
        title_below=plan.title_below,
        signer=plan.signer_name,
    )


def notes_with_parts(table: type[NoteRow], rows: Any) -> Any:
    """``rows`` of the table with what else their values are made of."""
    if table is Target:
        return rows.select_related("phase").prefetch_related("milestones")
    return rows


def note_of(kind: str, row: NoteRow) -> Note:
    """One row as a value, of no line in particular."""
    table, value = NOTE_TABLES[kind]
    return _note(table, value, row, 0)


def _rows(table, plan):
    return notes_with_parts(table, table.objects.of_plan(plan))


def _note(table, value, row, line):
    given = {
        field.name: _plain(
            field.name, getattr(row, COLUMN.get((table, field.name), field.name))
        )
        for field in fields(value)
        if field.name not in ("line", "milestones", "phase")
    }
    if table is Target:
        given["phase"] = row.phase.name if row.phase else ""
        given["milestones"] = tuple(
            Milestone(label=m.label, value=plain_decimal(m.value), due_on=m.due_on)
            for m in row.milestones.all()
        )
    return value(line=line, **given)


def _plain(name, value):
    if name in _READ:
        return _READ[name](value)
    return plain_decimal(value) if isinstance(value, Decimal) else value


def plain_decimal(value: Decimal) -> Decimal:
    """Without the column's trailing zeros: 0.390000 → 0.39, 100.000000 → 100."""
    return (
        value.quantize(Decimal(1))
        if value == value.to_integral()
        else value.normalize()
    )
