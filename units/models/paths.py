"""Đường dẫn trong cây: what the database reads out of a unit's materialised path."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func


def ids_on(path):
    """The ids that a unit's path consists of, as an array."""
    return Func(
        path,
        template="string_to_array(trim(both '/' from %(expressions)s), '/')::bigint[]",
        output_field=ArrayField(models.BigIntegerField()),
    )


def is_one_of(column, ids):
    """Condition: the column is in that array; by the column's index."""
    return Func(
        F(column),
        ids,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )
