"""Ghi chú dữ liệu trên dòng: added, edited, removed; one way for every kind of note."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import CharField, Field

from campaigns.actions.locking import lock_line, lock_open, require_places, touch
from campaigns.following import Replacements, followed, quotations
from campaigns.models import (
    NOTE_MODELS,
    Milestone,
    Period,
    Phase,
    Plan,
    PlanLine,
    Target,
)
from campaigns.models.notes import Note
from units import audit
from units.errors import Refused
from units.models import User
from units.workflow import add, amend, remove

# Thời gian thi đua: the key of Period in NOTE_MODELS.
PERIOD = next(kind for kind, table in NOTE_MODELS.items() if table is Period)


@transaction.atomic
def add_note(line_id: int, kind: str, *, by: User, milestones=None, **values) -> Note:
    """Ghi chú một dòng. ``kind`` is a key of NOTE_MODELS, ``values`` its fields.

    ``milestones`` (targets only): list of dicts label, due_on, value.
    """
    plan, line = lock_line(line_id, by)
    require_places(plan, lines=[line.pk])
    _require_own_phase(plan, values)
    note = NOTE_MODELS[kind](line=line, **values)
    add(note, by=by)
    _set_milestones(note, milestones, by)
    _follow_period(plan, note, by)
    touch(plan)
    return note


@transaction.atomic
def edit_note(note_id: int, kind: str, *, by: User, milestones=None, **values) -> Note:
    """Sửa ghi chú."""
    plan, note = _locked(note_id, kind, by)
    to = values.get("line")
    require_places(plan, lines=[note.line_id, *([to.pk] if to else [])])
    _require_own_phase(plan, values)
    amend(note, by=by, **values)
    _set_milestones(note, milestones, by)
    _follow_period(plan, note, by)
    touch(plan)
    return note


@transaction.atomic
def remove_note(note_id: int, kind: str, *, by: User) -> None:
    """Bỏ ghi chú; the words of the line stay."""
    plan, note = _locked(note_id, kind, by)
    require_places(plan, lines=[note.line_id])
    kept = {
        field.name: field.value_from_object(note)
        for field in note._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    whole = _kept(kind, note)
    remove(note, by=by, plan=plan.pk, line=note.line_id, whole=whole, **kept)
    _follow_period(plan, note, by)
    touch(plan)


def restore_note(plan: Plan, model: str, kept: dict, *, by: User) -> Note:
    """Trả lại ghi chú that ``remove_note`` took out; the caller holds the plan's lock."""
    line = plan.lines.filter(pk=kept.get("line") or 0).first()
    if line is None or "whole" not in kept:
        raise Refused(
            "Dòng của ghi chú này không còn trong kế hoạch. Ghi lại ghi chú trên dòng hiện có."
        )
    require_places(plan, lines=[line.pk])
    (note,) = restore_notes(line, [kept["whole"]], by=by)
    _follow_period(plan, note, by)
    touch(plan)
    return note


def _require_own_phase(plan, values):
    """A target belongs to a phase of its own plan, one that is still there."""
    phase = values.get("phase")
    if phase and not Phase.objects.of_plan(plan).filter(pk=phase.pk).exists():
        raise Refused(
            "Đợt đã chọn không còn trong kế hoạch này. Chọn lại đợt của chỉ tiêu.",
            at="phase",
        )


def keep_notes(line: PlanLine) -> list[dict]:
    """Ghi chú của một dòng as JSON can hold them: kind, values, milestones.

    ``targets``: what belonged to a phase; those that are still there come back to it.
    """
    return [
        _kept(kind, note)
        for kind, table in NOTE_MODELS.items()
        for note in table.objects.filter(line=line).order_by("pk")
    ]


def _kept(kind: str, note: Note) -> dict:
    return {
        "kind": kind,
        "values": _texts(note),
        "targets": list(note.targets.order_by("pk").values_list("pk", flat=True))
        if isinstance(note, Phase)
        else [],
        "milestones": [
            {"label": m.label, "due_on": _text(m.due_on), "value": str(m.value)}
            for m in (note.milestones.all() if isinstance(note, Target) else ())
        ],
    }


