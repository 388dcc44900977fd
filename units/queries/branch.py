"""Nhánh đơn vị của người quản trị, as it stood on a day: who was there, under whom, called what.

Whatever is read here is narrowed to the units that the person administers today; what has
left the branch since is not shown, and not counted either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from units.models import Unit, UnitName, UnitPlace, User
from units.models.tree import UnitQuerySet, reached
from units.wording import vn_date, vn_number


@dataclass(frozen=True)
class Row:
    """Một dòng: the unit, its name on that day, whose part it was, how many parts it had.

    ``coming``: how many more are laid for a day that has not come; they are shown, not counted.
    """

    unit: Unit
    name: str
    full_name: str
    parent: str
    parts: int
    coming: int
    has_ended: bool
    is_to_come: bool

    @property
    def parts_words(self) -> str:
        """ "17 đơn vị trực thuộc, 2 sắp có"; "" of none."""
        coming = f"{vn_number(self.coming)} sắp có" if self.coming else ""
        if not self.parts:
            return (
                f"{vn_number(self.coming)} đơn vị trực thuộc sắp có" if coming else ""
            )
        counted = f"{vn_number(self.parts)} đơn vị trực thuộc"
        return ", ".join(filter(None, (counted, coming)))

    @property
    def begins(self) -> str:
        return f"Từ {vn_date(self.unit.valid_from)}"

    @property
    def ends(self) -> str:
        """Of a unit whose last day is known."""
        return f"Đến hết {vn_date(self.unit.valid_to)}"


@dataclass(frozen=True)
class Branch:
    """Cách xem: whose branch, on which day, with or without what was no more by then.

    Today's shows what is to come, too.
    """

    user: User
    day: date
    is_today: bool = True
    ended: bool = False

    @property
    def units(self) -> UnitQuerySet:
        """All of the branch that is shown on that day, in the order of the tree."""
        mine = Unit.objects.administered_by(self.user)
        if not self.is_today:
            mine = mine.begun(self.day)
        if not self.ended:
            mine = mine.reaching(self.day)
        return mine.for_pick()

    def tops(self) -> UnitQuerySet:
        """Units of the branch that stand under none of it on that day."""
        if self.is_today:
            shown = Unit.objects.begun(self.day) if self.ended else Unit.objects.on()
            return shown.tops_of(self.user).for_pick()
        under_mine = self._places().filter(reached(self.user, "parent__path"))
        # Who stands today where it stood then is a top of that day only if it is one today:
        # of a whole country only the few that have moved are looked at besides.
        moved = self._places().moved().values("unit")
        may_be = Unit.objects.tops_of(self.user).order_by().values("pk").union(moved)
        shown = self.units.filter(pk__in=may_be)
        return shown.filter(~Exists(under_mine.filter(unit=OuterRef("pk"))))

    def parts_of(self, unit: Unit) -> UnitQuerySet:
        placed = self._places().filter(parent=unit)
        return self.units.filter(pk__in=placed.values("unit"))

    def found(self, words: str, kind: str = "") -> UnitQuerySet:
        """By ``words`` in the short name of that day and by kind; the best first."""
        units = self.units.of_kind(kind) if kind else self.units
        if not words:
            return units
        if self.is_today:
            return units.named(words).select_related("kind")
        names = UnitName.objects.on(self.day).named(words).values("unit")
        called = Q(pk__in=names)
        if self.ended:
            called |= Q(
                valid_to__lt=self.day, pk__in=Unit.objects.named(words).values("pk")
            )
        return units.filter(called)

    def rows(self, units: Sequence[Unit]) -> list[Row]:
        """What a page of units says on that day; three queries, however many they are."""
        ids = [unit.pk for unit in units]
        places = {
            place.unit_id: place
            for place in self._places().filter(unit__in=ids).select_related("parent")
        }
        above = [place.parent_id for place in places.values() if place.parent_id]
        names = {
            name.unit_id: name
            for name in UnitName.objects.on(self.day).filter(unit__in=[*ids, *above])
        }
        placed = self._places().filter(parent__in=ids)
        if not self.is_today:  # what has left the branch since does not count
            placed = placed.filter(reached(self.user, "unit__path"))
        is_coming = Q(valid_from__gt=self.day)
        counted = placed.order_by().values_list("parent")
        counted = counted.annotate(
            now=Count("unit", distinct=True, filter=~is_coming),
            coming=Count("unit", distinct=True, filter=is_coming),
        )
        parts = {pk: (now, coming) for pk, now, coming in counted}
        return [self._row(unit, places, names, parts) for unit in units]

    def _row(self, unit, places, names, parts):
        place, called = places.get(unit.pk), names.get(unit.pk)
        parent = place.parent if place else None
        above = names.get(parent.pk) if parent else None
        now, coming = parts.get(unit.pk, (0, 0))
        if unit.valid_from > self.day:  # its own are as much to come as it is
            now, coming = now + coming, 0
        return Row(
            unit=unit,
            name=called.short_name if called else unit.short_name,
            full_name=called.name if called else unit.name,
            parent=(above or parent).short_name if parent else "",
            parts=now,
            coming=coming,
            has_ended=unit.valid_to is not None and unit.valid_to < self.day,
            is_to_come=unit.valid_from > self.day,
        )

    def _places(self):
        return UnitPlace.objects.showing(
            self.day, ended=self.ended, coming=self.is_today
        )
