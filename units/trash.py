"""Thùng rác chung: every app says what of its own lies there and how it comes back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from units.models import Term, User

SHOWN = 200  # newest of one kind


@dataclass(frozen=True)
class Discarded:
    """Một thứ đã bỏ: its name, where it was, who threw it away and when."""

    pk: int
    name: str
    place: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Restored:
    """Đã khôi phục: one sentence, and where it stands now."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Kind:
    """Một loại: ``rows`` are those that the person may bring back, the newest first.

    ``restore`` asks once more whether they may. Without ``goes`` the audit book keeps it for
    ever, and only the offer ends.
    """

    slug: str
    label: str
    rows: Callable[[User, timedelta | None], Iterable[Discarded]]
    restore: Callable[..., Restored]


@dataclass(frozen=True)
class Row:
    """Một dòng của thùng rác; ``days_left`` None where nothing goes by itself."""

    kind: Kind
    thing: Discarded
    days_left: int | None


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.slug] = kind


def kept_for() -> timedelta | None:
    """How long things are kept; None: nobody set it, so nothing goes."""
    return Term.objects.length(Term.Code.TRASH)


def rows_of(user: User) -> list[Row]:
    """All that the person may bring back, the newest first."""
    kept = kept_for()
    found = [
        Row(kind, thing, _days_left(thing.at, kept))
        for kind in _KINDS.values()
        for thing in kind.rows(user, kept)
    ]
    return sorted(found, key=lambda row: row.thing.at, reverse=True)


def find(user: User, slug: str, pk: int) -> Row | None:
    """The thing, if it lies in the person's trash."""
    return next(
        (row for row in rows_of(user) if row.kind.slug == slug and row.thing.pk == pk),
        None,
    )


def _days_left(at, kept):
    if kept is None:
        return None
    return max(0, (localdate(at) + kept - localdate()).days)
