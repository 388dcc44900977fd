"""Điều gì đã dựa vào một bản ghi: asked before something is removed as if it had never been."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Model

from units.models import (
    Access,
    AuditEntry,
    Invitation,
    LikelyDouble,
    PersonalChange,
    Reform,
    ReformUnit,
    UnitName,
    UnitPlace,
)

# To which unit a line of a book belongs: the past, on which nothing is built.
_IN_BOOKS = ((AuditEntry, "unit_id"), (Access, "unit_id"))


def referring(
    model: type[Model],
    ids: Collection[int],
    aside: Mapping[str, Collection[int]] | None = None,
) -> dict[int, str]:
    """What else points to these records, in a word each; whatever app it belongs to.

    ``aside``: label → ids of records that go with them.
    """
    found: dict[int, str] = {}
    relations: Any = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not (
            relation.auto_created and (relation.one_to_many or relation.one_to_one)
        ):
            continue
        other, column = relation.related_model, relation.field.attname
        if (other, column) in _IN_BOOKS:
            continue
        rows = other._base_manager.filter(**{f"{column}__in": ids})
        rows = rows.exclude(pk__in=(aside or {}).get(other._meta.label, ()))
        if other in (LikelyDouble, PersonalChange):
            continue  # written by the machine beside the record, and taken away with it
        if other is Invitation:
            rows = rows.exclude(used_at=None)
        if other is Reform:
            rows = rows.filter(called_off_at=None)
        if other is ReformUnit:
            rows = rows.filter(reform__called_off_at=None)
        if other in (UnitName, UnitPlace):
            # The first of each was laid with the unit, and goes with it.
            rows = rows.exclude(unit__in=ids, valid_from=F("unit__valid_from"))
        for pk in rows.values_list(column, flat=True).distinct():
            found.setdefault(pk, str(other._meta.verbose_name))
    return found
