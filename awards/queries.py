"""Thẩm quyền khen thưởng của một đơn vị vào một ngày."""

from dataclasses import dataclass
from datetime import date, timedelta

from awards.models import Conferral
from awards.naming import names_on
from units.models import Unit
from units.models.managers import is_in_force

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Power:
    """Một thẩm quyền with the award's name of that day."""

    conferral: Conferral
    name: str


@dataclass(frozen=True)
class Authority:
    """Thẩm quyền khen thưởng: what the head of ``unit`` may confer on ``day``.

    ``exists``: whether the unit is there on that day. ``known_since``: the first day of
    which the catalogue knows anything; ``turns``: days on which this kind's powers change.
    """

    unit: Unit
    day: date
    exists: bool
    powers: list[Power]
    known_since: date | None
    turns: list[date]


def authority_of(unit: Unit, day: date) -> Authority:
    """Thẩm quyền khen thưởng của ``unit`` vào ``day``; three queries, whatever it holds."""
    exists = unit.valid_from <= day and not unit.has_ended(day)
    rows = list(Conferral.objects.of_kind(unit.kind_id).for_list())
    now = [row for row in rows if is_in_force(row, day)] if exists else []
    names = names_on(day, {row.award_id for row in now})
    first = Conferral.objects.order_by("valid_from").values_list("valid_from")[:1]
    return Authority(
        unit=unit,
        day=day,
        exists=exists,
        powers=[Power(row, names.get(row.award_id, row.award.code)) for row in now],
        known_since=next((day for (day,) in first), None),
        turns=sorted(
            {row.valid_from for row in rows}
            | {row.valid_to + DAY for row in rows if row.valid_to}
        ),
    )
