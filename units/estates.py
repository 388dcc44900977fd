"""Việc dở dang của đơn vị kết thúc: what it leaves, and how that reaches the heir.

Units know no campaigns and no papers. Whoever keeps open work of a unit registers here (in
``apps.py``) how to list it and how to move it; the acts that end a unit ask for the list, and
when the day has come ``carry_out`` moves everything in one transaction with the change of the
columns. It may run any number of times.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import now

from units import audit, tree_lock
from units.errors import Refused
from units.models import Handover, Unit, User

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """Một việc dở dang: what it is, how it stands, what becomes of it with the heir."""

    title: str
    state: str
    fate: str
    on_paper: bool = True  # only an authority that issues papers can go on with it

    @property
    def line(self) -> str:
        return f"{self.title} ({self.state.lower()}): {self.fate}"


Lister = Callable[[Unit, date], list[Work]]
Taker = Callable[[Handover], None]
_listers: dict[str, Lister] = {}
_takers: dict[str, Taker] = {}


def register(
    app: str, *, lists: Lister | None = None, takes: Taker | None = None
) -> None:
    """``lists``: the open work of a unit on its last day; ``takes``: moves it to the heir,
    where it does not follow by itself (``Unit.heir``).

    A higher app takes before the lower ones on whose records its own stand.
    """
    if lists:
        _listers[app] = lists
    if takes:
        _takers[app] = takes


def open_work(unit: Unit, day: date) -> list[Work]:
    """What the unit leaves when it is no more from ``day`` on."""
    return [work for lists in _listers.values() for work in lists(unit, day)]


def foretell(handover: Handover, works: list[Work], *, by: User) -> None:
    """One line of the book that says where everything goes, when that is decided."""
    audit.write(
        "unit.work_passed",
        handover.unit,
        by=by,
        heir=handover.heir_id,
        effective_on=handover.effective_on.isoformat(),
        works=[_said(work) for work in works],
    )


def _said(work: Work) -> dict:
    return {"title": work.title, "state": work.state, "fate": work.fate}


def carry_out(units: Iterable[int] | None = None, day: date | None = None) -> int:
    """Bàn giao whatever is due, of ``units`` or of all; how many units handed over.

    The act that names the heir asks for its own units and is told of a refusal; the clock
    asks for all and tries a refused one again next time. The caller is inside a transaction.
    Meanwhile nothing moves or ends: the act waits for the tree, the clock comes again.
    """
    due = Handover.objects.due(day).for_work()
    if units is not None:
        due = due.of_units(units)
    # One at a time holds them, also when the clock and an administrator come together.
    ids = list(due.values_list("pk", flat=True))
    if not ids or not _hold(waits=units is not None):
        return 0
    done = 0
    for handover in due.select_for_update(of=("self",), no_key=True).filter(pk__in=ids):
        if units is not None:
            done += _hand_over(handover)
            continue
        try:
            with transaction.atomic():
                done += _hand_over(handover)
        except Refused as refusal:
            log.warning("%s waits: %s", handover, refusal)
    return done


def _hold(*, waits: bool) -> bool:
    if not waits:
        return tree_lock.can_hold_alone()
    tree_lock.hold_alone()
    return True


def _hand_over(handover: Handover) -> int:
    # Who was to inherit may be no more by now: then whoever inherited from it does.
    handover.heir = handover.heir.heir or handover.heir
    for takes in reversed(_takers.values()):
        takes(handover)
    if handover.carried_at:
        return 0
    _columns(handover)
    Handover.objects.filter(pk=handover.pk).update(carried_at=now())
    return 1


def _columns(handover):
    """Today's heir in ``Unit.heir``, also of what the unit itself had inherited; and homes."""
    unit, heir, by = handover.unit, handover.heir, handover.recorded_by
    Unit.objects.filter(pk=unit.pk).update(heir=heir)
    Unit.objects.filter(heir=unit).update(heir=heir)
    for user in User.objects.filter(home=unit).select_for_update(no_key=True):
        User.objects.filter(pk=user.pk).update(home=heir)
        audit.write(
            "user.amended", user, by=by, before={"home": unit.pk}, after={"home": heir.pk}
        )  # fmt: skip
