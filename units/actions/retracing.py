"""Lần lại các dòng nhật ký: what undoing an import and calling off a reform have in common.

Both go back over the lines that an act wrote in the audit book, and first ask what has become
of the records since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.timezone import localdate

from units import audit
from units.models import AuditEntry, ReformWrite, UnitPlace

# Of what a line tells: the label of the model, and the id.
Subject = tuple[str, int]


def subject_of(entry: AuditEntry) -> Subject:
    return entry.subject, entry.subject_id


def records_of(entries: Iterable[AuditEntry], *, locked: bool) -> dict[Subject, Any]:
    """The records of these lines as they stand now; without those that are no more.

    ``locked``: held until the transaction ends, all in one order.
    """
    found: dict[Subject, Any] = {}
    for label, ids in sorted(_by_label(map(subject_of, entries)).items()):
        rows = apps.get_model(label)._default_manager.filter(pk__in=ids)
        if locked:
            rows = rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
        found |= {(label, record.pk): record for record in rows}
    return found


def lines_since(
    newest: Mapping[Subject, int], lines: QuerySet[AuditEntry]
) -> Iterator[AuditEntry]:
    """Of ``lines`` those about these records after the one named (by id), oldest first.

    What a reform wrote that is called off is undone, and counts no more.
    """
    undone = ReformWrite.objects.undone()
    for label, ids in _by_label(newest).items():
        first = min(newest[label, pk] for pk in ids)
        since = lines.filter(subject=label, subject_id__in=ids, pk__gt=first)
        for entry in since.exclude(pk__in=undone).order_by("pk"):
            if entry.pk > newest[subject_of(entry)]:
                yield entry


def values_of(model: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a line keeps of each field, as the record has it."""
    return {
        name: audit.read_back(model._meta.get_field(name), kept)
        for name, kept in said.items()
    }


def standing_again(places: Collection[int]) -> Iterator[tuple[UnitPlace, date]]:
    """Of these places (ids) those under a whole that go on today or later, and since when.

    What others moved or ended meanwhile does not show in the lines that are gone back over:
    whether there is still room can be asked only once all is back.
    """
    rows = UnitPlace.objects.filter(pk__in=places).exclude(parent=None)
    for place in rows.select_related("unit", "parent").order_by("pk"):
        since = max(place.valid_from, localdate())
        if place.valid_to is None or place.valid_to >= since:
            yield place, since


def _by_label(subjects: Iterable[Subject]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = defaultdict(set)
    for label, pk in subjects:
        ids[label].add(pk)
    return ids
