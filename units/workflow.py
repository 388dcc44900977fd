"""How a record changes: it is added, amended, moved to another status, or removed; a draft is
thrown away (``discard``) and brought back (``restore``).

Each checks the model's constraints (a violation becomes ``Refused`` with its Vietnamese
message), stores text composed (NFC) and writes the audit line in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.timezone import now

from units import audit, constraints
from units.errors import Refused
from units.models import AuditEntry
from units.models.trash import Discardable
from units.refusals import taken
from units.vietnamese import stored

BATCH = 2_000


def add(record: models.Model, *, by) -> None:
    """Insert a new record."""
    _compose(record)
    _check(record, _clean, record)
    record.save(force_insert=True)
    _write(record, "added", by=by, **_told_of_new(record))


def check(record: models.Model) -> None:
    """Put a new record's texts into the form in which they are kept, and look at its own fields.

    For those of ``add_all``: what other rows have to say (its unit, its code) the act asks.
    """
    _compose(record)
    related = [f.name for f in record._meta.concrete_fields if f.is_relation]
    _check(record, record.clean_fields, exclude=related)


def add_all(records: Sequence[models.Model], *, by) -> list[AuditEntry]:
    """Insert many new records of one kind that passed ``check``; their lines in the book.

    The constraints of the database are asked as ever.
    """
    first = records[0]
    type(first)._default_manager.bulk_create(records, batch_size=BATCH)
    verb = f"{first._meta.model_name}.added"
    return audit.write_all(verb, records, by=by, detail=_told_of_new)


def amend(record: models.Model, *, by, **changes) -> bool:
    """Change plain fields and write down what they were. False: nothing differed."""
    return amend_as("amended", record, by=by, **changes)


def amend_as(verb: str, record: models.Model, *, by, **changes) -> bool:
    """As ``amend``; the book calls it ``verb``, where "amended" would not say what it is."""
    changes = {
        name: stored(value) if isinstance(value, str) else value
        for name, value in changes.items()
    }
    changes = {
        name: value for name, value in changes.items() if getattr(record, name) != value
    }
    if not changes:
        return False
    before = _values(record, changes)
    _save(record, changes)
    after = _values(record, changes)
    entry = _write(
        record,
        verb,
        by=by,
        before=_said(record, before),
        after=_said(record, after),
    )
    if _personal(record) & changes.keys():
        record.keep_aside(entry, before, after)  # type: ignore[attr-defined]
    return True


def amend_all(records: Sequence[models.Model], *, by, **changes) -> None:
    """The same change of many of one kind, at once; of no personal fields.

    Their sentences are not asked one by one: for what cannot break a rule of the model, such
    as a last day that comes sooner. The constraints of the database are asked as ever.
    """
    if not records:
        return
    model = type(records[0])
    before = {record.pk: _values(record, changes) for record in records}
    for record in records:
        for name, value in changes.items():
            setattr(record, name, value)
    model._default_manager.filter(pk__in=before).update(**changes)
    audit.write_all(
        f"{model._meta.model_name}.amended", records, by=by,
        detail=lambda record: {
            "before": before[record.pk], "after": _values(record, changes)
        },
    )  # fmt: skip


def amend_each(
    changes: Iterable[tuple[models.Model, Mapping[str, Any]]], *, by
) -> None:
    """Of many of one kind each its own change, at once.

    Otherwise as ``amend_all``: the constraints of the database alone are asked.
    """
    alike: dict[tuple[str, ...], list[tuple[models.Model, Mapping[str, Any]]]] = {}
    for record, change in changes:
        alike.setdefault(tuple(change), []).append((record, change))
    for names, group in alike.items():
        said = {}
        for record, change in group:
            before = _values(record, names)
            for name in names:
                setattr(record, name, change[name])
            said[record.pk] = {"before": before, "after": _values(record, names)}
        records = [record for record, _ in group]
        model = type(records[0])
        model._default_manager.bulk_update(records, names, batch_size=BATCH)
        audit.write_all(
            f"{model._meta.model_name}.amended", records, by=by,
            detail=lambda record, said=said: said[record.pk],
        )  # fmt: skip


def move(record: models.Model, to, *, by, **changes) -> None:
    """Take ``record`` along one of its MOVES. The caller holds the row lock."""
    move_as(to.value, record, to, by=by, **changes)


def move_as(verb: str, record: models.Model, to, *, by, **changes) -> None:
    """As ``move``; the book calls it ``verb``, where the new status would not say what was done."""
    before = record.Status(record.status)  # type: ignore[attr-defined]
    _require_move(record, before, to)
    _save(record, {"status": to, **changes})
    _write(record, verb, by=by, before=before.value)


def move_all(records: Sequence[models.Model], to, *, by) -> None:
    """Take many of one kind along the same of their MOVES, at once; the caller holds their rows.

    Otherwise as ``amend_all``: the constraints of the database alone are asked.
    """
    if not records:
        return
    before = {}
    for record in records:
        status = record.Status(record.status)  # type: ignore[attr-defined]
        _require_move(record, status, to)
        before[record.pk] = status.value
        record.status = to  # type: ignore[attr-defined]
    model = type(records[0])
    model._default_manager.filter(pk__in=before).update(status=to)
    audit.write_all(
        f"{model._meta.model_name}.{to.value}", records, by=by,
        detail=lambda record: {"before": before[record.pk]},
    )  # fmt: skip


def _require_move(record, before, to):
    if to not in record.MOVES[before]:
        raise Refused(f"Không thể chuyển từ “{before.label}” sang “{to.label}”.")


def remove(record: models.Model, *, by, **kept) -> AuditEntry:
    """Delete a part of a draft; ``kept`` (its words) stays in the book, in the line given back."""
    entry = audit.write(f"{record._meta.model_name}.removed", record, by=by, **kept)
    record.delete()
    return entry


def remove_whole(record: models.Model, *, by, **kept) -> AuditEntry:
    """Likewise, with all its values, from which ``put_back`` makes it anew."""
    before = _values(record, [field.name for field in _stored(record)])
    return remove(record, by=by, before=before, **kept)


def put_back(entry: AuditEntry, *, by) -> models.Model:
    """Lập lại what ``remove_whole`` took away by that line, with the id that it had."""
    model = apps.get_model(entry.subject)
    said = entry.detail["before"]
    record = model(
        pk=entry.subject_id,
        **{
            field.name: audit.read_back(field, said[field.name])
            for field in _stored(model)
        },
    )
    add(record, by=by)
    return record


def discard(record: Discardable, *, by) -> None:
    """Into the trash: the record stays whole, and nobody sees it. The caller holds the lock."""
    _save(record, {"discarded_at": now(), "discarded_by": by})
    _write(record, "discarded", by=by)


def restore(record: Discardable, *, by) -> None:
    """Out of the trash, as it was."""
    _save(record, {"discarded_at": None, "discarded_by": None})
    _write(record, "restored", by=by)


def remove_all(records, *, by, kept, place: int) -> None:
    """Delete many of one kind at once; of each ``kept(record)``, a name, stays in the book.

    ``place``: the unit whose administrators read of it.
    """
    model = type(records[0])
    audit.write_all(
        f"{model._meta.model_name}.removed", records, by=by,
        detail=lambda record: {"name": kept(record)}, place=place,
    )  # fmt: skip
    model._default_manager.filter(pk__in=[record.pk for record in records]).delete()


def _stored(model):
    """Columns that are written: all but the id and what the database makes of others."""
    kept = getattr(model, "KEPT_BY_DATABASE", ())
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in kept)
    ]


def _compose(record):
    for field in record._meta.concrete_fields:
        # A generated column has no value before the row exists.
        value = None if field.generated else getattr(record, field.attname)
        if isinstance(value, str):
            setattr(record, field.attname, stored(value))


def _save(record, changes):
    for name, value in changes.items():
        setattr(record, name, value)
    _check(record, record.clean_fields, exclude=_others(record, changes))
    if not constraints.hold(record, changes):
        _check(record, record.validate_constraints)
    record.save(update_fields=[*changes])


def _others(record, changes):
    return {field.name for field in record._meta.fields} - set(changes)


def _clean(record):
    """All that Django finds wrong with a new record, at once; the usual case costs little."""
    try:
        record.full_clean(validate_constraints=False)
        is_fine = constraints.hold(record)
    except ValidationError:
        is_fine = False
    if not is_fine:
        record.full_clean()


def _check(record, validate, *args, **options):
    try:
        validate(*args, **options)
    except ValidationError as error:
        parts = list(_sentences(record, error))
        whole = " ".join(sentence for _, sentence in parts)
        raise Refused(whole, parts=parts) from error


def _sentences(record, error):
    """What is wrong, by field; where the sentence is Django's own it does not say of which."""
    for name, errors in error.error_dict.items():
        for one in errors:
            if name == NON_FIELD_ERRORS:
                yield from (("", text) for text in one.messages)
                continue
            if one.code == "unique":
                yield name, taken(type(record), name, getattr(record, name))
                continue
            label = record._meta.get_field(name).verbose_name
            title = f"{label[:1].upper()}{label[1:]}"
            for text in one.messages:
                yield name, f"{title}: {text[:1].lower()}{text[1:]}"


def _told_of_new(record):
    """What a new record says; nothing of who is honoured, never a password, not even its hash."""
    if audit.is_personal(type(record)):
        return {}
    filled = [
        field.name
        for field in record._meta.concrete_fields
        if field.editable
        and not (field.primary_key or field.generated or field.name == "password")
        and getattr(record, field.attname) not in (None, "", [])
    ]
    return {"after": _values(record, filled)}


def _values(record, names):
    return {name: record.serializable_value(name) for name in names}


def _personal(record):
    """Fields whose values the book must not hold, since nothing is ever erased from it."""
    return getattr(record, "PERSONAL", frozenset())


def _said(record, values):
    return values | dict.fromkeys(_personal(record) & values.keys(), audit.ASIDE)


def _write(record, verb, **detail):
    return audit.write(f"{record._meta.model_name}.{verb}", record, **detail)
