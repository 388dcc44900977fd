"""The four ways a record changes: it is added, amended, moved to another status, or removed.

Each checks the model's constraints (a violation becomes ``Refused`` with its Vietnamese
message), stores text composed (NFC) and writes the audit line in the same transaction.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from units import audit
from units.errors import Refused
from units.vietnamese import stored


def add(record: models.Model, *, by) -> None:
    """Insert a new record."""
    for field in record._meta.concrete_fields:
        # A generated column has no value before the row exists.
        value = None if field.generated else getattr(record, field.attname)
        if isinstance(value, str):
            setattr(record, field.attname, stored(value))
    _check(record, record.full_clean)
    record.save(force_insert=True)
    _write(record, "added", by=by, **_told_of_new(record))


def amend(record: models.Model, *, by, **changes) -> bool:
    """Change plain fields and write down what they were. False: nothing differed."""
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
        "amended",
        by=by,
        before=_said(record, before),
        after=_said(record, after),
    )
    if _personal(record) & changes.keys():
        record.keep_aside(entry, before, after)  # type: ignore[attr-defined]
    return True


def move(record: models.Model, to, *, by, **changes) -> None:
    """Take ``record`` along one of its MOVES. The caller holds the row lock."""
    before = record.Status(record.status)  # type: ignore[attr-defined]
    if to not in record.MOVES[before]:  # type: ignore[attr-defined]
        raise Refused(f"Không thể chuyển từ “{before.label}” sang “{to.label}”.")
    _save(record, {"status": to, **changes})
    _write(record, to.value, by=by, before=before.value)


def remove(record: models.Model, *, by, **kept) -> None:
    """Delete a part of a draft; ``kept`` (its words) stays in the book."""
    audit.write(f"{record._meta.model_name}.removed", record, by=by, **kept)
    record.delete()


def _save(record, changes):
    for name, value in changes.items():
        setattr(record, name, value)
    _check(record, record.clean_fields, exclude=_others(record, changes))
    _check(record, record.validate_constraints)
    record.save(update_fields=[*changes])


def _others(record, changes):
    return {field.name for field in record._meta.fields} - set(changes)


def _check(record, validate, **options):
    try:
        validate(**options)
    except ValidationError as error:
        raise Refused(" ".join(_sentences(record, error))) from error


def _sentences(record, error):
    """What is wrong; where the sentence is Django's own it does not say of which field."""
    for name, errors in error.error_dict.items():
        for one in errors:
            if name == NON_FIELD_ERRORS or one.code == "unique":
                yield from one.messages
            else:
                label = record._meta.get_field(name).verbose_name
                yield from (
                    f"{label[:1].upper()}{label[1:]}: {text[:1].lower()}{text[1:]}"
                    for text in one.messages
                )


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
