"""Ràng buộc: shapes of database constraints that several models use."""

from collections.abc import Iterable
from functools import cache, reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db.models import (
    BigIntegerField,
    CheckConstraint,
    Expression,
    F,
    Func,
    GeneratedField,
    Model,
    Q,
    Value,
)
from django.db.models.functions import Coalesce


def filled_when(condition: Q, *fields: str, name: str) -> CheckConstraint:
    """The fields are all set when ``condition`` holds and all empty otherwise.

    For who-and-when pairs: an approval has both its author and its time, or neither.
    """
    filled = Q(*[(f"{field}__isnull", False) for field in fields])
    empty = Q(*[(f"{field}__isnull", True) for field in fields])
    return CheckConstraint(
        condition=(condition & filled) | (~condition & empty), name=name
    )


def one_of(field: str, choices, *, name: str, blank: bool = False) -> CheckConstraint:
    """The column holds only declared values (``blank``: or none), also when rows arrive by
    import or SQL.
    """
    values = [*([""] if blank else []), *choices.values]
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def of_one(*fields: str, name: str, message: str | None = None) -> CheckConstraint:
    """Exactly one of these references is set: what the row is about."""
    conditions = [
        Q(
            **{f"{field}__isnull": False},
            **{other: None for other in fields if other != field},
        )
        for field in fields
    ]
    return CheckConstraint(
        condition=reduce(or_, conditions), name=name, violation_error_message=message
    )


def in_order(start: str, end: str, *, name: str, message: str) -> CheckConstraint:
    """``end`` is not before ``start``; either may be empty."""
    return CheckConstraint(
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message=message,
    )


def or_none(field: str) -> Coalesce:
    """A reference that may be empty, as a part of a key: to a constraint no NULL equals another."""
    return Coalesce(F(field), Value(0), output_field=BigIntegerField())


def one_at_a_time(
    *fields: str | Expression, name: str, message: str, condition: Q | None = None
) -> ExclusionConstraint:
    """Of rows with equal ``fields`` one is in force on any day (valid_from to valid_to).

    ``condition``: only of the rows that fulfil it.
    """
    days = Func(
        F("valid_from"),
        F("valid_to"),
        RangeBoundary(inclusive_upper=True),
        function="DATERANGE",
        output_field=DateRangeField(),
    )
    return ExclusionConstraint(
        name=name,
        expressions=[
            *[(field, RangeOperators.EQUAL) for field in fields],
            (days, RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def hold(record: Model, changed: Iterable[str] | None = None) -> bool:
    """Whether the record keeps every constraint of its table.

    Django asks the database about one check at a time, with a savepoint around each; here all
    are one question. Which of them is broken, and its sentence, is Django's to say then.
    ``changed``: names of the fields that differ from the stored row, which keeps them all: only
    checks that look at one of these are asked.
    """
    fields = None if changed is None else frozenset(changed)
    for model, constraints in record.get_constraints():
        whole = _whole(model, fields)
        asked = [one for one in constraints if not isinstance(one, CheckConstraint)]
        try:
            for constraint in [whole, *asked] if whole else asked:
                constraint.validate(model, record)
        except ValidationError:
            return False
    return True


@cache
def _whole(
    model: type[Model], fields: frozenset[str] | None = None
) -> CheckConstraint | None:
    """The checks of a table as one; None: there is nothing to ask."""
    conditions = [
        Q(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        and (fields is None or fields & looked_at(model, constraint))
    ]
    if not conditions:
        return None
    return CheckConstraint(condition=reduce(and_, conditions), name="whole")


def looked_at(model: type[Model], constraint: CheckConstraint) -> set[str]:
    """Names of the fields that a check looks at; of a computed one, what it is made of."""
    found = set()
    for name in Q(constraint.condition).referenced_base_fields:
        field = model._meta.get_field(model._meta.pk.name if name == "pk" else name)
        found.add(field.name)
        if isinstance(field, GeneratedField):
            made_of: Any = field  # its stubs know no expression
            parts = Q(made_of.expression).referenced_base_fields
            found |= {model._meta.get_field(part).name for part in parts}
    return found
