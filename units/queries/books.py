"""Đọc sổ: the audit book and the access log, narrowed to the reader's branch, a page by its key.

A page begins below (or above) a line, never at a count: the millionth line costs what the
first one does. A branch of a commune's size is read unit by unit, each from its own end of
the index; a branch that is most of the book is walked through by time.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, Model, OuterRef, Q, QuerySet

from units import acts, search
from units.models import Access, AuditEntry, Unit, User
from units.models.standing import WIDE
from units.models.tree import within_paths
from units.pages import number_in

PAGE = 50
MOST_NAMED = 200  # people or units that a typed name may mean
DOOR = "cua"  # instead of an act: whatever happened at the door
Family = Callable[[int], Q]
# Everything that belongs to one thing: slug → (what it is called, its lines).
_FAMILIES: dict[str, tuple[type[Model], Family]] = {}


def know_family(slug: str, model: type[Model], lines: Family) -> None:
    """An app says which lines of the audit book are about one of its things."""
    _FAMILIES[slug] = (model, lines)


@dataclass(frozen=True)
class Sought:
    """Bộ lọc; empty values filter nothing."""

    person: str = ""
    unit: str = ""
    act: str = ""
    words: str = ""
    subject: str = ""
    line: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_set(self) -> bool:
        return self != Sought()


def subject_in(text: str) -> str:
    """A ``subject`` as an address may have sent it; "" for anything that names no thing."""
    place, _, number = text.partition(":")
    model: Any = acts.model_of(place)
    ours = model is not None and not model.__module__.startswith("django.")
    known = place in _FAMILIES or ours
    return text if known and number.isdecimal() and len(number) < 19 else ""


@dataclass(frozen=True)
class Place:
    """Một trang: its lines, and whether there are older and newer ones."""

    rows: list[Any]
    has_older: bool
    has_newer: bool


@dataclass(frozen=True)
class Book:
    """Sổ mà một người đọc được: what of it lies in their branch and fits the filter."""

    model: type[AuditEntry] | type[Access]
    reader: User
    sought: Sought

    def page(self, *, below: int | None = None, above: int | None = None) -> Place:
        """The newest lines; those below or above the line of that id."""
        anchor = self._line(below or above)
        if anchor is None:
            rows = self._newest(self._fitting(), PAGE + 1)
            return Place(rows[:PAGE], len(rows) > PAGE, has_newer=False)
        if above:
            rows = self._newest(
                self._fitting().after(anchor.at, anchor.pk), PAGE + 1, up=True
            )
            return Place(rows[:PAGE][::-1], True, has_newer=len(rows) > PAGE)
        rows = self._newest(self._fitting().before(anchor.at, anchor.pk), PAGE + 1)
        return Place(rows[:PAGE], len(rows) > PAGE, has_newer=True)

    def count(self, most: int) -> int:
        """How many lines there are, counted up to ``most``."""
        found: Any = self._all(self._fitting()).order_by()
        return found[:most].count()

    def held(self, ids: Collection[int]) -> set[int]:
        """Those of the lines that the reader may see."""
        found = self._all(self.model.objects.filter(pk__in=ids))
        return set(found.order_by().values_list("pk", flat=True)) if ids else set()

    @property
    def subject_name(self) -> str:
        """ "Phong trào “Thi đua …”", of a thing about which the reader may see a line.

        An address may name anything; of all else it is told the number that it brought.
        """
        place, _, number = self.sought.subject.partition(":")
        if not number:
            return ""
        model: Any = _FAMILIES[place][0] if place in _FAMILIES else acts.model_of(place)
        kind = acts.kind_of(model._meta.label)
        lines = self._all(self.model.objects.filter(self._about()))
        if not lines.exists():
            return f"{kind} số {number}"
        own = lines.filter(subject=model._meta.label).exclude(about="")
        newest = own.order_by("-at", "-pk").first()
        name = newest.about if newest else model._base_manager.filter(pk=number).first()
        return f"{kind} “{name}”" if name else f"{kind} số {number}"

    def every(self) -> QuerySet:
        """All of them, the newest first: for a file."""
        return self._joined(self._all(self._fitting())).by_time()

    def _line(self, pk):
        """The line that a page begins at; it is in the reader's branch, or it is none."""
        if pk is None:
            return None
        return (
            self.model.objects.filter(pk=pk).filter(self._reached("unit__path")).first()
        )

    def _fitting(self):
        sought, rows = self.sought, self.model.objects.all()
        if sought.since:
            rows = rows.since(sought.since)
        if sought.until:
            rows = rows.until(sought.until)
        if sought.line:
            rows = rows.filter(pk=sought.line)
        if sought.act == DOOR and self.model is Access:
            rows = rows.at_the_door()
        elif sought.act:
            rows = rows.filter(**{self._column("action", "what"): sought.act})
        for word in search.key(sought.words[: search.LONGEST]).split():
            rows = rows.filter(self._says(word))
        if sought.person:
            named = User.objects.named(sought.person).order_by()
            people = list(named.values_list("pk", flat=True)[:MOST_NAMED])
            column = self._column("actor", "user")
            # Of one person the lines stand in order in an index; of several they are sorted.
            match people:
                case []:
                    rows = rows.none()
                case [person]:
                    rows = rows.filter(**{column: person})
                case _:
                    rows = rows.filter(**{f"{column}__in": people})
        return rows.filter(self._about()) if sought.subject else rows

    def _says(self, word: str) -> Q:
        """The line, or what the act is called on the screen."""
        if self.model is not AuditEntry:
            return Q(folded_about__contains=word)
        return Q(folded__contains=word) | Q(action__in=acts.called(word))

    def _column(self, of_audit, of_access):
        return of_audit if self.model is AuditEntry else of_access

    def _about(self) -> Q:
        place, _, number = self.sought.subject.partition(":")
        if place not in _FAMILIES:
            return Q(subject=place, subject_id=number)
        model, lines = _FAMILIES[place]
        if self.model is AuditEntry:
            return lines(int(number))
        return Q(subject=model._meta.label, subject_id=number)

    @property
    def _paths(self) -> list[str]:
        """Paths of the units below which is read."""
        if not self.sought.unit:
            return self.reader.administered_paths
        found = Unit.objects.administered_by(self.reader)
        if self.sought.unit.isdecimal():
            found = found.within([int(self.sought.unit)])
        else:
            found = found.named(self.sought.unit).order_by()
        return list(found.values_list("path", flat=True)[:MOST_NAMED])

    def _reached(self, path: str) -> Q:
        return within_paths(self._paths, path)

    def _all(self, rows):
        return rows.filter(self._reached("unit__path"))

    def _newest(self, rows, count, *, up=False):
        if rows.query.is_empty():
            return []
        order = ("at", "pk") if up else ("-at", "-pk")
        units = Unit.objects.filter(self._reached("path")).order_by()
        if self.sought.subject or self.sought.line or units[:WIDE].count() == WIDE:
            return list(self._joined(self._all(rows)).order_by(*order)[:count])
        of_unit = rows.filter(unit=OuterRef("pk")).order_by(*order).values("pk")[:count]
        ids = units.annotate(found=_Each(ArraySubquery(of_unit))).values("found")
        found = self._joined(self.model.objects.filter(pk__in=ids))
        return list(found.order_by(*order)[:count])

    def _joined(self, rows):
        joined = rows.select_related(self._column("actor", "user"), "held_in", "unit")
        if self.model is Access:
            return joined.select_related("support__person", "support__unit")
        return joined


class _Each(Func):
    """One row for each element of an array."""

    function = "unnest"
    set_returning = True


def read(query: Mapping[str, str], parse_day: Callable[[str], date | None]) -> Sought:
    """The filter as an address says it; what cannot be read filters nothing."""

    def text(name):
        return search.plain_words(query.get(name))

    return Sought(
        person=text("nguoi"),
        unit=text("dv"),
        act=text("viec"),
        words=text("q"),
        subject=subject_in(text("dt")),
        line=number_in(query, "dong"),
        since=parse_day(text("tu")),
        until=parse_day(text("den")),
    )
