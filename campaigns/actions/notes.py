"""Ghi chú dữ liệu trên dòng: added, edited, removed; one way for every kind of note."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from campaigns.actions.locking import lock_open, touch
from campaigns.models import NOTE_MODELS, Milestone, Period, PlanLine, Target
from campaigns.models.notes import Note
from units import audit
from units.errors import Refused
from units.models import User
from units.workflow import add, amend, remove


@transaction.atomic
def add_note(line_id: int, kind: str, *, by: User, milestones=None, **values) -> Note:
    """Ghi chú một dòng. ``kind`` is a key of NOTE_MODELS, ``values`` its fields.

    ``milestones`` (targets only): list of dicts label, due_on, value.
    """
    line = PlanLine.objects.select_related("plan").get(pk=line_id)
    plan = lock_open(line.plan_id, by)
    note = NOTE_MODELS[kind](line=line, **values)
    add(note, by=by)
    _set_milestones(note, milestones, by)
    _follow_period(plan, note, by)
    touch(plan)
    return note


@transaction.atomic
def edit_note(note_id: int, kind: str, *, by: User, milestones=None, **values) -> Note:
    """Sửa ghi chú."""
    note = _get(note_id, kind)
    plan = lock_open(note.line.plan_id, by)
    amend(note, by=by, **values)
    _set_milestones(note, milestones, by)
    _follow_period(plan, note, by)
    touch(plan)
    return note


@transaction.atomic
def remove_note(note_id: int, kind: str, *, by: User) -> None:
    """Bỏ ghi chú; the words of the line stay."""
    note = _get(note_id, kind)
    plan = lock_open(note.line.plan_id, by)
    kept = {
        field.name: field.value_from_object(note)
        for field in note._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    remove(note, by=by, plan=plan.pk, **kept)
    touch(plan)


def keep_notes(line: PlanLine) -> list[dict]:
    """Ghi chú của một dòng as JSON can hold them: kind, values, milestones."""
    return [
        {
            "kind": kind,
            "values": _texts(note),
            "milestones": [
                {"label": m.label, "due_on": _text(m.due_on), "value": str(m.value)}
                for m in (note.milestones.all() if isinstance(note, Target) else ())
            ],
        }
        for kind, table in NOTE_MODELS.items()
        for note in table.objects.filter(line=line).order_by("pk")
    ]


def restore_notes(line: PlanLine, kept: Sequence[dict], *, by: User) -> None:
    """Trả lại các ghi chú that ``keep_notes`` took down; the caller holds the plan's lock."""
    for item in kept:
        table = NOTE_MODELS[item["kind"]]
        values = {
            name: table._meta.get_field(name.removesuffix("_id")).to_python(value)
            for name, value in item["values"].items()
        }
        note = table(line=line, **values)
        add(note, by=by)
        due_on = Milestone._meta.get_field("due_on").to_python
        _set_milestones(
            note,
            [m | {"due_on": due_on(m["due_on"])} for m in item["milestones"]] or None,
            by,
        )


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


def _get(note_id, kind):
    table = NOTE_MODELS[kind]
    note = table.objects.select_related("line").filter(pk=note_id).first()
    if note is None:
        raise Refused(
            "Ghi chú này vừa bị người khác bỏ. Tải lại trang để xem bản mới nhất."
        )
    return note


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
    """The campaign's own dates follow the plan's period, so that there is one place to edit."""
    if isinstance(note, Period):
        amend(plan.campaign, by=by, starts_on=note.starts_on, ends_on=note.ends_on)
