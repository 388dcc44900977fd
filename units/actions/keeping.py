"""Ghi lại việc sắp xếp: what an act writes is kept together, so that it can be called off whole."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from units import audit
from units.models import AuditEntry, Reform, ReformUnit, ReformWrite, Unit, User
from units.vietnamese import stored

Side = ReformUnit.Side
LONGEST = 400  # characters of a title


class Keeping:
    """Đang ghi: whatever is written inside belongs to one reform of ``subjects`` from ``day`` on.

    ``takers`` and ``title`` are told by the act once it knows them.
    """

    def __init__(
        self, kind: str, subjects: Sequence[Unit], day: date, basis: str, *, by: User
    ):
        self.subjects = subjects
        self.takers: list[Unit] = []
        self.title = ""
        self.reform = Reform(
            unit=subjects[0], kind=kind, effective_on=day, basis=stored(basis),
            recorded_by=by,
        )  # fmt: skip
        self._noting = audit.noting()

    def __enter__(self) -> "Keeping":
        self._written = self._noting.__enter__()
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._noting.__exit__(kind, error, trace)
        if error is None:
            self._keep()

    def _keep(self):
        self.reform.title = stored(self.title)[:LONGEST]
        # The machine's own note beside lines that tell each act: the book needs no other line.
        self.reform.save(force_insert=True)
        sides = _sides(self.subjects, self.takers, _by_somebody(self._written))
        ReformUnit.objects.bulk_create(
            ReformUnit(reform=self.reform, unit_id=pk, side=side)
            for pk, side in sides.items()
        )
        keep(self.reform, self._written)


def keep_with_its_end(unit: Unit, heir: Unit, written: Sequence[AuditEntry]) -> None:
    """Chỉ định nơi tiếp nhận sau: where a reform to come ends the unit, who inherits belongs to
    it, and goes when it is called off: a unit that goes on hands nothing over.
    """
    reform = Reform.objects.ending(unit)
    if reform is None:
        return
    ReformUnit.objects.get_or_create(
        reform=reform, unit=heir, defaults={"side": Side.TAKER}
    )
    keep(reform, written)


def keep(reform: Reform, written: Sequence[AuditEntry]) -> None:
    """These lines of the book belong to it; what the clock writes beside it follows by itself."""
    ReformWrite.objects.bulk_create(
        ReformWrite(reform=reform, entry_id=entry.pk) for entry in _by_somebody(written)
    )


def _by_somebody(written: Sequence[AuditEntry]) -> list[AuditEntry]:
    return [entry for entry in written if entry.actor_id is not None]


def forget(entry_ids: QuerySet) -> None:
    """Reforms that were written in an import which is undone: its lines bring all back."""
    writes = ReformWrite.objects.filter(entry_id__in=entry_ids)
    Reform.objects.filter(pk__in=writes.values("reform")).delete()


def _sides(subjects, takers, written: list[AuditEntry]) -> dict[int, str]:
    """Unit → side: those of the act first, then what the lines of the book name besides."""
    sides: dict[int, str] = {unit.pk: Side.SUBJECT for unit in subjects}
    for entry in written:
        if entry.action == "unit.added":
            sides.setdefault(entry.subject_id, Side.NEW)
    for unit in takers:
        sides.setdefault(unit.pk, Side.TAKER)
    for entry in written:
        if entry.action == "unit.amended":
            sides.setdefault(entry.subject_id, Side.ALONG)
        elif entry.action == "unitplace.added" and entry.unit_id is not None:
            sides.setdefault(entry.unit_id, Side.ALONG)
    return sides
