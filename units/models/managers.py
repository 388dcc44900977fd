from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, cast

from django.db import models
from django.db.models import FETCH_PEERS, Q
from django.utils.timezone import localdate


class PeersManager(models.Manager):
    """Default manager: a forgotten ``select_related`` costs one query, not one a row."""

    def get_queryset(self):
        return super().get_queryset().fetch_mode(FETCH_PEERS)


# How the parameter is called by which a way of reading is told whose eyes it reads with.
EYES = ("user", "seen_by")


def scoped[Method: Callable[..., Any]](method: Method) -> Method:
    """Phạm vi của một người: without somebody signed in whose account is in use, no rows.

    For every queryset method that is named for a person; what such a method leaves out by
    itself must never come back because the person is missing.
    """
    takes = signature(method)
    (name,) = [name for name in EYES if name in takes.parameters]

    @wraps(method)
    def within(self, *args, **kwargs):
        user = takes.bind(self, *args, **kwargs).arguments[name]
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return method(self, *args, **kwargs)

    return cast("Method", within)


def in_force(day) -> Q:
    """Rows whose ``valid_from`` to ``valid_to`` hold ``day``; without an end they go on."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def is_in_force(row, day) -> bool:
    """As ``in_force``, of a row that was read already."""
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


class DatedQuerySet(models.QuerySet):
    """Hàng có thời hạn: units, names, places, roles."""

    def on(self, day=None):
        """Rows in force on ``day`` (today)."""
        return self.filter(in_force(day or localdate()))

    def reaching(self, day):
        """Rows in force on ``day`` or beginning after it."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def meeting(self, first, last=None):
        """Rows in force on at least one day from ``first`` to ``last`` (without end)."""
        found = self.reaching(first)
        return found if last is None else found.filter(valid_from__lte=last)