def _field(table: type[Note], name: str) -> Field:
    field = table._meta.get_field(name)
    assert isinstance(
        field, Field
    )  # a note has columns, and nothing points back at one
    return field


def restore_notes(line: PlanLine, kept: Sequence[dict], *, by: User) -> list[Note]:
    """Trả lại các ghi chú that ``keep_notes`` took down; the caller holds the plan's lock."""
    made = []
    for item in kept:
        table = NOTE_MODELS[item["kind"]]
        values = {
            name: _field(table, name.removesuffix("_id")).to_python(value)
            for name, value in item["values"].items()
        }
        if phase := values.get("phase_id"):
            known = Phase.objects.of_plan(line.plan).filter(pk=phase)
            values["phase_id"] = known.values_list("pk", flat=True).first()
        note = table(line=line, **values)
        add(note, by=by)
        if isinstance(note, Phase):
            mine = Target.objects.of_plan(line.plan).filter(phase=None)
            for target in mine.filter(pk__in=item.get("targets", ())):
                amend(target, by=by, phase=note)
        due_on = Milestone._meta.get_field("due_on").to_python
        _set_milestones(
            note,
            [m | {"due_on": due_on(m["due_on"])} for m in item["milestones"]] or None,
            by,
        )
        made.append(note)
    return made


def quote_anew(changes: Mapping[int, Replacements], *, by: User) -> None:
    """What notes quote of lines whose words were put right: id of the line → what became what."""
    if not changes:
        return
    for table in NOTE_MODELS.values():
        for note in table.objects.filter(line__in=changes).select_related("line"):
            said = {}
            for name, text in quotations(note):
                right = followed(text, changes[note.line_id])
                field = table._meta.get_field(name)
                assert isinstance(field, CharField)
                if len(right) <= (field.max_length or 0):
                    said[name] = right
            amend(note, by=by, **said)


def follow_periods(plan: Plan, changed: Sequence[dict], *, by: User) -> None:
    """Keep the campaign's own dates those of the plan's periods: one place to edit.

    ``changed``: notes added or removed, as ``keep_notes`` gives them. With several periods
    the first that has a date counts, as in ``PlanContent.starts_on``.
    """
    if plan.force == Plan.Force.COMING:
        return  # what is still to be issued changes the campaign when it is
    if any(note["kind"] == PERIOD for note in changed):
        follow_dates(plan, by=by)


def follow_dates(plan: Plan, *, by: User) -> None:
    """The campaign's own dates are those of the plan that it reads."""
    periods = Period.objects.of_plan(plan)
    starts_on = next((p.starts_on for p in periods if p.starts_on), None)
    ends_on = next((p.ends_on for p in periods if p.ends_on), None)
    if starts_on and ends_on and ends_on < starts_on:
        return  # two periods contradict each other; the campaign keeps what it has
    amend(plan.campaign, by=by, starts_on=starts_on, ends_on=ends_on)


def _texts(note):
    return {
        field.attname: _text(field.value_from_object(note))
        for field in note._meta.concrete_fields
        if field.editable and not field.primary_key
    }


def _text(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _locked(note_id, kind, by):
    notes = NOTE_MODELS[kind].objects.filter(pk=note_id)
    plan_id = notes.values_list("line__plan_id", flat=True).first()
    plan = lock_open(plan_id, by) if plan_id else None
    note = notes.select_related("line").first()
    if plan is None or note is None:
        raise Refused(
            "Ghi chú này đã bị bỏ trong lúc anh/chị soạn. Tải lại trang để xem bản mới nhất."
        )
    return plan, note


def _set_milestones(note, milestones, by):
    if milestones is None or not isinstance(note, Target):
        return
    before = list(note.milestones.values("label", "due_on", "value"))
    after = [
        {"label": m["label"], "due_on": m["due_on"], "value": Decimal(m["value"])}
        for m in milestones
    ]
    if before == after:
        return
    note.milestones.all().delete()
    Milestone.objects.bulk_create(Milestone(target=note, **m) for m in after)
    audit.write("target.milestones_set", note, by=by, before=before, after=after)


def _follow_period(plan, note, by):
    if isinstance(note, Period):
        follow_periods(plan, [{"kind": PERIOD}], by=by)
