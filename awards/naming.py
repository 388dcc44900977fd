"""Tên gọi của danh hiệu, hình thức: what an award is called on a day."""

from collections.abc import Collection, Sequence
from datetime import date

from awards.models import Award, AwardName


def names_on(day: date, awards: Collection[int] | None = None) -> dict[int, str]:
    """By the award's id; ``awards``: only of these. One that no name covers is left out."""
    called = AwardName.objects.on(day)
    if awards is not None:
        called = called.filter(award__in=awards)
    return dict(called.values_list("award", "name"))


def name_on(award: Award | None, day: date) -> str:
    """Of one award, of none ""."""
    if award is None:
        return ""
    names = list(AwardName.objects.filter(award=award).order_by("valid_from"))
    return name_of(names, day) or award.code


def name_of(names: Sequence[AwardName], day: date) -> str:
    """Of names in their order the one of that day: the last that had begun, else the first."""
    begun = [one for one in names if one.valid_from <= day]
    return next((one.name for one in [*reversed(begun), *names]), "")


def all_names() -> dict[int, list[AwardName]]:
    """Every name that an award ever had, in their order, by its id."""
    names: dict[int, list[AwardName]] = {}
    for name in AwardName.objects.order_by("valid_from"):
        names.setdefault(name.award_id, []).append(name)
    return names
