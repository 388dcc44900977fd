"""Tìm trùng: who may be one and the same, and the pairs that are kept of it."""

from collections.abc import Iterator

from django.db.models import Case, Q, When

from units import search
from units.models import Honouree, LikelyDouble
from units.models.honourees import HonoureeQuerySet

Reason = LikelyDouble.Reason
MOST = (
    20  # pairs of one record: of a name that hundreds bear, the list would help nobody
)


def alike(
    *, kind: str, name: str, unit_id: int | None, birth_year: int | None = None,
    identity_digest: str = "",
) -> HonoureeQuerySet:  # fmt: skip
    """Records that may be the one described; the caller narrows them to what may be seen."""
    folded = f" {search.key(name)}"
    wanted = Q(folded_name=folded, unit=unit_id)
    if birth_year:
        wanted |= Q(folded_name=folded, birth_year=birth_year)
    if identity_digest:
        wanted |= Q(identity_digest=identity_digest)
    return Honouree.objects.present().of_kind(kind).filter(wanted)


def namesakes(*, kind: str, name: str) -> HonoureeQuerySet:
    """Records of the name wherever they stand: more than may be the one described."""
    folded = f" {search.key(name)}"
    return Honouree.objects.present().of_kind(kind).filter(folded_name=folded)


def reason(one: Honouree, other: Honouree) -> str:
    """The weightiest ground on which two records are taken for one; "" where there is none."""
    if one.identity_digest and one.identity_digest == other.identity_digest:
        return Reason.IDENTITY
    if search.key(one.name) != search.key(other.name):
        return ""
    if one.birth_year and one.birth_year == other.birth_year:
        return Reason.BIRTH
    return Reason.UNIT if one.unit_id == other.unit_id else ""


def told_apart(one: Honouree, other: Honouree) -> bool:
    """Both bear a number, or a year of birth, and not the same: two people of one name."""
    if one.identity_digest and other.identity_digest:
        return one.identity_digest != other.identity_digest
    return bool(
        one.birth_year and other.birth_year and one.birth_year != other.birth_year
    )


def note(record: Honouree) -> None:
    """Write the pairs of a record as it stands now; those that people dismissed stay so.

    Whoever was told apart from a record stays so from the one into which it was merged. The
    caller holds the row and is inside its transaction.
    """
    pairs = {(pair.first_id, pair.second_id): pair for pair in _pairs(record)}
    for settled in _told_apart_before(record, pairs):
        del pairs[settled]
    for pair in LikelyDouble.objects.of(record).of_unmerged():
        fresh = pairs.pop((pair.first_id, pair.second_id), None)
        if fresh is None:
            if pair.dismissed_by_id is None:
                pair.delete()
        elif fresh.reason != pair.reason:
            LikelyDouble.objects.filter(pk=pair.pk).update(reason=fresh.reason)
    LikelyDouble.objects.bulk_create(pairs.values(), ignore_conflicts=True)


def _told_apart_before(record, pairs) -> list[tuple[int, int]]:
    """Those of the pairs that people have dismissed already, of records merged into the two."""
    if not pairs:
        return []
    # Which record everything that was merged ends in.
    ends = {pk: pk for pair in pairs for pk in pair}
    fresh = dict(ends)
    while fresh:
        merged = Honouree.objects.merged_into(fresh).values_list("pk", "merged_into")
        fresh = {pk: ends[into] for pk, into in merged if pk not in ends}
        ends |= fresh
    rows = LikelyDouble.objects.dismissed().between(ends)
    dismissed = list(rows.values_list("first", "second"))
    found = {tuple(sorted((ends[one], ends[other]))) for one, other in dismissed}
    return [pair for pair in pairs if pair in found and pair not in dismissed]


def _pairs(record) -> Iterator[LikelyDouble]:
    if not record.is_open:
        return
    found = alike(
        kind=record.kind, name=record.name, unit_id=record.unit_id,
        birth_year=record.birth_year, identity_digest=record.identity_digest,
    )  # fmt: skip
    # Those of the own unit and the newest first, when there are too many.
    near = Case(When(unit=record.unit_id, then=0), default=1)
    for other in found.exclude(pk=record.pk).order_by(near, "-pk")[:MOST]:
        if told_apart(record, other):
            continue
        first, second = sorted([record.pk, other.pk])
        yield LikelyDouble(
            first_id=first, second_id=second, reason=reason(record, other)
        )
