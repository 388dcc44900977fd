"""Bàn giao: the heir of a unit that ends is named, and takes over when the day has come."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from units import audit, estates, permissions, tree_lock
from units.actions.cluster_ends import come_after
from units.actions.grounds import require_basis
from units.actions.keeping import keep_with_its_end
from units.errors import Refused
from units.models import Handover, Unit, UnitPlace, User
from units.permissions import require
from units.workflow import add, amend

DAY = timedelta(days=1)


@transaction.atomic
def name_heir(unit_id: int, *, by: User, heir_id: int, basis: str) -> Handover:
    """Chỉ định đơn vị tiếp nhận of a unit that has ended, or whose last day is set."""
    # The heir may neither end nor move away in this moment.
    tree_lock.hold_alone()
    units = Unit.objects.select_for_update(no_key=True)
    unit, heir = units.get(pk=unit_id), Unit.objects.get(pk=heir_id)
    require(permissions.can_reorganise(by, unit))
    require(permissions.can_administer(by, heir))
    require_basis(basis)
    if unit.valid_to is None:
        raise Refused(f"{unit} vẫn hoạt động nên không có gì để bàn giao.")
    with audit.noting() as written:
        handover = pass_on(unit, heir, unit.valid_to + DAY, basis, by)
        come_after(handover, by=by)
    keep_with_its_end(unit, heir, written)
    estates.carry_out([unit.pk])
    return handover


def pass_on(
    unit: Unit, heir: Unit, day: date, basis: str, by: User, *, at: str = "heir"
) -> Handover:
    """Write down who inherits and what; ``carry_out`` moves it on the day.

    ``at`` names the field in which the form asks who takes over.
    """
    if heir.has_ended(day):
        raise Refused(
            f"{heir} kết thúc trước ngày {day:%d/%m/%Y} nên không tiếp nhận.", at=at
        )
    works = estates.open_work(unit, day)
    if any(work.on_paper for work in works) and not heir.issues_papers:
        raise Refused(
            f"{heir} không ban hành văn bản nên không tiếp nhận được phong trào của {unit}.",
            at=at,
        )
    handover = Handover.objects.select_for_update().filter(unit=unit).first()
    if handover:
        # Whoever comes to look after the papers of a unit later looks after all of them.
        amend(
            handover, by=by, heir=heir, effective_on=day, basis=basis, recorded_by=by,
            carried_at=None,
        )  # fmt: skip
    else:
        handover = Handover(
            unit=unit, heir=heir, effective_on=day, basis=basis, recorded_by=by
        )
        add(handover, by=by)
    estates.foretell(handover, works, by=by)
    return handover


def require_no_work(units: Iterable[Unit], day: date) -> None:
    """A unit that nobody follows must leave nothing open."""
    for unit in units:
        if works := estates.open_work(unit, day):
            raise Refused(
                f"{unit} còn {len(works)} việc dở dang ({works[0].title}). "
                "Chọn đơn vị tiếp nhận.",
                at="successor",
            )


def heir_of(part: Unit, successor: Unit, day: date) -> Unit:
    """Of a part that ends with its whole: the successor's own part of that kind, else itself.

    The council of a commune goes on in the council of the commune that takes it in.
    """
    placed = UnitPlace.objects.on(day).filter(parent=successor).values("unit")
    alike = Unit.objects.on(day).filter(pk__in=placed, kind=part.kind_id)
    found = list(alike.order_by("pk")[:2])
    return found[0] if len(found) == 1 else successor
