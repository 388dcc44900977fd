"""Một đối tượng khen thưởng: what its page tells, and to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from units import doubles, families, identity, retention, telling
from units.estates import Work
from units.models import (
    AuditEntry,
    Honouree,
    HonoureeMerge,
    LikelyDouble,
    PersonalChange,
    PersonalDataClass,
    Position,
    Unit,
    User,
)
from units.queries.becoming import removal_of, told_of
from units.wording import vn_number

MOST_ALIKE = 5


@dataclass(frozen=True)
class Kept:
    """Một loại dữ liệu đang giữ: the rule, and the last day for this person; None: followed."""

    rule: PersonalDataClass
    last_day: date | None


def final(honouree: Honouree) -> Honouree:
    """The record that this one was merged into in the end, or itself."""
    seen = set()
    while honouree.merged_into_id and honouree.pk not in seen:
        seen.add(honouree.pk)
        honouree = honouree.merged_into  # type: ignore[assignment]
    return honouree


@dataclass(frozen=True)
class Pairs:
    """Với ai có thể là một: those still open, and those said to be two; each with the other."""

    open: list[tuple[LikelyDouble, Honouree]]
    dismissed: list[tuple[LikelyDouble, Honouree]]


def pairs(honouree: Honouree, seen_by: User) -> Pairs:
    found = Pairs([], [])
    for pair in LikelyDouble.objects.visible_to(seen_by).of(honouree).for_list():
        other = pair.second if pair.first_id == honouree.pk else pair.first
        side = found.dismissed if pair.dismissed_by_id else found.open
        side.append((pair, other))
    return found


@dataclass(frozen=True)
class Side:
    """Một bên của cặp: the record, where it was, and of the other one what would not come along."""

    one: Honouree
    positions: list[Position]
    laid_aside: list[Position]


def sides(pair: LikelyDouble) -> list[Side]:
    """Both, each as the one that is kept: what meets its own stays with the other's trace."""
    first, second = (
        list(Position.objects.of(one)) for one in (pair.first, pair.second)
    )
    return [
        Side(pair.first, first, [row for row in second if row.meets(first)]),
        Side(pair.second, second, [row for row in first if row.meets(second)]),
    ]


def laid_aside(honouree: Honouree) -> list[Position]:
    """What stayed with the records that were merged into this one: it met what this one had."""
    ends: set[int] = set()
    fresh = {honouree.pk}
    while fresh:
        merged = Honouree.objects.merged_into(fresh).order_by()
        fresh = set(merged.values_list("pk", flat=True)) - ends
        ends |= fresh
    return list(Position.objects.of_all(ends)) if ends else []


def alike(
    seen_by: User, *, kind: str, name: str, unit_id: int | None,
    birth_year: int | None = None, number: str = "",
) -> list[Honouree]:  # fmt: skip
    """Records that may be the one being typed, of those that the person looks after."""
    digest = identity.digest(number)
    typed = Honouree(
        kind=kind, name=name, birth_year=birth_year, identity_digest=digest
    )
    found = doubles.alike(
        kind=kind, name=name, unit_id=unit_id, birth_year=birth_year,
        identity_digest=digest,
    )  # fmt: skip
    return _kept_and_near(found, seen_by, typed)[:MOST_ALIKE]


def namesakes(
    seen_by: User, *, kind: str, name: str, birth_year: int | None = None,
    besides: Collection[Honouree] = (),
) -> list[Honouree]:  # fmt: skip
    """Who bears the name, of those that the person looks after: known from the name alone."""
    typed = Honouree(kind=kind, name=name, birth_year=birth_year)
    found = doubles.namesakes(kind=kind, name=name)
    found = found.exclude(pk__in=[one.pk for one in besides])
    return _kept_and_near(found, seen_by, typed)[:MOST_ALIKE]


def _kept_and_near(found, seen_by, typed):
    kept = Honouree.objects.kept_by(seen_by).order_by().values("pk")
    near = found.filter(pk__in=kept).for_list()[: doubles.MOST]
    return [one for one in near if not doubles.told_apart(typed, one)]


def left_behind(unit: Unit, day: date) -> list[Work]:
    """What becomes of the people of a unit that is no more from ``day`` on: one line."""
    count = Honouree.objects.present().filter(unit=unit).count()
    if not count:
        return []
    return [
        Work(
            f"{vn_number(count)} đối tượng khen thưởng",
            "đang ghi ở đơn vị",
            "sang đơn vị tiếp nhận, giữ chức vụ",
            on_paper=False,
        )
    ]


def terms(honouree: Honouree) -> list[Kept]:
    return [Kept(rule, last_day) for rule, last_day in retention.terms(honouree)]


def merges_into(honouree: Honouree) -> QuerySet[HonoureeMerge]:
    """Merges that can still be undone here."""
    rows = HonoureeMerge.objects.filter(kept=honouree, undone_at=None)
    return rows.select_related("other__unit", "merged_by")


def events(honouree: Honouree, most: int) -> list[telling.Event]:
    """The newest lines of the audit book about the record, its values from beside the book."""
    lines = AuditEntry.objects.filter(families.of_honouree(honouree.pk))
    lines = lines.select_related("actor")
    entries = list(lines.order_by("-pk")[:most])
    for change in PersonalChange.objects.filter(entry__in=entries):
        entry = next(one for one in entries if one.pk == change.entry_id)
        entry.detail["before"][change.field] = change.before
        entry.detail["after"][change.field] = change.after
    for entry in entries:
        _leave_out_digests(entry.detail)
    return telling.told(entries)


def dropped_position(position_id: int, user: User) -> tuple[int, str] | None:
    """Whose row it was, by their number, and that it was dropped, when and by whom; None where
    the visitor keeps them not, or nothing of the kind was done."""
    line = removal_of(Position, position_id)
    aside = PersonalChange.objects.filter(entry=line).first() if line else None
    if line is None or aside is None:
        return None
    if not Honouree.objects.kept_by(user).within([aside.honouree_id]).exists():
        return None
    return aside.honouree_id, told_of(line, "Dòng chức vụ, đơn vị này")


def _leave_out_digests(detail):
    for side in ("before", "after"):
        if isinstance(detail.get(side), dict):
            for name in ("identity_digest", "shares_number"):  # the system's own
                detail[side].pop(name, None)
