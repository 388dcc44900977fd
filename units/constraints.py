"""Ràng buộc: shapes of database constraints that several models use."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.models import CheckConstraint, F, Func, Q


def filled_when(condition: Q, *fields: str, name: str) -> CheckConstraint:
    """The fields are all set when ``condition`` holds and all empty otherwise.

    For who-and-when pairs: an approval has both its author and its time, or neither.
    """
    filled = Q(*[(f"{field}__isnull", False) for field in fields])
    empty = Q(*[(f"{field}__isnull", True) for field in fields])
    return CheckConstraint(
        condition=(condition & filled) | (~condition & empty), name=name
    )


def one_of(field: str, choices, *, name: str) -> CheckConstraint:
    """The column holds only declared values, also when rows arrive by import or SQL."""
    return CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def in_order(start: str, end: str, *, name: str, message: str) -> CheckConstraint:
    """``end`` is not before ``start``; either may be empty."""
    return CheckConstraint(
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message=message,
    )


def one_at_a_time(
    *fields: str, name: str, message: str, condition: Q | None = None
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
