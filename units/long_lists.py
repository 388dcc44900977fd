"""Danh sách dài: fifty rows a page, in numbered pages while few and by the row they begin at.

Of very many rows only the first are counted. Then a page is what stands after (``?sau=``) or
before (``?truoc=``) a row of the list: it costs the same at the end as at the beginning, and
nothing is skipped or shown twice when somebody adds a row meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from units.pages import number_in

PAGE_SIZE = 50
NUMBER, AFTER, BEFORE = "trang", "sau", "truoc"


class LongList(Paginator):
    """Danh sách dài: of very many rows only the first are counted.

    To count 150,000 rows takes longer than to show fifty, and to find even the first of a
    province's people among a country's takes the longer the more are wanted.
    """

    MOST = 200
    object_list: QuerySet

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.MOST].count()

    @property
    def is_cut(self) -> bool:
        return self.count >= self.MOST


@dataclass(frozen=True)
class Stretch:
    """Một đoạn: some rows of a long list, and whether there are others around them."""

    paginator: LongList
    object_list: list[Any]
    has_more_before: bool
    has_more_after: bool
    is_stretch: bool = True

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    def has_next(self) -> bool:
        return self.has_more_after

    @property
    def first(self) -> Any:
        return self.object_list[0] if self.object_list else None

    @property
    def last(self) -> Any:
        return self.object_list[-1] if self.object_list else None


def page_of(request: HttpRequest, rows: QuerySet) -> Page | Stretch:
    """The page that the address asks for: by number, or by a row of these very rows."""
    pages = LongList(rows, PAGE_SIZE)
    after, before = (number_in(request.GET, name) for name in (AFTER, BEFORE))
    if not (has_keys(rows) and (after or before or pages.is_cut)):
        return pages.get_page(request.GET.get(NUMBER))
    # Looked for among the rows, so that the place of a hidden one is told to nobody.
    anchor = rows.filter(pk=after or before).first() if after or before else None
    if anchor is not None and before:
        found = list(beyond(rows, anchor, backwards=True)[: PAGE_SIZE + 1])
        if len(found) > PAGE_SIZE:
            return Stretch(pages, found[:PAGE_SIZE][::-1], True, True)
    elif anchor is not None:
        found = list(beyond(rows, anchor)[: PAGE_SIZE + 1])
        return Stretch(pages, found[:PAGE_SIZE], True, len(found) > PAGE_SIZE)
    elif not (after or before):
        number = min(number_in(request.GET, NUMBER) or 1, pages.num_pages)
        start = (number - 1) * PAGE_SIZE
        found = list(rows[start : start + PAGE_SIZE + 1])
        return Stretch(pages, found[:PAGE_SIZE], start > 0, len(found) > PAGE_SIZE)
    # Before the first page, or the row is no longer there: from the beginning.
    found = list(rows[: PAGE_SIZE + 1])
    return Stretch(pages, found[:PAGE_SIZE], False, len(found) > PAGE_SIZE)


def has_keys(rows: QuerySet) -> bool:
    """The rows stand in an order of their own columns, without blanks, the last one unique."""
    names = [name.lstrip("-") for name in _order(rows)]
    if not names or len(names) != len(rows.query.order_by):
        return False
    if rows.query.is_sliced or rows.query.combinator or any("__" in n for n in names):
        return False
    columns = [_column(rows, name) for name in names]
    return columns[-1].unique and not any(column.null for column in columns)


def beyond(rows: QuerySet, anchor: Model, *, backwards: bool = False) -> QuerySet:
    """The rows after ``anchor`` in their order; ``backwards``: those before it, the nearest
    first."""
    order = _order(rows)
    condition: Q | None = None
    for name in reversed(order):
        column = _column(rows, name.lstrip("-")).attname
        further = "lt" if name.startswith("-") != backwards else "gt"
        value = getattr(anchor, column)
        past = Q(**{f"{column}__{further}": value})
        if condition is None:
            condition = past
        else:
            # Said with “or equal” besides, by which an index begins at the right place.
            reaches = Q(**{f"{column}__{further}e": value})
            condition = reaches & (past | condition)
    found = rows.filter(condition) if condition is not None else rows
    return found.reverse() if backwards else found


def _order(rows):
    """The columns by which the rows stand, the descending ones with their sign."""
    return [name for name in rows.query.order_by if isinstance(name, str)]


def _column(rows, name):
    meta = rows.model._meta
    return meta.pk if name == "pk" else meta.get_field(name)
