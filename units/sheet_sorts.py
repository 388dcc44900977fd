"""Loại bảng của app trên: how its rows are done, its words, and what leans on what it wrote.

Apps above register theirs when Django is ready; ``units.sheets`` knows the columns.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sort:
    """Một loại bảng. ``rows`` makes the sheet of rows; ``words``: lists that cells may hold.

    ``leans``: label of a model → what was built on these of its records, in a word each, where
    no foreign key says so.
    """

    rows: Callable[..., Any]
    words: Callable[[], Words]
    leans: Mapping[str, Callable[[Collection[int]], Mapping[int, str]]]


_SORTS: dict[str, Sort] = {}


def register(kind: str, sort: Sort) -> None:
    _SORTS[kind] = sort


def rows_of(kind: str) -> Callable[..., Any]:
    return _SORTS[kind].rows


def words() -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for sort in _SORTS.values():
        found |= sort.words()
    return found


def leaning(kind: str, label: str, ids: Collection[int]) -> Mapping[int, str]:
    sort = _SORTS.get(kind)
    lean = sort.leans.get(label) if sort else None
    return lean(ids) if lean else {}
